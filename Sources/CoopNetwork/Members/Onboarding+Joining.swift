public import RecordModel

extension Onboarding {
    /// How far a co-op has come.
    public struct Progress: Sendable {
        /// Where each step stands, in the settings' order.
        public let states: [State]

        /// How many steps are done.
        public var doneCount: Int { states.count { $0.isDone } }
        /// The steps without which it does not become a member.
        public var missing: [State] { states.filter { $0.step.isRequired && !$0.isDone } }
        /// Whether it may become a member.
        public var isComplete: Bool { missing.isEmpty }
    }

    /// How far a record has come; `profile` is the record whose fields the steps ask for.
    public static func progress(of record: Record, profile: Record, settings: Record) -> Progress {
        Progress(states: states(of: record, profile: profile, settings: settings))
    }

    /// The changes that date a step, or take its date away; or why that cannot be.
    public static func edits(
        of enquiry: Record, step name: String, on day: Day, today: Day, by introducer: String? = nil,
        undone: Bool = false, settings: Record
    ) -> Result<[FieldEdit], ValueProblem> {
        let all = states(of: enquiry, profile: enquiry, settings: settings)
        guard let state = all.first(where: { $0.step.id == name }) else {
            return .failure(unknownStep(name, among: all.map(\.step.id)))
        }
        let place = FieldEdit.set(
            field: Memberships.steps.name, below: [name], text: undone ? nil : day.description)
        if undone {
            guard state.day != nil else {
                return .failure(ValueProblem("\"\(name)\" is not dated, so there is nothing to take back"))
            }
            return .success([place])
        }
        if let done = state.day {
            return .failure(
                ValueProblem(
                    "\"\(name)\" was done on \(done.spoken)", code: "done-already",
                    help: "Take it back first: cotech members onboard \(enquiry.id) \(name) --undo-step"))
        }
        if let problem = stillToCome(day, on: today) { return .failure(problem) }
        guard state.blank.isEmpty else {
            return .failure(
                ValueProblem(
                    "\"\(name)\" is not done: \(state.blankWords)", code: "blank-fields",
                    help: "Fill in: cotech enquiries edit \(enquiry.id)"))
        }
        // Without the member's name the membership would say that it was introduced, and by nobody.
        guard !state.step.needsIntroducer || introducer != nil || enquiry[Memberships.introducedBy] != nil else {
            return .failure(
                ValueProblem(
                    "\"\(name)\" needs the member that introduces it", code: "missing-introducer",
                    help: "Say which: cotech members onboard \(enquiry.id) \(name) --by ID"))
        }
        return .success([place] + (introducer.map { [.set(field: Memberships.introducedBy.name, text: $0)] } ?? []))
    }

    /// Steps that are dated with a day that is still to come: a step is done from its day on, and such a one is not.
    static func stepsToCome(in record: Record, on today: Day) -> [RecordProblem] {
        (record[Memberships.steps] ?? []).compactMap { name, day in
            stillToCome(day, on: today).map { RecordProblem(Memberships.steps.name, entry: name, $0) }
        }
    }

    private static func stillToCome(_ day: Day, on today: Day) -> ValueProblem? {
        day <= today
            ? nil
            : ValueProblem(
                "\(day) is still to come: a step is dated once it is done", code: "future-day",
                help: "Give the day on which it was done, or leave the step out until it is.")
    }

    /// Steps that a change dates and that the checklist does not have. Those dated before are not judged, since a checklist
    /// changes.
    static func unknownSteps(from before: Record?, to after: Record, settings: Record) -> [RecordProblem] {
        let dated = (after[Memberships.steps] ?? []).map(\.key)
        let known = dated.isEmpty ? [] : steps(in: settings).map(\.id)
        let old = (before?[Memberships.steps] ?? []).map(\.key)
        return dated.filter { !known.contains($0) && !old.contains($0) }.map { name in
            RecordProblem(Memberships.steps.name, entry: name, ofKey: true, unknownStep(name, among: known))
        }
    }

