internal import CLibgit2

extension Repository {
    /// The bytes that git would put into the working tree for a blob: line ends as `core.autocrlf` and
    /// `.gitattributes` say.
    func smudged(_ blob: ObjectID, _ path: String) throws(GitError) -> [UInt8] {
        let bytes = try self.blob(blob)
        return try filtered(bytes, path, GIT_FILTER_TO_WORKTREE)
    }

    /// The bytes that git would store for a working file.
    public func cleaned(_ bytes: [UInt8], path: String) throws(GitError) -> [UInt8] {
        try filtered(bytes, path, GIT_FILTER_TO_ODB)
    }

    /// Whether a working file says the same as a blob, whichever line ends git gave it.
    func isSame(_ bytes: [UInt8], as blob: ObjectID, _ path: String) throws(GitError) -> Bool {
        let plain = try blobID(of: bytes)
        if plain == blob { return true }
        let clean = try blobID(of: cleaned(bytes, path: path))
        return clean == blob
    }

    /// Whether a working file says the same as one of some entries.
    func isSame(_ bytes: [UInt8], asOneOf known: Set<TreeEntry?>, _ path: String) throws(GitError) -> Bool {
        for case let entry? in known where entry.mode.isFile {
            if try isSame(bytes, as: entry.id, path) { return true }
        }
        return false
    }

    /// Whether nothing asks git to convert a file. Where something does, libgit2 looks at the index as well: a text that
    /// has its line ends there keeps them.
    private func isStoredAsItIs(_ path: String) throws(GitError) -> Bool {
        try withoutIndex { () throws(GitError) in
            let said = attributes(["text", "eol", "crlf", "filter", "ident", "working-tree-encoding"], of: path)
            if said[3...].contains(where: { $0 != .nothing }) { return false }
            if said[0] == .no { return true }
            return said.allSatisfy { $0 == .nothing }
                && ["false", "no", "off", "0", nil].contains(config("core.autocrlf")?.lowercased())
        }
    }

    private func filtered(_ bytes: [UInt8], _ path: String, _ mode: git_filter_mode_t) throws(GitError) -> [UInt8] {
        if try isStoredAsItIs(path) { return bytes }
        var filters: OpaquePointer?
        try LibGit2.check(
            unsafe git_filter_list_load(&filters, handle, nil, path, mode, GIT_FILTER_ALLOW_UNSAFE.rawValue),
            "find how git converts \(path)")
        guard let filters = unsafe filters else { return bytes }
        defer { unsafe git_filter_list_free(filters) }
        var output = unsafe git_buf()
        defer { unsafe git_buf_dispose(&output) }
        let code = unsafe bytes.withUnsafeBytes { input in
            unsafe git_filter_list_apply_to_buffer(
                &output, filters, input.assumingMemoryBound(to: CChar.self).baseAddress, input.count)
        }
        try LibGit2.check(code, "convert \(path)")
        return unsafe [UInt8](UnsafeRawBufferPointer(start: output.ptr, count: output.size))
    }
}
