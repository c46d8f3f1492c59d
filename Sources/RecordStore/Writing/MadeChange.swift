public import Git
public import RecordModel

/// A change that is in the history: a commit, or one in each repository where it concerned both.
public struct MadeChange: Hashable, Sendable {
    /// The repository of its commit, or of the first half.
    public let home: Kind.Home
    /// The commit, or the first half.
    public let commit: ObjectID
    /// The second half, in the other repository; nil where there is none.
    public let second: ObjectID?
}

extension Trailer {
    /// The key that names, in a commit that takes another one back, that other one.
    static let undoes = "Cotech-Undo"
    /// What a merge says that took in what others have.
    public static let sync = Trailer(key: "Cotech", value: "sync")
    /// What a merge says that joins a history replayed from elsewhere, as an import of rows does.
    public static let imports = Trailer(key: "Cotech", value: "import")
}

extension Store {
    /// The last change that this clone made with this tool and did not take back, in whichever repository it was made
    /// last; nil where there is none.
    public func lastChange() throws(StoreError) -> MadeChange? {
        let open = try lastOperation(in: .public)
        let hidden = try lastOperation(in: .private)
        let inPublic = try open.map { (last) throws(StoreError) in try change(last.commit, in: .public) }
        let inPrivate = try hidden.map { (last) throws(StoreError) in try change(last.commit, in: .private) }
        guard let open, let hidden, inPublic != inPrivate else { return inPublic ?? inPrivate }
        if open.seconds != hidden.seconds { return open.seconds > hidden.seconds ? inPublic : inPrivate }
        // Several commands fit into a second.
        let times = (repository.timeOfWriting(open.commit), companion?.timeOfWriting(hidden.commit))
        guard let openTime = times.0, let hiddenTime = times.1, openTime != hiddenTime else {
            throw StoreError(
                .usage, "two changes were made in the same second, and nobody can tell which was the last",
                help: "name the one to take back: cotech undo \(open.commit.short)",
                "or: cotech undo \(hidden.commit.short)")
        }
        return openTime > hiddenTime ? inPublic : inPrivate
    }

    /// The change that a commit is, or is a half of, by the commit's id, a branch or the like; looked for in the public
    /// store first.
    public func change(named text: String) throws(StoreError) -> MadeChange {
        if let id = try? repository.resolve(text) { return try change(id, in: .public) }
        if let companion, let id = try? companion.resolve(text) { return try change(id, in: .private) }
        return try change(git { () throws(GitError) in try repository.resolve(text) }, in: .public)
    }

    private func change(_ id: ObjectID, in home: Kind.Home) throws(StoreError) -> MadeChange {
        let mine = try repository(of: home)
        guard let other = home == .public ? companion : repository else {
            return MadeChange(home: home, commit: id, second: nil)
        }
        return try git { () throws(GitError) in
            let commit = try mine.commit(id)
            if let first = commit.id(in: Trailer.follows), other.contains(first) {
                return MadeChange(home: home.other, commit: first, second: id)
            }
            let second = try other.follower(of: id, since: commit.committer.seconds)
            return MadeChange(home: home, commit: id, second: second)
        }
    }

    // MARK: - What was done last

    /// A commit that this tool made here.
    private typealias Operation = (commit: ObjectID, seconds: Int64)

