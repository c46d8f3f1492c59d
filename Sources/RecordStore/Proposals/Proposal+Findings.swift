import Git
public import RecordModel
public import RecordText

extension Proposal {
    /// Everything wrong that the branch brings with it, at once. What was wrong in the base already is not among it.
    ///
    /// The cost is that of the changed records and of those that they refer to. Two things cost more, since nothing else
    /// can tell: a record that is added or removed has the texts of its kind, or of the kinds that may refer to it,
    /// searched for its id; and a change to the network's own fields has the texts of the kind searched for their names.
    ///
    /// - Parameter clock: the moment that commits' dates are held against.
    public func check(clock: Instant) throws(StoreError) -> CheckReport {
        var report = CheckReport()
        var found: [Diagnostic] = []
        for conflict in conflicts { found += try findings(of: conflict) }
        if merged.storedSettings == nil, base.storedSettings != nil {
            found.append(merged.absenceOfSettings(try base.missingSettings()))
        }
        found += try newPlaceProblems() + removals()
        let paths = files.map(\.path)
        found += try merged.newFindings(
            since: base, paths: paths,
            judgedAnew: merged.recordsJudgedAnew(since: base, besides: paths, in: home), moves: moves, home: home)
        found += try historyProblems(clock: clock)
        report.diagnostics = found.sorted()
        for change in changes {
            guard let kind = change.kind, let id = change.id, let stored = try merged.stored(kind, id) else { continue }
            report.recordCount += 1
            let known = try base.stored(kind, id).map { base.openDecisions(in: $0, kind) } ?? []
            report.openDecisions += merged.openDecisions(in: stored, kind).filter { !known.contains($0) }
        }
        return report
    }

    /// What the base has wrong already, and the merge would leave so.
    ///
    /// - Parameter new: what the branch brings.
    public func standing(besides new: [Diagnostic], clock: Instant) throws(StoreError) -> [Diagnostic] {
        let known = Set(new)
        return try merged.check(clock: clock).diagnostics.filter { !known.contains($0) }
    }

    /// Records that are kept for ever, and would be gone.
    private func removals() throws(StoreError) -> [Diagnostic] {
        let gone = changes.filter { $0.action == .removed }
        var found: [Diagnostic] = []
        for change in gone {
            if let kind = change.kind, let id = change.id, kind.hasFormerIDs,
                let path = moves.first(where: { $0.value == change.path })?.key, let new = kind.path.id(at: path),
                new != id, try merged.heir(of: id, kind) == nil
            {
                found.append(kind.unsaidRename(id, to: new, at: path))
                continue
            }
            guard let kind = change.kind, let id = change.id, !kind.isSingle,
                let kept = kind.keptRecord(id, at: change.path, help: "Put the file back"),
                !moves.values.contains(change.path), try merged.heir(of: id, kind) == nil,
                !isFollowing(kind, id, among: gone), try !isTakenBack(change.path)
            else { continue }
            found.append(kept)
        }
        return found
    }

    /// Whether a commit of the branch undoes the one that began a record, of which nothing has been said since.
    private func isTakenBack(_ path: String) throws(StoreError) -> Bool {
        let repository = try base.repository(of: home)
        let tree = base.tree(of: home)
        return try git { () throws(GitError) in
            guard let tree, let held = try repository.lookup(path, in: tree) else { return false }
            for commit in commits ?? [] {
                let message = try repository.commit(commit).message
                for undone in CommitClaims(parsing: message, in: repository).undoes {
                    // Anybody can write a message: what it names need not be a commit, nor be here.
                    guard let header = try? repository.commitHeader(undone),
                        try repository.lookup(path, in: header.tree) == held
                    else { continue }
                    var wasThere = false
                    for parent in header.parents {
                        let tree = try repository.commitHeader(parent).tree
                        if try repository.lookup(path, in: tree) != nil { wasThere = true }
                    }
                    if !wasThere { return true }
                }
            }
            return false
        }
    }

    /// Whether a record goes because the one that it is about does, which decides for both.
    private func isFollowing(_ kind: Kind, _ id: RecordID, among gone: [ProposedChange]) -> Bool {
        zip(kind.path.placeholders, id.segments).contains { placeholder, segment in
            gone.contains { $0.kind?.name == placeholder.reference && $0.id?.text == segment }
        }
    }
}
