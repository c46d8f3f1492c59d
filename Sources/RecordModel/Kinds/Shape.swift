/// How a field's value is laid out in the text. Every shape comes apart into leaves (`Leaf`), which is the one
/// form that comparison, history, merging and output work on.
public enum Shape: Sendable {
    /// `town: Leeds`.
    case scalar(ScalarForm)
    /// A list whose order says nothing: `- swift`. Merged as a set; each element is a leaf.
    case set(ScalarForm)
    /// A list where each element may carry a level: `- swift` or `- swift: expert`.
    case graded(ScalarForm, level: ScalarForm)
    /// A keyed map of scalars: `twitter: webarchcoop`.
    case map(keys: ScalarForm, values: ScalarForm)
    /// A keyed map of small mappings, each with the columns named.
    case table(keys: ScalarForm, columns: [Column])
    /// The text of the file, below its front matter. One leaf.
    case body

    /// One column of a table.
    public struct Column: Sendable {
        /// The key under each entry.
        public let name: String
        /// Its type.
        public let form: ScalarForm
        /// What it says, in a sentence.
        public let help: String
        /// Whether an entry without it is an error.
        public let isRequired: Bool

        /// A column of a table.
        public init(_ name: String, _ form: ScalarForm, _ help: String, required: Bool = false) {
            self.name = name
            self.form = form
            self.help = help
            self.isRequired = required
        }
    }

    /// Whether the value is made of several leaves, each with an age and an owner's hand of its own.
    public var isCollection: Bool {
        switch self {
        case .set, .graded, .map, .table: true
        case .scalar, .body: false
        }
    }

    /// Whether it has entries with columns.
    public var isTable: Bool { if case .table = self { true } else { false } }

    /// The type of the scalar, the element or the value.
    public var elementForm: ScalarForm? {
        switch self {
        case .scalar(let form), .set(let form), .graded(let form, _): form
        case .map(_, let values): values
        case .table, .body: nil
        }
    }

    /// The type of the entries' keys.
    public var entryForm: ScalarForm? {
        switch self {
        case .map(let keys, _), .table(let keys, _): keys
        case .scalar, .set, .graded, .body: nil
        }
    }

    /// The forms of its scalars: keys, values, levels, columns.
    public var forms: [ScalarForm] {
        switch self {
        case .scalar(let form), .set(let form): [form]
        case .graded(let form, let level): [form, level]
        case .map(let keys, let values): [keys, values]
        case .table(let keys, let columns): [keys] + columns.map(\.form)
        case .body: []
        }
    }

    /// The kinds that this shape's scalars refer to.
    public var references: [Kind.Name] { forms.compactMap(\.reference) }
}
