import Foundation
import Git
public import RecordModel

/// As of when the store is read.
///
/// `--at REV` alone reads the state of that commit, on the day on which it was committed. `--as-of DAY` alone reads what
/// the branch's own line had reached when that day ended. Where both are given, one chooses the state and one the day.
public struct Moment: Sendable {
    /// A revision, as the user typed it.
    public var revision: String?
    /// The day that is today.
    public var day: Day?
    /// The clock, for when neither is given.
    public let now: Instant

    /// A moment by what was asked for.
    public init(revision: String? = nil, day: Day? = nil, now: Instant) {
        self.revision = revision
        self.day = day
        self.now = now
    }

    /// Whether nothing was asked for, so that the working files belong to what is read.
    public var isNow: Bool { revision == nil && day == nil }
}

/// Civil days in a network's time zone.
public struct LocalTime: Sendable {
    private let zone: TimeZone

    /// The time zone of an IANA name; nil where there is no such zone. Blank is UTC.
    public init?(zone name: String?) {
        guard let name else {
            zone = .gmt
            return
        }
        guard let zone = TimeZone(identifier: name) else { return nil }
        self.zone = zone
    }

    /// UTC.
    public static let utc = LocalTime(zone: .gmt)
    private init(zone: TimeZone) { self.zone = zone }

    /// The civil day of a moment.
    public func day(of instant: Instant) -> Day {
        instant.day(offset: offset(at: instant))
    }

    /// Seconds ahead of UTC at a moment.
    public func offset(at instant: Instant) -> Int {
        zone.secondsFromGMT(for: Date(timeIntervalSince1970: TimeInterval(instant.seconds)))
    }

    /// The time of a moment, as `06:00`.
    public func time(of instant: Instant) -> String {
        let seconds = instant.seconds + offset(at: instant)
        let minutes = (seconds / 60 % 1440 + 1440) % 1440
        return "\(minutes / 60 < 10 ? "0" : "")\(minutes / 60):\(minutes % 60 < 10 ? "0" : "")\(minutes % 60)"
    }

    /// The last second of a day.
    public func end(of day: Day) -> Instant {
        let midnight = (day.number + 1) * 86_400
        // The clocks may change between midnight here and midnight in UTC.
        let near = midnight - offset(at: Instant(seconds: midnight))
        return Instant(seconds: midnight - offset(at: Instant(seconds: near)) - 1)
    }
}

extension Snapshot {
    /// The clock that dates are held against: the moment itself, or the end of the day that is asked for.
    public func clock(_ moment: Moment) -> Instant {
        moment.isNow ? moment.now : local.end(of: today)
    }

    /// Civil time in the network's zone.
    public var local: LocalTime { LocalTime(zone: settings[StoreSettings.timeZone]) ?? .utc }

    /// The branch that is checked out, without `refs/heads/`; nil where HEAD is on none.
    public var branch: String? {
        (try? store.repository.head.branch).flatMap { $0 }.map { String($0.trimmingPrefix("refs/heads/")) }
    }
}

extension Store {
    /// The store as of a moment.
    public func snapshot(_ moment: Moment) throws(StoreError) -> Snapshot {
        guard let headID = try git({ () throws(GitError) in try repository.head }).id else {
            throw try repository.refusalOfEmptiness()
        }
        var commit = headID
        if let revision = moment.revision {
            commit = try git { () throws(GitError) in try repository.resolve(revision) }
        }
        var local = try localTime(at: commit)
        if let day = moment.day, moment.revision == nil {
            commit = try newest(by: local.end(of: day), from: headID, in: repository)
            local = try localTime(at: commit)
        }
        let clock: Day
        if let day = moment.day {
            clock = day
        } else if moment.revision != nil {
            let header = try git { () throws(GitError) in try repository.commitHeader(commit) }
            // The state came to be when it was committed, however long ago its last change was written.
            clock = local.day(of: Instant(seconds: Int(header.committerSeconds)))
        } else {
            clock = local.day(of: moment.now)
        }
        let companionCommit = try companionCommit(moment, local.end(of: clock))
        var companionState: State?
        if let companion, let companionCommit { companionState = try state(companionCommit, in: companion) }
        return try snapshot(at: state(commit, in: repository), companion: companionState, today: clock)
    }

    private func state(_ commit: ObjectID, in repository: Repository) throws(StoreError) -> State {
        try git { () throws(GitError) in try State(commit: commit, tree: repository.commitHeader(commit).tree) }
    }

    /// The store as two trees have it.
    ///
    /// - Parameter hasOwnSettings: whether a state without settings has none, rather than those of now.
    func snapshot(
        at state: State, companion: State?, today: Day, hasOwnSettings: Bool = false
    ) throws(StoreError) -> Snapshot {
        var settings = try settings(in: state.tree, of: repository)
        // A state that is older than all settings, that of an imported history, goes by those of now.
        if settings == nil, !hasOwnSettings { settings = try newestSettings() }
        return Snapshot(
            store: self, state: state, companion: companion, today: today, settings: settings,
            emptySettings: Record(kind: settingsKind, id: .only, contents: ContentsInMemory([:])))
    }

    /// The companion has a history of its own: for the past it is read as of the same day.
    private func companionCommit(_ moment: Moment, _ end: Instant) throws(StoreError) -> ObjectID? {
        guard let companion, let head = try git({ () throws(GitError) in try companion.head }).id else { return nil }
        if moment.revision == nil, moment.day == nil { return head }
        return try? newest(by: end, from: head, in: companion)
    }

    /// The newest commit by a moment: along first parents, and where the store is younger than that, along those of a
    /// history that was imported into it.
    private func newest(
        by end: Instant, from head: ObjectID, in repository: Repository
    ) throws(StoreError) -> ObjectID {
        var commit: ObjectID? = head
        var imported: [ObjectID] = []
        var own: ObjectID?
        while let id = commit, own == nil {
            let header = try git { () throws(GitError) in try repository.commitHeader(id) }
            if Int(header.committerSeconds) <= end.seconds {
                own = id
                // Before a history was joined, a store that held nothing itself was what that history was then.
                if imported.isEmpty { return id }
                if try holdsRecords(header.tree, in: repository) { return id }
            }
            if header.parents.count > 1, try joinsHistory(id, in: repository) { imported += header.parents.dropFirst() }
            commit = header.parents.first
        }
        for tip in imported {
            if let id = try? newest(by: end, from: tip, in: repository) { return id }
        }
        if let own { return own }
        throw StoreError(.usage, "the store did not exist by then", help: "ask for a later day: --as-of DAY")
    }

    /// Whether a merge brought in a history that was replayed from elsewhere.
    private func joinsHistory(_ id: ObjectID, in repository: Repository) throws(StoreError) -> Bool {
        try git { () throws(GitError) in try repository.commit(id) }.trailers.contains(.imports)
    }

    private func holdsRecords(_ tree: ObjectID, in repository: Repository) throws(StoreError) -> Bool {
        try git { () throws(GitError) in
            for folder in kinds.compactMap(\.path.folderPath) {
                if try repository.lookup(folder, in: tree) != nil { return true }
            }
            return false
        }
    }

    /// Civil time as the settings of a commit have it.
    func localTime(at commit: ObjectID) throws(StoreError) -> LocalTime {
        let name = try settings(
            in: git { () throws(GitError) in try repository.commitHeader(commit).tree }, of: repository)?.record[
                StoreSettings.timeZone]
        return LocalTime(zone: name) ?? .utc
    }
}
