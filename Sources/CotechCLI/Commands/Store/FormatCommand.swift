import ArgumentParser
import Git
import RecordModel
import RecordStore
import RecordText

/// `cotech fmt`: records in their normal form.
struct FormatCommand: CotechCommand {
    static let configuration = CommandConfiguration(
        commandName: "fmt", abstract: "Bring records into their normal form, and change nothing that they say.",
        discussion: "With paths, only those. The commit refreshes nothing: ages look at what records say.")

    @Argument(help: "Only these files or folders.", completion: .file())
    var paths: [String] = []

    @Flag(name: .customLong("check"), help: "Only say which records are not in their normal form; ends with 1 if any.")
    var onlyCheck = false

    @OptionGroup(title: "Writing") var writing: WriteOptions
    @OptionGroup(title: "Store") var store: StoreOptions

    func run(in context: Context) throws -> ExitStatus {
        if onlyCheck { return try check(context) }
        let change = try RecordChange(store, writing, context)
        let before = try change.store.snapshot(Moment(now: context.now()))
        let named = try store.paths(paths, in: before, context)
        tellUnsaved(
            try before.handEdits(in: .public, under: named) + before.handEdits(in: .private, under: named), context)
        for home in [Kind.Home.public, .private] {
            let snapshot = try change.store.snapshot(Moment(now: context.now()))
            guard snapshot.kinds.contains(where: { $0.home == home && snapshot.canSee($0) }) else { continue }
            guard try home == .public || !untidyRecords(snapshot, home, named).isEmpty else { continue }
            try change.write(in: home) { snapshot in
                let untidy = try untidyRecords(snapshot, home, named)
                var plan = Plan("Format \(counted(untidy.count, "record"))")
                for (path, bytes) in untidy { plan.files[path] = bytes }
                plan.trailers = [Trailer(key: "Cotech", value: "fmt")]
                return plan
            }
        }
        return .done
    }

    /// What is committed is brought into form, and nothing else: an edit is saved first.
    private func tellUnsaved(_ edits: [HandEdit], _ context: Context) {
        guard let first = edits.first else { return }
        let what = edits.count == 1 ? "\(first.path) is" : "\(counted(edits.count, "file")) are"
        context.warning("\(what) not saved: the edits by hand stay as they are", help: "first: cotech save")
    }

    private func check(_ context: Context) throws -> ExitStatus {
        let snapshot = try store.snapshot(context)
        let named = try store.paths(paths, in: snapshot, context)
        var untidy: [String] = []
        for home in [Kind.Home.public, .private] {
            let edits = store.isNow ? try snapshot.handEdits(in: home, under: named) : []
            let edited = Set(edits.map(\.path))
            untidy += try untidyRecords(snapshot, home, named).map(\.path).filter { !edited.contains($0) }
            // A file that is being edited is looked at as it stands.
            untidy += edits.filter { $0.stored.flatMap { tidied($0) } != nil }.map(\.path)
        }
        for path in untidy.sorted() { context.say(StyledText(path)) }
        return untidy.isEmpty ? .done : .findings
    }

    /// The records that are not in their normal form, with that form. What cannot be read is left to `check`.
    private func untidyRecords(
        _ snapshot: Snapshot, _ home: Kind.Home, _ named: NamedPaths
    ) throws -> [(path: String, bytes: [UInt8])] {
        try snapshot.kinds.filter { $0.home == home && snapshot.canSee($0) }.flatMap { kind in
            try snapshot.all(kind).compactMap { stored in
                guard named.cover(stored.entry.path, in: home) else { return nil }
                return tidied(stored).map { (path: stored.entry.path, bytes: $0) }
            }
        }
    }

    /// A record's normal form; nil where it is in it already, or cannot be read.
    private func tidied(_ stored: StoredRecord) -> [UInt8]? {
        guard let document = stored.document, let tidy = RecordText.formatted(document), tidy != document.bytes else {
            return nil
        }
        return tidy
    }
}
