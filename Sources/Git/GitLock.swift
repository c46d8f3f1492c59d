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
/// It is a link to a file of ours. A lock that is the same file as that one was therefore left by a process of ours that
/// died: only the holder of the write lock makes one, and that is us now. It is removed; any other program's never is.
struct GitLock {
    /// Where git looks for it.
    let path: String
    /// The file of ours.
    let origin: String

    /// Removes the lock if a process of ours left it behind.
    func removeLeftover() throws(GitError) {
        guard let own = Posix.facts(origin), let lock = Posix.facts(path), lock.inode == own.inode,
            lock.device == own.device
        else { return }
        try Posix.remove(path)
    }

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
