public import RecordModel

/// What was sent to a co-op about its profile. Kept outside the branch, under `refs/cotech/reminders`.
public enum Reminders: KindDeclaration {
    public static let sent = Field.table(
        "sent", keys: .day,
        columns: [
            .init(
                "stage", ScalarType.choice("first", "second", "final").form, "Which reminder it was.", required: true),
            .init("fields", ScalarType.text.form, "What it asked about."),
        ], "The reminders, by the day they were sent.")

    public static let kind = Kind(
        "reminders", singular: "reminder", path: "reminders/{member:members}.yaml",
        summary: "What was sent to each co-op about its profile.", fields: [sent])

    /// How pressing a reminder is.
    public enum Stage: String, CaseIterable, Sendable {
        case first, second, final

        /// The one that follows; nil after the final one.
        var next: Stage? {
            switch self {
            case .first: .second
            case .second: .final
            case .final: nil
            }
        }
    }

    /// Days that must pass before the same co-op is reminded again: nobody is nagged daily.
    public static let interval = 14
    /// How many reminders go out in a week where nothing else is said.
    public static let weeklyLimit = 5

    /// A reminder that was sent.
    public struct Sending: Hashable, Sendable {
        /// The day it was sent.
        public let day: Day
        /// Which one it was.
        public let stage: Stage
    }

    /// What was sent to a co-op, under the id that it has and those that it had: a renaming begins nothing anew.
    ///
    /// - Parameters:
    ///   - profile: the co-op's.
    ///   - records: what was sent to whom.
    public static func sendings(to profile: Record, in records: [Record]) -> [Sending] {
        let former = (profile[Members.formerly] ?? []).flatMap { [$0, Folding.identifier(from: $0) ?? $0] }
        let ids = Set(former + [profile.id.text])
        return records.filter { ids.contains($0.id.text) }.flatMap { record in
            (record[sent] ?? []).compactMap { row in
                guard let day = Day(iso: row.key),
                    let stage = row["stage", as: .choice("first", "second", "final")].flatMap({ Stage(rawValue: $0) })
                else { return nil }
                return Sending(day: day, stage: stage)
            }
        }
    }

    /// The reminder that a co-op would get on a day; nil where it was reminded lately, or has had the final one.
    ///
    /// - Parameters:
    ///   - sendings: what was sent to it.
    ///   - answered: the day of its last change or confirmation: an answer begins the sequence anew, and does not bring
    ///     the next reminder forward.
    public static func next(after sendings: [Sending], answered: Day?, on today: Day) -> Stage? {
        guard let last = sendings.max(by: { $0.day < $1.day }) else { return .first }
        guard today.days(since: last.day) >= interval else { return nil }
        if let answered, last.day <= answered { return .first }
        return last.stage.next
    }

    /// What is kept where two people reminded the same co-op on the same day: everything that either asked about, and the
    /// later of the two stages. Nil for what is no value of a reminder.
    ///
    /// - Parameter path: the keys that lead to the value.
    public static func settling(_ path: [String], _ one: String, _ other: String) -> String? {
        switch path.last {
        case "stage":
            let stages = [one, other].compactMap(Stage.init(rawValue:))
            return Stage.allCases.last { stages.contains($0) }?.rawValue
        case "fields":
            let asked = "\(one),\(other)".split(separator: ",").map { String($0.drop { $0 == " " }) }
            return Set(asked).sorted().joined(separator: ", ")
        default: return nil
        }
    }

    /// How many reminders went out in the seven days before today.
    public static func count(in records: [Record], before today: Day) -> Int {
        records.reduce(0) { sum, record in
            sum
                + (record[sent] ?? []).count { row in
                    Day(iso: row.key).map { (0..<7).contains(today.days(since: $0)) } ?? false
                }
        }
    }
}
