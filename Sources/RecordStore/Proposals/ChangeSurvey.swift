import Git
import RecordModel

/// Tells what changed files mean as changes to records.
struct ChangeSurvey {
    let base: Snapshot
    let merged: Snapshot
    let home: Kind.Home
    let files: [Proposal.File]
    /// What the branch began with, where that is not the base.
    let parting: Parting?

    /// What a branch began with, for the files that both sides changed and the host cannot merge: there the merge has the
    /// branch's text, which against the base would seem to take back what others said.
    struct Parting {
        /// The state that both come from.
        let state: Snapshot
        /// The files.
        let paths: Set<String>

        /// The state that a file is held against.
        func before(_ path: String, else base: Snapshot) -> Snapshot { paths.contains(path) ? state : base }
    }

    /// The files as rules see them.
    func changes() throws(StoreError) -> [ProposedChange] {
        var places: [ObjectID: String] = [:]
        for file in files { if let new = file.new { places[new.id] = file.path } }
        var changes: [ProposedChange] = []
        for file in files {
            let (kind, id) = record(at: file.path)
            let movedTo = file.new == nil ? file.old.flatMap { places[$0.id] } : nil
            guard let kind, let id else {
                changes.append(
                    ProposedChange(
                        path: file.path, action: file.old == nil ? .added : file.new == nil ? .removed : .changed,
                        movedTo: movedTo, isStray: file.old == nil && isStray(file.path)))
                continue
            }
            let before = try (parting?.before(file.path, else: base) ?? base).stored(kind, id)
            let after = try merged.stored(kind, id)
            changes.append(
                ProposedChange(
                    path: file.path, kind: kind, id: id, before: before.flatMap { $0.isReadable ? $0.record : nil },
                    after: after.flatMap { $0.isReadable ? $0.record : nil },
                    action: before == nil ? .added : after == nil ? .removed : .changed, movedTo: movedTo))
        }
        return changes
    }

    /// The records that continue one that is gone: they name its id in `formerly`, or have its very text. New path, old
    /// path.
    func moves() throws(StoreError) -> [String: String] {
        var gone: [String: Proposal.File] = [:]
        for file in files where file.new == nil {
            if let key = key(of: file.path) { gone[key] = file }
        }
        guard !gone.isEmpty else { return [:] }
        var moves: [String: String] = [:]
        for file in files where file.old == nil {
            let (kind, id) = record(at: file.path)
            guard let kind, let id else { continue }
            let former = try merged.stored(kind, id)?.record.formerIDs ?? []
            let named = former.lazy.compactMap { gone["\(kind.name)/\($0)"] }.first { _ in true }
            let same = gone.values.first { $0.old?.id == file.new?.id && record(at: $0.path).kind?.name == kind.name }
            if let source = named ?? same { moves[file.path] = source.path }
        }
        return moves
    }

    private func record(at path: String) -> (kind: Kind?, id: RecordID?) {
        for kind in merged.kinds where kind.home == home {
            if let id = kind.path.id(at: path) { return (kind, id) }
        }
        return (nil, nil)
    }

    private func key(of path: String) -> String? {
        let (kind, id) = record(at: path)
        guard let kind, let id else { return nil }
        return "\(kind.name)/\(id)"
    }

    private func isStray(_ path: String) -> Bool {
        merged.kinds.contains { $0.home == home && merged.strayFile(path, of: $0) != nil }
    }
}
