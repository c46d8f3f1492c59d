import ArgumentParser
import CoopNetwork
import Foundation
import Interchange
import RecordModel
import RecordStore

/// `cotech members import SOURCE`: profiles from a spreadsheet, or from a directory in git with its history.
struct MembersImport: WritingCommand {
    static let declaration = CommandConfiguration(
        commandName: "import", abstract: "Import profiles from a spreadsheet, or from a directory with its history.",
        discussion: """
            A mapping says what each column or key becomes; cotech help mapping lists what it may say. Without one, a \
            spreadsheet is read as members export writes it. An empty cell is no answer, so it clears nothing: cotech \
            members set ID FIELD= does. A list's cell is the whole list; of contacts and other entries, those that a cell \
            does not name stay. Importing the same again changes nothing. Rows are one commit unless the mapping says \
            whose word each is, or when it was said; rows that change many co-ops would be a sweep, which makes none of \
            them fresh: say --each or --together.
            """)

    static let endings = Endings.writing.saying(
        .badData, "something could not be imported, or is wrong as it was imported")

    @Argument(help: "A CSV file; with --history, a git repository.", completion: .file())
    var source: String

    @Option(help: "The file that says what each column or key becomes.", completion: .file())
    var mapping: String?

    @Flag(help: "The source is a git repository: replay its history, commit by commit.")
    var history = false

    @Option(help: ArgumentHelp("The source's branch or commit; its current one if left out.", valueName: "ref"))
    var ref: String?

    @Flag(
        help: """
            Let a row's older word take the place of what the store has heard since, and read rows again that were \
            imported before.
            """)
    var replaceNewer = false

    @Flag(help: "Make a commit of each row, so that answers of many co-ops are no sweep.")
    var each = false

    @Flag(help: "Make one commit even of a sweep.")
    var together = false

    @Flag(help: "Say what would be imported, and write nothing.")
    var preview = false

    @OptionGroup(title: "Writing") var writing: WriteOptions
    @OptionGroup(title: "Output") var output: OutputOptions
    @OptionGroup(title: "Store") var store: StoreOptions

    func validate() throws {
        if history, mapping == nil {
            throw ValidationError("--history needs --mapping: it says what each key becomes.")
        }
        if !history, ref != nil { throw ValidationError("--ref goes with --history.") }
        if history, ![.table, .json].contains(output.chosen) {
            let asked = output.plain ? "--plain" : "--format \(output.format.rawValue)"
            throw ValidationError("--history is told as a text or as json: leave out \(asked), or say --format json")
        }
        if each, together { throw ValidationError("--each makes many commits, --together one: give one of them") }
        if history, each || together {
            throw ValidationError(
                "--\(each ? "each" : "together") is for a spreadsheet: a history comes with its own commits.")
        }
        if history, replaceNewer { throw ValidationError("--replace-newer is for a spreadsheet, not for --history.") }
    }

    /// Whether nothing is to be written.
    var isRehearsal: Bool { rehearsal != nil }

    /// The option that says so, as it was typed.
    var rehearsal: String? { preview ? "--preview" : writing.dryRun ? "--dry-run" : nil }

    func run(in context: Context) throws -> ExitStatus {
        let change = try RecordChange(store, writing, context)
        let kinds = try change.snapshot().kinds
        let members = kinds.first { $0.name == Members.kind.name } ?? Members.kind
        let mapping = try self.mapping.map { try read($0, kinds, context) } ?? .exported(members)
        switch (mapping.source, history) {
        case (.files(let files), true): return try importHistory(mapping, files, change)
        case (.rows(let rows), false): return try importRows(mapping, rows, change)
        case (.files, false):
            throw CommandFailure(
                "the mapping is for a directory's files", help: "import its history: add --history", status: .usage)
        case (.rows, true):
            throw CommandFailure("the mapping is for a spreadsheet", help: "leave out --history", status: .usage)
        }
    }

    private func read(_ path: String, _ kinds: [Kind], _ context: Context) throws -> ImportMapping {
        try ImportMapping.read(bytes(of: path, context), file: path, kinds: kinds)
    }

    /// A file's bytes.
    func bytes(of path: String, _ context: Context) throws -> [UInt8] {
        let history =
            "a repository's profiles are imported with their history: cotech members import \(path) --history --mapping MAP"
        return try InputFile.bytes(
            of: path, at: store.resolve(path, context), isFolder: path == source ? history : nil)
    }
}
