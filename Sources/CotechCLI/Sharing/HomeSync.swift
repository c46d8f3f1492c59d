import CoopNetwork
import Foundation
import Git
import Interchange
import RecordModel
import RecordStore

/// Brings one repository and its other copy to the same state: fetch, merge, check, push, and again where somebody else
/// was first.
struct HomeSync {
    let store: Store
    let home: Kind.Home
    let repository: Repository
    let shared: SharedBranch
    let transport: Transport
    let writing: WriteOptions
    let context: Context
    /// What is kept outside the branch; only the public store has any.
    let side: SideRecords?
    /// Whether it only goes forward to what the others have.
    let isReadOnly: Bool

    /// How often somebody else may be first. Each time that a whole round was in vain, another writer has got on.
    private static let limit = 12

    init(
        _ store: Store, _ home: Kind.Home, _ writing: WriteOptions, isReadOnly: Bool, _ context: Context
    ) throws(StoreError) {
        self.store = store
        self.home = home
        self.writing = writing
        self.isReadOnly = isReadOnly
        self.context = context
        repository = try store.repository(of: home)
        shared = try repository.sharedBranchOrReason()
        side = home == .public ? SideRecords.reminders(of: store) : nil
        transport = Transport(
            repository: repository, shared: shared, side: side, context: context,
            mayAsk: context.canAsk && !writing.noInput)
    }

    /// Does it. What was done before something went wrong is in the report, and stays done.
    func run() throws -> SyncReport {
        var report = SyncReport(home: home, shared: shared)
        report.start = try repository.head.id
        report.end = report.start
        do {
            try exchange(&report)
        } catch let failure as StoreError {
            report.failure = failure
        } catch let failure as GitError {
            report.failure = StoreError(failure)
        }
        if report.end != nil {
            report.unsaved = try store.snapshot(Moment(now: context.now())).handEdits(in: home).map(\.path)
        }
        try report.count(in: store, isRehearsal: writing.dryRun)
        return report
    }

    private func exchange(_ report: inout SyncReport) throws {
        for _ in 0..<Self.limit {
            try transport.fetch()
            let hand = try writing.hand(context, store)
            let message = (writing.message ?? "Take in what \(shared.title) has") + "\n\nCotech: sync"
            let intake = try store.intake(from: shared, in: home, by: hand, message: message)
            report.intake = intake
            if let refusal = refusal(of: intake), !isReadOnly { throw refusal }
            if writing.dryRun {
                try refuseErrors(in: intake)
                return
            }
            if isReadOnly, intake.relation != .behind {
                try joinSide(&report, hand)
                if intake.relation == .parted { throw readOnlyRefusal }
                return
            }
            guard try take(intake, &report, hand) else { continue }
            try joinSide(&report, hand)
            if isReadOnly { return }
            // Nobody has begun anything yet.
            guard let result = intake.result else { return }
            guard try push(result, intake, &report) else { continue }
            try pushSide(&report, hand)
            return
        }
        throw StoreError(
            .tryAgain, "somebody else was first each of \(Self.limit) times, so the last changes were not sent",
            help: "nothing is lost; try again: cotech sync")
    }

    /// - Returns: whether the branch is where it is to be; false where somebody else moved it meanwhile.
    private func take(_ intake: Intake, _ report: inout SyncReport, _ hand: Hand) throws -> Bool {
        guard intake.moves, let result = intake.result else {
            report.taken = intake.theirs
            return true
        }
        switch try store.move(
            home, from: intake.ours, to: result, by: hand,
            reason: intake.relation == .parted ? "sync: merge \(shared.title)" : "sync: fast-forward to \(shared.title)"
        )
        {
        case .done(let update):
            report.taken = intake.theirs
            report.end = result
            report.update = update
            return true
        case .inTheWay(let paths): throw inTheWay(paths)
        case .overtaken:
            pause()
            return false
        case .locked(let lock): throw StoreError(lock.error)
        }
    }

    /// - Returns: whether the others have everything now; false where somebody else was first.
    private func push(_ commit: ObjectID, _ intake: Intake, _ report: inout SyncReport) throws -> Bool {
        guard intake.relation != .same, intake.relation != .behind else { return true }
        try refuseErrors(in: intake)
        let (fate, answer) = try transport.push(commit, to: shared.name)
        report.said += answer.said
        switch fate {
        case .overtaken:
            pause()
            return false
        case .refused(let reason):
            throw StoreError(
                .refused, "\(shared.remote) did not take what was sent: \(reason)",
                help: "it is saved here, and can be proposed instead: cotech submit")
        case .taken:
            report.sentFrom = intake.theirs
            report.sentTo = commit
            if !shared.isConfigured { try follow() }
            return true
        }
    }

    /// Two that were in each other's way do not meet again at once.
    private func pause() { Thread.sleep(forTimeInterval: Double.random(in: 0.02...0.3)) }

    /// Has git itself know where the branch is shared, so that its own commands need not be told.
    private func follow() throws(GitError) {
        try repository.setConfig("branch.\(shared.shortName).remote", shared.remote)
        try repository.setConfig("branch.\(shared.shortName).merge", shared.name)
    }

    // MARK: - Reminders

    private func joinSide(_ report: inout SyncReport, _ hand: Hand) throws {
        guard let side else { return }
        let joining = try side.takeIn(
            from: shared.remote, Reminders.kind, by: hand, mayMerge: !isReadOnly, settling: Reminders.settling)
        report.remindersReceived += joining.received
    }

