public import Git
public import RecordModel

/// How fresh a record is, field by field.
public struct RecordFreshness {
    /// The record's id.
    public let id: RecordID
    /// Its own age: of its last substantive change or confirmation, without a limit.
    public let own: Freshness
    /// The day of the last word on any of it: a change of the record, or the confirmation of a single field.
    public var lastWord: Day? { ([own.day] + confirmations.single.values.map(\.day)).compactMap(\.self).max() }
    /// The commit of its last substantive change; nil where history ends before it.
    public let commit: ObjectID?
    /// The fields that have a value.
    public let fields: [FieldFreshness]
    /// The confirmations that count.
    let confirmations: Confirmations
    /// Why nobody is warned about it now.
    public let excuse: Excuse?
    /// The record's state: stale where a field is, unknown where one is and none is stale, or where nobody can tell when
    /// the record was last changed.
    public let state: Freshness.State
    /// Whether nobody can tell of the record, or of some field: one may be stale and nobody know of another.
    public let hasUnknown: Bool
    /// Judging needs no record's text where its ages say enough; whoever shows one asks for it.
    private let readRecord: () -> Record

    init(
        id: RecordID, own: Freshness, commit: ObjectID?, fields: [FieldFreshness], confirmations: Confirmations,
        excuse: Excuse?, readRecord: @escaping () -> Record
    ) {
        self.id = id
        self.own = own
        self.commit = commit
        self.fields = fields
        self.confirmations = confirmations
        self.excuse = excuse
        self.readRecord = readRecord
        var isStale = false
        var hasUnknown = false
        for field in fields {
            switch field.freshness.state {
            case .stale: isStale = true
            case .unknown: hasUnknown = true
            case .fresh, .unlimited: break
            }
        }
        state = isStale ? .stale : hasUnknown || own.day == nil ? .unknown : .fresh
        self.hasUnknown = hasUnknown || state == .unknown
    }

    /// The record.
    public var record: Record { readRecord() }
    /// The fields that are as old as their limit.
    public var stale: [FieldFreshness] { fields.filter { $0.freshness.state == .stale } }
    /// The fields of which nobody can tell.
    public var unknown: [FieldFreshness] { fields.filter { $0.freshness.state == .unknown } }
    /// Days since the oldest of the stale fields was said; 0 where none is stale.
    public var worstAge: Int {
        fields.reduce(0) { $1.freshness.state == .stale ? max($0, $1.freshness.age ?? 0) : $0 }
    }
}

extension RecordFreshness {
    /// Whether a field became stale within the week before a day.
    public func isNewlyStale(on today: Day) -> Bool {
        fields.contains { $0.freshness.state == .stale && $0.isNewlyStale(on: today) }
    }
}

extension FieldFreshness {
    /// Whether it became stale within the week before a day.
    public func isNewlyStale(on today: Day) -> Bool {
        freshness.staleFrom.map { today.days(since: $0) < 7 } ?? false
    }
}

/// How fresh one field is.
public struct FieldFreshness {
    /// The commit that set it; nil where history ends before it.
    public let commit: ObjectID?
    /// How fresh it is.
    public let freshness: Freshness
    /// The ages of its leaves, where it has several and they were asked for.
    public let leaves: [(leaf: Leaf, commit: ObjectID?, freshness: Freshness)]
    let judged: JudgedField

    /// The field.
    public var field: FieldDeclaration { judged.field }
}

/// How fresh the records of a kind are at a snapshot's commit, on its day.
public struct StaleReport {
    /// The readable records, by id.
    public let records: [RecordFreshness]
    /// Those that cannot be read, whose ages nobody can tell.
    public let unreadable: [StoredRecord]
    /// Whether some history is missing here.
    public let isTruncated: Bool
}

extension Snapshot {
    /// The ages of everything in a home.
    public func ages(in home: Kind.Home, settingSweepsAside: Bool = true) throws(StoreError) -> Ages {
        let repository = try repository(of: home)
        guard let commit = home == .public ? state.commit : companion?.commit else {
            throw StoreError(.unavailable, "the repository has no commit yet")
        }
        let options = try ageOptions(in: home, settingSweepsAside: settingSweepsAside)
        let mine = kinds.filter { $0.home == home }
        return try git { () throws(GitError) in
            try Ages.compute(
                in: repository, at: commit, kinds: mine, options: options, usesCache: settingSweepsAside)
        }
    }

    /// What ages depend on besides history, as the settings of this state have it.
    func ageOptions(in home: Kind.Home, settingSweepsAside: Bool) throws(StoreError) -> AgeOptions {
        AgeOptions(
            sweepLimit: settings[StoreSettings.sweep] ?? StoreSettings.defaultSweep,
            setsSweepsAside: settingSweepsAside, ignored: try ignoredRevisions(home).ids)
    }

    /// Where the commits are listed that refresh nothing.
    static let ignoredRevisionsPath = ".git-blame-ignore-revs"

    /// The commits that `.git-blame-ignore-revs` lists in this state.
    func ignoredRevisions(_ home: Kind.Home) throws(StoreError) -> IgnoreRevisions {
        let repository = try repository(of: home)
        let tree = home == .public ? state.tree : companion?.tree ?? .emptyTree
        return try git { () throws(GitError) in
            guard let entry = try repository.lookup(Snapshot.ignoredRevisionsPath, in: tree), entry.mode.isFile else {
                return IgnoreRevisions(parsing: [])
            }
            return IgnoreRevisions(parsing: try repository.blob(entry.id, maximumSize: 1 << 20))
        }
    }

    /// How fresh the records of a kind are.
    ///
    /// - Parameter only: these records; all where it is nil.
    public func staleness(
        of kind: Kind, only: [RecordID]? = nil, settingSweepsAside: Bool = true, withLeaves: Bool = false,
        clock: Instant
    ) throws(StoreError) -> StaleReport {
        let ages = try ages(in: kind.home, settingSweepsAside: settingSweepsAside)
        let judge = FreshnessJudge(kind: kind, snapshot: self, ages: ages, clock: clock, withLeaves: withLeaves)
        var entries = try only == nil ? self.entries(of: kind) : []
        // The ages are asked for in the order of ids.
        for id in (only ?? []).sorted() { if let entry = try entry(of: kind, id) { entries.append(entry) } }
        var cursor = ages.cursor(of: kind.name)
        var records: [RecordFreshness] = []
        records.reserveCapacity(entries.count)
        var unreadable: [StoredRecord] = []
        for entry in entries {
            if let answers = cursor.answers(of: entry.id) {
                records.append(judge.judge(entry.id, answers))
            } else if let stored = try stored(kind, entry.id) {
                if stored.isReadable { records.append(judge.judge(stored.record)) } else { unreadable.append(stored) }
            }
        }
        return StaleReport(records: records, unreadable: unreadable, isTruncated: ages.isTruncated)
    }
}
