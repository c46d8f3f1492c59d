import ArgumentParser
import CoopNetwork
import RecordModel
import RecordStore

/// `cotech members onboard ID [STEP]`: the checklist of a co-op that wants to join, and the joining once it is done.
struct MembersOnboard: WritingCommand {
    static let declaration = CommandConfiguration(
        commandName: "onboard", abstract: "Date a step of an enquiry's checklist, or see what is missing.",
        discussion: """
            Once every required step is done the co-op becomes a member: its profile and its membership are made from \
            the enquiry in the public store, and the enquiry's stage is member. So it does without a STEP as well, where \
            nothing is missing any more; --dry-run shows what would be made. Without a STEP, --at and --as-of say what was \
            missing then.
            """)

    @Argument(help: "The enquiry's id.", completion: .ids(of: Enquiries.kind.name))
    var id: String

    @Argument(help: "The step that is done, by its id in the settings.", completion: .onboardingSteps)
    var step: String?

    @Option(
        help: ArgumentHelp("The member that introduces it; a step 'introduced' needs one.", valueName: "id"),
        completion: .ids(of: Members.kind.name))
    var by: String?

    @Option(help: ArgumentHelp("The day it was done, if not today.", valueName: "day"))
    var date: String?

    @Flag(help: "Take the step's date away again.")
    var undoStep = false

    @OptionGroup(title: "Writing") var writing: WriteOptions
    @OptionGroup(title: "Store") var store: StoreOptions

    func validate() throws {
        if step == nil, by != nil || undoStep { throw ValidationError("--by and --undo-step need a STEP") }
    }

    func run(in context: Context) throws -> ExitStatus {
        if step != nil { try store.refusePast() }
        let change = RecordChange(try store.open(context), writing, context)
        let before = try change.snapshot(at: store.moment(context))
        let enquiry = try before.enquiry(id).record
        try before.requireSettings("the checklist is in it")
        let progress = before.progress(of: enquiry)
        guard Enquiries.stage(of: enquiry) != "member" else {
            throw CommandFailure(
                "\(enquiry.title) is a member already", help: "see it: cotech members show \(enquiry.id)",
                status: .usage)
        }
        guard store.isNow else {
            tell(progress, of: enquiry.id, in: change.context)
            return .done
        }
        // A join whose second half failed is finished by the same command: its step is dated already.
        let isRepeated =
            progress.isComplete && !undoStep && progress.states.contains { $0.step.id == step && $0.isDone }
        if step != nil, !isRepeated { try change.write(in: .private, plan: planToDate) }
        let now =
            step == nil || writing.dryRun
            ? progress : try change.snapshot().progress(of: id)
        guard now.isComplete, !undoStep, step == nil || !writing.dryRun else {
            if !writing.dryRun || step == nil { tell(now, of: enquiry.id, in: change.context) }
            return .done
        }
        if try !Onboarding.beginning(of: change.snapshot().enquiry(id).record).orThrow().isEmpty {
            try change.write(in: .private, plan: planToBegin)
        }
        try change.write(in: .public, details: { tellJoined(enquiry, in: change.context) }, plan: planToJoin)
        return .done
    }

    private func planToDate(_ snapshot: Snapshot) throws -> Plan {
        let stored = try snapshot.enquiry(id)
        let introducer = try by.map { try snapshot.found(snapshot.seen(Members.kind), $0).entry.id.text }
        let name = step ?? ""
        let day = try snapshot.day(date)
        var edits = try Onboarding.edits(
            of: stored.record, step: name, on: day, today: snapshot.today, by: introducer, undone: undoStep,
            settings: snapshot.settings
        ).orThrow()
        edits += try Onboarding.beginning(of: stored.record).orThrow()
        var plan = try snapshot.planToEdit(
            stored, edits, trailer: .command("onboard", stored.record.kind, stored.entry.id))
        let label = Onboarding.steps(in: snapshot.settings).first { $0.id == name }?.labelInList ?? name
        plan.subject = "\(stored.record.title): \(label), \(undoStep ? "not done after all" : "done")"
        plan.said = undoStep ? plan.subject : "\(plan.subject) \(day.said(on: snapshot.today))"
        return plan
    }

