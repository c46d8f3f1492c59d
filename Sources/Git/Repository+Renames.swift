internal import CLibgit2

extension Repository {
    /// Files that are gone in the newer of two trees and stand in it at another path, at least half the same, as git
    /// finds them.
    public func renames(from old: ObjectID, to new: ObjectID) throws(GitError) -> [(old: String, new: String)] {
        try unsafe withTree(old) { (before) throws(GitError) in
            try unsafe withTree(new) { (after) throws(GitError) in
                var difference: OpaquePointer?
                try LibGit2.check(
                    unsafe git_diff_tree_to_tree(&difference, handle, before, after, nil), "compare two trees")
                defer { unsafe git_diff_free(difference) }
                var options = unsafe git_diff_find_options()
                try LibGit2.check(
                    unsafe git_diff_find_options_init(&options, UInt32(GIT_DIFF_FIND_OPTIONS_VERSION)),
                    "look for renames")
                unsafe options.flags = GIT_DIFF_FIND_RENAMES.rawValue
                try LibGit2.check(unsafe git_diff_find_similar(difference, &options), "look for renames")
                var found: [(old: String, new: String)] = []
                for index in unsafe 0..<git_diff_num_deltas(difference) {
                    guard let delta = unsafe git_diff_get_delta(difference, index),
                        unsafe delta.pointee.status == GIT_DELTA_RENAMED,
                        let before = unsafe delta.pointee.old_file.path,
                        let after = unsafe delta.pointee.new_file.path
                    else { continue }
                    found.append((unsafe String(cString: before), unsafe String(cString: after)))
                }
                return found
            }
        }
    }

    @unsafe private func withTree<Result>(
        _ id: ObjectID, _ body: (OpaquePointer?) throws(GitError) -> Result
    ) throws(GitError) -> Result {
        // Nothing is compared with no tree at all.
        if id == .emptyTree { return try body(nil) }
        var raw = id.libgit2
        var tree: OpaquePointer?
        let code = unsafe git_tree_lookup(&tree, handle, &raw)
        if code < 0 { throw readingError(code, id) }
        defer { unsafe git_tree_free(tree) }
        return try unsafe body(tree)
    }
}
