extension Repository {
    /// The commit whose files the working tree and the index still have, where the branch that is checked out was moved on
    /// from it without them: from another worktree, by a push into this repository, by `git update-ref`. What git then shows
    /// as staged takes back what the branch has got since, and nobody meant that. Nil where nothing of it is left.
    ///
    /// Git notes in the log of a worktree's HEAD what is done in it, so that without such logs nobody can tell.
    public func commitLeftBehind() throws(GitError) -> ObjectID? {
        // In this order: whoever writes beside this puts the index right, then notes the move, then makes it.
        guard !isBare, let base = try lastCommitHere, let now = try head.id, base != now, contains(base) else {
            return nil
        }
        let changes = try changedFiles(from: commitHeader(base).tree, to: commitHeader(now).tree)
        guard !changes.isEmpty else { return nil }
        let index = try wholeIndex()
        let isLeft = changes.contains { change in
            let staged = index.staged(change.path)
            return staged == change.old && staged != change.new
        }
        guard isLeft else { return nil }
        // Between the note and the move a writer holds the lock of the branch; without it there, the move is made.
        if let branch = try head.branch, Posix.facts("\(commonDirectory)/\(branch).lock") != nil { return nil }
        return try head.id == now ? base : nil
    }

    /// Those of some changed files that were left behind: they, and what is staged of them, are as the commit has them whose
    /// files are here still, and nobody edited them.
    public func leftBehind(among changes: [WorkingChange]) throws(GitError) -> [WorkingChange] {
        guard !changes.isEmpty, let base = try commitLeftBehind() else { return [] }
        let tree = try commitHeader(base).tree
        let index = try wholeIndex()
        var left: [WorkingChange] = []
        for change in changes {
            let old = try lookup(change.path, in: tree)
            if index.staged(change.path) == old, try isKnown(change, [old]) { left.append(change) }
        }
        return left
    }

    /// Where HEAD was when something was last done in this working tree; nil where no log tells.
    private var lastCommitHere: ObjectID? {
        get throws(GitError) {
            guard var log = try log(of: "HEAD") else { return nil }
            var before: ObjectID?
            while let move = try log.next() {
                guard Repository.movesOnlyBranch(move.message) else { return move.new }
                before = move.old.isZero ? nil : move.old
            }
            return before
        }
    }

    /// Whether git notes this of a move that it makes without a look at files and index.
    private static func movesOnlyBranch(_ message: String) -> Bool {
        message.isEmpty || message == "push" || message == "fast-import" || message.hasPrefix("fetch")
    }
}