    private func planToBegin(_ snapshot: Snapshot) throws -> Plan {
        let stored = try snapshot.enquiry(id)
        return try snapshot.planToEdit(
            stored, Onboarding.beginning(of: stored.record).orThrow(),
            trailer: .command("onboard", stored.record.kind, stored.entry.id))
    }

    private func planToJoin(_ snapshot: Snapshot) throws -> Plan {
        let stored = try snapshot.enquiry(id)
        let (enquiry, kind) = (stored.record, try snapshot.seen(Members.kind))
        let day = try snapshot.day(step == nil ? date : nil)
        let joining = Onboarding.joining(enquiry, as: kind, on: day, in: snapshot.context)
        var plan = Plan("\(enquiry.title) joins the network")
        plan.said =
            "\(enquiry.title) is a member from \(day == snapshot.today ? "today" : day.inWords(from: snapshot.today))"
        plan.trailers = [.command("onboard", kind, enquiry.id)]
        if let profile = joining.profile { plan.add(try snapshot.planToCreate(kind, enquiry.id, profile)) }
        if let membership = joining.membership {
            let kind = try snapshot.seen(Memberships.kind)
            let begun = try snapshot.stored(kind, enquiry.id)
            plan.add(
                try begun.map {
                    try snapshot.planToEdit($0, membership, trailer: .command("onboard", kind, enquiry.id))
                }
                    ?? snapshot.planToCreate(kind, enquiry.id, membership))
        }
        let ending = try snapshot.planToEdit(
            stored, joining.enquiry, trailer: .command("onboard", enquiry.kind, enquiry.id))
        plan.sequel = Plan.Sequel(
            "\(enquiry.title): onboarding → member", trailers: ending.trailers, files: ending.files)
        return plan
    }

    private func tell(_ progress: Onboarding.Progress, of id: RecordID, in context: Context) {
        guard !context.isQuiet else { return }
        let count =
            "\(progress.doneCount) of \(counted(progress.states.count, "step")) \(progress.doneCount == 1 ? "is" : "are") done."
        guard !progress.isComplete else { return context.say(StyledText(count)) }
        context.say(StyledText("Cannot become a member yet. \(count) Missing:"))
        var table = Table(columns: [Table.Column("step"), Table.Column("answer", mayShrink: false)])
        table.layout = Table.Layout(hasHeadings: false, indent: 2, gap: 4, isWhole: true)
        for state in progress.missing {
            table.add(.text(state.step.labelInList), .text(context.placed(state.answer(for: id))))
        }
        table.write(as: .table, to: context)
    }

    private func tellJoined(_ enquiry: Record, in context: Context) {
        context.say(
            advice:
                "The profile is made from the enquiry. Read it before it is shared: cotech members show \(enquiry.id)")
        let open = [enquiry[Enquiries.next], enquiry[Enquiries.due].map { "due \($0)" }].compactMap(\.self)
        if !open.isEmpty {
            context.say(
                advice: "Nobody is reminded any more of what the enquiry had next: \(open.joined(separator: ", "))")
        }
        if enquiry[Enquiries.contact] != nil {
            context.say(
                advice: "Who may speak for it is not public yet: cotech members set \(enquiry.id) contacts.NAME=ADDRESS"
            )
        }
    }
}

extension Plan {
    /// Takes another plan's files into this one's commit.
    fileprivate mutating func add(_ other: Plan) {
        files.merge(other.files) { $1 }
        remarks += other.remarks
    }
}

extension Snapshot {
    fileprivate func progress(of enquiry: Record) -> Onboarding.Progress {
        Onboarding.progress(of: enquiry, profile: enquiry, settings: settings)
    }

    fileprivate func progress(of id: String) throws -> Onboarding.Progress { progress(of: try enquiry(id).record) }
}
