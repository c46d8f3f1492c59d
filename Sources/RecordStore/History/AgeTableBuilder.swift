internal import Git
internal import RecordModel

/// Writes the answers of a walk as a layer over an older table, or as a table of its own.
struct AgeTableBuilder {
    private let source: HistorySource
    private let base: AgeTable?
    private var fields: [String]
    private var fieldIndexes: [String: Int] = [:]
    private var entries: [(kind: Int, id: String, bytes: [UInt8])] = []
    private(set) var hasUnknown = false

    init(_ source: HistorySource, base: AgeTable?) {
        self.source = source
        self.base = base
        // Its entries name fields by number, so those of the older table keep theirs.
        fields = base?.fieldNames ?? []
        for (index, field) in fields.enumerated() { fieldIndexes[field] = index }
    }

    /// Adds a record; without units it is one that cannot be read, or that the commit does not hold any more.
    mutating func add(
        _ record: Int, isHere: Bool, units: [(unit: Unit, answer: AgeAnswer)], days: [Unit: Day] = [:]
    ) {
        var writer = ByteWriter()
        if !units.isEmpty { write(units, days, to: &writer) }
        add(record, isHere: isHere, answers: writer.bytes)
    }

    /// Adds a record with answers as an older table has them.
    mutating func add(_ record: Int, isHere: Bool, answers: [UInt8]) {
        let id = source.records.idOf[record]
        let kind = source.records.kindOf[record]
        var writer = ByteWriter()
        writer.number(kind)
        writer.string(id.text)
        writer.number(Int(source.records.variantsOf[record]) | (isHere ? AgeTable.hereBit : 0))
        let creations = source.creations(of: record)
        writer.number(creations.count)
        for creation in creations { writer.id(creation) }
        writer.raw(answers)
        entries.append((kind, id.text, writer.bytes))
    }

    private mutating func write(
        _ units: [(unit: Unit, answer: AgeAnswer)], _ days: [Unit: Day], to writer: inout ByteWriter
    ) {
        if units.contains(where: { !$0.answer.isKnown }) { hasUnknown = true }
        let numbers = AgeTableBuilder.writeCommits(of: units, to: &writer)
        var own = 0
        // The units of the fields, each by its place among all.
        var parts: [(field: Int, place: Int)] = []
        parts.reserveCapacity(units.count)
        for (place, unit) in units.enumerated() {
            switch unit.unit.meaning {
            case .record: own = numbers[place]
            case .collection(let field): parts.append((field, place))
            case .leaf(let leaf): parts.append((source.names.leaves[leaf].field, place))
            }
        }
        writer.number(own)
        parts.sort { $0 < $1 }
        var rest = parts[...]
        while let field = rest.first?.field {
            let mine = rest.prefix { $0.field == field }
            rest = rest[mine.endIndex...]
            writer.number(fieldNumber(source.names.fields[field]))
            write(mine.map { (units[$0.place].unit, numbers[$0.place]) }, days, to: &writer)
        }
    }

    /// Writes the commits that set something, each once, with their dates.
    ///
    /// - Returns: for each unit the number of its answer: its commit's place among them, and what is known of it.
    private static func writeCommits(
        of units: [(unit: Unit, answer: AgeAnswer)], to writer: inout ByteWriter
    ) -> [Int] {
        var places: [ObjectID: Int] = [:]
        var commits = ByteWriter()
        let numbers = units.map { _, answer in
            let place = places[answer.commit] ?? places.count
            if place == places.count {
                places[answer.commit] = place
                commits.id(answer.commit)
                commits.fixed(answer.date.seconds)
            }
            let number = place << AgeTable.flagBits
            switch answer {
            case .unknown: return number | AgeTable.isUnknown
            case .set(_, _, let bySweep): return number | (bySweep ? AgeTable.isBySweep : 0)
            }
        }
        writer.number(places.count)
        writer.raw(commits.bytes)
        return numbers
    }

