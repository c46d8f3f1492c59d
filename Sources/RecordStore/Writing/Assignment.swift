public import RecordModel

/// A change to one field as a person types it: `headcount=12`, `skills.offered+=swift:expert`, `note=`.
public struct Assignment: Hashable, Sendable {
    /// The field, or an entry of it: `social.mastodon`, `coops.tidy-bees.role`.
    public let name: String
    /// What to do with it.
    public let operation: Operation
    /// The text after the sign.
    public let value: String

    /// What is done with a field.
    public enum Operation: Sendable {
        /// `=`: this value instead of any other; nothing after it clears the field.
        case set
        /// `+=`: these elements too.
        case add
        /// `-=`: without these elements.
        case remove
    }

    /// Reads an argument; nil where it has no `=`.
    public init?(_ argument: String) {
        guard let sign = argument.firstIndex(of: "=") else { return nil }
        var name = argument[..<sign]
        switch name.last {
        case "+":
            operation = .add
            name.removeLast()
        case "-":
            operation = .remove
            name.removeLast()
        default: operation = .set
        }
        guard !name.isEmpty else { return nil }
        self.name = String(name)
        value = String(argument[argument.index(after: sign)...])
    }

    /// An assignment of a value.
    public init(_ name: String, _ operation: Operation = .set, _ value: String) {
        self.name = name
        self.operation = operation
        self.value = value
    }
}

/// Who types, and on which day: what `me` and `friday` mean.
public struct Typist: Hashable, Sendable {
    /// The day.
    public let today: Day
    /// The person's name; nil where git does not know it.
    public let me: String?
    /// What terms are called besides their ids; nil where that is not looked at.
    public var names: NameIndex?

    /// Somebody who types.
    public init(today: Day, me: String? = nil, names: NameIndex? = nil) {
        self.today = today
        self.me = me
        self.names = names
    }
}

extension Assignment {
    /// The edits that this assignment means for a kind, or what is wrong with it. Days may be phrases, such as `+2w`, and
    /// `me` is whoever types.
    public func edits(for kind: Kind, by typist: Typist) -> Result<[FieldEdit], ValueProblem> {
        guard let (field, below) = target(in: kind) else { return .failure(unknownField(in: kind)) }
        switch field.shape {
        case .scalar(let form):
            guard below.isEmpty else { return .failure(unknownField(in: kind)) }
            return scalar(field, form, below: [], typist)
        case .body:
            guard operation == .set else { return .failure(notAList(field)) }
            return .success([.set(field: field.name, text: value.isEmpty ? nil : value)])
        case .set(let form): return elements(field, form, level: nil, typist)
        case .graded(let form, let level): return elements(field, form, level: level, typist)
        case .map(let keys, let values): return map(field, keys, values, below, typist)
        case .table(let keys, let columns): return table(field, keys, columns, below, typist)
        }
    }

    /// The field that the name means, and the entry below it.
    private func target(in kind: Kind) -> (FieldDeclaration, [String])? {
        if let field = kind.field(named: name) { return (field, []) }
        for field in kind.fields where name.hasPrefix(field.name + ".") {
            let rest = name.dropFirst(field.name.count + 1)
            switch field.shape {
            case .map: return (field, [String(rest)])
            case .table(_, let columns):
                // An entry's own name may hold dots: only the last part can be a column.
                if let dot = rest.lastIndex(of: "."),
                    columns.contains(where: { $0.name == rest[rest.index(after: dot)...] })
                {
                    return (field, [String(rest[..<dot]), String(rest[rest.index(after: dot)...])])
                }
                return (field, [String(rest)])
            default: continue
            }
        }
        return nil
    }

