import ArgumentParser
import CoopNetwork
import RecordModel

/// Finds the command that a word means: a synonym, a verb without its noun, or a slip of the finger.
enum WordFinder {
    /// The command for a first word that no command has, where one is meant.
    static func hint(for arguments: [String]) -> (word: String, help: String)? {
        guard let word = arguments.first(where: { !$0.hasPrefix("-") }), !commands.contains(word) else { return nil }
        let found = find(word)
        guard found.isEmpty else { return (word, "did you mean \(found.prefix(3).joined(separator: ", or "))?") }
        return (
            word,
            fields(for: word).isEmpty ? "see them all: cotech --help" : "what it is: cotech help \(word.shellWord)"
        )
    }

    /// The parser's answer to what it cannot take, with what is meant. It asks for what is missing before it looks at
    /// options that there are not, such as `--town=Leeds`.
    static func answer(to message: String, in arguments: [String]) -> String {
        let lines = message.split(separator: "\n")
        guard let usage = lines.firstIndex(where: { $0.hasPrefix("Usage: ") && $0.contains("<assignments>") }),
            let typed = assignmentWithDashes(in: arguments)
        else { return answer(toUnknownOption: message, in: arguments) }
        let way = "Unknown option '--\(typed)'. A field is written without dashes: \(typed.shellWord)"
        return (["Error: \(way)"] + lines[usage...]).joined(separator: "\n")
    }

    /// A field that is set as though it were an option: `town=Leeds` of `--town=Leeds`.
    private static func assignmentWithDashes(in arguments: [String]) -> String? {
        let fields = fields(of: arguments)
        return arguments.filter { $0.hasPrefix("--") && $0.contains("=") }.map { String($0.dropFirst(2)) }
            .first { typed in fields.contains { typed.hasPrefix($0 + "=") } }
    }

    /// The fields of the kind that the command is about.
    private static func fields(of arguments: [String]) -> [String] {
        Network.kinds.first { $0.name.description == arguments.first }?.fields.map(\.name) ?? []
    }

