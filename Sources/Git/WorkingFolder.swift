internal import CLibgit2

#if canImport(Darwin)
    internal import Darwin
#elseif canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#endif

/// An open folder of the working tree. It was reached name by name without following a symbolic link, so a
/// link that somebody committed or made cannot lead a write out of the tree.
struct WorkingFolder: ~Copyable {
    let descriptor: Int32
    let path: String

    /// Opens the top of a working tree. That path itself may hold links: it is the user's own.
    init(top path: String) throws(GitError) {
        descriptor = Posix.open(path, O_RDONLY | O_DIRECTORY)
        self.path = path
        guard descriptor >= 0 else { throw Posix.error(errno, "open", path) }
    }

    private init(descriptor: Int32, path: String) {
        self.descriptor = descriptor
        self.path = path
    }

    deinit { close(descriptor) }

    /// Opens a folder in this one; `nil` where there is none, or a plain file of that name.
    func folder(_ name: String, creating: Bool) throws(GitError) -> WorkingFolder? {
        let path = "\(self.path)/\(name)"
        let flags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC
        var found = unsafe openat(descriptor, name, flags)
        if found < 0, errno == ENOENT, creating {
            if unsafe mkdirat(descriptor, name, 0o777) != 0, errno != EEXIST {
                throw Posix.error(errno, "make the folder", path)
            }
            found = unsafe openat(descriptor, name, flags)
        }
        if found >= 0 { return WorkingFolder(descriptor: found, path: path) }
        let code = errno
        if let facts = Posix.facts(descriptor, name), facts.isLink { throw Posix.error(ELOOP, "open", path) }
        if (code == ENOENT || code == ENOTDIR) && !creating { return nil }
        throw Posix.error(code, "open", path)
    }

    /// What is known of a name without opening it; `nil` where nothing is called that.
    ///
    /// - Throws: where nobody may look: what cannot be seen is not gone.
    func facts(_ name: String) throws(GitError) -> cotech_file_facts? {
        if let facts = Posix.facts(descriptor, name) { return facts }
        let code = errno
        if code == ENOENT || code == ENOTDIR { return nil }
        throw Posix.error(code, "open", path)
    }

    /// A file's bytes; `nil` where there is none, or a folder of that name.
    func read(_ name: String) throws(GitError) -> (bytes: [UInt8], facts: cotech_file_facts)? {
        let path = "\(self.path)/\(name)"
        // A pipe that somebody put there must not make the program wait for ever.
        let file = unsafe openat(descriptor, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
        guard file >= 0 else {
            let code = errno
            if code == ENOENT { return nil }
            // Where it is the folder that may not be looked into, that is what has to be mended.
            _ = try facts(name)
            throw Posix.error(code, "read", path)
        }
        defer { close(file) }
        var facts = cotech_file_facts()
        guard unsafe cotech_open_file_facts(file, &facts) == 0 else { throw Posix.error(errno, "read", path) }
        guard facts.isPlainFile else {
            if facts.isFolder { return nil }
            throw GitError(.invalidPath, "\(path) is not a plain file")
        }
        return (try Posix.read(file, path), facts)
    }

    /// Writes a file beside and renames it over the old one, so that no reader sees half of it.
    ///
    /// - Parameters:
    ///   - temporary: the name to write under first. It is always the same for a file, so that one left by a
    ///     process that was killed is known and replaced.
    ///   - permissions: the mode bits; `nil` for what the process's mask allows.
    ///   - replacing: what was seen in its place, `nil` for nothing. If that has changed since, the file is
    ///     left alone and the result is `nil`.
    func write(
        _ name: String, _ bytes: [UInt8], temporary: String, permissions: UInt32?, isExecutable: Bool,
        replacing seen: cotech_file_facts?
    ) throws(GitError) -> cotech_file_facts? {
        let path = "\(self.path)/\(name)"
        removeLeftover(temporary)
        let flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC
        let file = unsafe openat(descriptor, temporary, flags, isExecutable ? 0o777 : 0o666)
        guard file >= 0 else { throw Posix.error(errno, "write", path) }
        defer { close(file) }
        do throws(GitError) {
            try Posix.write(bytes, to: file, path)
            if let permissions, fchmod(file, mode_t(permissions)) != 0 { throw Posix.error(errno, "write", path) }
            var written = cotech_file_facts()
            guard unsafe cotech_open_file_facts(file, &written) == 0 else { throw Posix.error(errno, "write", path) }
            guard cotech_file_facts.areSame(Posix.facts(descriptor, name), seen) else {
                removeLeftover(temporary)
                return nil
            }
            if unsafe renameat(descriptor, temporary, descriptor, name) != 0 {
                throw Posix.error(errno, "write", path)
            }
            // The rename changes the file's own times, which the index keeps.
            var facts = cotech_file_facts()
            guard unsafe cotech_open_file_facts(file, &facts) == 0 else { throw Posix.error(errno, "read", path) }
            // Edited in the same instant: the index must not call it clean, and without a size it does not.
            if facts.size != written.size || facts.modified_seconds != written.modified_seconds
                || facts.modified_nanoseconds != written.modified_nanoseconds
            {
                return cotech_file_facts()
            }
            return facts
        } catch {
            removeLeftover(temporary)
            throw error
        }
    }

    /// Removes a file, provided that it is still what was seen.
    func remove(_ name: String, seen: cotech_file_facts) throws(GitError) -> Bool {
        guard cotech_file_facts.areSame(Posix.facts(descriptor, name), seen) else { return false }
        if unsafe unlinkat(descriptor, name, 0) != 0, errno != ENOENT {
            throw Posix.error(errno, "remove", "\(path)/\(name)")
        }
        return true
    }

    /// Removes a folder in this one if it is empty.
    func removeFolder(_ name: String) { _ = unsafe unlinkat(descriptor, name, AT_REMOVEDIR) }

    func removeLeftover(_ name: String) { _ = unsafe unlinkat(descriptor, name, 0) }
}

extension cotech_file_facts {
    var isLink: Bool { mode & 0o170000 == 0o120000 }
    var isPlainFile: Bool { mode & 0o170000 == 0o100000 }
    var isFolder: Bool { mode & 0o170000 == 0o040000 }
    var permissions: UInt32 { mode & 0o7777 }

