import ArgumentParser
import Git
import RecordModel
import RecordStore

/// `cotech diff`: what changed between two states, in fields and sentences.
struct DiffCommand: CotechCommand {
    static let declaration = CommandConfiguration(
        commandName: "diff", abstract: "Say what changed between two states, record by record.",
        discussion: """
            Without revisions: what was edited by hand and is not saved yet. With one, or with --at or --as-of: what \
            changed from there to now. With A..B: from A to B; with A...B: from where the two parted to B, as a host \
            shows a branch.
            """)

    @Argument(help: ArgumentHelp("One revision, or two: A..B.", valueName: "revisions"))
    var revisions: String?

    @Flag(help: "The private companion's records instead.")
    var `private` = false

    @OptionGroup(title: "Output") var output: OutputOptions
    @OptionGroup(title: "Store") var store: StoreOptions

    func run(in context: Context) throws -> ExitStatus {
        let opened = try store.open(context)
        let home: Kind.Home = `private` ? .private : opened.openedHome
        let moment = try store.moment(context)
        let now = moment.now
        let difference: Difference
        if let revisions {
            guard store.isNow else {
                throw CommandFailure(
                    "two ways are given to say from where: \(revisions) and\(moment.typed)", help: "give one of them",
                    status: .usage)
            }
            difference = try self.difference(Revisions(revisions), opened, home, now)
        } else if store.isNow {
            difference = try opened.unsavedDifference(in: home, now: now)
        } else {
            guard let then = try opened.snapshot(moment).commit(of: home) else {
                throw CommandFailure("nothing is known of that repository as it was then", status: .unavailable)
            }
            difference = try self.difference(Revisions(then.description), opened, home, now)
        }
        DifferenceView(difference: difference).write(as: output.chosen, to: context)
        return .done
    }

    private func difference(
        _ range: Revisions, _ opened: Store, _ home: Kind.Home, _ now: Instant
    ) throws -> Difference {
        let repository = try opened.repository(of: home)
        return try opened.difference(
            from: repository.resolve(range.from), to: repository.resolve(range.to),
            isSinceParting: range.isSincePartingOnly, in: home, now: now)
    }
}
