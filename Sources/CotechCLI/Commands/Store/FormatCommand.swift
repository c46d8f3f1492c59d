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

    @Argument(help: "Only these files or folders.")
    var paths: [String] = []

    @Flag(name: .customLong("check"), help: "Only say which records are not in their normal form; ends with 1 if any.")
    var onlyCheck = false

    @OptionGroup(title: "Writing") var writing: WriteOptions
    @OptionGroup(title: "Store") var store: StoreOptions

    func run(in context: Context) throws -> ExitStatus {
        if onlyCheck { return try check(context) }
        let change = try RecordChange(store, writing, context)
        for home in [Kind.Home.public, .private] {
            let snapshot = try change.store.snapshot(Moment(now: context.now()))
            guard snapshot.kinds.contains(where: { $0.home == home && snapshot.canSee($0) }) else { continue }
            guard try home == .public || !untidyRecords(snapshot, home).isEmpty else { continue }
            try change.write(in: home) { snapshot in
                let untidy = try untidyRecords(snapshot, home)
                var plan = Plan("Format \(counted(untidy.count, "record"))")
                for (path, bytes) in untidy { plan.files[path] = bytes }
                plan.trailers = [Trailer(key: "Cotech", value: "fmt")]
                return plan
            }
        }
        return .done
    }

    private func isMeant(_ path: String) -> Bool {
        paths.isEmpty || paths.contains { path == $0 || path.hasPrefix($0.hasSuffix("/") ? $0 : $0 + "/") }
    }

    private func check(_ context: Context) throws -> ExitStatus {
        let snapshot = try store.snapshot(context)
        let untidy = try [Kind.Home.public, .private].flatMap { try untidyRecords(snapshot, $0) }
        for (path, _) in untidy { context.say(StyledText(path)) }
        return untidy.isEmpty ? .done : .findings
    }

    /// The records that are not in their normal form, with that form. What cannot be read is left to `check`.
    private func untidyRecords(_ snapshot: Snapshot, _ home: Kind.Home) throws -> [(path: String, bytes: [UInt8])] {
        try snapshot.kinds.filter { $0.home == home && snapshot.canSee($0) }.flatMap { kind in
            try snapshot.all(kind).compactMap { stored in
                guard isMeant(stored.entry.path), let document = stored.document,
                    let tidy = RecordText.formatted(document), tidy != document.bytes
                else { return nil }
                return (path: stored.entry.path, bytes: tidy)
            }
        }
    }
}
