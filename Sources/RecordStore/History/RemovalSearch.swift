internal import Git
internal import RecordModel

/// How a record went: the commit that took it away, and where it stood until then.
struct Removal: Hashable {
    /// The commit that holds it no more.
    let commit: ObjectID
    /// The parent of that commit which still holds it.
    let parent: ObjectID
    /// Its path there.
    let path: String
}

/// Looks behind a commit that lacks a record for the commits that took it away.
///
/// Only the record's own paths are looked at, and no commit that an earlier walk has vouched for. What a commit added
/// and a later one took back by undoing it never stood, so the search goes on before it.
struct RemovalSearch {
    /// The removals found, in no particular order.
    private(set) var removals: [Removal] = []
    /// Whether all of the history that had to be seen is in this clone.
    private(set) var isComplete = true

    private let repository: Repository
    private let boundary: Set<ObjectID>
    private let regrafted: Set<ObjectID>
    private let kept: AgeTable?
    /// The commits of the kept history at which the record began and that were not taken back.
    private var beginnings: Set<ObjectID>
    private var place: PathFinder
    private var waiting: [ObjectID]
    private var seen: Set<ObjectID>

    /// - Parameters:
    ///   - head: a commit that does not hold the record.
    ///   - kept: what is known of some of the history.
    init(
        of id: RecordID, _ kind: Kind, behind head: ObjectID, in repository: Repository, kept: AgeTable? = nil
    ) throws(GitError) {
        self.repository = repository
        self.kept = kept
        boundary = try repository.shallowBoundary
        regrafted = try repository.regraftedCommits
        beginnings = Set(kept.flatMap { table in table.head(kind: kind.name, id: id.text).map(table.creations) } ?? [])
        place = PathFinder(kind.path.everyPath(of: id))
        waiting = [head]
        seen = [head]
    }

    /// Goes on with the search.
    ///
    /// - Parameter limit: how many commits are looked at, at most.
    /// - Returns: whether it came to its end.
    mutating func run(limit: Int = .max) throws(GitError) -> Bool {
        var count = 0
        while let commit = waiting.popLast() {
            if beginnings.isEmpty, kept?.hasBehind(commit) == true { continue }
            guard count < limit else {
                waiting.append(commit)
                return false
            }
            count += 1
            try lookBefore(commit)
        }
        return true
    }

    /// The removal that was committed last; nil where none was found.
    func newest() throws(GitError) -> Removal? {
        var newest: (removal: Removal, header: CommitHeader)?
        for removal in removals {
            let header = try repository.commitHeader(removal.commit)
            if newest.map({ $0.header.seconds < header.seconds }) ?? true { newest = (removal, header) }
        }
        return newest?.removal
    }

    private mutating func lookBefore(_ commit: ObjectID) throws(GitError) {
        let parents = try parents(of: commit) ?? []
        if regrafted.contains(commit) { isComplete = false }
        guard parents.isEmpty || !boundary.contains(commit) else {
            isComplete = false
            return
        }
        for parent in parents where !seen.contains(parent) {
            guard let path = try pathHeld(by: parent) else {
                wait(for: parent)
                continue
            }
            guard let earlier = try parentsOfUndone(by: commit) else {
                removals.append(Removal(commit: commit, parent: parent, path: path))
                continue
            }
            for commit in earlier { wait(for: commit) }
        }
    }

    private mutating func wait(for commit: ObjectID) {
        if seen.insert(commit).inserted { waiting.append(commit) }
    }

    /// Nil for a commit that is not here.
    private mutating func parents(of commit: ObjectID) throws(GitError) -> [ObjectID]? {
        do {
            return try repository.commitHeader(commit).parents
        } catch {
            guard error.isMissingObject else { throw error }
            isComplete = false
            return nil
        }
    }

    private mutating func pathHeld(by commit: ObjectID) throws(GitError) -> String? {
        do {
            return try place.path(in: try repository.commitHeader(commit).tree, of: repository)
        } catch {
            guard error.isMissingObject else { throw error }
            isComplete = false
            return nil
        }
    }

    /// The parents of the commits that began the record and that this one says it undoes; nil where it undoes none.
    private mutating func parentsOfUndone(by commit: ObjectID) throws(GitError) -> [ObjectID]? {
        var found: [ObjectID]?
        for undone in CommitClaims(parsing: try repository.commit(commit).message, in: repository).undoes {
            // Anybody can write a message: what it names need not be a commit, nor be here.
            guard let parents = try? repository.commitHeader(undone).parents, try pathHeld(by: undone) != nil else {
                continue
            }
            var isBeginning = true
            for parent in parents where try pathHeld(by: parent) != nil { isBeginning = false }
            guard isBeginning else { continue }
            beginnings.remove(undone)
            found = (found ?? []) + parents
        }
        return found
    }
}

/// Finds the first of some paths that a tree holds, without looking again into a folder that holds none.
private struct PathFinder {
    private var folders: [Folder] = [Folder()]

    private struct Folder {
        var files: [String: String] = [:]
        var folders: [String: Int] = [:]
        /// The trees that hold none of the paths here or below.
        var without: Set<ObjectID> = []
    }

    init(_ paths: [String]) {
        for path in paths {
            let names = path.split(separator: "/").map(String.init)
            var folder = 0
            for name in names.dropLast() {
                if folders[folder].folders[name] == nil {
                    folders[folder].folders[name] = folders.count
                    folders.append(Folder())
                }
                folder = folders[folder].folders[name] ?? folder
            }
            folders[folder].files[names.last ?? path] = path
        }
    }

    mutating func path(in tree: ObjectID, of repository: Repository) throws(GitError) -> String? {
        try path(in: tree, of: repository, folder: 0)
    }

    private mutating func path(
        in tree: ObjectID, of repository: Repository, folder: Int
    ) throws(GitError) -> String? {
        if folders[folder].without.contains(tree) { return nil }
        let listing = try repository.tree(tree)
        for (name, path) in folders[folder].files {
            if let entry = try listing.entry(named: name), !entry.mode.isFolder { return path }
        }
        for (name, inner) in folders[folder].folders {
            guard let entry = try listing.entry(named: name), entry.mode.isFolder else { continue }
            if let path = try path(in: entry.id, of: repository, folder: inner) { return path }
        }
        folders[folder].without.insert(tree)
        return nil
    }
}
