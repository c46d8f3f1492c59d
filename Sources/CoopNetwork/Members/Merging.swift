public import RecordModel

/// What one record says that another, into which it is merged, does not.
public enum Merging {
    /// A field of which something would be lost.
    public struct Loss: Sendable {
        /// The kind of the record that would say it.
        public let kind: Kind.Name
        /// The record that would say it.
        public let id: RecordID
        /// The field.
        public let field: FieldDeclaration
        /// What would be lost, in words: `skills.offered: swift, gis`, `town: Leeds (the other says York)`.
        public let words: String
        /// The changes that take it over; none where it cannot be.
        public let edits: [FieldEdit]
    }

    /// What becomes of a person's two entries, for a co-op that goes and for the one that it is merged into.
    public struct Meeting: Sendable {
        /// Who belonged to both.
        public let person: RecordID
        /// The changes to the entry that stays: none, unless that one is over and the other is not.
        public let edits: [FieldEdit]
        /// What one of them said and the entry that is left does not; nil where nothing is lost.
        public let loss: Loss?
    }

    /// Where two co-ops stand that are to become one.
    public struct Standings: Sendable {
        /// The one that goes.
        public let gone: Memberships.Status
        /// The one that stays.
        public let kept: Memberships.Status
        /// Whether anything is said of the membership of the one that stays.
        let hasMembership: Bool

        private static let running: [Memberships.Status] = [.unknown, .onboarding, .member]

        /// Whether no member would be left: the membership that goes is the only one that runs.
        public var leavesNoMember: Bool { !Self.running.contains(kept) && Self.running.contains(gone) }

        /// Whether the membership that goes is over, and that of the other would be taken for left with it.
        public var isOver: Bool { !hasMembership && !Self.running.contains(gone) }
    }

    /// Where a co-op stands that goes, and the one that it is merged into.
    public static func standings(of gone: RecordID, in kept: RecordID, _ context: RuleContext) -> Standings {
        Standings(
            gone: Memberships.status(of: gone, in: context), kept: Memberships.status(of: kept, in: context),
            hasMembership: context.records.exists(Memberships.kind.name, kept))
    }

    /// What `record` says that `other` lacks or says otherwise, field by field. Earlier names are taken in any case, its
    /// own on request, and confirmations were of a text that is given up.
    public static func losses(of record: Record, into other: Record) -> [Loss] {
        record.kind.fields.compactMap { field in
            // What else is kept under a co-op's id has a name of its own to lose.
            let isOfProfile = record.kind.name == Members.kind.name
            guard field.isSubstantive, !isOfProfile || field.name != Members.formerly.name else { return nil }
            if isOfProfile, field.name == Members.name.name { return lossOfName(of: record, into: other) }
            return loss(field, of: record, into: other)
        }
    }

    /// A name by which people will look for a co-op that goes, where neither its ids nor what the other is called hold it.
    /// It is taken as an earlier name of the other.
    private static func lossOfName(of record: Record, into other: Record) -> Loss? {
        guard let name = record.ownName, !other.names.contains(where: { Folding.key($0) == Folding.key(name) }),
            Folding.identifier(from: name).map({ !([record.id.text] + record.formerIDs).contains($0) }) ?? true
        else { return nil }
        let field = Members.formerly.declaration
        return Loss(
            kind: other.kind.name, id: other.id, field: field, words: "\(field.name): \(short(name))",
            edits: [.addElement(field: field.name, text: name, level: nil)])
    }

