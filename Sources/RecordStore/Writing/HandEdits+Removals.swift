import Git
import RecordModel
import RecordText

extension Snapshot {
    /// Why a record that `remove` keeps may not go by hand either; nil where none of the edits takes one away. One that
    /// only goes on at another path, or under another id with the same text or with the old id in `formerly`, is not
    /// taken away.
    func refusalOfRemovals(_ edits: [HandEdit]) throws(StoreError) -> StoreError? {
        for edit in edits where edit.bytes == nil && edit.obstacle == nil {
            guard let (kind, id) = edit.record, case .refused(let reason, let instead) = kind.removal,
                try !goesOn(id, kind, without: edits)
            else { continue }
            return StoreError(
                .badData, "\(edit.path) was removed, and \(kind.indefinite) is not removed. \(reason)",
                help: "put it back: git checkout HEAD -- \(edit.path.shellWord)",
                "then say what happened: \(instead.replacing("ID", with: id.text))")
        }
        return nil
    }

    private func goesOn(_ id: RecordID, _ kind: Kind, without edits: [HandEdit]) throws(StoreError) -> Bool {
        let gone = Set(edits.filter { $0.bytes == nil }.map(\.path))
        for path in kind.path.everyPath(of: id) where !gone.contains(path) {
            if edits.contains(where: { $0.path == path && $0.bytes != nil }) { return true }
            guard let (repository, tree) = place(of: kind) else { continue }
            if try git({ () throws(GitError) in try repository.lookup(path, in: tree) }) != nil { return true }
        }
        let old = try stored(kind, id)?.document?.bytes
        return edits.contains { edit in
            guard edit.record?.kind.name == kind.name, let new = edit.stored else { return false }
            return edit.bytes == old || new.record.content(of: "formerly").contains { $0.entry == id.text }
        }
    }
}
