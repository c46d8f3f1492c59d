public import RecordModel

/// What `--where` asks of a record: every one of its conditions.
///
/// `town=Leeds`, `town!=Leeds`, `headcount>10`, `>=`, `<`, `<=`, `skills.offered~swift` (contains), `telephone=` (blank)
/// and `telephone!=` (not blank).
///
/// - Texts are compared by their folded letters, as search and suggestions do: `town=LEEDS` finds `Leeds`, and
///   `name~ty gwydr` finds `Tŷ Gwydr`. Numbers, days and money are compared by what they mean, so that
///   `price=£30,000` finds `30000.00 GBP`; days may be phrases (`left<today`).
/// - A field of several values satisfies a condition where any of them does; `!=` is the opposite of `=`, so it holds
///   where none of them is that value, and where there is none at all.
/// - Entries are asked for by their name, by their value, or by both: `contacts=Siân`, `skills.offered=rust: expert`.
/// - `<` and `>` are never true of a blank field, nor of one whose value its type cannot read.
public struct Filter: Sendable {
    /// A field that may be asked about.
    public struct Field: Sendable {
        /// Its name.
        public let name: String
        /// Its type; nil for plain text, such as a field of several shapes.
        public let form: ScalarForm?
        /// Whether its values are those of entries, which have names as well.
        public let hasEntries: Bool

        /// A field that may be asked about.
        public init(_ name: String, _ form: ScalarForm?, hasEntries: Bool = false) {
            self.name = name
            self.form = form
            self.hasEntries = hasEntries
        }
    }

    /// How a value is compared.
    public enum Comparison: String, CaseIterable, Sendable {
        // Longer spellings first, since `>` begins `>=`.
        case isNot = "!="
        case atLeast = ">="
        case atMost = "<="
        case equals = "="
        case above = ">"
        case below = "<"
        case contains = "~"
    }

    let conditions: [Condition]

    /// Reads the conditions as they stand on the command line.
    ///
    /// - Parameters:
    ///   - fields: the fields that there are.
    ///   - today: the day that phrases such as `today` are said on.
    ///   - meaning: what a word stands for where a value refers to a term, as its id.
    ///   - proven: a problem with a value as it is told, so that no id is proposed that no record has.
    ///   - elsewhere: how what is no field, and is asked about all the same, is found out; nil where there is no way.
    public init(
        _ expressions: [String], fields: [Field], today: Day,
        meaning: (_ form: ScalarForm, _ text: String) -> String = { $1 },
        proven: (ValueProblem) -> ValueProblem = { $0 },
        elsewhere: (_ name: String) -> CommandFailure? = { _ in nil }
    ) throws(CommandFailure) {
        var conditions: [Condition] = []
        for expression in expressions {
            conditions.append(
                try Condition(
                    expression, fields: fields, today: today, meaning: meaning, proven, elsewhere))
        }
        self.conditions = conditions
    }

    /// The fields that are asked about, so that only they need be read.
    public var names: Set<String> { Set(conditions.map(\.name)) }

    /// The records that are asked for by their ids.
    var references: [(kind: Kind.Name, id: String)] { conditions.compactMap(\.reference) }

    /// Whether a record satisfies every condition.
    ///
    /// - Parameter values: the values of a field in their normal form; empty where it is blank.
    public func matches(_ values: (_ name: String) -> [String]) -> Bool {
        conditions.allSatisfy { $0.holds(of: values($0.name)) }
    }
}

/// Choosing fields by name (`--fields a,b`).
public enum FieldChoice {
    /// The names asked for, each once and in that order.
    public static func read(_ text: String, valid: [String]) throws(CommandFailure) -> [String] {
        var names: [String] = []
        for part in text.split(separator: ",") {
            let name = part.filter { !$0.isWhitespace }
            guard valid.contains(name) else { throw CommandFailure.unknown("field", name, valid: valid) }
            if !names.contains(name) { names.append(name) }
        }
        guard !names.isEmpty else {
            throw CommandFailure(
                "--fields names no field", help: "The fields are \(valid.joined(separator: ", ")).", status: .usage)
        }
        return names
    }
}
