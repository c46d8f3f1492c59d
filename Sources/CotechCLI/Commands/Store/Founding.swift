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
        try refuseLostSettings(at: top)
        let name = try networkName()
        let companion = options.noPrivate ? nil : companionPlace(options.companion)
        if let companion { try refuseTaken(companion) }
        try ([top] + [companion].compactMap(\.self)).forEach(StoreFounding.refuseUnfinished)
        try refuseChangedChecks()
        let values: [(String, String?)] = [
            (Settings.name.name, name), (Settings.mission.name, options.mission),
            (Settings.currency.name, options.currency),
            (StoreSettings.timeZone.name, options.timeZone), (StoreSettings.web.name, options.web),
            (StoreSettings.companion.name, companion.flatMap { named($0).name }),
        ]
        let settings = try StoreFounding.settings(
            SettingsTemplate.network, of: Settings.kind, values.compactMap { value in value.1.map { (value.0, $0) } })
        let files =
            [StoreFounding.File(Settings.kind.path.text, settings)]
            + NetworkTemplate.publicFiles(name: name).map { StoreFounding.File($0.path, $0.text) }
            + EditorFiles.files(for: Network.kinds.filter { $0.home == .public })
            + checkFiles.map { StoreFounding.File($0.path, $0.text) }
        let isNew = try write(files, at: top, "Begin the network \(name)")
        if let companion {
            try makeCompanion(at: companion, of: name, settings: (options.currency, options.timeZone))
            try join(companion)
        }
        guard !options.writing.dryRun else { return context.noteRehearsal() }
        say("\(isNew ? "Began" : "Added what was missing of") \(name) in \(shown(top)).")
        if let companion { sayWhere(companion, "Its private companion") }
        sayNext(hasCompanion: companion != nil)
        sayWhatIsLeft()
    }

    /// Adds a private companion to a store that has none here.
    func addCompanion(to settings: Record) throws {
        if let place = settings[StoreSettings.companionOf] {
            throw CommandFailure("\(top) is itself the private companion of \(place)", status: .usage)
        }
        let place = try chosenPlace(settings)
        let isThere = try refuseTaken(place.path)
        try [top, place.path].forEach(StoreFounding.refuseUnfinished)
        if isThere, place.isKnown {
            throw CommandFailure("the private companion is there already, at \(shown(place.path))", status: .usage)
        }
        if settings[StoreSettings.companion] != nil {
            context.note(
                "if the network has a private companion elsewhere, clone that one instead of beginning a second")
        }
        if !isThere {
            try makeCompanion(
                at: place.path, of: settings[Settings.name] ?? "The network",
                settings: (settings[Settings.currency], settings[StoreSettings.timeZone]))
        }
        if settings[StoreSettings.companion] == nil, let name = named(place.path).name { try nameCompanion(name) }
        try join(place.path)
        guard !options.writing.dryRun else { return context.noteRehearsal() }
        sayWhere(place.path, "The private companion")
    }

    /// Where a store's companion goes, and whether this clone would look for it there already.
    ///
    /// What the person types counts first, then this clone's configuration. What settings say is followed only as far
    /// as a store follows it: anybody can propose settings, and a companion must not be made wherever they please.
    private func chosenPlace(_ settings: Record) throws -> (path: String, isKnown: Bool) {
        let typed = options.companion.flatMap { $0.isEmpty ? nil : companionPlace($0) }
        if let own = try StoreFounding.configuredCompanion(of: top) {
            guard typed == nil || typed == own else {
                throw CommandFailure(
                    "this clone's configuration names another place for the private companion: \(shown(own))",
                    help: "change it first: git\(folder) config --unset \(Store.companionKey)", status: .usage)
            }
            return (own, true)
        }
        guard let said = settings[StoreSettings.companion] else {
            return (typed ?? companionPlace(nil), false)
        }
        let isFollowed = Store.isBeside(said)
        let named = FilePlace.standard(said.hasPrefix("/") ? said : top + "/" + said)
        guard let typed else {
            guard isFollowed else {
                throw CommandFailure(
                    "the settings name a private companion that is not beside this folder: \(said)",
                    help: "say yourself where it goes: cotech\(folder) init --private FOLDER",
                    "or change the settings: cotech\(folder) settings edit", status: .usage)
            }
            return (named, true)
        }
        if isFollowed, typed == named { return (named, true) }
        guard !self.named(typed).isBeside else {
            throw CommandFailure(
                "the settings name another place for the private companion: \(said)",
                help: "change them first: cotech\(folder) settings edit", status: .usage)
        }
        return (typed, false)
    }

    // MARK: - Steps

    private func networkName() throws -> String {
        let given =
            oneLine(options.name)
            ?? (options.writing.noInput ? nil : oneLine(context.ask("What is the network called?")))
        if let given { return given }
        let place = options.place.map { " \($0.shellWord)" } ?? ""
        throw CommandFailure(
            "the network needs a name", help: "say it: cotech init\(place) --name \"Marches Tech\"", status: .usage)
    }

    private func oneLine(_ text: String?) -> String? {
        text.map { $0.split(whereSeparator: \.isWhitespace).joined(separator: " ") }.flatMap { $0.isEmpty ? nil : $0 }
    }

    /// What may be wanted of a store that is there already.
    func next(in settings: Record) throws -> [String] {
        let look = "see its settings: cotech\(folder) settings show"
        let hasCompanion =
            try settings[StoreSettings.companion] != nil || settings[StoreSettings.companionOf] != nil
            || StoreFounding.configuredCompanion(of: top) != nil
        return hasCompanion ? [look] : [look, "add a private companion: cotech\(folder) init --private"]
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
                help: "put it beside the store: --private \(shown(companionPlace(nil)).shellWord)", status: .usage)
        }
        switch try StoreFounding.site(companion, settingsKind: Settings.kind) {
        case .repository:
            try refuseLostSettings(at: companion)
            return false
        case .vacant, .folder: return false
        case .store(let settings):
            guard try StoreFounding.publicStore(ofCompanion: settings, at: companion) == top else {
                throw CommandFailure(
                    "\(shown(companion)) is a store already, and not this one's companion",
                    help: "choose another place: --private FOLDER", status: .usage)
            }
            return true
        }
    }

    private func refuseLostSettings(at path: String) throws {
        try StoreFounding.refuseLostSettings(
            at: path, as: FilePlace.typed(path, from: context.currentDirectory), settingsKind: Settings.kind)
    }

    private func makeCompanion(at companion: String, of name: String, settings: (currency: String?, zone: String?))
        throws
    {
        let values: [(String, String?)] = [
            (Settings.name.name, "\(name), private"), (Settings.currency.name, settings.currency),
            (StoreSettings.timeZone.name, settings.zone),
            (
                StoreSettings.companionOf.name,
                StoreFounding.namedPlace(of: top, from: companion, insteadOf: FilePlace.lastName(top)).name
            ),
        ]
        let text = try StoreFounding.settings(
            SettingsTemplate.companion, of: Settings.kind, values.compactMap { value in value.1.map { (value.0, $0) } })
        let files =
            [StoreFounding.File(Settings.kind.path.text, text)]
            + NetworkTemplate.privateFiles(name: name).map { StoreFounding.File($0.path, $0.text) }
            + EditorFiles.files(for: Network.kinds.filter { $0.home == .private || $0.name == StoreSettings.kindName })
        try write(files, at: companion, "Begin the private companion of \(name)")
    }

    /// How the settings name a companion at a place.
    private func named(_ companion: String) -> (name: String?, isBeside: Bool) {
        StoreFounding.namedPlace(of: companion, from: top, insteadOf: FilePlace.lastName(top) + "-private")
    }

    /// Has this clone look where settings cannot send it.
    private func join(_ companion: String) throws {
        guard !named(companion).isBeside, !options.writing.dryRun else { return }
        try StoreFounding.join(companion, to: top)
    }

    private func nameCompanion(_ place: String) throws {
        let opened = try Store.open(top, kinds: Network.kinds)
        let written = try opened.write(by: options.writing.hand(context, opened), rehearsal: options.writing.dryRun) {
            snapshot in
            guard let stored = snapshot.storedSettings else { return Plan("") }
            var plan = try snapshot.planToSet(["\(StoreSettings.companion.name)=\(place)"], of: stored)
            plan.subject = "Name the private companion"
            return options.writing.titled(plan)
        }
        if options.writing.dryRun { show(written.changes.map { ($0.path, $0.before, $0.after) }, at: top) }
    }

    /// - Returns: whether nothing of it was there before.
    @discardableResult
    private func write(_ files: [StoreFounding.File], at path: String, _ sentence: String) throws -> Bool {
        let missing = try StoreFounding.missing(files, at: path)
        if options.writing.dryRun {
            show(missing.map { ($0.path, nil, $0.bytes) }, at: path)
            return true
        }
        if !missing.isEmpty {
            let now = context.now()
            let offset = LocalTime(zone: options.timeZone)?.offset(at: now) ?? 0
            try StoreFounding.write(
                missing, at: path, message: "\(options.writing.message ?? sentence)\n\nCotech: init",
                by: options.writing.hand(context, now: now, offset: offset))
        }
        let folder = shown(path)
        let place = folder == "this folder" ? "" : folder + "/"
        for file in files where !missing.contains(file) {
            context.note("\(place)\(file.path) was there already, and stays as it is")
        }
        try MergeDriver.register(context.program(), in: Repository.open(path, discovering: false))
        return missing.count == files.count
    }

    /// Shows what would become of the files of a repository. What is made for editors is not for people to read.
    private func show(_ changes: [(path: String, before: [UInt8]?, after: [UInt8]?)], at place: String) {
        guard !changes.isEmpty else { return }
        say("In \(shown(place)):")
        for change in changes {
            if EditorFiles.paths.contains(change.path) {
                say("\(change.path): made for editors, not shown")
            } else {
                context.showPatch(of: change.path, from: change.before, to: change.after)
            }
        }
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

    private func sayWhere(_ companion: String, _ what: String) {
        say("\(what) is in \(shown(companion)).")
        guard !named(companion).isBeside else { return }
        say(
            "That is not beside the store, so the configuration of this clone says so, and each other clone is told: "
                + "git config \(Store.companionKey) FOLDER")
    }

    private func sayNext(hasCompanion: Bool) {
        let folder = shown(top)
        let isHere = folder == "this folder"
        say("Next:")
        if !isHere { say("  cd \(folder.shellWord)") }
        say("  cotech settings edit                       look through the settings")
        say("  cotech members add \"Tidy Bees\" town=Leeds  the first co-op")
        if hasCompanion { say("  cotech members enquire \"Clockwork Wheel\"   somebody who might join") }
        say("  git remote add origin ADDRESS              where others find it")
        say("  cotech sync                                share it")
    }
}
