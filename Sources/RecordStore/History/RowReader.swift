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
    private var rowsOf = DenseMap<Range<Int>>()
    /// The commits read since what was read was last handed over.
    private var commitsRead: [Int] = []
    private var held: [Place: Int32] = [:]
    /// The merges of which it is known in what all other parents differ.
    private var wholes: Set<Int> = []
    private var handedOver = (records: 0, notes: 0, versions: 0)

    fileprivate struct Place: Hashable, Sendable {
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

    /// What a parent of a merge besides the first holds of a record; nil where it was not looked up.
    ///
    /// - Parameter version: what the merge holds of it.
    func held(_ record: Int, at parent: Int, of merge: Int, holding version: Int) -> Int? {
        held(record, at: parent) ?? (wholes.contains(merge) ? version : nil)
    }

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
                var isWhole = rows.count > start && !trees.others.isEmpty
                for other in trees.others where rows.count > start {
                    if try !compareRows(from: start, of: trees.tree, with: other) { isWhole = false }
                }
                if isWhole { wholes.insert(trees.commit) }
            }
        } catch {
            guard error.isMissingObject else { throw error }
            rows.removeLast(rows.count - start)
            unseen.insert(trees.commit)
        }
        rowsOf[trees.commit] = start..<rows.count
        commitsRead.append(trees.commit)
    }

    /// Notes what another parent holds of the records that a merge changed: what the merge does, unless the two differ
    /// there. What is not here is left to whoever asks for it.
    ///
    /// - Returns: whether that is noted of every record, which is too much where a merge brings together what has long
    ///   been apart.
    private func compareRows(
        from start: Int, of tree: ObjectID, with other: (commit: Int, tree: ObjectID)
    ) throws(GitError) -> Bool {
        var differing: [Row] = []
        do {
            try compare(other.tree, tree, in: records.top, &differing)
        } catch {
            guard error.isMissingObject else { throw error }
            return false
        }
        let parent = Int32(truncatingIfNeeded: other.commit)
        let versions = Dictionary(differing.map { ($0.record, $0.old) }) { first, _ in first }
        for row in rows[start...] {
            held[Place(record: row.record, commit: parent)] = versions[row.record] ?? row.new
        }
        guard differing.count <= RowReader.mostNoted else { return false }
        for (record, version) in versions { held[Place(record: record, commit: parent)] = version }
        return true
    }

    /// In how many records a merge's other parent may differ for all of them to be noted.
    private static let mostNoted = 256

    /// The versions to compare for a row; nil where one of them is absent.
    func pair(_ row: Row) -> VersionPair? {
        guard row.old >= 0, row.new >= 0 else { return nil }
        return VersionPair(kind: records.kindOf[Int(row.record)], old: Int(row.old), new: Int(row.new))
    }

    /// Brings the rows into the order of their commits.
    func arrange(in order: [Int]) {
        var arranged: [Row] = []
        arranged.reserveCapacity(rows.count)
        for commit in order {
            guard let range = rowsOf[commit] else { continue }
            rowsOf[commit] = arranged.count..<arranged.count + range.count
            arranged += rows[range]
        }
        rows = arranged
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
                        old?.folder ?? .emptyTree, new?.folder ?? .emptyTree, in: inner, &rows)
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

/// What another reader found, by its own numbers of records and versions.
struct RowReading: Sendable {
    /// Those that it had not met before.
    fileprivate let records: [(kind: Int, id: RecordID)]
    fileprivate let notes: [(record: Int, variants: UInt8)]
    fileprivate let versions: [VersionKeys.Key]
    fileprivate let rows: [Row]
    fileprivate let rowsOf: [(commit: Int, rows: Range<Int>)]
    fileprivate let unseen: Set<Int>
    fileprivate let held: [RowReader.Place: Int32]
    fileprivate let wholes: Set<Int>
}

/// The numbers here of what another reader has numbered.
struct RowNumbers {
    fileprivate var records: [Int32] = []
    fileprivate var versions: [Int32] = []
}

extension RowReader {
    /// Hands over what was read since the last time.
    func handOver() -> RowReading {
        let reading = RowReading(
            records: (handedOver.records..<records.count).map { (records.kindOf[$0], records.idOf[$0]) },
            notes: Array(records.notes[handedOver.notes...]),
            versions: Array(versions.all[handedOver.versions...]), rows: rows,
            rowsOf: commitsRead.compactMap { commit in rowsOf[commit].map { (commit, $0) } }, unseen: unseen,
            held: held, wholes: wholes)
        handedOver = (records.count, records.notes.count, versions.all.count)
        rows.removeAll(keepingCapacity: true)
        rowsOf.removeAll()
        commitsRead.removeAll(keepingCapacity: true)
        unseen.removeAll()
        held.removeAll(keepingCapacity: true)
        wholes.removeAll()
        return reading
    }

    /// Adds what another reader has handed over.
    ///
    /// - Parameter numbers: of what it handed over before.
    func add(_ reading: RowReading, _ numbers: inout RowNumbers) {
        for record in reading.records {
            numbers.records.append(Int32(truncatingIfNeeded: records.add(kind: record.kind, id: record.id)))
        }
        for (record, variants) in reading.notes { records.note(Int(numbers.records[record]), variants: variants) }
        for version in reading.versions {
            numbers.versions.append(Int32(truncatingIfNeeded: versions.add(version)))
        }
        func here(_ version: Int32) -> Int32 { version < 0 ? version : numbers.versions[Int(version)] }
        let start = rows.count
        for row in reading.rows {
            rows.append(Row(record: numbers.records[Int(row.record)], old: here(row.old), new: here(row.new)))
        }
        for (commit, range) in reading.rowsOf {
            rowsOf[commit] = start + range.lowerBound..<start + range.upperBound
        }
        unseen.formUnion(reading.unseen)
        wholes.formUnion(reading.wholes)
        for (place, version) in reading.held {
            held[Place(record: numbers.records[Int(place.record)], commit: place.commit)] = here(version)
        }
    }
}
