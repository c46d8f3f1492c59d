import Foundation
public import Git
public import RecordModel

/// What git has under way in a working tree, beside which nothing is written.
public enum UnfinishedWork: Sendable {
    /// A merge or the like, which waits for its own commit.
    case operation(UnfinishedOperation)
    /// A file that git holds for a conflict, as after a `git stash pop` that met other changes.
    case conflict(path: String)
    /// A search through the history, which keeps HEAD off its branch.
    case bisection
    /// The branch was moved on elsewhere from a commit, whose files are here still: committed, they would take back what
    /// the branch has got since.
    ///
    /// - Parameter words: what brings git back to the branch: `checkout --merge main`.
    case leftBehind(at: ObjectID, branch: String, words: String)

    /// What is the matter, as a sentence begins: `a merge is not finished`.
    public var sentence: String {
        switch self {
        case .operation(let operation): "\(operation.phrase) is not finished"
        case .conflict(let path): "\(path) is in conflict for git"
        case .bisection: "a git bisect is not finished"
        case .leftBehind(let commit, let branch, _):
            "\(branch) was moved on elsewhere and the files here are still those of \(commit.short)"
        }
    }

    /// How it ends, in a line with each way that there is.
    ///
    /// - Parameter git: how git is called for the repository: `git -C ../network-private`.
    public func ways(_ git: String) -> String {
        switch self {
        case .operation(let operation):
            "mend its files, then \(git) add -u and \(git) \(operation.finishing); or give it up: \(git) \(operation.givingUp)"
        case .conflict(let path):
            "mend it, then \(git) add \(path.shellWord); or leave it as it was: \(git) checkout HEAD -- \(path.shellWord)"
        case .bisection: "\(git) bisect reset"
        case .leftBehind(let commit, _, let words):
            "\(git) checkout --detach \(commit.short) && \(git) \(words)"
        }
    }
}

extension Repository {
    /// What stops every write until it ends; nil where git has nothing under way.
    ///
    /// - Throws: where the index cannot be read, and it cannot be told whether it holds a conflict.
    public var unfinishedWork: UnfinishedWork? {
        get throws(StoreError) {
            if let operation = unfinishedOperation { return .operation(operation) }
            if let path = try git({ () throws(GitError) in try conflictedPaths }).first { return .conflict(path: path) }
            // Until it is told what is good and bad, a bisection leaves HEAD on its branch, where one can write.
            if isBisecting, case .detached? = try? head { return .bisection }
            return try git { () throws(GitError) in
                guard let commit = try commitLeftBehind() else { return nil }
                let head = try head
                let branch = head.branch.map { String($0.trimmingPrefix("refs/heads/")) }
                let place = branch ?? head.id?.short ?? "HEAD"
                // Git checks a branch out once, unless it is told to.
                let isLone = try linkedWorktreeNames.isEmpty
                let words = "checkout --merge \(isLone ? "" : "--ignore-other-worktrees ")\(place.shellWord)"
                return .leftBehind(at: commit, branch: branch ?? "HEAD", words: words)
            }
        }
    }

    /// Whether a bisection was begun and waits for its end. Git tells one by this file alone.
    var isBisecting: Bool { FileManager.default.fileExists(atPath: "\(gitDirectory)/BISECT_LOG") }

    /// Why nothing can be written beside what git has under way in the working tree: a commit beside a merge that waits
    /// for its own would lose one side of it. Nil where git has nothing under way.
    public var refusalOfUnfinished: StoreError? {
        let work: UnfinishedWork?
        do throws(StoreError) { work = try unfinishedWork } catch { return error.calling(gitCommand) }
        guard let work else { return nil }
        let message = "\(work.sentence) in \(place), so nothing else can be written there"
        switch work {
        case .operation(let operation):
            return StoreError(
                .tryAgain, message,
                help: "finish it: mend its files, look at them with cotech check, then "
                    + "\(command("add -u")) and \(command(operation.finishing))",
                "or give it up: \(command(operation.givingUp))")
        case .conflict(let path):
            return StoreError(
                .tryAgain, "\(work.sentence), so nothing else can be written in \(place)",
                help: "mend it, look at it with cotech check, then \(command("add \(path.shellWord)"))",
                "or leave it as it was: \(command("checkout HEAD -- \(path.shellWord)"))")
        case .bisection: return StoreError(.tryAgain, message, help: "end it: \(work.ways(gitCommand))")
        case .leftBehind:
            return StoreError(
                .tryAgain, message, help: "bring them up to date, keeping edits by hand: \(work.ways(gitCommand))")
        }
    }

    /// How edits by hand are committed here: by `cotech save`, unless git has something under way, which they are part of.
    fileprivate var wayToSave: String? {
        switch try? unfinishedWork {
        case .operation(let operation): "\(command("add -u")), then \(command(operation.finishing))"
        case .conflict(let path): "\(command("add \(path.shellWord)")), then cotech save"
        case .bisection: "\(command("bisect reset")), then cotech save"
        case .leftBehind(let commit, _, let words):
            "\(command("checkout --detach \(commit.short)")) && \(command(words)), then cotech save"
        case nil: nil
        }
    }

    /// What is said to git for this repository: whoever types may stand in the other one.
    private func command(_ words: String) -> String { "\(gitCommand) \(words)" }

    /// How git is called for this repository from anywhere.
    public var gitCommand: String { "git -C \(place.shellWord)" }

    /// How git is called for this repository, which is that of a home, by whoever stands in the store.
    public func gitCommand(for home: Kind.Home) -> String { home == .public ? "git" : gitCommand }

    /// The branch of this repository, which is that of a home, that a new commit would be the newest of.
    ///
    /// - Throws: `cannotWrite` where HEAD is on none, with the command that works for whoever stands in the store.
    func branchToWrite(for home: Kind.Home) throws(StoreError) -> String {
        do throws(GitError) { return try branchOfHead } catch {
            let refusal = StoreError(error)
            throw error.kind == .detachedHead ? refusal.calling(gitCommand(for: home)) : refusal
        }
    }

    /// How a file of this repository, which is that of a home, is named by whoever stands in the store.
    public func word(for path: String, of home: Kind.Home) -> String {
        (home == .public ? path : "\(place)/\(path)").shellWord
    }
}

extension StoreError {
    /// The same, with git called in its remedies by a command that works where a person is.
    ///
    /// - Parameter git: `git -C ../network-private`.
    public func calling(_ git: String) -> StoreError {
        StoreError(
            kind, message, helpLines: help.map { $0.replacing("git ", with: "\(git) ") }, diagnostics: diagnostics)
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
