public import Git
public import RecordModel
import RecordText

/// How a record went.
public struct Departure: Sendable {
    /// The day.
    public let day: Day
    /// The commit that took it away.
    public let commit: ObjectID
    /// What that commit says of itself, in a line.
    public let subject: String
    /// The commit before, which has it still.
    public let before: ObjectID
}

/// Ids that are taken for good: whoever remembers one must not meet somebody else under it.
extension Snapshot {
    /// The ids that records of a kind had before, with who had them, by what they say in `formerly`.
    func formerIDs(of kind: Kind) throws(StoreError) -> [RecordID: RecordID] {
        try formerHolders(of: kind).compactMapValues(\.first)
    }

    /// The record that names an id as a former one of its own.
    public func heir(of id: RecordID, _ kind: Kind) throws(StoreError) -> RecordID? { try formerIDs(of: kind)[id] }

    /// Refuses an id that a record has, or has had, or had before it was removed.
    ///
    /// - Parameter own: the record that asks; its own former id it may have again.
    /// - Returns: what to tell whoever gets the id, where not all is known.
    func refuseUsed(_ id: RecordID, _ kind: Kind, by own: RecordID? = nil) throws(StoreError) -> [Plan.Remark] {
        if let existing = try entry(of: kind, id) {
            let isChosen = kind.path.hasOwnIDs
            throw StoreError(
                .usage, "there is already \(kind.indefinite) \"\(id)\", in \(existing.path)",
                helpLines: own != nil
                    ? ["choose another id, or see it: cotech \(kind.name) show \(id)"]
                    : ["change it: cotech \(kind.name) set \(id) FIELD=VALUE"]
                        + (isChosen ? ["or choose another id: --id ID"] : []))
        }
        if let heir = try heir(of: id, kind) {
            guard heir != own else { return [] }
            throw StoreError(
                .usage, "\"\(id)\" is a former name of \(heir), and ids are never used again",
                help: "choose another id", "or see it: cotech \(kind.name) show \(heir)")
        }
        return try refuseRemoved(id, kind)
    }

    /// Refuses the id of a record that was removed; there is nothing to refuse where an id is only made of others', as
    /// a membership's is its member's.
    ///
    /// - Returns: what to tell whoever gets the id, where this clone does not have all of the history.
    public func refuseRemoved(_ id: RecordID, _ kind: Kind) throws(StoreError) -> [Plan.Remark] {
        guard kind.path.hasOwnIDs, let head = commit(of: kind.home) else { return [] }
        let repository = try repository(of: kind.home)
        let search = try removals(of: id, kind, behind: head, in: repository)
        if let last = try git({ () throws(GitError) in try search.newest() }) {
            throw try refusal(of: id, kind, last, repository)
        }
        guard !search.isComplete else { return [] }
        let gap = repository.historyGap
        let unknown = "whether \"\(id)\" was used before cannot be known"
        if gap == .lost, try !git({ () throws(GitError) in try repository.regraftedCommits }).isEmpty {
            return [
                Plan.Remark(
                    text: "\(unknown): git gives commits other parents than they have, which cotech does not follow",
                    help: "see which: cotech doctor")
            ]
        }
        return [
            Plan.Remark(
                text: "\(unknown): this clone has only part of the history", help: "git \(gap.fetching)")
        ]
    }

    /// What is wrong with a record that somebody wrote anew under the id of one that was removed behind this state; nil
    /// where it is that one again (`docs/record-format.md`, "Where records are").
    ///
    /// - Parameter count: how many are asked about together.
    func refusedReturn(of new: StoredRecord, among count: Int = 1) throws(StoreError) -> Diagnostic? {
        let (kind, id) = (new.record.kind, new.entry.id)
        guard kind.path.hasOwnIDs, let head = commit(of: kind.home), try entry(of: kind, id) == nil else { return nil }
        let repository = try repository(of: kind.home)
        let search = try removals(of: id, kind, behind: head, in: repository, among: count)
        guard let last = try git({ () throws(GitError) in try search.newest() }) else { return nil }
        for removal in search.removals {
            if try new.isAgain(removal.path, of: removal.parent, in: repository) { return nil }
        }
        if let heir = try heir(of: id, kind), new.record.formerIDs.contains(heir.text) { return nil }
        // Seldom so much as asked: whether it is what the record said earlier.
        let mine = kinds(in: kind.home)
        let history = try git { () throws(GitError) in
            try RecordHistory.read(of: kind.name, id, in: repository, at: head, kinds: mine)
        }
        for entry in history.entries where entry.id == id && entry.event != .removed {
            for path in kind.path.everyPath(of: id) {
                if try new.isAgain(path, of: entry.commit, in: repository) { return nil }
            }
        }
        let commit = try git { () throws(GitError) in try repository.commit(last.commit) }
        let way = repository.wayBack(to: last.path, from: last.parent, for: kind.home)
        return Diagnostic(
            file: new.entry.path, severity: .error, code: "former-id",
            message:
                "\"\(id)\" was the id of \(kind.indefinite) that was removed on \(day(of: commit).spoken), and ids are never used again",
            help:
                "Give this \(kind.singular) another id. If it is the same one, put back what was there, in place of this file: \(way)"
        )
    }

