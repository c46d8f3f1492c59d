import ArgumentParser
import Git
import Interchange
import RecordModel
import RecordStore

/// `cotech sync`: takes in what others changed, and sends what was changed here.
struct SyncCommand: WritingCommand {
    static let declaration = CommandConfiguration(
        commandName: "sync", abstract: "Take in what others changed, and send what was changed here.",
        discussion: """
            Fetches, merges field by field, checks, and pushes, through your own git, and again where somebody else was \
            first. The private companion is done after the public store, where it has another copy. Where both sides \
            changed the same value, nothing is done, and both are shown with who said them. Edits by hand that are not \
            saved stay as they are, and are not sent: cotech save.
            """)

    static let endings = sharing.saying(.done, "all is shared").saying(.badData, "what would be sent has errors")

    /// What it means for `submit` as well.
    static let sharing = Endings.writing.saying(.unavailable, "the other side cannot be reached, or there is none")
        .saying(.tryAgain, "a person must choose, or save, first").saying(.refused, "the other side refuses it")

    @Flag(help: "Only fetch, and go forward where nothing was changed here: for cron.")
    var readOnly = false

    @Option(help: "How to write it: text or json.")
    var format: SharingFormat = .text

    @OptionGroup(title: "Writing") var writing: WriteOptions
    @OptionGroup(title: "Store") var store: StoreOptions

    func run(in context: Context) throws -> ExitStatus {
        try store.refusePast()
        let opened = try store.open(context)
        var quiet = context
        quiet.isQuiet = writing.quiet
        var reports: [SyncReport] = []
        let hasCompanion = opened.companion != nil
        reports.append(try HomeSync(opened, .public, writing, isReadOnly: readOnly, quiet).run())
        // What was done for the public store is told whatever becomes of the companion.
        var companionFailure: StoreError?
        if let companion = opened.companion, companion.hasRemote {
            do {
                reports.append(try HomeSync(opened, .private, writing, isReadOnly: readOnly, quiet).run())
            } catch let failure as StoreError {
                companionFailure = failure
            }
        }
        let output = SyncOutput(store: opened, reports: reports, isRehearsal: writing.dryRun, context: quiet)
        switch format {
        case .text: try output.writeText(naming: hasCompanion)
        case .json: context.standardOutput.write(try output.json().pretty + "\n")
        }
        output.tellProblems()
        if let companionFailure {
            context.warning("the private companion was not shared")
            context.report(companionFailure)
        }
        if let companion = opened.companion, !companion.hasRemote {
            let folder = FilePlace.typed(companion.place, from: context.currentDirectory)
            quiet.note(
                "the private companion has no other copy, and was not shared",
                help:
                    "name one that only those read who may: git -C \((folder ?? companion.gitDirectory).shellWord) remote add origin ADDRESS"
            )
        }
        let failures = reports.compactMap(\.failure) + [companionFailure].compactMap(\.self)
        return failures.first?.status ?? .done
    }
}
