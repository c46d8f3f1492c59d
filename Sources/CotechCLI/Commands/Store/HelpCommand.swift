import ArgumentParser
import RecordModel

/// `cotech help WORD`: the command that a word means.
struct HelpCommand: CotechCommand {
    static let configuration = CommandConfiguration(
        commandName: "help", abstract: "Find the command for a word, or show a command's help.")

    @Argument(
        help: "A command, or a word for what you want to do: join, leave, typo.", completion: .commandWords)
    var words: [String] = []

    func run(in context: Context) throws -> ExitStatus {
        if let noun = words.first, let word = WordFinder.wordInsteadOfVerb(in: words) {
            throw WordFinder.noVerb(word, of: Kind.Name(rawValue: noun))
        }
        guard let word = words.first, !WordFinder.commands.contains(word) else {
            // The parser writes a command's own help.
            return ExitStatus(rawValue: CommandLineTool.run(words + ["--help"], in: context)) ?? .bug
        }
        let found = WordFinder.find(word)
        guard !found.isEmpty else {
            throw CommandFailure(
                "nothing is called \"\(word)\"", help: "see all commands: cotech --help", status: .usage)
        }
        context.say(StyledText("For \"\(word)\":"))
        for command in found { context.say(StyledText("  \(command)   (more: \(command) --help)")) }
        return .done
    }
}
