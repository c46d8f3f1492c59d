import Git
import RecordModel
import RecordText

extension Snapshot {
    /// What is wrong in these paths, in what refers to them and in what has to be judged anew, that an earlier state did
    /// not have.
    ///
    /// - Parameters:
    ///   - judgedAnew: the records that the settings may have made wrong since.
    ///   - moves: new paths of records that stood at another one before.
    ///   - takesBack: whether what a pipeline does not list is allowed, since it only undoes.
    func newFindings(
        since before: Snapshot, paths: [String], judgedAnew: [RejudgedRecord], moves: [String: String] = [:],
        takesBack: Bool = false, home: Kind.Home
    ) throws(StoreError) -> [Diagnostic] {
        // What refers to a record that is gone may be changed as well, and is then found twice.
        var found: Set<Diagnostic> = []
        for kind in kinds where kind.home == home {
            for path in paths where kind.path.covers(path) {
                guard let id = kind.path.id(at: path) else { continue }
                let formerID = moves[path].flatMap { kind.path.id(at: $0) } ?? id
                let old = try before.kind(kind.name).flatMap { (kind) throws(StoreError) in
                    try before.stored(kind, formerID)
                }
                let now = try stored(kind, id)
                if let now {
                    let new = problems(of: now, besides: old.map { before.problems(of: $0) } ?? [])
                    found.formUnion(new)
                    if !takesBack, !new.contains(where: { $0.severity == .error }) {
                        found.formUnion(forbiddenMoves(from: old, to: now, kind))
                    }
                } else if let old {
                    found.formUnion(try dangling(old))
                }
            }
        }
        for record in judgedAnew { found.formUnion(newProblems(of: record, since: before)) }
        return found.sorted()
    }

    /// What is wrong with a record besides what was wrong with it before.
    func problems(of now: StoredRecord, besides past: [Diagnostic]) -> [Diagnostic] {
        // Where not all of the past ones were listed, one that comes to light need not be new.
        let isAllKnown = past.contains { $0.code == RecordValidator.notListed } && now.isReadable
        return isAllKnown ? [] : problems(of: now).without(past)
    }

    /// What a pipeline does not allow.
    func forbiddenMoves(from old: StoredRecord?, to new: StoredRecord, _ kind: Kind) -> [Diagnostic] {
        guard let document = new.document, old?.isReadable ?? true, new.isReadable else { return [] }
        let contents = DocumentContents(document: document, kind: kind)
        let validator = validator(of: new, kind)
        var found = old?.entry.id == new.entry.id ? [] : kind.beginning(new.record, context)
        if found.isEmpty {
            found = kind.transitions(old?.record, new.record, context)
            // Asked last, since it may look for ids in every record.
            if !found.isEmpty, let old, saysTheSame(new.record, as: old.record) { found = [] }
        }
        return found.map { validator.diagnostic($0, contents) }
    }

    /// Whether a record says what it said before but for ids that are others now: its own, and those that it refers to.
    private func saysTheSame(_ new: Record, as old: Record) -> Bool {
        new.kind.fields.filter { $0.name != SharedField.formerly }.allSatisfy { field in
            let (now, before) = (new.content(of: field), old.content(of: field))
            let targets = field.shape.references
            func name(_ text: String) -> String {
                guard let id = RecordID(text) else { return text }
                return targets.lazy.compactMap { self.heir(of: id, $0) }.first?.text ?? text
            }
            func renamed(_ leaf: Leaf) -> Leaf {
                let value = if case .text(let text) = leaf.value { Scalar.text(name(text)) } else { leaf.value }
                return Leaf(entry: name(leaf.entry), column: leaf.column, value: value)
            }
            return now.saysTheSame(as: before)
                || !targets.isEmpty && now.saysTheSame(as: before.map(renamed))
        }
    }

    /// The id under which a record that is gone goes on: one that says so, or one of the same text; nil where there is none.
    private func nextID(of old: StoredRecord, _ kind: Kind) throws(StoreError) -> RecordID? {
        if let heir = heir(of: old.entry.id, kind.name) { return heir }
        return try entries(of: kind).first { $0.entry.id == old.entry.entry.id }?.id
    }

    /// What still refers to a record that is gone, each with the command that takes the reference out.
    private func dangling(_ gone: StoredRecord) throws(StoreError) -> [Diagnostic] {
        let (target, id) = (gone.record.kind, gone.entry.id)
        let references = try references(to: target.name, id)
        let next = references.isEmpty ? nil : try nextID(of: gone, target)
        var found = references.compactMap { reference -> Diagnostic? in
            guard let document = reference.stored.document else { return nil }
            let contents = DocumentContents(document: document, kind: reference.kind)
            let made = reference.field.shape.referencesMade(by: reference.leaf).first {
                $0.kind == target.name && $0.id == id.text
            }
            let place = contents.node(of: reference.field).map {
                contents.place(of: reference.leaf, inEntry: made?.isEntry ?? false, in: $0)
            }
            let record = reference.stored.record
            let assignment = reference.field.assignment(takingOut: id, from: reference.leaf)
            let way = next.map {
                "Name it \"\($0)\" there; or put its file back, and rename it everywhere: cotech \(target.name) rename \(id) \($0)"
            }
            return validator(of: reference.stored, reference.kind).diagnostic(
                ValueProblem(
                    "\(record.title) still names the \(target.singular) \"\(id)\" in \(reference.field.name)",
                    code: "unknown-reference",
                    help: way
                        ?? "Take it out first: cotech \(reference.kind.name) set \(record.id) \(assignment.shellWord)"),
                at: place?.node, ofKey: place?.isKey ?? false, document)
        }
        let abouts = try records(about: target, id)
        let goesOn = abouts.isEmpty ? false : try nextID(of: gone, target) != nil
        for about in abouts {
            let kind = about.record.kind
            let help: String
            switch (kind.removal, target.removal) {
            case (.allowed, _): help = "Remove it first: \(kind.farewell(to: about.entry.id))"
            case (.refused(let reason, _), .allowed): help = "\(reason) So the \(target.singular) stays as well."
            case (.refused, .refused): help = ""
            }
            // Of what is never removed either, its own file is to come back.
            guard !goesOn, !help.isEmpty else {
                found += validator(of: about, kind).placeProblems()
                continue
            }
            found.append(
                Diagnostic(
                    file: about.entry.path, severity: .error, code: "unknown-reference",
                    message: "This \(kind.singular) is kept under the \(target.singular) \"\(id)\"", help: help))
        }
        return found
    }
}

/// What a finding about a record is, wherever it stands: one does not become new because lines above it, or the
/// record itself, moved.
struct Fingerprint: Hashable {
    let code: String
    let keys: [String]
    let message: String

    init(_ diagnostic: Diagnostic) {
        code = diagnostic.code
        keys = diagnostic.keys
        message = diagnostic.message
    }
}

extension [Diagnostic] {
    /// Those that were not there before. Where the same was there before and is there more often now, the last ones are
    /// new.
    func without(_ known: [Diagnostic]) -> [Diagnostic] {
        var left: [Fingerprint: Int] = [:]
        for diagnostic in known { left[Fingerprint(diagnostic), default: 0] += 1 }
        return filter { diagnostic in
            let fingerprint = Fingerprint(diagnostic)
            guard let count = left[fingerprint], count > 0 else { return true }
            left[fingerprint] = count - 1
            return false
        }
    }
}
