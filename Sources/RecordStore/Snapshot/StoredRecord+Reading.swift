public import Git
public import RecordModel
import RecordText

extension StoredRecord {
    /// Reads a record from its blob. What cannot be read is a record all the same: one that says why.
    ///
    /// - Parameter place: where the blob stands among packs, if that was asked for before.
    public static func read(
        _ entry: RecordEntry, at place: PackPlace? = nil, of kind: Kind, in repository: Repository
    ) throws(StoreError) -> StoredRecord {
        guard entry.entry.mode.isFile else {
            return unreadable(
                entry, kind, "not-a-file", "\(entry.entry.mode.phrase) stands where a record should be",
                help: "Remove it, and add the record as a file.")
        }
        do {
            let bytes = try repository.blob(entry.entry.id, at: place, maximumSize: Document.maximumSize)
            return parse(bytes, entry, of: kind)
        } catch {
            if case .tooLarge(_, let size) = error.kind {
                return unreadable(
                    entry, kind, "too-large",
                    "the file has \(size) bytes; a record has at most \(Document.maximumSize)",
                    help: "Move what is long somewhere else and link to it.")
            }
            throw StoreError(error)
        }
    }

    /// Reads a record from its text.
    public static func parse(_ bytes: [UInt8], _ entry: RecordEntry, of kind: Kind) -> StoredRecord {
        let document = Document(parsing: bytes, form: entry.form)
        let errors =
            document.isReadable
            ? []
            : document.problems.filter { $0.severity == .error }.map {
                Diagnostic(file: entry.path, in: document, problem: $0)
            }
        return StoredRecord(
            entry: entry, document: document,
            record: Record(kind: kind, id: entry.id, contents: DocumentContents(document: document, kind: kind)),
            errors: errors)
    }

    private static func unreadable(
        _ entry: RecordEntry, _ kind: Kind, _ code: String, _ message: String, help: String
    ) -> StoredRecord {
        StoredRecord(
            entry: entry, document: nil, record: Record(kind: kind, id: entry.id, contents: ContentsInMemory([:])),
            errors: [Diagnostic(file: entry.path, severity: .error, code: code, message: message, help: help)])
    }
}
