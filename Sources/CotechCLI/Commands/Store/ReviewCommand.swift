import ArgumentParser
import CoopNetwork
import Git
import Interchange
import RecordModel
import RecordStore
import RecordText

/// `cotech review BASE..HEAD`: what a coordinator reads before merging.
struct ReviewCommand: CotechCommand {
    static let declaration = CommandConfiguration(
        commandName: "review", abstract: "Say what a branch would change, what follows from it, and what is wrong.",
        discussion: """
            BASE..HEAD, or BASE alone for the branch that is checked out, or the one that --at names. With --landed, list instead what reached this \
            branch since then without a word of those whose it is.
            """)

    static let endings = Endings.reading.saying(.findings, "something must be mended or agreed to, or landed unowned")
        .saying(.refused)

    @Argument(help: ArgumentHelp("The two revisions, or the base alone.", valueName: "base..head"))
    var revisions: String?

    @Option(
        help: ArgumentHelp("Whose change it is, as the host vouches for them: gitlab:mair.", valueName: "host:login"))
    var actor: Identity?

    @Option(help: ArgumentHelp("Who has said yes to it. May be repeated.", valueName: "host:login"))
    var approvedBy: [Identity] = []

    @Option(help: ArgumentHelp("List what landed unowned since this revision or day.", valueName: "since"))
    var landed: String?

    @Option(help: "How to write it: text, markdown (as a comment on the request) or json.")
    var format: ReviewFormat = .text

    @OptionGroup(title: "Store") var store: StoreOptions

    func validate() throws {
        if (revisions == nil) == (landed == nil) {
            throw ValidationError("say which branch: cotech review BASE..HEAD, or cotech review --landed SINCE")
        }
        if landed != nil {
            if !store.isNow {
                throw ValidationError("--landed is about the branch as it is: leave out --at and --as-of")
            }
            if actor != nil || !approvedBy.isEmpty {
                throw ValidationError("--landed goes by what commits say: leave out --actor and --approved-by")
            }
            if format == .markdown {
                throw ValidationError("--landed is written as text or json: leave out --format markdown")
            }
        } else if store.at != nil, revisions?.contains("..") == true {
            throw ValidationError("--at names the branch where BASE stands alone: leave it out, or ..HEAD")
        }
    }

    func run(in context: Context) throws -> ExitStatus {
        if let landed { return try review(landedSince: landed, context) }
        let moment = try store.moment(context)
        let opened = try store.open(context)
        let range = try Revisions(revisions ?? "", to: store.at)
        let home = opened.openedHome
        let repository = try opened.repository(of: home)
        let target = try repository.resolve(range.from)
        let tip = try repository.resolve(range.to)
        let commitTime = store.at == nil ? nil : Int(try repository.commitHeader(tip).committerSeconds)
        let now = moment.day.map { LocalTime.utc.end(of: $0) } ?? commitTime.map { Instant(seconds: $0) } ?? moment.now
        let proposal = try opened.proposal(of: tip, onto: target, called: range.from, in: home, now: now)
        let author = actor.map { Judgement.Author.actor($0.value, approvers: approvedBy.map(\.value)) } ?? .unsaid
        let review = Review(
            judgement: try Judgement(proposal, by: author, clock: now),
            difference: try proposal.difference(),
            effects: try proposal.effects(of: tip, clock: now), isActorKnown: actor != nil)
        switch format {
        case .text:
            review.write(to: context)
            if review.difference.entries.isEmpty, tip != target, try repository.isAncestor(tip, of: target) == true {
                let whole = "\(range.to)..\(range.from)".shellWord
                context.note(
                    "\(range.from) has all of \(range.to) already", help: "the other way round: cotech review \(whole)")
            }
        case .markdown: context.standardOutput.write(review.markdown)
        case .json: context.standardOutput.write(review.json.pretty + "\n")
        }
        return ExitStatus(of: review.judgement.report.diagnostics)
    }
}

/// How a review is written.
enum ReviewFormat: String, ExpressibleByArgument, CaseIterable { case text, markdown, json }

/// What a branch comes to.
struct Review {
    let judgement: Judgement
    let difference: Difference
    let effects: [Effect]
    let isActorKnown: Bool

    private var findings: [Diagnostic] { judgement.report.diagnostics }

    /// `3 records change; nothing has to be mended.`
    private var verdict: String {
        let errors = findings.filter { $0.severity == .error }
        let refused = errors.count { $0.code == Objection.refused }
        let waiting = errors.count { $0.code == Objection.needsYes }
        let wrong = errors.count - refused - waiting
        var parts: [String] = []
        if wrong > 0 { parts.append("\(counted(wrong, "thing")) to mend") }
        if refused > 0 { parts.append("\(counted(refused, "change")) not theirs to make") }
        if waiting > 0 { parts.append("\(counted(waiting, "change")) waiting for a yes") }
        let end = parts.isEmpty ? "nothing has to be mended" : parts.joined(separator: ", ")
        return "\(counted(difference.entries.count, "file")) would change; \(end)."
    }

    func write(to context: Context) {
        DifferenceView(difference: difference).write(as: .table, to: context)
        if !effects.isEmpty {
            context.say()
            context.say("\("What follows", .strong)")
            for effect in effects {
                context.say(StyledText("  \(Safe.oneLine(effect.title)): \(Safe.oneLine(effect.sentence))"))
            }
        }
        if !findings.isEmpty {
            context.say()
            context.say("\("What was found", .strong)")
            for finding in findings {
                context.show(finding, on: context.standardOutput)
                context.standardOutput.write("\n")
            }
        }
        // A finding ends with a blank line.
        if findings.isEmpty { context.say() }
        context.say(StyledText(verdict))
        if !isActorKnown {
            context.note(
                "nobody said whose change it is, so who may make it was not looked at", help: "--actor HOST:LOGIN")
        }
    }

    /// The review as a comment on the request: nothing in it notifies anybody or reads as markup of the host's.
    var markdown: String {
        var lines = ["### What this changes", ""]
        lines += DifferenceView(difference: difference).lines.map {
            "- **\(Safe.markdown($0.title))** \(Safe.markdown($0.words))"
        }
        if difference.entries.isEmpty { lines.append("Nothing.") }
        if !effects.isEmpty {
            lines += ["", "### What follows", ""]
            lines += effects.map { "- **\(Safe.markdown($0.title))** \(Safe.markdown($0.sentence))" }
        }
        if !findings.isEmpty {
            lines += ["", "### What was found", "", WorkflowCommands.summary(findings)]
        }
        lines += ["", Safe.markdown(verdict)]
        return lines.joined(separator: "\n") + "\n"
    }

    var json: JSONValue {
        [
            "changes": .array(
                difference.entries.map { entry in
                    [
                        "path": .string(entry.change.path), "kind": .optional(entry.change.kind?.name.rawValue),
                        "id": .optional(entry.change.id?.text), "event": .string(entry.event.name),
                        "words": .string(entry.words),
                    ]
                }),
            "effects": .array(effects.map { ["title": .string($0.title), "sentence": .string($0.sentence)] }),
            "diagnostics": .array(findings.map { .diagnostic($0) }),
        ]
    }
}
