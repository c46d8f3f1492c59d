internal import CLibgit2

#if canImport(Darwin)
    internal import Darwin
#elseif canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#endif

/// The few calls to the operating system that this layer needs, with errors that name the path.
enum Posix {
    /// The error for an errno met while doing something to a path.
    static func error(_ code: Int32, _ doing: String, _ path: String) -> GitError {
        let reason = unsafe String(cString: strerror(code))
        switch code {
        case ENOSPC, EDQUOT:
            return GitError(
                .diskFull, "cannot \(doing) \(path): \(reason)", fix: "make room on that disk, then try again")
        case EACCES where ["read", "open"].contains(doing):
            return GitError(
                .other, "cannot \(doing) \(path): \(reason)",
                fix: "make it readable for this user: chmod u+rX '\(path)'")
        case EACCES, EPERM, EROFS:
            return GitError(
                .readOnly, "cannot \(doing) \(path): \(reason)",
                fix: "make it writable for this user, or work in a clone of your own: git clone")
        case ELOOP:
            return GitError(
                .symbolicLink, "cannot \(doing) \(path): it is, or passes through, a symbolic link",
                fix: "put a plain file or folder in its place")
        default:
            return GitError(.other, "cannot \(doing) \(path): \(reason)")
        }
    }

    /// Whether the last call failed for want of room, and its words for that.
    static var wantOfRoom: String? {
        [ENOSPC, EDQUOT].contains(errno) ? unsafe String(cString: strerror(errno)) : nil
    }

    /// Gives texts as C has them, for as long as `body` runs.
    static func withCStrings<Result>(_ texts: [String], _ body: ([UnsafePointer<CChar>?]) -> Result) -> Result {
        let copies = unsafe texts.map { unsafe strdup($0) }
        defer { unsafe copies.forEach { unsafe free($0) } }
        return unsafe body(copies.map { unsafe UnsafePointer($0) })
    }

    /// Opens a file, creating it as the process's mask allows; a negative number and `errno` on failure.
    static func open(_ path: String, _ flags: Int32, mode: mode_t = 0o666) -> Int32 {
        #if canImport(Darwin)
            unsafe Darwin.open(path, flags | O_CLOEXEC, mode)
        #elseif canImport(Glibc)
            unsafe Glibc.open(path, flags | O_CLOEXEC, mode)
        #else
            unsafe Musl.open(path, flags | O_CLOEXEC, mode)
        #endif
    }

    /// All the bytes of a file, or `nil` where there is none.
    static func read(_ path: String) throws(GitError) -> [UInt8]? {
        let descriptor = open(path, O_RDONLY)
        guard descriptor >= 0 else {
            if errno == ENOENT || errno == ENOTDIR { return nil }
            throw error(errno, "read", path)
        }
        defer { close(descriptor) }
        return try read(descriptor, path)
    }

    /// All the bytes from an open descriptor.
    static func read(_ descriptor: Int32, _ path: String) throws(GitError) -> [UInt8] {
        var facts = cotech_file_facts()
        let failure = unsafe cotech_open_file_facts(descriptor, &facts)
        guard failure == 0 else { throw error(failure, "read", path) }
        var bytes: [UInt8] = []
        while true {
            // One byte more than the size, which shows whether the file has grown.
            let count = Int(facts.size) + 1
            let more = try read(descriptor, path, from: bytes.count, count: count)
            bytes = bytes.isEmpty ? more : bytes + more
            if more.count < count { return bytes }
        }
    }

