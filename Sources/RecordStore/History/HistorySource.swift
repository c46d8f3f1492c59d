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
    private let isGraphTruncated: Bool
    private let reader: RowReader
    /// Comparisons asked for within one commit, and those made ahead.
    private var deltas: [DeltaKey: VersionDelta] = [:]
    private var rowDeltas: [DeltaKey: VersionDelta] = [:]
    /// The rows up to here have been compared.
    private var comparedRows = 0

    /// The rows that are being compared on a second thread, and that thread.
    private var ahead: (rows: Range<Int>, thread: SecondThread<VersionStore.Compared, GitError>)?
    private let sharing: WorkSharing

    private typealias DeltaKey = VersionPair

    /// - Parameter kept: what an earlier walk found of the history behind its commit.
    init(
        graph: HistoryGraph, kinds: [Kind], kept: (any KeptAnswers)? = nil, sharing: WorkSharing = WorkSharing()
    ) throws(GitError) {
        self.sharing = sharing
        repository = graph.repository
        self.graph = graph
        self.kept = kept
        let variantsKnown = { @Sendable (kind: Kind.Name, id: RecordID) in kept?.variants(of: kind, id) ?? 0 }
        records = RecordTable(kinds, variantsKnown: variantsKnown)
        isGraphTruncated = graph.isTruncated
        let keys = VersionKeys()
        versions = VersionStore(repository, keys: keys)
        comparisons = records.kinds.map { VersionComparison($0) }
        reader = RowReader(repository, records, keys)
        let commits = graph.order.map { HistorySource.trees(of: $0, in: graph) }
        if commits.count > sharing.commits, repository.canBeSharedOut {
            try reader.read(commits, kinds: kinds, variantsKnown: variantsKnown)
        } else {
            for commit in commits { try reader.read(commit) }
        }
        // Only now is it known which records have been at more than one path.
        for commit in graph.order { try noteCreations(in: commit) }
    }

    deinit {
        // A thread must not outlive what asked for it.
        if let ahead { _ = ahead.thread.result() }
    }

    private static func trees(of commit: Int, in graph: HistoryGraph) -> CommitTrees {
        let parents = graph.parents(of: commit)
        let isCut = graph.isCut(commit)
        return CommitTrees(
            commit: commit, tree: graph.trees[commit],
            base: isCut ? nil : parents.first.map { graph.trees[$0] } ?? .emptyTree,
            others: isCut ? [] : parents.dropFirst().map { (commit: $0, tree: graph.trees[$0]) })
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
        try reader.read(HistorySource.trees(of: commit, in: graph))
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
            return nil
        }
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
        let delta = names.delta(comparisons[records.kindOf[record]].differences(from: before, to: after))
        deltas[key] = delta
        return delta
    }

    /// Compares what a commit changed, and what many commits after it in the order did, since their texts are read
    /// fastest together.
    func compareAhead(of commit: Int) throws(GitError) {
        guard let range = try rows(of: commit), range.upperBound > comparedRows else { return }
        let end = min(max(range.upperBound, comparedRows + sharing.window), reader.rows.count)
        let part = comparedRows..<end
        comparedRows = end
        // Comparisons of rows long gone are asked for by nobody.
        rowDeltas.removeAll(keepingCapacity: true)
        let aside = ahead?.rows ?? part.lowerBound..<part.lowerBound
        let mine = pairs(in: part) { row, record in !aside.contains(row) || HistorySource.isComparedHere(record) }
        if mine.count > sharing.comparisons || !aside.isEmpty { note(try versions.compare(mine, by: comparisons)) }
        if let (_, thread) = ahead {
            ahead = nil
            let compared = try thread.result().get()
            versions.learn(compared)
            note(compared.pairs)
        }
        compareAside(from: end)
    }

    /// Begins to compare the first rows aside, for a walk that will ask for most of them.
    func beginComparing() { compareAside(from: 0) }

    /// Begins to compare the next rows on a second thread, while this one follows the history: an eighth of the
    /// records is left to it, so that both are done at about the same time.
    private func compareAside(from start: Int) {
        let rows = start..<min(start + sharing.window, reader.rows.count)
        let pairs = pairs(in: rows) { _, record in !HistorySource.isComparedHere(record) }
        guard pairs.count > sharing.comparisons, repository.canBeSharedOut else { return }
        ahead = (rows, versions.comparing(pairs, by: comparisons))
    }

    /// A record's versions are compared with their neighbours, so each record is one thread's alone.
    private static func isComparedHere(_ record: Int32) -> Bool { record & 7 == 0 }

    private func pairs(in part: Range<Int>, where isWanted: (Int, Int32) -> Bool) -> [VersionPair] {
        var pairs: [VersionPair] = []
        for place in part {
            let row = reader.rows[place]
            guard row.old >= 0, row.new >= 0, isWanted(place, row.record) else { continue }
            pairs.append(VersionPair(kind: records.kindOf[Int(row.record)], old: Int(row.old), new: Int(row.new)))
        }
        return pairs
    }

    private func note(_ compared: [(pair: VersionPair, leaves: [LeafPair])]) {
        for (pair, leaves) in compared { rowDeltas[pair] = names.delta(leaves) }
    }

    /// Forgets comparisons: they are asked for again only within one commit.
    func forgetDeltas() { if deltas.count > 64 { deltas.removeAll(keepingCapacity: true) } }
}
