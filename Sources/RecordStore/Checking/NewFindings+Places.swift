import Git
import RecordModel
import RecordText

extension Snapshot {
    /// What is wrong with where new files stand in a repository: paths that are no record's, ids that stand at two
    /// paths, and ids that others had before. `check` would find the same once they are there.
    ///
    /// - Parameter paths: the files that were not there before.
    func placeErrors(ofNew paths: [String], in home: Kind.Home) throws(StoreError) -> [Diagnostic] {
        var found: [Diagnostic] = []
        // All records of a kind are read for these, once.
        var owners: [Kind.Name: [RecordID: RecordID]] = [:]
        for path in paths {
            for kind in kinds where !kind.path.placeholders.isEmpty {
                let id = kind.path.id(at: path)
                if kind.home != home {
                    if home == .public, isMisplaced(path, kind) { found.append(Self.misplaced(path, kind)) }
                } else if let id {
                    if let other = try otherPaths(of: id, kind, besides: path).first {
                        found.append(Self.secondFile(path, other, id))
                    }
                    if owners[kind.name] == nil { owners[kind.name] = try formerIDs(of: kind) }
                    if let owner = owners[kind.name]?[id], owner != id {
                        found.append(Self.reusedID(id, of: owner, at: path, kind))
                    }
                } else if let stray = strayFile(path, of: kind) {
                    found.append(stray)
                }
            }
        }
        return found
    }

    /// Ids that changed records now say were their own before, and that others have: they would take over their past.
    ///
    /// - Parameters:
    ///   - records: what the changed files hold.
    ///   - before: the state that they are changed from.
    func takenIDErrors(of records: [StoredRecord], since before: Snapshot) throws(StoreError) -> [Diagnostic] {
        var found: [Diagnostic] = []
        for now in records {
            let kind = now.record.kind
            guard kind.hasFormerIDs else { continue }
            let known = try before.stored(kind, now.entry.id)?.record.formerIDs ?? []
            for former in now.record.formerIDs where !known.contains(former) {
                guard let other = RecordID(former), other != now.entry.id else { continue }
                if try entry(of: kind, other) == nil { continue }
                found.append(
                    Diagnostic(
                        file: now.entry.path, severity: .error, code: "former-id",
                        message: "\"\(other)\" is no former id of \(now.entry.id): another \(kind.singular) has it",
                        help: "Take it out of formerly."))
            }
        }
        return found
    }

    /// The other paths at which a record of some id stands, where it stands at one.
    func otherPaths(of id: RecordID, _ kind: Kind, besides path: String) throws(StoreError) -> [String] {
        guard let (repository, tree) = place(of: kind) else { return [] }
        return try git { () throws(GitError) in try repository.otherPaths(of: id, kind, besides: path, in: tree) }
    }
}

extension Repository {
    /// The same in a tree, sorted.
    func otherPaths(
        of id: RecordID, _ kind: Kind, besides path: String, in tree: ObjectID
    ) throws(GitError) -> [String] {
        var found: [String] = []
        for other in kind.path.everyPath(of: id).sorted() where other != path {
            if let entry = try lookup(other, in: tree), !entry.mode.isFolder { found.append(other) }
        }
        return found
    }
}
