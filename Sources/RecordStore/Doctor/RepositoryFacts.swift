import Foundation
import Git
import RecordModel

/// What is so about one repository, whatever records it holds.
struct RepositoryFacts {
    let repository: Repository
    let now: Instant
    /// How a person who types commands calls git for this repository: `git -C ../network-private`, where they are in
    /// another.
    var gitCommand = "git"
    /// The command that begins a store in it.
    var begin = "cotech init"

    /// Every fact, in the order in which they are shown.
    func all() throws(StoreError) -> [StoreFact] {
        // What git has under way comes first: it is what stops writing, and often why HEAD is on no branch.
        let unfinished = unfinished()
        var facts = (unfinished.map { [$0] } ?? []) + [try place(isUnfinished: unfinished != nil)]
        facts += try completeness()
        facts += locks()
        facts.append(identity())
        facts.append(signing())
        facts += hooks()
        facts += try sharing()
        facts += lineEnds()
        return facts
    }

    /// What was begun with git and stops every write until it ends, with both ways to end it.
    private func unfinished() -> StoreFact? {
        let work: UnfinishedWork?
        do throws(StoreError) { work = try repository.unfinishedWork } catch {
            return StoreFact(.problem, "index", error.message, fix: fix(of: error))
        }
        if let work {
            return StoreFact(
                .problem, "unfinished", "\(work.sentence), so nothing else can be written", fix: work.ways(gitCommand))
        }
        guard repository.isBisecting else { return nil }
        let bisection = UnfinishedWork.bisection
        return StoreFact(.warning, "unfinished", bisection.sentence, fix: bisection.ways(gitCommand))
    }

    /// What mends a failure, as a person types it where they are.
    func fix(of failure: StoreError) -> String? {
        failure.calling(gitCommand).help.first
    }

    /// - Parameter isUnfinished: whether git has something under way; its end brings HEAD back to a branch.
    private func place(isUnfinished: Bool) throws(StoreError) -> StoreFact {
        let path = repository.place
        let kind = repository.isBare ? ", bare" : repository.isLinkedWorktree ? ", a linked worktree" : ""
        switch try git({ () throws(GitError) in try repository.head }) {
        case .branch(let name, _): return .ok("repository", "\(path)\(kind), on \(RepositoryFacts.short(name))")
        case .unborn(let name):
            let way = try git { () throws(GitError) in try repository.goingToCommits() }
            return StoreFact(
                .problem, "repository", "\(path)\(kind) has no commit on \(RepositoryFacts.short(name)) yet",
                fix: way.map { "\(gitCommand) \($0)" } ?? begin)
        case .detached(let id) where isUnfinished:
            return .ok("repository", "\(path)\(kind), at \(id.short) and on no branch until that is finished")
        case .detached(let id):
            return StoreFact(
                .warning, "repository", "\(path)\(kind) is at \(id.short) and on no branch, so nothing can be written",
                fix: "\(gitCommand) switch main")
        }
    }

    static func short(_ branch: String) -> String {
        branch.hasPrefix("refs/heads/") ? String(branch.dropFirst("refs/heads/".count)) : branch
    }

    // MARK: - History

    private func completeness() throws(StoreError) -> [StoreFact] {
        var facts: [StoreFact] = []
        let boundary = try git { () throws(GitError) in try repository.shallowBoundary }
        if !boundary.isEmpty {
            facts.append(
                StoreFact(
                    .warning, "history",
                    "it is cut off (a shallow clone; in CI, fetch-depth: 0 fetches it all), so the ages of what is older are unknown",
                    fix: "\(gitCommand) \(HistoryGap.shallow.fetching)"))
        }
        if repository.isPartialClone, let fact = try leftOut() { facts.append(fact) }
        let isRegrafted = try git { () throws(GitError) in try !repository.regraftedCommits.isEmpty }
        if repository.hasGrafts {
            facts.append(
                StoreFact(
                    .warning, "history",
                    "info/grafts gives commits other parents for git, and not for cotech"
                        + (isRegrafted ? ", so some ages are unknown" : ""),
                    fix: "\(gitCommand) replace --convert-graft-file"))
        }
        let replaced = try git { () throws(GitError) in try repository.replacedObjects }
        if let first = replaced.first {
            facts.append(
                StoreFact(
                    .warning, "history",
                    "git shows \(counted(replaced.count, "object")) replaced by others (git replace), cotech does not"
                        + (isRegrafted ? ", so some ages are unknown" : ""),
                    fix: "\(gitCommand) replace -d \(first.short)"))
        }
        return facts.isEmpty ? [.ok("history", "complete")] : facts
    }

