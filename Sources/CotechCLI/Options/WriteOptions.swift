import ArgumentParser
import RecordModel
import RecordStore

/// How a change is written: shared by every command that makes one.
struct WriteOptions: ParsableArguments {
    @Flag(help: "Print what would change, and write nothing.")
    var dryRun = false

    @Option(name: [.customShort("m"), .long], help: "The commit's message instead of the usual sentence.")
    var message: String?

    @Option(
        help: ArgumentHelp(
            "Whose words they are, as 'Name <address>'; git's configured identity otherwise.", valueName: "author"))
    var author: String?

    @Flag(help: "Never ask and never open an editor: fail instead.")
    var noInput = false

    @Flag(name: [.customShort("q"), .long], help: "Say nothing but warnings and errors.")
    var quiet = false

    func validate() throws {
        if let message, message.allSatisfy(\.isWhitespace) {
            throw ValidationError("a commit needs a message: say one, or leave out -m for the usual sentence")
        }
    }

    /// Who writes, and when.
    func hand(_ context: Context, _ store: Store) throws -> Hand {
        let now = context.now()
        return try hand(context, now: now, offset: store.localOffset(at: now))
    }

    /// Who writes at a moment, `offset` seconds ahead of UTC.
    func hand(_ context: Context, now: Instant, offset: Int) throws -> Hand {
        var hand = context.hand(now: now, offset: offset)
        if let named = try namedAuthor { hand.author = named }
        return hand
    }

    private var namedAuthor: (name: String, email: String)? {
        get throws {
            guard let author else { return nil }
            guard let open = author.firstIndex(of: "<"), author.hasSuffix(">") else {
                throw CommandFailure(
                    "--author is not 'Name <address>'",
                    help: "for example: --author 'Tidy Bees <post@tidy-bees.example>'",
                    status: .usage)
            }
            let name = author[..<open].split(separator: " ").joined(separator: " ")
            return (name, String(author[author.index(after: open)...].dropLast()))
        }
    }

    /// A plan with the message that was asked for, if any.
    func titled(_ plan: Plan) -> Plan {
        guard let message else { return plan }
        var plan = plan
        plan.subject = message
        return plan
    }
}

extension Context {
    /// Who writes at a moment, `offset` seconds ahead of UTC, where no option names somebody. As with git, the environment
    /// comes before its settings.
    func hand(now: Instant, offset: Int) -> Hand {
        func named(_ role: String) -> (name: String, email: String)? {
            environment["GIT_\(role)_NAME"].flatMap { name in
                environment["GIT_\(role)_EMAIL"].map { (name: name, email: $0) }
            }
        }
        return Hand(author: named("AUTHOR"), committer: named("COMMITTER"), now: now, offset: offset)
    }
}
