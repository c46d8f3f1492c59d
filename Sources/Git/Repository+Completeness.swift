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

    /// The commits behind which the history that is read here may end too soon: those at which a shallow clone ends, and
    /// those to which git gives parents that they do not have themselves.
    public var historyEnds: Set<ObjectID> {
        get throws(GitError) { try shallowBoundary.union(regraftedCommits) }
    }

    /// The commits to which git gives parents that they do not have themselves (`git replace --graft`, `info/grafts`), most
    /// often to join an older history to one that was begun anew. libgit2 reads commits as they are.
    public var regraftedCommits: Set<ObjectID> {
        get throws(GitError) {
            var given: [ObjectID: [ObjectID]] = [:]
            for id in try replacedObjects {
                guard let other = try reference("refs/replace/\(id)") else { continue }
                given[id] = try parents(ofCommit: other)
            }
            for line in (try Posix.read(graftsPath) ?? []).split(separator: UInt8(ascii: "\n")) {
                let ids = String(decoding: line, as: UTF8.self).split(separator: " ").compactMap { ObjectID($0) }
                if let first = ids.first { given[first] = Array(ids.dropFirst()) }
            }
            var found: Set<ObjectID> = []
            for (id, parents) in given {
                guard let own = try self.parents(ofCommit: id) else { continue }
                if !Set(parents).isSubset(of: own) { found.insert(id) }
            }
            return found
        }
    }

    /// A commit's parents; nil for what is no commit, or is not here.
    private func parents(ofCommit id: ObjectID) throws(GitError) -> [ObjectID]? {
        do throws(GitError) { return try commitHeader(id).parents } catch {
            switch error.kind {
            case .wrongType, .missingObject: return nil
            default: throw error
            }
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
    public var hasGrafts: Bool { (Posix.facts(graftsPath)?.size ?? 0) > 0 }

    private var graftsPath: String { "\(commonDirectory)/info/grafts" }

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
