import Git
import RecordModel

extension FreshnessJudge {
    /// Judges records whose ages are known; many of them on two threads.
    ///
    /// - Parameters:
    ///   - many: from how many on a second thread is worth its start.
    ///   - partSize: how many a thread takes at once.
    func verdicts(
        on records: [(id: RecordID, ages: RecordAges)], sharingFrom many: Int = 2_000, partSize: Int = 256
    ) throws(StoreError) -> [Verdict] {
        guard records.count >= many, let place = snapshot.place else {
            return records.map { verdict(on: $0.id, $0.ages) }
        }
        let shared = SharedParts<Range<Int>, [Verdict], StoreError> {
            [kind, ages, clock, withLeaves] () throws(StoreError) in
            let judge = FreshnessJudge(
                kind: kind, snapshot: try place.open(), ages: ages, clock: clock, withLeaves: withLeaves)
            return { (part) in records[part].map { judge.verdict(on: $0.id, $0.ages) } }
        }
        let parts = stride(from: 0, to: records.count, by: partSize).map { $0..<min($0 + partSize, records.count) }
        shared.add(parts)
        var verdicts = [[Verdict]](repeating: [], count: parts.count)
        try shared.complete(parts.indices) { (number, part) in
            verdicts[number] = records[part].map { verdict(on: $0.id, $0.ages) }
        } theirs: { (number, found) in
            verdicts[number] = found
        }
        return verdicts.flatMap(\.self)
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
