/// A value that follows from records, a day and the settings. It is worked out whenever it is asked for and
/// never stored, so that `--at` and `--as-of` hold for it.
public struct DerivedDeclaration: Sendable {
    /// The name, which shares one space with the fields' names.
    public let name: String
    /// Its type, for output and comparison.
    public let form: ScalarForm
    /// What it says, in one sentence.
    public let help: String
    /// The normal form of its value, or nil where it has none.
    public let text: @Sendable (Record, RuleContext) -> String?
}

/// A derived value with its Swift type.
public struct Derived<Value: Sendable>: DerivedOfKind {
    /// The declaration, as everything but typed code knows it.
    public let declaration: DerivedDeclaration
    /// The rule.
    public let rule: @Sendable (Record, RuleContext) -> Value?

    /// Declares a derived value.
    public init(
        _ name: String, _ type: ScalarType<Value>, _ help: String,
        rule: @escaping @Sendable (Record, RuleContext) -> Value?
    ) {
        self.rule = rule
        declaration = DerivedDeclaration(name: name, form: type.form, help: help) { record, context in
            rule(record, context).map(type.text)
        }
    }
}

/// What a rule may know besides its own record: the day, the settings and the other records.
public struct RuleContext {
    /// The civil day that the rules are applied on.
    public let today: Day
    /// The network's settings.
    public let settings: Record
    /// The other records.
    public let records: any RecordSource

    /// A context for rules.
    public init(today: Day, settings: Record, records: any RecordSource) {
        self.today = today
        self.settings = settings
        self.records = records
    }
}

/// Records to look up by rules; only those that can be read are found.
public protocol RecordSource {
    /// A record by its kind and id.
    func record(_ kind: Kind.Name, _ id: RecordID) -> Record?
    /// Every record of a kind, by id.
    func records(_ kind: Kind.Name) -> [Record]
    /// The ids of a kind, readable or not.
    func ids(_ kind: Kind.Name) -> [RecordID]
    /// Whether there is a record of this id, readable or not.
    func exists(_ kind: Kind.Name, _ id: RecordID) -> Bool
    /// Whether the kind's records are here to be seen; those of a private companion may not be.
    func canSee(_ kind: Kind.Name) -> Bool
    /// Where a record that cannot be read is wrong first, `cotech.yaml:1`; nil where it can be read, or is not there.
    func placeOfFault(_ kind: Kind.Name, _ id: RecordID) -> String?
    /// What a record is called now that had this id before; nil where none says so.
    func heir(of id: RecordID, _ kind: Kind.Name) -> RecordID?
    /// The command that brings a record back that is not there any more; nil where none is known to have been there.
    func wayBack(to id: RecordID, _ kind: Kind.Name) -> String?
    /// The file of a record that was written by hand and is not saved yet; nil where none is.
    func unsavedFile(of kind: Kind.Name, _ id: RecordID) -> String?
}

extension RecordSource {
    /// Nowhere, where texts are not known.
    public func placeOfFault(_ kind: Kind.Name, _ id: RecordID) -> String? { nil }
    /// Nothing, where former ids are not known.
    public func heir(of id: RecordID, _ kind: Kind.Name) -> RecordID? { nil }
    /// Nothing, where what was there before is not known.
    public func wayBack(to id: RecordID, _ kind: Kind.Name) -> String? { nil }
    /// Nothing, where working files are not known.
    public func unsavedFile(of kind: Kind.Name, _ id: RecordID) -> String? { nil }
}
