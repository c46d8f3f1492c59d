internal import CLibgit2

extension Repository {
    /// The names of the linked worktrees that this repository knows of.
    public var linkedWorktreeNames: [String] {
        get throws(GitError) { Posix.names(in: "\(commonDirectory)/worktrees").sorted() }
    }

    /// Files that are no objects of git's and hold what is looked for: in the git directory, and in the working folder
    /// where HEAD has no file of that path.
    ///
    /// - Parameter isMatch: looks at a file's bytes.
    /// - Returns: paths from the top of the working folder, those in the git directory with `.git/` in front.
    public func looseFiles(where isMatch: ([UInt8]) -> Bool) throws(GitError) -> [String] {
        var found: [String] = []
        try look(in: commonDirectory, "", skipping: ["objects", "cotech/lock"], isMatch) { found.append(".git/" + $0) }
        if let workingDirectory {
            var tracked: Set<String> = []
            if let id = try head.id {
                try forEachFile(in: try commitHeader(id).tree) { (path, _) throws(GitError) in tracked.insert(path) }
            }
            try look(in: workingDirectory, "", skipping: tracked.union([".git"]), isMatch) { found.append($0) }
        }
        return found
    }

    /// When an object was written in this clone, since 1970 and finer than a commit's own date; nil where it lies in a
    /// pack by now.
    public func timeOfWriting(_ id: ObjectID) -> Duration? {
        let name = id.description
        guard let facts = Posix.facts("\(commonDirectory)/objects/\(name.prefix(2))/\(name.dropFirst(2))") else {
            return nil
        }
        return .seconds(facts.modified_seconds) + .nanoseconds(Int64(facts.modified_nanoseconds))
    }

    private func look(
        in top: String, _ folder: String, skipping: Set<String>, _ isMatch: ([UInt8]) -> Bool, _ take: (String) -> Void
    ) throws(GitError) {
        for name in Posix.names(in: folder.isEmpty ? top : "\(top)/\(folder)") {
            let path = folder.isEmpty ? name : "\(folder)/\(name)"
            guard !skipping.contains(path), let facts = Posix.facts("\(top)/\(path)") else { continue }
            if facts.isFolder {
                try look(in: top, path, skipping: skipping, isMatch, take)
            } else if facts.isPlainFile, facts.size <= 16 << 20, let bytes = try Posix.read("\(top)/\(path)"),
                isMatch(bytes)
            {
                take(path)
            }
        }
    }
}
