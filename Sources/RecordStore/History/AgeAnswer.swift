public import Git
public import RecordModel

/// When something in a record was last said: the answer of `docs/ageing.md` for one leaf, collection or record.
public enum AgeAnswer: Hashable, Sendable {
    /// This commit set it.
    ///
    /// - Parameters:
    ///   - date: the earlier of the commit's author and committer dates, as it stands: one that is far ahead of the
    ///     clock is still here, see ``isAhead(of:)``.
    ///   - bySweep: whether a mechanical commit introduced it, which says that nobody may ever have looked at it.
    case set(commit: ObjectID, date: Instant, bySweep: Bool)
    /// The history ends before the commit that set it.
    ///
    /// - Parameters:
    ///   - unchangedSince: the oldest commit seen with this value.
    ///   - date: of that commit. The value is at least as old.
    case unknown(unchangedSince: ObjectID, date: Instant)

    /// The commit: the one that set it, or the oldest that is known to have had it.
    public var commit: ObjectID {
        switch self {
        case .set(let commit, _, _), .unknown(let commit, _): commit
        }
    }

    /// The date of ``commit``.
    public var date: Instant {
        switch self {
        case .set(_, let date, _), .unknown(_, let date): date
        }
    }

    /// The commit that set it; nil where that is not here, and whoever made the oldest commit seen said nothing of it.
    public var setter: ObjectID? {
        if case .set(let commit, _, _) = self { commit } else { nil }
    }

    /// Whether the commit that set it was found.
    public var isKnown: Bool {
        if case .set = self { true } else { false }
    }

    /// Whether a mechanical commit introduced it, so that nobody may ever have looked at it.
    public var isBySweep: Bool {
        if case .set(_, _, let bySweep) = self { bySweep } else { false }
    }

    /// Whether its date lies more than a day ahead of the clock. Such a date says nothing: the answer is then unknown
    /// in every respect, also as to how old the value is at least.
    public func isAhead(of clock: Instant) -> Bool { AgeAnswer.isAhead(date, of: clock) }

    static func isAhead(_ date: Instant, of clock: Instant) -> Bool { date.seconds > clock.seconds + 86_400 }
}

/// What the ages of a store depend on besides its history and its schema.
public struct AgeOptions: Hashable, Sendable {
    /// A commit that changes more records than this, of more co-ops than this, is a sweep.
    public var sweepLimit: Int
    /// Whether sweeps are set aside. `--no-sweep` counts them like any other commit.
    public var setsSweepsAside: Bool
    /// The commits that `.git-blame-ignore-revs` lists.
    public var ignored: Set<ObjectID>
    /// What is worth a second thread. The answers are the same with and without.
    var sharing = WorkSharing()

    /// The rules as `docs/ageing.md` has them, unless said otherwise.
    public init(
        sweepLimit: Int = StoreSettings.defaultSweep, setsSweepsAside: Bool = true, ignored: Set<ObjectID> = []
    ) {
        self.sweepLimit = sweepLimit
        self.setsSweepsAside = setsSweepsAside
        self.ignored = ignored
    }
}

/// From what size on work is shared with a second thread.
struct WorkSharing: Hashable, Sendable {
    /// How many commits' trees.
    var commits = 2_000
    /// How many comparisons of versions.
    var comparisons = 500
    /// How many records' answers.
    var records = 2_000
    /// How many changes are compared together.
    var window = 16_384
}
