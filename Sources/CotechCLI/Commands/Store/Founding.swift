import CoopNetwork
import Git
import Interchange
import RecordModel
import RecordStore

/// What `cotech init` does, step by step. The public store comes first: it can be used without its companion, and
/// `init --private` makes that later.
struct Founding {
    let top: String
    let options: InitCommand
    let context: Context

    /// Begins a network.
    func begin() throws {
        let name = try networkName()
        let companion = options.noPrivate ? nil : companionPlace(options.companion)
        if let companion { try refuseTaken(companion) }
        let values: [(String, String?)] = [
            (Settings.name.name, name), (Settings.mission.name, options.mission),
            (Settings.currency.name, options.currency),
            (StoreSettings.timeZone.name, options.timeZone), (StoreSettings.web.name, options.web),
            (StoreSettings.companion.name, companion.map { FilePlace.relative($0, from: top) }),
        ]
        let settings = try StoreFounding.settings(
            SettingsTemplate.network, of: Settings.kind, values.compactMap { value in value.1.map { (value.0, $0) } })
        let files =
            [StoreFounding.File(Settings.kind.path.text, settings)]
            + NetworkTemplate.publicFiles(name: name).map { StoreFounding.File($0.path, $0.text) }
            + EditorFiles.files(for: Network.kinds.filter { $0.home == .public })
        let isNew = try write(files, at: top, "Begin the network \(name)")
        if let companion { try makeCompanion(at: companion, of: name, settings: (options.currency, options.timeZone)) }
        guard !options.writing.dryRun else { return }
        say("\(isNew ? "Began" : "Added what was missing of") \(name) in \(shown(top)).")
        if let companion { say("Its private companion is in \(shown(companion)).") }
        sayNext(hasCompanion: companion != nil)
    }

    /// Adds a private companion to a store that has none here.
    func addCompanion(to settings: Record) throws {
        if let place = settings[StoreSettings.companionOf] {
            throw CommandFailure("\(top) is itself the private companion of \(place)", status: .usage)
        }
        let named = settings[StoreSettings.companion].map {
            FilePlace.standard($0.hasPrefix("/") ? $0 : top + "/" + $0)
        }
        let chosen = options.companion.flatMap { $0.isEmpty ? nil : $0 }
        if let named, let chosen, FilePlace.standard(options.store.resolve(chosen, context)) != named {
            throw CommandFailure(
                "the settings name another place for the private companion: \(FilePlace.relative(named, from: top))",
                help: "change them first: cotech settings edit", status: .usage)
        }
        let companion = named ?? companionPlace(options.companion)
        let isThere = try refuseTaken(companion)
        if isThere, named != nil {
            throw CommandFailure("the private companion is there already, at \(shown(companion))", status: .usage)
        }
        if named != nil {
            context.note(
                "if the network has a private companion elsewhere, clone that one instead of beginning a second")
        }
        if !isThere {
            try makeCompanion(
                at: companion, of: settings[Settings.name] ?? "The network",
                settings: (settings[Settings.currency], settings[StoreSettings.timeZone]))
        }
        if named == nil { try nameCompanion(FilePlace.relative(companion, from: top)) }
        if !options.writing.dryRun { say("The private companion is in \(shown(companion)).") }
    }

    // MARK: - Steps

    private func networkName() throws -> String {
        if let name = options.name, !name.allSatisfy(\.isWhitespace) { return name }
        if !options.writing.noInput, let name = context.ask("What is the network called?"),
            !name.allSatisfy(\.isWhitespace)
        {
            return name
        }
        throw CommandFailure(
            "the network needs a name", help: "say it: cotech init --name \"Marches Tech\"", status: .usage)
    }

    private func companionPlace(_ typed: String?) -> String {
        guard let typed, !typed.isEmpty else { return top + "-private" }
        return FilePlace.standard(options.store.resolve(typed, context))
    }

    /// - Returns: whether this store's companion stands there already.
    @discardableResult
    private func refuseTaken(_ companion: String) throws -> Bool {
        if companion == top || companion.hasPrefix(top + "/") {
            throw CommandFailure(
                "the private companion would be inside the public store, which everybody may read",
                help: "put it beside the store: --private ../\(FilePlace.lastName(top))-private", status: .usage)
        }
        switch try StoreFounding.site(companion, settingsKind: Settings.kind) {
        case .vacant, .repository, .folder: return false
        case .store(let settings):
            let place = settings[StoreSettings.companionOf]
            guard let place, FilePlace.standard(place.hasPrefix("/") ? place : companion + "/" + place) == top else {
                throw CommandFailure(
                    "\(shown(companion)) is a store already, and not this one's companion",
                    help: "choose another place: --private FOLDER", status: .usage)
            }
            return true
        }
    }