    private static func loss(_ field: FieldDeclaration, of record: Record, into other: Record) -> Loss? {
        let (ours, theirs) = (record.content(of: field), other.content(of: field))
        guard !ours.isEmpty, !ours.saysTheSame(as: theirs) else { return nil }
        guard field.shape.isCollection else {
            let words = ours.map { said($0, in: theirs) }.joined()
            return Loss(
                kind: other.kind.name, id: other.id, field: field, words: "\(field.name): \(words)",
                edits: FieldEdit.copying(ours, to: field))
        }
        let known = Set(theirs.map(\.entry))
        let lost = ours.filter { !known.contains($0.entry) || isSaidOtherwise($0, in: theirs) }
        guard !lost.isEmpty else { return nil }
        let words = lost.map { leaf in
            known.contains(leaf.entry) ? "\(short(leaf.entry)): \(said(leaf, in: theirs))" : short(leaf.entry)
        }
        let edits: [FieldEdit]
        if case .set = field.shape {
            edits = lost.map { .addElement(field: field.name, text: $0.entry, level: nil) }
        } else {
            edits = FieldEdit.copying(lost, to: field)
        }
        return Loss(
            kind: other.kind.name, id: other.id, field: field,
            words: "\(field.name): \(words.joined(separator: ", "))", edits: edits)
    }

    /// What people who belonged to a co-op and to the one that it is merged into said of both. The entry for the one that
    /// stays is kept, unless it is over and the other is not: nobody who belongs to a co-op leaves it by a merge.
    public static func meetings(of gone: RecordID, in kept: RecordID, _ context: RuleContext) -> [Meeting] {
        context.records.records(People.kind.name).compactMap { person in
            let rows = person[People.coops] ?? []
            guard let going = rows.first(where: { $0.key == gone.text }),
                let staying = rows.first(where: { $0.key == kept.text })
            else { return nil }
            let (hasLeft, hadLeft) = (
                People.isOver(going, on: context.today), People.isOver(staying, on: context.today)
            )
            return meeting(of: person, gone, in: kept, replaces: hadLeft && !hasLeft, canBeTaken: hasLeft == hadLeft)
        }
    }

    private static func meeting(
        of person: Record, _ gone: RecordID, in kept: RecordID, replaces: Bool, canBeTaken: Bool
    ) -> Meeting {
        let field = People.coops.declaration
        func cells(_ coop: RecordID) -> Content {
            person.content(of: field).filter { $0.entry == coop.text && !$0.column.isEmpty }
                .map { Leaf(entry: kept.text, column: $0.column, value: $0.value) }
        }
        let (going, staying) = (cells(gone), cells(kept))
        let (left, other) = replaces ? (going, staying) : (staying, going)
        let lost = other.filter { !left.contains($0) }
        let words = lost.map { "\($0.column) \(said($0, in: left))" }.joined(separator: ", ")
        let cleared = staying.filter { cell in !going.contains { $0.column == cell.column } }
            .map { FieldEdit.set(field: field.name, below: [$0.entry, $0.column], text: nil) }
        return Meeting(
            person: person.id, edits: replaces ? cleared + FieldEdit.copying(going, to: field) : [],
            loss: lost.isEmpty
                ? nil
                : Loss(
                    kind: person.kind.name, id: person.id, field: field,
                    words: "\(field.name): \(person.title) at \(replaces ? kept : gone): \(words)",
                    edits: canBeTaken ? FieldEdit.copying(lost, to: field) : []))
    }

    /// Whether another content has the same entry with another value. One without a value says no more than the entry.
    private static func isSaidOtherwise(_ leaf: Leaf, in theirs: Content) -> Bool {
        !leaf.value.text.isEmpty && !theirs.contains(leaf)
    }

    /// A leaf's value, and beside it the other's where that has one: `expert (the other says beginner)`.
    private static func said(_ leaf: Leaf, in theirs: Content) -> String {
        let other = theirs.first { $0.entry == leaf.entry && $0.column == leaf.column && !$0.value.text.isEmpty }
        return short(leaf.value.text) + (other.map { " (the other says \(short($0.value.text)))" } ?? "")
    }

    private static func short(_ text: String) -> String {
        let line = text.split(separator: "\n").first.map(String.init) ?? ""
        return line.count > 60 || line.count < text.count ? line.prefix(59) + "…" : line
    }
}
