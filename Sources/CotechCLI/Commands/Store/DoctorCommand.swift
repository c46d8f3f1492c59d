import ArgumentParser
import CoopNetwork
import Git
import RecordModel
import RecordStore

/// `cotech doctor`: whether the store and everything it stands on are well.
struct DoctorCommand: WritingCommand {
    static let declaration = CommandConfiguration(
        commandName: "doctor", abstract: "Look at the store and what it stands on, and say what mends each thing.",
        discussion: "With -q it shows what is not well alone.")

    static let endings = Endings.writing.saying(.findings, "something does not work")
        .saying(.unavailable, "there is no store to look at")

    @Flag(help: "Verify every object of the repositories as well, which takes a while.")
    var deep = false

    @Flag(
        help:
            "Mend what can be mended safely: fetch history that a shallow clone leaves out, tell git how to merge records, and, in a store that is shared with nobody yet, commit what .gitattributes lacks for it."
    )
    var fix = false

    @OptionGroup(title: "Output") var output: OutputOptions
    @OptionGroup(title: "Writing, with --fix") var writing: WriteOptions
    @OptionGroup(title: "Store") var store: StoreOptions

    func run(in context: Context) throws -> ExitStatus {
        try store.refusePast(
            "doctor looks at this clone, its files and its programs, as they are now; they have no past")
        let repository = try Repository.open(store.existingPath(context))
        let wasCutShort = repository.hasPendingUpdates
        let opened = try store.open(context)
        if fix { try mend(opened, context) }
        var rows: [(place: String, facts: [StoreFact])] = []
        let doctor = StoreDoctor(
            opened, now: context.now(), naming: { FilePlace.typed($0, from: context.currentDirectory) })
        var mine = versions(context) + (try doctor.facts())
        if wasCutShort {
            mine.append(StoreFact(.ok, "writes", "one was cut short before, and has been finished"))
        }
        if deep { mine += verified(opened.repository, context) }
        rows.append(("store", mine))
        var theirs = try doctor.companionFacts()
        if deep, let companion = opened.companion { theirs += verified(companion, context) }
        rows.append(("companion", theirs))
        write(rows, context)
        return rows.contains { $0.facts.contains { $0.state == .problem } } ? .findings : .done
    }

    private func write(_ rows: [(place: String, facts: [StoreFact])], _ context: Context) {
        var table = Table(columns: [
            Table.Column("state", mayShrink: false), Table.Column("where", mayShrink: false),
            Table.Column("what", mayShrink: false), Table.Column("finding"),
            Table.Column("fix", mayShrink: false, importance: 0),
        ])
        table.layout = Table.Layout(hasHeadings: false, isWhole: true)
        for row in rows {
            for fact in row.facts where !context.isQuiet || fact.state != .ok {
                table.add(
                    .text(fact.state.rawValue), .text(row.place), .text(fact.subject), .text(fact.finding),
                    .optional(fact.fix.map(context.placed)))
            }
        }
        table.write(as: output.chosen, to: context)
    }

    // MARK: - What other programs say

    private func versions(_ context: Context) -> [StoreFact] {
        var facts = [StoreFact(.ok, "versions", "cotech \(Version.text), libgit2 \(Repository.libraryVersion)")]
        do {
            let git = try context.run("git", ["--version"])
            facts.append(
                StoreFact(.ok, "git", git.text.split(separator: "\n").first.map(String.init) ?? "of unknown version"))
        } catch {
            facts.append(
                StoreFact(
                    .warning, "git", "git itself is missing, which sharing needs: \(error.message)", fix: "install git")
            )
        }
        return facts
    }

    private func verified(_ repository: Repository, _ context: Context) -> [StoreFact] {
        do {
            let arguments = ["fsck", "--full", "--strict", "--no-dangling", "--no-progress"]
            let result = try context.run("git", ["-C", repository.commonDirectory] + arguments)
            let lines = (result.text + result.errorText).split(separator: "\n").prefix(5).joined(separator: "; ")
            return result.isSuccess
                ? [StoreFact(.ok, "objects", "every one is whole" + (lines.isEmpty ? "" : ": \(lines)"))]
                : [
                    StoreFact(
                        .problem, "objects", lines,
                        fix: "fetch them again from another copy: git \(HistoryGap.lost.fetching)")
                ]
        } catch {
            return [StoreFact(.problem, "objects", "git fsck cannot be run: \(error.message)", fix: "install git")]
        }
    }

    private func mend(_ store: Store, _ context: Context) throws {
        for repository in [store.repository, store.companion].compactMap(\.self)
        where repository.isShallow && !writing.dryRun {
            context.note("fetching the history that is left out of \(repository.commonDirectory)")
            let result = try context.run("git", ["-C", repository.gitDirectory, "fetch", "--unshallow"])
            if !result.isSuccess { context.warning("git fetch --unshallow: \(result.errorText)") }
        }
        for (repository, home) in [(store.repository, Kind.Home.public), (store.companion, .private)] {
            guard let repository else { continue }
            let kinds = store.mergedKinds(in: home)
            let silent = MergeDriver.unspecified(kinds, in: repository)
            if !silent.isEmpty, try repository.head.id != nil {
                try askForMerge(of: silent, store, home, context)
            }
            guard !writing.dryRun,
                MergeDriver.isWanted(in: repository, for: kinds) || MergeDriver.isOutdated(in: repository)
            else { continue }
            let program = context.program()
            try MergeDriver.register(program, in: repository)
            context.note("git merges records in \(repository.commonDirectory) with \(program) from now on")
        }
    }

    /// Writes what is missing in `.gitattributes`. Where a store is shared that file is the coordinators' to change, and a
    /// commit made in passing would go out with somebody's next proposal: there the facts say what it lacks.
    private func askForMerge(of kinds: [Kind], _ store: Store, _ home: Kind.Home, _ context: Context) throws {
        guard try store.repository(of: home).remoteNames.isEmpty else { return }
        guard !writing.dryRun else {
            let lines = kinds.mergeAttributes.joined(separator: ", ")
            return context.note("this would be added to .gitattributes: \(lines)")
        }
        var quietly = writing
        quietly.quiet = true
        do {
            let written = try RecordChange(store, quietly, context).write(in: home) { snapshot in
                try snapshot.planToAskForMerge(of: kinds, in: home)
            }
            if written.commit != nil { context.note(".gitattributes asks git for cotech's merge from now on") }
        } catch let failure as StoreError {
            context.warning(
                ".gitattributes is as it was: \(failure.message)",
                help: failure.help.first ?? "finish what is under way there first")
        }
    }
}
