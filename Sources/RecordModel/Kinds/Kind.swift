/// A kind of record: what it is called, where it is kept, what it says, who answers for it and what it makes due.
///
/// A kind is one declaration; commands, validation, schema, completion and documentation come from it
/// (`docs/adding-a-kind.md`). It is an object, since each of ten thousand records holds it.
public final class Kind: Sendable {
    /// A kind's name: the plural noun that is also its folder and its command, such as `members`.
    public struct Name: RawRepresentable, Hashable, Sendable, ExpressibleByStringLiteral, CustomStringConvertible {
        public let rawValue: String
        public init(rawValue: String) { self.rawValue = rawValue }
        public init(stringLiteral value: String) { rawValue = value }
        public var description: String { rawValue }
    }

    /// Which repository holds it.
    public enum Home: String, Sendable {
        /// The store that everyone may read.
        case `public`
        /// The private companion that settings name: personal data and enquiries.
        case `private`
    }

    /// The plural noun.
    public let name: Name
    /// One of them: `member`.
    public let singular: String
    /// What is read over and may grow old, where that is called otherwise than the record: a member's `profile`.
    public let page: String
    /// Where they are kept.
    public let path: PathTemplate
    /// Which repository.
    public let home: Home
    /// What they are, in one sentence.
    public let summary: String
    /// The fields, in the order that the text keeps.
    public let fields: [FieldDeclaration]
    /// Values worked out from the record and others, and the parts of an id that has several.
    public let derived: [DerivedDeclaration]
    /// Who may change one.
    public let ownership: Ownership
    /// What its records make a person do, and when.
    public let dues: @Sendable (Record, RuleContext) -> [Due]
    /// The fields that a list shows when none are asked for.
    public let columns: [String]
    private let ownRules: @Sendable (Record, RuleContext) -> [RecordProblem]
    /// What stands against a record that begins under an id, new or renamed.
    public let beginning: @Sendable (Record, RuleContext) -> [RecordProblem]
    /// What a change of what a record says must keep: a pipeline's listed steps. Nil is a record that is new. It is not
    /// asked where only ids changed, its own or those that it refers to.
    public let transitions: @Sendable (_ before: Record?, _ after: Record, RuleContext) -> [RecordProblem]
    /// Why nobody is warned that a record is stale now: leave, a grace period, an end.
    public let excuse: ExcuseRule
    /// Other words for it, for `help` and for unknown commands.
    public let synonyms: [String]
    /// Why `remove` is refused and what to do instead, where records of this kind are kept for ever.
    public let removal: Removal

    /// Whether a record may be removed.
    public enum Removal: Sendable {
        case allowed
        /// Refused with a reason and the command to use, in which `ID` stands for the record's id.
        case refused(reason: String, instead: String)
    }

    /// The command that takes a record away, or what is done instead.
    public func farewell(to id: RecordID) -> String {
        switch removal {
        case .allowed: "cotech \(name) remove \(id)"
        case .refused(_, let instead): instead.replacing("ID", with: id.text)
        }
    }

    /// A command on one of its records, `cotech members edit tidy-bees`; where there is only one, without its id.
    public func command(_ verb: String, _ id: RecordID) -> String {
        "cotech \(name) \(verb)" + (isSingle ? "" : " \(id)")
    }

    private let fieldIndexes: [String: Int]
    private let groups: Set<String>

    /// Declares a kind.
    public init(
        _ name: Name, singular: String, page: String? = nil, path: String, home: Home = .public, summary: String,
        fields: [any FieldOfKind], derived: [any DerivedOfKind] = [], ownership: Ownership = .coordinators,
        columns: [String] = [], synonyms: [String] = [], removal: Removal = .allowed,
        rules: @escaping @Sendable (Record, RuleContext) -> [RecordProblem] = { _, _ in [] },
        beginning: @escaping @Sendable (Record, RuleContext) -> [RecordProblem] = { _, _ in [] },
        transitions: @escaping @Sendable (Record?, Record, RuleContext) -> [RecordProblem] = { _, _, _ in [] },
        excuse: ExcuseRule = .none,
        dues: @escaping @Sendable (Record, RuleContext) -> [Due] = { _, _ in [] }
    ) {
        self.name = name
        self.singular = singular
        self.page = page ?? singular
        self.path = PathTemplate(path)
        self.home = home
        self.summary = summary
        self.fields = fields.map(\.declaration)
        self.derived = derived.map(\.declaration) + Kind.parts(of: self.path)
        self.ownership = ownership
        self.columns = columns
        self.synonyms = synonyms
        self.removal = removal
        ownRules = rules
        self.beginning = beginning
        self.transitions = transitions
        self.excuse = excuse
        self.dues = dues
        fieldIndexes = Kind.indexes(of: self.fields)
        groups = Kind.groups(of: self.fields)
    }

