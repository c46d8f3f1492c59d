internal import CLibgit2

/// Starting libgit2, and turning its codes into errors.
enum LibGit2 {
    /// Starts the library on first use, once for the process. It costs some milliseconds, so nothing but
    /// opening a repository asks for it. `nil` when it went well.
    static let failureToStart: GitError? = {
        guard git_libgit2_init() > 0 else { return lastError(-1, "start libgit2") }
        // These hold for the whole process, so they are set before the first repository is opened.
        cotech_tune_memory()
        // Hashes are not verified on every read because git does not either; `doctor` looks deeper.
        _ = cotech_git_opt_set_int(Int32(GIT_OPT_ENABLE_STRICT_HASH_VERIFICATION.rawValue), 0)
        // A walk reads each object once, so a cache of parsed objects only costs.
        _ = cotech_git_opt_set_int(Int32(GIT_OPT_ENABLE_CACHING.rawValue), 0)
        _ = cotech_git_opt_set_int(Int32(GIT_OPT_ENABLE_FSYNC_GITDIR.rawValue), 1)
        _ = cotech_git_opt_set_int(Int32(GIT_OPT_SET_OWNER_VALIDATION.rawValue), 1)
        return unsafe "worktreeconfig".withCString { name in
            var names: [UnsafePointer<CChar>?] = unsafe [name]
            let code = unsafe names.withUnsafeMutableBufferPointer { buffer in
                unsafe cotech_git_opt_set_extensions(buffer.baseAddress, buffer.count)
            }
            return code < 0 ? lastError(code, "set up libgit2") : nil
        }
    }()

    /// Whether this person's git trusts a repository whoever owns it: `safe.directory = *`, which libgit2 1.5 does not
    /// know. An empty one takes back those before it, in an order that libgit2 does not tell, and so counts against all.
    static var trustsEveryFolder: Bool {
        defer { git_error_clear() }
        var config: OpaquePointer?
        guard unsafe git_config_open_default(&config) == 0 else { return false }
        defer { unsafe git_config_free(config) }
        var iterator: OpaquePointer?
        guard unsafe git_config_multivar_iterator_new(&iterator, config, "safe.directory", nil) == 0
        else { return false }
        defer { unsafe git_config_iterator_free(iterator) }
        var places: [String] = []
        var entry: UnsafeMutablePointer<git_config_entry>?
        while unsafe git_config_next(&entry, iterator) == 0, let value = unsafe entry?.pointee.value {
            places.append(unsafe String(cString: value))
        }
        return places.contains("*") && !places.contains("")
    }

    /// Opens every repository from now on, whoever owns it.
    static func trustEveryFolder() {
        _ = cotech_git_opt_set_int(Int32(GIT_OPT_SET_OWNER_VALIDATION.rawValue), 0)
    }

    /// Throws what libgit2 said unless `code` is a success. `doing` completes "cannot …".
    static func check(_ code: Int32, _ doing: @autoclosure () -> String) throws(GitError) {
        if code < 0 { throw lastError(code, doing()) }
    }

    /// Copies and clears libgit2's last error, which the next call on this thread would overwrite.
    static func lastError(_ code: Int32, _ doing: String) -> GitError {
        // It does not always pass on why it could not write.
        var said = Posix.wantOfRoom ?? "libgit2 gave no reason (code \(code))"
        if let last = unsafe git_error_last(), let message = unsafe last.pointee.message {
            said = unsafe String(cString: message)
            // It takes a file that may not be read for one that is locked.
            if said.contains("Permission denied") { said = said.replacing(" is locked:", with: ":") }
        }
        git_error_clear()
        let message = "cannot \(doing): \(said)"
        // libgit2 passes the operating system's reason on only in its words.
        func mentions(_ part: String) -> Bool { said.contains(part) }
        switch git_error_code(code) {
        case GIT_EOWNER: return GitError(.wrongOwner, message)
        case GIT_ELOCKED where !mentions("Permission denied"):
            return GitError(.locked(LockFile(path: "", age: nil)), message, fix: "try again")
        case GIT_EINVALIDSPEC: return GitError(.invalidName, message)
        case GIT_EMISMATCH: return GitError(.corrupt, message, fix: "git fsck")
        default: break
        }
        if mentions("No space left") || mentions("Disk quota exceeded") {
            return GitError(.diskFull, message, fix: "make room on that disk, then try again")
        }
        if mentions("Permission denied"), doing.hasPrefix("read ") || doing.hasPrefix("open ") {
            return GitError(.other, message, fix: "make it readable for this user")
        }
        if mentions("Permission denied") || mentions("Read-only file system") || mentions("not permitted") {
            return GitError(
                .readOnly, message,
                fix: "make it writable for this user, or work in a clone of your own: git clone")
        }
        if mentions("unsupported") || mentions("unknown required") || mentions("unknown mandatory")
            || mentions("incompatible")
        {
            return GitError(.unsupported, message)
        }
        return GitError(.other, message)
    }
}

extension Repository {
    /// The version of libgit2 that is in use: `1.5.1`.
    public static var libraryVersion: String {
        var major: Int32 = 0
        var minor: Int32 = 0
        var revision: Int32 = 0
        _ = unsafe git_libgit2_version(&major, &minor, &revision)
        return "\(major).\(minor).\(revision)"
    }
}

extension ObjectID {
    init(_ id: git_oid) {
        self = unsafe withUnsafeBytes(of: id) { buffer in
            guard let start = buffer.baseAddress else { return .zero }
            return unsafe ObjectID(at: start)
        }
    }

    var libgit2: git_oid {
        var id = git_oid()
        unsafe withUnsafeMutableBytes(of: &id) { buffer in
            unsafe buffer.storeBytes(of: high.bigEndian, as: UInt64.self)
            unsafe buffer.storeBytes(of: middle.bigEndian, toByteOffset: 8, as: UInt64.self)
            unsafe buffer.storeBytes(of: low.bigEndian, toByteOffset: 16, as: UInt32.self)
        }
        return id
    }
}
