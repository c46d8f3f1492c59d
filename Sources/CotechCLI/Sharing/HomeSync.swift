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
            home: home, repository: repository, shared: shared, side: side, context: context,
            mayAsk: context.canAsk && !writing.noInput)
    }

    /// Does it. What was done before something went wrong is in the report, and stays done.
    func run() throws -> SyncReport {
        var report = SyncReport(home: home, shared: shared)
        report.start = try repository.head.id
        report.end = report.start
        do {
            try exchange(&report)
            if let news = try side?.news(with: shared.remote) {
                report.areRemindersWaiting = news.here
                report.areRemindersAwaited = news.there
            }
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
        var isGone = false
        let heard = try repository.reference(shared.tracking)
        var doubted: ObjectID?
        for _ in 0..<Self.limit {
            // What is forgotten here must not even be fetched.
            try transport.refuseForgotten(in: home, of: store, again: "cotech sync")
            if try transport.fetch() { isGone = true }
            try refuseForgotten(repository.reference(shared.tracking))
            let hand = try writing.hand(context, store)
            let message = (writing.message ?? "Take in what \(shared.title) has") + "\n\n\(Trailer.sync.line)"
            let intake = try store.intake(
                from: shared, in: home, by: hand, message: message, mayMerge: !isReadOnly)
            if let rewriting = try store.rewriting(of: shared, heard: heard, by: intake.ours, in: home) {
                // Of two syncs at once in one clone, one may hear what was there before the other's push: once is no proof.
                guard doubted == intake.theirs else {
                    doubted = intake.theirs
                    continue
                }
                throw rewriting.refusal(of: shared, git: gitCommand, again: "cotech sync")
            }
            // Of what others took out a merge would say nothing that is of use.
            report.intake = intake
            if let refusal = refusal(of: intake) { throw refusal }
            if isGone, intake.theirs == nil, intake.ours != nil { report.remarks = [missing] }
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
            guard try push(result, intake, &report) else {
                try takeBack(intake, &report, hand)
                continue
            }
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
        case .inTheWay(let paths):
            throw try EditsInTheWay(
                paths: paths, repository: repository, home: home, kinds: store.kinds, here: context.currentDirectory
            )
            .refusal("nothing was taken in or sent")
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
        // What is said of a race that was lost is no news: it is run again.
        if fate != .overtaken { report.said += answer.said }
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

    /// Takes back a merge that could not be sent, so that the next round merges what is one's own, and not a merge of
    /// it. Where it cannot be taken back, it stays.
    private func takeBack(_ intake: Intake, _ report: inout SyncReport, _ hand: Hand) throws {
        guard intake.relation == .parted, let own = intake.ours, let merge = intake.result,
            case .done(let update) = try store.move(
                home, from: merge, to: own, by: hand, reason: "sync: take back what was not sent")
        else { return }
        report.taken = nil
        report.end = own
        report.update = update
    }

    /// Two that were in each other's way do not meet again at once.
    private func pause() { Thread.sleep(forTimeInterval: Double.random(in: 0.02...0.3)) }

    /// The branch was there, and is not there now: deleted or renamed, or it is another repository by now.
    private var missing: (text: String, help: String) {
        let isMade = !isReadOnly && !writing.dryRun
        return (
            "\(shared.remote) has no \(shared.shortName) any more: \(isMade ? "it is made again" : "cotech sync makes it again")",
            "if it has another name there now: \(gitCommand) branch -u \(shared.remote)/NAME"
        )
    }

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
            guard try side.news(with: shared.remote).here, let tip = try repository.reference(side.name) else {
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
