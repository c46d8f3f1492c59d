internal import CLibgit2

#if canImport(Darwin)
    internal import Darwin
#elseif canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#endif

/// New files that a power cut does not take any more, nor the names that they have.
///
/// All are written before any is waited for, and then all are waited for at once, and so are their names: a file system
/// with a journal has one entry to make for all, and a disk empties its cache once or twice instead of once for each.
struct DurableFiles {
    /// More than these are not to be open at once.
    static let most = 64

    private var files: [(temporary: String?, path: String, descriptor: Int32)] = []
    /// Those that hold new names.
    private(set) var folders: Set<String> = []
    private var areNamed = false

    /// Writes a file, and has the disk begin with it.
    ///
    /// - Parameters:
    ///   - path: what it will be.
    ///   - temporary: what it is until it is whole, in the same folder, which is made if it is missing; nil where the
    ///     name need not last.
    mutating func add(
        _ path: String, by temporary: String?, _ bytes: [UInt8], mode: mode_t = 0o666
    ) throws(GitError) {
        if temporary != nil, let folder = Posix.parent(of: path) { folders.insert(folder) }
        let first = temporary ?? path
        var descriptor: Int32 = -1
        // Git removes a folder of objects that it finds empty, whoever has just made it.
        for _ in 0..<3 {
            descriptor = Posix.open(first, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, mode: mode)
            guard descriptor < 0, errno == ENOENT, let folder = Posix.parent(of: first) else { break }
            folders.formUnion(try Posix.makeFolder(folder))
        }
        guard descriptor >= 0 else { throw Posix.error(errno, "write", path) }
        files.append((temporary, path, descriptor))
        try Posix.write(bytes, to: descriptor, path)
        cotech_begin_writing(descriptor)
    }

    /// Waits until all bytes are on the disk.
    func settle() throws(GitError) { try Posix.settle(files.map { ($0.descriptor, $0.path) }) }

    /// Gives all files their names, and waits until those are on the disk as well. A file of that name is replaced.
    mutating func name() throws(GitError) {
        for case (let temporary?, let path, _) in files { try Posix.rename(temporary, to: path) }
        try Posix.settle(folders: folders.sorted())
        areNamed = true
    }

    /// Lets go of all, and removes what has not got its name.
    func discard() {
        for file in files {
            close(file.descriptor)
            if !areNamed { try? Posix.remove(file.temporary ?? file.path) }
        }
    }
}
