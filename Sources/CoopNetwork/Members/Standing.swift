public import RecordModel

extension Memberships {
    /// Where a co-op may go from where it stands. What comes before membership is an enquiry's pipeline.
    public static let moves: [Status: [Status]] = [
        .onboarding: [.member, .left],
        .member: [.suspended, .left, .emeritus],
        .suspended: [.member, .left],
        .emeritus: [.member, .left],
        .left: [.member],
    ]

    /// Why a co-op cannot go from one status to another; nil where it can.
    public static func problem(from old: Status, to new: Status) -> ValueProblem? {
        guard old != new else { return ValueProblem("It is \(old.words) already", code: "bad-transition") }
        guard let allowed = moves[old], !allowed.contains(new) else { return nil }
        return ValueProblem(
            "A co-op that is \(old.words) does not become \(new.words)", code: "bad-transition",
            help: "It may become \(allowed.map(\.words).joined(separator: ", or ")).")
    }

    /// The changes that bring a co-op to a status on a day, or why it cannot go there.
    ///
    /// Coming back after leaving is a new day of joining: the day it left stays, since flows are counted from both.
    /// A membership that does not exist yet says nothing, so it may become anything.
    public static func edits(
        bringing membership: Record?, to new: Status, on day: Day, reason text: String? = nil
    ) -> Result<[FieldEdit], ValueProblem> {
        func set(_ field: String, _ value: String?) -> FieldEdit { .set(field: field, text: value) }
        let because = text.map { [set(reason.name, $0)] } ?? []
        guard let membership else { return .success(beginning(new, on: day) + because) }
        if new != .member, let since = membership[joined], day < since {
            return .failure(
                ValueProblem(
                    "\(day) is before it joined, on \(since)", code: "contradicting-days",
                    help: "Say the day: --date DAY"))
        }
        if new == .left, let gone = membership[left], membership[joined].map({ $0 <= gone }) ?? true {
            return .failure(ValueProblem("It has left already, on \(gone.spoken)", code: "bad-transition"))
        }
        let old = status(of: membership, on: day)
        if let problem = problem(from: old, to: new) { return .failure(problem) }
        switch new {
        case .left, .suspended, .emeritus: return .success(beginning(new, on: day) + because)
        case .onboarding: return .success([])
        case .member:
            switch old {
            case .suspended: return .success([set(suspended.name, nil), set(reason.name, nil)] + because)
            case .emeritus: return .success([set(emeritus.name, nil), set(reason.name, nil)] + because)
            case .left where membership[left] == day:
                return .success([set(left.name, nil), set(reason.name, nil)] + because)
            case .left, .onboarding, .member:
                return .success([set(joined.name, day.description), set(reason.name, nil)] + because)
            }
        }
    }

    private static func beginning(_ status: Status, on day: Day) -> [FieldEdit] {
        let field: Field<Day>
        switch status {
        case .onboarding: return []
        case .member: field = joined
        case .suspended: field = suspended
        case .left: field = left
        case .emeritus: field = emeritus
        }
        return [.set(field: field.name, text: day.description)]
    }
}

extension Memberships.Status {
    /// As a person would say where a co-op stands: `a member`, `suspended`.
    public var words: String {
        switch self {
        case .onboarding: "on its way in"
        case .member: "a member"
        case .suspended: "suspended"
        case .left: "a leaver"
        case .emeritus: "emeritus"
        }
    }
}