    private static func unknownStep(_ name: String, among names: [String]) -> ValueProblem {
        ValueProblem(
            "\"\(name)\" is no step of the checklist", code: "unknown-step",
            help: names.isEmpty
                ? "The settings have no checklist: cotech settings edit"
                : "The steps are \(names.joined(separator: ", ")).",
            replacement: Suggestion.nearest(to: name, among: names))
    }

    /// The change by which onboarding begins; or why the pipeline does not lead there. None where it has begun.
    public static func beginning(of enquiry: Record) -> Result<[FieldEdit], ValueProblem> {
        let stage = Enquiries.stage(of: enquiry)
        if stage == "onboarding" { return .success([]) }
        if let problem = Enquiries.problem(from: stage, to: "onboarding") { return .failure(problem) }
        return .success([.set(field: Enquiries.stage.name, text: "onboarding")])
    }

    /// What is written when a co-op becomes a member. A joining whose second half failed is repeated, so that there may
    /// be a profile and a membership already.
    public struct Joining: Sendable {
        /// What its new profile says; nil where it has one.
        public let profile: [FieldEdit]?
        /// What is added to its membership, which may be a new one; nil where it has joined.
        public let membership: [FieldEdit]?
        /// How its enquiry ends.
        public let enquiry: [FieldEdit]
    }

    /// What is written when a co-op becomes a member on a day.
    ///
    /// - Parameter profile: the kind of profiles, as the network has it.
    public static func joining(
        _ enquiry: Record, as profile: Kind, on day: Day, in context: RuleContext
    ) -> Joining {
        let hasJoined = context.records.record(Memberships.kind.name, enquiry.id)?[Memberships.joined] != nil
        let hasProfile = context.records.exists(profile.name, enquiry.id)
        return Joining(
            profile: hasProfile ? nil : self.profile(from: enquiry, as: profile),
            membership: hasJoined ? nil : membership(from: enquiry, on: day, in: context),
            enquiry: [.set(field: Enquiries.stage.name, text: "member")])
    }

    /// What a new member's profile says, from its enquiry: every field that the two have in common. Its contact is a
    /// person's own address, which was not given for everybody to read, and stays behind.
    public static func profile(from enquiry: Record, as profile: Kind) -> [FieldEdit] {
        profile.fields.flatMap { field -> [FieldEdit] in
            guard enquiry.kind.field(named: field.name) != nil else { return [] }
            return FieldEdit.copying(enquiry.content(of: field.name), to: field)
        }
    }

    /// What a new member's membership says: since when, who introduced it, and its dated checklist. A step that is done
    /// by filling in fields is dated that day too, or now where the joining is still to come.
    public static func membership(from enquiry: Record, on day: Day, in context: RuleContext) -> [FieldEdit] {
        var edits: [FieldEdit] = [.set(field: Memberships.joined.name, text: day.description)]
        if let member = enquiry[Memberships.introducedBy] {
            edits.append(.set(field: Memberships.introducedBy.name, text: member))
        }
        for state in states(of: enquiry, profile: enquiry, settings: context.settings) where state.isDone {
            let done = state.day ?? min(day, context.today)
            edits.append(.set(field: Memberships.steps.name, below: [state.step.id], text: done.description))
        }
        return edits
    }
}

extension Onboarding.State {
    /// `description and skills.offered are blank`.
    public var blankWords: String {
        let list =
            blank.count < 2
            ? blank.joined() : blank.dropLast().joined(separator: ", ") + " and " + (blank.last ?? "")
        return "\(list) \(blank.count == 1 ? "is" : "are") blank"
    }

    /// What has to be done, beside the step's label: a command, or what is blank and the command that fills it in.
    public func answer(for id: RecordID) -> String {
        if !blank.isEmpty { return "\(blankWords): cotech enquiries edit \(id)" }
        let introducer = step.needsIntroducer ? " --by ID" : ""
        return "cotech members onboard \(id) \(step.id)\(introducer)"
    }
}

extension Onboarding.Step {
    /// The label as it stands in a list: `introduced by a member`, but `UK-based`.
    public var labelInList: String {
        guard let first = label.first, let second = label.dropFirst().first, first.isUppercase, !second.isUppercase
        else { return label }
        return first.lowercased() + label.dropFirst()
    }
}
