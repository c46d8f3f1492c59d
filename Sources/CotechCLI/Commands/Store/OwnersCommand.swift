import ArgumentParser
import CoopNetwork
import Interchange
import RecordModel
import RecordStore

/// `cotech owners`: who may change what.
struct OwnersCommand: CotechCommand {
    static let declaration = CommandConfiguration(
        commandName: "owners", abstract: "Say who may change which files, and what happens when others do.",
        discussion: """
            With a path, an id or KIND/ID, only what concerns that. With --codeowners, the file by which a host knows whom to \
            ask for a review: cotech owners --codeowners gitlab > CODEOWNERS. Once it is committed, check says when it is \
            out of date.
            """)

    @Argument(help: "A file's path, or a record's id: members/ty-gwydr.md, ty-gwydr.")
    var name: String?

    @Option(help: ArgumentHelp("Write CODEOWNERS for this host.", valueName: "host"))
    var codeowners: CodeOwnersHost?

    @OptionGroup(title: "Output") var output: OutputOptions
    @OptionGroup(title: "Store") var store: StoreOptions

    func validate() throws {
        guard codeowners != nil else { return }
        if name != nil { throw ValidationError("CODEOWNERS is for the whole store") }
        if output.chosen != .table {
            throw ValidationError("CODEOWNERS has a form of its own: leave out --plain and --format")
        }
    }

    func run(in context: Context) throws -> ExitStatus {
        let snapshot = try store.snapshot(context)
        let owners = Owners(in: snapshot.context)
        if let codeowners {
            try write(codeowners.host, owners, snapshot, context)
            return .done
        }
        let rows = try name.map { try owners.rows(of: path($0, in: snapshot, context), snapshot) }
        let shown = rows ?? Owners.rules(of: snapshot.kinds)
        var table = Table(columns: [
            Table.Column("path", mayShrink: false), Table.Column("whose"), Table.Column("others", heading: "Others"),
            Table.Column("logins", heading: "Says yes"),
        ])
        if name == nil { table.columns.removeLast() }
        for row in shown {
            table.add(.text(row.path), .text(row.whose), .text(row.others), .list(row.logins.map(\.description)))
        }
        table.write(as: output.chosen, to: context)
        if output.chosen == .table {
            context.say(StyledText(whoCoordinates(by: owners.speakers)))
        }
        return .done
    }

    /// A file or folder that is there, from the top of its repository; anything else as it was typed.
    private func path(_ typed: String, in snapshot: Snapshot, _ context: Context) -> String {
        guard let found = try? store.paths([typed], in: snapshot, context) else { return typed }
        let names = found.names(in: .public) + found.names(in: .private)
        return names.first { !$0.isEmpty } ?? typed
    }

    private func whoCoordinates(by speakers: Speakers) -> String {
        if let place = speakers.placeOfFault {
            return "The settings, which say who coordinates, cannot be read (\(place)): cotech check"
        }
        let names = speakers.coordinators.map(\.description).joined(separator: ", ")
        return names.isEmpty
            ? "The settings name no coordinators." : "The coordinators, who may change anything: \(names)."
    }

    private func write(
        _ host: CodeOwners.Host, _ owners: Owners, _ snapshot: Snapshot, _ context: Context
    ) throws {
        guard owners.speakers.coordinators.contains(where: { $0.host == host.rawValue }) else {
            throw CommandFailure(
                "the settings name no coordinator at \(host.rawValue), so most files would be nobody's there",
                help: "name one: cotech settings set coordinators+=\(host.rawValue):LOGIN", status: .usage)
        }
        context.standardOutput.write(CodeOwnersFile.text(for: host, snapshot))
    }
}

/// A host by its name.
struct CodeOwnersHost: ExpressibleByArgument {
    let host: CodeOwners.Host

    init?(argument: String) {
        guard let host = CodeOwners.Host(rawValue: argument) else { return nil }
        self.host = host
    }

    static var allValueStrings: [String] { CodeOwners.Host.allCases.map(\.rawValue) }
}
