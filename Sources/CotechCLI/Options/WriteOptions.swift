import ArgumentParser

/// How a change is written: shared by every command that makes one.
struct WriteOptions: ParsableArguments {
    @Flag(help: "Print what would change, and write nothing.")
    var dryRun = false

    @Option(name: [.customShort("m"), .long], help: "The commit's message, instead of the usual sentence.")
    var message: String?

    @Option(help: ArgumentHelp("Who the change is from, as 'Name <address>'; git's configured identity if not given.", valueName: "author"))
    var author: String?

    @Flag(help: "Never ask or open an editor; fail instead.")
    var noInput = false

    @Flag(name: [.customShort("q"), .long], help: "Say nothing but errors.")
    var quiet = false
}
