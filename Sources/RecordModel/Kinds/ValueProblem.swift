/// What is wrong with one value, in words for the person who wrote it. Where it stands is added by whoever read it.
public struct ValueProblem: Error, Hashable, Sendable {
    /// A kebab-case name that documentation and `check` list it under.
    public let code: String
    /// One sentence without a full stop at its end: `"twelve" is not a whole number`.
    public let message: String
    /// What to do about it.
    public let help: String?
    /// The value to write instead, where only one can be meant.
    public let replacement: String?
    /// The kind whose id the replacement is to be, where nobody has looked yet whether there is such a record.
    public let reference: Kind.Name?

    /// A problem with a value; `code` is `bad-value` unless a rule has a code of its own.
    public init(
        _ message: String, code: String = "bad-value", help: String? = nil, replacement: String? = nil,
        reference: Kind.Name? = nil
    ) {
        self.code = code
        self.message = message
        self.help = help
        self.replacement = replacement
        self.reference = reference
    }
}
