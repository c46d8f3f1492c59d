import Git
import RecordModel
import RecordText

extension Snapshot {
    /// The edits that cannot be saved whatever the others say, each with the reason: what is no plain file any more, and
    /// the removal of a record that `remove` keeps. One that only goes on at another path, or under another id with the
    /// old id in `formerly`, or of a kind without that with the same text, is not taken away. Nor can a new record be
    /// saved that has the id of one that was removed before.
    func refused(_ edits: [HandEdit]) throws(StoreError) -> [Diagnostic] {
        var found = try refusedReturns(among: edits)
        for edit in edits where edit.bytes == nil {
            if let obstacle = edit.obstacle {
                found.append(
                    Diagnostic(
                        file: edit.path, severity: .error, code: obstacle.code,
                        message: "This cannot be saved: \(obstacle.clause)", help: obstacle.help.withCapital))
            } else if let (kind, id) = edit.record, try goesOn(id, kind, without: edits) {
                continue
            } else if let (kind, id) = edit.record, let heir = try successor(of: id, kind, in: edits) {
                found.append(kind.unsaidRename(id, to: heir, at: edit.path))
            } else if let (kind, id) = edit.record,
                let kept = kind.keptRecord(
                    id, at: edit.path, help: "Put it back: git checkout HEAD -- \(edit.path.shellWord)")
            {
                found.append(kept)
            }
        }
        return found
    }

    private func refusedReturns(among edits: [HandEdit]) throws(StoreError) -> [Diagnostic] {
        var new: [StoredRecord] = []
        for edit in edits {
            // What cannot be read is refused for that.
            guard let (kind, id) = edit.record, let record = edit.stored, record.isReadable else { continue }
            if try entry(of: kind, id) == nil { new.append(record) }
        }
        var found: [Diagnostic] = []
        for record in new {
            guard let problem = try refusedReturn(of: record, among: new.count) else { continue }
            let kind = record.record.kind
            // What is another's by its own word is refused for that.
            if let heir = try heir(of: record.entry.id, kind),
                !edits.contains(where: { $0.record?.kind.name == kind.name && $0.record?.id == heir })
            {
                continue
            }
            found.append(problem)
        }
        return found
    }

    private func goesOn(_ id: RecordID, _ kind: Kind, without edits: [HandEdit]) throws(StoreError) -> Bool {
        let gone = Set(edits.filter { $0.bytes == nil }.map(\.path))
        for path in kind.path.everyPath(of: id) where !gone.contains(path) {
            if edits.contains(where: { $0.path == path && $0.bytes != nil }) { return true }
            guard let (repository, tree) = place(of: kind) else { continue }
            if try git({ () throws(GitError) in try repository.lookup(path, in: tree) }) != nil { return true }
        }
        let old = kind.hasFormerIDs ? nil : try stored(kind, id)?.document?.bytes
        return edits.contains { edit in
            guard edit.record?.kind.name == kind.name, let new = edit.stored else { return false }
            return new.record.formerIDs.contains(id.text) || old != nil && edit.bytes == old
        }
    }

    /// The record that has the very text of one that is gone, and does not say that it was that one.
    private func successor(
        of id: RecordID, _ kind: Kind, in edits: [HandEdit]
    ) throws(StoreError) -> RecordID? {
        guard kind.hasFormerIDs, let old = try stored(kind, id)?.document?.bytes else { return nil }
        for edit in edits where edit.bytes == old {
            if let record = edit.record, record.kind.name == kind.name { return record.id }
        }
        return nil
    }
}

extension Kind {
    /// What is said of a record that goes on under another id without naming the old one.
    func unsaidRename(_ old: RecordID, to new: RecordID, at path: String) -> Diagnostic {
        Diagnostic(
            file: path, severity: .error, code: "former-id",
            message: "\"\(old)\" goes on as \"\(new)\", which does not say that it was that one",
            help: "Put it back, and then: cotech \(name) rename \(old) \(new)")
    }

    /// What is said where a record goes that is kept for ever; nil where records of this kind may be removed.
    ///
    /// - Parameter help: how the file comes back.
    func keptRecord(_ id: RecordID, at path: String, help: String) -> Diagnostic? {
        guard case .refused(let reason, let instead) = removal else { return nil }
        return Diagnostic(
            file: path, severity: .error, code: "kept-record",
            message: reason.hasSuffix(".") ? String(reason.dropLast()) : reason,
            help: "\(help). Instead: \(instead.replacing("ID", with: id.text))")
    }
}
