internal import CLibgit2

#if canImport(Darwin)
    internal import Darwin
#elseif canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#endif

extension Repository {
    /// Where this program keeps its own files for all worktrees: the write lock, and lock files being made.
    var sharedFolder: String { "\(commonDirectory)/cotech" }
    /// The same for this worktree alone: its pending notes, and the index being made.
    var ownFolder: String { "\(gitDirectory)/cotech" }

    /// Runs `body` while no other process of this program may move a branch or touch the working tree.
    ///
    /// Every write takes this lock by itself. Take it around a whole read-change-write only after losing to
    /// other writers several times. Calls nest. The operating system releases the lock when the process dies.
    ///
    /// - Parameter timeout: in milliseconds.
    /// - Throws: `locked` when another process holds it for longer than that; `readOnly`; or what `body` throws.
    public func withWriteLock<Result: ~Copyable>(
        timeout: Int = 5_000, _ body: () throws(GitError) -> Result
    ) throws(GitError) -> Result {
        try takeWriteLock(timeout: timeout)
        defer { releaseWriteLock() }
        return try body()
    }

    /// - Parameter timeout: in milliseconds.
    func takeWriteLock(timeout: Int) throws(GitError) {
        if let held = writeLock {
            writeLock = (held.descriptor, held.depth + 1)
            return
        }
        let path = "\(sharedFolder)/lock"
        var descriptor = Posix.open(path, O_RDWR | O_CREAT)
        if descriptor < 0, errno == ENOENT {
            try Posix.makeFolder(sharedFolder)
            descriptor = Posix.open(path, O_RDWR | O_CREAT)
        }
        guard descriptor >= 0 else { throw Posix.error(errno, "write", path) }
        var waited = 0
        while true {
            let code = cotech_try_lock(descriptor)
            if code == 0 { break }
            guard code == EWOULDBLOCK || code == EINTR else {
                close(descriptor)
                throw Posix.error(code, "lock", path)
            }
            guard waited < timeout else {
                close(descriptor)
                let lock = LockFile(path: path, age: nil)
                throw GitError(
                    .locked(lock), "another process is writing to this repository and has not finished",
                    fix: "try again; if it never ends, look for a stopped process: fuser '\(path)'")
            }
            // A random pause keeps waiting processes from asking in step.
            let pause = Int.random(in: 1...6)
            Posix.sleep(milliseconds: pause)
            waited += pause
        }
        writeLock = (descriptor, 1)
    }

    func releaseWriteLock() {
        guard let held = writeLock else { return }
        if held.depth > 1 {
            writeLock = (held.descriptor, held.depth - 1)
            return
        }
        writeLock = nil
        close(held.descriptor)
    }

    /// Makes one of git's own lock files, so that git leaves what it guards alone.
    ///
    /// The file is first made under `origin` and then linked to `path`. So a lock found at `path` that is the
    /// same file as `origin` was left by a process of ours that died: only the holder of the write lock makes
    /// one, and that is us now. It is removed; any other program's lock never is.
    ///
    /// - Parameter sync: whether the bytes are to outlive a power cut, since the lock becomes what it guards.
    /// - Returns: what is in the way, after a second of waiting, or `nil` when the lock was made.
    func makeLockFile(
        _ path: String, from origin: String, _ bytes: [UInt8], sync: Bool
    ) throws(GitError) -> LockFile? {
        if let left = Posix.facts(origin) {
            if let lock = Posix.facts(path), lock.inode == left.inode, lock.device == left.device {
                try Posix.remove(path)
            }
            try Posix.remove(origin)
        } else if let folder = Posix.parent(of: origin) {
            try Posix.makeFolder(folder)
        }
        try Posix.create(origin, bytes, sync: sync)
        if let folder = Posix.parent(of: path), Posix.facts(folder) == nil { try Posix.makeFolder(folder) }
        var waited = 0
        while true {
            if unsafe link(origin, path) == 0 { return nil }
            switch errno {
            case EEXIST:
                // Git holds its locks for milliseconds, so it is worth waiting a little.
                guard waited < 1_000 else {
                    try Posix.remove(origin)
                    return LockFile(path: path, age: Posix.age(path))
                }
                Posix.sleep(milliseconds: 5)
                waited += 5
            case EPERM, ENOTSUP, EOPNOTSUPP, ENOSYS, EMLINK, EXDEV:
                // A file system without links: the lock works, but is not known for ours if we die.
                try Posix.remove(origin)
                if Posix.facts(path) != nil { return LockFile(path: path, age: Posix.age(path)) }
                try Posix.create(path, bytes, sync: sync)
                return nil
            default:
                let failure = Posix.error(errno, "lock", path)
                try Posix.remove(origin)
                throw failure
            }
        }
    }
}
