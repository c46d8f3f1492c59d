/// What came of making a commit the newest of the branch.
public enum Publication: Sendable, Hashable {
    /// The branch is at the commit, and so are the files and the index, but for edits by hand.
    case landed(WorkingUpdate)
    /// The branch had moved: read it again, apply the change again, and try again.
    case overtaken(by: ObjectID?)
    /// A git process holds the lock of the branch or of the index, or left it behind. Nothing was changed.
    case locked(LockFile)
}

/// How bringing the working tree and the index up to date with HEAD went.
public struct WorkingUpdate: Sendable, Hashable {
    /// The paths that hold an edit made by hand, which was left alone.
    public var leftAlone: [String] = []
    /// What kept the rest from being done, such as a folder that may not be written. What landed has none.
    public var unfinished: GitError?
}

/// The moments of a write between which the process may be killed; the tests do that at each.
enum WriteStep: String, Codable, CaseIterable {
    case beforeNote, indexLocked, objectsWritten, objectsStored, referenceLocked
    case betweenFiles, afterFiles, indexWritten, afterIndex, afterSwap
}

extension Repository {
    /// The branch that a new commit would be the newest of: `refs/heads/main`.
    ///
    /// - Throws: `detachedHead`, since a commit on no branch would soon be lost.
    public var branchOfHead: String {
        get throws(GitError) {
            if let branch = try head.branch { return branch }
            throw GitError(
                .detachedHead, "HEAD is on no branch, so a new commit would soon be lost",
                fix: "go to a branch first: git switch main")
        }
    }

    /// Makes a commit the newest of HEAD's branch, and brings the working tree and the index up to date.
    ///
    /// Killed at any moment, the repository has the whole commit or nothing of it, and the next call of
    /// ``finishPending(timeout:)`` puts the files right. Files edited by hand are never overwritten. In a
    /// bare repository only the branch moves.
    ///
    /// - Parameters:
    ///   - commit: made before; its first parent is normally `expected`.
    ///   - expected: the commit that the branch was at when the change was worked out; `nil` for a branch
    ///     without commits.
    ///   - branch: HEAD's, where that was asked for before.
    ///   - message: for the reference log.
    ///   - by: whom the reference log names.
    ///   - overEdits: whether files that hold an edit by hand may stay behind; otherwise they stop it.
    /// - Throws: `detachedHead`, since a commit on no branch would soon be lost; `locked` when another process
    ///   keeps the write lock; `overtaken` by an edit by hand; `readOnly`, `diskFull`. Whatever is thrown, the branch
    ///   has not moved.
    public func publish(
        _ commit: ObjectID, expecting expected: ObjectID?, on branch: String? = nil, message: String, by: Signature,
        overEdits: Bool = true
    ) throws(GitError) -> Publication {
        let branch = if let branch { branch } else { try branchOfHead }
        let old: ObjectID? = if let expected { try commitHeader(expected).tree } else { nil }
        let tree = try commitHeader(commit).tree
        let changes = isBare ? [] : try changedFiles(from: old, to: tree)
        // One that only goes makes room for the other.
        try RepositoryPath.checkNames(changes.filter { $0.new == nil }.map(\.path))
        try RepositoryPath.checkNames(changes.filter { $0.new != nil }.map(\.path))
        return try withWriteLock { () throws(GitError) -> Publication in
            try removeLeftLocks()
            let before = try finishNotes()
            let now = try head
            guard now.branch == branch, now.id == expected else { return .overtaken(by: try reference(branch)) }
            try reached(.beforeNote)
            let touchesFiles = !isBare && !changes.isEmpty
            if touchesFiles, let lock = try takeIndexLock() { return .locked(lock) }
            defer { if touchesFiles { releaseIndexLock() } }
            try reached(.indexLocked)
            let note =
                touchesFiles
                ? PendingNote(
                    commit: commit,
                    changes: try markingSaved(changes.map { PendingNote.Change(path: $0, old: $1, new: $2) })) : nil
            var update = WorkingUpdate()
            do throws(GitError) {
                let swap = try compareAndSwap(
                    branch, expected: expected, new: commit, message: message, by: by, with: note
                ) { () throws(GitError) in
                    guard let note else { return }
                    update = try bringUpToDate([note], with: tree)
                    if let obstacle = update.unfinished { throw obstacle }
                    if !overEdits, let edited = update.leftAlone.first {
                        throw GitError(
                            .overtaken, "\(edited) holds an edit by hand, or is no plain file, so nothing was written",
                            fix: "save that first, and then try again")
                    }
                }
                switch swap {
                case .done: break
                case .overtaken(let id):
                    if let note { try remove(note) }
                    return .overtaken(by: id)
                case .locked(let lock):
                    if let note { try remove(note) }
                    return .locked(lock)
                }
            } catch {
                // What went wrong first is what is told; what cannot be taken back now is by the next command.
                _ = try? finishNotes()
                throw error
            }
            // From here on the commit is made, so nothing may be reported as a failure of it.
            try? reached(.afterSwap)
            if let note { try? remove(note) }
            update.leftAlone += before.leftAlone.filter { !update.leftAlone.contains($0) }
            return .landed(update)
        }
    }

    /// The changes, with those marked that the working files say already.
    private func markingSaved(_ changes: [PendingNote.Change]) throws(GitError) -> [PendingNote.Change] {
        var marked = changes
        for index in marked.indices {
            // What is no plain file is nobody's text.
            guard let bytes = try? workingFile(marked[index].path) else {
                marked[index].isSaved = marked[index].new == nil
                continue
            }
            // Mostly it is the text before, byte for byte.
            if let new = marked[index].new, try ObjectID(blob: bytes) != marked[index].old?.id {
                marked[index].isSaved = try Conversion(of: marked[index].path, in: self).isSame(bytes, as: new.id)
            }
        }
        return marked
    }

    /// Takes back what a killed process did to files before the branch moved. Every command calls this first.
    ///
    /// Without any it costs one look at a folder.
    /// - Parameter timeout: in milliseconds, how long to wait for another process that is writing.
    public func finishPending(timeout: Int = 5_000) throws(GitError) -> WorkingUpdate {
        guard hasPendingUpdates || hasOwnLocks else { return WorkingUpdate() }
        return try withWriteLock(timeout: timeout) { () throws(GitError) -> WorkingUpdate in
            try removeLeftLocks()
            return try finishNotes()
        }
    }

    /// The write lock is held.
    private func finishNotes() throws(GitError) -> WorkingUpdate {
        guard hasPendingUpdates else { return WorkingUpdate() }
        let notes = try pendingNotes()
        let tree: ObjectID = if let tip = try head.id { try commitHeader(tip).tree } else { .emptyTree }
        let update = try bringUpToDate(notes, with: tree)
        if update.unfinished == nil { for note in notes { try remove(note) } }
        return update
    }

    func reached(_ step: WriteStep) throws(GitError) { try interruption?(step) }
}
