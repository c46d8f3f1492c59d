internal import CLibgit2

/// Why something that belongs to the history is not in a repository.
public enum HistoryGap: Sendable {
    /// The clone ends at some commits (`git clone --depth`).
    case shallow
    /// The clone left objects out (`git clone --filter`).
    case partial
    /// It should be here, and was lost.
    case lost

    /// What is said to git to fetch it.
    public var fetching: String {
        switch self {
        case .shallow: "fetch --unshallow"
        case .partial: "fetch --refetch --no-filter"
        case .lost: "fetch --refetch"
        }
    }
}

extension Repository {
    /// The commits at which a shallow clone's history is cut off: their parents exist, but are not here.
    ///
    /// Read from the shared git directory, because libgit2 looks in the wrong place in a linked worktree.
    /// Empty in a complete clone.
    public var shallowBoundary: Set<ObjectID> {
        get throws(GitError) {
            guard let bytes = try Posix.read("\(commonDirectory)/shallow") else { return [] }
            var boundary: Set<ObjectID> = []
            for line in bytes.split(separator: UInt8(ascii: "\n")) {
                guard let id = ObjectID(String(decoding: line, as: UTF8.self)) else {
                    throw GitError(
                        .corrupt, "\(commonDirectory)/shallow has a line that is not an object id",
                        fix: "git \(HistoryGap.shallow.fetching)")
                }
                boundary.insert(id)
            }
            return boundary
        }
    }

    /// Whether the history is cut off somewhere.
    public var isShallow: Bool { (Posix.facts("\(commonDirectory)/shallow")?.size ?? 0) > 0 }

    /// Whether the clone left objects out on purpose (`git clone --filter`). libgit2 never fetches them.
    public var isPartialClone: Bool {
        if config("extensions.partialclone") != nil { return true }
        return config(matching: "remote\\..*\\.promisor").contains { $0.value != "false" }
    }

    /// Why something that belongs to the history is not here, as far as can be told.
    public var historyGap: HistoryGap { isShallow ? .shallow : isPartialClone ? .partial : .lost }

    /// Whether some file or folder of the history behind some commits is not here. A clone that left some out may have
    /// fetched them since, and its settings do not tell.
    public func lacksFiles(behind tips: [ObjectID]) throws(GitError) -> Bool {
        var isLacking = false
        var seen: Set<ObjectID> = []
        try ancestors(of: tips) { (step) throws(GitError) -> Bool in
            switch step {
            case .commit(_, let header), .boundary(_, let header):
                isLacking = try lacksParts(of: header.tree, seen: &seen)
            case .missing: break
            }
            return !isLacking
        }
        return isLacking
    }

    /// The setting by which git goes on leaving objects out of what it fetches; nil where it fetches everything.
    public var fetchFilterSetting: String? { config(matching: "remote\\..*\\.partialclonefilter").first?.name }

    /// Whether a folder, or something in it, is not in this clone.
    ///
    /// - Parameter seen: folders that were looked through already.
    private func lacksParts(of folder: ObjectID, seen: inout Set<ObjectID>) throws(GitError) -> Bool {
        guard seen.insert(folder).inserted else { return false }
        guard contains(folder) else { return true }
        for (_, entry) in try tree(folder).entries() {
            if entry.mode.isFolder {
                if try lacksParts(of: entry.id, seen: &seen) { return true }
            } else if entry.mode.isFile || entry.mode == .symbolicLink, !contains(entry.id) {
                return true
            }
        }
        return false
    }

    /// Whether `info/grafts` gives commits other parents. Git reads it, libgit2 does not.
    public var hasGrafts: Bool { (Posix.facts("\(commonDirectory)/info/grafts")?.size ?? 0) > 0 }

    /// The objects that git would silently replace with others (`git replace`). libgit2 does not.
    public var replacedObjects: [ObjectID] {
        get throws(GitError) {
            var replaced: [ObjectID] = []
            for name in try referenceNames(matching: "refs/replace/*") {
                if let id = ObjectID(name.dropFirst("refs/replace/".count)) { replaced.append(id) }
            }
            return replaced.sorted()
        }
    }
}
