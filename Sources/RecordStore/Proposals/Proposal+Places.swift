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
        guard kind.hasFormerIDs, try base.entry(of: kind, id) == nil else { return found }
        for holder in try merged.formerHolders(of: kind)[id] ?? [] where holder != id {
            found.append(Snapshot.reusedID(id, of: holder, at: path, kind))
        }
        return found
    }
}
