public import Git
public import RecordModel

/// How fresh a record is, field by field.
public final class RecordFreshness {
    private let verdict: Verdict
    /// Of most records nobody asks for more than the verdict, so the rest is had from here when somebody does.
    private let judge: FreshnessJudge

    init(_ verdict: Verdict, by judge: FreshnessJudge) {
        self.verdict = verdict
        self.judge = judge
    }

    /// The record's id.
    public var id: RecordID { verdict.id }
    /// Its own age: of its last substantive change or confirmation, without a limit.
    public var own: Freshness { verdict.own }
    /// The day of the last word on any of it: a change of the record, or the confirmation of a single field.
    public var lastWord: Day? { ([own.day] + confirmations.single.values.map(\.day)).compactMap(\.self).max() }
    /// The commit of its last substantive change; nil where history ends before it.
    public var commit: ObjectID? { judge.ages(of: verdict)?.record.setter }
    /// The confirmations that count.
    var confirmations: Confirmations { verdict.confirmations }
    /// Why nobody is warned about it now.
    public var excuse: Excuse? { verdict.excuse }
    /// The record's state: stale where a field is, unknown where one is and none is stale, or where nobody can tell when
    /// the record was last changed.
    public var state: Freshness.State {
        verdict.summary.isStale ? .stale : verdict.summary.hasUnknown || own.day == nil ? .unknown : .fresh
    }
    /// Whether nobody can tell of the record, or of some field: one may be stale and nobody know of another.
    public var hasUnknown: Bool { verdict.summary.hasUnknown || state == .unknown }

    /// The fields that have a value.
    public private(set) lazy var fields: [FieldFreshness] = judge.fields(of: verdict)
    /// The record.
    public private(set) lazy var record: Record = judge.record(id)
    /// The fields that are as old as their limit.
    public var stale: [FieldFreshness] { fields.filter { $0.freshness.state == .stale } }
    /// The fields of which nobody can tell.
    public var unknown: [FieldFreshness] { fields.filter { $0.freshness.state == .unknown } }
    /// Days since the oldest of the stale fields was said; 0 where none is stale.
    public var worstAge: Int { verdict.summary.worstAge }

    /// Whether a field became stale within the week before a day.
    public func isNewlyStale(on today: Day) -> Bool { Freshness.isNews(verdict.summary.lastStaleFrom, on: today) }
}

/// What the fields of a record come to together.
struct FreshnessSummary: Sendable {
    private(set) var isStale = false
    private(set) var hasUnknown = false
    /// Days since the oldest of the stale fields was said.
    private(set) var worstAge = 0
    /// The day on which the last of the stale fields became stale.
    private(set) var lastStaleFrom: Day?

    mutating func add(_ field: Freshness) {
        switch field.state {
        case .stale:
            isStale = true
            worstAge = max(worstAge, field.age ?? 0)
            if let from = field.staleFrom { lastStaleFrom = lastStaleFrom.map { max($0, from) } ?? from }
        case .unknown: hasUnknown = true
        case .fresh, .unlimited: break
        }
    }
}

extension Freshness {
    /// Whether what became stale on a day did so within the week before another.
    fileprivate static func isNews(_ staleFrom: Day?, on today: Day) -> Bool {
        staleFrom.map { today.days(since: $0) < 7 } ?? false
    }
}

extension FieldFreshness {
    /// Whether it became stale within the week before a day.
    public func isNewlyStale(on today: Day) -> Bool { Freshness.isNews(freshness.staleFrom, on: today) }
}

/// How fresh one field is.
public struct FieldFreshness {
    /// The commit that set it; nil where history ends before it.
    public let commit: ObjectID?
    /// Whether that commit is a sweep, or another mechanical one.
    public let isBySweep: Bool
    /// How fresh it is.
    public let freshness: Freshness
    /// The ages of its leaves, where it has several and they were asked for.
    public let leaves: [(leaf: Leaf, commit: ObjectID?, freshness: Freshness)]
    let judged: JudgedField

    /// The field.
    public var field: FieldDeclaration { judged.field }
}

