import CoopNetwork
import Git
import Interchange
import RecordModel
import RecordStore
import RecordText

/// Proposes what this branch has and the main branch of the others has not.
///
/// The branch is made here first, then pushed, and only then does the main branch go back: killed in between, nothing is
/// lost, and the same command goes on with the branch that it finds.
struct Submission {
    private let store: Store
    private let home: Kind.Home
    private let repository: Repository
    private let writing: WriteOptions
    private let context: Context
    private let transport: Transport
    private let chosenHost: RequestHost?
    private let chosenName: String?
    /// Who proposes.
    private let author: String
    /// The branch that is checked out, by its full name.
    private let current: String
    /// The branch that the proposal is for.
    private let target: SharedBranch

    init(
        _ change: RecordChange, _ home: Kind.Home, _ writing: WriteOptions, host: RequestHost?, name: String?,
        _ context: Context
    ) throws {
        store = change.store
        author = try change.author(in: home)
        self.home = home
        self.writing = writing
        self.context = context
        chosenHost = host
        chosenName = name
        repository = try store.repository(of: home)
        let shared = try repository.sharedBranchOrReason()
        current = try repository.head.branch ?? shared.name
        target = try repository.sharedMainBranch(of: shared.remote) ?? shared
        let isNamesake = current == "refs/heads/\(target.shortName)"
        let follows = repository.sharedBranch(of: current)?.name == target.name
        let hasNamesake = try repository.reference("refs/heads/\(target.shortName)") != nil
        isOnTarget = follows && (isNamesake || !hasNamesake)
        transport = Transport(
            home: home, repository: repository, shared: target, context: context,
            mayAsk: context.canAsk && !writing.noInput)
    }

    func run() throws -> SubmissionReport {
        let heard = try repository.reference(target.tracking)
        try transport.refuseForgotten(in: home, of: store, again: "cotech submit")
        try transport.fetch()
        try transport.refuseForgotten(
            repository.reference(target.tracking), by: repository.head.id, in: home, of: store, again: "cotech submit")
        guard let head = try repository.head.id, let base = try repository.reference(target.tracking) else {
            throw StoreError(
                .usage, "\(target.remote) has no branch \(target.shortName) yet that a proposal could be for",
                helpLines: [
                    "share the first one: cotech sync",
                    "where it is for another branch, let git find out which: git remote set-head \(target.remote) --auto",
                ])
        }
        if let rewriting = try store.rewriting(of: target, heard: heard, by: head, in: home) {
            throw rewriting.refusal(of: target, git: "git", again: "cotech submit")
        }
        let changes = try store.changes(of: head, since: base, in: home)
        var report = SubmissionReport(home: home, remote: pushRemote, target: target, isRehearsal: writing.dryRun)
        guard let newest = changes.first else { return report }
        report.changes = try changes.reversed().map { try repository.commit($0) }
        let title = try writing.message ?? repository.commit(newest).subject
        let name = try branchName(title, head)
        report.branch = name
        let tip = try proposable(head, base)
        guard !writing.dryRun else { return report }
        let answer = try push(tip, name, title)
        report.commit = tip
        report.links = Array(answer.links.prefix(3))
        if report.links.isEmpty, let page = try page(name) { report.links = [page] }
        report.isBack = isOnTarget
        if isOnTarget { try goBack(from: head, to: base, name) }
        return report
    }

    /// Whether the proposal gets a branch of its own, since what is checked out stands for the branch that it is for: by its
    /// name, or, where none here has that name, because it follows it.
    private let isOnTarget: Bool

    // MARK: - Steps

    /// What can be proposed of the branch. Refused is what its host would have to refuse, before anything is sent.
    ///
    /// - Returns: the newest commit here, or its merge with what the others have: where two changes stand side by side,
    ///   a host, which merges lines, cannot do it.
    private func proposable(_ head: ObjectID, _ base: ObjectID) throws -> ObjectID {
        var tip = head
        var errors = try errors(of: head, since: base)
        if isOnTarget, errors.contains(where: { $0.code == "merge-conflict" }) {
            let intake = try store.intake(
                from: target, in: home, by: writing.hand(context, store),
                message: "Take in what \(target.title) has\n\n\(Trailer.sync.line)")
            if intake.canBeTaken, let merged = intake.result {
                tip = merged
                errors = try self.errors(of: merged, since: base)
            }
        }
        guard errors.isEmpty else {
            throw StoreError(
                .badData, "what would be proposed has \(counted(errors.count, "error")), so it was not sent",
                helpLines: errors.contains { $0.code == "merge-conflict" }
                    ? ["take in what others changed first: git merge \(target.title), and then: cotech submit"]
                    : ["mend it, and then: cotech submit"], diagnostics: errors)
        }
        guard isOnTarget else { return tip }
        var paths = try store.filesInTheWay(home, from: head, to: base)
        // In earnest, they would have been saved before.
        if writing.dryRun { paths.removeAll { EditsInTheWay.isRecord($0, store.kinds) } }
        guard paths.isEmpty else {
            throw try EditsInTheWay(
                paths: paths, repository: repository, home: .public, kinds: store.kinds, here: context.currentDirectory
            ).refusal("nothing was proposed")
        }
        return tip
    }

    private func errors(of tip: ObjectID, since base: ObjectID) throws -> [Diagnostic] {
        let now = context.now()
        return try store.proposal(of: tip, onto: base, called: target.title, in: home, now: now).check(clock: now)
            .diagnostics
            .filter { $0.severity == .error }
    }

