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

    /// The reminder that a co-op would get on a day; nil where it was reminded lately, or has had the final one.
    ///
    /// - Parameters:
    ///   - record: what was sent to it, if anything.
    ///   - answered: the day of its last change or confirmation: an answer begins the sequence anew.
    public static func next(after record: Record?, answered: Day?, on today: Day) -> Stage? {
        let rows = record?[sent] ?? []
        let past = rows.compactMap { row in
            Day(iso: row.key).flatMap { day in
                row["stage", as: .choice("first", "second", "final")].flatMap { Stage(rawValue: $0) }.map {
                    (day: day, stage: $0)
                }
            }
        }.filter { sending in answered.map { sending.day > $0 } ?? true }
        guard let last = past.max(by: { $0.day < $1.day }) else { return .first }
        guard today.days(since: last.day) >= interval else { return nil }
        return last.stage.next
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
