/// What history says of records and is shown beside what they say: their ages, and when their files last changed.
struct HistoryColumns {
    /// Whether ages are shown (`--ages`).
    var ages = false
    /// Whether the last changes are shown (`--changed`); nil where there is no such option.
    var changed: Bool?

    /// What a list can be ordered by besides fields.
    var names: [String] { (ages ? ["age"] : []) + (changed == true ? [KnownChanges.name] : []) }

    /// Whether a name is of something that is shown.
    func has(_ name: String) -> Bool { name == KnownChanges.name ? changed == true : ages }

    /// The option that shows what a name is of: `age`, `age.headcount`, `changed`; nil for any other.
    func option(for name: String) -> String? {
        if name == KnownChanges.name { return changed == nil ? nil : "--changed" }
        return name == "age" || name.hasPrefix("age.") ? "--ages" : nil
    }
}
