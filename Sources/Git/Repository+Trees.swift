internal import CLibgit2

extension Repository {
    /// The tree of the commit that HEAD is at; the empty one where there is no commit.
    public var headTree: ObjectID {
        get throws(GitError) {
            guard let id = try head.id else { return .emptyTree }
            return try commitHeader(id).tree
        }
    }

    /// Opens a folder of some commit. ``ObjectID/emptyTree``, with which a first commit is compared, always opens.
    ///
    /// - Throws: `missingObject`, `wrongType`.
    public func tree(_ id: ObjectID) throws(GitError) -> Tree {
        if id == .emptyTree { return Tree(RawObject()) }
        if let recent = recentTrees[id] { return Tree(recent) }
        let object = try object(id, GIT_OBJECT_TREE, "a folder")
        recentTrees.keep(object, id)
        return Tree(object)
    }

    /// What is at a path below a tree, or `nil` where there is nothing.
    ///
    /// - Parameter path: names joined by `/`; the empty path is the tree itself.
    public func lookup(_ path: String, in tree: ObjectID) throws(GitError) -> TreeEntry? {
        var found = TreeEntry(mode: .folder, id: tree)
        for name in Array(path.utf8).split(separator: UInt8(ascii: "/")) {
            guard found.mode.isFolder else { return nil }
            guard let next = try self.tree(found.id).entry(named: name) else { return nil }
            found = next
        }
        return found
    }

    /// Gives every file below a tree with its path, in git's order.
    ///
    /// - Parameters:
    ///   - prefix: a folder's path without a slash at the end; empty for all. One that is not there has no files.
    ///   - body: links and submodules are given too: look at the mode.
    public func forEachFile(
        under prefix: String = "", in tree: ObjectID,
        _ body: (_ path: String, _ entry: TreeEntry) throws(GitError) -> Void
    ) throws(GitError) {
        guard let top = try lookup(prefix, in: tree), top.mode.isFolder else { return }
        try walk(top.id, prefix.isEmpty ? "" : prefix + "/", body)
    }

    private func walk(
        _ id: ObjectID, _ prefix: String, _ body: (String, TreeEntry) throws(GitError) -> Void
    ) throws(GitError) {
        try tree(id).forEachEntry { (name, entry) throws(GitError) in
            let path = prefix + String(git: name)
            if entry.mode.isFolder {
                try walk(entry.id, path + "/", body)
            } else {
                try body(path, entry)
            }
        }
    }

    /// Stores the tree that `base` becomes with these changes, and gives its id.
    ///
    /// Only the folders on the changed paths are written; those left empty disappear.
    /// - Parameters:
    ///   - base: the tree to start from; `nil` for an empty one.
    ///   - changes: for each path the new entry, or `nil` to remove what is there. Removing what is not there
    ///     changes nothing.
    /// - Throws: `invalidPath` for a path that no repository may hold, for a folder's own path, or where a file
    ///   would have to be a folder at the same time.
    public func updatingTree(_ base: ObjectID?, changes: [String: TreeEntry?]) throws(GitError) -> ObjectID {
        let root = ChangedFolder()
        for (path, entry) in changes {
            try RepositoryPath.check(path)
            if let entry, entry.id.isZero || entry.mode.isFolder || entry.mode.rawValue == 0 {
                throw GitError(.invalidPath, "'\(path)' would not be a file")
            }
            root.insert(path.split(separator: "/").map(String.init)[...], entry)
        }
        if let id = try updated(base, root, path: "") { return id }
        return try writeTree([])
    }

    /// The folder's new id, or `nil` where nothing is left in it.
    private func updated(_ base: ObjectID?, _ changed: ChangedFolder, path: String) throws(GitError) -> ObjectID? {
        var replaced: [[UInt8]: TreeEntry?] = [:]
        let old = try tree(base ?? .emptyTree)
        // Looking for each of many names from the start would take the square of their number.
        let table =
            changed.children.count > 16
            ? Dictionary(try old.entries().map { (Array($0.name.utf8), $0.entry) }) { $1 } : nil
        for (name, node) in changed.children {
            let path = path + name
            let before = if let table { table[Array(name.utf8)] } else { try old.entry(named: name) }
            guard let folder = node.folder else {
                if before?.mode.isFolder == true {
                    throw GitError(.invalidPath, "'\(path)' is a folder, so it cannot be changed as a file")
                }
                replaced[Array(name.utf8)] = .some(node.entry)
                continue
            }
            let inside = before.flatMap { $0.mode.isFolder ? $0.id : nil }
            if before != nil, inside == nil, node.change == nil, folder.addsAnything {
                throw GitError(.invalidPath, "'\(path)' is a file, so nothing can be put below it")
            }
            let after = try updated(inside, folder, path: path + "/")
            if let entry = node.entry {
                guard after == nil else {
                    throw GitError(.invalidPath, "'\(path)' cannot be a file: other files are below it")
                }
                replaced[Array(name.utf8)] = .some(entry)
            } else if let after {
                replaced[Array(name.utf8)] = .some(TreeEntry(mode: .folder, id: after))
            } else if inside != nil || node.change != nil {
                replaced[Array(name.utf8)] = .some(nil)
            }
        }
        return try splice(old, replaced, unchanged: base)
    }

