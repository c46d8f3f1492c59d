internal import CLibgit2

/// What came of moving a reference.
public enum ReferenceUpdate: Sendable, Hashable {
    /// It points at the new object.
    case done
    /// It had been moved by another writer, and was left alone. The value is where it is now, if it exists.
    case overtaken(by: ObjectID?)
    /// A git process holds its lock, or left it behind.
    case locked(LockFile)
}

extension Repository {
    /// Moves a reference, provided that it still is what the caller saw.
    ///
    /// This is written out here rather than left to libgit2 for two reasons. libgit2 1.5 checks that a new
    /// reference does not exist *before* it takes the lock, so two creators can both win. And a lock that
    /// it leaves behind when the process is killed blocks the branch for ever; ours is known and removed.
    ///
    /// - Parameters:
    ///   - name: the full name of a reference that is not symbolic, such as `refs/heads/main`.
    ///   - expected: what it must point at; `nil` when it must not exist.
    ///   - message: for the reference log, one line.
    ///   - by: whom the reference log names.
    /// - Throws: `invalidName`, `readOnly`, `diskFull`; being beaten by another writer is not an error.
    public func compareAndSwap(
        _ name: String, expected: ObjectID?, new: ObjectID, message: String, by: Signature
    ) throws(GitError) -> ReferenceUpdate {
        try compareAndSwap(name, expected: expected, new: new, message: message, by: by, with: nil) {}
    }

    /// The same, with a note that is durable before anything is done.
    ///
    /// - Parameter prepare: what is done just before the reference moves, once nothing but a failure can keep it from it.
    func compareAndSwap(
        _ name: String, expected: ObjectID?, new: ObjectID, message: String, by: Signature, with note: PendingNote?,
        prepare: () throws(GitError) -> Void
    ) throws(GitError) -> ReferenceUpdate {
        guard Repository.isValidReference(name), name.hasPrefix("refs/") else {
            throw GitError(.invalidName, "'\(name)' cannot be the name of a reference")
        }
        guard contains(new) else { throw readingError(Int32(GIT_ENOTFOUND.rawValue), new) }
        return try withWriteLock { () throws(GitError) -> ReferenceUpdate in
            let path = "\(commonDirectory)/\(name)"
            let lock = try lock(of: name)
            let seen = try reference(name)
            guard seen == expected else { return .overtaken(by: seen) }
            if seen == nil { try makeRoom(for: name) }
            try lock.removeLeftover()
            try Posix.remove(lock.origin)
            // The next lock replaces one that cannot be removed.
            defer { try? Posix.remove(lock.origin) }
            // Before git's own lock is taken, for which no git process waits.
            let stored = try storeObjects(of: new) { (files) throws(GitError) in
                if let note { try add(note, to: &files) }
                try files.add(lock.origin, by: nil, Array("\(new)\n".utf8))
            }
            // What the working files are to say is among them.
            defer { try? letGo(of: stored) }
            if let other = try lock.take() { return .locked(other) }
            do throws(GitError) {
                try reached(.referenceLocked)
                let current = try reference(name)
                guard current == expected else {
                    try Posix.remove(lock.path)
                    return .overtaken(by: current)
                }
                try prepare()
                try appendToLogs(of: name, old: current ?? .zero, new: new, message, by)
                // The lock holds the new value, so this one step both moves the reference and unlocks it.
                try Posix.rename(lock.path, to: path)
            } catch {
                try Posix.remove(lock.path)
                throw error
            }
            return .done
        }
    }

    /// Deletes a reference, provided that it still is what the caller saw.
    public func deleteReference(_ name: String, expected: ObjectID) throws(GitError) -> ReferenceUpdate {
        try withWriteLock { () throws(GitError) -> ReferenceUpdate in
            guard let current = try reference(name) else { return .overtaken(by: nil) }
            guard current == expected else { return .overtaken(by: current) }
            var found: OpaquePointer?
            try LibGit2.check(unsafe git_reference_lookup(&found, handle, name), "read \(name)")
            defer { unsafe git_reference_free(found) }
            let code = unsafe git_reference_delete(found)
            switch code {
            case GIT_EMODIFIED.rawValue:
                git_error_clear()
                return .overtaken(by: try reference(name))
            case GIT_ELOCKED.rawValue:
                git_error_clear()
                let path = "\(commonDirectory)/\(name).lock"
                return .locked(LockFile(path: path, age: Posix.age(path)))
            default:
                try LibGit2.check(code, "delete \(name)")
                return .done
            }
        }
    }

    /// A packed `refs/heads/a` and a new `refs/heads/a/b` cannot both exist, though the file system would
    /// allow it.
    private func makeRoom(for name: String) throws(GitError) {
        var above = Posix.parent(of: name)
        while let folder = above, folder != "refs" {
            if try reference(folder) != nil {
                throw GitError(.invalidName, "'\(name)' cannot be made: the reference '\(folder)' exists")
            }
            above = Posix.parent(of: folder)
        }
        let below = try referenceNames(matching: "refs/*").first { $0.hasPrefix(name + "/") }
        if let below {
            throw GitError(.invalidName, "'\(name)' cannot be made: the reference '\(below)' exists")
        }
        // Git removes the empty folders that deleted references leave; so must we, to put a file there.
        removeEmptyFolders("\(commonDirectory)/\(name)")
    }

    private func removeEmptyFolders(_ path: String) {
        guard let facts = Posix.facts(path), facts.mode & 0o170000 == 0o040000 else { return }
        for name in Posix.names(in: path) { removeEmptyFolders("\(path)/\(name)") }
        Posix.removeFolder(path)
    }

    /// Adds a line to the reference's log, and to HEAD's where HEAD is on it.
    private func appendToLogs(
        of name: String, old: ObjectID, new: ObjectID, _ message: String, _ by: Signature
    ) throws(GitError) {
        let text = message.split(whereSeparator: \.isNewline).joined(separator: " ")
        let line = Array("\(old) \(new) \(by.line)\t\(text)\n".utf8)
        let isLogged = logsByDefault(name)
        try Posix.append(logPath(of: name), line, creating: isLogged)
        // Where a branch has a log, so has HEAD.
        if try head.branch == name { try Posix.append(logPath(of: "HEAD"), line, creating: isLogged) }
    }

    /// Whether a reference that has no log yet is to get one.
    private func logsByDefault(_ name: String) -> Bool {
        let isKnown = ["refs/heads/", "refs/remotes/", "refs/notes/"].contains { name.hasPrefix($0) }
        if let says = configBool("core.logallrefupdates") { return says && isKnown }
        switch config("core.logallrefupdates")?.lowercased() {
        case nil: return !isBare && isKnown
        case let says: return says == "always"
        }
    }
}
