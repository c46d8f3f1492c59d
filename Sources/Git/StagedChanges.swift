/// What git would commit of a path, where that is not what HEAD has.
public struct StagedChange: Sendable, Hashable {
    /// The path from the top of the working tree.
    public let path: String
    /// Whether the working file says the same, so that saving the file saves this.
    public let isInFile: Bool
}

extension Repository {
    /// What is staged of some paths and not committed, in the order of the paths.
    ///
    /// - Throws: `corrupt` where the index is damaged, so that nobody can tell.
    public func stagedChanges(of paths: [String]) throws(GitError) -> [StagedChange] {
        try stagedChanges { (index, tree, look) throws(GitError) in
            // To look for each of many in a folder of thousands takes longer than to go through them all once.
            var committed: [String: TreeEntry] = [:]
            let areMany = paths.count > 100
            if areMany { try forEachFile(in: tree) { committed[$0] = $1 } }
            for path in paths {
                let head: TreeEntry? = if areMany { committed[path] } else { try lookup(path, in: tree) }
                try look(path, head?.mode.isFolder == true ? nil : head, index.staged(path))
            }
        }
    }

    /// What is staged in some folders and not committed, in the order of the paths.
    ///
    /// - Parameter prefixes: folders without a slash at the end, or single files; `""` for everything.
    /// - Throws: `corrupt` where the index is damaged, so that nobody can tell.
    public func stagedChanges(under prefixes: [String]) throws(GitError) -> [StagedChange] {
        try stagedChanges { (index, tree, look) throws(GitError) in
            for prefix in prefixes {
                var committed: [String: TreeEntry] = [:]
                if let head = try lookup(prefix, in: tree), !head.mode.isFolder { committed[prefix] = head }
                try forEachFile(under: prefix, in: tree) { committed[$0] = $1 }
                try index.forEachStaged(under: prefix) { (path, staged) throws(GitError) in
                    try look(path, committed.removeValue(forKey: path), staged)
                }
                for (path, head) in committed { try look(path, head, nil) }
            }
        }
    }

    /// The files among some of which git was told to take no notice (`--assume-unchanged`, `--skip-worktree`), each with what
    /// is said to `git update-index` so that it does.
    public func hiddenFiles(among paths: [String]) throws(GitError) -> [(path: String, option: String)] {
        guard !isBare, !paths.isEmpty else { return [] }
        let index = try currentIndex()
        let isSparse = configBool("core.sparsecheckout") == true
        return paths.compactMap { path in
            index.wayToNotice(path, inSparseCheckout: isSparse).map { (path: path, option: $0) }
        }
    }

    private typealias Look = (_ path: String, _ head: TreeEntry?, _ staged: TreeEntry?) throws(GitError) -> Void

    private func stagedChanges(
        _ body: (IndexFile, _ tree: ObjectID, Look) throws(GitError) -> Void
    ) throws(GitError) -> [StagedChange] {
        guard !isBare else { return [] }
        let index = try wholeIndex()
        let conflicts = Set(index.conflictedPaths)
        let underWay = try entriesUnderWay()
        let tree = try headTree
        var found: Set<StagedChange> = []
        try body(index, tree) { (path, head, staged) throws(GitError) in
            // A conflict is told as one, and another repository's commit is its own affair.
            if head == staged || conflicts.contains(path) { return }
            if let known = underWay[path], known.contains(staged) { return }
            if head?.mode == .submodule || staged?.mode == .submodule { return }
            // A file whose rights alone were staged says what HEAD says.
            let isText = head?.id != staged?.id
            found.insert(StagedChange(path: path, isInFile: isText ? try isInFile(staged, path) : false))
        }
        return found.sorted { $0.path < $1.path }
    }

    /// Whether the working file is what is staged.
    private func isInFile(_ staged: TreeEntry?, _ path: String) throws(GitError) -> Bool {
        do throws(GitError) {
            guard let bytes = try workingFile(path) else { return staged == nil }
            guard let staged, staged.mode.isFile else { return false }
            return try Conversion(of: path, in: self).isSame(bytes, as: staged.id)
        } catch {
            guard error.kind == .symbolicLink else { throw error }
            return false
        }
    }
}