    /// Writes a tree's bytes with some names replaced; every other entry is copied as it stands.
    private func splice(
        _ old: borrowing Tree, _ replaced: [[UInt8]: TreeEntry?], unchanged: ObjectID?
    ) throws(GitError) -> ObjectID? {
        var added: [(key: [UInt8], bytes: [UInt8])] = []
        for (name, entry) in replaced {
            guard let entry else { continue }
            let key = name + (entry.mode.isFolder ? [UInt8(ascii: "/")] : [])
            var bytes = Array(String(entry.mode.rawValue, radix: 8).utf8) + [0x20] + name + [0]
            entry.id.appendBytes(to: &bytes)
            added.append((key, bytes))
        }
        added.sort { $0.key.lexicographicallyPrecedes($1.key) }
        var output: [UInt8] = []
        output.reserveCapacity(old.byteCount + 64 * added.count)
        var next = 0
        var cursor = unsafe old.cursor
        while unsafe cursor.hasEntry {
            try unsafe cursor.read()
            let isReplaced = unsafe replaced[Array(cursor.name)] != nil
            if next < added.count {
                let key = unsafe Array(cursor.name) + (cursor.entry.mode.isFolder ? [UInt8(ascii: "/")] : [])
                while next < added.count, added[next].key.lexicographicallyPrecedes(key) {
                    output += added[next].bytes
                    next += 1
                }
            }
            if !isReplaced { unsafe output.append(contentsOf: cursor.bytes) }
            unsafe cursor.advance()
        }
        while next < added.count {
            output += added[next].bytes
            next += 1
        }
        return output.isEmpty ? nil : try writeTree(output)
    }

    private func writeTree(_ bytes: [UInt8]) throws(GitError) -> ObjectID { try write(bytes, GIT_OBJECT_TREE) }
}

/// The trees read last, so that a walk, which compares each commit's trees with its parent's and then the
/// parent's with the grandparent's, reads each from its pack only once.
struct RecentTrees {
    private var slots: [(id: ObjectID, object: RawObject)?] = Array(repeating: nil, count: 256)
    private var byteCount = 0
    /// Enough for every folder of a few commits, and little beside libgit2's own windows.
    private let limit = 16 << 20

    subscript(id: ObjectID) -> RawObject? {
        guard let kept = slots[Int(id.low & 255)], kept.id == id else { return nil }
        return kept.object
    }

    mutating func keep(_ object: RawObject, _ id: ObjectID) {
        let slot = Int(id.low & 255)
        byteCount += object.count - (slots[slot]?.object.count ?? 0)
        slots[slot] = (id, object)
        if byteCount > limit { self = RecentTrees() }
    }
}

/// The changes inside one folder, gathered from paths.
private final class ChangedFolder {
    struct Node {
        /// `nil`: the name itself is not changed; `.some(nil)`: it is removed.
        var change: TreeEntry??
        var folder: ChangedFolder?
        var entry: TreeEntry? { change ?? nil }
    }

    private(set) var children: [String: Node] = [:]

    var addsAnything: Bool {
        children.values.contains { $0.entry != nil || ($0.folder?.addsAnything ?? false) }
    }

    func insert(_ names: ArraySlice<String>, _ entry: TreeEntry?) {
        guard let name = names.first else { return }
        if names.count == 1 {
            children[name, default: Node()].change = .some(entry)
            return
        }
        let folder = children[name]?.folder ?? ChangedFolder()
        children[name, default: Node()].folder = folder
        folder.insert(names.dropFirst(), entry)
    }
}