    /// What a clone that left texts out lacks still, or will; nil where it does not any more.
    private func leftOut() throws(StoreError) -> StoreFact? {
        let lacksSome = try git { () throws(GitError) in
            try repository.lacksFiles(behind: repository.head.id.map { [$0] } ?? [])
        }
        if lacksSome {
            return StoreFact(
                .warning, "history",
                "older texts were left out when it was cloned (--filter), so some ages are unknown",
                fix: "\(gitCommand) \(HistoryGap.partial.fetching)")
        }
        guard let filter = repository.fetchFilterSetting else { return nil }
        return StoreFact(
            .warning, "history", "every text is here, but git leaves older ones out of what it fetches from now on",
            fix: "\(gitCommand) config --unset \(filter.shellWord)")
    }

    // MARK: - Locks

    private func locks() -> [StoreFact] {
        let found = Set([repository.gitDirectory, repository.commonDirectory]).flatMap { folder in
            (FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? [])
                .filter { $0.hasSuffix(".lock") && !$0.hasPrefix("objects/") && !$0.hasPrefix("worktrees/") }
                .map { "\(folder)/\($0)" }
        }
        guard !found.isEmpty else { return [.ok("locks", "none are left behind")] }
        return found.sorted().map { path in
            let age = modified(path).map { max(0, now.seconds - $0.seconds) }
            let words = age.map { RepositoryFacts.words(seconds: $0) } ?? "of unknown age"
            // Git holds its locks for moments; a minute is long.
            return StoreFact(
                (age ?? 0) < 60 ? .warning : .problem, "locks",
                "\(path) is there, \(words); nobody needs it where no git program is running",
                fix: "rm \(path.shellWord)")
        }
    }

    private static func words(seconds: Int) -> String {
        switch seconds {
        case ..<120: "\(counted(seconds, "second")) old"
        case ..<7_200: "\(counted(seconds / 60, "minute")) old"
        case ..<172_800: "\(counted(seconds / 3_600, "hour")) old"
        default: "\(counted(seconds / 86_400, "day")) old"
        }
    }

    private func modified(_ path: String) -> Instant? {
        let attributes = try? FileManager.default.attributesOfItem(atPath: path)
        return (attributes?[.modificationDate] as? Date).map { Instant(seconds: Int($0.timeIntervalSince1970)) }
    }

    // MARK: - Writing

    private func identity() -> StoreFact {
        do throws(GitError) {
            let person = try repository.configuredIdentity(seconds: 0)
            return .ok("identity", "\(person.name) <\(person.email)>")
        } catch {
            return StoreFact(.problem, "identity", error.message, fix: error.fix)
        }
    }

    private func signing() -> StoreFact {
        guard repository.configBool("commit.gpgsign") == true else { return .ok("signing", "commits are not signed") }
        let format = repository.config("gpg.format") ?? "openpgp"
        let program: String
        switch format {
        case "openpgp": program = repository.config("gpg.openpgp.program") ?? repository.config("gpg.program") ?? "gpg"
        case "x509": program = repository.config("gpg.x509.program") ?? "gpgsm"
        case "ssh": program = repository.configPath("gpg.ssh.program") ?? "ssh-keygen"
        default:
            return StoreFact(
                .problem, "signing", "commits must be signed, and nobody here knows the format \(format)",
                fix: "\(gitCommand) config gpg.format openpgp")
        }
        guard format != "ssh" || repository.config("user.signingkey") != nil else {
            return StoreFact(
                .problem, "signing", "commits must be signed with ssh, and no key is named",
                fix: "\(gitCommand) config user.signingkey ~/.ssh/id_ed25519.pub")
        }
        guard RepositoryFacts.isProgram(program) else {
            return StoreFact(
                .problem, "signing",
                "commits must be signed, and there is no program \(program): install it, or sign none here",
                fix: "\(gitCommand) config commit.gpgsign false")
        }
        return .ok("signing", "commits are signed by \(program) (\(format))")
    }

    private static func isProgram(_ name: String) -> Bool {
        if name.contains("/") { return FileManager.default.isExecutableFile(atPath: name) }
        let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
        return folders.contains { FileManager.default.isExecutableFile(atPath: "\($0)/\(name)") }
    }

    private func hooks() -> [StoreFact] {
        let folder = repository.configPath("core.hookspath") ?? "\(repository.commonDirectory)/hooks"
        let names = ["pre-commit", "prepare-commit-msg", "commit-msg", "post-commit", "reference-transaction"]
        let found = names.filter { FileManager.default.isExecutableFile(atPath: "\(folder)/\($0)") }
        guard !found.isEmpty else { return [] }
        return [
            StoreFact(
                .warning, "hooks", "git runs \(found.joined(separator: ", ")), and cotech's own commits do not",
                fix: "run what they do in CI as well")
        ]
    }

    /// `.gitattributes` may keep line ends as they are all the same; this only says where to look.
    private func lineEnds() -> [StoreFact] {
        guard let setting = repository.config("core.autocrlf"), repository.configBool("core.autocrlf") != false
        else { return [] }
        return [
            StoreFact(
                .warning, "line ends",
                "core.autocrlf is \(setting): git changes the line ends of files that .gitattributes does not name",
                fix: "\(gitCommand) config core.autocrlf false")
        ]
    }
}
