import ArgumentParser
import CoopNetwork
import RecordModel

extension Context {
    /// A text with the commands that it names as they work from here: where this one was told another folder with `-C`,
    /// those are as well. Otherwise `cotech undo`, say, would take back a change of another store.
    func placed(_ text: String) -> String {
        guard let folder else { return text }
        var placed = ""
        var rest = text[...]
        while let space = rest.utf8.firstIndex(of: UInt8(ascii: " ")) {
            let word = rest[..<space]
            placed += rest[...space]
            rest = rest[rest.utf8.index(after: space)...]
            guard word == "cotech" || word == "git" else { continue }
            let verb = String(rest.prefix { $0.isLetter || $0 == "-" })
            if (word == "git" ? Self.gitVerbs : Self.commands).contains(verb) { placed += "-C \(folder.shellWord) " }
        }
        return placed + rest
    }

    /// What a command begins with. All verbs of all nouns would take longer to put together than most commands.
    private static let commands: Set<String> = {
        var words = Set(Network.kinds.map { $0.name.rawValue })
        for command in Cotech.storeCommands {
            let configuration = command.configuration
            words.formUnion([configuration.commandName ?? ""] + configuration.aliases)
        }
        return words
    }()

    /// Those that are advised for the folder of a store.
    private static let gitVerbs: Set<String> = [
        "add", "branch", "checkout", "commit", "config", "fetch", "fsck", "log", "merge", "pull", "push", "rebase",
        "remote", "restore", "rm", "stash", "status", "switch", "worktree",
    ]
}