    private func makeCompanion(at companion: String, of name: String, settings: (currency: String?, zone: String?))
        throws
    {
        let values: [(String, String?)] = [
            (Settings.name.name, "\(name), private"), (Settings.currency.name, settings.currency),
            (StoreSettings.timeZone.name, settings.zone),
            (StoreSettings.companionOf.name, FilePlace.relative(top, from: companion)),
        ]
        let text = try StoreFounding.settings(
            SettingsTemplate.companion, of: Settings.kind, values.compactMap { value in value.1.map { (value.0, $0) } })
        let files =
            [StoreFounding.File(Settings.kind.path.text, text)]
            + NetworkTemplate.privateFiles(name: name).map { StoreFounding.File($0.path, $0.text) }
            + EditorFiles.files(for: Network.kinds.filter { $0.home == .private || $0.name == StoreSettings.kindName })
        try write(files, at: companion, "Begin the private companion of \(name)")
    }

    private func nameCompanion(_ place: String) throws {
        let opened = try Store.open(top, kinds: Network.kinds)
        _ = try opened.write(by: options.writing.hand(context, opened), rehearsal: options.writing.dryRun) { snapshot in
            guard let stored = snapshot.storedSettings else { return Plan("") }
            var plan = try snapshot.planToSet(["\(StoreSettings.companion.name)=\(place)"], of: stored)
            plan.subject = "Name the private companion"
            return options.writing.titled(plan)
        }
    }

    /// - Returns: whether nothing of it was there before.
    @discardableResult
    private func write(_ files: [StoreFounding.File], at path: String, _ sentence: String) throws -> Bool {
        let missing = try StoreFounding.missing(files, at: path)
        if options.writing.dryRun {
            let folder = shown(path)
            for file in missing { say("would write \(folder == "this folder" ? "" : folder + "/")\(file.path)") }
            return true
        }
        if !missing.isEmpty {
            let now = context.now()
            let offset = LocalTime(zone: options.timeZone)?.offset(at: now) ?? 0
            try StoreFounding.write(
                missing, at: path, message: "\(options.writing.message ?? sentence)\n\nCotech: init",
                by: options.writing.hand(context, now: now, offset: offset))
        }
        for file in files where !missing.contains(file) {
            context.note("\(file.path) was there already, and stays as it is")
        }
        try MergeDriver.register(context.program(), in: Repository.open(path, discovering: false))
        return missing.count == files.count
    }

    // MARK: - Words

    private func say(_ text: String) {
        if !context.isQuiet { context.say(StyledText(text)) }
    }

    /// A place as a person would type it.
    private func shown(_ path: String) -> String {
        let here = FilePlace.standard(context.currentDirectory)
        if path == here { return "this folder" }
        return FilePlace.relative(path, from: here)
    }

    private func sayNext(hasCompanion: Bool) {
        let folder = shown(top)
        let isHere = folder == "this folder"
        say("Next:")
        if !isHere { say("  cd \(folder)") }
        say("  cotech settings edit                       look through the settings")
        say("  cotech members add \"Tidy Bees\" town=Leeds  the first co-op")
        if hasCompanion { say("  cotech members enquire \"Clockwork Wheel\"   somebody who might join") }
        say("  git remote add origin ADDRESS              where others find it")
        say("  git push -u origin main                    share it")
    }
}

/// What editors are given, so that they complete and check records as they are typed, without a line in any record.
enum EditorFiles {
    static func files(for kinds: [Kind]) -> [StoreFounding.File] {
        let schemas = kinds.map { kind in
            StoreFounding.File(".cotech/schema/\(kind.name).json", JSONSchema.document(for: kind).pretty + "\n")
        }
        let places = kinds.map { kind in
            JSONValue.Member(".cotech/schema/\(kind.name).json", .strings(kind.path.patterns))
        }
        let settings: JSONValue = .object([JSONValue.Member("yaml.schemas", .object(places))])
        let extensions: JSONValue = ["recommendations": ["redhat.vscode-yaml"]]
        return schemas + [
            StoreFounding.File(".vscode/settings.json", settings.pretty + "\n"),
            StoreFounding.File(".vscode/extensions.json", extensions.pretty + "\n"),
        ]
    }
}