    /// Writes what is known of one field: its answer as a whole where it is a collection, and its leaves.
    private func write(_ units: [(unit: Unit, number: Int)], _ days: [Unit: Day], to writer: inout ByteWriter) {
        var whole: Int?
        var rows = ByteWriter()
        for (unit, number) in units {
            guard case .leaf(let leaf) = unit.meaning else {
                whole = number
                continue
            }
            let name = source.names.leaves[leaf]
            rows.string(name.entry)
            rows.string(name.column)
            let day = days.isEmpty ? nil : days[unit]
            rows.number(number | (day == nil ? 0 : AgeTable.hasDay))
            if let day { rows.number(day.number + AgeTable.dayOffset) }
        }
        writer.number(whole.map { $0 + 1 } ?? 0)
        writer.number(rows.bytes.count)
        writer.raw(rows.bytes)
    }

    private mutating func fieldNumber(_ name: String) -> Int {
        if let known = fieldIndexes[name] { return known }
        fieldIndexes[name] = fields.count
        fields.append(name)
        return fields.count - 1
    }

    /// The table: the records added, and those of the older one that were not.
    ///
    /// - Parameter isWhole: whether every record was added, so that the older table is not needed any more.
    mutating func table(isWhole: Bool) throws(GitError) -> AgeTable {
        entries.sort { ($0.kind, $0.id) < ($1.kind, $1.id) }
        let behind = source.graph.order.map { source.graph.ids[$0] }
        guard let base else { return AgeTable(try layer(entries.map(\.bytes), behind: behind.sorted())) }
        if isWhole { return AgeTable(try layer(entries.map(\.bytes), behind: base.everythingBehind(adding: behind))) }
        let since = try layer(
            base.entriesSince(replacing: entries), behind: base.since?.ancestors(adding: behind) ?? behind.sorted())
        let table = AgeTable(base.base, since: since)
        // Each time the upper layer is written whole, so it is not to become as large as the other.
        let isLarge =
            since.starts.count > 20 + base.base.starts.count / 8
            || since.ancestorCount > 200 + base.base.ancestorCount / 8
        guard isLarge else { return table }
        return AgeTable(
            try layer((0..<table.recordCount).map { table.entry(at: $0) }, behind: table.everythingBehind(adding: [])))
    }

    private func layer(_ entries: [[UInt8]], behind: [ObjectID]) throws(GitError) -> AgeLayer {
        var writer = ByteWriter()
        writer.reserve(1_000 + behind.count * 20 + entries.reduce(0) { $0 + 8 + $1.count })
        writer.id(source.graph.ids[source.graph.head])
        writer.strings(source.records.kinds.map(\.name.rawValue))
        writer.strings(fields)
        writer.number(behind.count)
        for id in behind { writer.id(id) }
        writer.number(entries.count)
        var start = 0
        for entry in entries {
            writer.fixed(start)
            start += entry.count
        }
        for entry in entries { writer.raw(entry) }
        guard let layer = AgeLayer(MappedFile(holding: writer.bytes)) else {
            throw GitError(.corrupt, "the ages could not be put together")
        }
        return layer
    }
}

extension AgeTable {
    /// Every commit behind it, together with others.
    fileprivate func everythingBehind(adding others: [ObjectID]) -> [ObjectID] {
        base.ancestors(adding: (since?.ancestors(adding: []) ?? []) + others)
    }

    /// The entries of the upper layer with others in their places, in order.
    fileprivate func entriesSince(replacing entries: [(kind: Int, id: String, bytes: [UInt8])]) -> [[UInt8]] {
        guard let since else { return entries.map(\.bytes) }
        let older = AgeTable(since)
        var merged: [[UInt8]] = []
        var next = 0
        for entry in entries {
            let found = older.place(kind: entry.kind, id: entry.id)
            merged += (next..<found.index).map { older.entry(at: $0) }
            merged.append(entry.bytes)
            next = found.index + (found.isThere ? 1 : 0)
        }
        return merged + (next..<older.recordCount).map { older.entry(at: $0) }
    }
}
