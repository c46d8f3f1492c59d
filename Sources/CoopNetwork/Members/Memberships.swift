public import RecordModel

/// What the network says of a co-op: since when it is a member, its checklist, its cell, who may speak for it.
public enum Memberships: KindDeclaration {
    public static let joined = Field("joined", .day, "The day it became a member.")
    public static let left = Field("left", .day, "The day it left.")
    public static let suspended = Field("suspended", .day, "Suspended since this day; blank again when it ends.")
    public static let emeritus = Field("emeritus", .day, "Emeritus since this day.")
    public static let reason = Field("reason", .text, "Why it left or is suspended, where that may be said.")
    public static let introducedBy = Field(
        "introduced-by", .reference(to: "members"), "The member that introduced it.")
    public static let steps = Field.map(
        "steps", from: .slug, to: .day, "The onboarding steps that are done, each with its day.")
    public static let programmes = Field.set("programmes", of: .text, "Programmes and cohorts it takes part in.")
    public static let cell = Field("cell", .text, "The local cell it belongs to.")
    public static let graceUntil = Field(
        "grace-until", .day, "The last day on which nobody is warned about its profile.")
    public static let logins = Field.set(
        "logins", of: .identity, "Host identities that may speak for it, HOST:LOGIN, such as gitlab:mair.")
    public static let addresses = Field.set(
        "addresses", of: .email, "Addresses whose commits count as the co-op's own word.")

    /// Where a co-op stands. Derived from days, so that any past day can be asked about. Of a co-op that is only listed,
    /// as those of an imported directory are, nobody has said since when it is a member.
    public enum Status: String, Sendable, CaseIterable {
        case unknown, onboarding, member, suspended, left, emeritus
    }

    /// The status on a day: the latest thing that has happened by then.
    ///
    /// - Parameter without: a field that is taken for blank.
    public static func status(of membership: Record, on today: Day, without ignored: Field<Day>? = nil) -> Status {
        func since(_ field: Field<Day>) -> Day? {
            field.name == ignored?.name ? nil : membership[field].flatMap { $0 <= today ? $0 : nil }
        }
        let rejoined = since(joined)
        func holds(_ field: Field<Day>) -> Bool {
            guard let day = since(field) else { return false }
            return rejoined.map { $0 <= day } ?? true
        }
        if holds(left) { return .left }
        if holds(emeritus) { return .emeritus }
        if holds(suspended) { return .suspended }
        if rejoined != nil { return .member }
        let isOnItsWay =
            membership[joined] != nil || membership[introducedBy] != nil || !(membership[steps] ?? []).isEmpty
        return isOnItsWay ? .onboarding : .unknown
    }

    /// Where a co-op stands today; without a membership it is listed, as every one of an imported directory is.
    public static func status(of coop: RecordID, in context: RuleContext) -> Status {
        context.records.record(kind.name, coop).map { status(of: $0, on: context.today) } ?? .unknown
    }

    /// Leavers are left in peace, and whose membership rests.
    static func excuse(for membership: Record, on today: Day) -> Excuse? {
        switch status(of: membership, on: today) {
        case .left: Excuse(.left, "left the network")
        case .emeritus: Excuse(.emeritus, "emeritus")
        case .suspended: Excuse(.suspended, "suspended")
        case .unknown, .onboarding, .member: nil
        }
    }

    public static let statusValue = Derived(
        "status", .choice(of: Status.self), "Where the co-op stands."
    ) { record, context in status(of: record, on: context.today) }

    public static let kind = Kind(
        "memberships", singular: "membership", path: "memberships/{member:members}.yaml",
        summary: "What the network says of each co-op: dates, checklist, cell, who may speak for it.",
        fields: [
            joined, left, suspended, emeritus, reason, introducedBy, steps, programmes, cell, graceUntil, logins,
            addresses,
        ],
        derived: [statusValue], columns: ["status", "joined", "left", "cell"],
        synonyms: ["status", "checklist"],
        removal: .refused(
            reason: "The network's flows are counted from memberships.", instead: "cotech members leave ID"),
        rules: { record, context in Onboarding.stepsToCome(in: record, on: context.today) },
        transitions: { before, after, context in
            let kept = problems(from: before, to: after, context)
            guard let before else { return kept }
            let (old, new) = (status(of: before, on: context.today), status(of: after, on: context.today))
            guard old != new, let problem = problem(from: old, to: new) else { return kept }
            return kept + [RecordProblem((field(of: new) ?? joined).name, problem)]
        },
        excuse: .days { membership, context in excuse(for: membership, on: context.today) })

    /// The field whose day brings a status about; nil where none does.
    static func field(of status: Status) -> Field<Day>? {
        switch status {
        case .unknown, .onboarding: nil
        case .member: joined
        case .suspended: suspended
        case .left: left
        case .emeritus: emeritus
        }
    }
}
