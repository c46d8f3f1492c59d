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
            let snapshot = try change.store.snapshot(Moment(now: change.context.now()))
            let named = try store.paths(typed, in: snapshot, change.context)
            let edits = try homes.map { try snapshot.handEdits(in: $0, under: named) }.filter { !$0.isEmpty }
            guard let first = edits.first?.first else { return false }
            try edits.forEach { try refuseSweep($0, snapshot) }
            let all = Array(edits.joined())
            let hand = try change.options.hand(change.context, change.store)
            _ = try change.store.write(in: first.home, by: hand, rehearsal: true) { try $0.planToJudge(all) }
            for group in each ? all.map({ [$0] }) : edits {
                try change.write(in: group[0].home) { try $0.planToSave(group, areJudged: true) }
            }
            return true
        }
    }

    /// Once it is committed, nothing simple parts a sweep again.
    private func refuseSweep(_ edits: [HandEdit], _ snapshot: Snapshot) throws {
        let owners = each || together ? [] : try snapshot.sweptOwners(by: edits)
        guard !owners.isEmpty else { return }
        throw CommandFailure(
            "this changes the records of \(owners.count) co-ops at once: as a sweep it would make none of them fresh, so nothing was saved",
            help: "to commit each by itself: cotech save --each", "to commit them as a sweep: cotech save --together",
            status: .usage)
    }
}
