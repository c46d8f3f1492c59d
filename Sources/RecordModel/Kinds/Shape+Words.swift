extension Shape {
    /// How the value is written, in a few words for reference and help: `list of skills id`, `NAME: email`.
    public var words: String {
        switch self {
        case .scalar(let form): form.name
        case .set(let form): "list of \(form.name)"
        case .list(let form): "ordered list of \(form.name)"
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
        let isSaid: String
        let strictness: Strictness
        switch self {
        case .coordinators: return "The coordinators change it"
        case .placeholder(let name, let said):
            isSaid = "the co-op that its \(name) names"
            strictness = said
        case .field(let name, let said):
            isSaid = "the co-ops under \(name)"
            strictness = said
        }
        return switch strictness {
        case .asks: "It belongs to \(isSaid); another's change waits for their yes or a coordinator's"
        case .refuses: "Only \(isSaid) may change it"
        }
    }
}
