public import RecordModel

/// What still points at a co-op or a person that has gone, and the command that answers each.
public enum Departures {
    /// Something that points at whoever has gone.
    public struct Trace: Hashable, Sendable {
        /// What it is: `gwil is still listed at moth-and-flame-media`.
        public let sentence: String
        /// The command that answers it.
        public let command: String
    }

    /// What a leaf that refers to a co-op means once the co-op has left; nil where it is history, and stays.
    public static func trace(
        of target: RecordID, in record: Record, _ field: FieldDeclaration, _ leaf: Leaf, on day: Day,
        _ context: RuleContext
    ) -> Trace? {
        if field.name == Memberships.introducedBy.name || isHistory(record, context) { return nil }
        if record.kind.name == People.kind.name, field.name == People.coops.name {
            guard People.coops(of: record, on: day.advanced(byDays: 1)).contains(target.text) else { return nil }
            return Trace(
                sentence: "\(record.title) is still listed there",
                command: "cotech people leave \(record.id) \(target)"
                    + (day > context.today ? " --date \(day)" : ""))
        }
        let assignment = field.assignment(takingOut: target, from: leaf)
        return Trace(
            sentence: "\(record.title) names it in \(field.name)",
            command: "cotech \(record.kind.name) set \(record.id) \(assignment.shellWord)")
    }

    /// What is kept under the id of a co-op that has left, as its pledges are, but for what is history. Of many of one kind
    /// the number is told; its membership is where the leaving is said.
    public static func traces(keptUnder target: RecordID, _ records: [Record], in context: RuleContext) -> [Trace] {
        let open = records.filter { $0.kind.name != Memberships.kind.name && !isHistory($0, context) }
        let byKind = Dictionary(grouping: open, by: \.kind.name).values
        return byKind.sorted { $0[0].kind.name.rawValue < $1[0].kind.name.rawValue }.flatMap { group in
            let kind = group[0].kind
            let place = kind.path.placeholders.first { $0.reference == Members.kind.name }?.name ?? "id"
            guard group.count <= mostOfOneKind else {
                return [
                    Trace(
                        sentence: "\(group.count) \(kind.name) are kept under it",
                        command: "cotech \(kind.name) list --where \(place)=\(target)")
                ]
            }
            return group.map { record in
                Trace(
                    sentence: "The \(kind.singular) \(record.id) is kept under it",
                    command: kind.farewell(to: record.id))
            }
        }
    }

    /// Whether a record has come to its end, so that whom it names is nobody's business any more.
    private static func isHistory(_ record: Record, _ context: RuleContext) -> Bool {
        record.kind.excuse(record, context)?.reason == .ended
    }

    /// How many records of a kind are told of one by one.
    private static let mostOfOneKind = 5

    /// What points at a person: contacts of co-ops' profiles, by name or address, addresses that may speak for a co-op,
    /// and open enquiries that they look after.
    ///
    /// - Parameter coop: the co-op that they leave; nil for all of them.
    public static func traces(of person: Record, at coop: String?, in context: RuleContext) -> [Trace] {
        let address = person[People.email]?.lowercased()
        let coops = coop.map { [$0] } ?? (person[People.coops] ?? []).map(\.key)
        func places(_ kind: Kind.Name) -> [Record] {
            coops.compactMap { RecordID($0) }.compactMap { context.records.record(kind, $0) }
        }
        let contacts = places(Members.kind.name).flatMap { profile in
            (profile[Members.contacts] ?? []).filter { isSame($0.key, person) || $0.value.lowercased() == address }
                .map { contact in
                    Trace(
                        sentence: "\(profile.title) names \(contact.key) as a contact",
                        command: "cotech members set \(profile.id) \("contacts-=\(contact.key)".shellWord)")
                }
        }
        let addresses = places(Memberships.kind.name).flatMap { membership in
            (membership[Memberships.addresses] ?? []).filter { $0.lowercased() == address }.map { address in
                Trace(
                    sentence: "\(address) may still speak for \(membership.id)",
                    command: "cotech memberships set \(membership.id) addresses-=\(address)")
            }
        }
        let enquiries = context.records.records(Enquiries.kind.name).filter { enquiry in
            Enquiries.isOpen(enquiry)
                && enquiry[Enquiries.owner].map { Folding.key($0) == Folding.key(person.title) } ?? false
        }.map { enquiry in
            Trace(
                sentence: "the enquiry from \(enquiry.title) is theirs to look after",
                command: "cotech enquiries set \(enquiry.id) owner=")
        }
        let coordinating = (coop == nil ? context.settings[Settings.addresses] ?? [] : [])
            .filter { $0.lowercased() == address }
            .map { address in
                Trace(
                    sentence: "commits from \(address) count as a coordinator's",
                    command: "cotech settings set addresses-=\(address)")
            }
        return contacts + addresses + enquiries + coordinating
    }

    /// A contact is often given by the first name alone.
    private static func isSame(_ contact: String, _ person: Record) -> Bool {
        let (contact, name) = (Folding.key(contact), Folding.key(person.title))
        return contact == name || name.hasPrefix(contact + " ") || contact.hasPrefix(name + " ")
    }

    /// The change by which a person leaves a co-op, or why there is none. A leaving that is still to come moves.
    public static func edits(
        of person: Record, leaving coop: String, on day: Day, today: Day
    ) -> Result<[FieldEdit], ValueProblem> {
        let rows = person[People.coops] ?? []
        guard let row = rows.first(where: { $0.key == coop }) else {
            let names = rows.map(\.key)
            return .failure(
                ValueProblem(
                    "\(person.title) is not listed at \"\(coop)\"", code: "unknown-reference",
                    help: names.isEmpty
                        ? "\(person.title) is listed at no co-op."
                        : "\(person.title) is listed at \(names.joined(separator: ", ")).",
                    replacement: Suggestion.nearest(to: coop, among: names)))
        }
        if let until = row["until", as: .day], until <= today {
            return .failure(
                ValueProblem("\(person.title) has left \(coop) already, on \(until.spoken)", code: "done-already"))
        }
        if let from = row["from", as: .day], day < from {
            return .failure(
                ValueProblem(
                    "\(day) is before \(person.title) came to \(coop), on \(from)", code: "contradicting-days",
                    help: "Say the day: --date DAY"))
        }
        return .success([.set(field: People.coops.name, below: [coop, "until"], text: day.description)])
    }
}
