public import RecordModel

extension Memberships {
    /// Where a co-op may go from where it stands. What comes before membership is an enquiry's pipeline.
    public static let moves: [Status: [Status]] = [
        .unknown: [.onboarding, .member, .left],
        .onboarding: [.member, .left],
        .member: [.suspended, .left, .emeritus],
        .suspended: [.member, .left],
        .emeritus: [.member, .left],
        .left: [.member, .unknown],
    ]

    /// Why a co-op cannot go from one status to another; nil where it can.
    public static func problem(from old: Status, to new: Status) -> ValueProblem? {
        guard old != new else { return ValueProblem("It is \(old.words) already", code: "bad-transition") }
        guard let allowed = moves[old], !allowed.contains(new) else { return nil }
        return ValueProblem(
            "A co-op that is \(old.words) does not become \(new.words)", code: "bad-transition",
            help: "It may become \(allowed.map(\.words).joined(separator: ", or ")).")
    }

    /// The changes that bring a co-op to a status from a day on, or why it cannot go there.
    ///
    /// Coming back after leaving is a new day of joining: the day it left stays, since flows are counted from both. What
    /// is still to come may be said anew for another day, and is called off by becoming a member.
    ///
    /// - Parameters:
    ///   - membership: what is said of it so far; where that is nothing it may leave, and no more.
    ///   - id: the co-op's id.
    ///   - today: the day on which this is said.
    public static func edits(
        bringing membership: Record?, of id: RecordID, to new: Status, on day: Day, today: Day,
        reason text: String? = nil
    ) -> Result<[FieldEdit], ValueProblem> {
        let because = text.map { [FieldEdit.set(field: reason.name, text: $0)] } ?? []
        guard let membership else {
            return new == .left ? .success(beginning(new, on: day) + because) : .failure(neverJoined(id, "add"))
        }
        if new == .member { return returning(membership, on: day, today: today).map { $0 + because } }
        if let problem = obstacle(before: membership, new, on: day, today: today) { return .failure(problem) }
        return .success(beginning(new, on: day) + because)
    }

    /// The day of the field that ends membership so, unless the co-op has joined since.
    private static func end(_ status: Status, of membership: Record) -> Day? {
        guard let ended = field(of: status).flatMap({ membership[$0] }) else { return nil }
        return membership[joined].map { $0 <= ended } ?? true ? ended : nil
    }

    private static func obstacle(before membership: Record, _ new: Status, on day: Day, today: Day) -> ValueProblem? {
        if let since = membership[joined], day < since { return tooEarly(day, "it joined, on \(since)") }
        if let ended = end(new, of: membership), ended <= today {
            return ValueProblem(
                new == .left
                    ? "It has left already, on \(ended.spoken)"
                    : "It is \(new.words) already, since \(ended.spoken)", code: "bad-transition")
        }
        if new != .left, status(of: membership, on: today) == .unknown { return neverJoined(membership.id, "set") }
        // Said of a day that has passed, it must be so of today as well.
        for moment in [day, max(day, today)] {
            let old = status(of: membership, on: moment, without: field(of: new))
            if let problem = problem(from: old, to: new) { return problem }
        }
        return nil
    }

    /// The changes by which a co-op is a member again from a day on: what ended its membership is over, and what was to
    /// end it is called off.
    private static func returning(
        _ membership: Record, on day: Day, today: Day
    ) -> Result<[FieldEdit], ValueProblem> {
        let clearingReason = FieldEdit.set(field: reason.name, text: nil)
        let old = status(of: membership, on: today)
        let coming = [Status.left, .emeritus, .suspended].filter { end($0, of: membership).map { today < $0 } ?? false }
        var edits = coming.flatMap { clearing($0) }
        if let first = coming.first, let then = end(first, of: membership), day != today {
            return .failure(
                ValueProblem(
                    "It \(first.happens) on \(then.spoken), which is still to come", code: "contradicting-days",
                    help: "Call that off without a day: cotech members rejoin \(membership.id)"))
        }
        switch old {
        case .member where coming.isEmpty:
            return .failure(ValueProblem("It is a member already", code: "bad-transition"))
        case .member: break
        case .unknown where coming.isEmpty: return .failure(neverJoined(membership.id, "set"))
        case .onboarding where coming.isEmpty:
            let since = membership[joined].map { ", and becomes a member on \($0.spoken)" } ?? ""
            return .failure(
                ValueProblem(
                    "It is \(old.words)\(since)", code: "bad-transition",
                    help: "See what is missing: cotech members onboard \(membership.id)"))
        case .unknown, .onboarding: break
        case .suspended, .emeritus:
            if let ended = end(old, of: membership), day < ended {
                return .failure(tooEarly(day, "it \(old.happened), on \(ended)"))
            }
            guard day <= today else {
                return .failure(
                    ValueProblem(
                        "\(day) is still to come: say on that day that it is a member again", code: "future-day"))
            }
            edits += clearing(old)
        case .left:
            if let gone = membership[left], day < gone {
                return .failure(tooEarly(day, "it \(old.happened), on \(gone)"))
            }
            edits += rejoining(membership, on: day, today: today)
        }
        return .success(edits + [clearingReason])
    }

