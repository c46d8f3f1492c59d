import ArgumentParser
import CoopNetwork
import RecordModel

/// Finds the command that a word means: a synonym, a verb without its noun, or a slip of the finger.
enum WordFinder {
    /// The command for a first word that no command has, where one is meant.
    static func hint(for arguments: [String]) -> (word: String, help: String)? {
        guard let word = arguments.first(where: { !$0.hasPrefix("-") }), !commands.contains(word) else { return nil }
        let found = find(word)
        return (
            word,
            found.isEmpty
                ? "see them all: cotech --help" : "did you mean \(found.prefix(3).joined(separator: ", or "))?"
        )
    }

    /// The commands that a word may mean, the likeliest first.
    static func find(_ word: String) -> [String] {
        let word = word.lowercased()
        let meant = synonyms.filter { $0.words.contains(word) }.map(\.command)
        if !meant.isEmpty { return meant }
        let near = Suggestion.ranked(word, among: Array(commands) + synonyms.flatMap(\.words)).flatMap { near in
            commands.contains(near) ? ["cotech \(near)"] : synonyms.filter { $0.words.contains(near) }.map(\.command)
        }
        // A noun is near, and so are its synonyms.
        return near.reduce(into: []) { all, command in if !all.contains(command) { all.append(command) } }
    }

    /// The nouns and the store's verbs.
    static var commands: Set<String> {
        let configuration = Cotech.configuration
        let all = configuration.ungroupedSubcommands + configuration.groupedSubcommands.flatMap(\.subcommands)
        return Set(all.compactMap { $0.configuration.commandName } + ["help"])
    }

    /// The verb of a noun that a word is near to.
    static func verb(near word: String, of noun: Kind.Name) -> String? {
        let configuration = Cotech.configuration
        let all = configuration.ungroupedSubcommands + configuration.groupedSubcommands.flatMap(\.subcommands)
        let command = all.first { $0.configuration.commandName == noun.rawValue }
        return Suggestion.nearest(
            to: word, among: command?.configuration.subcommands.compactMap { $0.configuration.commandName } ?? [])
    }

    private static var synonyms: [(command: String, words: [String])] {
        Network.kinds.map { ("cotech \($0.name)", $0.synonyms + [$0.singular]) } + [
            ("cotech members enquire", ["join", "prospect", "apply", "interested"]),
            ("cotech members onboard", ["join", "welcome"]),
            ("cotech members leave", ["leave", "leaver", "quit", "resign"]),
            ("cotech members confirm", ["confirm", "fresh", "still-right"]),
            ("cotech members stale", ["stale", "old", "outdated", "age", "ages"]),
            ("cotech check", ["typo", "validate", "lint", "errors", "verify"]),
            ("cotech fmt", ["format", "tidy", "pretty"]),
            ("cotech undo", ["revert", "back", "oops"]),
            ("cotech save", ["commit"]),
            ("cotech owners", ["owner", "ownership", "permissions", "rights", "codeowners", "whose"]),
            ("cotech history", ["log", "changes", "blame"]),
        ]
    }
}
