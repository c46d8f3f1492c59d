internal import CLibgit2

/// The difference between two texts, as `git diff` shows it.
public enum TextPatch {
    /// A patch with the path's name; empty where the texts are the same. Nil is a file that is not there.
    public static func between(_ old: [UInt8]?, _ new: [UInt8]?, path: String) throws(GitError) -> String {
        if let failure = LibGit2.failureToStart { throw failure }
        var patch: OpaquePointer?
        let code = unsafe (old ?? []).withUnsafeBytes { before in
            unsafe (new ?? []).withUnsafeBytes { after in
                // A side without a name is told from one that is an empty file.
                unsafe git_patch_from_buffers(
                    &patch, old == nil ? nil : before.baseAddress ?? UnsafeRawPointer(bitPattern: 1), before.count,
                    path,
                    new == nil ? nil : after.baseAddress ?? UnsafeRawPointer(bitPattern: 1), after.count, path, nil)
            }
        }
        try LibGit2.check(code, "compare two versions of \(path)")
        guard let patch = unsafe patch else { return "" }
        defer { unsafe git_patch_free(patch) }
        var buffer = unsafe git_buf()
        try LibGit2.check(unsafe git_patch_to_buf(&buffer, patch), "write the difference of \(path)")
        defer { unsafe git_buf_dispose(&buffer) }
        guard let start = unsafe buffer.ptr else { return "" }
        return unsafe String(decoding: UnsafeRawBufferPointer(start: start, count: buffer.size), as: UTF8.self)
    }
}
