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
    private(set) var isTruncated: Bool
    private var rows: [Row] = []
    private var firstRow: [Int: Range<Int>] = [:]
    private var unseen: Set<Int> = []
    /// Comparisons asked for within one commit, and those made ahead.
    private var deltas: [DeltaKey: VersionDelta] = [:]
    private var rowDeltas: [DeltaKey: VersionDelta] = [:]
    /// The rows up to here have been compared.
    private var comparedRows = 0

    /// How many rows are compared together.
    private static let window = 16_384

    /// A difference of two trees at one path.
    private struct Row {
        let record: Int32
        let old: Int32
        let new: Int32
    }

    private typealias DeltaKey = VersionPair

    /// - Parameter kept: what an earlier walk found of the history behind its commit.
    init(graph: HistoryGraph, kinds: [Kind], kept: (any KeptAnswers)? = nil) throws(GitError) {
        repository = graph.repository
        self.graph = graph
        self.kept = kept
        records = RecordTable(kinds) { kept?.variants(of: $0, $1) ?? 0 }
        isTruncated = graph.isTruncated
        versions = VersionStore(repository)
        comparisons = records.kinds.map { VersionComparison($0) }
        for commit in graph.order { try readChanges(of: commit) }
        // Only now is it known which records have been at more than one path.
        for commit in graph.order { try noteCreations(in: commit) }
    }

    // MARK: - What commits did

    /// What a commit did against its first parent; nil where a folder is not in this clone.
    func changes(of commit: Int) throws(GitError) -> [RecordChange]? {
        if firstRow[commit] == nil { try readChanges(of: commit) }
        guard let range = firstRow[commit], !unseen.contains(commit) else { return nil }
        var changes: [RecordChange] = []
        changes.reserveCapacity(range.count)
        var scattered: Set<Int> = []
        for index in range {
            let row = rows[index]
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

    private func readChanges(of commit: Int) throws(GitError) {
        let start = rows.count
        do {
            let parent = graph.parents(of: commit).first
            // Against a parent that is not here there is nothing to compare with.
            if !graph.isCut(commit) {
                try compare(parent.map { graph.trees[$0] } ?? .emptyTree, graph.trees[commit], in: records.top)
            }
        } catch {
            guard error.isMissingObject else { throw error }
            rows.removeLast(rows.count - start)
            unseen.insert(commit)
            isTruncated = true
        }
        firstRow[commit] = start..<rows.count
    }

    private func noteCreations(in commit: Int) throws(GitError) {
        guard let range = firstRow[commit] else { return }
        let parents = graph.parents(of: commit)
        for index in range where rows[index].old < 0 && rows[index].new >= 0 {
            let record = Int(rows[index].record)
            guard creations[record]?.last != commit, !graph.isCut(commit) else { continue }
            var isNew = true
            for (place, parent) in parents.enumerated() where place > 0 || records.isScattered(record) {
                if try version(of: record, at: parent) != VersionStore.absent { isNew = false }
            }
            if isNew { creations[record, default: []].append(commit) }
        }
    }

    private func compare(_ old: ObjectID, _ new: ObjectID, in folder: Int) throws(GitError) {
        if old == new { return }
        let one = try repository.tree(old)
        let other = try repository.tree(new)
        try Tree.forEachDifference(from: one, to: other) { (name, old, new) throws(GitError) in
            let text = String(git: name)
            if old?.mode.isFolder ?? false || new?.mode.isFolder ?? false {
                if let inner = records.folder(named: text, in: folder) {
                    try compare(
                        old.flatMap { $0.mode.isFolder ? $0.id : nil } ?? .emptyTree,
                        new.flatMap { $0.mode.isFolder ? $0.id : nil } ?? .emptyTree, in: inner)
                }
            }
            let before = old.flatMap { $0.mode.isFolder ? nil : $0 }
            let after = new.flatMap { $0.mode.isFolder ? nil : $0 }
            guard before != nil || after != nil else { return }
            guard case .record(let record, let variant) = records.place(named: text, in: folder) else { return }
            records.note(record, variants: 1 << UInt8(variant))
            let isMarkdown = variant & 1 == 0
            let row = Row(
                record: Int32(truncatingIfNeeded: record),
                old: Int32(truncatingIfNeeded: before.map { versions.add($0, isMarkdown: isMarkdown) } ?? -1),
                new: Int32(truncatingIfNeeded: after.map { versions.add($0, isMarkdown: isMarkdown) } ?? -1))
            if row.old != row.new { rows.append(row) }
        }
    }

    // MARK: - What commits hold

    /// The version of a record at a commit; nil where a folder is not in this clone.
    func version(of record: Int, at commit: Int) throws(GitError) -> Int? {
        do {
            for path in records.paths(of: record) {
                guard let entry = try repository.lookup(path, in: graph.trees[commit]), !entry.mode.isFolder
                else { continue }
                return versions.add(entry, isMarkdown: path.hasSuffix(".md"))
            }
            return VersionStore.absent
        } catch {
            guard error.isMissingObject else { throw error }
            return nil
        }
    }

    /// Every record that a commit holds, with its version.
    func listing(of commit: Int) throws(GitError) -> [(record: Int, version: Int)] {
        let start = rows.count
        defer { rows.removeLast(rows.count - start) }
        try compare(.emptyTree, graph.trees[commit], in: records.top)
        var found: [(record: Int, version: Int)] = []
        var scattered: Set<Int> = []
        for row in rows[start...] {
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
        guard let range = firstRow[commit], range.upperBound > comparedRows else { return }
        let end = min(max(range.upperBound, comparedRows + HistorySource.window), rows.count)
        let part = comparedRows..<end
        comparedRows = end
        // Comparisons of rows long gone are asked for by nobody.
        rowDeltas.removeAll(keepingCapacity: true)
        // A record's versions are compared with their neighbours, so each record is one half's alone.
        var halves: [[VersionPair]] = [[], []]
        for row in rows[part] where row.old >= 0 && row.new >= 0 {
            let kind = records.kindOf[Int(row.record)]
            halves[Int(row.record) & 1].append(VersionPair(kind: kind, old: Int(row.old), new: Int(row.new)))
        }
        guard halves[0].count + halves[1].count > 500 else { return }
        for (pair, leaves) in try versions.differences(in: halves, by: comparisons) {
            rowDeltas[pair] = names.delta(leaves)
        }
    }

    /// Forgets comparisons: they are asked for again only within one commit.
    func forgetDeltas() { if deltas.count > 64 { deltas.removeAll(keepingCapacity: true) } }
}
