public import RecordModel

/// Everything a co-operative network keeps, in the order in which help and `check` list it.
public enum Network {
    /// The kinds of record. Adding one here gives it commands, validation, schema and documentation
    /// (`docs/adding-a-kind.md`).
    public static let kinds: [Kind] = [
        Settings.kind, Members.kind, Memberships.kind, Skills.kind, People.kind, Enquiries.kind,
    ]
}
