internal import CLibgit2

/// What a host makes of a branch when it merges it: git's merge of the texts, without any merge driver.
public struct PlainMerge: Sendable, Hashable {
    /// The merged tree. Where the host could not merge, it has the branch's side; of a file that the base renamed, the
    /// base's.
    public let tree: ObjectID
    /// The commit that both come from: the base itself where the branch is up to date, nil where they share none.
    public let ancestor: ObjectID?
    /// The paths that the host could not merge, sorted.
    public let conflicts: [Conflict]

    /// A file that somebody has to merge by hand.
    public struct Conflict: Sendable, Hashable {
        /// Where the merged tree has the file, or would have it: where it was renamed, under its new path.
        public let path: String
        /// Where the base has it, or had it before it went.
        public let basePath: String
        /// Where the branch has it, or had it before it went.
        public let branchPath: String
        /// Where it was in the commit that both come from.
        public let ancestorPath: String
        /// What the two sides did.
        public let cause: Cause

        /// A file that nobody renamed.
        init(path: String, cause: Cause) {
            self.init(ancestorPath: path, basePath: path, branchPath: path, cause: cause)
        }

        init(ancestorPath: String, basePath: String, branchPath: String, cause: Cause) {
            path = basePath == ancestorPath ? branchPath : basePath
            (self.ancestorPath, self.basePath, self.branchPath) = (ancestorPath, basePath, branchPath)
            self.cause = cause
        }
    }

    /// What two sides did that does not go together.
    public enum Cause: Sendable, Hashable {
        /// Both changed the same lines.
        case bothChanged
        /// Both added it, and it is not the same.
        case bothAdded
        /// The base removed or renamed it, and the branch changed it.
        case removedInBase
        /// The branch removed or renamed it, and the base changed it.
        case removedInBranch
        /// Both renamed it, and not alike.
        case bothRenamed
        /// The branch added it under a name that git writes into no working tree, such as `..`.
        case unusableName
    }
}

extension Repository {
    /// Merges a branch into a base as a host does, in time that the branch's changes take rather than the whole tree.
    ///
    /// Nothing is written where the branch holds the base already. Otherwise objects are: call it on what
    /// ``openedInMemory()`` gives.
    /// - Parameter base: nil where there is nothing to merge into yet: the branch begins it.
    /// - Throws: `missingObject` where the history is cut off before the commit that both come from.
    public func plainMerge(of branch: ObjectID, into base: ObjectID?) throws(GitError) -> PlainMerge {
        let theirs = try commitHeader(branch)
        guard let base else { return PlainMerge(tree: theirs.tree, ancestor: branch, conflicts: []) }
        let ours = try commitHeader(base)
        // A host that checks its own merge of a branch has the base for a parent, and perhaps no history.
        if branch == base || theirs.parents.contains(base) {
            return PlainMerge(tree: theirs.tree, ancestor: base, conflicts: [])
        }
        let shared = try mergeBases(base, branch)
        guard let ancestor = shared.first else {
            return PlainMerge(tree: theirs.tree, ancestor: nil, conflicts: [])
        }
        if ancestor == base { return PlainMerge(tree: theirs.tree, ancestor: base, conflicts: []) }
        if ancestor == branch { return PlainMerge(tree: ours.tree, ancestor: branch, conflicts: []) }
        // Where the two have met more than once, no single commit tells what each of them changed since.
        if shared.count == 1,
            let (changes, unusable) = try separateChanges(
                commitHeader(ancestor).tree, base: ours.tree, branch: theirs.tree)
        {
            return PlainMerge(
                tree: try updatingTree(ours.tree, changes: changes), ancestor: ancestor, conflicts: unusable)
        }
        return try mergedTexts(base: base, branch: branch, ancestor: ancestor)
    }

    /// What the branch changed, where the base changed none of the same files; nil where texts have to be merged, or
    /// renames looked for.
    private func separateChanges(
        _ ancestor: ObjectID, base: ObjectID, branch: ObjectID
    ) throws(GitError) -> (changes: [String: TreeEntry?], unusable: [PlainMerge.Conflict])? {
        var changes: [String: TreeEntry?] = [:]
        var unusable: [PlainMerge.Conflict] = []
        for (path, old, new) in try changedFiles(from: ancestor, to: branch) {
            do throws(GitError) {
                try RepositoryPath.check(path)
            } catch {
                unusable.append(PlainMerge.Conflict(path: path, cause: .unusableName))
                continue
            }
            let there = try lookup(path, in: base)
            if there == new, new != nil { continue }
            // A file of one side where the other has a folder, or a path that is there twice over, is git's to judge.
            guard there == old, changes[path] == nil, try !isBelowFile(path, in: base) else { return nil }
            changes[path] = .some(new)
        }
        return (changes, unusable)
    }

    /// Whether a folder on the way to a path is a file.
    private func isBelowFile(_ path: String, in tree: ObjectID) throws(GitError) -> Bool {
        var names = path.split(separator: "/")
        while names.count > 1 {
            names.removeLast()
            if let found = try lookup(names.joined(separator: "/"), in: tree) { return !found.mode.isFolder }
        }
        return false
    }

    /// Git's own merge of both sides, with what they renamed.
    private func mergedTexts(
        base: ObjectID, branch: ObjectID, ancestor: ObjectID
    ) throws(GitError) -> PlainMerge {
        var (ours, theirs, index): (OpaquePointer?, OpaquePointer?, OpaquePointer?)
        defer {
            unsafe git_commit_free(ours)
            unsafe git_commit_free(theirs)
        }
        var (first, second) = (base.libgit2, branch.libgit2)
        try LibGit2.check(unsafe git_commit_lookup(&ours, handle, &first), "read the commit \(base.short)")
        try LibGit2.check(unsafe git_commit_lookup(&theirs, handle, &second), "read the commit \(branch.short)")
        try withoutIndex { () throws(GitError) in
            try LibGit2.check(
                unsafe git_merge_commits(&index, handle, ours, theirs, nil),
                "merge \(branch.short) into \(base.short)")
        }
        defer { unsafe git_index_free(index) }
        let (conflicts, chosen) = try unsafe MergeConflicts(in: index).judged()
        if !conflicts.isEmpty { try LibGit2.check(unsafe git_index_conflict_cleanup(index), "set conflicts aside") }
        var raw = git_oid()
        try LibGit2.check(unsafe git_index_write_tree_to(&raw, index, handle), "store a merged folder")
        var tree = ObjectID(raw)
        for (path, entry) in chosen.sorted(by: { $0.key < $1.key }) {
            // Where one side has a folder, its files are there already.
            if let there = try lookup(path, in: tree), there.mode.isFolder { continue }
            if try isBelowFile(path, in: tree) { continue }
            tree = try updatingTree(tree, changes: [path: entry])
        }
        return PlainMerge(tree: tree, ancestor: ancestor, conflicts: conflicts)
    }
}
