internal import CLibgit2

/// How git converts one file between its blob and the working tree: line ends as `core.autocrlf` and `.gitattributes` say,
/// and what filters do. That is looked up once, where it is needed first, since libgit2 looks for a dozen files to tell it.
///
/// It is made for one look at a file, or one write to it, and not kept: what is said of a file may change.
final class Conversion {
    private let repository: Repository
    private let path: String
    private var isNone: Bool?

    init(of path: String, in repository: Repository) {
        self.repository = repository
        self.path = path
    }

    /// The bytes that git would put into the working tree for a blob.
    func smudged(_ blob: ObjectID) throws(GitError) -> [UInt8] {
        try filtered(repository.blob(blob), GIT_FILTER_TO_WORKTREE)
    }

    /// The bytes that git would store for a working file.
    func cleaned(_ bytes: [UInt8]) throws(GitError) -> [UInt8] { try filtered(bytes, GIT_FILTER_TO_ODB) }

    /// Whether a working file says the same as a blob, whichever line ends git gave it.
    func isSame(_ bytes: [UInt8], as blob: ObjectID) throws(GitError) -> Bool {
        try isSame(bytes, asOneOf: [TreeEntry.file(blob)])
    }

    /// Whether a working file says the same as one of some entries.
    func isSame(_ bytes: [UInt8], asOneOf known: Set<TreeEntry?>) throws(GitError) -> Bool {
        let blobs = known.compactMap(\.self).filter(\.mode.isFile).map(\.id)
        let plain = try ObjectID(blob: bytes)
        if blobs.contains(plain) { return true }
        if try blobs.isEmpty ? true : isStoredAsItIs { return false }
        let clean = try ObjectID(blob: cleaned(bytes))
        return blobs.contains(clean)
    }

    /// Whether nothing asks git to convert the file. Where something does, libgit2 looks at the index as well: a text that
    /// has its line ends there keeps them.
    private var isStoredAsItIs: Bool {
        get throws(GitError) {
            if let isNone { return isNone }
            let found = try repository.withoutIndex { () throws(GitError) in repository.convertsNothing(path) }
            isNone = found
            return found
        }
    }

    private func filtered(_ bytes: [UInt8], _ mode: git_filter_mode_t) throws(GitError) -> [UInt8] {
        if try isStoredAsItIs { return bytes }
        var filters: OpaquePointer?
        try LibGit2.check(
            unsafe git_filter_list_load(
                &filters, repository.handle, nil, path, mode, GIT_FILTER_ALLOW_UNSAFE.rawValue),
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

extension Repository {
    /// The bytes that git would store for a working file.
    public func cleaned(_ bytes: [UInt8], path: String) throws(GitError) -> [UInt8] {
        try Conversion(of: path, in: self).cleaned(bytes)
    }

    fileprivate func convertsNothing(_ path: String) -> Bool {
        let said = attributes(["text", "eol", "crlf", "filter", "ident", "working-tree-encoding"], of: path)
        if said[3...].contains(where: { $0 != .nothing }) { return false }
        if said[0] == .no { return true }
        return said.allSatisfy { $0 == .nothing }
            && ["false", "no", "off", "0", nil].contains(config("core.autocrlf")?.lowercased())
    }
}
