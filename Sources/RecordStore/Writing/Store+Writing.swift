public import Git
public import RecordModel
import RecordText

extension Store {
    /// Makes one change: works it out from the newest state, refuses what it would break, and moves the branch only if
    /// nobody else has; if somebody has, everything is done again on what they made. It is one commit, or one in each
    /// repository where it concerns both.
    ///
    /// - Parameters:
    ///   - home: which repository is written (first).
    ///   - rehearsal: whether to stop before writing.
    ///   - plan: works the change out; it may run several times.
    public func write(
        in home: Kind.Home = .public, by hand: Hand, rehearsal: Bool = false,
        plan: (Snapshot) throws -> Plan
    ) throws -> Written {
        let clock = ContinuousClock()
        let deadline = clock.now + .seconds(5)
        var lastFailure = "another writer was always first"
        var done: Written?
        repeat {
            do {
                let before = try snapshot(Moment(now: hand.now))
                let plan = try plan(before)
                let attempts = try Attempt.all(plan, in: home, of: self, on: before)
                guard !attempts.isEmpty else { return done ?? Written(plan) }
                for attempt in attempts { try attempt.refuseUnsavedEdits() }
                let errors = try newErrors(of: attempts, plan, since: before)
                if rehearsal { return Written(plan, changes: attempts.flatMap(\.texts), errors) }
                var isWhole = true
                for attempt in attempts where isWhole {
                    switch try attempt.publish(by: hand) {
                    case .landed(let commit, let update):
                        done = Written(done, plan, commit, attempt.texts, update.leftAlone, errors)
                    case .failed(let reason):
                        lastFailure = reason
                        isWhole = false
                    }
                }
                if isWhole, let done { return done }
            } catch let failure as StoreError where done != nil {
                throw failure.halfDone
            }
            Pause.jitter()
        } while clock.now < deadline
        let failure = StoreError(
            .tryAgain, "the change could not be written within 5 seconds: \(lastFailure)", help: "try again")
        throw done == nil ? failure : failure.halfDone
    }

    /// The repository of a home, or why it is not here.
    public func repository(of home: Kind.Home) throws(StoreError) -> Repository {
        switch home {
        case .public: return repository
        case .private:
            if let companion { return companion }
            throw companionProblem
                ?? StoreError(
                    .unavailable, "this needs the private companion, and the settings name none",
                    help: "make one beside the store: cotech init --private")
        }
    }

    /// Only what this change breaks is refused: what was wrong before must not stop anyone.
    ///
    /// - Returns: the new errors, where the plan brings them in knowingly.
    private func newErrors(of attempts: [Attempt], _ plan: Plan, since before: Snapshot) throws(StoreError) -> [Diagnostic] {
        var states = (public: before.state, companion: before.companion)
        for attempt in attempts {
            let state = State(commit: nil, tree: attempt.tree)
            if attempt.home == .public { states.public = state } else { states.companion = state }
        }
        let after = try snapshot(at: states.public, companion: states.companion, today: before.today)
        var errors: [Diagnostic] = []
        for attempt in attempts {
            errors += try after.newErrors(since: before, paths: attempt.paths, moves: plan.moves, home: attempt.home)
        }
        guard errors.isEmpty || plan.bringsErrors else {
            throw StoreError(
                .badData, "the change would leave \(counted(errors.count, "error")), so nothing was written",
                diagnostics: errors)
        }
        return errors
    }
}

extension Written {
    /// Nothing, or only what would be.
    init(
        _ plan: Plan, changes: [(path: String, before: [UInt8]?, after: [UInt8]?)] = [], _ errors: [Diagnostic] = []
    ) {
        self.init(commit: nil, sentence: plan.said ?? plan.subject, changes: changes, leftAlone: [], errors: errors)
    }

    /// One commit more. What is said is what the first one was for.
    init(
        _ done: Written?, _ plan: Plan, _ commit: ObjectID,
        _ changes: [(path: String, before: [UInt8]?, after: [UInt8]?)], _ leftAlone: [String], _ errors: [Diagnostic]
    ) {
        self.init(
            commit: commit, sentence: done?.sentence ?? plan.said ?? plan.subject,
            changes: (done?.changes ?? []) + changes, leftAlone: (done?.leftAlone ?? []) + leftAlone, errors: errors)
    }
}

extension StoreError {
    /// A failure of the second half of a change.
    fileprivate var halfDone: StoreError {
        StoreError(
            kind, "the first half was written, but not what belongs to it in the other repository: \(message)",
            helps: ["then run the same command again: it finishes"] + help, diagnostics: diagnostics)
    }
}
