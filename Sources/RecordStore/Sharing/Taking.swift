public import Git
public import RecordModel

/// What came of moving a branch to what was worked out.
public enum Taking: Sendable {
    /// The branch is there. The value says how the working files fared.
    case done(WorkingUpdate)
    /// These files were edited by hand or have something staged, are not saved, and would change: nothing was done.
    case inTheWay([String])
    /// The branch moved meanwhile: work it out again.
    case overtaken
    /// A git process holds a lock, or left it behind. Nothing was done.
    case locked(LockFile)
}

extension Store {
    /// Moves the branch that is checked out, with its files, provided that it is still where it was when this was worked
    /// out. Killed at any moment, the whole is done or nothing of it.
    ///
    /// A file that was edited by hand and not saved is never overwritten, and never taken for an edit of what it would
    /// become: where it would change, nothing is done.
    ///
    /// - Parameter reason: for the reference log. Not one that begins like a command's own, which `undo` takes back.
    public func move(
        _ home: Kind.Home, from old: ObjectID?, to new: ObjectID, by hand: Hand, reason: String
    ) throws(StoreError) -> Taking {
        let repository = try repository(of: home)
        return try git { () throws(GitError) in
            let files = try changedPaths(from: old, to: new, in: repository)
            return try repository.withWriteLock { () throws(GitError) -> Taking in
                // What a killed command left half done is no edit by hand.
                _ = try repository.finishPending()
                guard try repository.head.id == old else { return .overtaken }
                let inTheWay = try edited(among: files, in: repository)
                guard inTheWay.isEmpty else { return .inTheWay(inTheWay) }
                let follower = hand.follower(in: repository)
                switch try repository.publish(new, expecting: old, message: reason, by: follower) {
                case .landed(let update): return .done(update)
                case .overtaken: return .overtaken
                case .locked(let lock): return .locked(lock)
                }
            }
        }
    }

    /// Makes a branch at a commit.
    ///
    /// - Parameter branch: its full name.
    /// - Returns: whether it is there now; false where there is another one of that name, or a lock in the way.
    public func makeBranch(
        _ branch: String, at commit: ObjectID, in home: Kind.Home, by hand: Hand
    ) throws(StoreError) -> Bool {
        try moveBranch(branch, from: nil, to: commit, in: home, by: hand)
    }

    /// Moves a branch that is not checked out.
    ///
    /// - Parameter old: where it is; nil where it is not there yet.
    /// - Returns: false where it is somewhere else.
    public func moveBranch(
        _ branch: String, from old: ObjectID?, to commit: ObjectID, in home: Kind.Home, by hand: Hand
    ) throws(StoreError) -> Bool {
        let repository = try repository(of: home)
        return try git { () throws(GitError) in
            try repository.compareAndSwap(
                branch, expected: old, new: commit, message: "submit",
                by: hand.signatures(in: repository).committer) == .done
        }
    }

    /// The files that were edited by hand or of which something is staged, are not saved, and would change if the branch
    /// moved.
    public func filesInTheWay(
        _ home: Kind.Home, from old: ObjectID?, to new: ObjectID
    ) throws(StoreError) -> [String] {
        let repository = try repository(of: home)
        return try git { () throws(GitError) in
            try edited(among: changedPaths(from: old, to: new, in: repository), in: repository)
        }
    }

    private func edited(among files: [String], in repository: Repository) throws(GitError) -> [String] {
        let wanted = Set(files)
        let unsaved = try repository.changedWorkingFiles(under: files).map(\.path).filter { path in
            wanted.contains(path) || files.contains { path.hasPrefix($0 + "/") }
        }
        return unsaved + (try repository.stagedChanges(of: files).map(\.path).filter { !unsaved.contains($0) })
    }

    private func changedPaths(
        from old: ObjectID?, to new: ObjectID, in repository: Repository
    ) throws(GitError) -> [String] {
        let before: ObjectID? = if let old { try repository.commitHeader(old).tree } else { nil }
        return try repository.changedFiles(from: before, to: repository.commitHeader(new).tree).map(\.path)
    }
}
