import ArgumentParser
import CoopNetwork
import RecordModel
import RecordStore

/// `cotech people rename A B`: another id for a person; with --forget-old in all of history.
struct PeopleRename: WritingCommand {
    static let declaration = CommandConfiguration(
        commandName: "rename", abstract: "Give a person another id, and rewrite every reference to it.",
        discussion: """
            The old id is kept in 'formerly'. With --forget-old it is taken out of the private companion's whole \
            history instead, as though it had never been; the name is a field like others.
            """)

    static let endings = PeopleErase.endings

    @Argument(help: "The id the person has.", completion: .ids(of: People.kind.name))
    var old: String

    @Argument(help: "The id the person gets.")
    var new: String

    @Flag(help: "Take the old id out of the whole history.")
    var forgetOld = false

    @Option(
        help: ArgumentHelp(
            "With --forget-old, also put the person's present name in the place of this text.", valueName: "text"))
    var also: [String] = []

    @Flag(help: "Do not ask before history is rewritten.")
    var yes = false

    @OptionGroup(title: "Writing") var writing: WriteOptions
    @OptionGroup(title: "Store") var store: StoreOptions

    func validate() throws {
        if !forgetOld, yes || !also.isEmpty { throw ValidationError("--also and --yes belong to --forget-old") }
    }

    func run(in context: Context) throws -> ExitStatus {
        let change = try RecordChange(store, writing, context)
        return try forgetOld ? forget(change) : change.rename(People.kind, typed: old, to: new)
    }

    private func forget(_ change: RecordChange) throws -> ExitStatus {
        let before = try change.snapshot()
        let kind = try before.seen(People.kind)
        // A rename that is already made may be forgotten afterwards.
        let isRenamed = try !before.has(kind, old) && before.has(kind, new)
        guard let former = RecordID(old), let id = RecordID(new) else {
            throw CommandFailure(
                "an id is written in a-z, 0-9 and -", help: "cotech people rename OLD NEW --forget-old", status: .usage)
        }
        if isRenamed, let heir = try before.heir(of: former, kind), heir != id {
            throw CommandFailure(
                "\"\(former)\" is not a former id of \(id)",
                help: "it is called \(heir) now: cotech people rename \(former) \(heir) --forget-old", status: .usage)
        }
        if !isRenamed { _ = try before.planToRename(kind, typed: old, to: new, isRemembered: false) }
        let name = try before.readable(kind, isRenamed ? new : old).record.title
        let forgetting = try Forgetting(
            of: kind, former, .rename(id), chosen: also, replacement: name, in: change.store)
        return try ForgettingRun(change, forgetting, isConfirmed: yes).run(before)
    }
}
