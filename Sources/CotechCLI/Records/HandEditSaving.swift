import Git
import RecordModel
import RecordStore

/// Commits edits by hand, once they are right.
struct HandEditSaving {
    let change: RecordChange
    /// Whether each file is a commit of its own.
    var each = false
    /// Whether even a sweep is one commit.
    var together = false

    /// Saves what was edited in some homes. All of it is judged before any of it is committed.
    ///
    /// - Parameter typed: only these files and folders, as they were typed; all where there are none.
    /// - Returns: whether anything was.
    func save(in homes: [Kind.Home], under typed: [String] = [], of store: StoreOptions) throws -> Bool {
        // Alone, since a file that another command is about to write looks like an edit that takes its change back.
        try change.store.alone(in: homes) {
            let snapshot = try change.snapshot()
            let named = try store.paths(typed, in: snapshot, change.context)
            var refusals = try homes.compactMap { try refusalOfStaged($0, named, snapshot) }
            let edits = try homes.map { try snapshot.handEdits(in: $0, under: named) }.filter { !$0.isEmpty }
            refusals += try edits.compactMap { try refusalOfSweep($0, snapshot) }
            let all = Array(edits.joined())
            if let first = all.first, let refusal = try refusalOfFaults(all, in: first.home) {
                refusals.append(refusal)
            }
            // Whatever stands in the way is told in one run; the last is what the command ends with.
            for refusal in refusals.dropLast() { change.context.report(refusal) }
            if let last = refusals.last { throw last }
            guard !all.isEmpty else {
                try refuseLeftBehind(homes, named, snapshot)
                return false
            }
            let groups = each ? all.map { [$0] } : edits
            var change = change
            change.isUndoneByName = groups.count > 1
            for group in groups {
                try change.writeText(in: group[0].home) { try $0.planToSave(group, areJudged: true) }
            }
            return true
        }
    }

    /// What was left behind is no edit, and whoever would save it is told what it is.
    private func refuseLeftBehind(_ homes: [Kind.Home], _ named: NamedPaths, _ snapshot: Snapshot) throws {
        for home in homes where try !snapshot.filesLeftBehind(in: home, under: named).isEmpty {
            if let refusal = try change.store.repository(of: home).refusalOfUnfinished { throw refusal }
        }
    }

    /// What is staged beside the edits may be what was meant to be saved, or not.
    private func refusalOfStaged(
        _ home: Kind.Home, _ named: NamedPaths, _ snapshot: Snapshot
    ) throws -> StoreError? {
        guard home == .public || snapshot.companion != nil else { return nil }
        let repository = try change.store.repository(of: home)
        let git = repository.gitCommand(for: home)
        let staged: [StagedChange]
        do throws(StoreError) { staged = try snapshot.stagedOnly(in: home, under: named) } catch {
            throw error.calling(repository.gitCommand)
        }
        guard let refusal = repository.refusalOfStaged(staged, "nothing was saved", git: git) else { return nil }
        if let unfinished = repository.refusalOfUnfinished { throw unfinished }
        return refusal
    }

    /// Once it is committed, nothing simple parts a sweep again.
    private func refusalOfSweep(_ edits: [HandEdit], _ snapshot: Snapshot) throws -> StoreError? {
        let owners = each || together ? [] : try snapshot.sweptOwners(by: edits)
        guard !owners.isEmpty else { return nil }
        return StoreError(
            .usage,
            "this changes the records of \(owners.count) co-ops at once: as a sweep it would make none of them fresh, so nothing was saved",
            help: "to commit each by itself: cotech save --each", "to commit them as a sweep: cotech save --together")
    }

    /// Why the edits cannot be saved for what they say or take away; nil where they can.
    private func refusalOfFaults(_ edits: [HandEdit], in home: Kind.Home) throws -> StoreError? {
        let hand = try change.options.hand(change.context, change.store)
        do {
            _ = try change.store.write(in: home, by: hand, rehearsal: true) { try $0.planToJudge(edits) }
            return nil
        } catch let failure as StoreError where failure.kind == .badData {
            return failure
        }
    }
}
