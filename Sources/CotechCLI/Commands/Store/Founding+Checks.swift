import CoopNetwork
import Git
import Interchange
import RecordModel
import RecordStore

/// The files by which a host checks what is proposed: `cotech init --ci HOST`.
extension Founding {
    /// The files that were asked for; none where no host was named.
    var checkFiles: [ContinuousIntegration.File] {
        options.ci.map { ContinuousIntegration.files(for: $0.host, version: Version.text) } ?? []
    }

    /// Adds them to a store that is there, as a change like any other.
    func addChecks(to settings: Record) throws {
        if let place = settings[StoreSettings.companionOf] {
            throw CommandFailure(
                "\(top) is the private companion of \(place), and what is proposed there is checked by nobody else",
                help: "have the public store checked, in its own clone: cotech init --ci \(host)", status: .usage)
        }
        let changed = try changedChecks()
        if !options.writing.dryRun { try refuse(changed, "see what would change: \(command) --dry-run") }
        let filledIn = checkFiles.filter(\.isFilledIn).map { StoreFounding.File($0.path, $0.text) }
        let kept = try Set(filledIn).subtracting(StoreFounding.missing(filledIn, at: top)).map(\.path)
        let change = RecordChange(try Store.open(top, kinds: Network.kinds), options.writing, context)
        var hasRelease = false
        try change.write(
            in: .public, idle: "Nothing to change: the checks are there already.",
            details: { sayWhatIsLeft(hasRelease: hasRelease) }
        ) {
            hasRelease =
                try $0.text(at: ContinuousIntegration.releasePath).map(ContinuousIntegration.namesRelease) ?? false
            var plan = Plan("Have \(options.ci?.host.title ?? host) check what is proposed")
            for file in checkFiles {
                let isNew = try !kept.contains(file.path) && $0.text(at: file.path) == nil
                if isNew || changed.contains(file.path) { plan.files[file.path] = Array(file.text.utf8) }
            }
            plan.trailers = [Trailer(key: "Cotech", value: "init")]
            return plan
        }
        if !changed.isEmpty {
            context.warning("without --dry-run this is refused: \(changed.joined(separator: ", ")) says something else")
        }
    }

    /// What somebody has changed in them is never written over.
    func refuseChangedChecks() throws {
        try refuse(changedChecks(), "begin without --ci, and then see what would change: \(command) --dry-run")
    }

    /// What is left to do, which no file can.
    func sayWhatIsLeft(hasRelease: Bool = false) {
        guard let ci = options.ci, !context.isQuiet else { return }
        for step in ContinuousIntegration.steps(for: ci.host, hasRelease: hasRelease) { context.say(StyledText(step)) }
    }

    private var host: String { options.ci?.host.rawValue ?? "" }
    /// What says to a program which folder is meant; nothing where it is the current one.
    var folder: String {
        FilePlace.typed(top, from: context.currentDirectory).map { " -C \($0.shellWord)" } ?? ""
    }
    private var command: String { "cotech\(folder) init --ci \(host)" }

    private func changedChecks() throws -> [String] {
        let files = checkFiles.filter { !$0.isFilledIn }.map { StoreFounding.File($0.path, $0.text) }
        return try StoreFounding.differing(files, at: top).map(\.path)
    }

    private func refuse(_ changed: [String], _ help: String) throws {
        guard let first = changed.first else { return }
        let verb = changed.count == 1 ? "is there already, and says" : "are there already, and say"
        throw CommandFailure(
            "\(changed.joined(separator: ", ")) \(verb) something else, so nothing was written",
            help: help,
            "keep yours, and copy from that what you want; or take this one: git\(folder) rm \(first.shellWord) && "
                + "git\(folder) commit -m \"Make it anew\" && \(command)", status: .cannotWrite)
    }
}
