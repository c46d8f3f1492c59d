import Git
import RecordModel
import RecordText

/// Finds where files went that one side moved while the other changed them.
///
/// A record is the same one by its id, by the ids that it says it had, and by those of the records that its id names; moved
/// by hand, by its name, where most of what it says is the same. Any other file is known by what it says, as git does.
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

    /// Says of a record that is gone on one side of which other it has become a part, where that one says so.
    func naming(heirOf finding: MergeFinding, _ changes: TreeChanges) throws(GitError) -> MergeFinding {
        guard case .removed(let side) = finding.matter, let kind = kind(at: finding.path),
            let id = kind.path.id(at: finding.path),
            let heir = try heir(of: id, kind, among: Array((side == .ours ? changes.ours : changes.theirs).values))
        else { return finding }
        return MergeFinding(path: finding.path, line: nil, matter: .joined(by: side, into: heir))
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
            guard let new = try continuation(of: file, among: added, taken) else { continue }
            moves[file.path] = new
            taken.insert(new)
        }
        guard gone.contains(where: { moves[$0.path] == nil }), !added.isEmpty else { return moves }
        for (old, new) in try repository.renames(from: base, to: tree) where moves[old] == nil && !taken.contains(new) {
            guard let file = gone.first(where: { $0.path == old }),
                let candidate = added.first(where: { $0.path == new }),
                try isSame(file, candidate)
            else { continue }
            moves[old] = new
        }
        return moves
    }

    private func kind(at path: String) -> Kind? { kinds.record(at: path)?.kind }

    /// The same record at another path, or under another id; or the same bytes.
    private func continuation(
        of file: TreeChanges.Change, among added: [TreeChanges.Change], _ taken: Set<String>
    ) throws(GitError) -> String? {
        let free = added.filter { !taken.contains($0.path) }
        if let (kind, id) = kinds.record(at: file.path) {
            if let here = free.first(where: { kind.path.id(at: $0.path) == id }) { return here.path }
            if let heir = try heir(of: id, kind, among: added) {
                return free.first { kind.path.id(at: $0.path) == heir }?.path
            }
        }
        for candidate in free where candidate.new?.id == file.old?.id {
            if try isSame(file, candidate) { return candidate.path }
        }
        return nil
    }

    /// Whether two files that say nearly the same can be one. Two records may say the same and be two: those that have no
    /// name of their own, and those whose id is made of others'.
    private func isSame(_ file: TreeChanges.Change, _ candidate: TreeChanges.Change) throws(GitError) -> Bool {
        let kind = kind(at: file.path)
        guard kind?.name == self.kind(at: candidate.path)?.name else { return false }
        guard let kind else { return true }
        guard kind.path.placeholders.allSatisfy({ $0.reference == nil }), let old = file.old, let new = candidate.new,
            let name = try record(kind, file.path, old)?.ownName
        else { return false }
        return try record(kind, candidate.path, new)?.ownName == name
    }

    /// The id that a record has now: another record's that says so, or made of those of the records that it names.
    private func heir(
        of id: RecordID, _ kind: Kind, among added: [TreeChanges.Change]
    ) throws(GitError) -> RecordID? {
        if kind.hasFormerIDs {
            for candidate in added {
                guard let entry = candidate.new, let record = try record(kind, candidate.path, entry) else { continue }
                if record.formerIDs.contains(id.text) { return kind.path.id(at: candidate.path) }
            }
        }
        var segments = id.segments
        for (index, placeholder) in zip(segments.indices, kind.path.placeholders) {
            guard let owner = kinds.first(where: { $0.name == placeholder.reference }),
                let old = RecordID(segments[index]), let new = try heir(of: old, owner, among: added)
            else { continue }
            segments[index] = new.text
        }
        return segments == id.segments ? nil : RecordID(segments.joined(separator: "/"))
    }

    private func record(_ kind: Kind, _ path: String, _ entry: TreeEntry) throws(GitError) -> Record? {
        guard let id = kind.path.id(at: path), try repository.size(of: entry.id) <= Document.maximumSize else {
            return nil
        }
        let place = RecordEntry(id: id, path: path, entry: entry)
        return StoredRecord.parse(try repository.blob(entry.id), place, of: kind).record
    }
}
