/// How records are laid out in a file.
public enum RecordForm: Sendable, Hashable {
    /// The whole file is the record: `.yaml`.
    case yaml
    /// The record is front matter between two `---` lines, and a text follows: `.md`.
    case markdown
}

/// The text of a record, read without losing a byte.
///
/// Reading never fails: whatever is wrong is in `problems`, all of it, and the nodes are what could be understood.
/// It never changes, and is one object, since thousands are handed around.
public final class Document: Sendable {
    /// The largest text that is read.
    public static let maximumSize = 256 * 1024
    /// How many lists and mappings may stand inside each other, the top mapping counted.
    public static let maximumDepth = 4

    /// The text as it was given.
    public let bytes: [UInt8]
    /// How the record is laid out.
    public let form: RecordForm
    /// Everything that is wrong, errors and warnings, in the order of the text.
    public let problems: [TextProblem]
    /// The text after the front matter of a Markdown record.
    public let body: Range<Int>?
    /// The text between the front matter's lines of dashes, or all of it without its byte order mark.
    public let record: Range<Int>
    let nodes: [NodeRecord]
    /// Whether no problem is an error, so that the nodes are all that the text says.
    public let isReadable: Bool

    /// Reads a record.
    public init(parsing bytes: [UInt8], form: RecordForm) {
        var parser = Parser(bytes: bytes)
        parser.parse(form: form)
        self.bytes = bytes
        self.form = form
        nodes = parser.nodes
        body = parser.body
        record = parser.record
        isReadable = !parser.hasErrors
        problems = parser.sortedProblems()
    }

    /// Reads a record from a string.
    public convenience init(parsing text: String, form: RecordForm) {
        self.init(parsing: Array(text.utf8), form: form)
    }

    /// The top mapping, which may have no entries.
    public var root: Node { Node(0) }
}
