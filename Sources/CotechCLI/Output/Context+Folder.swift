import RecordModel

extension Context {
    /// A text with the commands that it names as they work from here: where this one was told another folder with `-C`,
    /// those are as well. Otherwise `cotech undo`, say, would take back a change of another store.
    func placed(_ text: String) -> String {
        guard let folder, text.contains("cotech ") || text.contains("git ") else { return text }
        var words = text.split(separator: " ", omittingEmptySubsequences: false)
        let place = ["-C", Substring(folder.shellWord)]
        for index in words.indices.dropLast().reversed() {
            let verb = String(words[index + 1].prefix { $0.isLetter || $0 == "-" })
            switch words[index] {
            case "cotech" where WordFinder.commands.contains(verb): words.insert(contentsOf: place, at: index + 1)
            case "git" where Self.gitVerbs.contains(verb): words.insert(contentsOf: place, at: index + 1)
            default: continue
            }
        }
        return words.joined(separator: " ")
    }

    /// Those that are advised for the folder of a store.
    private static let gitVerbs: Set<String> = [
        "add", "branch", "checkout", "commit", "config", "fetch", "fsck", "log", "merge", "pull", "push", "rebase",
        "remote", "restore", "rm", "stash", "status", "switch", "worktree",
    ]
}