    private func unknownField(in kind: Kind) -> ValueProblem {
        if let derived = kind.derived.first(where: { $0.name == name }) {
            return ValueProblem(
                "\"\(name)\" is worked out, and cannot be set", code: "unknown-field", help: derived.help)
        }
        if name == "id" {
            let renaming = kind.hasFormerIDs ? ", and cotech \(kind.name) rename changes it" : ""
            return ValueProblem(
                kind.lacks(name), code: "unknown-field",
                help: "An id is no field: --id gives one to a new \(kind.singular)\(renaming).")
        }
        let names = kind.fields.map(\.name)
        let near = Suggestion.ranked(name, among: names).prefix(3)
        return ValueProblem(
            kind.lacks(name), code: "unknown-field",
            help: near.isEmpty
                ? "It has \(names.joined(separator: ", "))." : "Did you mean \(near.joined(separator: ", or "))?")
    }

    private func notAList(_ field: FieldDeclaration) -> ValueProblem {
        ValueProblem(
            "\"\(field.name)\" is not a list", help: "Set it: \(field.name)=VALUE, or clear it: \(field.name)=")
    }

    private func scalar(
        _ field: FieldDeclaration, _ form: ScalarForm, below: [String], _ typist: Typist
    ) -> Result<[FieldEdit], ValueProblem> {
        guard operation == .set else { return .failure(notAList(field)) }
        if value.isEmpty { return .success([.set(field: field.name, below: below, text: nil)]) }
        return form.typed(value, by: typist).map { [.set(field: field.name, below: below, text: $0)] }
            .mapError { $0.about(([field.name] + below).joined(separator: ".")) }
    }

    private func elements(
        _ field: FieldDeclaration, _ form: ScalarForm, level: ScalarForm?, _ typist: Typist
    ) -> Result<[FieldEdit], ValueProblem> {
        var read: [(text: String, level: String?)] = []
        for word in Self.elements(of: value) {
            let halves = level == nil ? [Substring(word)] : word.split(separator: ":", maxSplits: 1)
            // What is to go is what stands there, whatever it is called elsewhere.
            switch form.typed(halves[0].trimmed, by: operation == .remove ? nil : typist) {
            case .failure(let problem): return .failure(problem.about(field.name))
            case .success(let text):
                guard halves.count == 2, let level, operation != .remove else {
                    read.append((text, nil))
                    continue
                }
                switch level.typed(halves[1].trimmed) {
                case .failure(let problem): return .failure(problem.about(field.name))
                case .success(let graded): read.append((text, graded))
                }
            }
        }
        switch operation {
        case .add: return .success(read.map { .addElement(field: field.name, text: $0.text, level: $0.level) })
        case .remove: return .success(read.map { .removeElement(field: field.name, text: $0.text) })
        case .set:
            if read.contains(where: { $0.level != nil }) {
                return .success(
                    [.setElements(field: field.name, [])]
                        + read.map { .addElement(field: field.name, text: $0.text, level: $0.level) })
            }
            return .success([.setElements(field: field.name, read.map(\.text))])
        }
    }

    /// What stands between commas; `\,` is a comma of an element itself.
    static func elements(of value: String) -> [String] {
        var elements = [""]
        var isTaken = false
        for character in value {
            switch character {
            case ",": if isTaken { elements[elements.count - 1].append(",") } else { elements.append("") }
            default:
                if isTaken { elements[elements.count - 1].append("\\") }
                if character != "\\" { elements[elements.count - 1].append(character) }
            }
            isTaken = character == "\\"
        }
        if isTaken { elements[elements.count - 1].append("\\") }
        return elements.map { $0.trimmed }.filter { !$0.isEmpty }
    }

    private func map(
        _ field: FieldDeclaration, _ keys: ScalarForm, _ values: ScalarForm, _ below: [String], _ typist: Typist
    ) -> Result<[FieldEdit], ValueProblem> {
        if let entry = below.first {
            return keys.typed(entry).mapError { $0.about(field.name) }
                .flatMap { scalar(field, values, below: [$0], typist) }
        }
        switch operation {
        case .remove: return .success([.set(field: field.name, below: [value], text: nil)])
        case .set where value.isEmpty: return .success([.set(field: field.name, text: nil)])
        case .set, .add:
            guard let colon = value.firstIndex(of: ":") else {
                return .failure(
                    ValueProblem("\"\(field.name)\" holds entries", help: "Name one: \(field.name).NAME=VALUE"))
            }
            let entry = Assignment(name, .set, value[value.index(after: colon)...].trimmed)
            return entry.map(field, keys, values, [value[..<colon].trimmed], typist)
        }
    }