    /// The parts of an id that has several, each by its placeholder's name: `round` and `by`.
    private static func parts(of path: PathTemplate) -> [DerivedDeclaration] {
        guard path.placeholders.count > 1 else { return [] }
        return path.placeholders.map { placeholder in
            let type = placeholder.reference.map { ScalarType.reference(to: $0) } ?? .slug
            return DerivedDeclaration(
                name: placeholder.name, form: type.form,
                help: placeholder.reference.map { "Part of its id: which of the \($0)." } ?? "Part of its id."
            ) { record, _ in record.part(placeholder.name)?.text }
        }
    }

    /// `skills` for `skills.offered`. Asked of every key of every record, so it is worked out once.
    private static func groups(of fields: [FieldDeclaration]) -> Set<String> {
        var groups: Set<String> = []
        for name in fields.flatMap({ [$0.name] + $0.formerly }) {
            for index in name.indices where name[index] == "." { groups.insert(String(name[..<index])) }
        }
        return groups
    }

    private static func indexes(of fields: [FieldDeclaration]) -> [String: Int] {
        var indexes: [String: Int] = [:]
        for (index, field) in fields.enumerated() {
            for key in [field.name] + field.formerly where indexes[key] == nil { indexes[key] = index }
        }
        return indexes
    }

    /// What is wrong with a whole record, beyond each field's own type: by its kind's rules, and by those that come with
    /// a shared field.
    public func problems(in record: Record, _ context: RuleContext) -> [RecordProblem] {
        (canBeConfirmed ? Confirmation.problems(in: record, on: context.today) : []) + ownRules(record, context)
    }

    /// All that is read over of one: `the whole profile`, `all of it`.
    public var whole: String { page == singular ? "all of it" : "the whole \(page)" }

    /// Several of what is read over: `profiles`.
    public var pages: String { page == singular ? name.rawValue : page + "s" }

    /// Whether there is only one record of it, such as the settings.
    public var isSingle: Bool { path.placeholders.isEmpty }

    /// One of them, as a sentence names it: `a member`, `an enquiry`, `the settings`.
    public var indefinite: String {
        (isSingle ? "the " : "aeiou".contains(singular.prefix(1)) ? "an " : "a ") + singular
    }

    /// That they have no field of a name, as a sentence: `A member has no field "size"`.
    public func lacks(_ field: String) -> String {
        "\(indefinite.withCapital) \(isSingle ? "have" : "has") no field \"\(field)\""
    }

    /// The field of a name, by its own or a former key.
    public func field(named name: String) -> FieldDeclaration? {
        fieldIndexes[name].map { fields[$0] }
    }

    /// Whether fields are grouped under this key: `skills` holds `skills.offered`.
    public func hasGroup(_ name: String) -> Bool { groups.contains(name) }

    /// The fields that are grouped under a key; none where it is no group.
    public func fields(below group: String) -> [FieldDeclaration] {
        fields.filter { $0.name.hasPrefix(group + ".") }
    }

    /// The field that is the text of the file, where the kind has one.
    public var body: FieldDeclaration? {
        fields.first { if case .body = $0.shape { true } else { false } }
    }

    init(_ declared: Kind, fields: [FieldDeclaration]) {
        name = declared.name
        singular = declared.singular
        page = declared.page
        path = declared.path
        home = declared.home
        summary = declared.summary
        derived = declared.derived
        ownership = declared.ownership
        columns = declared.columns
        synonyms = declared.synonyms
        removal = declared.removal
        ownRules = declared.ownRules
        beginning = declared.beginning
        transitions = declared.transitions
        excuse = declared.excuse
        dues = declared.dues
        self.fields = fields
        fieldIndexes = Kind.indexes(of: fields)
        groups = Kind.groups(of: fields)
    }
}

/// A field, whatever the type of its value: what a kind's list of fields is made of.
public protocol FieldOfKind: Sendable {
    var declaration: FieldDeclaration { get }
}

extension Field: FieldOfKind {}

/// A derived value, whatever its type.
public protocol DerivedOfKind: Sendable {
    var declaration: DerivedDeclaration { get }
}

/// A type that stands for one kind: its fields are static members, so that rules read them typed.
public protocol KindDeclaration: Sendable {
    /// The kind.
    static var kind: Kind { get }

    /// What is worth doing once a record has been added, a sentence with its command; nil where nothing is.
    static func sequel(toAdding id: RecordID) -> String?
}

extension KindDeclaration {
    public static func sequel(toAdding id: RecordID) -> String? { nil }
}
