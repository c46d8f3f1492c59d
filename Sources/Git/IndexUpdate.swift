internal import CLibgit2

/// What the index should say of one path.
struct IndexChange {
    let path: String
    /// What the entry can be without a person having staged something else.
    let known: Set<TreeEntry?>
    /// The new entry; `nil` to remove it.
    let target: TreeEntry?
    /// The working file that says the same, so that git need not read it again; `nil` where none does.
    let facts: cotech_file_facts?
    /// Whether the working file said so before: then whatever was staged of it is older, and was not meant to last.
    var isSaved = false
}

extension Repository {
    private var indexPath: String { "\(gitDirectory)/index" }

    /// Changes entries of the index, leaving what a person staged alone. Its lock is held: libgit2 takes it only once it
    /// writes, so that a `git add` between its reading and its writing would be lost.
    func updateIndex(_ changes: [IndexChange]) throws(GitError) {
        guard !changes.isEmpty else { return }
        let copy = "\(ownFolder)/index"
        try Posix.remove(copy)
        try Posix.remove(copy + ".lock")
        let stamp = Posix.facts(indexPath)
        // Whoever writes an index makes a new file and renames it, so a second name is as good as a copy.
        if stamp?.isPlainFile != true || Posix.link(indexPath, as: copy) != 0, let bytes = try Posix.read(indexPath) {
            try Posix.create(copy, bytes, sync: false)
        }
        var index: OpaquePointer?
        let code = unsafe git_index_open(&index, copy)
        guard code >= 0, let index = unsafe index else {
            let said = LibGit2.lastError(code, "read the index")
            throw GitError(
                said.kind, said.message,
                fix: "git update-index --no-split-index; git sparse-checkout disable; "
                    + "or remove \(indexPath) and run: git reset")
        }
        defer { unsafe git_index_free(index) }
        var isChanged = false
        for change in changes where try unsafe apply(change, to: index) { isChanged = true }
        guard isChanged else {
            try Posix.remove(copy)
            return
        }
        try unsafe distrustRecentEntries(of: index, stamp, except: Set(changes.map(\.path)))
        try LibGit2.check(unsafe git_index_write(index), "write the index")
        try Posix.rename(copy, to: indexPath)
        try reached(.indexWritten)
    }

    @unsafe private func apply(_ change: IndexChange, to index: OpaquePointer) throws(GitError) -> Bool {
        let found = unsafe git_index_get_bypath(index, change.path, 0)
        var current: TreeEntry?
        var flags: (UInt16, UInt16) = (0, 0)
        if let found = unsafe found {
            let entry = unsafe found.pointee
            current = unsafe TreeEntry(mode: FileMode(rawValue: entry.mode), id: ObjectID(entry.id))
            flags = unsafe (entry.flags, entry.flags_extended)
        }
        // What was staged by hand stays staged, and so does a conflict.
        guard current == change.target || change.known.contains(current) || (change.isSaved && current != nil)
        else { return false }
        if current == nil, unsafe Repository.hasConflict(index, change.path) { return false }
        guard let target = change.target else {
            guard current != nil else { return false }
            try LibGit2.check(unsafe git_index_remove(index, change.path, 0), "remove \(change.path) from the index")
            return true
        }
        var entry = unsafe git_index_entry()
        unsafe entry.mode = target.mode.rawValue
        unsafe entry.id = target.id.libgit2
        unsafe entry.flags = flags.0 & UInt16(GIT_INDEX_ENTRY_VALID.rawValue)
        // A file that was only announced (`git add -N`) is there now.
        unsafe entry.flags_extended = flags.1 & ~UInt16(GIT_INDEX_ENTRY_INTENT_TO_ADD.rawValue)
        if let facts = change.facts {
            unsafe entry.ctime = git_index_time(
                seconds: Int32(truncatingIfNeeded: facts.changed_seconds), nanoseconds: facts.changed_nanoseconds)
            unsafe entry.mtime = git_index_time(
                seconds: Int32(truncatingIfNeeded: facts.modified_seconds), nanoseconds: facts.modified_nanoseconds)
            unsafe entry.dev = UInt32(truncatingIfNeeded: facts.device)
            unsafe entry.ino = UInt32(truncatingIfNeeded: facts.inode)
            unsafe entry.uid = facts.user
            unsafe entry.gid = facts.group
            unsafe entry.file_size = UInt32(truncatingIfNeeded: facts.size)
        }
        let code = unsafe change.path.withCString { path in
            unsafe entry.path = path
            return unsafe git_index_add(index, &entry)
        }
        try LibGit2.check(code, "put \(change.path) into the index")
        return true
    }

    @unsafe private static func hasConflict(_ index: OpaquePointer, _ path: String) -> Bool {
        (1...3).contains { unsafe git_index_get_bypath(index, path, $0) != nil }
    }

    /// Git takes a file for clean when its times and size are those in the index, unless it is as young as
    /// the index file. A new index file would end that doubt without anybody having looked, so such entries
    /// lose their size, which makes git look.
    @unsafe private func distrustRecentEntries(
        of index: OpaquePointer, _ stamp: cotech_file_facts?, except changed: Set<String>
    ) throws(GitError) {
        guard let stamp else { return }
        var doubtful: [git_index_entry] = unsafe []
        for position in 0..<(unsafe git_index_entrycount(index)) {
            guard let entry = unsafe git_index_get_byindex(index, position)?.pointee else { continue }
            if unsafe Int64(entry.mtime.seconds) >= stamp.modified_seconds && entry.file_size != 0 {
                guard let path = unsafe entry.path, unsafe !changed.contains(String(cString: path)) else { continue }
                unsafe doubtful.append(entry)
            }
        }
        for position in unsafe doubtful.indices {
            unsafe doubtful[position].file_size = 0
            try LibGit2.check(unsafe git_index_add(index, &doubtful[position]), "refresh the index")
        }
    }
}
