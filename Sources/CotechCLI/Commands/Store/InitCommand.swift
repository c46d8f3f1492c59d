import ArgumentParser
import CoopNetwork
import Foundation
import Git
import Interchange
import RecordModel
import RecordStore

/// `cotech init [DIR]`: a new network, with its private companion beside it.
struct InitCommand: WritingCommand {
    static let declaration = CommandConfiguration(
        commandName: "init", abstract: "Begin a network: settings, pages for its co-ops, and a private companion.",
        discussion: """
            In a repository that is there, only what is missing is added. In a store that has no private companion, \
            --private makes one. --ci adds the files by which a host checks what is proposed, to a new store or to one \
            that is there; what they can enforce, and what not, differs by host (docs/continuous-integration.md).
            """)

    @Argument(help: "The folder, which is made if it is missing; the current one otherwise.", completion: .directory)
    var place: String?

    @Option(help: "What the network is called.")
    var name: String?

    @Option(help: "What it is for, in a sentence.")
    var mission: String?

    @Option(help: "The currency of its budget, as ISO 4217 has it: GBP.")
    var currency: String?

    @Option(help: "The time zone its days begin and end in: Europe/London.")
    var timeZone: String?

    @Option(help: "The web address of the repository.")
    var web: String?

    @Option(
        name: .customLong("private"), defaultAsFlag: "",
        help: ArgumentHelp(
            "Where the private companion goes; without a folder, beside the store with -private at its name's end.",
            valueName: "dir"), completion: .directory)
    var companion: String?

    @Flag(help: "Make no private companion: there are no people and no enquiries then.")
    var noPrivate = false

    @Option(
        help: ArgumentHelp(
            "Have this host check each request to merge, and say weekly what is stale.", valueName: "host"),
        completion: .list(CodeOwnersHost.allValueStrings))
    var ci: CodeOwnersHost?

    @OptionGroup(title: "Writing") var writing: WriteOptions
    @OptionGroup(title: "Store") var store: StoreOptions

    func validate() throws {
        if noPrivate, companion != nil { throw ValidationError("--private and --no-private contradict each other") }
    }

    func run(in context: Context) throws -> ExitStatus {
        try store.refusePast()
        var context = context
        context.isQuiet = writing.quiet
        let top = FilePlace.standard(store.resolve(place ?? ".", context))
        let founding = Founding(top: top, options: self, context: context)
        switch try StoreFounding.site(top, settingsKind: Settings.kind) {
        case .store(let settings):
            guard companion != nil || ci != nil else {
                let name = settings[Settings.name] ?? Settings.kind.path.text
                throw CommandFailure(
                    "\(top) is a store already: \(name)", helpLines: try founding.next(in: settings), status: .usage)
            }
            if ci != nil { try founding.addChecks(to: settings) }
            if companion != nil { try founding.addCompanion(to: settings) }
        case .vacant, .folder, .repository: try founding.begin()
        }
        return .done
    }
}

/// Paths without `.` and `..`.
enum FilePlace {
    static func standard(_ path: String) -> String {
        URL(fileURLWithPath: path).standardizedFileURL.path
    }

    /// Where a path leads, through whatever links.
    static func standing(_ path: String) -> String { URL(fileURLWithPath: path).resolvingSymlinksInPath().path }

    /// How one folder names another by its place: `../network-private`.
    static func relative(_ path: String, from folder: String) -> String {
        let here = folder.split(separator: "/")
        let there = path.split(separator: "/")
        let shared = zip(here, there).prefix { $0 == $1 }.count
        return (Array(repeating: "..", count: here.count - shared) + there.dropFirst(shared).map(String.init))
            .joined(separator: "/")
    }

    /// How a person in `folder` names another; nil where they are in it already.
    static func typed(_ path: String, from folder: String) -> String? {
        if path == folder { return nil }
        let (here, there) = (standing(folder), standing(path))
        return here == there ? nil : relative(there, from: here)
    }

    static func lastName(_ path: String) -> String { path.split(separator: "/").last.map(String.init) ?? "network" }
}