    /// Whether nobody changed the file between the two looks at it.
    static func areSame(_ one: cotech_file_facts?, _ other: cotech_file_facts?) -> Bool {
        guard let one, let other else { return one == nil && other == nil }
        return one.device == other.device && one.inode == other.inode && one.size == other.size
            && one.modified_seconds == other.modified_seconds && one.mode == other.mode
            && one.modified_nanoseconds == other.modified_nanoseconds
    }
}

extension Repository {
    /// Gives the folder of the working tree that a path is in, and the path's last name.
    ///
    /// - Throws: `symbolicLink` where a folder on the way is one; `invalidPath`.
    func withFolder<Result>(
        of path: String, creating: Bool, _ body: (borrowing WorkingFolder, String) throws(GitError) -> Result
    ) throws(GitError) -> Result? {
        try RepositoryPath.check(path)
        guard let workingDirectory else { return nil }
        let names = path.split(separator: "/").map(String.init)
        var folder = try WorkingFolder(top: workingDirectory)
        for name in names.dropLast() {
            guard let next = try folder.folder(name, creating: creating) else { return nil }
            folder = next
        }
        return try body(folder, names[names.count - 1])
    }

    /// The bytes of a working file as they are on disk, before git's line-end conversion.
    ///
    /// - Returns: `nil` where there is no such file, and in a bare repository.
    /// - Throws: `symbolicLink`, `invalidPath`, `readOnly`.
    public func workingFile(_ path: String) throws(GitError) -> [UInt8]? {
        let found = try withFolder(of: path, creating: false) { (folder, name) throws(GitError) -> [UInt8]? in
            try folder.read(name)?.bytes
        }
        return found ?? nil
    }

    /// What stands at a path of the working tree. A folder that is another repository counts as a submodule.
    ///
    /// - Returns: `nil` where nothing does, and in a bare repository.
    /// - Throws: `symbolicLink` where a folder on the way is one; `invalidPath`.
    public func workingMode(_ path: String) throws(GitError) -> FileMode? {
        let found = try withFolder(of: path, creating: false) { (folder, name) throws(GitError) -> FileMode? in
            guard let facts = try folder.facts(name) else { return nil }
            if facts.isFolder, try folder.folder(name, creating: false)?.facts(".git") != nil { return .submodule }
            return FileMode(rawValue: facts.mode & 0o170000)
        }
        return found ?? nil
    }
}
