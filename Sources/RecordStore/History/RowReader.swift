internal import Git
internal import RecordModel

/// A difference of two trees at one path of a record: versions, or `VersionStore.absent`.
struct Row: Sendable {
    let record: Int32
    let old: Int32
    let new: Int32
}

/// A commit as far as comparing its tree with its parents' needs it.
struct CommitTrees: Sendable {
    let commit: Int
    let tree: ObjectID
    /// The first parent's tree; the empty one where there is none, nil where it is not here.
    let base: ObjectID?
    /// The other parents that are here.
    let others: [(commit: Int, tree: ObjectID)]
}

/// Reads which records commits changed, by comparing trees.
final class RowReader {
    let records: RecordTable
    let versions: VersionKeys
    private(set) var rows: [Row] = []
    /// The commits of which some folder is not in this clone.
    private(set) var unseen: Set<Int> = []
    private let repository: Repository
    private var rowsOf: [Int: Range<Int>] = [:]
    private var held: [Place: Int32] = [:]

    private struct Place: Hashable, Sendable {
        let record: Int32
        let commit: Int32
    }

    init(_ repository: Repository, _ records: RecordTable, _ versions: VersionKeys) {
        self.repository = repository
        self.records = records
        self.versions = versions
    }

    /// The rows of a commit, by their places; nil where it has not been read.
    func rows(of commit: Int) -> Range<Int>? { rowsOf[commit] }

    /// What a parent besides the first holds of a record that the merge changed; nil where it was not looked up.
    func held(_ record: Int, at commit: Int) -> Int? {
        held[Place(record: Int32(truncatingIfNeeded: record), commit: Int32(truncatingIfNeeded: commit))].map(Int.init)
    }

    /// Reads what a commit did against its first parent, and what its other parents hold of that.
    func read(_ trees: CommitTrees) throws(GitError) {
        let start = rows.count
        do {
            // Against a parent that is not here there is nothing to compare with.
            if let base = trees.base {
                try compare(base, trees.tree, in: records.top, &rows)
                for other in trees.others where rows.count > start {
                    try compareRows(from: start, of: trees.tree, with: other)
                }
            }
        } catch {
            guard error.isMissingObject else { throw error }
            rows.removeLast(rows.count - start)
            unseen.insert(trees.commit)
        }
        rowsOf[trees.commit] = start..<rows.count
    }

    /// Notes what another parent holds of the records that a merge changed: what the merge does, unless the two differ
    /// there. What is not here is left to whoever asks for it.
    private func compareRows(
        from start: Int, of tree: ObjectID, with other: (commit: Int, tree: ObjectID)
    ) throws(GitError) {
        var differing: [Row] = []
        do {
            try compare(other.tree, tree, in: records.top, &differing)
        } catch {
            guard error.isMissingObject else { throw error }
            return
        }
        let versions = Dictionary(differing.map { ($0.record, $0.old) }) { first, _ in first }
        for row in rows[start...] {
            held[Place(record: row.record, commit: Int32(truncatingIfNeeded: other.commit))] =
                versions[row.record] ?? row.new
        }
    }

    /// Every record below a tree, as though it had just been added.
    func rows(of tree: ObjectID) throws(GitError) -> [Row] {
        var rows: [Row] = []
        try compare(.emptyTree, tree, in: records.top, &rows)
        return rows
    }

    private func compare(
        _ old: ObjectID, _ new: ObjectID, in folder: Int, _ rows: inout [Row]
    ) throws(GitError) {
        if old == new { return }
        let one = try repository.tree(old)
        let other = try repository.tree(new)
        try Tree.forEachDifference(from: one, to: other) { (name, old, new) throws(GitError) in
            let text = String(git: name)
            if old?.mode.isFolder ?? false || new?.mode.isFolder ?? false {
                if let inner = records.folder(named: text, in: folder) {
                    try compare(
                        old.flatMap { $0.mode.isFolder ? $0.id : nil } ?? .emptyTree,
                        new.flatMap { $0.mode.isFolder ? $0.id : nil } ?? .emptyTree, in: inner, &rows)
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
}

// MARK: - Two at once

extension RowReader {
    /// Reads many commits, the older ones on a second thread with a handle of its own: unpacking trees is most of the work.
    /// Each thread reads in order, since packs hold older trees as differences from younger ones. Younger trees are larger,
    /// so fewer of them take as long.
    func read(
        _ commits: [CommitTrees], kinds: [Kind], variantsKnown: @escaping @Sendable (Kind.Name, RecordID) -> UInt8
    ) throws(GitError) {
        let middle = commits.count * 2 / 5
        let other = SecondThread { [path = repository.gitDirectory] () throws(GitError) in
            let reader = RowReader(
                try Repository.open(path, discovering: false), RecordTable(kinds, variantsKnown: variantsKnown),
                VersionKeys())
            for commit in commits[middle...] { try reader.read(commit) }
            return Reading(reader)
        }
        let mine = Result { () throws(GitError) in for commit in commits[..<middle] { try read(commit) } }
        // The other part is waited for in any case: a thread must not outlive what asked for it.
        let theirs = other.result()
        try mine.get()
        append(try theirs.get(), of: commits[middle...])
    }

    /// What another reader found, without its tables.
    private struct Reading: Sendable {
        let records: [(kind: Int, id: RecordID, variants: UInt8)]
        let versions: [VersionKeys.Key]
        let rows: [Row]
        let rowsOf: [Int: Range<Int>]
        let unseen: Set<Int>
        let held: [Place: Int32]

        init(_ reader: RowReader) {
            let table = reader.records
            records = (0..<table.count).map { (table.kindOf[$0], table.idOf[$0], table.variantsOf[$0]) }
            versions = reader.versions.all
            rows = reader.rows
            rowsOf = reader.rowsOf
            unseen = reader.unseen
            held = reader.held
        }
    }

    /// Adds what another reader found, in the order of the commits, by this one's numbers.
    private func append(_ reading: Reading, of commits: ArraySlice<CommitTrees>) {
        let recordsHere = reading.records.map { record in
            let place = records.add(kind: record.kind, id: record.id)
            records.note(place, variants: record.variants)
            return Int32(truncatingIfNeeded: place)
        }
        let versionsHere = reading.versions.map { Int32(truncatingIfNeeded: versions.add($0)) }
        func here(_ version: Int32) -> Int32 { version < 0 ? version : versionsHere[Int(version)] }
        rows.reserveCapacity(rows.count + reading.rows.count)
        for trees in commits {
            guard let range = reading.rowsOf[trees.commit] else { continue }
            let start = rows.count
            for row in reading.rows[range] {
                rows.append(Row(record: recordsHere[Int(row.record)], old: here(row.old), new: here(row.new)))
            }
            rowsOf[trees.commit] = start..<rows.count
        }
        unseen.formUnion(reading.unseen)
        for (place, version) in reading.held {
            held[Place(record: recordsHere[Int(place.record)], commit: place.commit)] = here(version)
        }
    }
}
