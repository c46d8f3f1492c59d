extension Shape {
    /// How the value is written, in a few words for reference and help: `list of skills id`, `NAME: email`.
    public var words: String {
        switch self {
        case .scalar(let form): form.name
        case .set(let form): "list of \(form.name)"
        case .graded(let form, let level): "list of \(form.name), each with a level if known (\(level.name))"
        case .map(let keys, let values): "entries, \(keys.name): \(values.name)"
        case .table(let keys, let columns):
            "entries, each \(keys.name) with \(columns.map(\.name).joined(separator: ", "))"
        case .body: "the text of the file"
        }
    }
}

extension AgeLimit {
    /// How often the value is worth checking: `every 365 days`, `never`.
    public var words: String {
        switch self {
        case .days(let days): "every \(counted(days, "day"))"
        case .never: "never"
        }
    }
}

extension Ownership {
    /// Who may change a record, in a sentence without its full stop.
    public var words: String {
        switch self {
        case .coordinators: "The coordinators change it"
        case .everybody: "Any co-op of the network adds one; a change waits for a coordinator's yes"
        case .placeholder, .field:
            switch strictness {
            case .asks: "It belongs to \(whose); another's change waits for their yes or a coordinator's"
            case .refuses: "Only \(whose) may change it"
            }
        }
    }

    /// Whom a record belongs to: `the co-op that its id names`.
    public var whose: String {
        switch self {
        case .coordinators: "the coordinators"
        case .everybody: "everybody"
        case .placeholder("id", _): "the co-op that its id names"
        case .placeholder(let name, _): "the co-op that stands for {\(name)} in its id"
        case .field(let name, _): "the co-ops under \(name)"
        }
    }
}
