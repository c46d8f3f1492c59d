import ArgumentParser
import Git
import RecordModel
import RecordStore
import RecordText

/// `cotech fmt`: records in their normal form.
struct FormatCommand: WritingCommand {
    static let declaration = CommandConfiguration(
        commandName: "fmt", abstract: "Bring records into their normal form, and change nothing that they say.",
        discussion: """
            With paths, only those. What is committed is brought into form: a file with edits that are not saved stays as it \
            is, and is not looked at. The commit refreshes nothing, since ages look at what records say.
            """)

    static let endings = Endings.writing.saying(.findings, "with --check, a record is not in its normal form")
        .saying(.badData, "a record cannot be read, which has no normal form")

    @Argument(help: "Only these files or folders.", completion: .file())
    var paths: [String] = []

    @Flag(name: .customLong("check"), help: "Only say which records are not in their normal form; ends with 1 if any.")
    var onlyCheck = false

    @OptionGroup(title: "Writing") var writing: WriteOptions
    @OptionGroup(title: "Store") var store: StoreOptions

    func run(in context: Context) throws -> ExitStatus {
        if onlyCheck { return try check(context) }
        let change = try RecordChange(store, writing, context)
        let before = try change.snapshot()
        let named = try store.paths(paths, in: before, context)
        let unsaved = try unsavedPaths(before, named, context)
        for home in [Kind.Home.public, .private] {
            let snapshot = try change.snapshot()
            guard snapshot.kinds.contains(where: { $0.home == home && snapshot.canSee($0) }) else { continue }
            guard try home == .public || !untidyRecords(snapshot, home, named, without: unsaved).isEmpty else {
                continue
            }
            let idle: StyledText = "Nothing to change: what can be read is in its normal form."
            try change.write(in: home, idle: idle) { snapshot in
                let untidy = try untidyRecords(snapshot, home, named, without: unsaved)
                var plan = Plan("Format \(counted(untidy.count, "record"))")
                for (path, bytes) in untidy { plan.files[path] = bytes }
                plan.trailers = [Trailer(key: "Cotech", value: "fmt")]
                return plan
            }
        }
        let after = try change.snapshot()
        after.noteGap = context.gaps.note
        return try tellUnreadable(after, named, context) ?? .done
    }

    /// What cannot be read has no normal form, and is not passed over in silence.
    ///
    /// - Returns: how the command ends; nil where everything can be read.
    private func tellUnreadable(
        _ snapshot: Snapshot, _ named: NamedPaths, _ context: Context
    ) throws -> ExitStatus? {
        let broken = try snapshot.kinds.filter { snapshot.canSee($0) }.flatMap { kind in
            try snapshot.all(kind).filter { !$0.isReadable && named.cover($0.entry.path, in: kind.home) }
        }
        guard !broken.isEmpty else { return nil }
        context.warning(
            "without \(broken.map(\.entry.path).joined(separator: ", ")), which cannot be read",
            help: "see what is wrong: cotech check")
        return .badData
    }

    /// The files with edits that are not saved, which is said: an edit is saved first.
    private func unsavedPaths(
        _ snapshot: Snapshot, _ named: NamedPaths, _ context: Context
    ) throws -> [Kind.Home: Set<String>] {
        let edits = try [Kind.Home.public, .private].flatMap { try snapshot.handEdits(in: $0, under: named) }
        if let first = edits.first {
            let what = edits.count == 1 ? "\(first.path) is" : "\(counted(edits.count, "file")) are"
            context.warning(
                "\(what) not saved: the edits by hand stay as they are",
                help: "first: \(try snapshot.wayToSave(edits))")
        }
        return Dictionary(grouping: edits, by: \.home).mapValues { Set($0.map(\.path)) }
    }

    private func check(_ context: Context) throws -> ExitStatus {
        let snapshot = try store.snapshot(context)
        let named = try store.paths(paths, in: snapshot, context)
        let unsaved = store.isNow ? try unsavedPaths(snapshot, named, context) : [:]
        let untidy = try [Kind.Home.public, .private].flatMap {
            try untidyRecords(snapshot, $0, named, without: unsaved).map(\.path)
        }
        for path in untidy.sorted() { context.say(StyledText(path)) }
        return try tellUnreadable(snapshot, named, context) ?? (untidy.isEmpty ? .done : .findings)
    }

    /// The records that are not in their normal form, with that form. What cannot be read is left to `check`.
    private func untidyRecords(
        _ snapshot: Snapshot, _ home: Kind.Home, _ named: NamedPaths, without unsaved: [Kind.Home: Set<String>]
    ) throws -> [(path: String, bytes: [UInt8])] {
        try snapshot.kinds.filter { $0.home == home && snapshot.canSee($0) }.flatMap { kind in
            try snapshot.all(kind).compactMap { stored in
                guard named.cover(stored.entry.path, in: home),
                    unsaved[home]?.contains(stored.entry.path) != true
                else { return nil }
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
