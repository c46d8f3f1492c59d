public import Git
public import RecordModel
import RecordText

extension Snapshot {
    /// The change that assignments mean for a record, with a sentence that says what it does.
    ///
    /// - Parameter me: the name of whoever types, for fields that name a person.
    public func planToSet(
        _ assignments: [String], of stored: StoredRecord, me: String? = nil
    ) throws(StoreError) -> Plan {
        let kind = stored.record.kind
        var plan = try planToEdit(
            stored, try edits(assignments, of: kind, me: me), trailer: .command("set", kind, stored.entry.id))
        plan.remarks = assignments.compactMap { Assignment($0) }.flatMap { remarks(on: $0, in: stored.record) }
        return plan
    }

    /// What is told of a removal of what a record does not have. It changes nothing, so that it may be repeated, and is
    /// often a slip.
    private func remarks(on assignment: Assignment, in record: Record) -> [Plan.Remark] {
        guard assignment.operation == .remove,
            case .success(let edits) = assignment.edits(for: record.kind, by: Typist(today: today))
        else { return [] }
        return edits.compactMap { edit in
            guard let field = record.kind.field(named: edit.field), let name = edit.removed else { return nil }
            let names = record.content(of: field).entries
            guard !names.contains(field.shape.entryForm?.read(name).text ?? name) else { return nil }
            let nearest = Suggestion.nearest(to: name, among: names).map { "did you mean \"\($0)\"?" }
            return Plan.Remark(
                text: "\(record.title) has no \"\(name)\" in \(field.name)",
                help: nearest ?? (names.isEmpty ? "\(field.name) is blank" : "it has \(names.joined(separator: ", "))"))
        }
    }

    /// The change that edits make to a record.
    public func planToEdit(
        _ stored: StoredRecord, _ edits: [FieldEdit], trailer: Trailer
    ) throws(StoreError) -> Plan {
        let bytes = try stored.applying(edits, of: stored.record.kind)
        let after = StoredRecord.parse(bytes, stored.entry, of: stored.record.kind)
        var plan = Plan(ChangeSentence.between(stored, after))
        plan.files[stored.entry.path] = bytes
        plan.trailers = [trailer]
        plan.isTyped = true
        return plan
    }

    /// A new record by its name or id.
    public func planToAdd(
        _ kind: Kind, named name: String, id: String?, _ assignments: [String], me: String? = nil
    ) throws(StoreError) -> Plan {
        try planToAdd(kind, named: name, id: id, edits(assignments, of: kind, me: me))
    }

    /// A new record by its name or id, with what it says.
    public func planToAdd(_ kind: Kind, named name: String, id: String?, _ edits: [FieldEdit]) throws(StoreError)
        -> Plan
    {
        let naming = kind.namingField
        try refuseControls(name, in: naming?.name ?? "id")
        let id = try newID(kind, name, chosen: id)
        var edits = edits
        if let naming, !edits.contains(where: { $0.field == naming.name }),
            RecordID(name) != id || naming.isRequired
        {
            edits.insert(.set(field: naming.name, text: name), at: 0)
        }
        return try planToCreate(kind, id, edits)
    }

    /// A new record.
    public func planToCreate(_ kind: Kind, _ id: RecordID, _ edits: [FieldEdit]) throws(StoreError) -> Plan {
        let remarks = try refuseUsed(id, kind)
        let bytes = try kind.newText(edits)
        let path = kind.path.path(of: id, sharded: try isSharded(kind))
        let entry = RecordEntry(id: id, path: path, entry: TreeEntry(mode: .file, id: .zero))
        let record = StoredRecord.parse(bytes, entry, of: kind).record
        var plan = Plan("Add \(kind.singular) \(record.title)")
        plan.files[path] = bytes
        plan.trailers = [.command("add", kind, id)]
        plan.isTyped = true
        plan.remarks = remarks
        return plan
    }

    /// A record taken away; refused where its kind keeps them for ever.
    public func planToRemove(_ stored: StoredRecord) throws(StoreError) -> Plan {
        let (kind, id) = (stored.record.kind, stored.entry.id)
        if case .refused(let reason, _) = kind.removal {
            throw StoreError(.usage, "\(kind.indefinite) is not removed. \(reason)", help: kind.farewell(to: id))
        }
        var plan = Plan("Remove \(kind.singular) \(stored.record.title)")
        plan.files[stored.entry.path] = .some(nil)
        plan.trailers = [.command("remove", kind, id)]
        return plan
    }