    /// What is wrong with `coops.ty-gwydr.rol`, whose last part would have to be a column; nil where the entry has no such
    /// part.
    private func unknownColumn(
        of field: FieldDeclaration, _ keys: ScalarForm, _ columns: [Shape.Column], _ below: [String]
    ) -> ValueProblem? {
        guard below.count == 1, let dot = below[0].lastIndex(of: "."),
            case .success(let key) = keys.typed(String(below[0][..<dot]))
        else { return nil }
        let column = String(below[0][below[0].index(after: dot)...])
        let names = columns.map(\.name)
        let nearest = Suggestion.nearest(to: column, among: names).map { "Did you mean \(field.name).\(key).\($0)?" }
        return ValueProblem(
            "An entry of \"\(field.name)\" has no \"\(column)\"", code: "unknown-field",
            help: nearest ?? "It has \(names.joined(separator: ", ")).")
    }

    private func table(
        _ field: FieldDeclaration, _ keys: ScalarForm, _ columns: [Shape.Column], _ below: [String], _ typist: Typist
    ) -> Result<[FieldEdit], ValueProblem> {
        let column = columns.first?.name ?? "NAME"
        if operation == .set, below.isEmpty, value.isEmpty { return .success([.set(field: field.name, text: nil)]) }
        let mayStandAlone = !columns.contains(where: \.isRequired)
        if below.isEmpty, operation != .remove, mayStandAlone { return elements(field, keys, level: nil, typist) }
        let entry = below.first ?? value
        switch keys.typed(entry) {
        case .failure where below.isEmpty && operation == .set:
            return .failure(
                ValueProblem("\"\(field.name)\" holds entries", help: "Set one: \(field.name).NAME.\(column)=VALUE"))
        case .failure(let problem):
            return .failure(unknownColumn(of: field, keys, columns, below) ?? problem.about(field.name))
        case .success(let key):
            if below.count == 2, let column = columns.first(where: { $0.name == below[1] }) {
                return scalar(field, column.form, below: [key, column.name], typist)
            }
            if operation == .set, below.count == 1, value.isEmpty, mayStandAlone {
                return .failure(
                    ValueProblem(
                        "\"\(name)=\" says nothing of the entry",
                        help:
                            "To have it without columns: \(field.name)+=\(key); to take it away: \(field.name)-=\(key)")
                )
            }
            if operation == .remove || (below.count == 1 && value.isEmpty) {
                return .success([.set(field: field.name, below: [key], text: nil)])
            }
            return .failure(
                ValueProblem(
                    "An entry of \"\(field.name)\" has columns",
                    help: "Set one: \(field.name).\(key).\(column)=VALUE"))
        }
    }
}

extension ScalarForm {
    /// The normal form of a text typed at a terminal: a day may be a phrase, and a term any word for it.
    func typed(_ text: String, by typist: Typist? = nil) -> Result<String, ValueProblem> {
        if Scalar.isUndecided(text) { return .success(text) }
        if name == "day" || (name == "expiry" && text != "never"), let typist {
            return DayPhrase.read(text, today: typist.today, or: name == "expiry" ? "never" : nil).map(\.description)
        }
        if let target = reference, let id = typist?.names?.record(called: text, target) { return .success(id.text) }
        if name == ScalarType.person.form.name, text.lowercased() == "me", let me = typist?.me { return .success(me) }
        return normalise(text)
    }
}

extension ValueProblem {
    /// The same problem, saying which field it is about.
    public func about(_ name: String) -> ValueProblem {
        ValueProblem(
            "\(name): \(message.prefix(1).lowercased() + message.dropFirst())", code: code, help: help,
            replacement: replacement, reference: reference)
    }
}

extension StringProtocol {
    var trimmed: String {
        var text = Substring(self)
        while text.first?.isWhitespace == true { text.removeFirst() }
        while text.last?.isWhitespace == true { text.removeLast() }
        return String(text)
    }
}
