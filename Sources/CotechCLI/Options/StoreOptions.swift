import ArgumentParser
import CoopNetwork
import Git
import RecordModel
import RecordStore

/// Which store is meant, and as of when: shared by every command that reads one.
struct StoreOptions: ParsableArguments {
    @Option(name: .customShort("C"), help: ArgumentHelp("Work in this folder instead of the current one.", valueName: "dir"))
    var folder: String?

    @Option(help: ArgumentHelp("Read the store as this revision has it, on its day.", valueName: "rev"))
    var at: String?

    @Option(help: ArgumentHelp("Read the store as of the end of this day.", valueName: "day"))
    var asOf: String?

    /// Opens the store, after finishing what a killed command may have left half done.
    func open(_ context: Context) throws -> Store {
        let path = folder.map { $0.hasPrefix("/") ? $0 : context.currentDirectory + "/" + $0 } ?? context.currentDirectory
        return try Store.open(path, kinds: Network.kinds)
    }

    /// Whether the past is asked for, where nothing can be written.
    var isPast: Bool { at != nil || asOf != nil }

    /// The moment that is asked for.
    func moment(_ context: Context) throws -> Moment {
        var day: Day?
        if let asOf {
            switch DayPhrase.read(asOf, today: context.now.day(offset: 0)) {
            case .success(let read): day = read
            case .failure(let problem): throw StoreError(.usage, "--as-of: \(problem.message)", help: problem.help ?? "")
            }
        }
        return Moment(revision: at, day: day, now: context.now)
    }

    /// Opens the store and reads it as of the moment that is asked for.
    func snapshot(_ context: Context) throws -> Snapshot {
        try open(context).snapshot(moment(context))
    }
}
