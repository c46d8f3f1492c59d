internal import CLibgit2

/// The index, for reading. One repository parses it once and again only when it has changed: a write asks for it three
/// times, and in a large store parsing it is what a write costs most.
@safe struct IndexFile: ~Copyable {
    private let handle: OpaquePointer?
    private let modified: Int64

    init(_ repository: borrowing Repository) {
        // The time is taken first: an index written in between then only costs a closer look.
        modified = Posix.facts("\(repository.gitDirectory)/index")?.modified_seconds ?? 0
        var index: OpaquePointer?
        if unsafe git_repository_index(&index, repository.handle) < 0 || git_index_read(index, 0) < 0 {
            // Without an index every file is read, which is slower and as right.
            git_error_clear()
            unsafe git_index_free(index)
            unsafe index = nil
        }
        unsafe handle = index
    }

    deinit { if let handle = unsafe handle { unsafe git_index_free(handle) } }

    /// Whether git, too, would take the file for what HEAD has without reading it.
    func isUntouched(_ path: String, _ head: TreeEntry, _ facts: cotech_file_facts) -> Bool {
        guard let handle = unsafe handle, let found = unsafe git_index_get_bypath(handle, path, 0) else { return false }
        let entry = unsafe found.pointee
        // As young as the index itself: it may have been written again since.
        guard unsafe Int64(entry.mtime.seconds) < modified else { return false }
        return unsafe ObjectID(entry.id) == head.id && facts.isPlainFile && entry.mode & 0o170000 == 0o100000
            && UInt64(entry.file_size) == facts.size
            && entry.mtime.seconds == Int32(truncatingIfNeeded: facts.modified_seconds)
            && (entry.mtime.nanoseconds == 0 || entry.mtime.nanoseconds == facts.modified_nanoseconds)
            && (entry.ino == 0 || entry.ino == UInt32(truncatingIfNeeded: facts.inode))
    }

    /// Whether a sparse checkout leaves the file out on purpose.
    func isSkipped(_ path: String) -> Bool {
        guard let handle = unsafe handle, let found = unsafe git_index_get_bypath(handle, path, 0) else { return false }
        return unsafe UInt32(found.pointee.flags_extended) & GIT_INDEX_ENTRY_SKIP_WORKTREE.rawValue != 0
    }

    /// The files that git holds for conflicts, in the order of their paths.
    var conflictedPaths: [String] {
        var iterator: OpaquePointer?
        guard let handle = unsafe handle, unsafe git_index_has_conflicts(handle) == 1,
            unsafe git_index_conflict_iterator_new(&iterator, handle) >= 0
        else { return [] }
        defer { unsafe git_index_conflict_iterator_free(iterator) }
        var paths: [String] = []
        var (base, ours, theirs): EntryPointers = (nil, nil, nil)
        while unsafe git_index_conflict_next(&base, &ours, &theirs, iterator) == 0 {
            if let entry = unsafe ours ?? theirs ?? base { paths.append(unsafe String(cString: entry.pointee.path)) }
        }
        return paths
    }

    private typealias EntryPointers = (
        UnsafePointer<git_index_entry>?, UnsafePointer<git_index_entry>?, UnsafePointer<git_index_entry>?
    )
}
