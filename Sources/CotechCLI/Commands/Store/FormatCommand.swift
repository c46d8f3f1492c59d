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
            guard try home == .public || !untidy(snapshot, home).isEmpty else { continue }
            try change.write(in: home) { snapshot in
                let untidy = try untidy(snapshot, home)
                var plan = Plan("Format \(counted(untidy.count, "record"))")
                for (path, bytes) in untidy { plan.files[path] = bytes }
                plan.trailers = [Trailer(key: "Cotech", value: "fmt")]
                return plan
            }
        }
        return .done
    }

    private func check(_ context: Context) throws -> ExitStatus {
        let snapshot = try store.snapshot(context)
        let untidy = try [Kind.Home.public, .private].flatMap { try untidy(snapshot, $0) }
        for (path, _) in untidy { context.say(StyledText(path)) }
        return untidy.isEmpty ? .done : .findings
    }

    /// The records that are not in their normal form, with that form. What cannot be read is left to `check`.
    private func untidy(_ snapshot: Snapshot, _ home: Kind.Home) throws -> [(path: String, bytes: [UInt8])] {
        try snapshot.kinds.filter { $0.home == home && snapshot.canSee($0) }.flatMap { kind in
            try snapshot.all(kind).compactMap { stored in
                guard paths.isEmpty || paths.contains(where: { stored.entry.path == $0 || stored.entry.path.hasPrefix($0 + "/") }),
                    let document = stored.document, let tidy = formatted(document), tidy != document.bytes
                else { return nil }
                return (stored.entry.path, tidy)
            }
        }
    }
}
