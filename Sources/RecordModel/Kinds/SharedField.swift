/// Fields that mean the same in every kind that declares them: what goes with one, a kind has by having the field.
public enum SharedField {
    /// The ids and names that a record had before. Search finds it by them, ages carry over, and nobody else gets them.
    public static let formerly = "formerly"
    /// The day on which somebody read the whole record and found it still right.
    public static let confirmed = "confirmed"
    /// The same for single fields and groups.
    public static let confirmedFields = "confirmed-fields"
    /// `confirmed`, as a kind whose records can be confirmed declares it.
    public static let confirmation = Field(
        confirmed, .day, "The day somebody read all of it: still right."
    ).notSubstantive()
    /// `confirmed-fields`, which goes with it.
    public static let fieldConfirmations = Field.map(
        confirmedFields, from: .text, to: .day, "The day each of these fields was read and found still right."
    ).notSubstantive()
    /// Other words for it, by which a term is known wherever it is typed.
    public static let aliases = "aliases"
    /// What a record calls itself, the first that its kind has.
    static let naming = ["name", "label", "title"]

    /// Whether a key is one that anybody may write into a record, and that no rule looks at: `x-founded-by`.
    public static func isExtension(_ key: String) -> Bool { key.hasPrefix("x-") }

    /// Whether a field of this name says that something was read and found still right.
    public static func isConfirmation(_ name: String) -> Bool { name == confirmed || name == confirmedFields }
}

extension FieldDeclaration {
    /// Whether it says that something was read and found still right.
    public var isConfirmation: Bool { SharedField.isConfirmation(name) }
}

extension Kind {
    /// Whether its records say which ids they had before.
    public var hasFormerIDs: Bool { field(named: SharedField.formerly) != nil }

    /// The fields that say of a record that it was read and found still right.
    public var confirmationFields: [FieldDeclaration] {
        fields.filter(\.isConfirmation)
    }

    /// Whether anything in its records goes stale by this declaration; settings may say otherwise.
    public var declaresLimits: Bool { fields.contains { $0.limit.map { $0 != .never } ?? false } }

    /// Whether somebody can say of a record that it is still right, of the whole or of some of its fields.
    public var canBeConfirmed: Bool {
        field(named: SharedField.confirmed) != nil && field(named: SharedField.confirmedFields) != nil
    }

    /// The field that says what a record calls itself; nil where that is its id alone.
    public var namingField: FieldDeclaration? { SharedField.naming.compactMap { field(named: $0) }.first }
}

extension Record {
    /// The ids and names that it had before.
    public var formerIDs: [String] { content(of: SharedField.formerly).map(\.entry) }

    /// What the record calls itself: its `name`, or `label`, or `title`; otherwise its id.
    public var title: String { ownName ?? id.text }

    /// Whatever people call it: its id, its name, earlier ones of both, other words for it.
    public var names: [String] { [id.text, title] + formerIDs + content(of: SharedField.aliases).map(\.entry) }

    /// What the record calls itself; nil where that is its id alone.
    public var ownName: String? {
        for name in SharedField.naming {
            if case .text(let text)? = content(of: name).scalar { return text }
        }
        return nil
    }
}
