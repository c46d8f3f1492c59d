import CoopNetwork
import Git
import Interchange
import RecordModel
import RecordStore
import RecordText

/// `cotech check --hook`: whether a push may be taken in. Nothing is written, and nothing of the push is run.
extension CheckCommand {
    func judgePush(_ context: Context) throws -> ExitStatus {
        let environment = context.environment
        // Until a push is accepted, git keeps its objects apart and tells only its hooks where.
        let quarantine = ["GIT_QUARANTINE_PATH", "GIT_OBJECT_DIRECTORY"].compactMap { environment[$0] }.first
        let opened = try Store.open(store.existingPath(context), kinds: Network.kinds, quarantine: quarantine)
        let pusher = actor?.value ?? Pusher.identity(in: environment)
        var findings: [Diagnostic] = []
        while let line = context.standardInput.line() {
            guard let reference = PushedReference(line: line) else {
                throw CommandFailure(
                    "this line is not what git tells a pre-receive hook: \(line)",
                    help: "the hook passes its own input on: exec cotech check --hook", status: .usage)
            }
            findings += try judge(reference, in: opened, by: pusher, context)
        }
        let status = ExitStatus(of: findings)
        if status != .done, Pusher.showsMarkedLines(in: environment),
            let first = findings.first(where: { $0.severity == .error })
        {
            context.say(StyledText("GL-HOOK-ERR: \(first.file): \(first.message)"))
        }
        return status
    }

    private func judge(
        _ reference: PushedReference, in opened: Store, by pusher: HostIdentity?, _ context: Context
    ) throws -> [Diagnostic] {
        switch try opened.scrutiny(of: reference) {
        case .none: return []
        case .refused(let finding):
            tell(
                PlainMessage(findings: [finding], help: PlainMessage.contact(of: try coordinators(opened, context))),
                context)
            return [finding]
        case .coordinators:
            let owners = Owners(in: try opened.snapshot(Moment(now: context.now())).context)
            guard let objection = owners.objection(toMoving: reference.name, by: pusher) else { return [] }
            let finding = Diagnostic(objection)
            tell(
                PlainMessage(findings: [finding], help: PlainMessage.contact(of: owners.speakers.coordinators)), context
            )
            return [finding]
        case .judging(let new, let old):
            let proposal = try opened.proposal(
                of: new, onto: old, called: String(reference.name.trimmingPrefix("refs/heads/")), in: opened.openedHome,
                now: context.now())
            // Whoever makes the main branch makes the rules: there are none yet to hold them to.
            let author = old == nil ? Judgement.Author.unsaid : .actor(pusher)
            let judgement = try Judgement(proposal, by: author, clock: context.now())
            let findings = judgement.report.diagnostics.filter(isMeant)
            let isForOthers = findings.contains { [Objection.refused, Objection.needsYes].contains($0.code) }
            let closing =
                isForOthers
                ? "Nothing was taken in. To propose it to them: git push origin HEAD:refs/heads/NAME"
                : "Nothing was taken in. Mend it, commit, and push again."
            tell(
                PlainMessage(
                    findings: findings, changes: proposal.changes, closing: closing,
                    help: PlainMessage.contact(of: judgement.coordinators)), context)
            return findings
        }
    }

    private func coordinators(_ opened: Store, _ context: Context) throws -> [HostIdentity] {
        Speakers(in: try opened.snapshot(Moment(now: context.now())).context).coordinators
    }

    private func tell(_ message: PlainMessage, _ context: Context) {
        if let text = message.text { context.standardOutput.write(text) }
    }
}
