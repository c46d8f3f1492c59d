public import RecordModel

/// Everything a co-operative network keeps, in the order in which help and `check` list it.
public enum Network {
    /// The kinds of record. One that is here has validation, schema and documentation; its commands begin with its noun
    /// in `Cotech.swift` (`docs/adding-a-kind.md`).
    public static let kinds: [Kind] = [
        Settings.kind, Members.kind, Memberships.kind, Skills.kind, People.kind, Enquiries.kind,
    ]
}