    /// The parser's answer to an option that there is not, with the one of the command that is meant. The parser names the
    /// nearest however far it is.
    private static func answer(toUnknownOption message: String, in arguments: [String]) -> String {
        let parts = message.split(separator: "'", maxSplits: 2, omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 3, parts[0].hasSuffix("Unknown option ") else { return message }
        // What follows is the question that the parser asks, if any, and the usage with the command's options.
        let usage = parts[2][(parts[2].firstIndex(of: "\n") ?? parts[2].endIndex)...]
        let takesFields = parts[2].contains("<assignments>")
        if parts[1].hasPrefix("--") {
            let typed = String(parts[1].dropFirst(2))
            let options = Set(
                parts[2].split { !$0.isLetter && $0 != "-" }.filter { $0.hasPrefix("--") }
                    .map { String($0.dropFirst(2)) })
            let meant =
                optionSynonyms.first { $0.words.contains(typed) && options.contains($0.option) }?.option
                ?? Suggestion.nearest(to: typed, among: options)
            if let meant { return "\(parts[0])'\(parts[1])'. Did you mean '--\(meant)'?\(usage)" }
            if takesFields, fields(of: arguments).contains(typed) {
                return "\(parts[0])'\(parts[1])'. A field is written without dashes: \(typed)=VALUE\(usage)"
            }
        }
        if takesFields, let way = assignment(of: parts[1], in: arguments) {
            return "\(parts[0])'\(parts[1])'. A value that begins with a dash stands behind the sign: \(way)\(usage)"
        }
        return parts[1].hasPrefix("--") ? "\(parts[0])'\(parts[1])'\(usage)" : message
    }

    /// How a value that looks like an option is given to the field before it: `note=-x`.
    private static func assignment(of value: String, in arguments: [String]) -> String? {
        guard let place = arguments.firstIndex(of: value), place > 2, !arguments[place - 1].hasPrefix("-") else {
            return nil
        }
        let field = arguments[place - 1]
        if field.contains("=") { return (field + value).shellWord }
        return fields(of: arguments).contains(field) ? "\(field)=\(value)".shellWord : nil
    }

    /// Other words for options.
    private static let optionSynonyms: [(option: String, words: [String])] = [
        ("date", ["on", "day", "when"]), ("sort", ["order", "order-by", "sort-by"]),
        ("fields", ["columns", "select"]), ("where", ["filter"]), ("dry-run", ["pretend", "simulate"]),
    ]

    /// The commands that a word may mean, the likeliest first.
    static func find(_ word: String) -> [String] {
        let word = word.lowercased()
        let known = synonyms + verbs
        let meant = known.filter { !plurals(of: word).isDisjoint(with: $0.words) }.map(\.command)
        let found =
            meant.isEmpty && declared(word).isEmpty
            ? Suggestion.ranked(word, among: Array(commands) + known.flatMap(\.words)).flatMap { near in
                commands.contains(near) ? ["cotech \(near)"] : known.filter { $0.words.contains(near) }.map(\.command)
            } : meant
        // A word may be a synonym and a verb of the same command.
        return found.reduce(into: []) { all, command in if !all.contains(command) { all.append(command) } }
    }

    /// What the kinds declare under a word, each with the kind: fields and what is worked out, by their names or their
    /// group's, and words that one of them can hold, such as a stage. Where nothing at all is called so, the nearest, or
    /// those whose help has the word.
    static func fields(for word: String) -> [(what: String, kind: Kind)] {
        let word = word.lowercased()
        let called = declared(word)
        guard called.isEmpty, word.count > 3, find(word).isEmpty else { return called }
        let names = Network.kinds.flatMap { $0.fields.map(\.name) }
        if let near = Suggestion.nearest(to: word, among: names) { return declared(near) }
        return columns(of: word) { column in
            let words = column.help.lowercased().split { !$0.isLetter && $0 != "-" }.map(String.init)
            return !plurals(of: word).isDisjoint(with: words)
        }
    }

    private static func declared(_ word: String) -> [(what: String, kind: Kind)] {
        columns(of: word) { column in
            !plurals(of: word).isDisjoint(with: [column.name] + column.name.split(separator: ".").map(String.init))
                || column.name.hasPrefix(word + "-") || column.form?.choices?.contains(word) == true
        }
    }

    /// The columns that a word means, each in a sentence.
    private static func columns(
        of word: String, where isMeant: (RecordColumn) -> Bool
    ) -> [(what: String, kind: Kind)] {
        Network.kinds.flatMap { kind in
            RecordColumn.all(of: kind).dropFirst().filter(isMeant).map { column in
                let value = column.form?.choices?.contains(word) == true ? "=\(word)" : ""
                return ("\(column.name)\(value) of \(kind.name): \(column.help)", kind)
            }
        }
    }

    /// A word, and what it is called where there are several.
    private static func plurals(of word: String) -> Set<String> {
        let all = [word, word + "s"]
        return Set(word.hasSuffix("y") ? all + [word.dropLast() + "ies"] : all)
    }

    /// The nouns and the store's verbs.
    static var commands: Set<String> { Set(names(below: Cotech.configuration) + ["help"]) }

    /// The word behind a noun that is none of its verbs, so that the noun's usual verb is given it.
    static func wordInsteadOfVerb(in arguments: [String]) -> String? {
        guard arguments.count > 1, !arguments[1].hasPrefix("-"), let verbs = verbs(of: arguments[0], all: true),
            !verbs.isEmpty
        else { return nil }
        return verbs.contains(arguments[1]) ? nil : arguments[1]
    }

    /// Says that a noun has no such verb, and that nothing of it is called that.
    static func noVerb(_ word: String, of noun: Kind.Name) -> CommandFailure {
        CommandFailure(
            "\(noun) has no verb \"\(word)\", and nothing in it is called that",
            help: verb(near: word, of: noun).map { "did you mean cotech \(noun) \($0)?" }
                ?? "the verbs are \((verbs(of: noun.rawValue) ?? []).joined(separator: ", "))", status: .usage)
    }

    /// The verb of a noun that a word is near to.
    static func verb(near word: String, of noun: Kind.Name) -> String? {
        Suggestion.nearest(to: word, among: verbs(of: noun.rawValue) ?? [])
    }

    /// The verbs of a noun, as help tells of them or all; nil where it is none.
    static func verbs(of noun: String, all: Bool = false) -> [String]? {
        below(Cotech.configuration).first { $0.commandName == noun }.map { names(below: $0, all: all) }
    }

    private static func below(_ configuration: CommandConfiguration) -> [CommandConfiguration] {
        configuration.subcommands.map { $0.configuration }
    }

    /// - Parameter all: those as well of which help does not tell.
    private static func names(below configuration: CommandConfiguration, all: Bool = true) -> [String] {
        below(configuration).filter { all || $0.shouldDisplay }
            .flatMap { [$0.commandName].compactMap(\.self) + $0.aliases }
    }

    /// Each verb with its noun, the nouns in the order of the help.
    private static var verbs: [(command: String, words: [String])] {
        below(Cotech.configuration).flatMap { noun in
            names(below: noun, all: false).map {
                ("cotech \(noun.commandName ?? "") \($0)", $0 == "remove" ? [$0, "delete"] : [$0])
            }
        }
    }

    private static var synonyms: [(command: String, words: [String])] {
        Network.kinds.map { ("cotech \($0.name)", $0.synonyms + [$0.singular]) } + [
            ("cotech members enquire", ["join", "prospect", "apply", "interested"]),
            ("cotech members onboard", ["join", "welcome", "checklist", "steps"]),
            ("cotech members note", ["notes", "conversation"]),
            ("cotech members reply", ["answer", "draft", "letter"]),
            ("cotech members leave", ["leave", "leaver", "quit", "resign"]),
            ("cotech members suspend", ["pause", "suspension", "exclude"]),
            ("cotech members rejoin", ["return", "readmit", "reinstate"]),
            ("cotech members confirm", ["confirm", "fresh", "still-right", "confirmation"]),
            (
                "cotech members stale",
                [
                    "stale", "staleness", "old", "outdated", "age", "ages", "ageing", "cron", "freshness", "unknown",
                    "sweeps", "mechanical", "heartbeat",
                ]
            ),
            ("cotech members import", ["import", "spreadsheet", "csv", "mapping", "excel", "survey", "respondent"]),
            ("cotech members export", ["export", "json", "download", "vcard", "murmurations", "csv"]),
            ("cotech members list", ["list", "search", "find", "filter", "sort", "where"]),
            ("cotech members remind", ["mail", "email", "e-mail", "reminder", "reminders", "maildir", "warning"]),
            ("cotech members rename", ["rename"]),
            ("cotech members merge", ["duplicate", "double"]),
            ("cotech people erase", ["erase", "forget", "delete", "gdpr"]),
            (
                "cotech settings",
                ["config", "configuration", "preferences", "options", "coordinator", "newcomer", "vision"]
            ),
            ("cotech schema", ["fields", "editor"]),
            ("cotech", ["due", "late", "today", "todo"]),
            ("cotech --version", ["version"]),
            ("cotech check", ["typo", "validate", "lint", "errors", "verify"]),
            ("cotech init", ["begin", "ci", "workflow"]),
            ("cotech fmt", ["format", "tidy", "pretty"]),
            ("cotech undo", ["revert", "back", "oops"]),
            ("cotech save", ["commit"]),
            ("cotech sync", ["push", "pull", "fetch", "share", "send", "receive", "update", "merge", "backup", "git"]),
            ("cotech submit", ["propose", "proposal", "request", "merge-request", "pull-request", "pr", "mr"]),
            ("cotech owners", ["owner", "ownership", "permissions", "rights", "codeowners", "whose"]),
            ("cotech history", ["log", "changes", "blame"]),
        ]
    }
}
