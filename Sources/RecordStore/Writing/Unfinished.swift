public import Git
import RecordModel

extension Repository {
    /// Why nothing can be written beside what git has under way in the working tree: a commit beside a merge that waits
    /// for its own would lose one side of it. Nil where git has nothing under way.
    public var refusalOfUnfinished: StoreError? {
        let place = workingDirectory ?? commonDirectory
        guard let operation = unfinishedOperation else {
            let conflicted: [String]
            do throws(GitError) { conflicted = try conflictedPaths } catch { return StoreError(error) }
            guard let path = conflicted.first else { return nil }
            return StoreError(
                .tryAgain, "\(path) is in conflict for git, so nothing else can be written in \(place)",
                help: "mend it, look at it with cotech check, then \(command("add \(path.shellWord)"))",
                "or leave it as it was: \(command("checkout HEAD -- \(path.shellWord)"))")
        }
        return StoreError(
            .tryAgain, "\(operation.phrase) is not finished in \(place), so nothing else can be written there",
            help: "finish it: mend its files, look at them with cotech check, git add them, then "
                + command(operation.finishing),
            "or give it up: \(command(operation.givingUp))")
    }

    /// How edits by hand are committed here: by `cotech save`, unless git has something under way, which they are part of.
    fileprivate var wayToSave: String? {
        if let operation = unfinishedOperation { return "git add them, then \(command(operation.finishing))" }
        return (try? conflictedPaths)?.first.map { "\(command("add \($0.shellWord)")), then cotech save" }
    }

    /// What is said to git for this repository: whoever types may stand in the other one.
    private func command(_ words: String) -> String {
        "git -C \((workingDirectory ?? commonDirectory).shellWord) \(words)"
    }
}

extension Snapshot {
    /// How edits by hand are committed: `cotech save`, or what finishes a merge that they are part of.
    public func wayToSave(_ edits: [HandEdit]) throws(StoreError) -> String {
        for home in [Kind.Home.public, .private] where edits.contains(where: { $0.home == home }) {
            if let way = try repository(of: home).wayToSave { return way }
        }
        return "cotech save"
    }
}
