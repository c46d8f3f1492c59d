public import Git
public import RecordModel

/// How fresh a record is, field by field.
public struct RecordFreshness: Sendable {
    /// The record.
    public let record: Record
    /// Its own age: of its last substantive change or confirmation, without a limit.
    public let own: Freshness
    /// The commit of its last substantive change, or the oldest seen where history ends early.
    public let commit: ObjectID?
    /// The fields that have a value.
    public let fields: [FieldFreshness]
    /// Why nobody is warned about it now.
    public let excuse: Excuse?

    /// The fields that are as old as their limit.
    public var stale: [FieldFreshness] { fields.filter { $0.freshness.state == .stale } }
    /// The fields of which nobody can tell.
    public var unknown: [FieldFreshness] { fields.filter { $0.freshness.state == .unknown } }
    /// The record's state: stale where a field is, unknown where one is and none is stale.
    public var state: Freshness.State {
        if !stale.isEmpty { return .stale }
        return unknown.isEmpty ? .fresh : .unknown
    }
}

extension RecordFreshness {
    /// Whether a field became stale within the week before a day.
    public func isNewlyStale(on today: Day) -> Bool {
        stale.contains { $0.isNewlyStale(on: today) }
    }
}

extension FieldFreshness {
    /// Whether it became stale within the week before a day.
    public func isNewlyStale(on today: Day) -> Bool {
        freshness.staleFrom.map { today.days(since: $0) < 7 } ?? false
    }
}

/// How fresh one field is.
public struct FieldFreshness: Sendable {
    /// The field.
    public let field: FieldDeclaration
    /// What it says.
    public let content: Content
    /// The commit that set it, or the oldest seen with this value.
    public let commit: ObjectID?
    /// How fresh it is.
    public let freshness: Freshness
    /// The ages of its leaves, where it has several.
    public let leaves: [(leaf: Leaf, commit: ObjectID?, freshness: Freshness)]
}

/// How fresh the records of a kind are at a snapshot's commit, on its day.
public struct StaleReport: Sendable {
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
    /// - Parameter only: one record; all where it is nil.
    public func staleness(
        of kind: Kind, only: RecordID? = nil, settingSweepsAside: Bool = true, withLeaves: Bool = false, clock: Instant
    ) throws(StoreError) -> StaleReport {
        let ages = try ages(in: kind.home, settingSweepsAside: settingSweepsAside)
        let judge = FreshnessJudge(kind: kind, context: context, local: local, clock: clock, withLeaves: withLeaves)
        var stored = try all(kind)
        if let only { stored.removeAll { $0.entry.id != only } }
        return StaleReport(
            records: stored.filter(\.isReadable).map { judge.judge($0.record, ages.ages(of: kind.name, $0.entry.id)) },
            unreadable: stored.filter { !$0.isReadable }, isTruncated: ages.isTruncated)
    }
}

/// Holds ages against confirmations and limits.
private struct FreshnessJudge {
    let kind: Kind
    let context: RuleContext
    let local: LocalTime
    let clock: Instant
    let withLeaves: Bool
    /// The fields that are judged, each with its limit.
    private let judged: [(field: FieldDeclaration, limit: AgeLimit?)]

    init(kind: Kind, context: RuleContext, local: LocalTime, clock: Instant, withLeaves: Bool) {
        self.kind = kind
        self.context = context
        self.local = local
        self.clock = clock
        self.withLeaves = withLeaves
        judged = kind.fields.filter { $0.isSubstantive && !$0.name.hasPrefix("x-") }.map {
            ($0, StoreSettings.limit(of: $0, in: kind, settings: context.settings))
        }
    }

    func judge(_ record: Record, _ ages: RecordAges?) -> RecordFreshness {
        let leaves = LeafAnswers(ages)
        let whole = confirmations(of: record, "confirmed", leaves)[""]
        let single = confirmations(of: record, "confirmed-fields", leaves)
        let answers = Dictionary(
            (ages?.fields ?? []).map { ($0.name, $0.answer) }, uniquingKeysWith: { first, _ in first })
        let fields = judged.compactMap { field, limit -> FieldFreshness? in
            let content = record.content(of: field)
            guard !content.isEmpty else { return nil }
            let own = [single[field.name], field.path.count > 1 ? single[field.path[0]] : nil, whole]
            let confirmed = own.compactMap(\.self).max()
            func freshness(_ answer: AgeAnswer?) -> Freshness {
                Freshness(said: evidence(answer), confirmed: confirmed, limit: limit, today: context.today)
            }
            let answer = answers[field.name]
            let parts = withLeaves && field.shape.isCollection ? content : []
            return FieldFreshness(
                field: field, content: content, commit: answer?.commit, freshness: freshness(answer),
                leaves: parts.map { leaf in
                    let answer = leaves[field.name, leaf.entry, leaf.column]
                    return (leaf, answer?.commit, freshness(answer))
                })
        }
        return RecordFreshness(
            record: record,
            own: Freshness(said: evidence(ages?.record), confirmed: whole, limit: nil, today: context.today),
            commit: ages?.record.commit, fields: fields, excuse: kind.excuse(record, context))
    }

    /// What an answer says of the day; nothing where its date lies in the future.
    private func evidence(_ answer: AgeAnswer?) -> Evidence? {
        guard let answer, !answer.isAhead(of: clock) else { return nil }
        let day = local.day(of: answer.date)
        switch answer {
        case .set(_, _, let bySweep): return Evidence(day: day, isBySweep: bySweep)
        case .unknown: return Evidence(day: day, isExact: false)
        }
    }

    /// The days of the confirmations that count, by what they confirm: set in a commit of its own, known, no sweep, and
    /// not dated later than that commit by more than a day.
    private func confirmations(of record: Record, _ name: String, _ answers: LeafAnswers) -> [String: Day] {
        var days: [String: Day] = [:]
        for leaf in record.content(of: name) {
            guard let day = Day(iso: leaf.value.text), let answer = answers[name, leaf.entry, ""],
                case .set(_, let date, false) = answer, !answer.isAhead(of: clock),
                day.days(since: local.day(of: date)) <= 1, day <= context.today
            else { continue }
            days[leaf.entry] = day
        }
        return days
    }
}

/// The answers of one record's leaves, each found at once: a record may have thousands. Most records are judged without
/// them, so they are only put in order when one is asked for.
private final class LeafAnswers {
    private struct Place: Hashable {
        let field: String
        let entry: String
        let column: String
    }

    private let ages: RecordAges?
    private lazy var answers: [Place: AgeAnswer] = Dictionary(
        (ages?.leaves ?? []).map { (Place(field: $0.field, entry: $0.entry, column: $0.column), $0.answer) },
        uniquingKeysWith: { first, _ in first })

    init(_ ages: RecordAges?) { self.ages = ages }

    subscript(field: String, entry: String, column: String) -> AgeAnswer? {
        answers[Place(field: field, entry: entry, column: column)]
    }
}
