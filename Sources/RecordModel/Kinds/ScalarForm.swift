/// How one scalar is written: its type as settings, documentation, JSON Schema and validation know it.
///
/// Types are values, so that a network's own fields (settings, `extra`) are typed with the same ones.
public struct ScalarForm: Sendable {
    /// The type's name in settings and documentation: `text`, `day`, `money`.
    public let name: String
    /// What a person is asked for: `a day such as 2026-11-27`.
    public let hint: String
    /// Brings a text to the type's normal form, or says what is wrong with it.
    public let normalise: @Sendable (String) -> Result<String, ValueProblem>
    /// How programs order it and JSON writes it.
    public let nature: Nature
    /// The words allowed, where they are few and fixed.
    public let choices: [String]?
    /// The kind whose ids it holds, where it refers to other records.
    public let reference: Kind.Name?

    /// What a value is to a program.
    public enum Nature: Sendable {
        /// Compared by its folded letters, JSON string.
        case text
        /// Compared as a number (in hundredths where it has decimals), JSON number.
        case number
        /// Compared by rank, JSON string: money, days.
        case ordered(@Sendable (String) -> Rank?)
        /// `yes` or `no`, JSON boolean.
        case flag
    }

    init(
        _ name: String, hint: String, nature: Nature = .text, choices: [String]? = nil, reference: Kind.Name? = nil,
        normalise: @escaping @Sendable (String) -> Result<String, ValueProblem>
    ) {
        self.name = name
        self.hint = hint
        self.nature = nature
        self.choices = choices
        self.reference = reference
        self.normalise = normalise
    }

    /// Where a value stands among others of its type, by its normal form; nil for what is compared by its letters.
    public func rank(of normal: String) -> Rank? {
        switch nature {
        case .ordered(let rank): return rank(normal)
        case .number:
            let isNegative = normal.hasPrefix("-")
            return Quantity(isNegative ? String(normal.dropFirst()) : normal).map {
                Rank(isNegative ? -$0.hundredths : $0.hundredths)
            }
        case .text, .flag: return nil
        }
    }

    /// Whether leaving an entry's value blank says too little: what expires does so on a day, or explicitly never.
    public var isNeverBlank: Bool { name == ScalarType<Expiry>.expiry.form.name }

    /// Reads one scalar's text: undecided (`???`, `???Pension???`) is legal in every type.
    public func read(_ text: String) -> Scalar {
        if Scalar.isUndecided(text) { return .undecided(text) }
        switch normalise(text) {
        case .success(let normal): return .text(normal)
        case .failure: return .invalid(text)
        }
    }
}

/// A scalar as it stands in a record: its type's normal form, not yet decided, or not readable as its type.
public enum Scalar: Hashable, Sendable {
    /// The normal form.
    case text(String)
    /// A placeholder for a decision still open, as written: `???`, `???Pension???`.
    case undecided(String)
    /// A text that its type cannot read; compared as text, shown as such and reported by `check`.
    case invalid(String)

    /// The normal form, or the text as it stands.
    public var text: String {
        switch self {
        case .text(let text), .undecided(let text), .invalid(let text): text
        }
    }

    /// Whether a text marks an open decision: it begins and ends with `???`.
    public static func isUndecided(_ text: String) -> Bool {
        text.utf8.first == UInt8(ascii: "?") && text.hasPrefix("???") && text.hasSuffix("???")
    }
}

/// A scalar type together with the Swift value it stands for.
public struct ScalarType<Value: Sendable>: Sendable {
    /// The type as everything but typed code knows it.
    public let form: ScalarForm
    /// The value of a normal form; nil for anything else.
    public let value: @Sendable (String) -> Value?
    /// The normal form of a value.
    public let text: @Sendable (Value) -> String
}
