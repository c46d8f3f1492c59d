import ArgumentParser
import CoopNetwork
import RecordModel
import RecordStore

/// `cotech members`: the verbs that every kind has, and those by which a co-op comes, stays and goes.
struct MembersCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: Members.kind.name.rawValue, abstract: Members.kind.summary,
            discussion: NounList<Members>.endings.sentence,
            subcommands: verbs,
            groupedSubcommands: [
                CommandGroup(
                    name: "Kept up to date", subcommands: NounCommand<Members>.ageing + [MembersRemind.self]),
                CommandGroup(
                    name: "Coming in",
                    subcommands: [
                        MembersEnquire.self, MembersEnquiries.self, MembersNote.self, MembersReply.self,
                        MembersOnboard.self,
                    ]),
                CommandGroup(
                    name: "Going, coming back, becoming one",
                    subcommands: [
                        MembersLeave.self, MembersSuspend.self, MembersRejoin.self,
                        NounRename<Members>.self, MembersMerge.self,
                    ]),
                CommandGroup(name: "From and to elsewhere", subcommands: [MembersImport.self, MembersExport.self]),
            ], defaultSubcommand: NounList<Members>.self)
    }

    /// The usual ones, of which `show` finds enquiries as well; some stand in groups with those that only members have.
    private static var verbs: [any ParsableCommand.Type] {
        let grouped = NounCommand<Members>.ageing + [NounRename<Members>.self]
        return NounCommand<Members>.verbs.filter { verb in !grouped.contains { $0 == verb } }
            .map { $0 == NounShow<Members>.self ? MembersShow.self : $0 }
    }
}

/// `cotech members enquiries`: what `cotech enquiries` lists, where people look for it.
struct MembersEnquiries: CotechCommand {
    static let declaration = CommandConfiguration(
        commandName: "enquiries", abstract: "List the co-ops that might join: the same as cotech enquiries.")

    @OptionGroup var list: ListArguments<Enquiries>

    func run(in context: Context) throws -> ExitStatus { try list.show(in: context) }
}
