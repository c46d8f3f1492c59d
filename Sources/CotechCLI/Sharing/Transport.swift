import Foundation
import Git
import Interchange
import RecordModel
import RecordStore

/// Fetches and pushes by the user's own git, with its keys, helpers and settings.
struct Transport {
    let home: Kind.Home
    let repository: Repository
    let shared: SharedBranch
    /// What is shared outside the branch.
    var side: SideRecords?
    let context: Context
    /// Whether git may ask the person for a name, a password or the like.
    let mayAsk: Bool

    /// Fetches what the other repository has.
    ///
    /// - Returns: whether the branch was there once and is not there any more, whichever fetch found that out.
    @discardableResult
    func fetch() throws(StoreError) -> Bool {
        let before = try heard
        for turn in 1... {
            let outcome = try git(
                rules + ["fetch", "--quiet", "--no-recurse-submodules", shared.remote],
                doing: "Fetching from \(shared.remote)")
            if outcome.isSuccess { break }
            // Another fetch into this clone, such as cron's, holds git's locks for a moment.
            guard turn < 10, outcome.errorText.contains("cannot lock ref") else {
                if let refusal = unwritable(outcome.errorText) { throw refusal }
                throw unreachable(shared.remote, "could not be fetched from", outcome.errorText)
            }
            Thread.sleep(forTimeInterval: Double.random(in: 0.05...0.3))
        }
        LastFetch.remember(in: repository)
        let isForgotten = try forget(before)
        do throws(GitError) {
            if isForgotten {
                try repository.setConfig(goneKey, "true")
                return true
            }
            guard repository.configBool(goneKey) == true else { return false }
            guard try repository.reference(shared.tracking) != nil else { return true }
            try repository.removeConfig(goneKey)
            return false
        } catch {
            throw StoreError(error)
        }
    }

    /// The setting that remembers of a branch that it was there once: what was seen of it is forgotten.
    private var goneKey: String { "cotech.\(shared.title).gone" }

    /// What was last seen of the branch.
    private var heard: ObjectID? {
        get throws(StoreError) {
            do throws(GitError) { return try repository.reference(shared.tracking) } catch { throw StoreError(error) }
        }
    }

    /// Forgets what was seen of a branch that is not there any more: a fetch keeps it, as though it still were.
    private func forget(_ seen: ObjectID?) throws(StoreError) -> Bool {
        // What has moved was there a moment ago. Git forgets what is gone by itself where it is told to prune.
        let now = try heard
        guard let seen, now == seen || now == nil else { return false }
        guard try tip() == nil else { return false }
        guard now != nil else { return true }
        do throws(GitError) {
            return try repository.deleteReference(shared.tracking, expected: seen) == .done
        } catch {
            throw StoreError(error)
        }
    }

    /// Where the branch is there, without fetching it; nil where it is not there.
    private func tip() throws(StoreError) -> ObjectID? {
        try advertised([shared.name]).first { $0.name == shared.name }?.id
    }

    /// The references that are there, without fetching them.
    ///
    /// - Parameter patterns: which are asked for; none for all.
    func advertised(_ patterns: [String] = []) throws(StoreError) -> [(name: String, id: ObjectID)] {
        let outcome = try git(["ls-remote", shared.remote] + patterns, doing: "Asking \(shared.remote)")
        guard outcome.isSuccess else {
            throw unreachable(shared.remote, "could not be fetched from", outcome.errorText)
        }
        return outcome.text.split(separator: "\n").compactMap { line in
            let words = line.split(separator: "\t", maxSplits: 1)
            guard words.count == 2, let id = ObjectID(words[0]) else { return nil }
            return (String(words[1]), id)
        }
    }

