import ArgumentParser
import CoopNetwork
import Foundation
import Interchange
import RecordModel
import RecordStore

/// `cotech members export`: profiles for other people's programs.
struct MembersExport: CotechCommand {
    static let declaration = CommandConfiguration(
        commandName: "export", abstract: "Write profiles for other programs: spreadsheets, address books, directories.",
        discussion: """
            Without ids, all members. A contact appears only where their own record says that they may be shown. \
            The CSV file can be changed and imported again without a mapping; an apostrophe stands in it before what a \
            spreadsheet would take for a formula, as before +44, and is left out again. Programs read json.
            """)

    static let endings = Endings.reading.saying(.badData, "a profile cannot be read, which is then missing")
        .saying(.cannotWrite, "with --out, a file could not be written")

    /// What programs read.
    enum Format: String, ExpressibleByArgument, CaseIterable { case csv, json, vcard, murmurations }

    @Argument(help: "Only these co-ops.", completion: .ids(of: Members.kind.name))
    var ids: [String] = []

    @Option(help: "How to write it.")
    var format: Format = .csv

    @Option(
        help: ArgumentHelp("Write a file for each into this folder instead.", valueName: "dir"), completion: .directory)
    var out: String?

    @Flag(help: "Also co-ops that are no members any more, or not yet.")
    var all = false

    @OptionGroup(title: "Store") var store: StoreOptions

    func run(in context: Context) throws -> ExitStatus {
        let snapshot = try store.snapshot(context)
        let kind = try snapshot.seen(Members.kind)
        let (records, unreadable) = try chosen(snapshot, kind)
        let showing = PublicPeople(snapshot.context)
        let files: [(name: String, text: String)]
        switch format {
        case .csv:
            let text = CSVExport.document(records, of: kind) { record, field in showing.content(of: field, in: record) }
            files = [("members.csv", text)]
        case .json:
            files = json(records, snapshot, showing)
        case .vcard:
            let ages = try snapshot.lastChanges()
            files = records.map { record in
                var organisation = Organisation(record, snapshot.context, showing)
                organisation.revised = ages(record)
                return ("\(record.id).vcf", VCard.card(organisation))
            }
        case .murmurations:
            let local = snapshot.local
            files = records.flatMap { record -> [(name: String, text: String)] in
                let organisation = Organisation(record, snapshot.context, showing)
                let exchanges = Murmurations.offersAndWants(organisation) { local.end(of: $0) }.enumerated()
                return [("\(record.id).json", Murmurations.organisation(organisation).pretty + "\n")]
                    + exchanges.map { ("\(record.id)-\($0.offset + 1).json", $0.element.pretty + "\n") }
            }
        }
        try write(files, context)
        guard unreadable.isEmpty else {
            context.warning(
                "without \(unreadable.joined(separator: ", ")), which cannot be read",
                help: "see what is wrong: cotech check")
            return .badData
        }
        return .done
    }

    private func chosen(_ snapshot: Snapshot, _ kind: Kind) throws -> (records: [Record], unreadable: [String]) {
        let stored = try ids.isEmpty ? snapshot.all(kind) : ids.map { try snapshot.found(kind, $0) }
        let readable = stored.filter(\.isReadable).map(\.record)
        let meant = readable.filter { all || !ids.isEmpty || Census.isMember($0, snapshot.context) }
        return (meant, stored.filter { !$0.isReadable }.map(\.entry.path))
    }

    private func json(
        _ records: [Record], _ snapshot: Snapshot, _ showing: PublicPeople
    ) -> [(name: String, text: String)] {
        let values = records.map { record in
            JSONValue.record(showing.withoutOthers(record), snapshot.context)
        }
        guard out != nil else { return [("members.json", JSONValue.array(values).pretty + "\n")] }
        return zip(records, values).map { ("\($0.id).json", $1.pretty + "\n") }
    }

    /// To standard output, one after the other; several JSON documents as one array.
    private func write(_ files: [(name: String, text: String)], _ context: Context) throws {
        guard let out else {
            guard format == .murmurations else {
                for file in files { context.standardOutput.write(file.text) }
                return
            }
            context.standardOutput.write("[\n" + files.map { $0.text.dropLast() }.joined(separator: ",\n") + "\n]\n")
            return
        }
        let folder = store.resolve(out, context)
        try OutputFolder.make(folder, option: "--out DIR")
        do {
            for file in files {
                try Data(file.text.utf8).write(to: URL(fileURLWithPath: "\(folder)/\(file.name)"), options: .atomic)
            }
        } catch {
            throw CommandFailure("\(out) cannot be written: \(error.systemWords)", status: .cannotWrite)
        }
        context.note("\(counted(files.count, "file")) written to \(out)")
    }
}
