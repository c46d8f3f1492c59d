internal import CLibgit2

/// A file of the working tree that does not say what HEAD says.
public struct WorkingChange: Sendable, Hashable {
    /// In what way it differs.
    public enum Status: String, Sendable {
        /// Its text is not that of HEAD.
        case modified
        /// HEAD has no such file, and git does not ignore it.
        case new
        /// HEAD has it and the working tree does not.
        case deleted
        /// A symbolic link, or something else that is no plain file, is where HEAD has a file; or a folder on
        /// the way is a link.
        case replaced
    }

    /// The path from the top of the working tree.
    public let path: String
    /// In what way it differs.
    public let status: Status
}

extension Repository {
    /// The files that differ from HEAD in the working tree, staged or not, sorted by path.
    ///
    /// A file is read only when its times and size are not those that the index recorded. One that a landed commit has yet
    /// to be written to says what it said before, which nobody has edited.
    /// - Parameter prefixes: folders without a slash at the end, or single files; `""` for everything.
    /// - Returns: nothing in a bare repository.
    public func changedWorkingFiles(under prefixes: [String]) throws(GitError) -> [WorkingChange] {
        guard let workingDirectory else { return [] }
        let tree = try headTree
        var look = WorkingLook(index: try currentIndex())
        for prefix in prefixes {
            if prefix.isEmpty {
                try compare(WorkingFolder(top: workingDirectory), "", tree, &look)
                continue
            }
            try RepositoryPath.check(prefix)
            let entry = try lookup(prefix, in: tree)
            do throws(GitError) {
                let isThere = try withFolder(of: prefix, creating: false) { (folder, name) throws(GitError) -> Bool in
                    try compare(folder, name, prefix, entry, &look)
                    return true
                }
                if isThere == nil, let entry { try gone(prefix, entry, .deleted, &look) }
            } catch {
                guard error.kind == .symbolicLink else { throw error }
                if let entry { try gone(prefix, entry, .replaced, &look) }
            }
        }
        return try landed(look.changes)
    }

    /// Those of some files of HEAD that differ from it in the working tree, sorted by path. Nothing else is looked at.
    ///
    /// - Parameter files: each path with what HEAD has there; quickest where those of one folder follow each other.
    public func changedWorkingFiles(
        among files: [(path: String, entry: TreeEntry)]
    ) throws(GitError) -> [WorkingChange] {
        guard workingDirectory != nil, !files.isEmpty else { return [] }
        var look = WorkingLook(index: try currentIndex())
        var rest = files[...]
        while let first = rest.first {
            let above = Posix.parent(of: first.path)
            let together = rest.prefix { Posix.parent(of: $0.path) == above }
            rest = rest.dropFirst(together.count)
            let start = above.map { $0.utf8.count + 1 } ?? 0
            let isThere = try withFolder(of: first.path, creating: false) { (folder, _) throws(GitError) -> Bool in
                for (path, entry) in together {
                    try compare(folder, String(Substring(path.utf8.dropFirst(start))), path, entry, &look)
                }
                return true
            }
            if isThere == nil { for (path, entry) in together { try gone(path, entry, .deleted, &look) } }
        }
        return try landed(look.changes)
    }

    /// Changes without those of files that a landed commit has yet to be written to.
    private func landed(_ found: [WorkingChange]) throws(GitError) -> [WorkingChange] {
        let underWay = found.isEmpty ? [:] : try entriesUnderWay()
        var changes: [WorkingChange] = []
        for change in found {
            if let known = underWay[change.path], try isKnown(change, known) { continue }
            changes.append(change)
        }
        return changes.sorted { $0.path < $1.path }
    }

    /// Whether a file is as one of some entries.
    func isKnown(_ change: WorkingChange, _ known: Set<TreeEntry?>) throws(GitError) -> Bool {
        if change.status == .deleted { return known.contains(nil) }
        guard change.status != .replaced else { return false }
        let bytes = try withFolder(of: change.path, creating: false) { (folder, name) throws(GitError) in
            try folder.read(name)?.bytes
        }
        guard let bytes = bytes ?? nil else { return false }
        return try Conversion(of: change.path, in: self).isSame(bytes, asOneOf: known)
    }

