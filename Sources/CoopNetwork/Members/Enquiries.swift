public import RecordModel

/// A co-op that might join: the pipeline from the first mail to membership, kept in the private companion.
public enum Enquiries: KindDeclaration {
    public static let stage = Field(
        "stage", .choice("enquiry", "contacted", "visiting", "onboarding", "member", "declined"),
        "How far it has come; enquiry if blank."
    ).ifBlank(first)
    public static let contact = Field("contact", .text, "Who wrote, as Name <address>.")
    public static let owner = Field("owner", .person, "Who looks after it.")
    public static let next = Field("next", .text, "The next thing to do.")
    public static let due = Field("due", .day, "When the next thing is due.")
    public static let notes = Field.table(
        "notes", keys: .text,
        columns: [
            .init("by", ScalarType.text.form, "Who wrote it."),
            .init("note", ScalarType.text.form, "What was said.", required: true),
        ], "What happened, by the moment it was written down.")

    /// The pipeline's steps in order, then its end. Only these moves are allowed.
    public static let moves: [String: [String]] = [
        "enquiry": ["contacted", "visiting", "onboarding", "declined"],
        "contacted": ["visiting", "onboarding", "declined"],
        "visiting": ["onboarding", "declined"],
        "onboarding": ["member", "declined"],
        "member": [],
        "declined": ["enquiry", "contacted"],
    ]

    /// The stage of an enquiry that names none.
    static let first = "enquiry"

    public static func stage(of enquiry: Record) -> String { enquiry[stage] ?? first }

    /// Whether anybody still has to do something about it.
    public static func isOpen(_ enquiry: Record) -> Bool { !["member", "declined"].contains(stage(of: enquiry)) }

    public static let kind = Kind(
        "enquiries", singular: "enquiry", path: "enquiries/{id}.md", home: .private,
        summary: "Co-ops that might join, from the first mail to membership.",
        fields: [
            Members.name, stage, contact, owner, next, due, Members.website.withoutLimit(),
            Members.email.withoutLimit(), Members.telephone.withoutLimit(), Members.town.withoutLimit(),
            Members.headcount.withoutLimit(), Members.skillsOffered.withoutLimit(), Memberships.introducedBy,
            Memberships.steps, notes, Members.description.withoutLimit(),
        ],
        columns: ["name", "stage", "next", "due", "owner"],
        synonyms: ["pipeline", "prospects", "applicants"],
        rules: { record, context in Onboarding.stepsToCome(in: record, on: context.today) },
        beginning: { record, context in beginning(of: record, context).map { [$0] } ?? [] },
        transitions: { before, after, context in
            let (old, new) = (before.map(stage(of:)) ?? first, stage(of: after))
            let problem = problem(from: old, to: new) ?? (old == new ? nil : obstacle(before: new, of: after, context))
            return Onboarding.unknownSteps(from: before, to: after, settings: context.settings)
                + (problem.map { [RecordProblem(stage.name, $0)] } ?? [])
        },
        // What is next says when somebody looks at it again; once it is over nobody does.
        excuse: .words { enquiry, _ in isOpen(enquiry) ? nil : Excuse(.ended, "the enquiry is over") },
        dues: { record, context in
            guard isOpen(record) else { return [] }
            let command = "cotech members show \(record.id)"
            let isToAnswer = EnquiryReply.isDue(to: record)
            let what =
                record[next].map { "\($0): \(record.title)" }
                ?? "\(isToAnswer ? "Answer" : "Say what is next for") the enquiry from \(record.title)"
            return [Due(on: record[due] ?? context.today, for: record[owner], what, command: command)]
        })
}

extension Enquiries {
    /// The changes that write a note down: its moment, who wrote it and what it says. No change where it says nothing.
    ///
    /// - Parameter taken: moments that have a note already; of two in one second the later moves on.
    public static func note(_ text: String, by author: String, at moment: Instant, taken: [String]) -> [FieldEdit] {
        guard let text = ScalarType.text.value(text.split(whereSeparator: \.isWhitespace).joined(separator: " ")),
            !text.isEmpty, text != "-"
        else { return [] }
        var moment = moment
        while taken.contains(moment.iso) { moment = Instant(seconds: moment.seconds + 1) }
        return [
            .set(field: notes.name, below: [moment.iso, "by"], text: author),
            .set(field: notes.name, below: [moment.iso, "note"], text: text),
        ]
    }

    /// Why an enquiry cannot go from one stage to another; nil where it can.
    public static func problem(from old: String, to new: String) -> ValueProblem? {
        let open = moves[old, default: []]
        guard old != new, !open.contains(new) else { return nil }
        return ValueProblem(
            "An enquiry does not go from \(old) to \(new)", code: "bad-transition",
            help: open.isEmpty ? "It ended at \(old)." : "From \(old) it goes to \(open.joined(separator: ", ")).")
    }

    /// Why an enquiry does not begin: a co-op that is in the directory is no newcomer.
    private static func beginning(of enquiry: Record, _ context: RuleContext) -> RecordProblem? {
        guard context.records.exists(Members.kind.name, enquiry.id) else { return nil }
        return RecordProblem(
            Members.name.name,
            ValueProblem(
                "\"\(enquiry.id)\" is in the network's directory already", code: "bad-transition",
                help: "See it: cotech members show \(enquiry.id)"))
    }

    /// Why an enquiry may not come to a stage yet; nil where it may. Nobody becomes a member before every required step
    /// is done and the co-op's profile and membership are there.
    static func obstacle(before stage: String, of enquiry: Record, _ context: RuleContext) -> ValueProblem? {
        guard stage == "member" else { return nil }
        let help = "Joining does it: cotech members onboard \(enquiry.id)"
        let missing = Onboarding.progress(of: enquiry, profile: enquiry, settings: context.settings).missing
        guard missing.isEmpty else {
            return ValueProblem(
                "It is no member before its required steps are done: \(missing.map(\.step.id).joined(separator: ", "))",
                code: "bad-transition", help: help)
        }
        let membership = context.records.record(Memberships.kind.name, enquiry.id)
        guard membership?[Memberships.joined] == nil || !context.records.exists(Members.kind.name, enquiry.id) else {
            return nil
        }
        return ValueProblem("It has no profile and membership yet", code: "bad-transition", help: help)
    }
}