/// How fresh the records of a kind are at a snapshot's commit, on its day.
public final class StaleReport {
    /// The readable records, by id.
    public let records: [RecordFreshness]
    /// Those that cannot be read, whose ages nobody can tell.
    public let unreadable: [StoredRecord]
    /// What else cannot be read, each as a sentence without its full stop, so that nobody can tell who is excused. A
    /// folder with something else in its place is not among it, but noted by itself.
    public let unreadExcuses: [String]
    let kind: Kind.Name
    let ages: Ages

    init(
        records: [RecordFreshness], unreadable: [StoredRecord], unreadExcuses: [String], kind: Kind.Name, ages: Ages
    ) {
        self.records = records
        self.unreadable = unreadable
        self.unreadExcuses = unreadExcuses
        self.kind = kind
        self.ages = ages
    }

    /// Whether history that is missing here leaves an age unknown, or may.
    public var lacksHistory: Bool { ages.isTruncated || (ages.lacksSome && records.contains(where: \.hasUnknown)) }
    /// The ids of the records that history knows and that are not here any more.
    public var departed: [RecordID] { ages.departed(of: kind) }
}

/// The records of a report by what is to be said of them, each list by id.
public struct StaleParts {
    /// Those that became stale within the last week.
    public let new: [RecordFreshness]
    /// Those that have been stale for longer.
    public let waiting: [RecordFreshness]
    /// Those of which something is not known: an age, or whether somebody who would be warned is excused. One that is
    /// stale may be among them as well, for another field.
    public let unknown: [RecordFreshness]
    /// Those about which nobody is warned.
    public let excused: [RecordFreshness]

    /// Whether something is stale that nobody is excused from.
    public var isAnyStale: Bool { !new.isEmpty || !waiting.isEmpty }
}

extension StaleReport {
    /// The records by what is to be said of them on a day.
    ///
    /// - Parameter allAsNew: whether what became stale earlier is to be said as what is new.
    public func parted(on today: Day, allAsNew: Bool = false) -> StaleParts {
        var (new, waiting, unknown, excused):
            ([RecordFreshness], [RecordFreshness], [RecordFreshness], [RecordFreshness])
        (new, waiting, unknown, excused) = ([], [], [], [])
        for record in records {
            switch record.excuse?.reason {
            case .unknown where record.state != .fresh: unknown.append(record)
            case nil:
                if record.hasUnknown { unknown.append(record) }
                guard record.state == .stale else { continue }
                if allAsNew || record.isNewlyStale(on: today) { new.append(record) } else { waiting.append(record) }
            default: excused.append(record)
            }
        }
        return StaleParts(new: new, waiting: waiting, unknown: unknown, excused: excused)
    }
}

/// Which ages are asked for.
struct AgeQuestion: Hashable {
    let home: Kind.Home
    let settingSweepsAside: Bool
}

extension Snapshot {
    /// The ages of everything in a home.
    public func ages(in home: Kind.Home, settingSweepsAside: Bool = true) throws(StoreError) -> Ages {
        let question = AgeQuestion(home: home, settingSweepsAside: settingSweepsAside)
        if let known = knownAges[question] { return known }
        let repository = try repository(of: home)
        guard let commit = commit(of: home) else {
            throw StoreError(.unavailable, "the repository has no commit yet")
        }
        let options = try ageOptions(in: home, settingSweepsAside: settingSweepsAside)
        let mine = kinds(in: home)
        let ages = try git { () throws(GitError) in
            let isPast = try repository.head.id != commit
            return try Ages.compute(in: repository, at: commit, kinds: mine, options: options, isPast: isPast)
        }
        knownAges[question] = ages
        return ages
    }

    /// What ages depend on besides history, as the settings of this state have it.
    func ageOptions(in home: Kind.Home, settingSweepsAside: Bool) throws(StoreError) -> AgeOptions {
        let ignored = try ignoredRevisions(home)
        if let noteGap, let gap = ignored.gap(in: home) { noteGap(gap) }
        return AgeOptions(
            sweepLimit: StoreSettings.sweepLimit(in: settings), setsSweepsAside: settingSweepsAside,
            ignored: ignored.ids)
    }

