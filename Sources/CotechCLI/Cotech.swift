import ArgumentParser
import CoopNetwork
import RecordModel

/// `cotech`: without a noun, what needs a person now.
struct Cotech: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cotech", abstract: "A co-operative network's memory, in git.",
        discussion: "Without a noun it says what needs a person now.",
        version: Version.text,
        groupedSubcommands: [
            CommandGroup(
                name: "The network",
                subcommands: [MembersCommand.self, NounCommand<Skills>.self, NounCommand<People>.self]),
            CommandGroup(
                name: "Behind the profiles",
                subcommands: [NounCommand<Memberships>.self, NounCommand<Enquiries>.self, NounCommand<Settings>.self]),
            CommandGroup(
                name: "The store",
                subcommands: [
                    TodayCommand.self, CheckCommand.self, FormatCommand.self, SaveCommand.self, UndoCommand.self,
                    HelpCommand.self,
                ]),
        ],
        defaultSubcommand: TodayCommand.self)
}

/// `cotech members`: the verbs of every kind, and its own.
struct MembersCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: Members.kind.name.rawValue, abstract: Members.kind.summary,
        subcommands: NounCommand<Members>.verbs + [MembersImport.self, MembersExport.self],
        defaultSubcommand: NounList<Members>.self)
}

/// Which cotech this is.
enum Version {
    /// The version of the next release.
    static let text = "0.1.0"
}
