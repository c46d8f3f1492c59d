import ArgumentParser
import Git
import Interchange
import RecordModel
import RecordStore

/// `cotech submit`: proposes what was changed here, for others to look at before it lands.
struct SubmitCommand: CotechCommand {
    static let configuration = CommandConfiguration(
        commandName: "submit", abstract: "Propose what was changed here: a branch, and a request to merge it.",
        discussion: """
            Edits by hand are checked and saved first, as cotech save does. What this branch has and others do not becomes \
            a branch of its own, which is pushed; GitLab and Forgejo make a merge request of it by themselves, GitHub \
            answers with the page on which you make one. The main branch is then as the others have it again, so that \
            the next change begins there. On any other branch, that branch is proposed as it is.

            How to ask the host is told by its address; where that does not tell: git config cotech.host gitlab (or \
            forgejo, github, plain).
            """)

    @Option(help: ArgumentHelp("What the branch is called, instead of your name and the change.", valueName: "name"))
    var branch: String?

    @Option(help: "How the host is asked for a merge request: gitlab, forgejo, github, or plain for not at all.")
    var host: HostName?

    @OptionGroup(title: "Writing") var writing: WriteOptions
    @OptionGroup(title: "Store") var store: StoreOptions

    func run(in context: Context) throws -> ExitStatus {
        // What is saved on the way is not news: that it is proposed is.
        var silently = writing
        silently.quiet = true
        let change = try RecordChange(store, silently, context)
        let home = change.store.openedHome
        _ = try change.store.repository(of: home).sharedBranchOrReason()
        if !writing.dryRun { _ = try HandEditSaving(change: change).save(in: [home], of: store) }
        return try Submission(change, home, writing, host: host?.value, name: branch, context).run()
    }
}

/// A host's kind, as it is typed.
struct HostName: ExpressibleByArgument {
    let value: RequestHost

    init?(argument: String) {
        guard let value = RequestHost(rawValue: argument) else { return nil }
        self.value = value
    }

    static var allValueStrings: [String] { RequestHost.allCases.map(\.rawValue) }
}
