internal import CLibgit2

#if canImport(Darwin)
    internal import Darwin
#elseif canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#endif

/// One of git's own lock files, so that git leaves what it guards alone. The write lock is held.
///
/// It is a link to a file of ours. A lock that is the same file as that one, or holds the same where there are no links or
/// a repository was copied, was therefore left by a process of ours that died: only the holder of the write lock makes
/// one, and that is us now. It is removed; any other program's never is.
struct GitLock {
    /// Where git looks for it.
    let path: String
    /// The file of ours.
    let origin: String

    /// Whether it is there, and is ours; it may be held just now where the write lock is.
    var isOurs: Bool {
        guard let lock = Posix.facts(path), let own = Posix.facts(origin), lock.size == own.size else { return false }
        if lock.inode == own.inode, lock.device == own.device { return true }
        guard let bytes = try? Posix.read(origin), !bytes.isEmpty else { return false }
        return (try? Posix.read(path)) == bytes
    }

    /// Removes the lock if a process of ours left it behind.
    func removeLeftover() throws(GitError) { if isOurs { try Posix.remove(path) } }

    /// Takes it. The file of ours is there.
    ///
    /// - Returns: what is in the way, after a second of waiting, or `nil` when it was taken.
    func take() throws(GitError) -> LockFile? {
        if let folder = Posix.parent(of: path), Posix.facts(folder) == nil { try Posix.makeFolder(folder) }
        var waited = 0
        while true {
            switch Posix.link(origin, as: path) {
            case 0: return nil
            case EEXIST:
                // Git holds its locks for milliseconds, so it is worth waiting a little.
                guard waited < 1_000 else { return LockFile(path: path, age: Posix.age(path)) }
                Posix.sleep(milliseconds: 5)
                waited += 5
            case EPERM, ENOTSUP, EOPNOTSUPP, ENOSYS, EMLINK, EXDEV:
                // A file system without links: the lock works, but is not known for ours if we die.
                if Posix.facts(path) != nil { return LockFile(path: path, age: Posix.age(path)) }
                try Posix.create(path, Posix.read(origin) ?? [], sync: true)
                return nil
            case let code: throw Posix.error(code, "lock", path)
            }
        }
    }
}

extension Repository {
    private var lockFolder: String { "\(sharedFolder)/locks" }

    /// The lock of a reference.
    func lock(of reference: String) throws(GitError) -> GitLock {
        // A reference may once have been a folder of others, so that its name must become one word.
        let word = reference.replacing("%", with: "%25").replacing("/", with: "%2F")
        let name = word.utf8.count > 200 ? try ObjectID(blob: Array(reference.utf8)).description : word
        return GitLock(path: "\(commonDirectory)/\(reference).lock", origin: "\(lockFolder)/\(name)")
    }

    private var indexLock: GitLock { GitLock(path: "\(gitDirectory)/index.lock", origin: "\(ownFolder)/index-held") }

    /// Takes the index's lock, as git does for the whole of a commit: from before the branch moves until the index has
    /// followed nobody commits from an index that is older than the branch, which would take the change back. Calls nest.
    ///
    /// - Returns: the lock that was in the way, or `nil` when it was taken.
    func takeIndexLock() throws(GitError) -> LockFile? {
        if indexLockDepth == 0 {
            let lock = indexLock
            try lock.removeLeftover()
            // The file of ours only says whose the lock is, and stays for the next time.
            if !Posix.touch(lock.origin) {
                try Posix.makeFolder(ownFolder)
                try Posix.create(lock.origin, Array("cotech\n".utf8), sync: false)
            }
            if let other = try lock.take() { return other }
        }
        indexLockDepth += 1
        return nil
    }

    /// Lets go of it. A lock that cannot be removed is met, and removed as our own, by the next command.
    func releaseIndexLock() {
        indexLockDepth -= 1
        if indexLockDepth == 0 { try? Posix.remove(indexLock.path) }
    }

    /// Whether a process of ours left a lock of git's behind, or holds one.
    var hasOwnLocks: Bool { indexLockDepth == 0 && (!Posix.names(in: lockFolder).isEmpty || indexLock.isOurs) }

    /// Removes what processes of ours left behind when they died. The write lock is held.
    func removeLeftLocks() throws(GitError) {
        guard hasOwnLocks else { return }
        if !isBare { try indexLock.removeLeftover() }
        for name in Posix.names(in: lockFolder) {
            let reference = name.replacing("%2F", with: "/").replacing("%25", with: "%")
            let lock = try lock(of: reference)
            if lock.origin.hasSuffix("/\(name)") { try lock.removeLeftover() }
            try Posix.remove("\(lockFolder)/\(name)")
        }
    }
}
