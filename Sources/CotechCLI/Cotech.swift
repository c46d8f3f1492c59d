import ArgumentParser
import CoopNetwork

/// `cotech`: without a noun, what needs a person now.
struct Cotech: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cotech", abstract: "A co-operative network's memory, in git.",
        discussion: """
            Without a noun it says what needs a person now. With any command, -q leaves notes out, such as from cron, and --no-input \
            never asks; what is asked for is shown all the same. How commands end, for scripts: cotech help exit-status.
            """,
        version: Version.text,
        groupedSubcommands: [
            CommandGroup(
                name: "The network",
                subcommands: [MembersCommand.self, NounCommand<Skills>.self, PeopleCommand.self]),
            CommandGroup(
                name: "Behind the profiles",
                subcommands: [NounCommand<Memberships>.self, NounCommand<Enquiries>.self, NounCommand<Settings>.self]),
            CommandGroup(
                name: "The store",
                subcommands: storeCommands),
        ],
        defaultSubcommand: TodayCommand.self)

    /// The commands that are about no kind of record.
    static let storeCommands: [any ParsableCommand.Type] = [
        InitCommand.self, TodayCommand.self, CheckCommand.self, FormatCommand.self, HistoryCommand.self,
        DiffCommand.self, ReviewCommand.self, OwnersCommand.self, SaveCommand.self, UndoCommand.self,
        SyncCommand.self, SubmitCommand.self, DoctorCommand.self, SchemaCommand.self, CompletionsCommand.self,
        HelpCommand.self, MergeDriverCommand.self,
    ]
}

/// Which cotech this is.
enum Version {
    /// The version of the next release.
    static let text = "0.1.0"
}
