import Git
import RecordModel
import RecordText

extension Proposal {
    /// What is wrong with where the changed files stand.
    func newPlaceProblems() throws(StoreError) -> [Diagnostic] {
        var found: Set<Diagnostic> = []
        for file in files where file.new != nil {
            let isNew = file.old == nil
            for kind in merged.kinds {
                if kind.home == home {
                    if isNew, let stray = merged.strayFile(file.path, of: kind) { found.insert(stray) }
                    if kind.path.folderPath == file.path, let blocked = try merged.blockedFolder(of: kind) {
                        found.insert(blocked.diagnostic)
                    }
                    if let id = kind.path.id(at: file.path) {
                        if isNew { found.formUnion(try newIDProblems(id, at: file.path, kind)) }
                        let now = try merged.stored(kind, id).map { [$0] } ?? []
                        found.formUnion(try merged.takenIDErrors(of: now, since: base))
                    }
                } else if home == .public, isNew, merged.isMisplaced(file.path, kind) {
                    found.insert(Snapshot.misplaced(file.path, kind))
                }
            }
            if file.path == Snapshot.ignoredRevisionsPath {
                let known = try base.ignoreRevisionProblems(in: home)
                found.formUnion(try merged.ignoreRevisionProblems(in: home).without(known))
            }
        }
        return found.sorted()
    }

    /// What is wrong with the id that a new file stands for: another file has it, or somebody had it before.
    private func newIDProblems(_ id: RecordID, at path: String, _ kind: Kind) throws(StoreError) -> [Diagnostic] {
        var found = try merged.otherPaths(of: id, kind, besides: path).map { Snapshot.secondFile(path, $0, id) }
        guard try base.entry(of: kind, id) == nil else { return found }
        let holders = kind.hasFormerIDs ? try merged.formerHolders(of: kind)[id] ?? [] : []
        for holder in holders where holder != id {
            found.append(Snapshot.reusedID(id, of: holder, at: path, kind))
        }
        guard found.isEmpty, let now = try merged.stored(kind, id), now.isReadable,
            let problem = try base.refusedReturn(of: now, among: files.count { $0.old == nil })
        else { return found }
        return try isOld(now) ? [] : [problem]
    }

    /// Whether a record that the base has no more was on the branch all the time, or came back there as what it was, and
    /// has been changed since.
    private func isOld(_ now: StoredRecord) throws(StoreError) -> Bool {
        let repository = try merged.repository(of: home)
        let (kind, id, own) = (now.record.kind, now.entry.id, Set(commits ?? []))
        func held(by commit: ObjectID) throws(GitError) -> RecordEntry? {
            let tree = try repository.commitHeader(commit).tree
            for path in kind.path.everyPath(of: id) {
                if let entry = try repository.lookup(path, in: tree) {
                    return RecordEntry(id: id, path: path, entry: entry)
                }
            }
            return nil
        }
        var first: RecordEntry?
        for commit in (commits ?? []).reversed() {
            let (entry, wasThere) = try git { () throws(GitError) in
                guard let entry = try held(by: commit) else { return (RecordEntry?.none, false) }
                for parent in try repository.commitHeader(commit).parents where !own.contains(parent) {
                    if try held(by: parent) != nil { return (entry, true) }
                }
                return (entry, false)
            }
            if wasThere { return true }
            first = first ?? entry
        }
        guard let first else { return false }
        return try base.refusedReturn(of: StoredRecord.read(first, of: kind, in: repository)) == nil
    }
}
