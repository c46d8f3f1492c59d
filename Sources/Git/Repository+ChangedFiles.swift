extension Repository {
    /// The files that differ between two trees, in git's order; a file that became a folder comes twice.
    public func changedFiles(
        from old: ObjectID?, to new: ObjectID?
    ) throws(GitError) -> [(path: String, old: TreeEntry?, new: TreeEntry?)] {
        var changes: [(path: String, old: TreeEntry?, new: TreeEntry?)] = []
        try collectChanges(old, new, "", &changes)
        return changes
    }

    private func collectChanges(
        _ old: ObjectID?, _ new: ObjectID?, _ prefix: String,
        _ changes: inout [(path: String, old: TreeEntry?, new: TreeEntry?)]
    ) throws(GitError) {
        try Tree.forEachDifference(from: tree(old ?? .emptyTree), to: tree(new ?? .emptyTree)) {
            (name, before, after) throws(GitError) in
            let path = prefix + String(git: name)
            let isFolder = (before: before?.mode.isFolder == true, after: after?.mode.isFolder == true)
            if isFolder.before || isFolder.after {
                try collectChanges(
                    isFolder.before ? before?.id : nil, isFolder.after ? after?.id : nil, path + "/", &changes)
            }
            let files = (isFolder.before ? nil : before, isFolder.after ? nil : after)
            if files.0 != nil || files.1 != nil { changes.append((path, files.0, files.1)) }
        }
    }
}
