internal import Git
internal import RecordModel

/// One run: which records have to be followed from the head, and the table that results.
struct AgeComputation {
    private let source: HistorySource
    private let walk: AgeWalk
    private let base: AgeTable?
    private let sharing: WorkSharing

    /// - Parameter base: what an earlier run kept.
    init(
        _ repository: Repository, head: ObjectID, kinds: [Kind], options: AgeOptions, base: AgeTable?
    ) throws(GitError) {
        var base = base
        var rows = SharedRows(repository, kinds: kinds, kept: base, options.sharing)
        var graph = try HistoryGraph(
            repository, head: head, isKept: { [base] in base?.hasBehind($0) ?? false }, noting: rows.add)
        if let kept = base, graph.index(of: kept.commit) == nil {
            // The branch was moved elsewhere: what was kept does not lie behind the head, and says nothing of it.
            base = nil
            rows = SharedRows(repository, kinds: kinds, options.sharing)
            graph = try HistoryGraph(repository, head: head, noting: rows.add)
        }
        source = try HistorySource(graph: graph, rows: rows, kept: base, sharing: options.sharing)
        walk = AgeWalk(source, options, kept: base)
        self.base = base
        sharing = options.sharing
    }

    var isTruncated: Bool { source.isTruncated }
    var lacksSome: Bool { source.lacksSome }

    func run() throws(GitError) -> (table: AgeTable, hasUnknown: Bool) {
        let head = source.graph.head
        var followed: [FollowedRecord] = []
        var others: [Int] = []
        let toFollow = try recordsToFollow()
        let here = toFollow.filter { $0.version != VersionStore.absent }
        try source.beginComparing(from: here) { record, version, leaves in
            var days: [Unit: Day] = [:]
            let units = leaves.map { self.units(of: record, $0, &days) } ?? []
            followed.append(FollowedRecord(record: record, isHere: true, units: units, days: days))
            walk.add(units, of: record, version: version, at: head)
        }
        for (record, version) in toFollow where version == VersionStore.absent {
            followed.append(FollowedRecord(record: record, isHere: false))
        }
        try walk.run()
        var builder = AgeTableBuilder(source, base: base)
        let known = Set(followed.map(\.record))
        builder.add(followed, answeredBy: walk.nodes, sharing)
        // The rest is as it was, or gone; where it was created is remembered.
        let isSettled = isSettled
        if !isSettled { base?.forEachHead { _ = source.records.add(kind: $0.kind, id: $1) } }
        for record in 0..<source.records.count where !known.contains(record) { others.append(record) }
        for record in others {
            let kept = base?.head(kind: source.records.kind(of: record).name, id: source.records.idOf[record].text)
            if let base, let kept {
                builder.add(
                    record, isHere: isSettled && kept.isHere, answers: isSettled ? base.answerBytes(kept) : [])
            } else if !source.creations(of: record).isEmpty {
                builder.add(record, isHere: false)
            }
        }
        return (try builder.table(isWhole: !isSettled), builder.hasUnknown)
    }

    /// Whether the head's first parents lead to the kept commit, so that what they did not change is as it was there.
    private var isSettled: Bool { chain != nil }

    /// The commits from the head to the kept one by first parents; nil where they lead elsewhere.
    private var chain: [Int]? {
        guard let base, let end = source.graph.index(of: base.commit) else { return nil }
        var chain: [Int] = []
        var commit = source.graph.head
        while commit != end {
            chain.append(commit)
            guard source.graph.isLoaded(commit), !source.graph.isCut(commit),
                let parent = source.graph.parents(of: commit).first
            else { return nil }
            commit = parent
        }
        return chain
    }

    private func recordsToFollow() throws(GitError) -> [(record: Int, version: Int)] {
        let head = source.graph.head
        guard let chain else { return try source.listing(of: head) }
        var seen: Set<Int> = []
        var records: [(record: Int, version: Int)] = []
        for commit in chain {
            guard let changes = try source.changes(of: commit) else { return try source.listing(of: head) }
            for change in changes where seen.insert(change.record).inserted {
                guard let version = try source.version(of: change.record, at: head) else {
                    return try source.listing(of: head)
                }
                records.append((change.record, version))
            }
        }
        return records
    }

    /// The units that a version has, each with a search of its own.
    ///
    /// - Parameter days: takes the values of those that hold a day.
    private func units(of record: Int, _ leaves: [FieldLeaf], _ days: inout [Unit: Day]) -> [SearchedUnit] {
        let comparison = source.comparisons[source.records.kindOf[record]]
        var units: [Unit] = [.record]
        var last: (name: String, field: Int, holdsDays: Bool)?
        for leaf in leaves {
            if last?.name != leaf.field {
                let field = source.names.field(leaf.field)
                last = (leaf.field, field, comparison.kind.field(named: leaf.field)?.holdsDays ?? false)
                if comparison.isCollection(leaf.field) { units.append(.collection(field)) }
            }
            guard let last else { continue }
            let unit = Unit.leaf(source.names.leaf(field: last.field, entry: leaf.entry, column: leaf.column))
            units.append(unit)
            if last.holdsDays, let day = Day(iso: leaf.value) { days[unit] = day }
        }
        units.sort()
        // A map may write one key in two ways.
        var unique: [Unit] = []
        for unit in units where unique.last != unit { unique.append(unit) }
        return unique.map { SearchedUnit(unit: $0, node: Int32(truncatingIfNeeded: walk.nodes.add())) }
    }
}

extension AgeTable: KeptAnswers {
    func answers(
        of kind: Kind.Name, _ id: RecordID, names: LeafNames
    ) -> (found: [Unit: AgeAnswer], confirmed: [Unit: Day?]) {
        guard let head = head(kind: kind, id: id.text), let answers = answers(head) else { return ([:], [:]) }
        var confirmed: [Unit: Day?] = [:]
        var found: [Unit: AgeAnswer] = [.record: answers.record]
        answers.forEachField { name, row in
            let field = names.field(name)
            if let whole = row.collection { found[.collection(field)] = whole }
            let confirms = SharedField.isConfirmation(name)
            for leaf in row.leaves {
                let unit = Unit.leaf(names.leaf(field: field, entry: leaf.entry, column: leaf.column))
                found[unit] = leaf.answer
                if confirms { confirmed[unit] = .some(leaf.day) }
            }
        }
        return (found, confirmed)
    }

    func creations(of kind: Kind.Name, _ id: RecordID) -> [ObjectID] {
        head(kind: kind, id: id.text).map { creations($0) } ?? []
    }

    func variants(of kind: Kind.Name, _ id: RecordID) -> UInt8 {
        head(kind: kind, id: id.text)?.variants ?? 0
    }
}
