import ArgumentParser

extension Cotech {
    /// The verb that the first words name in full, where it takes all that follows.
    ///
    /// The parser begins with a tree of all verbs of all nouns, and with looking for a request for completions: each
    /// kind of record makes that longer, and nearly every command needs none of it. Whatever is not this simple, such as
    /// a mistake or a request for help, has nil here, goes through the whole tree and is answered there.
    static func verb(_ words: [String]) -> (any CotechCommand)? {
        var named: any ParsableCommand.Type = Cotech.self
        var rest = words[...]
        var below = named.configuration.subcommands
        while !below.isEmpty {
            guard let word = rest.popFirst(), let next = below.first(where: { $0.configuration.isCalled(word) })
            else { return nil }
            named = next
            below = named.configuration.subcommands
        }
        return (named as? any CotechCommand.Type)?.parsedAlone(Array(rest))
    }
}

extension Cotech {
    /// The command that the first words name; where they name none, or only a noun, the usual one there.
    static func command(named words: [String]) -> any ParsableCommand.Type {
        var named: any ParsableCommand.Type = Cotech.self
        for word in words {
            guard let next = named.configuration.subcommands.first(where: { $0.configuration.isCalled(word) }) else {
                break
            }
            named = next
        }
        while let usual = named.configuration.defaultSubcommand { named = usual }
        return named
    }
}

extension ParsableCommand {
    /// Whether it has the options of commands that write.
    static var hasWriteOptions: Bool {
        Mirror(reflecting: Self()).children.contains { $0.value is OptionGroup<WriteOptions> }
    }
}

extension CommandConfiguration {
    /// Whether a word is its name or another one that it has.
    func isCalled(_ word: String) -> Bool { commandName == word || aliases.contains(word) }
}

extension CotechCommand {
    fileprivate static func parsedAlone(_ words: [String]) -> Self? {
        let parsed = try? Alone<Self>.parseAsRoot(words)
        return (parsed as? Alone<Self>)?.command
    }
}

/// A command without those above and beside it.
private struct Alone<Command: CotechCommand>: ParsableCommand {
    /// With a name above it the parser does not look for a request for completions; without names of its own a request
    /// for help is a mistake here, and so is answered by the whole tree.
    static var configuration: CommandConfiguration { CommandConfiguration(_superCommandName: "cotech", helpNames: []) }

    @OptionGroup var command: Command
}
