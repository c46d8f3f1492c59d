/// One field of a kind, declared once. Parsing, validation, typed access, normal form, merging, age limit, help,
/// JSON Schema, prompts, CSV mapping and documentation all follow from this declaration.
public struct FieldDeclaration: Sendable {
    /// The key; dots lead into nested mappings: `skills.offered`.
    public let name: String
    /// How the value is laid out.
    public let shape: Shape
    /// What it says, in one sentence for the person who fills it in.
    public let help: String
    /// Keys that older files and revisions use for it.
    public internal(set) var formerly: [String] = []
    /// When it goes stale; nil where the record's own age says enough.
    public internal(set) var limit: AgeLimit?
    /// Whether a record without it is an error.
    public internal(set) var isRequired = false
    /// Whether changing it counts as news about the record. `confirmed` and `away-until` do not.
    public internal(set) var isSubstantive = true
    /// A value to show in documentation and templates.
    public internal(set) var example: String?
    /// What a blank one means, where it means something: lists and filters take it for said.
    public internal(set) var ifBlank: String?

    /// The keys that lead to it in the text. Kept, since reading asks for them once a record and field.
    public let path: [String]

    /// The keys that led to it under each of its earlier names.
    public var formerPaths: [[String]] { formerly.map { $0.split(separator: ".").map(String.init) } }

    /// Whether it is read from the keys that lead to a value: its own, or those of an earlier name. A long text is read
    /// from below the front matter, and `skills.offered` as one key is none.
    public func isRead(at keys: [String]) -> Bool {
        if case .body = shape { return false }
        return path == keys || formerPaths.contains(keys)
    }

    /// Whether its values are civil days, one or by key.
    public var holdsDays: Bool {
        switch shape {
        case .scalar(let form), .map(_, let form): form.name == ScalarType<Day>.day.form.name
        case .set, .graded, .table, .body: false
        }
    }

    init(name: String, shape: Shape, help: String) {
        self.name = name
        self.shape = shape
        self.help = help
        path = name.split(separator: ".").map(String.init)
    }
}

/// A field with the Swift type of its value.
public struct Field<Value: Sendable>: Sendable {
    /// The declaration, as everything but typed code knows it.
    public private(set) var declaration: FieldDeclaration
    /// The value of a content whose leaves are well formed.
    let read: @Sendable (Content) -> Value?

    init(_ name: String, _ shape: Shape, _ help: String, read: @escaping @Sendable (Content) -> Value?) {
        declaration = FieldDeclaration(name: name, shape: shape, help: help)
        self.read = read
    }

    /// The key.
    public var name: String { declaration.name }

    /// The same field, stale after `days`.
    public func limit(days: Int) -> Self { changed { $0.limit = .days(days) } }
    /// The same field where it does not go stale.
    public func withoutLimit() -> Self { changed { $0.limit = nil } }
    /// The same field, which a record must have.
    public func required() -> Self { changed { $0.isRequired = true } }
    /// The same field; changing it is no news about the record.
    public func notSubstantive() -> Self { changed { $0.isSubstantive = false } }
    /// The same field, which older texts call by these keys.
    public func formerly(_ names: String...) -> Self { changed { $0.formerly = names } }
    /// The same field, which means this where it is blank.
    public func ifBlank(_ text: String) -> Self { changed { $0.ifBlank = text } }
    /// The same field with a value to show.
    public func example(_ text: String) -> Self { changed { $0.example = text } }

    private func changed(_ change: (inout FieldDeclaration) -> Void) -> Self {
        var copy = self
        change(&copy.declaration)
        return copy
    }
}

extension Field {
    /// A field of one scalar.
    public init(_ name: String, _ type: ScalarType<Value>, _ help: String) {
        self.init(name, .scalar(type.form), help) { content in
            guard case .text(let text)? = content.scalar else { return nil }
            return type.value(text)
        }
    }

    /// A list whose order says nothing.
    public static func set<Element>(_ name: String, of type: ScalarType<Element>, _ help: String) -> Self
    where Value == [Element] {
        Field(name, .set(type.form), help) { $0.decided.map(\.entry).compactMap(type.value) }
    }

    /// A list whose elements may carry a level.
    public static func graded(
        _ name: String, of type: ScalarType<String>, level: ScalarType<String>, _ help: String
    ) -> Self where Value == [GradedElement] {
        Field(name, .graded(type.form, level: level.form), help) { content in
            content.filter { !Scalar.isUndecided($0.entry) }.map { leaf in
                guard case .text(let level) = leaf.value, !level.isEmpty else { return GradedElement(name: leaf.entry) }
                return GradedElement(name: leaf.entry, level: level)
            }
        }
    }

    /// A keyed map of scalars.
    public static func map<Key, Entry>(
        _ name: String, from keys: ScalarType<Key>, to values: ScalarType<Entry>, _ help: String
    ) -> Self where Value == [(key: Key, value: Entry)] {
        Field(name, .map(keys: keys.form, values: values.form), help) { content in
            content.decided.compactMap { leaf in
                guard let key = keys.value(leaf.entry), let value = values.value(leaf.value.text) else { return nil }
                return (key, value)
            }
        }
    }

    /// A keyed map of small mappings.
    public static func table<Key>(
        _ name: String, keys: ScalarType<Key>, columns: [Shape.Column], _ help: String
    ) -> Self where Value == [TableRow] {
        Field(name, .table(keys: keys.form, columns: columns), help) { content in
            content.filter { !$0.entry.isEmpty }.entries.map { entry in
                TableRow(
                    key: entry,
                    cells: Dictionary(
                        content.filter { $0.entry == entry }.map { ($0.column, $0.value) }, uniquingKeysWith: { $1 }))
            }
        }
    }

    /// The text of the file.
    public static func body(_ name: String, _ help: String) -> Self where Value == String {
        Field(name, .body, help) { $0.scalar?.text }
    }
}

/// An element of a graded list: `swift`, or `swift: expert`.
public struct GradedElement: Hashable, Sendable {
    /// The element.
    public let name: String
    /// Its level, where one is said.
    public let level: String?

    init(name: String, level: String? = nil) {
        self.name = name
        self.level = level
    }
}

/// A row of a table field.
public struct TableRow: Sendable {
    /// The row's key.
    public let key: String
    /// Its cells by column.
    public let cells: [String: Scalar]

    /// The value of a cell in `type`; nil where it is absent, undecided or not readable.
    public subscript<Value>(column: String, as type: ScalarType<Value>) -> Value? {
        guard case .text(let text)? = cells[column] else { return nil }
        return type.value(text)
    }
}