    /// The changes that make a leaver a member from a day on. On the day it left nothing has happened in between.
    private static func rejoining(_ membership: Record, on day: Day, today: Day) -> [FieldEdit] {
        let isSameDay = membership[left] == day
        if isSameDay, membership[joined] == nil { return clearing(.left) }
        let since = isSameDay ? min(membership[joined] ?? day, day) : day
        let alsoOver = [Status.suspended, .emeritus].filter { status in
            field(of: status).flatMap { membership[$0] }.map { (since...max(since, today)).contains($0) } ?? false
        }
        return (isSameDay ? clearing(.left) : []) + (since == membership[joined] ? [] : beginning(.member, on: since))
            + alsoOver.flatMap { clearing($0) }
    }

    /// What a change that brings a co-op to a status does, and when: `leaves the network`, `on Friday 20 November`. Where it
    /// only calls off what was to end a membership, or what ended it today, there is no day to tell.
    public static func happening(
        _ membership: Record?, _ edits: [FieldEdit], to status: Status, on day: Day, today: Day
    ) -> (what: String, when: String?) {
        if status == .member, let staying = membership.flatMap({ staying($0, edits, today) }) { return (staying, nil) }
        // It is told by the day since which it holds, and not by the day it happened.
        let isLasting = status == .member || status == .suspended
        let when = isLasting ? "from \(day == today ? "today" : day.inWords(from: today))" : day.said(on: today)
        return (status.happening, when)
    }

    private static func staying(_ membership: Record, _ edits: [FieldEdit], _ today: Day) -> String? {
        switch status(of: membership, on: today) {
        case .member: "stays a member"
        case .unknown, .onboarding: "stays in the network"
        case .left where !edits.contains { $0.field == joined.name } && membership[joined] == nil:
            "stays in the network"
        default: nil
        }
    }

    private static func tooEarly(_ day: Day, _ event: String) -> ValueProblem {
        ValueProblem("\(day) is before \(event)", code: "contradicting-days", help: "Say the day: --date DAY")
    }

    private static func neverJoined(_ id: RecordID, _ verb: String) -> ValueProblem {
        ValueProblem(
            "Nothing says since when it is a member", code: "bad-transition",
            help: "If it is one, say so: cotech memberships \(verb) \(id) joined=DAY")
    }

    private static func clearing(_ status: Status) -> [FieldEdit] {
        field(of: status).map { [.set(field: $0.name, text: nil)] } ?? []
    }

    private static func beginning(_ status: Status, on day: Day) -> [FieldEdit] {
        field(of: status).map { [.set(field: $0.name, text: day.description)] } ?? []
    }
}

extension Memberships.Status {
    /// As a person would say where a co-op stands: `a member`, `suspended`.
    public var words: String {
        switch self {
        case .unknown: "listed"
        case .onboarding: "on its way in"
        case .member: "a member"
        case .suspended: "suspended"
        case .left: "a leaver"
        case .emeritus: "emeritus"
        }
    }

    /// What happens to a co-op that comes to it: `leaves`.
    fileprivate var happens: String {
        switch self {
        case .unknown: "is listed"
        case .onboarding: "begins"
        case .member: "becomes a member"
        case .suspended: "is suspended"
        case .left: "leaves"
        case .emeritus: "becomes emeritus"
        }
    }

    /// What is told of a change that brings a co-op to it: `leaves the network`.
    fileprivate var happening: String {
        switch self {
        case .unknown: "is listed"
        case .onboarding: "is on its way in"
        case .member: "is a member again"
        case .suspended: "is suspended"
        case .left: "leaves the network"
        case .emeritus: "becomes emeritus"
        }
    }

    /// What happened to it then: `left`.
    fileprivate var happened: String {
        switch self {
        case .unknown: "was listed"
        case .onboarding: "began"
        case .member: "became a member"
        case .suspended: "was suspended"
        case .left: "left"
        case .emeritus: "became emeritus"
        }
    }
}
