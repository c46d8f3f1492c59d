import CoopNetwork
import Git
import Interchange
import RecordModel
import RecordStore
import RecordText

/// `cotech check --base REF`: what a branch would bring.
extension CheckCommand {
    func judgeBranch(_ context: Context) throws -> ExitStatus {
        let moment = try store.moment(context)
        let opened = try store.open(context)
        let home = opened.openedHome
        let repository = try opened.repository(of: home)
        let target = try repository.resolve(base ?? "HEAD")
        let tip = try repository.resolve(store.at ?? "HEAD")
        let now = moment.day.map { LocalTime.utc.end(of: $0) } ?? moment.now
        let proposal = try opened.proposal(of: tip, onto: target, in: home, now: now)
        let author = actor.map { Judgement.Author.actor($0.value, approvers: approvedBy.map(\.value)) } ?? .unsaid
        let judgement = try Judgement(proposal, by: author, clock: now, all: all)
        let named = try store.paths(paths, in: proposal.merged, context)
        let shown = judgement.report.diagnostics.filter { isMeant($0) && named.cover($0.file) }
        let standing = judgement.standing.filter { isMeant($0) && named.cover($0.file) }
        switch format {
        case .json:
            let document = json(judgement.report, shown, standing: all ? standing : nil)
            context.standardOutput.write(document.pretty + "\n")
        case .text: write(judgement, shown, standing, named, into: target, context)
        }
        if actor == nil {
            context.note(
                "nobody said whose change it is, so who may make it was not looked at", help: "--actor HOST:LOGIN")
        }
        if proposal.commits == nil {
            context.note(
                "the branch's history is cut off, so the dates of its commits were not looked at",
                help: "git fetch --unshallow")
        }
        return ExitStatus(of: shown)
    }

    private func write(
        _ judgement: Judgement, _ shown: [Diagnostic], _ standing: [Diagnostic], _ named: NamedPaths,
        into target: ObjectID, _ context: Context
    ) {
        if !standing.isEmpty {
            context.say("Wrong already in \(base ?? target.short), whatever this branch does:\n")
            tell(standing, context)
            context.say("What this branch brings:\n")
        }
        tell(shown, context)
        tellDecisions(judgement.report, context)
        let changes = judgement.proposal.changes.filter { named.cover($0.path) }
        let files = "\(counted(changes.count, "changed file")), merged into \(base ?? target.short),"
        context.say(StyledText(summary(files, judgement.report, shown) + "."))
        let message = PlainMessage(
            findings: shown, changes: changes, mergedTexts: judgement.proposal.mergedTexts,
            address: { address(of: $0, judgement, context) },
            again: "Save, and this check runs again by itself.", help: PlainMessage.help(of: judgement.coordinators))
        if let text = message.text { context.standardOutput.write("\n" + text) }
    }

    /// The editing page of a finding's line, on the branch that CI says it checks, or on the one that is checked out.
    private func address(of finding: Diagnostic, _ judgement: Judgement, _ context: Context) -> String? {
        let environment = context.environment
        let branch =
            ["CI_MERGE_REQUEST_SOURCE_BRANCH_NAME", "GITHUB_HEAD_REF"].compactMap { environment[$0] }
            .first { !$0.isEmpty } ?? judgement.proposal.base.branch
        let web =
            environment["CI_MERGE_REQUEST_SOURCE_PROJECT_URL"] ?? judgement.proposal.base.settings[StoreSettings.web]
        let isForOthers = [Objection.refused, Objection.needsYes].contains(finding.code)
        let isInBranch = judgement.proposal.changes.contains { $0.path == finding.file && $0.action != .removed }
        guard let branch, let web, isInBranch, !isForOthers, judgement.proposal.home == .public else { return nil }
        // Where the base has lines of its own, the branch's are numbered otherwise.
        let isMerged = judgement.proposal.mergedTexts.contains(finding.file)
        return WebAddress.editing(finding.file, on: branch, web: web, line: isMerged ? nil : finding.line)
    }
}
