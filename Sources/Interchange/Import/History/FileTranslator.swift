import RecordModel
import RecordStore
import RecordText

/// Makes one version of a source file a record, by editing its text: keys are renamed where they stand, so that order,
/// style and comments survive.
struct FileTranslator {
    let mapping: ImportMapping
    let files: ImportMapping.Files

    /// What a version came to.
    enum Result {
        case record([UInt8], Notes)
        /// No reader can tell what it says; the faults, worst first.
        case unreadable([Diagnostic])
    }

    /// What the report says of a version.
    struct Notes: Hashable, Sendable {
        /// Source key → the key it is kept under.
        var kept: [String: String] = [:]
        /// Source keys that were left out as the mapping says.
        var ignored: Set<String> = []
        /// Faults that were mended.
        var mended: [Mending.Mended] = []
        /// Element as written → the id it became.
        var elements: [String: String] = [:]
        /// What the record calls itself.
        var title: String?
    }

    func translate(_ bytes: [UInt8], in folder: ImportMapping.Folder, path: String) -> Result {
        guard let (document, mended) = Mending.read(bytes, codes: files.mend) else {
            let document = Document(parsing: bytes, form: .markdown)
            return .unreadable(
                document.problems.filter { $0.severity == .error }.map {
                    Diagnostic(file: path, in: document, problem: $0)
                })
        }
        let kind = folder.table.kind
        let isMarkdown = kind.path.fileExtension == "md"
        // A record without a long text is the front matter alone.
        let source = isMarkdown ? document : Document(parsing: Array(document.bytes[document.record]), form: .yaml)
        guard source.isReadable else {
            return .unreadable(source.problems.map { Diagnostic(file: path, in: source, problem: $0) })
        }
        var draft = KeyTranslation(source, folder: folder, mapping: mapping)
        draft.notes.mended = mended
        draft.translateKeys()
        draft.translateBody(document.bodyText)
        draft.setConstants()
        do {
            let text = try source.applying(draft.edits, order: kind.keyOrder)
            draft.notes.title = KeyTranslation.title(of: Document(parsing: text, form: source.form), kind)
            return .record(text, draft.notes)
        } catch {
            let reason = "the text cannot be made a record: \(error)"
            return .unreadable([Diagnostic(file: path, severity: .error, code: "not-translated", message: reason)])
        }
    }

    /// A record that could not be read this time: as it was before, with the text that could not be read.
    func keeping(_ raw: [UInt8], in before: [UInt8]?, _ kind: Kind) -> [UInt8]? {
        let form: RecordForm = kind.path.fileExtension == "md" ? .markdown : .yaml
        let document = before.map { Document(parsing: $0, form: form) } ?? kind.emptyDocument
        let text = Self.readable(raw)
        return try? document.applying([.set(path: ["x-unparsed"], text: text)], order: kind.keyOrder)
    }

    /// The text with what no record may hold made visible.
    private static func readable(_ raw: [UInt8]) -> String {
        let text = String(decoding: raw, as: UTF8.self).replacing("\r\n", with: "\n")
        return text.split(separator: "\n", omittingEmptySubsequences: false)
            .map { SafeText.escape(String($0).replacing("\t", with: "    ")) }.joined(separator: "\n")
    }
}
