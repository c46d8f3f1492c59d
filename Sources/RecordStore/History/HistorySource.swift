internal import Git
internal import RecordModel
internal import RecordText

/// What one commit did to one record, against its first parent: versions, or `VersionStore.absent`.
struct RecordChange {
    let record: Int
    let old: Int
    let new: Int
}

/// A history read as records: which commit changed which, and what each held where.
final class HistorySource {
    let graph: HistoryGraph
    let records: RecordTable
    let versions: VersionStore
    let names = LeafNames()
    let comparisons: [VersionComparison]
    let repository: Repository
    /// For each record the commits of this walk that hold it while no parent does.
    private(set) var creations: [Int: [Int]] = [:]
    private let kept: (any KeptAnswers)?
    /// Whether some of the history cannot be seen, so that nothing is certain to be the beginning.
    var isTruncated: Bool { isGraphTruncated || !reader.unseen.isEmpty }
    /// Whether a text, too, may be missing, so that what looks new need not be.
    var mayLackTexts: Bool { isTruncated || isPartialClone || lacksSome }
    /// Whether something that was asked for is not in this clone: a text, or a folder.
    var lacksSome: Bool { lacksFolders || versions.lacksSome }
    private var lacksFolders = false
    private let isGraphTruncated: Bool
    private let isPartialClone: Bool
    private let reader: RowReader
    /// Comparisons asked for within one commit, and those made ahead.
    private var deltas: [DeltaKey: VersionDelta] = [:]
    private var rowDeltas: [DeltaKey: VersionDelta] = [:]
    private var ahead: ComparisonsAhead?
    private let sharing: WorkSharing

    private typealias DeltaKey = VersionPair

    /// - Parameters:
    ///   - rows: what took the trees of the graph's commits.
    ///   - kept: what an earlier walk found of the history behind its commit.
    init(
        graph: HistoryGraph, rows: SharedRows, kept: (any KeptAnswers)? = nil, sharing: WorkSharing = WorkSharing()
    ) throws(GitError) {
        self.sharing = sharing
        repository = graph.repository
        self.graph = graph
        self.kept = kept
        records = rows.makeTable()
        isGraphTruncated = graph.isTruncated
        isPartialClone = graph.repository.isPartialClone
        let keys = VersionKeys()
        versions = VersionStore(repository, keys: keys)
        comparisons = records.kinds.map { VersionComparison($0) }
        reader = RowReader(repository, records, keys)
        try rows.read(by: reader)
        reader.arrange(in: graph.order)
        // Only now is it known which records have been at more than one path.
        for commit in graph.order { try noteCreations(in: commit) }
    }

    // MARK: - What commits did

    /// What a commit did against its first parent; nil where a folder is not in this clone.
    func changes(of commit: Int) throws(GitError) -> [RecordChange]? {
        guard let range = try rows(of: commit), !reader.unseen.contains(commit) else { return nil }
        var changes: [RecordChange] = []
        changes.reserveCapacity(range.count)
        var scattered: Set<Int> = []
        for index in range {
            let row = reader.rows[index]
            let record = Int(row.record)
            guard records.isScattered(record) else {
                changes.append(RecordChange(record: record, old: Int(row.old), new: Int(row.new)))
                continue
            }
            guard scattered.insert(record).inserted else { continue }
            let new = try version(of: record, at: commit)
            var old: Int? = VersionStore.absent
            if let parent = graph.parents(of: commit).first { old = try version(of: record, at: parent) }
            guard let new, let old else { return nil }
            if old != new { changes.append(RecordChange(record: record, old: old, new: new)) }
        }
        return changes
    }

    /// The commits that hold a record while no parent does.
    func creations(of record: Int) -> [ObjectID] {
        let older = kept?.creations(of: records.kind(of: record).name, records.idOf[record]) ?? []
        return older + (creations[record] ?? []).map { graph.ids[$0] }
    }

    /// Where a commit's rows are, read now if they have not been.
    private func rows(of commit: Int) throws(GitError) -> Range<Int>? {
        if let known = reader.rows(of: commit) { return known }
        try reader.read(graph.comparedTrees(of: commit))
        return reader.rows(of: commit)
    }

    private func noteCreations(in commit: Int) throws(GitError) {
        guard let range = reader.rows(of: commit) else { return }
        let parents = graph.parents(of: commit)
        for index in range where reader.rows[index].old < 0 && reader.rows[index].new >= 0 {
            let record = Int(reader.rows[index].record)
            guard creations[record]?.last != commit, !graph.isCut(commit) else { continue }
            var isNew = true
            for (place, parent) in parents.enumerated() where place > 0 || records.isScattered(record) {
                if try version(of: record, at: parent) != VersionStore.absent { isNew = false }
            }
            if isNew { creations[record, default: []].append(commit) }
        }
    }

    // MARK: - What commits hold