    /// Pushes a commit to a reference of another repository.
    ///
    /// - Parameter remote: nil for the one that is fetched from.
    /// - Returns: what became of the reference, and what else was said.
    /// - Throws: `unavailable` where the other side could not be reached at all.
    func push(
        _ commit: ObjectID, to reference: String, of remote: String? = nil, options: [String] = []
    ) throws(StoreError) -> (fate: PushAnswer.Fate, answer: PushAnswer) {
        let remote = remote ?? shared.remote
        do { try repository.storeObjects(of: commit) } catch { throw StoreError(error) }
        var answer = try push(commit, reference, remote, options)
        // Then nothing was sent yet: a host that knows no options is given none.
        if !options.isEmpty, answer.lacksOptions { answer = try push(commit, reference, remote, []) }
        if let words = answer.hookRefusal {
            throw StoreError(
                .refused,
                (["a pre-push hook of this clone let nothing be sent"] + words.prefix(5)).joined(separator: ": "),
                help: "it is saved here; once the hook is content, say the same again")
        }
        guard let fate = answer.fates[reference] else {
            throw unreachable(remote, "could not be pushed to", answer.complaints.joined(separator: "\n"))
        }
        return (fate, answer)
    }

    private func push(
        _ commit: ObjectID, _ reference: String, _ remote: String, _ options: [String]
    ) throws(StoreError) -> PushAnswer {
        let outcome = try git(
            rules + ["push", "--porcelain", "--no-recurse-submodules"] + options.flatMap { ["-o", $0] } + [
                remote, "\(commit):\(reference)",
            ], doing: "Sending to \(remote)")
        return PushAnswer(output: outcome.text, error: outcome.errorText)
    }

    /// Settings for one call of git: what it keeps here of the other repository besides what it is told to anyway.
    private var rules: [String] {
        var rules = side.map { [$0.fetchRule(in: shared.remote)] } ?? []
        // A bare clone keeps nothing by itself.
        if !shared.isFetched { rules.append("+refs/heads/*:refs/remotes/\(shared.remote)/*") }
        return rules.flatMap { ["-c", "remote.\(shared.remote).fetch=\($0)"] }
    }

    /// - Parameter doing: what a person is told where it takes long.
    private func git(_ arguments: [String], doing: String) throws(StoreError) -> ChildProcess.Outcome {
        let progress = Progress(doing, in: context)
        defer { progress.finish() }
        var environment = context.environment
        // What git says is read here, so that it must not be translated.
        environment["LC_ALL"] = "C"
        if !mayAsk { environment["GIT_TERMINAL_PROMPT"] = "0" }
        let folder = repository.place
        do {
            return try ChildProcess.run(
                "git", ["-C", folder] + arguments, environment: environment, workingDirectory: folder,
                meanwhile: { progress.advance() })
        } catch {
            throw StoreError(
                .unavailable, "sharing needs git itself, which cannot be run: \(error.message)", help: "install git")
        }
    }

    /// What to say of a fetch that failed for want of a place here to write to, whatever the other side has; nil where it
    /// failed for something else (`docs/syncing.md`, 73).
    private func unwritable(_ error: String) -> StoreError? {
        // The first is opened before the other side is asked.
        let signs = ["/FETCH_HEAD': ", "'FETCH_HEAD': ", "insufficient permission for adding an object"]
        let said = PushAnswer.complaints(in: error).first { line in
            !line.hasPrefix("remote:") && signs.contains { line.contains($0) }
        }
        guard let said else { return nil }
        let whose = home == .public ? "what is fetched" : "what is fetched for the private companion"
        return StoreError(
            .cannotWrite, "\(whose) cannot be written here: \(said)",
            help: "make it writable for this user, or work in a clone of your own: git clone")
    }

    private func unreachable(_ remote: String, _ what: String, _ error: String) -> StoreError {
        let said = PushAnswer.complaints(in: error).prefix(3).joined(separator: "; ")
        let whose = home == .public ? "" : "the private companion's "
        return StoreError(
            .unavailable, "\(whose)\(remote) \(what)" + (said.isEmpty ? "" : ": \(said)"),
            help: "everything else works without it; try again later: cotech sync",
            "see where it is: \(repository.gitCommand(for: home)) remote -v")
    }
}
