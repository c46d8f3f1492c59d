internal import Git
internal import RecordModel

/// Writes the answers of a walk as a table, with what is unchanged copied from an older one.
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
        // Copied entries name fields by number, so those of the older table keep theirs.
        fields = base?.fieldNames ?? []
        for (index, field) in fields.enumerated() { fieldIndexes[field] = index }
    }

    /// Adds a record; without units it is one that cannot be read, or that the commit does not hold any more.
    mutating func add(
        _ record: Int, isHere: Bool, units: [(unit: Unit, answer: AgeAnswer)], days: [Unit: Day] = [:]
    ) {
        var writer = ByteWriter()
        if !units.isEmpty { write(units, days, to: &writer) }
        add(record, isHere: isHere, answers: writer.bytes[...])
    }

    /// Adds a record with answers as an older table has them.
    mutating func add(_ record: Int, isHere: Bool, answers: ArraySlice<UInt8>) {
        let id = source.records.idOf[record]
        let kind = source.records.kindOf[record]
        var writer = ByteWriter()
        writer.number(kind)
        writer.string(id.text)
        writer.number(Int(source.records.variantsOf[record]) | (isHere ? AgeTable.hereBit : 0))
        let creations = source.creations(of: record)
        writer.number(creations.count)
        for creation in creations { writer.id(creation) }
        writer.number(answers.count)
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

    /// The table: the records added, and those of the older table that were not.
    mutating func table() -> [UInt8] {
        entries.sort { ($0.kind, $0.id) < ($1.kind, $1.id) }
        let behind = source.graph.order.map { source.graph.ids[$0] }
        var writer = ByteWriter()
        writer.reserve(
            (behind.count + 1) * 20 + (base.map { $0.byteCount } ?? 0) + entries.reduce(0) { $0 + $1.bytes.count })
        writer.id(source.graph.ids[source.graph.head])
        writer.strings(source.records.kinds.map(\.name.rawValue))
        writer.strings(fields)
        let ancestors = base?.ancestors(adding: behind) ?? behind.sorted().flatMap(\.bytes)
        writer.number(ancestors.count / 20)
        writer.raw(ancestors)
        writer.number(entries.count + unreplaced)
        var next = 0
        for entry in entries {
            if let base {
                let place = base.place(kind: entry.kind, id: entry.id)
                while next < place.index { copy(next, of: base, to: &writer, &next) }
                if place.isThere { next = place.index + 1 }
            }
            writer.number(entry.bytes.count)
            writer.raw(entry.bytes)
        }
        if let base { while next < base.recordCount { copy(next, of: base, to: &writer, &next) } }
        return writer.bytes
    }

    private var unreplaced: Int {
        guard let base else { return 0 }
        return base.recordCount - entries.count { base.place(kind: $0.kind, id: $0.id).isThere }
    }

    private func copy(_ place: Int, of base: AgeTable, to writer: inout ByteWriter, _ next: inout Int) {
        let entry = base.entry(at: place)
        writer.number(entry.count)
        writer.raw(entry)
        next = place + 1
    }
}
