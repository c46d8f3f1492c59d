public import RecordModel

/// The vocabulary: one term a file, so that two co-ops may add one each without meeting.
public enum Skills: KindDeclaration {
    public static let label = Field("label", .text, "The term as people read it.").required().example("Web design")
    public static let area = Field(
        "kind", .choice("tech", "service", "business", "co-op"), "What sort of skill it is.")
    public static let broader = Field("broader", .reference(to: "skills"), "The term that contains this one.")
    public static let aliases = Field.set(
        SharedField.aliases, of: .text, "Other words for it, which search finds.")
    public static let website = Field("website", .url, "Where to read about it.")
    public static let description = Field("description", .text, "What it means here, in a line.")
    public static let esco = Field("esco", .url, "Its address in the European skills classification (ESCO).")

    public static let kind = Kind(
        "skills", singular: "skill", path: "skills/{id}.yaml",
        summary: "The vocabulary of skills, services and technologies.",
        fields: [label, area, broader, aliases, description, website, esco], ownership: .everybody,
        columns: ["label", "kind", "broader"],
        synonyms: ["terms", "vocabulary", "technologies", "services"],
        rules: { record, context in
            // A term that contains itself would make every search for it run in a circle.
            var seen: Set<String> = [record.id.text]
            var current = record[broader]
            while let name = current {
                guard seen.insert(name).inserted else {
                    return [
                        RecordProblem(
                            broader.name,
                            ValueProblem(
                                "The broader terms lead back to \(record.id)", code: "circular-terms",
                                help: "Let one of them have no broader term."))
                    ]
                }
                current = RecordID(name).flatMap { context.records.record("skills", $0) }.flatMap { $0[broader] }
            }
            return []
        })
}