    /// How a record went that is not there any more; nil where the history that is here tells of none.
    public func departure(of id: RecordID, _ kind: Kind) throws(StoreError) -> Departure? {
        guard let head = commit(of: kind.home) else { return nil }
        let repository = try repository(of: kind.home)
        let search = try removals(of: id, kind, behind: head, in: repository)
        guard let last = try git({ () throws(GitError) in try search.newest() }) else { return nil }
        let commit = try git { () throws(GitError) in try repository.commit(last.commit) }
        return Departure(
            day: day(of: commit), commit: commit.id, subject: commit.subject, before: last.parent)
    }

    /// The command that brings a record back that was there; nil where the history that is here tells of none.
    func wayBack(to id: RecordID, _ kind: Kind) throws(StoreError) -> String? {
        if let before {
            guard let entry = try before.entry(of: kind, id), let commit = before.commit(of: kind.home) else {
                return try before.wayBack(to: id, kind)
            }
            return try repository(of: kind.home).wayBack(to: entry.path, from: commit, for: kind.home)
        }
        guard let head = commit(of: kind.home) else { return nil }
        let repository = try repository(of: kind.home)
        let search = try removals(of: id, kind, behind: head, in: repository)
        guard let last = try git({ () throws(GitError) in try search.newest() }) else { return nil }
        return try wayBack(to: kind, last, repository)
    }

    private func day(of commit: Commit) -> Day {
        local.day(of: Instant(seconds: commit.seconds))
    }

    /// How many commits are looked at one by one before everything is worked out, and kept for the next time.
    private static let mostSearched = 200
    /// How many ids are looked for one by one; for more, everything is worked out at once.
    private static let fewIDs = 8

    private func removals(
        of id: RecordID, _ kind: Kind, behind head: ObjectID, in repository: Repository, among count: Int = 1
    ) throws(StoreError) -> RemovalSearch {
        if count <= Snapshot.fewIDs {
            let options = try ageOptions(in: kind.home, settingSweepsAside: true)
            let mine = kinds(in: kind.home)
            let (search, isDone) = try git { () throws(GitError) in
                let kept = try AgeCache(repository, kinds: mine, options: options).read()
                var search = try RemovalSearch(of: id, kind, behind: head, in: repository, kept: kept)
                let isDone = try search.run(limit: Snapshot.mostSearched)
                return (search, isDone)
            }
            if isDone { return search }
        }
        let ages = try ages(in: kind.home)
        return try git { () throws(GitError) in
            var search = try RemovalSearch(
                of: id, kind, behind: head, in: repository, kept: ages.isTruncated ? nil : ages.table)
            _ = try search.run()
            return search
        }
    }

    /// Says when it went, and the command that brings it back.
    private func refusal(
        of id: RecordID, _ kind: Kind, _ removal: Removal, _ repository: Repository
    ) throws(StoreError) -> StoreError {
        let commit = try git { () throws(GitError) in try repository.commit(removal.commit) }
        let day = day(of: commit)
        let way = try wayBack(to: kind, removal, repository)
        return StoreError(
            .usage, "the \(kind.singular) \"\(id)\" was removed on \(day.spoken), and ids are never used again",
            help: "bring it back: \(way)", "or choose another id")
    }

    private func wayBack(
        to kind: Kind, _ removal: Removal, _ repository: Repository
    ) throws(StoreError) -> String {
        let (commit, changed) = try git { () throws(GitError) in
            let commit = try repository.commit(removal.commit)
            let tree = try repository.commitHeader(removal.parent).tree
            return (commit, try repository.changedFiles(from: tree, to: commit.tree).count)
        }
        if commit.parents.count == 1, changed == 1 { return "cotech undo \(commit.id.short)" }
        // There is more in that commit, which shall stay.
        return repository.wayBack(to: removal.path, from: removal.parent, for: kind.home)
    }
}

extension Repository {
    /// The commands that bring back a file as a commit has it.
    fileprivate func wayBack(to path: String, from commit: ObjectID, for home: Kind.Home) -> String {
        "\(gitCommand(for: home)) checkout \(commit.short) -- \(path.shellWord), then cotech save"
    }
}

extension StoredRecord {
    /// Whether it is clearly the record that stood in a file of a commit: of the very text, or of one that says the same
    /// in more than half of the fields that either has. A name alone is no proof, since ids are made of names.
    fileprivate func isAgain(
        _ path: String, of commit: ObjectID, in repository: Repository
    ) throws(StoreError) -> Bool {
        let held = try git { () throws(GitError) in
            try repository.lookup(path, in: repository.commitHeader(commit).tree)
        }
        guard let held, held.mode.isFile else { return false }
        let place = RecordEntry(id: entry.id, path: path, entry: held)
        let old = try StoredRecord.read(place, of: record.kind, in: repository)
        if let document, old.document?.bytes == document.bytes { return true }
        var (said, same) = (0, 0)
        for field in record.kind.fields {
            let (before, now) = (old.record.content(of: field), record.content(of: field))
            if before.isEmpty, now.isEmpty { continue }
            said += 1
            if before.saysTheSame(as: now) { same += 1 }
        }
        return same * 2 > said
    }
}
