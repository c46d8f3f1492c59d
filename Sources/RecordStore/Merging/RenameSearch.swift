import Git
import RecordModel
import RecordText

/// Finds where files went that one side moved while the other changed them.
///
/// A record is the same one by its id, and by the ids that it says it had; any other file by what it says, as git does.
struct RenameSearch {
    let repository: Repository
    let kinds: [Kind]
    let base: ObjectID
    let ours: ObjectID
    let theirs: ObjectID

    /// Brings what both sides made of a moved file together at its new path.
    func apply(
        _ changes: TreeChanges, to cases: inout [String: MergeCase], _ findings: inout [MergeFinding]
    ) throws(GitError) {
        func isGone(_ change: TreeChanges.Change?) -> Bool { change.map { $0.new == nil } ?? false }
        let wanted = (
            ours: changes.ours.values.filter { isGone($0) && changes.theirs[$0.path] != nil },
            theirs: changes.theirs.values.filter { isGone($0) && changes.ours[$0.path] != nil }
        )
        let moves = (
            ours: try moves(of: wanted.ours, among: Array(changes.ours.values), to: ours),
            theirs: try moves(of: wanted.theirs, among: Array(changes.theirs.values), to: theirs)
        )
        for (old, new) in moves.ours.sorted(by: { $0.key < $1.key }) {
            if let other = moves.theirs[old] {
                guard other == new else {
                    findings.append(
                        MergeFinding(path: old, line: nil, matter: .movedTwice(ours: new, theirs: other)))
                    continue
                }
                let before = cases[old]?.base
                cases[new]?.base = before
            } else if changes.theirs[new] == nil {
                findings += join(old, new, in: &cases, changed: cases[old]?.theirs, by: .theirs)
            }
        }
        for (old, new) in moves.theirs.sorted(by: { $0.key < $1.key }) where moves.ours[old] == nil {
            if changes.ours[new] == nil {
                findings += join(old, new, in: &cases, changed: cases[old]?.ours, by: .ours)
            }
        }
    }

    /// A file that one side moved, and the other changed or removed where it was.
    private func join(
        _ old: String, _ new: String, in cases: inout [String: MergeCase], changed: TreeEntry?, by side: MergeSide
    ) -> [MergeFinding] {
        guard let changed else { return [MergeFinding(path: new, line: nil, matter: .removed(by: side))] }
        guard var moved = cases[new], var left = cases[old] else { return [] }
        moved.base = left.base
        if side == .ours { moved.ours = changed } else { moved.theirs = changed }
        (left.ours, left.theirs) = (nil, nil)
        cases[new] = moved
        cases[old] = left
        return []
    }

    /// The new path of each file that is gone, where it has one.
    private func moves(
        of gone: [TreeChanges.Change], among changes: [TreeChanges.Change], to tree: ObjectID
    ) throws(GitError) -> [String: String] {
        guard !gone.isEmpty else { return [:] }
        let added = changes.filter { $0.old == nil && $0.new?.mode.isFile == true }.sorted { $0.path < $1.path }
        var moves: [String: String] = [:]
        var taken: Set<String> = []
        for file in gone.sorted(by: { $0.path < $1.path }) {
            guard let new = try continuation(of: file, among: added.filter { !taken.contains($0.path) }) else {
                continue
            }
            moves[file.path] = new
            taken.insert(new)
        }
        guard gone.contains(where: { moves[$0.path] == nil }), !added.isEmpty else { return moves }
        for (old, new) in try repository.renames(from: base, to: tree)
        where moves[old] == nil && !taken.contains(new) && gone.contains(where: { $0.path == old }) {
            moves[old] = new
        }
        return moves
    }

    /// The same record at another path, or under another id that names this one; or the same bytes.
    private func continuation(
        of file: TreeChanges.Change, among added: [TreeChanges.Change]
    ) throws(GitError) -> String? {
        for kind in kinds {
            guard let id = kind.path.id(at: file.path) else { continue }
            for candidate in added {
                guard let other = kind.path.id(at: candidate.path), let entry = candidate.new else { continue }
                if other == id { return candidate.path }
                if try formerIDs(kind, other, candidate.path, entry).contains(id.text) { return candidate.path }
            }
        }
        return added.first { $0.new?.id == file.old?.id }?.path
    }

    private func formerIDs(
        _ kind: Kind, _ id: RecordID, _ path: String, _ entry: TreeEntry
    ) throws(GitError) -> [String] {
        guard kind.hasFormerIDs, try repository.size(of: entry.id) <= Document.maximumSize else {
            return []
        }
        let place = RecordEntry(id: id, path: path, entry: entry)
        let stored = StoredRecord.parse(try repository.blob(entry.id), place, of: kind)
        return stored.record.formerIDs
    }
}
