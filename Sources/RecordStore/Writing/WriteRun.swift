import Git
import RecordModel
import RecordText

/// One write with all its attempts: tried at once while nobody else is writing, and in line where others are.
struct WriteRun {
    let store: Store
    let home: Kind.Home
    let hand: Hand
    let rehearsal: Bool
    private var losses = 0
    private var obstacle = Obstacle.overtaken
    private var homes: [Kind.Home]
    /// What has landed: of a change to two repositories, the first half.
    private var done: Written?

    /// How often a writer loses before it waits for the lock. Most of the time nobody else is writing, and then the lock
    /// is held for a moment only.
    private static let lossesBeforeWaiting = 2

    /// What kept a change from being written.
    private enum Obstacle {
        case overtaken
        case lock(LockFile)

        var error: StoreError {
            switch self {
            case .overtaken:
                StoreError(
                    .tryAgain, "the change could not be written within 5 seconds: another writer was always first",
                    help: "try again")
            case .lock(let lock): StoreError(lock.error)
            }
        }
    }

    init(store: Store, home: Kind.Home, hand: Hand, rehearsal: Bool) {
        self.store = store
        self.home = home
        self.hand = hand
        self.rehearsal = rehearsal
        homes = [home]
    }

    mutating func write(_ plan: (Snapshot) throws -> Plan) throws -> Written {
        let clock = ContinuousClock()
        let deadline = clock.now + .seconds(5)
        do {
            repeat {
                let written: Written?
                if rehearsal || losses < WriteRun.lossesBeforeWaiting {
                    written = try attempt(plan, isAlone: false)
                } else {
                    // Writers that keep losing to others stand in line: whoever holds the lock reads, changes and
                    // writes while nobody else can, so that each is served and none gives up.
                    written = try store.alone(in: homes) { try attempt(plan, isAlone: true) }
                }
                if let written { return written }
            } while clock.now < deadline
            throw obstacle.error
        } catch let failure as StoreError where done != nil {
            throw failure.halfDone
        }
    }

    /// Tries once; nil where somebody was in the way.
    private mutating func attempt(_ plan: (Snapshot) throws -> Plan, isAlone: Bool) throws -> Written? {
        let before = try store.snapshot(Moment(now: hand.now))
        var plan = try plan(before)
        plan.remarks += try before.remarks(onReferencesTouchedBy: plan, in: home)
        plan.remarks += before.remarks(onFieldsChangedBy: plan, in: home)
        let attempts = try Attempt.all(plan, in: home, of: store, on: before)
        guard !attempts.isEmpty || !plan.faults.isEmpty else { return done ?? Written(plan) }
        homes = attempts.map(\.home)
        for attempt in attempts {
            if let refusal = attempt.refusalOfUnfinished() { throw refusal }
        }
        if let refusal = try unsavedEdit(attempts) {
            if isAlone || (rehearsal && !isBeingWritten) { throw refusal }
            if !rehearsal {
                // An edit by hand, or another writer that is between its commit and its files: only alone can one tell.
                losses = WriteRun.lossesBeforeWaiting
                return nil
            }
        }
        for attempt in attempts {
            if let refusal = try attempt.refusalOfDoubles(before.kinds) { throw refusal }
        }
        let (found, judgedAnew) = try store.newFindings(of: attempts, plan, since: before)
        let findings = (plan.faults + found).sorted()
        let errors = findings.filter { finding in
            finding.severity == .error
                && (finding.code == "unknown-reference" || !plan.restored.contains(finding.file))
        }
        // Only what this change breaks is refused: what was wrong before must not stop anyone.
        guard errors.isEmpty || plan.bringsErrors else { throw StoreError(plan, breaking: errors, in: judgedAnew) }
        if rehearsal { return Written(plan, changes: attempts.flatMap(\.texts), findings: findings) }
        for attempt in attempts {
            switch try attempt.publish(by: hand, after: done?.commit) {
            case .landed(let commit, let update): done = Written(done, plan, commit, attempt.texts, update, findings)
            case .overtaken: return lost(to: .overtaken)
            case .locked(let lock): return lost(to: .lock(lock))
            }
        }
        return done
    }

    private mutating func lost(to obstacle: Obstacle) -> Written? {
        self.obstacle = obstacle
        losses += 1
        Pause.jitter()
        return nil
    }

    private func unsavedEdit(_ attempts: [Attempt]) throws(StoreError) -> StoreError? {
        for attempt in attempts {
            if let refusal = try attempt.refusalOfUnsavedEdits() { return refusal }
        }
        return nil
    }

    private var isBeingWritten: Bool {
        homes.contains { home in (try? store.repository(of: home))?.hasPendingUpdates == true }
    }
}
