import Git
import Interchange
import RecordModel
import RecordStore

/// What came of a proposal, as sentences for people and as JSON.
struct SubmissionReport {
    /// Which of the two repositories it is.
    let home: Kind.Home
    /// The repository that was pushed to.
    let remote: String
    /// The branch that the proposal is for.
    let target: SharedBranch
    /// Whether nothing was to be written or sent.
    let isRehearsal: Bool
    /// What is proposed, oldest first; none where the others have everything.
    var changes: [Commit] = []
    /// The proposal's branch; nil where there is nothing to propose.
    var branch: String?
    /// What the branch is at there; nil where nothing was pushed.
    var commit: ObjectID?
    /// Where it is looked at, or where a request is made of it.
    var links: [String] = []
    /// Whether the main branch here is as the others have it again.
    var isBack = false

    // MARK: - Text

    func write(to context: Context) {
        guard let branch else {
            return context.note("there is nothing to propose: \(target.title) has everything that is saved here")
        }
        let what = counted(changes.count, "change")
        guard !isRehearsal else {
            context.say(StyledText("Would propose \(what) as \(Safe.oneLine(branch)):"))
            for change in changes { context.say(StyledText("  \(Safe.oneLine(change.subject))")) }
            return context.note("nothing was written or sent (--dry-run)")
        }
        guard !context.isQuiet else { return }
        context.say(StyledText("Proposed \(what) to \(remote) as \(Safe.oneLine(branch))."))
        for link in links { context.say(StyledText("  \(link)")) }
        if links.isEmpty { context.note("\(remote) named no page: ask for it to be merged on its web page") }
        if isBack {
            context.say(
                StyledText(
                    "\(target.shortName) is as \(target.title) has it again; what is proposed comes back with cotech sync once it is merged."
                ))
        }
        context.say(advice: "To change it: git switch \(branch.shellWord), and then again cotech submit")
    }

    // MARK: - JSON

    var json: JSONValue {
        [
            "home": .string(home.rawValue), "remote": .string(remote), "target": .string(target.shortName),
            "dry-run": .flag(isRehearsal), "changes": .array(changes.map { .change($0) }), "branch": .optional(branch),
            "commit": .optional(commit?.description), "links": .strings(links), "diagnostics": [], "failure": .null,
        ]
    }

    /// The same members where nothing came of it.
    static func json(_ failure: StoreError, home: Kind.Home, isRehearsal: Bool) -> JSONValue {
        [
            "home": .string(home.rawValue), "remote": .null, "target": .null, "dry-run": .flag(isRehearsal),
            "changes": [], "branch": .null, "commit": .null, "links": [],
            "diagnostics": .array(failure.diagnostics.map { .diagnostic($0) }), "failure": .failure(failure),
        ]
    }
}
