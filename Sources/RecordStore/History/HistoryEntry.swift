public import Git
public import RecordModel

/// One commit of a record's history as a person reads it.
public struct HistoryEntry: Sendable {
    /// The commit.
    public let commit: ObjectID
    /// Its civil day in the network's zone.
    public let day: Day
    /// Who wrote it.
    public let author: String
    /// Its first line.
    public let subject: String
    /// What happened to the record as a whole, in words; nil where it only changed.
    public let event: String?
    /// The leaves that changed, old to new.
    public let changes: [RecordHistory.Change]
    /// Why the commit refreshes nothing, where it does not: `a sweep: 22 co-ops`.
    public let setAside: String?
}

extension Snapshot {
    /// What was said in one record, newest first.
    public func history(
        of kind: Kind, _ id: RecordID, settingSweepsAside: Bool = true
    ) throws(StoreError) -> (entries: [HistoryEntry], isTruncated: Bool) {
        let repository = try repository(of: kind.home)
        guard let head = commit(of: kind.home) else { return ([], false) }
        let options = try ageOptions(in: kind.home, settingSweepsAside: settingSweepsAside)
        let mine = kinds(in: kind.home)
        let history = try git { () throws(GitError) in
            try RecordHistory.read(of: kind.name, id, in: repository, at: head, kinds: mine, options: options)
        }
        let local = local
        var entries: [HistoryEntry] = []
        for entry in history.entries {
            let commit = try git { () throws(GitError) in try repository.commit(entry.commit) }
            entries.append(
                HistoryEntry(
                    commit: entry.commit, day: local.day(of: entry.date), author: commit.author.name,
                    subject: commit.subject, event: entry.event.words, changes: entry.changes,
                    setAside: entry.setAside?.words))
        }
        return (entries, history.isTruncated)
    }
}

extension RecordHistory.Event {
    /// `renamed from the-dot-project`; nothing for a mere change.
    fileprivate var words: String? {
        switch self {
        case .changed: nil
        case .created: "created"
        case .restored: "restored"
        case .removed: "removed"
        case .renamed(let former): "renamed from \(former)"
        case .repaired: "repaired"
        case .unseen: "what it said before is not in this clone"
        }
    }
}

extension RecordHistory.SetAside {
    /// Why, in words.
    fileprivate var words: String {
        switch self {
        case .sweep(let coops): "a sweep: \(counted(coops, "co-op"))"
        case .ignored: "listed in .git-blame-ignore-revs"
        case .rename(let old, let new): "a renaming: \(old) to \(new)"
        case .undo(let commit): "takes back \(commit.short)"
        }
    }
}
