import ArgumentParser
import Interchange
import RecordModel

/// `cotech help WORD`: the command that a word means.
struct HelpCommand: CotechCommand {
    static let declaration = CommandConfiguration(
        commandName: "help", abstract: "Find the command for a word, or show a command's help.")

    static let endings = Endings.answering

    @Argument(
        help: """
            A command, or a word for what you want to do or to know: join, leave, typo, headcount; exit-status for how \
            commands end.
            """, completion: .commandWords)
    var words: [String] = []

    func run(in context: Context) throws -> ExitStatus {
        if let noun = words.first, let word = WordFinder.wordInsteadOfVerb(in: words) {
            throw WordFinder.noVerb(word, of: Kind.Name(rawValue: noun))
        }
        guard let word = words.first, !WordFinder.commands.contains(word) else {
            // The parser writes a command's own help.
            return ExitStatus(rawValue: CommandLineTool.run(words + ["--help"], in: context)) ?? .bug
        }
        if ["exit-status", "exit-code", "exit", "statuses"].contains(word.lowercased()) {
            describeStatuses(in: context)
            return .done
        }
        let found = WordFinder.find(word)
        let fields = WordFinder.fields(for: word)
        guard !found.isEmpty || !fields.isEmpty else {
            throw CommandFailure(
                "nothing is called \"\(word)\"", help: "see all commands: cotech --help", status: .usage)
        }
        context.say(StyledText("For \"\(word)\":"))
        for command in found { context.say(StyledText("  \(command)   (more: \(command) --help)")) }
        for field in fields { context.say(StyledText("  \(field.what) (more: cotech schema \(field.kind.name))")) }
        if ["mapping", "mappings"].contains(word.lowercased()) { describeMapping(in: context) }
        if ["json", "jsonl"].contains(word.lowercased()) {
            context.say("Of --format json and jsonl, docs/json.md says which keys each answer has.")
        }
        return .done
    }

    /// How commands end.
    private func describeStatuses(in context: Context) {
        var table = Table(columns: [Table.Column("status", rightAligned: true), Table.Column("meaning")])
        table.layout = Table.Layout(hasHeadings: false, isWhole: true)
        for status in ExitStatus.allCases { table.add(.text(String(status.rawValue)), .text(status.meaning)) }
        table.write(as: .table, to: context)
    }

    /// What a mapping may say: it is no record, so that `schema` does not tell.
    private func describeMapping(in context: Context) {
        context.say()
        context.say("A mapping's keys. Left of a colon stands theirs, right of it ours (cotech schema members).")
        context.say()
        var table = Table(columns: [
            Table.Column("key", mayShrink: false), Table.Column("format", mayShrink: false),
            Table.Column("written as"), Table.Column("what it says"),
        ])
        table.layout.isWhole = true
        for key in MappingGuide.keys {
            table.add(.text(key.name), .text(key.format), .text(key.shape), .text(key.help))
        }
        table.write(as: .table, to: context)
        context.say()
        context.say("For example:")
        for line in MappingGuide.example.split(separator: "\n") { context.say(StyledText("  \(line)")) }
    }
}
