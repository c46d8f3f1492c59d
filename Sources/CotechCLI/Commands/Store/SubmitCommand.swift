import ArgumentParser
import Git
import Interchange
import RecordModel
import RecordStore

/// `cotech submit`: proposes what was changed here, for others to look at before it lands.
struct SubmitCommand: WritingCommand {
    static let declaration = CommandConfiguration(
        commandName: "submit", abstract: "Propose what was changed here: a branch, and a request to merge it.",
        discussion: """
            Edits by hand are checked and saved first, as cotech save does. What this branch has and others do not becomes \
            a branch of its own, which is pushed; GitLab and Forgejo make a merge request of it by themselves, GitHub \
            answers with the page on which you make one. The main branch is then as the others have it again, so that \
            the next change begins there. On any other branch, that branch is proposed as it is, under the name that \
            --branch gives it, if any.

            How to ask the host is told by its address; where that does not tell: git config cotech.host gitlab (or \
            forgejo, github, plain).
            """)

    static let endings = SyncCommand.sharing.saying(.done, "it is proposed")
        .saying(.badData, "what would be proposed has errors")

    @Option(help: ArgumentHelp("What the branch is called, instead of your name and the change.", valueName: "name"))
    var branch: String?

    @Option(help: "How the host is asked for a merge request: gitlab, forgejo, github, or plain for not at all.")
    var host: HostName?

    @Option(help: "How to write it: text or json.")
    var format: SharingFormat = .text

    @OptionGroup(title: "Writing") var writing: WriteOptions
    @OptionGroup(title: "Store") var store: StoreOptions

    func run(in context: Context) throws -> ExitStatus {
        // What is saved on the way is not news: that it is proposed is.
        var silently = writing
        silently.quiet = true
        let change = try RecordChange(store, silently, context)
        let home = change.store.openedHome
        var context = context
        context.isQuiet = writing.quiet
        do {
            let report = try submit(change, home, context)
            switch format {
            case .text:
                report.write(to: context)
                if home == .public, change.store.companion != nil,
                    let count = change.store.unsharedCount(in: .private), count > 0
                {
                    context.note(
                        "\(counted(count, "change")) in the private companion \(count == 1 ? "is" : "are") not part of it",
                        help: "to share them: cotech sync")
                }
            case .json: context.standardOutput.write(report.json.pretty + "\n")
            }
            return .done
        } catch let failure as StoreError where format == .json {
            let json = SubmissionReport.json(failure, home: home, isRehearsal: writing.dryRun)
            context.standardOutput.write(json.pretty + "\n")
            throw failure
        }
    }

    private func submit(_ change: RecordChange, _ home: Kind.Home, _ context: Context) throws -> SubmissionReport {
        _ = try change.store.repository(of: home).sharedBranchOrReason()
        if writing.dryRun {
            let edits = try change.snapshot().handEdits(in: home)
            if let first = edits.first {
                let what = edits.count == 1 ? "\(first.path) was" : "\(counted(edits.count, "file")) were"
                context.note("\(what) edited by hand, and would be saved and proposed as well")
            }
        } else {
            _ = try HandEditSaving(change: change).save(in: [home], of: store)
        }
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
