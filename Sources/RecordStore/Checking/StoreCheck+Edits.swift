import Git
public import RecordModel
import RecordText

extension Snapshot {
    /// Looks at everything as `check(clock:)` does, and at edits by hand as though they were saved.
    ///
    /// - Parameter named: the files and folders that are asked about; the rest is left out of the report.
    public func check(
        clock: Instant, with edits: [HandEdit], under named: NamedPaths
    ) throws(StoreError) -> CheckReport {
        if edits.isEmpty { return try check(clock: clock, under: named) }
        let saved = try saving(edits)
        saved.before = self
        let report = try saved.check(clock: clock, under: named, committed: self)
        var found: Set<Diagnostic> = []
        for home in [Kind.Home.public, .private] {
            let mine = edits.filter { $0.home == home }
            var here = try refused(mine)
            for edit in mine { here += try saved.forbidden(by: edit, since: self) }
            found.formUnion(here.filter { named.cover($0.file, in: home) })
        }
        return report.adding(Array(found.subtracting(report.diagnostics)))
    }

    /// What an edit does that a record may not: a move that the kind's pipeline does not have, and taking another's id.
    private func forbidden(by edit: HandEdit, since before: Snapshot) throws(StoreError) -> [Diagnostic] {
        guard let (known, id) = edit.record, let kind = kind(known.name), let now = try stored(kind, id),
            now.entry.path == edit.path
        else { return [] }
        let old = try before.stored(known, id)
        let new = problems(of: now).without(old.map { before.problems(of: $0) } ?? [])
        // A day that cannot be read is no move.
        let isWrong = new.contains { $0.severity == .error }
        return try (isWrong ? [] : forbiddenMoves(from: old, to: now, kind)) + takenIDErrors(of: [now], since: before)
    }

    /// The store as it will be once edits by hand are saved. Nothing of it is written.
    private func saving(_ edits: [HandEdit]) throws(StoreError) -> Snapshot {
        var (store, main, beside) = (store, state, companion)
        for home in [Kind.Home.public, .private] {
            let mine = edits.filter { $0.home == home }
            guard !mine.isEmpty, let tree = tree(of: home) else { continue }
            store = try store.openedInMemory(home)
            let repository = try store.repository(of: home)
            let saved = State(
                commit: nil, tree: try git { () throws(GitError) in try repository.tree(tree, with: mine) })
            if home == .public { main = saved } else { beside = saved }
        }
        return try store.snapshot(at: main, companion: beside, today: today, hasOwnSettings: true)
    }
}

extension Repository {
    /// A tree with edits by hand in it; what cannot be saved is left as it was.
    func tree(_ tree: ObjectID, with edits: [HandEdit]) throws(GitError) -> ObjectID {
        var changes: [String: TreeEntry?] = [:]
        for edit in edits where edit.obstacle == nil {
            changes[edit.path] = .some(
                try edit.bytes.map { (bytes) throws(GitError) in .file(try writeBlob(bytes)) })
        }
        return try updatingTree(tree, changes: changes)
    }
}
