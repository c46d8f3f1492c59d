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
        var commits: [ObjectID] = []
        var numbers: [ObjectID: Int] = [:]
        var dates: [Instant] = []
        for (_, answer) in units where numbers[answer.commit] == nil {
            numbers[answer.commit] = commits.count
            commits.append(answer.commit)
            dates.append(answer.date)
        }
        writer.number(commits.count)
        for (commit, date) in zip(commits, dates) {
            writer.id(commit)
            writer.fixed(date.seconds)
        }
        func number(_ answer: AgeAnswer) -> Int {
            let index = (numbers[answer.commit] ?? 0) << AgeTable.flagBits
            switch answer {
            case .unknown: return index | AgeTable.isUnknown
            case .set(_, _, let bySweep): return index | (bySweep ? AgeTable.isBySweep : 0)
            }
        }
        if units.contains(where: { !$0.answer.isKnown }) { hasUnknown = true }
        var own: AgeAnswer?
        var wholes: [Int: AgeAnswer] = [:]
        var leaves: [Int: [(name: LeafNames.Leaf, answer: AgeAnswer, day: Day?)]] = [:]
        for (unit, answer) in units {
            switch unit.meaning {
            case .record: own = answer
            case .collection(let field): wholes[field] = answer
            case .leaf(let leaf):
                let name = source.names.leaves[leaf]
                leaves[name.field, default: []].append((name, answer, days.isEmpty ? nil : days[unit]))
            }
        }
        writer.number(own.map(number) ?? 0)
        for field in Set(wholes.keys).union(leaves.keys).sorted() {
            writer.number(fieldNumber(source.names.fields[field]))
            writer.number(wholes[field].map { number($0) + 1 } ?? 0)
            var rows = ByteWriter()
            for leaf in leaves[field] ?? [] {
                rows.string(leaf.name.entry)
                rows.string(leaf.name.column)
                rows.number(number(leaf.answer) | (leaf.day == nil ? 0 : AgeTable.hasDay))
                if let day = leaf.day { rows.number(day.number + AgeTable.dayOffset) }
            }
            writer.number(rows.bytes.count)
            writer.raw(rows.bytes)
        }
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
