import ArgumentParser
import CoopNetwork
import Foundation
import Git
import Interchange
import RecordModel
import RecordStore

/// `cotech schema [KIND]`: what a kind's records may say, for people, editors and documentation.
struct SchemaCommand: CotechCommand {
    static let declaration = CommandConfiguration(
        commandName: "schema", abstract: "Say which fields a kind of record has, and what each may hold.",
        discussion: """
            As json it is JSON Schema (2020-12) of the YAML, for yaml-language-server and the editors that use it; as \
            markdown, a reference page. In a store, its own fields are among them, and the limits are those of its settings.
            """)

    static let endings = Endings.reading.saying(.cannotWrite, "with --out, a file could not be written")

    @Argument(
        help: "The kind: members, skills. All of them otherwise.", completion: .list(Network.kinds.map(\.name.rawValue))
    )
    var kind: String?

    @Option(help: "How to write it: text, json or markdown.")
    var format: Format = .text

    @Option(
        help: ArgumentHelp("Write one file a kind into this folder, and say nothing.", valueName: "dir"),
        completion: .directory)
    var out: String?

    @OptionGroup(title: "Store") var store: StoreOptions

    enum Format: String, ExpressibleByArgument, CaseIterable { case text, json, markdown }

    func run(in context: Context) throws -> ExitStatus {
        let all = try kinds(context)
        let chosen = try kind.map { [try named($0, in: all)] } ?? all
        if let out {
            try write(chosen, into: store.resolve(out, context))
            return .done
        }
        switch format {
        case .text: text(of: chosen, context)
        case .json:
            let document = kind == nil ? JSONSchema.document(for: chosen) : JSONSchema.document(for: chosen[0])
            context.standardOutput.write(document.pretty + "\n")
        case .markdown:
            context.standardOutput.write(chosen.map { KindReference.markdown(of: $0) }.joined(separator: "\n"))
        }
        return .done
    }

    /// The kinds as the store has them; as they are declared where there is no store.
    private func kinds(_ context: Context) throws -> [Kind] {
        guard store.folder == nil, store.at == nil, store.asOf == nil else {
            return try store.snapshot(context).describedKinds
        }
        do throws(GitError) {
            _ = try Repository.open(context.currentDirectory)
        } catch {
            guard error.kind == .notARepository else { throw error }
            return Network.kinds
        }
        // A repository of other things has the kinds as they are declared, too.
        return try store.open(context).snapshot(store.moment(context)).describedKinds
    }

    private func named(_ name: String, in kinds: [Kind]) throws -> Kind {
        let found = kinds.first { $0.name.rawValue == name || $0.singular == name }
        guard let found else { throw CommandFailure.unknown("kind", name, valid: kinds.map(\.name.rawValue)) }
        return found
    }

    // MARK: - Files

    private func write(_ kinds: [Kind], into folder: String) throws {
        let files: [(name: String, text: String)]
        switch format {
        case .text:
            throw CommandFailure("--out writes json or markdown", help: "say which: --format json", status: .usage)
        case .json: files = kinds.map { ("\($0.name).json", JSONSchema.document(for: $0).pretty + "\n") }
        case .markdown:
            let index = kind == nil ? [(name: "README.md", text: KindReference.index(of: kinds))] : []
            files = kinds.map { ("\($0.name).md", KindReference.markdown(of: $0)) } + index
        }
        try OutputFolder.make(folder, option: "--out DIR")
        do {
            for file in files {
                try Data(file.text.utf8).write(to: URL(fileURLWithPath: "\(folder)/\(file.name)"), options: .atomic)
            }
        } catch {
            throw CommandFailure(error.systemWords, doing: "Writing into \(folder)", status: .cannotWrite)
        }
    }

    // MARK: - Text

    private func text(of kinds: [Kind], _ context: Context) {
        guard kind != nil else {
            var table = Table(columns: [
                Table.Column("kind", mayShrink: false), Table.Column("path", mayShrink: false), Table.Column("what"),
            ])
            table.layout.isWhole = true
            for kind in kinds { table.add(.text(kind.name.rawValue), .text(kind.path.text), .text(kind.summary)) }
            table.write(as: .table, to: context)
            context.note("the fields of one: cotech schema members")
            return
        }
        for kind in kinds { describe(kind, context) }
    }

    private func describe(_ kind: Kind, _ context: Context) {
        context.say("\(kind.name, .strong)   \(kind.summary)")
        let home = kind.home == .public ? "the public store" : "the private companion"
        context.say("  kept in \(kind.path.text), in \(home). \(kind.ownership.words).")
        context.say()
        var table = Table(columns: [
            Table.Column("field", mayShrink: false), Table.Column("written as"), Table.Column("worth checking"),
            Table.Column("what it says"), Table.Column("example"),
        ])
        table.layout.isWhole = true
        for field in kind.fields {
            table.add(
                .text(field.name + (field.isRequired ? " (needed)" : "")), .text(field.shape.words),
                .optional(field.limit?.words), .text(field.help), .optional(field.example))
        }
        for derived in kind.derived {
            table.add(.text(derived.name), .text("worked out: \(derived.form.name)"), .none, .text(derived.help))
        }
        table.write(as: .table, to: context)
    }
}
