import CoopNetwork
import Interchange
import RecordModel
import RecordStore
import RecordText

/// What was found wrong with a branch or a push: what its records say, and who may say it.
struct Judgement {
    /// The branch as it would be merged.
    let proposal: Proposal
    /// What the branch brings.
    let report: CheckReport
    /// What is wrong all the same, and is not the branch's doing.
    let standing: [Diagnostic]

    /// Whose doing a proposal is.
    enum Author {
        /// Nobody said, so ownership is not looked at.
        case unsaid
        /// Somebody; nil for nobody whom the host vouches for.
        case actor(HostIdentity?, approvers: [HostIdentity] = [])
    }

    /// Judges a proposal by the rules of its base.
    init(_ proposal: Proposal, by author: Author, clock: Instant, all: Bool = false) throws {
        self.proposal = proposal
        var report = try proposal.check(clock: clock).adding(Judgement.newlyOutdated(proposal))
        if case .actor(let actor, let approvers) = author {
            let objections = Owners(in: proposal.base.context).objections(
                to: proposal.changes, by: actor, approvedBy: approvers)
            report = report.adding(objections.map { Diagnostic($0) })
        }
        self.report = report
        standing = all ? try proposal.standing(besides: report.diagnostics, clock: clock) : []
    }

    /// Who may change anything, by the rules of the base.
    var coordinators: [HostIdentity] { Speakers(in: proposal.base.context).coordinators }

    /// Files made from records and settings that the branch puts out of date.
    static func newlyOutdated(_ proposal: Proposal) throws -> [Diagnostic] {
        func outdated(_ snapshot: Snapshot) throws -> [Diagnostic] {
            try snapshot.outdated(
                among: GeneratedFile.kept(in: snapshot).filter { $0.home == proposal.home }, byBranch: true)
        }
        let paths = CodeOwners.places + EditorFiles.paths
        guard proposal.home == .public,
            proposal.touches(paths: paths, kinds: [Memberships.kind.name, Settings.kind.name])
        else { return [] }
        let known = try outdated(proposal.base).map(\.file)
        return try outdated(proposal.merged).filter { !known.contains($0.file) }
    }
}

extension Diagnostic {
    /// An objection as a finding.
    init(_ objection: Objection) {
        self.init(
            file: objection.path, severity: .error, code: objection.problem.code, message: objection.problem.message,
            help: objection.problem.help)
    }
}

extension ExitStatus {
    /// How a check ends that found these: ownership comes before everything else.
    init(of findings: [Diagnostic]) {
        if findings.contains(where: { $0.code == Objection.refused }) {
            self = .refused
        } else {
            self = findings.contains { $0.severity == .error } ? .findings : .done
        }
    }
}
