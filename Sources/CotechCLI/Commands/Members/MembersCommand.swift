import ArgumentParser
import CoopNetwork
import RecordModel

/// `cotech members`: the verbs that every kind has, and those that only profiles need.
struct MembersCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "members", abstract: Members.kind.summary,
        subcommands: NounCommand<Members>.verbs + [MembersStale.self, MembersRemind.self], defaultSubcommand: NounList<Members>.self)
}
