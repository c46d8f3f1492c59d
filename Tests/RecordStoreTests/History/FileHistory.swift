import Git

/// When whole files last changed: rules 1 and 3 of `docs/ageing.md` alone, as `git log -1 -- FILE` has it.
struct FileHistory {
    private let repository: Repository
    private let shallow: Set<ObjectID>

    /// The files of a repository.
    init(_ repository: Repository) throws(GitError) {
        self.repository = repository
        shallow = try repository.shallowBoundary
    }

    /// The commit, at `head` or behind it, that gave a file what `head` has there; nil where it never was.
    ///
    /// In a shallow clone this is at the latest the commit where the history is cut off, as git has it.
    /// - Throws: `missingObject` in a partial clone that lacks a folder on the way.
    func lastChange(of path: String, at head: ObjectID) throws(GitError) -> ObjectID? {
        var commit = head
        var header = try repository.commitHeader(commit)
        let entry = try repository.lookup(path, in: header.tree)
        next: while true {
            let parents = shallow.contains(commit) ? [] : header.parents
            if parents.isEmpty { return entry == nil ? nil : commit }
            for parent in parents {
                let before = try repository.commitHeader(parent)
                if before.tree != header.tree {
                    let held = try repository.lookup(path, in: before.tree)
                    guard held == entry else { continue }
                }
                commit = parent
                header = before
                continue next
            }
            return commit
        }
    }
}
