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
        let proposal = try opened.proposal(of: tip, onto: target, called: base, in: home, now: now)
        let author = actor.map { Judgement.Author.actor($0.value, approvers: approvedBy.map(\.value)) } ?? .unsaid
        let judgement = try Judgement(proposal, by: author, clock: now, all: all)
        let named = try store.paths(paths, in: proposal.merged, context)
        func isAsked(_ finding: Diagnostic) -> Bool { isMeant(finding) && named.cover(finding.file, in: home) }
        let shown = judgement.report.diagnostics.filter(isAsked)
        let standing = judgement.standing.filter(isAsked)
        let told = FindingOutput(
            format: format, findings: shown, standing: all ? standing : nil,
            document: json(judgement.report, shown, standing: all ? standing : nil))
        try told.write(to: context) { sink in
            tell(judgement, shown, standing, under: named, into: target, on: sink, context)
        }
        if actor == nil {
            context.note(
                "nobody said whose change it is, so who may make it was not looked at", help: "--actor HOST:LOGIN")
        }
        if proposal.commits == nil {
            context.note(
                "the branch's history is cut off, so the dates of its commits were not looked at",
                help: "git \(repository.historyGap.fetching)")
        }
        return ExitStatus(of: shown)
    }

    private func tell(
        _ judgement: Judgement, _ shown: [Diagnostic], _ standing: [Diagnostic], under named: NamedPaths,
        into target: ObjectID, on sink: any TextSink, _ context: Context
    ) {
        func list(_ findings: [Diagnostic]) {
            for finding in findings {
                context.show(finding, on: sink)
                sink.write("\n")
            }
        }
        if !standing.isEmpty {
            sink.write("Wrong already in \(base ?? target.short), whatever this branch does:\n\n")
            list(standing)
            sink.write("What this branch brings:\n\n")
        }
        list(shown)
        tellDecisions(judgement.report, on: sink)
        let changes = judgement.proposal.changes.filter { named.cover($0.path, in: judgement.proposal.home) }
        let files = "\(counted(changes.count, "changed file")), merged into \(base ?? target.short),"
        sink.write(Safe.workflowLog(summary(files, judgement.report, shown)) + ".\n")
        let message = PlainMessage(
            findings: shown, changes: changes, mergedTexts: judgement.proposal.mergedTexts,
            address: { address(of: $0, judgement, context) },
            again: "Save, and this check runs again by itself.", help: PlainMessage.help(of: judgement.coordinators))
        if let text = message.text { sink.write("\n" + text) }
    }

    /// The branch that is checked, by its short name; nil where it is only some commit.
    private func branch(_ judgement: Judgement) -> String? {
        guard let named = store.at else { return judgement.proposal.base.branch }
        let repository = try? judgement.proposal.base.repository(of: judgement.proposal.home)
        return (try? repository?.reference("refs/heads/\(named)")).flatMap { $0 } == nil ? nil : named
    }

    /// The editing page of a finding's line, on the branch that CI says it checks, or on the one that is checked out. A
    /// fork's is on the fork: `COTECH_WEB` is what a job says of it where its host does not.
    private func address(of finding: Diagnostic, _ judgement: Judgement, _ context: Context) -> String? {
        let environment = context.environment
        let branch =
            ["CI_MERGE_REQUEST_SOURCE_BRANCH_NAME", "GITHUB_HEAD_REF"].compactMap { environment[$0] }
            .first { !$0.isEmpty } ?? branch(judgement)
        let web =
            ["COTECH_WEB", "CI_MERGE_REQUEST_SOURCE_PROJECT_URL"].compactMap { environment[$0] }.first { !$0.isEmpty }
            ?? judgement.proposal.base.settings[StoreSettings.web]
        let isForOthers = [Objection.refused, Objection.needsYes].contains(finding.code)
        let isInBranch = judgement.proposal.changes.contains { $0.path == finding.file && $0.action != .removed }
        guard let branch, let web, isInBranch, !isForOthers, judgement.proposal.home == .public else { return nil }
        // Where the base has lines of its own, the branch's are numbered otherwise.
        let isMerged = judgement.proposal.mergedTexts.contains(finding.file)
        return WebAddress.editing(finding.file, on: branch, web: web, line: isMerged ? nil : finding.line)
    }
}