    /// The last change that this clone made with this tool, by the reference log; where none is kept, as in a bare
    /// repository, the newest commit that this tool made. Nil where there is none.
    private func lastOperation(in home: Kind.Home) throws(StoreError) -> Operation? {
        guard home == .public || companion != nil else { return nil }
        let repository = try repository(of: home)
        // The newest come first, so that what takes a commit back is met before it. Said twice, undo goes one change
        // further back; taken back itself, it took nothing back.
        var takenBack = TakenBack()
        var noted: Set<ObjectID> = []
        guard let head = try git({ () throws(GitError) in try repository.head.id }) else { return nil }
        let operations = try operations(in: home)
        let made = Set(operations.map(\.commit))
        for operation in operations {
            guard let commit = try? repository.commit(operation.commit) else { continue }
            // Git takes changes back as well.
            let since = (try? repository.commits(of: head, since: commit.id)) ?? []
            for id in since where noted.insert(id).inserted {
                if let commit = try? repository.commit(id) { takenBack.note(commit.message, of: id, in: repository) }
            }
            let isThere = try git { () throws(GitError) in try repository.isAncestor(commit.id, of: head) }
            // What was reset away, or was cut short before the branch moved, takes nothing back and cannot be.
            guard
                let now = try isThere == false
                    ? commit.rewritten(
                        among: since.filter { !made.contains($0) }.compactMap { try? repository.commit($0) }) : commit
            else { continue }
            if noted.insert(now.id).inserted { takenBack.note(now.message, of: now.id, in: repository) }
            if commit.id(in: Trailer.undoes) != nil || takenBack.contains(commit.id) || takenBack.contains(now.id) {
                continue
            }
            return (now.id, operation.seconds)
        }
        return nil
    }

    /// The commits that this tool made here, newest first.
    private func operations(in home: Kind.Home) throws(StoreError) -> [Operation] {
        let repository = try repository(of: home)
        let branch: String
        do throws(StoreError) { branch = try repository.branchToWrite(for: home) } catch {
            // Nobody can tell what was done last where one of the two has no branch.
            throw repository.refusalOfUnfinished ?? error
        }
        let head = try git { () throws(GitError) in try repository.head }
        let logged = try git { () throws(GitError) -> [Operation]? in
            guard var log = try repository.log(of: branch) else { return nil }
            var made: [Operation] = []
            while let move = try log.next() {
                if move.message.hasPrefix("cotech: ") { made.append((move.new, move.seconds)) }
            }
            return made
        }
        guard let logged else { return committed(in: repository, from: head.id) { _ in true } }
        // Where the history was made again to forget somebody, the log was emptied, and only the commits are left.
        guard try hasForgotten(in: home) else { return logged }
        let mine = repository.config("user.email")
        return logged + committed(in: repository, from: head.id) { mine == nil || $0.committer.email == mine }
    }

    /// The newest commits along the branch that this tool made, newest first.
    private func committed(
        in repository: Repository, from head: ObjectID?, where isWanted: (Commit) -> Bool
    ) -> [Operation] {
        var found: [Operation] = []
        var next = head
        while let id = next, found.count < 50, let commit = try? repository.commit(id) {
            if commit.trailers.contains(where: { $0.key.hasPrefix("Cotech") }), isWanted(commit) {
                found.append((id, commit.committer.seconds))
            }
            next = commit.parents.first
        }
        return found
    }
}

extension Commit {
    /// What `git rebase` or `git commit --amend` made of the commit: who wrote it when stays; nil where nothing is left
    /// of it.
    fileprivate func rewritten(among commits: [Commit]) throws(StoreError) -> Commit? {
        let made = commits.filter { $0.author == author && $0.parents.count < 2 }
        if made.count < 2 { return made.first }
        if let same = made.first(where: { $0.message == message }) { return same }
        throw StoreError(
            .usage, "the history was written anew, and nobody can tell which change was the last",
            helpLines: made.map { "name the one to take back: cotech undo \($0.id.short) (\($0.subject))" })
    }

    /// The commit that a trailer names.
    fileprivate func id(in key: String) -> ObjectID? {
        trailers.first { $0.key == key }.flatMap { ObjectID($0.value) }
    }
}

extension Repository {
    /// The second half of a change whose first half is a commit of the other repository; nil where there is none.
    ///
    /// - Parameter moment: when the first half was committed, in seconds since 1970: what is older is not looked at.
    fileprivate func follower(of first: ObjectID, since moment: Int64) throws(GitError) -> ObjectID? {
        var seen: Set<ObjectID> = []
        var waiting = try head.id.map { [$0] } ?? []
        while let id = waiting.popLast() {
            // History that is not in this clone holds nothing that was done here.
            guard seen.insert(id).inserted, let header = try? commitHeader(id), header.committerSeconds >= moment else {
                continue
            }
            if try commit(id).id(in: Trailer.follows) == first { return id }
            waiting += header.parents
        }
        return nil
    }
}
