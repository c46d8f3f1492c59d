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

    /// Adds the records that a walk has followed, with its answers.
    mutating func add(_ followed: [FollowedRecord], answeredBy nodes: SearchNodes, _ sharing: WorkSharing) {
        let writer = AgeAnswerWriter(
            nodes: nodes, leaves: source.names.leaves, fields: source.names.fields.map { fieldNumber($0) })
        let many = source.repository.canBeSharedOut ? sharing.records : .max
        let written = writer.write(followed, sharingFrom: many)
        for (record, (bytes, isKnown)) in zip(followed, written) {
            if !isKnown { hasUnknown = true }
            add(record.record, isHere: record.isHere, answers: bytes)
        }
    }

    /// Adds a record with answers as a table has them; without any it is one that cannot be read, or that the commit does
    /// not hold any more.
    mutating func add(_ record: Int, isHere: Bool, answers: [UInt8] = []) {
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
