public import RecordModel

/// A person. People belong to two co-ops, and leave; totals count each once.
public enum People: KindDeclaration {
    public static let name = Field("name", .text, "The name the person goes by.").required()
    public static let formerly = Field.set(
        SharedField.formerly, of: .text, "Earlier names or ids; search still finds them.")
    public static let coops = Field.table(
        "coops", keys: .reference(to: "members"),
        columns: [
            .init("role", ScalarType.text.form, "What the person does there."),
            .init("from", ScalarType.day.form, "Since when."),
            .init("until", ScalarType.day.form, "Until when; blank while it lasts."),
        ], "The co-ops the person belongs to or has belonged to.")
    public static let skills = Field.graded(
        "skills", of: .reference(to: "skills"), level: .level, "What the person can do."
    ).limit(days: 365)
    public static let email = Field("email", .email, "The person's own address.").limit(days: 365)
    public static let telephone = Field("telephone", .telephone, "The person's own number.").limit(days: 365)
    public static let visibility = Field(
        "public", .choice("no", "name", "all"),
        "What may be shown outside: nothing, the name, or everything; no if blank."
    ).ifBlank("no")

    /// Who has left every co-op is left in peace.
    private static func excuse(for person: Record, on today: Day) -> Excuse? {
        let rows = person[coops] ?? []
        return !rows.isEmpty && rows.allSatisfy { isOver($0, on: today) }
            ? Excuse(.left, "belongs to no co-op now") : nil
    }

    /// The co-ops that a person belongs to on a day.
    public static func coops(of person: Record, on today: Day) -> [String] {
        (person[coops] ?? []).filter { row in
            (row["from", as: .day].map { $0 <= today } ?? true) && !isOver(row, on: today)
        }.map(\.key)
    }

    /// Whether the person has left the co-op of an entry by a day.
    static func isOver(_ row: TableRow, on today: Day) -> Bool {
        row["until", as: .day].map { $0 < today } ?? false
    }

    public static let kind = Kind(
        "people", singular: "person", path: "people/{id}.yaml", home: .private,
        summary: "People of the network, kept in the private companion.",
        fields: [
            name, formerly, coops, skills, email, telephone, visibility, SharedField.confirmation,
            SharedField.fieldConfirmations,
        ],
        ownership: .field("coops", .asks), columns: ["name", "coops", "email"],
        synonyms: ["persons", "staff", "workers"],
        excuse: .words { person, context in excuse(for: person, on: context.today) })
}
