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
        // It may have come back as what it was, and have been changed since.
        if let first = try firstVersion(of: now), try base.refusedReturn(of: first) == nil { return [] }
        return [problem]
    }

    /// A record as the first of the branch's commits that have it.
    private func firstVersion(of now: StoredRecord) throws(StoreError) -> StoredRecord? {
        let repository = try merged.repository(of: home)
        for commit in (commits ?? []).reversed() {
            let held = try git { () throws(GitError) in
                try repository.lookup(now.entry.path, in: repository.commitHeader(commit).tree)
            }
            guard let held else { continue }
            let place = RecordEntry(id: now.entry.id, path: now.entry.path, entry: held)
            return try StoredRecord.read(place, of: now.record.kind, in: repository)
        }
        return nil
    }
}
