internal import CLibgit2

/// An open git repository: a clone, a linked worktree or a bare one.
///
/// One thread at a time: it is neither `Sendable` nor copied. Open another for another thread.
@safe public final class Repository {
    let handle: OpaquePointer
    let objects: OpaquePointer
    /// How many nested calls hold the write lock, and through which descriptor.
    var writeLock: (descriptor: Int32, depth: Int)?
    /// How many nested calls hold the index's lock.
    var indexLockDepth = 0
    /// What was made and is in memory only; nil where nothing was made yet.
    var held: HeldObjects?
    /// Whether all files of attributes that the index has are on disk; nil while nobody has asked.
    var areAttributesOnDisk: Bool?
    /// The index as it was last read, and the file that it was read from. See ``currentIndex()``.
    var recentIndex: (file: cotech_file_facts, index: IndexFile)?
    /// What is in packs, so far as it can be read without libgit2.
    lazy var packs = PackReader("\(commonDirectory)/objects/pack")
    /// The trees read last. See ``tree(_:)``.
    var recentTrees = RecentTrees()
    /// The header read last: a command asks again and again for the commit that it stands on.
    var recentHeader: (id: ObjectID, header: CommitHeader)?
    /// Called between the steps of a write, so that a test can end the process there.
    var interruption: ((WriteStep) throws(GitError) -> Void)?
    /// The folder beside the database from which objects are read as well.
    private(set) var quarantine: String?

    /// The git directory, without a slash at the end. In a linked worktree this is its own, below `worktrees/`.
    public let gitDirectory: String
    /// The git directory that all worktrees share, with the objects and the branches.
    public let commonDirectory: String
    /// The top of the working tree, without a slash at the end; `nil` in a bare repository.
    public let workingDirectory: String?

    /// Opens the repository at `path`.
    ///
    /// - Parameters:
    ///   - discovering: whether to look in the folders above as well, as git does. The search does not cross into
    ///     another file system.
    ///   - quarantine: a folder whose objects are read as well: where git keeps those of a push that has not been
    ///     accepted yet (`GIT_QUARANTINE_PATH` in a `pre-receive` hook).
    /// - Throws: `notARepository`, `wrongOwner`, `unsupported`, each with its fix.
    public static func open(
        _ path: String, discovering: Bool = true, quarantine: String? = nil
    ) throws(GitError) -> Repository {
        let repository = try unsafe adopt(handle(path, discovering: discovering), path)
        if let quarantine {
            try LibGit2.check(
                unsafe git_odb_add_disk_alternate(repository.objects, quarantine), "open the objects of \(quarantine)")
            repository.quarantine = quarantine
        }
        return repository
    }

    @unsafe private static func handle(_ path: String, discovering: Bool) throws(GitError) -> OpaquePointer? {
        if let failure = LibGit2.failureToStart { throw failure }
        var handle: OpaquePointer?
        let flags = discovering ? 0 : GIT_REPOSITORY_OPEN_NO_SEARCH.rawValue
        let code = unsafe git_repository_open_ext(&handle, path, flags, nil)
        guard code < 0 else { return unsafe handle }
        let failure = Repository.openingError(code, path)
        guard case .wrongOwner = failure.kind, LibGit2.trustsEveryFolder else { throw failure }
        LibGit2.trustEveryFolder()
        guard unsafe git_repository_open_ext(&handle, path, flags, nil) == 0 else { throw failure }
        return unsafe handle
    }

