import ArgumentParser
import CoopNetwork
import RecordModel
import Synchronization

/// The folder at the top of the working files that a command is about, once it has opened them.
final class StoreTop: Sendable {
    private let path = Mutex<String?>(nil)

    func note(_ top: String?) { path.withLock { $0 = top } }

    /// How it is named by a person in a folder below it; nil elsewhere.
    func typed(below folder: String, from here: String) -> String? {
        guard let top = path.withLock(\.self), folder != top else { return nil }
        let (below, standing) = (FilePlace.standing(folder), FilePlace.standing(top))
        return below.hasPrefix(standing + "/") ? FilePlace.typed(top, from: here) ?? "." : nil
    }
}

extension Context {
    /// A text with the commands that it names as they work from here: where this one was told another folder with `-C`,
    /// those are as well. Otherwise `cotech undo`, say, would take back a change of another store. What git is asked to
    /// do names files from the top of the store, and so is said of that.
    func placed(_ text: String) -> String {
        let named = folder.map { $0.hasPrefix("/") ? $0 : "\(currentDirectory)/\($0)" }
        let top = top.typed(below: named ?? currentDirectory, from: currentDirectory)
        guard folder != nil || top != nil else { return text }
        let space = UInt8(ascii: " ")
        var placed = ""
        // What is not in `placed` yet begins at `start`, and the next word at `word`.
        var (start, word) = (text.startIndex, text.startIndex)
        while let end = text.utf8[word...].firstIndex(of: space) {
            let program = text[word..<end]
            word = text.utf8.index(after: end)
            guard program == "cotech" || program == "git" else { continue }
            let verb = String(text[word...].prefix { $0.isLetter || $0 == "-" })
            guard (program == "git" ? Self.gitVerbs : Self.commands).contains(verb) else { continue }
            guard let place = program == "git" || verb == "init" ? top ?? folder : folder else { continue }
            placed += text[start..<word] + "-C \(place.shellWord) "
            start = word
        }
        return placed + text[start...]
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
