public import Git
public import RecordModel
public import RecordText

/// A record's place in a tree: what it is called and which blob holds it.
public struct RecordEntry: Hashable, Sendable {
    /// What it is called.
    public let id: RecordID
    /// Its path from the top of the repository.
    public let path: String
    /// The file.
    public let entry: TreeEntry

    /// A place.
    public init(id: RecordID, path: String, entry: TreeEntry) {
        self.id = id
        self.path = path
        self.entry = entry
    }

    /// How the file is laid out.
    public var form: RecordForm { path.hasSuffix(".md") ? .markdown : .yaml }
}

/// A record as it was found; one object, since thousands are handed around.
public final class StoredRecord: Sendable {
    /// Its place.
    public let entry: RecordEntry
    /// Its text; nil where it is not a text file, or too large to read.
    public let document: Document?
    /// What it says; fields that could not be read among it are absent or invalid.
    public let record: Record
    /// Why it cannot be read, worst first; empty where it can.
    public let errors: [Diagnostic]

    init(entry: RecordEntry, document: Document?, record: Record, errors: [Diagnostic]) {
        self.entry = entry
        self.document = document
        self.record = record
        self.errors = errors
    }

    /// Whether what it says can be relied on.
    public var isReadable: Bool { errors.isEmpty }
}
