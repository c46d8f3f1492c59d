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
        var run = WriteRun(store: rehearsal ? try inMemory() : self, home: home, hand: hand, rehearsal: rehearsal)
        return try run.write(plan)
    }

    /// The same store, in which what is written is gone with it: a rehearsal puts trees together to look at them.
    private func inMemory() throws(StoreError) -> Store {
        try git { () throws(GitError) in
            Store(
                repository: try repository.openedInMemory(), companion: try companion?.openedInMemory(),
                companionProblem: companionProblem, kinds: kinds)
        }
    }

    /// Does something while no other process of this program writes to these repositories, and after what killed ones
    /// left half done there is finished: then a working file that differs from HEAD is an edit by hand, and not a write
    /// under way.
    public func alone<Result>(in homes: [Kind.Home], _ body: () throws -> Result) throws -> Result {
        // Always the public one first, so that two processes never wait for each other.
        guard let home = homes.contains(.public) ? .public : homes.first else { return try body() }
        let repository = try repository(of: home)
        let others = homes.filter { $0 != home }
        let result = try git { () throws(GitError) in
            try repository.withWriteLock { () throws(GitError) -> Swift.Result<Result, any Error> in
                _ = try repository.finishPending()
                return Swift.Result { try alone(in: others, body) }
            }
        }
        return try result.get()
    }

    /// The repository of a home, or why it is not here.
    public func repository(of home: Kind.Home) throws(StoreError) -> Repository {
        switch home {
        case .public: return repository
        case .private:
            if let companion { return companion }
            if let companionProblem { throw companionProblem }
            if let missing = try missingSettings() {
                throw StoreError(
                    .badData, "this needs the private companion, and no settings say where it is",
                    help: missing.advice())
            }
            try newestSettings()?.requireSettings("where the private companion is stands in it")
            throw StoreError(
                .unavailable, "this needs the private companion, and the settings name none",
                help: "make one beside the store: cotech init --private")
        }
    }

    /// The errors and warnings that a change brings, and the records that it may make wrong without touching them.
    func newFindings(
        of attempts: [Attempt], _ plan: Plan, since before: Snapshot
    ) throws(StoreError) -> (findings: [Diagnostic], judgedAnew: [RejudgedRecord]) {
        var states = (public: before.state, companion: before.companion)
        for attempt in attempts {
            let state = State(commit: nil, tree: attempt.tree)
            if attempt.home == .public { states.public = state } else { states.companion = state }
        }
        let after = try snapshot(at: states.public, companion: states.companion, today: before.today)
        after.before = before
        var found: [Diagnostic] = []
        var judgedAnew: [RejudgedRecord] = []
        // The settings in one repository say what the fields of records in both are.
        for home in [Kind.Home.public, .private] {
            let attempt = attempts.first { $0.home == home }
            let paths = attempt?.paths ?? []
            let others = try after.recordsJudgedAnew(since: before, besides: paths, in: home)
            found += try after.newFindings(
                since: before, paths: paths, judgedAnew: others, moves: plan.moves, takesBack: plan.takesBack,
                home: home)
            judgedAnew += others
            // What stood there before may stand there again.
            if let attempt, !plan.takesBack { found += try after.placeErrors(of: attempt, since: before) }
        }
        return (found.filter { $0.severity != .note }, judgedAnew)
    }
}

extension Snapshot {
    /// What is wrong with where a change puts files, in the state that it leads to.
    fileprivate func placeErrors(of attempt: Attempt, since before: Snapshot) throws(StoreError) -> [Diagnostic] {
        var changed: [StoredRecord] = []
        for kind in kinds where kind.home == attempt.home && kind.hasFormerIDs {
            for path in attempt.paths {
                if let id = kind.path.id(at: path), let now = try stored(kind, id) { changed.append(now) }
            }
        }
        return try placeErrors(ofNew: attempt.newPaths, in: attempt.home)
            + takenIDErrors(of: changed, since: before)
    }
}

extension Written {
    /// Nothing, or only what would be.
    init(
        _ plan: Plan, changes: [(path: String, before: [UInt8]?, after: [UInt8]?)] = [], findings: [Diagnostic] = []
    ) {
        self.init(
            commit: nil, sentence: plan.said ?? plan.subject, changes: changes, leftAlone: [], findings: findings,
            remarks: plan.remarks)
    }

    /// One commit more. What is said is what the first one was for.
    init(
        _ done: Written?, _ plan: Plan, _ commit: ObjectID,
        _ changes: [(path: String, before: [UInt8]?, after: [UInt8]?)], _ update: WorkingUpdate,
        _ findings: [Diagnostic]
    ) {
        self.init(
            commit: commit, sentence: done?.sentence ?? plan.said ?? plan.subject,
            changes: (done?.changes ?? []) + changes, leftAlone: (done?.leftAlone ?? []) + update.leftAlone,
            findings: findings, remarks: plan.remarks)
    }
}

extension StoreError {
    /// A failure of the second half of a change.
    var halfDone: StoreError {
        StoreError(
            kind, "the first half was written, but not what belongs to it in the other repository: \(message)",
            helpLines: ["then run the same command again: it finishes"] + help, diagnostics: diagnostics)
    }

    /// A change that was not written for the errors it would bring.
    ///
    /// - Parameter judgedAnew: the records that it may make wrong without touching them, which nobody typed.
    init(_ plan: Plan, breaking errors: [Diagnostic], in judgedAnew: [RejudgedRecord]) {
        let (shown, help) = judgedAnew.advising(errors)
        self.init(
            plan.isTyped && help.isEmpty ? .usage : .badData,
            "the change would leave \(counted(errors.count, "error")), so nothing was written",
            helpLines: help, diagnostics: shown)
    }
}