    /// Compares one folder on disk with one tree.
    private func compare(
        _ folder: borrowing WorkingFolder, _ prefix: String, _ tree: ObjectID?, _ look: inout WorkingLook
    ) throws(GitError) {
        var expected: [String: TreeEntry] = [:]
        if let tree {
            for (name, entry) in try self.tree(tree).entries() { expected[name] = entry }
        }
        for name in Posix.names(in: folder.path) where expected[name] == nil {
            if prefix.isEmpty && name == ".git" { continue }
            try compare(folder, name, prefix + name, nil, &look)
        }
        for (name, entry) in expected { try compare(folder, name, prefix + name, entry, &look) }
    }

    /// Compares what is at one name with what HEAD has there.
    private func compare(
        _ folder: borrowing WorkingFolder, _ name: String, _ path: String, _ entry: TreeEntry?,
        _ look: inout WorkingLook
    ) throws(GitError) {
        guard let facts = try folder.facts(name) else {
            if let entry { try gone(path, entry, .deleted, &look) }
            return
        }
        guard let entry else {
            if try isIgnored(path, isFolder: facts.isFolder) { return }
            if facts.isFolder {
                guard let inner = try folder.folder(name, creating: false) else { return }
                // Another repository is its own affair.
                if Posix.facts(inner.descriptor, ".git") != nil { return }
                try compare(inner, path + "/", nil, &look)
            } else {
                look.changes.append(WorkingChange(path: path, status: .new))
            }
            return
        }
        if entry.mode == .submodule, look.index.damage != nil || look.index.staged(path)?.mode == .submodule { return }
        if entry.mode.isFolder {
            if facts.isFolder, let inner = try folder.folder(name, creating: false) {
                try compare(inner, path + "/", entry.id, &look)
            } else {
                try gone(path, entry, facts.isLink ? .replaced : .deleted, &look)
                if !facts.isLink { look.changes.append(WorkingChange(path: path, status: .new)) }
            }
            return
        }
        if facts.isFolder {
            look.changes.append(WorkingChange(path: path, status: .deleted))
            if let inner = try folder.folder(name, creating: false) { try compare(inner, path + "/", nil, &look) }
            return
        }
        if look.index.isUntouched(path, entry, facts) { return }
        if entry.mode == .symbolicLink && facts.isLink { return }
        guard entry.mode.isFile, facts.isPlainFile else {
            look.changes.append(WorkingChange(path: path, status: .replaced))
            return
        }
        guard let bytes = try folder.read(name)?.bytes,
            try Conversion(of: path, in: self).isSame(bytes, as: entry.id)
        else {
            look.changes.append(WorkingChange(path: path, status: .modified))
            return
        }
    }

    /// Reports every file below an entry.
    private func gone(
        _ path: String, _ entry: TreeEntry, _ status: WorkingChange.Status, _ look: inout WorkingLook
    ) throws(GitError) {
        guard entry.mode.isFolder else {
            // A submodule that was not fetched has no folder, which removes nothing.
            if entry.mode == .submodule, status == .deleted { return }
            if !look.index.isSkipped(path) { look.changes.append(WorkingChange(path: path, status: status)) }
            return
        }
        for (name, inner) in try tree(entry.id).entries() { try gone("\(path)/\(name)", inner, status, &look) }
    }

    private func isIgnored(_ path: String, isFolder: Bool) throws(GitError) -> Bool {
        var ignored: Int32 = 0
        let code = unsafe git_ignore_path_is_ignored(&ignored, handle, isFolder ? path + "/" : path)
        try LibGit2.check(code, "see whether \(path) is ignored")
        return ignored == 1
    }
}

private struct WorkingLook: ~Copyable {
    let index: IndexFile
    var changes: [WorkingChange] = []

    init(index: consuming IndexFile) { self.index = index }
}
