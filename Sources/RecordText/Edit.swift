/// In which order keys stand, as far as that is declared.
public struct KeyOrder: Sendable {
    /// The declared keys of the mapping at a path, in their order; empty where none are declared.
    public let keys: @Sendable (_ path: [String]) -> [String]

    /// An order that depends on the path.
    public init(_ keys: @escaping @Sendable (_ path: [String]) -> [String]) {
        self.keys = keys
    }

    /// An order of the top mapping's keys.
    public init(top keys: [String]) {
        self.init { $0.isEmpty ? keys : [] }
    }

    /// No order: new keys go to the end.
    public static let none = KeyOrder { _ in [] }
}

/// An item of a list, as it is to be written.
public enum Element: Sendable, Hashable {
    /// `- text`
    case text(String)
    /// `- key: value`
    case pair(String, String)
    /// `- key: value` with further keys below the first.
    case fields([Field])

    /// One key of an item.
    public struct Field: Sendable, Hashable {
        /// The key.
        public var key: String
        /// Its text.
        public var text: String

        /// A key with its text.
        public init(_ key: String, _ text: String) {
            self.key = key
            self.text = text
        }
    }

    /// What an item is found by: its text, its only key, or the text of the first of its keys.
    public var name: String {
        switch self {
        case .text(let text): text
        case .pair(let key, _): key
        case .fields(let fields): fields.count == 1 ? fields[0].key : fields.first?.text ?? ""
        }
    }

    var fields: [Field] {
        switch self {
        case .text: []
        case .pair(let key, let value): [Field(key, value)]
        case .fields(let fields): fields
        }
    }

    var tree: ValueTree {
        if case .text(let text) = self { return .text(text) }
        return .mapping(fields.map { ValueTree.Entry(key: $0.key, value: .text($0.text)) })
    }
}

/// A change to what a record says. Paths are keys from the top mapping inwards.
public enum Edit: Sendable, Hashable {
    /// Gives a key a text; parents that are missing are made. An empty text leaves the key blank, or absent.
    case set(path: [String], text: String)
    /// Has a key stand, without a value where it is new; parents that are missing are made.
    case addEntry(path: [String])
    /// Takes a key away with its value and the comment on its line.
    case remove(path: [String])
    /// Adds an item to a list: in its place when the list is sorted, otherwise at the end. An item of the same name is
    /// replaced where it stands.
    case addElement(path: [String], Element)
    /// Takes the item of this name away.
    case removeElement(path: [String], name: String)
    /// Makes a list of these items in this order; items that stay keep their lines.
    case setElements(path: [String], [Element])
    /// Gives a Markdown record another text.
    case setBody(String)
    /// Gives a key another name, in its place.
    case renameKey(path: [String], to: String)
    /// Gives an item of a list another name, in its place: what follows it on its line stays.
    case renameElement(path: [String], name: String, to: String)

    /// The path that the edit is about; empty for the body.
    public var path: [String] {
        switch self {
        case .set(let path, _), .addEntry(let path), .remove(let path), .addElement(let path, _),
            .removeElement(let path, _), .setElements(let path, _), .renameKey(let path, _),
            .renameElement(let path, _, _):
            path
        case .setBody: []
        }
    }

    /// Whether it writes a text, or an item of this name.
    public func names(_ text: String) -> Bool {
        switch self {
        case .set(_, let value): value == text
        case .addElement(_, let element): element.name == text
        case .setElements(_, let elements): elements.contains { $0.name == text }
        case .renameElement(_, _, let name): name == text
        case .addEntry, .remove, .removeElement, .setBody, .renameKey: false
        }
    }
}

/// Why an edit was not made.
public enum EditError: Error, Sendable, Hashable {
    /// The record has errors, so that what an edit would mean is not known.
    case unreadable([TextProblem])
    /// The value at this path is not what the edit needs: text, a list, or a mapping.
    case wrongKind(path: [String], expected: NodeKind)
    /// An item without a name: blank is absent, and so cannot be in a list.
    case emptyElement(path: [String])
    /// No such key.
    case missing(path: [String])
    /// Two items have this name.
    case ambiguousName(path: [String], name: String)
    /// The new key stands there already.
    case keyExists(path: [String])
    /// A key that cannot be written so that everyone reads it.
    case unwritableKey(String)
    /// A record without a Markdown body.
    case noBody
    /// A `.md` record's text may not be longer, nor a record deeper, than can be read: the new text would have these
    /// problems.
    case wouldNotRead([TextProblem])
    /// The edited text does not say what was intended: a bug in this module.
    case wouldChangeOthers(path: [String])
}

extension EditError: CustomStringConvertible {
    /// Why, as a clause for people: `an item of services is empty`.
    public var description: String {
        switch self {
        case .unreadable: "it has errors"
        case .emptyElement(let path): "an item of \(path.joined(separator: ".")) is empty"
        case .wrongKind(let path, _): "\(path.joined(separator: ".")) holds something else"
        case .missing(let path): "there is no \(path.joined(separator: "."))"
        case .ambiguousName(let path, let name): "\(path.joined(separator: ".")) has \(name) twice"
        case .keyExists(let path): "\(path.joined(separator: ".")) stands there already"
        case .unwritableKey(let key): "\"\(key)\" cannot be a key"
        case .noBody: "a .yaml file has no text below its facts"
        case .wouldNotRead(let problems):
            problems.first.map { "\($0.message) [\($0.code)]" } ?? "it could not be read"
        case .wouldChangeOthers(let path): "\(path.joined(separator: ".")) cannot be changed alone"
        }
    }
}