    /// The version of a record at a commit; nil where a folder is not in this clone.
    func version(of record: Int, at commit: Int) throws(GitError) -> Int? {
        if !records.isScattered(record), let known = reader.held(record, at: commit) { return known }
        do {
            for path in records.paths(of: record) {
                guard let entry = try repository.lookup(path, in: graph.trees[commit]), !entry.mode.isFolder
                else { continue }
                return versions.keys.add(entry, isMarkdown: path.hasSuffix(".md"))
            }
            return VersionStore.absent
        } catch {
            guard error.isMissingObject else { throw error }
            lacksFolders = true
            return nil
        }
    }

    /// The version of a record at a commit's parent; nil where a folder is not in this clone.
    ///
    /// - Parameter version: what the commit itself holds of it.
    func version(of record: Int, at parent: Int, of commit: Int, holding version: Int) throws(GitError) -> Int? {
        if !records.isScattered(record), let known = reader.held(record, at: parent, of: commit, holding: version) {
            return known
        }
        return try self.version(of: record, at: parent)
    }

    /// The versions of a record at a commit's parents; nil for one of which a folder is not in this clone.
    ///
    /// - Parameter version: what the commit itself holds of it.
    func versions(of record: Int, before commit: Int, holding version: Int) throws(GitError) -> [Int?] {
        var versions: [Int?] = []
        for (place, parent) in graph.parents(of: commit).enumerated() {
            if place == 0, !records.isScattered(record), let range = try rows(of: commit),
                !reader.unseen.contains(commit)
            {
                let row = reader.rows[range].first { Int($0.record) == record }
                versions.append(row.map { Int($0.old) } ?? version)
            } else {
                versions.append(try self.version(of: record, at: parent, of: commit, holding: version))
            }
        }
        return versions
    }

    /// Every record that a commit holds, with its version.
    func listing(of commit: Int) throws(GitError) -> [(record: Int, version: Int)] {
        var found: [(record: Int, version: Int)] = []
        var scattered: Set<Int> = []
        for row in try reader.rows(of: graph.trees[commit]) {
            let record = Int(row.record)
            if records.isScattered(record) {
                guard scattered.insert(record).inserted, let version = try version(of: record, at: commit) else {
                    continue
                }
                found.append((record, version))
            } else {
                found.append((record, Int(row.new)))
            }
        }
        return found
    }

    // MARK: - Comparing

    /// What a record's version says, or why it says nothing.
    func content(of version: Int) throws(GitError) -> VersionStore.Content { try versions.content(of: version) }

    /// How two readable versions of a record differ; nil where one of them is not readable.
    func delta(from old: Int, to new: Int, of record: Int) throws(GitError) -> VersionDelta? {
        if old == new { return VersionDelta.none }
        let key = DeltaKey(kind: records.kindOf[record], old: old, new: new)
        if let known = rowDeltas[key] ?? deltas[key] { return known }
        guard case .readable(let before) = try content(of: old), case .readable(let after) = try content(of: new) else {
            return nil
        }
        let delta = names.delta(comparisons[records.kindOf[record]].difference(from: before, to: after))
        deltas[key] = delta
        return delta
    }

    /// Begins to compare the history's versions, for a walk that will ask for most of them, and gives the leaves of
    /// those that it begins with; nil for one that cannot be read.
    func beginComparing(
        from heads: [(record: Int, version: Int)], _ body: (_ record: Int, _ version: Int, [FieldLeaf]?) -> Void
    ) throws(GitError) {
        let ahead = ComparisonsAhead(
            of: graph.order.compactMap { reader.rows(of: $0) }, from: heads, in: reader, versions, by: comparisons,
            sharing)
        try ahead.readHeads { place, leaves in body(heads[place].record, heads[place].version, leaves) }
        self.ahead = ahead
    }

    /// Compares what a commit changed, and what many commits after it in the order did.
    func compareAhead(of commit: Int) throws(GitError) {
        guard let range = try rows(of: commit), !range.isEmpty else { return }
        // Comparisons of rows long gone are asked for by nobody.
        while let ahead, !ahead.hasReached(range.lowerBound) {
            rowDeltas.removeAll(keepingCapacity: true)
            try ahead.compareNext(note)
        }
        // A commit behind the kept one was not foreseen.
        guard range.count > sharing.comparisons, !(ahead?.covers(range.lowerBound) ?? false) else { return }
        rowDeltas.removeAll(keepingCapacity: true)
        note(try versions.compare(reader.rows[range].compactMap { reader.pair($0) }, by: comparisons))
    }

    private func note(_ compared: [VersionStore.Comparison]) {
        for (pair, difference) in compared { rowDeltas[pair] = names.delta(difference) }
    }

    /// Forgets comparisons: they are asked for again only within one commit.
    func forgetDeltas() { if deltas.count > 64 { deltas.removeAll(keepingCapacity: true) } }
}
