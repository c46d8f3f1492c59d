/// One file that somebody proposes to change, as rules about records see it.
public struct ProposedChange: Sendable {
    /// The file's path.
    public let path: String
    /// The kind of record that lives at the path; nil where none does.
    public let kind: Kind?
    /// The record's id; nil where the file is no record.
    public let id: RecordID?
    /// What the record says now, wherever its file stands; nil where there is none, or it cannot be read.
    public let before: Record?
    /// What it is to say; nil where there is to be none, or it cannot be read.
    public let after: Record?
    /// What is to become of the record, or of a file that is none.
    public let action: Action
    /// The path at which a removed file's text turns up again, where it does.
    public let movedTo: String?
    /// Whether it is a new file in a folder of records whose name is no id: its place alone is an error.
    public let isStray: Bool

    /// What is to become of something.
    public enum Action: Hashable, Sendable {
        case added, changed, removed
    }

    /// A change to a file.
    public init(
        path: String, kind: Kind? = nil, id: RecordID? = nil, before: Record? = nil, after: Record? = nil,
        action: Action, movedTo: String? = nil, isStray: Bool = false
    ) {
        self.path = path
        self.kind = kind
        self.id = id
        self.before = before
        self.after = after
        self.action = action
        self.movedTo = movedTo
        self.isStray = isStray
    }
}
