import Git
public import RecordModel
public import RecordText

/// A text that is declared as records are, but is kept outside any store: a mapping that says how to import.
public struct DeclaredText {
    /// The text.
    public let document: Document
    /// What it is called in findings.
    public let file: String
    private let kind: Kind
    private let top: Node?
    private let others: [String]
    private let guide: String

    /// A text, or one mapping in it, that is to be what a kind declares.
    ///
    /// - Parameters:
    ///   - top: the mapping; the whole text where it is nil.
    ///   - others: keys in it that are declared by themselves.
    ///   - guide: where a person reads which keys there are, as a sentence.
    public init(
        _ document: Document, file: String, as kind: Kind, at top: Node? = nil, others: [String] = [], guide: String
    ) {
        self.document = document
        self.file = file
        self.kind = kind
        self.top = top
        self.others = others
        self.guide = guide
    }

    /// What it says.
    public var record: Record {
        Record(kind: kind, id: .only, contents: DocumentContents(document: document, kind: kind, top: top))
    }

    /// Everything wrong with it, told as it is of a record: its syntax (of a whole text), its keys, its values and the
    /// kind's rules. References are not followed, since no store is asked.
    public var diagnostics: [Diagnostic] {
        let entry = RecordEntry(id: .only, path: file, entry: .init(mode: .file, id: .zero))
        let stored = StoredRecord(entry: entry, document: document, record: record, errors: [])
        let context = RuleContext(today: Day(number: 0), settings: record, records: NoRecords())
        let validator = RecordValidator(
            stored: stored, kind: kind, context: context, top: top, others: others, guide: guide)
        return validator.diagnostics()
    }
}

/// Nothing can be looked up.
private struct NoRecords: RecordSource {
    func record(_ kind: Kind.Name, _ id: RecordID) -> Record? { nil }
    func records(_ kind: Kind.Name) -> [Record] { [] }
    func ids(_ kind: Kind.Name) -> [RecordID] { [] }
    func exists(_ kind: Kind.Name, _ id: RecordID) -> Bool { false }
    func canSee(_ kind: Kind.Name) -> Bool { false }
}