    /// Makes a new repository at `path`, and the folder if it is missing.
    ///
    /// An existing repository is opened and left as it is.
    public static func initialise(
        _ path: String, bare: Bool = false, initialBranch: String = "main"
    ) throws(GitError) -> Repository {
        if let failure = LibGit2.failureToStart { throw failure }
        guard Repository.isValidReference("refs/heads/\(initialBranch)") else {
            throw GitError(.invalidName, "'\(initialBranch)' cannot be the name of a branch")
        }
        var options = unsafe git_repository_init_options()
        try LibGit2.check(
            unsafe git_repository_init_options_init(&options, UInt32(GIT_REPOSITORY_INIT_OPTIONS_VERSION)),
            "prepare a repository")
        unsafe options.flags = GIT_REPOSITORY_INIT_MKPATH.rawValue
        if bare { unsafe options.flags |= GIT_REPOSITORY_INIT_BARE.rawValue }
        var handle: OpaquePointer?
        let code = unsafe initialBranch.withCString { branch in
            unsafe options.initial_head = branch
            return unsafe git_repository_init_ext(&handle, path, &options)
        }
        try LibGit2.check(code, "make a repository at \(path)")
        return try unsafe adopt(handle, path)
    }

    @unsafe private static func adopt(_ handle: OpaquePointer?, _ path: String) throws(GitError) -> Repository {
        guard let handle = unsafe handle else { throw GitError(.other, "cannot open \(path)") }
        var objects: OpaquePointer?
        let code = unsafe git_repository_odb(&objects, handle)
        guard code >= 0, let objects = unsafe objects else {
            let failure = LibGit2.lastError(code, "open the objects of \(path)")
            unsafe git_repository_free(handle)
            throw failure
        }
        let repository = unsafe Repository(handle: handle, objects: objects)
        try unsafe readEnvironmentFiles(for: handle)
        return repository
    }

    @unsafe private init(handle: OpaquePointer, objects: OpaquePointer) {
        unsafe self.handle = handle
        unsafe self.objects = objects
        gitDirectory = unsafe Repository.path(git_repository_path(handle)) ?? ""
        commonDirectory = unsafe Repository.path(git_repository_commondir(handle)) ?? ""
        workingDirectory = unsafe Repository.path(git_repository_workdir(handle))
    }

    deinit {
        releaseWriteLock()
        unsafe git_odb_free(objects)
        unsafe git_repository_free(handle)
    }

    /// Whether there is no working tree.
    public var isBare: Bool { workingDirectory == nil }

    /// Where it is, as people name it: its working folder, or its own where it has none.
    public var place: String { workingDirectory ?? commonDirectory }

    /// Whether this is a linked worktree (`git worktree add`).
    public var isLinkedWorktree: Bool { gitDirectory != commonDirectory }

    @unsafe private static func path(_ start: UnsafePointer<CChar>?) -> String? {
        guard let start = unsafe start else { return nil }
        var path = unsafe String(cString: start)
        while path.utf8.count > 1, path.utf8.last == UInt8(ascii: "/") { path.removeLast() }
        return path
    }

    /// Whether git allows this as the full name of a reference.
    public static func isValidReference(_ name: String) -> Bool {
        // A name with a NUL would be cut short on its way into C, and so be checked as another.
        guard !name.utf8.contains(0) else { return false }
        var valid: Int32 = 0
        return unsafe git_reference_name_is_valid(&valid, name) == 0 && valid == 1
    }

    private static func openingError(_ code: Int32, _ path: String) -> GitError {
        let said = LibGit2.lastError(code, "open the repository at \(path)")
        // With no safe.directory set at all, libgit2 1.5 reports that it did not find the setting.
        let isUntrusted = said.kind == .wrongOwner || said.message.contains("safe.directory")
        if code == GIT_ENOTFOUND.rawValue, !isUntrusted {
            return GitError(
                .notARepository, "\(path) is not in a git repository",
                fix: "go to a clone of the network's store, or name it with -C FOLDER")
        }
        if isUntrusted {
            return GitError(
                .wrongOwner, "the repository at \(path) belongs to another user, so git does not trust it",
                fix: "if you trust it: git config --global --add safe.directory '\(path)'")
        }
        if said.kind == .unsupported {
            // A clone has the ids of what it is cloned from.
            let fix =
                said.message.contains("objectformat")
                ? "keep the store in a repository with ids of SHA-1: git init --object-format=sha1"
                : "clone it afresh without that extension; git config --list shows it under 'extensions'"
            return GitError(.unsupported, said.message, fix: fix)
        }
        return said
    }
}
