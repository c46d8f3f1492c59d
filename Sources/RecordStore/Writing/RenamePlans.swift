public import Git
public import RecordModel
import RecordText

extension Trailer {
    /// A change of an id and nothing else, which refreshes no age (`docs/ageing.md`).
    public static func renamed(_ kind: Kind.Name, _ old: String, to new: String) -> Trailer {
        Trailer(key: "Cotech-Mechanical", value: "rename \(kind)/\(old) \(kind)/\(new)")
    }
}

extension Snapshot {
    /// A record, and what is kept under its id, under another id: files moved, every reference rewritten, the old id
    /// kept in `formerly`. Where only the other repository's half is left to do, that alone.
    ///
    /// - Parameter isRemembered: whether `formerly` keeps the old id.
    public func planToRename(
        _ kind: Kind, _ old: RecordID, to new: RecordID, isRemembered: Bool = true
    ) throws(StoreError) -> Plan {
        guard let entry = try entry(of: kind, old) else {
            guard let heir = try heir(of: old, kind), heir == new else {
                throw StoreError(
                    .usage, "there is no \(kind.singular) \"\(old)\"", help: "see them all: cotech \(kind.name) list")
            }
            return try planToMove(kind, old, to: new, subject: "Rename \(kind.singular) \(old) to \(new)") { _, _ in nil
            }
        }
        let remarks = try refuseUsed(new, kind, by: old)
        guard old.segments.count == new.segments.count else {
            throw StoreError(
                .usage, "\"\(new)\" is not the id of \(kind.indefinite)", help: "each part is written in a-z, 0-9 and -"
            )
        }
        var plan = try planToMove(kind, old, to: new, subject: "Rename \(kind.singular) \(old) to \(new)") {
            (stored, bytes) throws(StoreError) -> [UInt8]? in
            guard stored.entry == entry, isRemembered else { return nil }
            return try self.remembering([old.text], but: new, in: stored, bytes, kind)
        }
        plan.remarks = remarks
        return plan
    }

    /// A record merged into another: what referred to it refers to the other, which keeps its id in `formerly`, and it
    /// is removed with what the network keeps under its id alone.
    ///
    /// - Parameters:
    ///   - edits: what records say besides, by kind and id, once their references lead to the other.
    ///   - ended: kinds of which the old record goes with it, instead of becoming the new one's.
    public func planToMerge(
        _ kind: Kind, _ old: RecordID, into new: RecordID, taking edits: [Kind.Name: [RecordID: [FieldEdit]]] = [:],
        without ended: Set<Kind.Name> = []
    ) throws(StoreError) -> Plan {
        guard let kept = try stored(kind, new) else {
            throw StoreError(
                .usage, "there is no \(kind.singular) \"\(new)\"", help: "see them all: cotech \(kind.name) list")
        }
        var former: [String] = []
        if let gone = try stored(kind, old) { former = [old.text] + gone.record.formerIDs }
        let heir = former.isEmpty ? try heir(of: old, kind) : nil
        let isDone = heir == new
        guard isDone || !former.isEmpty else {
            throw StoreError(
                .usage, "there is no \(kind.singular) \"\(old)\"", help: "see them all: cotech \(kind.name) list")
        }
        return try planToMove(
            kind, old, to: new, subject: "Merge \(kind.singular) \(old) into \(new)", taking: edits, without: ended
        ) {
            (stored, bytes) throws(StoreError) -> [UInt8]? in
            guard stored.entry == kept.entry, !isDone else { return nil }
            return try self.remembering(former, but: new, in: stored, bytes, kind)
        }
    }

    /// The records that a merge would remove because the other has one of its own: the two themselves, and of each kind
    /// that keeps one under their id, such as memberships, both.
    public func recordsInTheWay(
        ofMerging kind: Kind, _ old: RecordID, into new: RecordID
    ) throws(StoreError) -> [(gone: StoredRecord, kept: StoredRecord)] {
        let renaming = try Renaming(self, kind.name, old, to: new)
        var found: [(gone: StoredRecord, kept: StoredRecord)] = []
        for other in kinds where canSee(other) && other.path.placeholders.count == 1 {
            for entry in try entries(of: other) {
                guard let target = renaming.newID(of: entry, other), let gone = try stored(other, entry.id),
                    let kept = try stored(other, target)
                else { continue }
                found.append((gone, kept))
            }
        }
        return found
    }

