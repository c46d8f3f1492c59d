import ArgumentParser
import CoopNetwork
import RecordModel

/// `cotech people`: the verbs that every kind has, and those by which a person leaves, or is forgotten.
struct PeopleCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: People.kind.name.rawValue, abstract: People.kind.summary,
            discussion: NounList<People>.endings.sentence,
            // The rename of a person can take the old id out of all of history.
            subcommands: NounCommand<People>.verbs.filter { $0 != NounRename<People>.self },
            groupedSubcommands: [
                CommandGroup(
                    name: "Going, and being forgotten",
                    subcommands: [PeopleLeave.self, PeopleRename.self, PeopleErase.self])
            ], defaultSubcommand: NounList<People>.self)
    }
}
