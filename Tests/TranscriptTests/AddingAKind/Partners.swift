public import RecordModel

/// An organisation that the network works with and that is no member: a federation, a funder, a college.
public enum Partners: KindDeclaration {
    public static let name = Field("name", .text, "The name as the organisation writes it.").required().example(
        "Roof Gardeners' Union")
    public static let sort = Field(
        "kind", .choice("federation", "funder", "college", "other"), "What sort of organisation it is.")
    public static let website = Field("website", .url, "The website.").limit(days: 730)
    public static let contacts = Field.map(
        "contacts", from: .text, to: .email, "People there who know us, each with an e-mail address."
    ).limit(days: 365)
    public static let keeper = Field("keeper", .reference(to: "members"), "The member that keeps in touch.")
    public static let nextTalk = Field("next-talk", .day, "When we mean to talk next.")
    public static let worksOn = Field.set("works-on", of: .reference(to: "skills"), "What we do together.")
    public static let notes = Field.body("notes", "Anything worth remembering.")

    /// Whether anybody in the network still works there or keeps in touch.
    public static let isKept = Derived("kept", .flag, "Whether a member keeps in touch.") { record, context in
        record[keeper].flatMap { RecordID($0) }.map { context.records.exists("members", $0) } ?? false
    }

    public static let kind = Kind(
        "partners", singular: "partner", path: "partners/{id}.md",
        summary: "Organisations that the network works with.",
        fields: [
            name, sort, website, contacts, keeper, nextTalk, worksOn, SharedField.confirmation,
            SharedField.fieldConfirmations, notes,
        ],
        derived: [isKept],
        ownership: .field("keeper", .asks),
        columns: ["name", "kind", "keeper", "next-talk"],
        synonyms: ["friends", "federations", "funders"],
        rules: { record, _ in
            guard record[nextTalk] != nil, record[keeper] == nil else { return [] }
            return [
                RecordProblem(
                    nextTalk.name, ValueProblem("Nobody is named who would talk to them", help: "Name a keeper."),
                    weight: .warning)
            ]
        },
        dues: { record, _ in
            guard let day = record[nextTalk] else { return [] }
            return [
                Due(
                    on: day, for: record[keeper], "Talk to \(record.title)",
                    command: "cotech partners show \(record.id)")
            ]
        })
}
