import ArgumentParser
import CoopNetwork
import Git
import RecordModel
import RecordStore

extension Moment {
    /// The options that ask for it, behind a command: ` --at HEAD~3`; nothing for now.
    var typed: String {
        if let revision { return " --at \(revision.shellWord)" }
        return day.map { " --as-of \($0)" } ?? ""
    }
}

/// Which store is meant, and as of when: shared by every command that reads one.
struct StoreOptions: ParsableArguments {
    @Option(
        name: .customShort("C"),
        help: ArgumentHelp(
            "Work in this folder instead of the current one; paths are seen from it.", valueName: "dir"),
        completion: .directory)
    var folder: String?

    @Option(
        help: ArgumentHelp(
            "Read the store as this revision has it, on its day; the past cannot be written.", valueName: "rev"))
    var at: String?

    @Option(
        help: ArgumentHelp("Read the store as of the end of this day; the past cannot be written.", valueName: "day"))
    var asOf: String?

    /// The folder that is meant.
    func path(_ context: Context) -> String {
        guard let folder else { return context.currentDirectory }
        return folder.hasPrefix("/") ? folder : context.currentDirectory + "/" + folder
    }

    /// The folder that is meant, where there is one.
    func existingPath(_ context: Context) throws -> String {
        let path = path(context)
        guard let folder else { return path }
        let standing = FileOrFolder.at(path)
        guard standing == .folder else {
            throw CommandFailure(
                standing == .file ? "\(folder) is a file, not a folder" : "there is no folder \(folder)",
                help: "name the folder of a clone of the network's store: -C FOLDER", status: .unavailable)
        }
        return path
    }

    /// A path that was typed, seen from the folder that is meant.
    func resolve(_ typed: String, _ context: Context) -> String {
        typed.hasPrefix("/") ? typed : path(context) + "/" + typed
    }

    /// Opens the store, and finishes what a killed command may have left half done.
    func open(_ context: Context) throws -> Store {
        let store = try opened(context)
        let pending = store.finishPending()
        for obstacle in pending.unfinished {
            context.warning(
                "an earlier change is committed, but its files do not show it yet: \(obstacle.message)",
                help: obstacle.help.first ?? "try again")
        }
        for path in pending.leftAlone {
            context.note("\(path) holds an edit by hand, which was left as it is", help: "cotech save commits it")
        }
        return store
    }

    private func opened(_ context: Context) throws -> Store {
        let path = try existingPath(context)
        do throws(StoreError) {
            let store = try Store.open(path, kinds: Network.kinds)
            context.top.note(store.repository.workingDirectory)
            return store
        } catch {
            // Git would go by it, and where it is set somebody may count on that.
            guard error.kind == .unavailable, let named = context.environment["GIT_DIR"] else { throw error }
            throw StoreError(
                error.kind, error.message,
                helpLines: error.help + ["GIT_DIR, which is \(named), is not looked at: cotech -C FOLDER"],
                diagnostics: error.diagnostics)
        }
    }

    /// The moment that is asked for.
    func moment(_ context: Context) throws -> Moment {
        var day: Day?
        if let asOf {
            // Which day `yesterday` is depends on the network's clock, and a day that is written out does not.
            let offset = Day(iso: asOf) == nil ? try opened(context).localOffset(at: context.now()) : 0
            switch DayPhrase.read(asOf, today: context.now().day(offset: offset)) {
            case .success(let read): day = read
            case .failure(let problem):
                throw CommandFailure("--as-of: \(problem.message)", problem: problem, status: .usage)
            }
        }
        return Moment(revision: at, day: day, now: context.now())
    }

    /// Opens the store and reads it as of the moment that is asked for.
    func snapshot(_ context: Context) throws -> Snapshot { try snapshot(context, at: moment(context)) }

    /// Opens the store and reads it as of a moment.
    func snapshot(_ context: Context, at moment: Moment) throws -> Snapshot {
        let snapshot = try open(context).snapshot(moment)
        snapshot.noteGap = context.gaps.note
        try snapshot.requireStore()
        context.keep(snapshot)
        return snapshot
    }

    /// The files and folders that were typed, in the store as a snapshot has it.
    func paths(_ typed: [String], in snapshot: Snapshot, _ context: Context) throws -> NamedPaths {
        try snapshot.paths(typed, from: resolve(".", context))
    }

    /// Whether the store is read as it is now, so that the working files belong to what is read.
    var isNow: Bool { at == nil && asOf == nil }

    /// Refuses to write into the past, or to look at what has none.
    func refusePast(_ why: String = "the past can be read but not written") throws {
        if !isNow { throw CommandFailure(why, help: "leave out --at and --as-of", status: .usage) }
    }
}