    /// The edits that assignments mean for a kind.
    /// Refused where one of them leaves nothing of another.
    ///
    /// - Parameter me: the name of whoever types, for fields that name a person.
    public func edits(
        _ assignments: [String], of kind: Kind, me: String? = nil
    ) throws(StoreError) -> [FieldEdit] {
        var given: [(argument: String, edits: [FieldEdit])] = []
        for argument in assignments {
            guard let assignment = Assignment(argument) else {
                throw StoreError(
                    .usage, "\"\(argument)\" is not FIELD=VALUE",
                    help:
                        "for example: \(kind.fields.first?.name ?? "name")=\((kind.fields.first?.example ?? "VALUE").shellWord)"
                )
            }
            try refuseControls(assignment.value, in: assignment.name)
            let fields = kind.fields.filter { assignment.name == $0.name }
            let names = assignment.operation == .remove ? nil : try names(ofTermsIn: fields)
            switch assignment.edits(for: kind, by: Typist(today: today, me: me, names: names)) {
            case .success(let made):
                try refuseContradiction(argument, made, given)
                given.append((argument, made))
            case .failure(let problem): throw StoreError(.usage, context.proven(problem))
            }
        }
        return given.flatMap(\.edits)
    }

    /// A character that no record can hold is told as it was typed, and not as it would be written.
    private func refuseControls(_ value: String, in field: String) throws(StoreError) {
        guard let name = firstControlCharacter(in: value) else { return }
        throw StoreError(
            .usage, "\(field): the value has a control character (\(name)), which no record can hold",
            help: "give it without that character")
    }

    /// Of two values for one field nobody can tell which is meant.
    private func refuseContradiction(
        _ argument: String, _ edits: [FieldEdit], _ given: [(argument: String, edits: [FieldEdit])]
    ) throws(StoreError) {
        for earlier in given where earlier.argument != argument {
            guard let edit = edits.first(where: { edit in earlier.edits.contains { edit.overrides($0) } }) else {
                continue
            }
            throw StoreError(
                .usage, "\"\(earlier.argument)\" and \"\(argument)\" contradict each other",
                help: "say once what \(edit.field) is to be")
        }
    }

    /// The id that a new record of this name is given, unless another was chosen.
    public func newID(_ kind: Kind, _ name: String, chosen: String?) throws(StoreError) -> RecordID {
        let text = chosen ?? (RecordID(name) == nil ? Folding.identifier(from: name) : name)
        guard let text else {
            throw StoreError(
                .usage, "\"\(name)\" has no letters that an id can be made of", help: "choose one: --id some-id")
        }
        guard let id = RecordID(text), kind.path.takes(id) else {
            let names = kind.path.placeholders.map(\.name)
            let meant = names.count == 1 ? Folding.identifier(from: text) : nil
            throw StoreError(
                .usage, "\"\(text)\" is not the id of \(kind.indefinite)",
                help: names.count == 1
                    ? "an id is written in a-z, 0-9 and -" + (meant.map { ": --id \($0)" } ?? ", such as tidy-bees")
                    : "its id is \(names.joined(separator: "/")), each part in a-z, 0-9 and -")
        }
        return id
    }

    /// Whether most of a kind's records are in sharded folders, so that a new one goes there too.
    private func isSharded(_ kind: Kind) throws(StoreError) -> Bool {
        guard kind.path.isLone else { return false }
        let entries = try entries(of: kind)
        let sharded = entries.count { $0.path.dropFirst(kind.path.folder.count).hasPrefix("_") }
        return sharded * 2 > entries.count
    }
}

extension FieldEdit {
    /// The element or entry that it takes away; nil where it does something else.
    fileprivate var removed: String? {
        switch self {
        case .removeElement(_, let text): text
        case .set(_, let below, nil) where below.count == 1: below.first
        case .set, .addElement, .setElements: nil
        }
    }
}

extension StoreError {
    /// A failure that a value's problem explains.
    public init(_ kind: Kind, _ problem: ValueProblem) {
        let suggestion = problem.replacement.map { "did you mean \"\($0)\"?" }
        self.init(kind, problem.message, helpLines: [problem.help, suggestion].compactMap(\.self))
    }
}

extension Trailer {
    /// What a commit of this tool did, for machines: `Cotech: set members/ty-gwydr`.
    public static func command(_ verb: String, _ kind: Kind, _ id: RecordID) -> Trailer {
        Trailer(key: "Cotech", value: "\(verb) \(kind.name)\(id == .only ? "" : "/\(id)")")
    }
}

extension Snapshot {
    /// A record's whole text replaced by one that a person wrote from `old`; refused if the record has changed since.
    public func planToReplace(_ stored: StoredRecord, old: [UInt8], with new: [UInt8]) throws(StoreError) -> Plan {
        let kind = stored.record.kind
        let now = try self.stored(kind, stored.entry.id)
        guard now?.document?.bytes == old else {
            throw StoreError(
                .tryAgain, "\(stored.entry.path) was changed by somebody else meanwhile", help: "edit it again")
        }
        let after = StoredRecord.parse(new, stored.entry, of: kind)
        guard after.isReadable else {
            throw StoreError(.badData, "\(stored.entry.path) could not be read like this", diagnostics: after.errors)
        }
        var plan = Plan(ChangeSentence.ofText(stored, after))
        plan.files[stored.entry.path] = new
        plan.trailers = [.command("edit", kind, stored.entry.id)]
        return plan
    }
}
