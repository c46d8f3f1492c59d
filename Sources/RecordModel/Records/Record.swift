/// A record as rules see it: a kind, an id, and what each field holds. It does not know where it came from.
public struct Record: Sendable {
    /// What it is one of.
    public let kind: Kind
    /// What it is called.
    public let id: RecordID
    private let contents: any RecordContents

    /// A record whose contents are read as they are asked for.
    public init(kind: Kind, id: RecordID, contents: any RecordContents) {
        self.kind = kind
        self.id = id
        self.contents = contents
    }

    /// What a field holds, typed; nil where it is absent, undecided or not readable as its type.
    public subscript<Value>(field: Field<Value>) -> Value? {
        let content = content(of: field.declaration)
        return content.isEmpty ? nil : field.read(content)
    }

    /// What a field holds, as leaves; empty is absent.
    public func content(of field: FieldDeclaration) -> Content {
        contents.content(of: field)
    }

    /// What the field of this name holds; empty where the kind has no such field.
    public func content(of name: String) -> Content {
        kind.field(named: name).map { contents.content(of: $0) } ?? []
    }

    /// The part of its id that a placeholder of its path stands for: the `round` of a pledge.
    public func part(_ placeholder: String) -> RecordID? { kind.path.part(placeholder, of: id) }

    /// The same record with all its fields read: worth it for one that is asked ten thousand times.
    public var inMemory: Record {
        let contents = Dictionary(
            kind.fields.map { ($0.name, content(of: $0)) }, uniquingKeysWith: { first, _ in first })
        return Record(kind: kind, id: id, contents: ContentsInMemory(contents))
    }
}

/// Where a record's contents come from: a parsed text, or memory.
public protocol RecordContents: Sendable {
    /// What a field holds.
    func content(of field: FieldDeclaration) -> Content
}

/// Contents held in memory, by field name.
public struct ContentsInMemory: RecordContents {
    private let contents: [String: Content]

    /// Contents by field name.
    public init(_ contents: [String: Content]) {
        self.contents = contents
    }

    public func content(of field: FieldDeclaration) -> Content {
        contents[field.name] ?? []
    }
}