    /// Works through every record that can be seen. Each half of the change names the ids whose change its own commit
    /// explains, and no others: what the private companion calls its records is not for the public history.
    ///
    /// - Parameters:
    ///   - ended: kinds of which the old record goes with it, instead of becoming the new one's.
    ///   - last: a last change to a record's text; nil leaves it.
    private func planToMove(
        _ kind: Kind, _ old: RecordID, to new: RecordID, subject: String,
        taking edits: [Kind.Name: [RecordID: [FieldEdit]]] = [:],
        without ended: Set<Kind.Name> = [],
        _ last: (StoredRecord, [UInt8]) throws(StoreError) -> [UInt8]?
    ) throws(StoreError) -> Plan {
        let renaming = try Renaming(self, kind.name, old, to: new)
        var files: [Kind.Home: [String: [UInt8]?]] = [:]
        var plan = Plan(subject)
        plan.isTyped = true
        var trailers: [Kind.Home: [Trailer]] = [:]
        func explain(_ kind: Kind.Name, _ old: String, in home: Kind.Home) {
            guard let new = renaming.references.ids[kind]?[old] else { return }
            let trailer = Trailer.renamed(kind, old, to: new)
            if trailers[home]?.contains(trailer) != true { trailers[home, default: []].append(trailer) }
        }
        for other in kinds where canSee(other) {
            for stored in try all(other) {
                var bytes = stored.document?.bytes
                try requireReadable(stored, of: other, naming: renaming)
                if let rewritten = try renaming.references.rewritten(stored, of: other) {
                    bytes = rewritten
                    for made in renaming.references.changing(in: stored, of: other) {
                        explain(made.kind, made.id, in: other.home)
                    }
                }
                let target = renaming.newID(of: stored.entry, other)
                if let taken = edits[other.name]?[stored.entry.id], let now = bytes {
                    bytes = try StoredRecord.parse(now, stored.entry, of: other).applying(taken, of: other)
                }
                if let now = bytes, let changed = try last(stored, now) { bytes = changed }
                guard let target else {
                    if bytes != stored.document?.bytes {
                        files[other.home, default: [:]][stored.entry.path] = .some(bytes)
                    }
                    continue
                }
                files[other.home, default: [:]][stored.entry.path] = .some(nil)
                if ended.contains(other.name) { continue }
                let path = other.path.path(of: target, insteadOf: stored.entry.path)
                explain(other.name, stored.entry.id.text, in: other.home)
                guard try entry(of: other, target) == nil else {
                    // Of two memberships, as of two profiles, the one that is merged into stays
                    // (`recordsInTheWay` lists them for whoever asks what is lost).
                    guard other.path.placeholders.count == 1 else {
                        let way =
                            if case .refused(let reason, _) = other.removal {
                                "\(reason) So the two stay two: \(kind.farewell(to: old))"
                            } else {
                                "decide which of them counts, and remove the other first: \(other.farewell(to: stored.entry.id))"
                            }
                        throw StoreError(.usage, "\(stored.entry.path) and \(path) cannot be one", help: way)
                    }
                    continue
                }
                guard let bytes else {
                    throw StoreError(
                        .badData, "\(stored.entry.path) is not a text, so it cannot be moved",
                        diagnostics: stored.errors)
                }
                files[other.home, default: [:]][path] = .some(bytes)
                plan.moves[path] = stored.entry.path
            }
        }
        plan.files = files[kind.home] ?? [:]
        plan.trailers = trailers[kind.home] ?? []
        if let rest = files[kind.home.other] {
            var others = trailers[kind.home.other] ?? []
            if plan.files.isEmpty, let first = try firstHalf(of: kind, old, to: new) {
                others.append(Trailer(key: Trailer.follows, value: first.description))
            }
            plan.sequel = Plan.Sequel(subject, trailers: others, files: rest)
        }
        return plan
    }

    /// Refuses to leave an old id in a record that cannot be read, and so cannot be rewritten.
    private func requireReadable(_ stored: StoredRecord, of kind: Kind, naming renaming: Renaming) throws(StoreError) {
        guard !stored.isReadable, let made = renaming.references.changing(in: stored, of: kind).first else { return }
        throw StoreError(
            .badData, "\(stored.entry.path) names \"\(made.id)\" and cannot be read, so it cannot be rewritten",
            help: "see what is wrong: cotech check \(stored.entry.path)", diagnostics: stored.errors)
    }

    /// The commit that gave a record its new id where the other repository was not here, so that both are taken back
    /// together; nil where the history tells of none.
    private func firstHalf(of kind: Kind, _ old: RecordID, to new: RecordID) throws(StoreError) -> ObjectID? {
        guard let departure = try departure(of: old, kind) else { return nil }
        let repository = try repository(of: kind.home)
        let commit = try git { () throws(GitError) in try repository.commit(departure.commit) }
        return commit.trailers.contains(.renamed(kind.name, old.text, to: new.text)) ? commit.id : nil
    }

    private func remembering(
        _ ids: [String], but present: RecordID, in stored: StoredRecord, _ bytes: [UInt8], _ kind: Kind
    ) throws(StoreError) -> [UInt8]? {
        guard kind.hasFormerIDs else { return nil }
        let now = StoredRecord.parse(bytes, stored.entry, of: kind)
        let named = ids.filter { $0 != present.text }
        let edits = named.map { FieldEdit.addElement(field: SharedField.formerly, text: $0, level: nil) }
        return try now.applying(edits + [.removeElement(field: SharedField.formerly, text: present.text)], of: kind)
    }
}