    private func pushSide(_ report: inout SyncReport, _ hand: Hand) throws {
        guard let side else { return }
        for _ in 0..<Self.limit {
            guard try !side.areShared(with: shared.remote), let tip = try repository.reference(side.name) else {
                return
            }
            switch try transport.push(tip, to: side.name).fate {
            case .overtaken:
                pause()
                try transport.fetch()
                try joinSide(&report, hand)
            case .refused(let reason):
                report.remarks.append(
                    (
                        "\(shared.remote) did not take what is remembered of reminders: \(reason)",
                        "a coordinator may send it: cotech sync"
                    ))
                return
            case .taken: report.areRemindersSent = true
            }
        }
    }

    // MARK: - What stands in the way

    private func refuseErrors(in intake: Intake) throws(StoreError) {
        guard !intake.errorsToSend.isEmpty else { return }
        throw StoreError(
            .badData,
            "what would be sent has \(counted(intake.errorsToSend.count, "error")) that \(shared.title) does not have, so it was not sent",
            help: "mend it, and then: cotech sync", diagnostics: intake.errorsToSend)
    }

    private var readOnlyRefusal: StoreError {
        StoreError(
            .tryAgain,
            "changes were made on both sides, and --read-only merges nothing, so what is new at \(shared.title) is not here",
            help: "bring the two together: cotech sync")
    }

    private func refusal(of intake: Intake) -> StoreError? {
        if !intake.conflicts.isEmpty { return conflict(intake.conflicts) }
        guard !intake.clashes.isEmpty else { return nil }
        return StoreError(
            .badData,
            "together, what is here and what \(shared.title) has would have \(counted(intake.clashes.count, "error")) that neither has, so nothing was taken in or sent",
            help: "mend it here, so that both fit, and then: cotech sync",
            "or merge and mend it there: \(gitCommand) merge \(shared.title)", diagnostics: intake.clashes)
    }

    private func conflict(_ conflicts: [MergeFinding]) -> StoreError {
        var help: [String] = []
        for conflict in conflicts {
            if let command = conflict.takingTheirs(kinds: store.kinds) { help.append("if theirs is right: \(command)") }
        }
        help = Array(help.prefix(5))
        if !help.isEmpty { help.append("then again: cotech sync") }
        let merge = "\(gitCommand) merge \(shared.title.shellWord)"
        if MergeDriver.isWanted(in: repository, for: store.mergedKinds(in: home)) {
            help.append("so that git merges field by field here: cotech doctor --fix")
        }
        help.append(
            "to choose yourself: \(merge), keep one of the two between the marks, \(gitCommand) commit -a, cotech sync")
        return StoreError(
            .tryAgain,
            "\(counted(conflicts.count, "thing")) \(conflicts.count == 1 ? "was" : "were") changed on both sides, so nothing was taken in or sent, and everything here is as it was",
            helpLines: help)
    }

    private func inTheWay(_ paths: [String]) -> StoreError {
        let more = paths.count > 1 ? " and \(counted(paths.count - 1, "other file"))" : ""
        return StoreError(
            .tryAgain,
            "\(paths[0])\(more) would change and \(paths.count > 1 ? "have edits" : "has an edit") by hand that \(paths.count > 1 ? "are" : "is") not saved, so nothing was taken in or sent",
            helpLines: [
                "save first, and then again: cotech save",
                "or throw the edit away: \(gitCommand) checkout -- \(paths[0].shellWord)",
            ])
    }

    /// Git, in this repository.
    private var gitCommand: String {
        home == .public ? "git" : "git -C \((repository.workingDirectory ?? repository.gitDirectory).shellWord)"
    }
}

extension Repository {
    /// Where the branch that is checked out is shared, or why nothing can be shared.
    func sharedBranchOrReason() throws(StoreError) -> SharedBranch {
        if let refusal = refusalOfUnfinished { throw refusal }
        let branch: String?
        do throws(GitError) { branch = try head.branch } catch { throw StoreError(error) }
        guard let branch else {
            throw StoreError(
                .cannotWrite, "HEAD is on no branch, so there is nothing to share", help: "go to one: git switch main",
                "or keep what is here as one: git switch -c NAME")
        }
        if let shared = sharedBranch(of: branch) { return shared }
        let names = remoteNames
        guard names.isEmpty else {
            throw StoreError(
                .usage, "nobody said to which of \(names.joined(separator: ", ")) this branch goes",
                help: "say it: git config branch.\(branch.trimmingPrefix("refs/heads/")).remote \(names[0])")
        }
        throw StoreError(
            .unavailable, "there is no other copy that git knows of, so there is nothing to share with",
            help: "name one: git remote add origin ADDRESS")
    }
}

extension MergeFinding {
    /// The command by which a person agrees with the other side; nil where it takes more than one.
    func takingTheirs(kinds: [Kind]) -> String? {
        guard case .value(let field, _, let theirs) = matter,
            let kind = kinds.first(where: { $0.path.id(at: path) != nil }), let id = kind.path.id(at: path),
            let declared = kind.field(named: field), case .scalar = declared.shape,
            theirs.value?.contains(where: \.isNewline) != true
        else { return nil }
        return "cotech \(kind.name) set \(id) \("\(field)=\(theirs.value ?? "")".shellWord)"
    }
}
