internal import Git
internal import RecordModel

/// A record that a walk follows from its head.
struct FollowedRecord: Sendable {
    let record: Int
    /// Whether the head holds it.
    let isHere: Bool
    /// What is asked of it, in the order of the units; nothing where it cannot be read.
    var units: [SearchedUnit] = []
    /// The values of the leaves that hold a day, as the head has them.
    var days: [Unit: Day] = [:]
}

/// Writes what a walk found for records, as `AgeTableAnswers` reads it.
struct AgeAnswerWriter: Sendable {
    let nodes: SearchNodes
    let leaves: [LeafNames.Leaf]
    /// For each field of the walk, its number in the table.
    let fields: [Int]

    /// The bytes of a record's answers, and whether all of them are known.
    typealias Written = (bytes: [UInt8], isKnown: Bool)

    /// Writes the answers of records, in their order.
    ///
    /// - Parameter many: from how many on a second thread is worth its start.
    func write(_ records: [FollowedRecord], sharingFrom many: Int) -> [Written] {
        guard records.count >= many else { return records.map { write($0) } }
        let size = max(1, many / 4)
        let parts = stride(from: 0, to: records.count, by: size).map { $0..<min($0 + size, records.count) }
        let shared = SharedParts<Range<Int>, [Written], Never> { { part in records[part].map { write($0) } } }
        return shared.outcomes(of: parts) { part in records[part].map { write($0) } }.flatMap(\.self)
    }

    private func write(_ record: FollowedRecord) -> Written {
        var writer = ByteWriter()
        var commits: [ObjectID] = []
        var commitBytes = ByteWriter()
        var isKnown = true
        var own = 0
        // Of the units of the fields: the field, what is asked, and the number of the answer.
        var rows: [(field: Int, unit: Unit, answer: Int)] = []
        rows.reserveCapacity(record.units.count)
        for searched in record.units {
            guard let answer = nodes[Int(searched.node)] else { continue }
            if !answer.isKnown { isKnown = false }
            let number = AgeAnswerWriter.number(of: answer, &commits, &commitBytes)
            switch searched.unit.meaning {
            case .record: own = number
            case .collection(let field): rows.append((field, searched.unit, number))
            case .leaf(let leaf): rows.append((leaves[leaf].field, searched.unit, number))
            }
        }
        guard !commits.isEmpty else { return ([], true) }
        writer.number(commits.count)
        writer.raw(commitBytes.bytes)
        writer.number(own)
        rows.sort { ($0.field, $0.unit) < ($1.field, $1.unit) }
        let days = nodes.days(of: record.units, from: record.days)
        var rest = rows[...]
        while let field = rest.first?.field {
            let mine = rest.prefix { $0.field == field }
            rest = rest[mine.endIndex...]
            writer.number(fields[field])
            write(mine, days, to: &writer)
        }
        return (writer.bytes, isKnown)
    }

    /// The number of an answer: the place of its commit among those of the record, and what is known of it.
    private static func number(
        of answer: AgeAnswer, _ commits: inout [ObjectID], _ written: inout ByteWriter
    ) -> Int {
        // A record has the answers of few commits, and mostly the same one again.
        var place = commits.lastIndex(of: answer.commit)
        if place == nil {
            place = commits.count
            commits.append(answer.commit)
            written.id(answer.commit)
            written.fixed(answer.date.seconds)
        }
        let number = (place ?? 0) << AgeTable.flagBits
        switch answer {
        case .unknown: return number | AgeTable.isUnknown
        case .set(_, _, let bySweep): return number | (bySweep ? AgeTable.isBySweep : 0)
        }
    }

    /// Writes what is known of one field: its answer as a whole where it is a collection, and its leaves.
    private func write(
        _ rows: ArraySlice<(field: Int, unit: Unit, answer: Int)>, _ days: [Unit: Day], to writer: inout ByteWriter
    ) {
        var whole: Int?
        var bytes = ByteWriter()
        for row in rows {
            guard case .leaf(let leaf) = row.unit.meaning else {
                whole = row.answer
                continue
            }
            bytes.string(leaves[leaf].entry)
            bytes.string(leaves[leaf].column)
            let day = days.isEmpty ? nil : days[row.unit]
            bytes.number(row.answer | (day == nil ? 0 : AgeTable.hasDay))
            if let day { bytes.number(day.number + AgeTable.dayOffset) }
        }
        writer.number(whole.map { $0 + 1 } ?? 0)
        writer.number(bytes.bytes.count)
        writer.raw(bytes.bytes)
    }
}
