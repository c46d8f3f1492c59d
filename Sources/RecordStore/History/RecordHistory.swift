public import Git
public import RecordModel

/// What was said in one record, commit by commit, newest first: renames and restorations are followed, and commits
/// that changed no parsed value are left out.
public struct RecordHistory: Sendable {
    /// The commits that changed a value.
    public let entries: [Entry]
    /// Whether the history ends before its beginning: a shallow or partial clone.
    public let isTruncated: Bool

    /// One commit's changes to the record.
    public struct Entry: Sendable {
        /// The commit.
        public let commit: ObjectID
        /// The earlier of its author and committer dates.
        public let date: Instant
        /// What the record was called there.
        public let id: RecordID
        /// What happened to the record as a whole.
        public let event: Event
        /// The leaves that differ from the version before, in the order of the schema.
        public let changes: [Change]
        /// Why the commit refreshes nothing, where it does not.
        public let setAside: SetAside?
    }

    /// What happened to a record.
    public enum Event: Hashable, Sendable {
        /// It says something else, and is the record that it was.
        case changed
        /// It was not there before, under this id or another.
        case created
        /// It was there before and had been removed.
        case restored
        /// It was taken away; where it is at the head, it was brought back since.
        case removed
        /// It goes on from another id.
        case renamed(from: RecordID)
        /// It could be read again, or for the first time.
        case repaired
        /// It became what it is here, and what it was before is not in this clone.
        case unseen
    }

    /// How one leaf changed.
    public struct Change: Hashable, Sendable {
        /// The field's name, or a key that the schema does not know.
        public let field: String
        /// The element or key; empty for a scalar.
        public let entry: String
        /// The column within a table's row.
        public let column: String
        /// The value before; nil where the leaf is new.
        public let old: String?
        /// The value after; nil where the leaf is gone.
        public let new: String?
    }

    /// Why a commit does not refresh what it changed.
    public enum SetAside: Hashable, Sendable {
        /// It changed records of this many co-ops.
        case sweep(coops: Int)
        /// `.git-blame-ignore-revs` lists it.
        case ignored
        /// It says that it only renamed a term or an id; believed of the leaves that this explains.
        case rename(old: String, new: String)
        /// It says that it undid a commit, and every leaf that it changed is as it was before that one.
        case undo(of: ObjectID)
    }

    /// Reads a record's history.
    ///
    /// - Throws: what the repository throws; history that a clone lacks only ends it early.
    public static func read(
        of kind: Kind.Name, _ id: RecordID, in repository: Repository, at head: ObjectID, kinds: [Kind],
        options: AgeOptions = AgeOptions()
    ) throws(GitError) -> RecordHistory {
        let rows = SharedRows(repository, kinds: kinds, WorkSharing())
        let graph = try HistoryGraph(repository, head: head, noting: rows.add)
        let source = try HistorySource(graph: graph, rows: rows)
        guard let index = kinds.firstIndex(where: { $0.name == kind }) else {
            return RecordHistory(entries: [], isTruncated: source.isTruncated)
        }
        // Where folders are missing no commit can be seen to have made it, and still the head holds it.
        if source.isTruncated { _ = try source.listing(of: graph.head) }
        guard let record = source.records.find(kind: index, id: id.text) else {
            return RecordHistory(entries: [], isTruncated: source.isTruncated)
        }
        var reader = RecordHistoryReader(source, options)
        let entries = try reader.read(record)
        return RecordHistory(entries: entries, isTruncated: reader.metAnEnd)
    }
}