    /// So many bytes from a place on; fewer where the file ends before.
    static func read(_ descriptor: Int32, _ path: String, from offset: Int, count: Int) throws(GitError) -> [UInt8] {
        var mishap: Int32 = 0
        let bytes = unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            while filled < count, let start = buffer.baseAddress {
                let got = unsafe pread(descriptor, start + filled, count - filled, off_t(offset + filled))
                if got < 0, errno == EINTR { continue }
                if got < 0 { mishap = errno }
                guard got > 0 else { return }
                filled += got
            }
        }
        guard mishap == 0 else { throw error(mishap, "read", path) }
        return bytes
    }

    /// Writes every byte, however many calls that takes.
    static func write(_ bytes: [UInt8], to descriptor: Int32, _ path: String) throws(GitError) {
        var done = 0
        while done < bytes.count {
            let wrote = unsafe bytes.withUnsafeBytes { buffer -> Int in
                guard let start = buffer.baseAddress else { return 0 }
                #if canImport(Darwin)
                    return unsafe Darwin.write(descriptor, start + done, buffer.count - done)
                #elseif canImport(Glibc)
                    return unsafe Glibc.write(descriptor, start + done, buffer.count - done)
                #else
                    return unsafe Musl.write(descriptor, start + done, buffer.count - done)
                #endif
            }
            if wrote < 0 {
                if errno == EINTR { continue }
                throw error(errno, "write", path)
            }
            done += wrote
        }
    }

    /// Creates a file that must not exist, with these bytes, durable when `sync` is true.
    static func create(_ path: String, _ bytes: [UInt8], sync: Bool) throws(GitError) {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW)
        guard descriptor >= 0 else { throw error(errno, "write", path) }
        defer { close(descriptor) }
        do throws(GitError) {
            try write(bytes, to: descriptor, path)
            if sync, fsync(descriptor) != 0 { throw error(errno, "write", path) }
        } catch {
            unlink(path)
            throw error
        }
    }

    /// Adds bytes to the end of a file in one call, so that a line is whole or not there at all.
    ///
    /// - Parameter creating: whether to make the file; otherwise one that is missing stays so.
    static func append(_ path: String, _ bytes: [UInt8], creating: Bool) throws(GitError) {
        let flags = O_WRONLY | O_APPEND | (creating ? O_CREAT : 0)
        var descriptor = open(path, flags)
        if descriptor < 0, errno == ENOENT {
            guard creating, let folder = parent(of: path) else { return }
            try makeFolder(folder)
            descriptor = open(path, flags)
        }
        guard descriptor >= 0 else { throw error(errno, "write", path) }
        defer { close(descriptor) }
        try write(bytes, to: descriptor, path)
    }

    /// Letters and digits that no other file is called by.
    static var newName: String { String(UInt64.random(in: 0 ... .max), radix: 36) }

    /// Removes a folder if it is empty.
    static func removeFolder(_ path: String) { _ = unsafe rmdir(path) }

    /// Removes a folder with what is in it, as far as that can be.
    static func removeTree(_ path: String) {
        for name in names(in: path) {
            let below = "\(path)/\(name)"
            if facts(below)?.isFolder == true { removeTree(below) } else { _ = unlink(below) }
        }
        removeFolder(path)
    }

    /// Makes a folder and those above it, as far as they are missing.
    ///
    /// - Returns: the folders that hold a new name now, which is to last where what is written there is: see
    ///   `settle(folders:)`.
    @discardableResult
    static func makeFolder(_ path: String) throws(GitError) -> [String] {
        if unsafe mkdir(path, 0o777) == 0 { return parent(of: path).map { [$0] } ?? [] }
        if errno == EEXIST { return [] }
        let code = errno
        guard code == ENOENT, let above = parent(of: path) else { throw error(code, "make the folder", path) }
        let changed = try makeFolder(above)
        if unsafe mkdir(path, 0o777) != 0, errno != EEXIST { throw error(errno, "make the folder", path) }
        return changed + [above]
    }

    /// Makes a file as new as now; false where it is not there.
    static func touch(_ path: String) -> Bool { unsafe utimes(path, nil) == 0 }

    /// Waits until open files are on the disk, all at once.
    static func settle(_ files: [(descriptor: Int32, path: String)]) throws(GitError) {
        for (file, code) in zip(files, settled(files.map(\.descriptor))) where code != 0 {
            throw error(code, "write", file.path)
        }
    }

    /// Waits until the names in folders are on the disk, where the file system can tell.
    static func settle(folders: [String]) throws(GitError) {
        var opened: [Int32] = []
        defer { for descriptor in opened { close(descriptor) } }
        for folder in folders {
            let descriptor = open(folder, O_RDONLY | O_DIRECTORY)
            guard descriptor >= 0 else { throw error(errno, "write", folder) }
            opened.append(descriptor)
        }
        for (folder, code) in zip(folders, settled(opened)) where ![0, EINVAL, ENOTSUP].contains(code) {
            throw error(code, "write", folder)
        }
    }

    private static func settled(_ descriptors: [Int32]) -> [Int32] {
        var codes = [Int32](repeating: 0, count: descriptors.count)
        unsafe cotech_settle(descriptors, &codes, descriptors.count)
        return codes
    }

    /// The folder that a path is in, or `nil` at the root.
    static func parent(of path: String) -> String? {
        guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")), slash != path.startIndex else { return nil }
        return String(path[..<slash])
    }

    /// Renames, replacing what is at the new path.
    static func rename(_ old: String, to new: String) throws(GitError) {
        #if canImport(Darwin)
            let failed = unsafe Darwin.rename(old, new) != 0
        #elseif canImport(Glibc)
            let failed = unsafe Glibc.rename(old, new) != 0
        #else
            let failed = unsafe Musl.rename(old, new) != 0
        #endif
        if failed { throw error(errno, "write", new) }
    }

    /// Gives a file a second name; what went wrong, or 0.
    static func link(_ path: String, as name: String) -> Int32 {
        #if canImport(Darwin)
            unsafe Darwin.link(path, name) == 0 ? 0 : errno
        #elseif canImport(Glibc)
            unsafe Glibc.link(path, name) == 0 ? 0 : errno
        #else
            unsafe Musl.link(path, name) == 0 ? 0 : errno
        #endif
    }

    /// Removes a file; one that is not there is as good.
    static func remove(_ path: String) throws(GitError) {
        if unlink(path) != 0, errno != ENOENT { throw error(errno, "remove", path) }
    }

    @discardableResult
    private static func unlink(_ path: String) -> Int32 {
        #if canImport(Darwin)
            unsafe Darwin.unlink(path)
        #elseif canImport(Glibc)
            unsafe Glibc.unlink(path)
        #else
            unsafe Musl.unlink(path)
        #endif
    }

    /// What the operating system knows of a file, without following a link; `nil` where there is none.
    static func facts(_ path: String) -> cotech_file_facts? { facts(AT_FDCWD, path) }

    /// The same for a name inside an open folder.
    static func facts(_ folder: Int32, _ name: String) -> cotech_file_facts? {
        var facts = cotech_file_facts()
        return unsafe cotech_file_facts_at(folder, name, &facts) == 0 ? facts : nil
    }

    /// How old a file is, in seconds since it was last modified.
    static func age(_ path: String) -> Int? {
        guard let facts = facts(path) else { return nil }
        return Int(Int64(time(nil)) - facts.modified_seconds)
    }

    /// Sleeps that many milliseconds.
    static func sleep(milliseconds: Int) { _ = usleep(UInt32(milliseconds) * 1_000) }

    /// The names in a folder, unsorted, without `.` and `..`; empty where there is no folder.
    static func names(in path: String) -> [String] {
        guard let folder = unsafe opendir(path) else { return [] }
        defer { unsafe closedir(folder) }
        var names: [String] = []
        while let entry = unsafe readdir(folder) {
            let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { start in
                unsafe start.withMemoryRebound(to: CChar.self, capacity: 1) { unsafe String(cString: $0) }
            }
            if name != "." && name != ".." { names.append(name) }
        }
        return names
    }
}
