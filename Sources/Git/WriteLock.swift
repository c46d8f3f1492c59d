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
}