    /// What cannot be read of the list of the commits that refresh nothing; nil where all of it can.
    public func gapInIgnoreList(of home: Kind.Home) throws(StoreError) -> ReadGap? {
        try ignoredRevisions(home).gap(in: home)
    }

    /// Where the commits are listed that refresh nothing.
    static let ignoredRevisionsPath = ".git-blame-ignore-revs"

    /// The commits that `.git-blame-ignore-revs` lists in this state.
    func ignoredRevisions(_ home: Kind.Home) throws(StoreError) -> IgnoreRevisions {
        let repository = try repository(of: home)
        let tree = tree(of: home) ?? .emptyTree
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
        try lookAtFolder(of: kind)
        // Ages that were kept say nothing of whether the records are still there to be read.
        if let only { for id in only { _ = try stored(kind, id) } } else { try readLost(of: kind) }
        let ages = try ages(in: kind.home, settingSweepsAside: settingSweepsAside)
        let judge = FreshnessJudge(kind: kind, snapshot: self, ages: ages, clock: clock, withLeaves: withLeaves)
        var (verdicts, unread): ([Verdict], [RecordID])
        if let only {
            let asked = only.map { (id: $0, place: ages.place(of: kind.name, $0)) }
            (verdicts, unread) = try judge.verdicts(at: asked.compactMap(\.place).sorted())
            unread += asked.filter { $0.place == nil }.map(\.id)
        } else {
            (verdicts, unread) = try judge.verdicts(at: ages.places(of: kind.name))
        }
        var unreadable: [StoredRecord] = []
        for id in unread.sorted() {
            guard let stored = try stored(kind, id) else { continue }
            if stored.isReadable {
                verdicts.append(judge.verdict(on: stored.record))
            } else {
                unreadable.append(stored)
            }
        }
        if !unread.isEmpty { verdicts.sort { $0.id < $1.id } }
        return StaleReport(
            records: verdicts.map { RecordFreshness($0, by: judge) }, unreadable: unreadable,
            unreadExcuses: try unreadExcuses(of: verdicts), kind: kind.name, ages: ages)
    }

    /// Reads the records of a kind whose texts are not in this clone, which fails as it does for whoever lists them. Where
    /// they are packed, asking for all of them costs little beside the list itself.
    private func readLost(of kind: Kind) throws(StoreError) {
        guard let (repository, tree) = place(of: kind), let path = kind.path.folderPath else { return }
        let lost = try git { () throws(GitError) -> Set<ObjectID> in
            guard let folder = try repository.lookup(path, in: tree), folder.mode.isFolder else { return [] }
            return try repository.lostFiles(in: folder.id)
        }
        guard !lost.isEmpty else { return }
        for entry in try entries(of: kind) where lost.contains(entry.entry.id) { _ = try stored(kind, entry.id) }
    }

    private func unreadExcuses(of verdicts: [Verdict]) throws(StoreError) -> [String] {
        var gaps = Set(verdicts.lazy.compactMap(\.excuse).filter { $0.reason == .unknown }.map(\.words))
        guard !gaps.isEmpty else { return [] }
        for kind in kinds where canSee(kind) {
            guard let blocked = try blockedFolder(of: kind), gaps.remove(blocked.message) != nil else { continue }
            try lookAtFolder(of: kind)
        }
        return gaps.sorted()
    }
}

extension Repository {
    /// The files in a folder that are not in this clone. Nothing but folders is read.
    fileprivate func lostFiles(in folder: ObjectID) throws(GitError) -> Set<ObjectID> {
        var lost: Set<ObjectID> = []
        try tree(folder).forEachEntry { (_, entry) throws(GitError) in
            if entry.mode.isFolder {
                lost.formUnion(try lostFiles(in: entry.id))
            } else if entry.mode.isFile, !contains(entry.id) {
                lost.insert(entry.id)
            }
        }
        return lost
    }
}