    private func push(_ tip: ObjectID, _ name: String, _ title: String) throws -> PushAnswer {
        let reference = "refs/heads/\(name)"
        let known = try repository.reference(reference)
        let isNew = known == nil
        if isNew {
            let hand = try writing.hand(context, store)
            guard try store.makeBranch(reference, at: tip, in: home, by: hand) else { throw taken(name) }
        }
        let remote = pushRemote
        let (place, options) = host.push(name, into: target.shortName, title: title)
        let fate: PushAnswer.Fate
        let answer: PushAnswer
        do {
            (fate, answer) = try transport.push(tip, to: place, of: remote, options: options)
        } catch {
            try withdraw(reference, tip, isNew)
            throw error
        }
        switch fate {
        case .taken:
            // Proposed before under this name, from a branch of its own that has gone on since.
            if let known, known != tip, reference != current {
                _ = try store.moveBranch(reference, from: known, to: tip, in: home, by: writing.hand(context, store))
            }
            if place == reference {
                try repository.setConfig("branch.\(name).remote", remote)
                try repository.setConfig("branch.\(name).merge", reference)
            }
            return answer
        case .overtaken:
            try withdraw(reference, tip, isNew)
            throw taken(name)
        case .refused(let reason):
            try withdraw(reference, tip, isNew)
            for line in answer.said { context.standardError.write("\(remote): \(line)\n") }
            throw StoreError(
                .refused, "\(remote) did not take the proposal: \(reason)",
                help:
                    "it is saved here; ask those who look after \(remote), or push it elsewhere: git config remote.pushDefault NAME"
            )
        }
    }

    /// Nothing came of it, so nothing of it stays.
    private func withdraw(_ reference: String, _ tip: ObjectID, _ isNew: Bool) throws {
        if isNew, reference != current { _ = try repository.deleteReference(reference, expected: tip) }
    }

    private func taken(_ name: String) -> StoreError {
        StoreError(
            .tryAgain, "there is a branch \(Safe.oneLine(name)) there already, with something else on it",
            help: "name another: cotech submit --branch NAME")
    }

    private func goBack(from tip: ObjectID, to base: ObjectID, _ name: String) throws {
        let hand = try writing.hand(context, store)
        let shown = Safe.oneLine(name)
        switch try store.move(home, from: tip, to: base, by: hand, reason: "submit: \(name) has it") {
        case .done: break
        case .inTheWay, .overtaken, .locked:
            context.warning(
                "it is proposed, and \(target.shortName) here still has it as well, since something else was written meanwhile",
                help:
                    "to have \(target.shortName) as the others do: git branch -f \(shown) && git reset --keep \(target.title)"
            )
        }
    }

    // MARK: - Words

    /// The page on which a request is made by hand, as the settings' address and the host have it.
    private func page(_ name: String) throws -> String? {
        guard let web = try store.snapshot(Moment(now: context.now())).settings[StoreSettings.web] else { return nil }
        return WebAddress.proposing(name, into: target.shortName, on: host, web: web)
    }

    private var host: RequestHost {
        if let chosenHost { return chosenHost }
        if let named = repository.config("cotech.host").flatMap({ RequestHost(rawValue: $0) }) { return named }
        let address = repository.config("remote.\(pushRemote).pushurl") ?? repository.config("remote.\(pushRemote).url")
        if let host = address.flatMap({ RequestHost.of(address: $0) }) { return host }
        return .plain
    }

    /// The repository that is pushed to: another one where a person may not write to the network's.
    private var pushRemote: String {
        repository.config("branch.\(current.trimmingPrefix("refs/heads/")).pushremote")
            ?? repository.config("remote.pushdefault") ?? target.remote
    }

    /// `mair-owen/headcount-9-12`, and with a number where that is taken by something else.
    private func branchName(_ title: String, _ tip: ObjectID) throws -> String {
        let own = String(current.trimmingPrefix("refs/heads/"))
        if let chosenName, isOnTarget || chosenName != own {
            guard Repository.isValidReference("refs/heads/\(chosenName)"), chosenName != target.shortName,
                // Git takes these for an option, for a full name, and for whatever is checked out.
                !chosenName.hasPrefix("-"), !chosenName.hasPrefix("refs/"), chosenName != "HEAD"
            else {
                throw StoreError(
                    .usage, "\"\(chosenName)\" cannot be the name of a proposal's branch",
                    help: "letters, digits, hyphens and slashes: mair/headcount")
            }
            if let known = try repository.reference("refs/heads/\(chosenName)"), known != tip {
                // Proposed before, from a branch of one's own that has gone on since.
                guard !isOnTarget, try repository.isAncestor(known, of: tip) == true else { throw taken(chosenName) }
            }
            return chosenName
        }
        guard isOnTarget else { return own }
        // Made for it by hand. One that follows a branch of others is for something else.
        for name in try repository.referenceNames(matching: "refs/heads/*") where name != current {
            let short = String(name.trimmingPrefix("refs/heads/"))
            if try repository.reference(name) == tip, repository.config("branch.\(short).merge") == nil { return short }
        }
        let owner = Folding.identifier(from: author) ?? "proposal"
        let what = Folding.identifier(from: title).map { String($0.prefix(40)) } ?? tip.short
        let parting = try repository.reference("refs/heads/\(owner)") == nil ? "/" : "-"
        let plain = owner + parting + what.trimmingSuffix(while: "-")
        for number in 1... {
            let name = number == 1 ? plain : "\(plain)-\(number)"
            let there = repository.sharedBranch(named: "refs/heads/\(name)", in: target.remote).tracking
            let known = try repository.reference("refs/heads/\(name)")
            // Made before, by a command that was killed before its end.
            if known == tip { return name }
            if known == nil, try repository.reference(there) == nil { return name }
        }
        return plain
    }
}

extension String {
    fileprivate func trimmingSuffix(while character: Character) -> String {
        String(reversed().drop { $0 == character }.reversed())
    }
}
