import ArgumentParser
import CoopNetwork
import RecordModel
import RecordStore

/// `cotech people erase ID`: takes a person out of the private companion's whole history, and proves it.
struct PeopleErase: WritingCommand {
    static let declaration = CommandConfiguration(
        commandName: "erase", abstract: "Forget a person: take them out of the private companion's whole history.",
        discussion: """
            The record, what refers to it, the e-mail addresses and telephone numbers that it ever held, and the author \
            of commits are removed from every commit, and every object is read afterwards to prove it. Other texts that \
            hold the name are listed: names are replaced there only where --also gives them. There is no undo.
            """)

    static let endings = Endings.writing.saying(
        .findings, "something of it is left that only a person can remove; it is listed")

    @Argument(help: "The person's id, now or formerly.", completion: .ids(of: People.kind.name))
    var id: String

    @Flag(help: "Keep a record with a neutral id in the person's place, where accounts must still refer to somebody.")
    var keepAccount = false

    @Option(help: ArgumentHelp("Replace this text too, wherever it stands. May be repeated.", valueName: "text"))
    var also: [String] = []

    @Flag(help: "Do not ask for confirmation.")
    var yes = false

    @OptionGroup(title: "Writing") var writing: WriteOptions
    @OptionGroup(title: "Store") var store: StoreOptions

    func run(in context: Context) throws -> ExitStatus {
        let change = try RecordChange(store, writing, context)
        let snapshot = try change.snapshot()
        let kind = try snapshot.seen(People.kind)
        guard let id = RecordID(id) ?? Folding.identifier(from: id).flatMap({ RecordID($0) }) else {
            throw CommandFailure("\"\(id)\" is not an id", help: "see them all: cotech people list", status: .usage)
        }
        let forgetting = try Forgetting(
            of: kind, id, .remove(keepingAccount: keepAccount), chosen: also, in: change.store)
        return try ForgettingRun(change, forgetting, isConfirmed: yes).run(snapshot)
    }
}
