internal import CLibgit2

extension Repository {
    /// The commits that a branch has and its base does not, the newest first; without a base, all of them.
    ///
    /// - Throws: `missingObject` where the history is cut off on the way.
    public func commits(of branch: ObjectID, since base: ObjectID?) throws(GitError) -> [ObjectID] {
        if branch == base { return [] }
        var walk: OpaquePointer?
        try LibGit2.check(unsafe git_revwalk_new(&walk, handle), "walk through the history")
        defer { unsafe git_revwalk_free(walk) }
        var tip = branch.libgit2
        var isReady = unsafe git_revwalk_push(walk, &tip)
        if var end = base?.libgit2 { isReady |= unsafe git_revwalk_hide(walk, &end) }
        if isReady < 0 { throw readingError(isReady, branch) }
        var found: [ObjectID] = []
        var id = git_oid()
        while true {
            let code = unsafe git_revwalk_next(&id, walk)
            if code == GIT_ITEROVER.rawValue { return found }
            if code < 0 { throw readingError(code, found.last ?? branch) }
            found.append(ObjectID(id))
        }
    }
}
