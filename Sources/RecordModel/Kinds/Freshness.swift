/// When something was last said, as far as history tells.
public struct Evidence: Hashable, Sendable {
    /// The day it was last said; where history ends early, the oldest day it is known to have stood unchanged.
    public let day: Day
    /// Whether that is the day itself, rather than the latest that it can have been.
    public let isExact: Bool

    /// Evidence of a day.
    public init(day: Day, isExact: Bool = true) {
        self.day = day
        self.isExact = isExact
    }
}

/// How old a value is, held against its limit (`docs/ageing.md`, "Three states").
public struct Freshness: Hashable, Sendable {
    /// What can be said of a value's age.
    public enum State: String, Sendable {
        /// Younger than its limit.
        case fresh
        /// As old as its limit, or older.
        case stale
        /// Nobody can tell from the history that is here.
        case unknown
        /// It has no limit.
        case unlimited
    }

    /// What can be said.
    public let state: State
    /// The later of the day it was said and the day it was confirmed; nil where that is not known.
    public let day: Day?
    /// Days since then; where only a lowest age is known, that one.
    public let age: Int?
    /// Whether `age` is only the lowest that it can be.
    public let isAtLeast: Bool
    /// The limit in days, where there is one.
    public let limit: Int?

    /// Judges a value.
    ///
    /// - Parameters:
    ///   - said: when it was last said; nil where history says nothing that can be relied on.
    ///   - confirmed: the day somebody confirmed it, where that stands in a commit of its own.
    public init(said: Evidence?, confirmed: Day?, limit: AgeLimit?, today: Day) {
        // Younger than this is impossible to rule out; older than this is impossible.
        let latest = if let said = said?.day, let confirmed { max(said, confirmed) } else { said?.day ?? confirmed }
        let isExact = said.map { said in said.isExact || (confirmed.map { $0 >= said.day } ?? false) } ?? false
        day = isExact ? latest : nil
        isAtLeast = !isExact && said != nil
        age = said == nil ? nil : latest.map { max(0, today.days(since: $0)) }
        guard case .days(let days)? = limit else {
            self.limit = nil
            // What does not go stale is fresh all the same only where its age is known.
            state = limit == nil ? .unlimited : isExact ? .fresh : .unknown
            return
        }
        self.limit = days
        if let confirmed, today.days(since: confirmed) < days {
            state = .fresh
        } else if let age, age >= days {
            state = .stale
        } else {
            state = isExact ? .fresh : .unknown
        }
    }

    /// The day on which it became stale, or will; nil where it has no limit or its day is not known.
    public var staleFrom: Day? {
        guard let day, let limit else { return nil }
        return day.advanced(byDays: limit)
    }
}

/// Why nobody is warned about a record now.
public struct Excuse: Hashable, Sendable {
    /// In words: `away until 4 January`.
    public let words: String
    /// The kind of excuse, for programs.
    public let reason: Reason

    /// The kinds of excuse.
    public enum Reason: String, Sendable {
        /// Leave is not neglect.
        case away
        /// In the grace period after joining.
        case newcomer
        /// Not a member any more.
        case left
        /// Its membership rests.
        case suspended
        /// Honoured, and not expected to keep anything up.
        case emeritus
        /// Come to its end, and kept as it was then.
        case ended
        /// What would tell cannot be read: somebody who has left is not to be warned by mistake.
        case unknown
    }

    /// An excuse.
    public init(_ reason: Reason, _ words: String) {
        self.reason = reason
        self.words = words
    }
}

/// How a kind tells why nobody is warned about one of its records now.
public enum ExcuseRule: Sendable {
    /// It never does.
    case none
    /// By days alone: the rule sees the fields that hold days, of this record and of others, and no other field.
    /// History keeps those at hand, so that ten thousand records are asked without reading one.
    case days(@Sendable (Record, RuleContext) -> Excuse?)
    /// By anything that records say, each of which is read for it.
    case words(@Sendable (Record, RuleContext) -> Excuse?)

    /// Why nobody is warned about a record; nil where somebody is.
    public func callAsFunction(_ record: Record, _ context: RuleContext) -> Excuse? {
        switch self {
        case .none: nil
        case .days(let rule), .words(let rule): rule(record, context)
        }
    }
}
