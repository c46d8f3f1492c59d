import Git
import RecordModel

extension FreshnessJudge {
    /// Judges the records at places of the ages; many of them on two threads.
    ///
    /// - Parameters:
    ///   - many: from how many on a second thread is worth its start.
    ///   - partSize: how many a thread takes at once.
    /// - Returns: also the ids of those whose ages only the records themselves can tell.
    func verdicts(
        at places: some RandomAccessCollection<Int>, sharingFrom many: Int = 2_000, partSize: Int = 256
    ) throws(StoreError) -> (known: [Verdict], unread: [RecordID]) {
        guard places.count >= many, let place = snapshot.place else {
            let judged = Judged(places, by: self)
            return (judged.verdicts, judged.unread)
        }
        let shared = SharedParts<[Int], Judged, StoreError> {
            [kind, ages, clock, withLeaves] () throws(StoreError) in
            let judge = FreshnessJudge(
                kind: kind, snapshot: try place.open(), ages: ages, clock: clock, withLeaves: withLeaves)
            return { (part) in Judged(part, by: judge) }
        }
        let parts = stride(from: 0, to: places.count, by: partSize).map { Array(places.dropFirst($0).prefix(partSize)) }
        let found = try shared.outcomes(of: parts) { (part) in Judged(part, by: self) }
        return (found.flatMap(\.verdicts), found.flatMap(\.unread))
    }
}

/// What was judged of some records.
private struct Judged: Sendable {
    private(set) var verdicts: [Verdict] = []
    private(set) var unread: [RecordID] = []

    init(_ places: some Collection<Int>, by judge: FreshnessJudge) {
        verdicts.reserveCapacity(places.count)
        for place in places {
            if let verdict = judge.verdict(at: place, unread: { unread.append($0) }) { verdicts.append(verdict) }
        }
    }
}

/// From what another thread opens a snapshot of its own: a repository serves one thread at a time.
struct SnapshotPlace: Sendable {
    fileprivate let path: String
    fileprivate let companionPath: String?
    fileprivate let kinds: [Kind]
    fileprivate let state: State
    fileprivate let companion: State?
    fileprivate let today: Day
    fileprivate let storedSettings: StoredRecord?
    fileprivate let settings: Record

    func open() throws(StoreError) -> Snapshot {
        try git { () throws(GitError) in
            var companionRepository: Repository?
            if let companionPath { companionRepository = try Repository.open(companionPath, discovering: false) }
            let store = Store(
                repository: try Repository.open(path, discovering: false), companion: companionRepository,
                companionProblem: nil, kinds: kinds)
            return Snapshot(
                store: store, state: state, companion: companion, today: today, settings: storedSettings,
                emptySettings: settings)
        }
    }
}

extension Snapshot {
    /// Where a second thread can open it again; nil where it cannot.
    var place: SnapshotPlace? {
        guard store.repository.canBeSharedOut, store.companion?.canBeSharedOut ?? true else { return nil }
        return SnapshotPlace(
            path: store.repository.gitDirectory, companionPath: store.companion?.gitDirectory, kinds: store.kinds,
            state: state, companion: companion, today: today, storedSettings: storedSettings, settings: settings)
    }
}
