public import RecordModel
import Synchronization

/// Everything a command may use of the world outside its arguments: the one value handed to every command.
///
/// A context made by its initialiser touches nothing of the machine: no terminal, an empty environment, text in memory,
/// a clock that advances by itself. So a test says only what it is about. `live()` is the real one.
public struct Context: Sendable {
    /// Standard output: data.
    public var standardOutput: any TextSink
    /// Standard error: everything else.
    public var standardError: any TextSink
    /// Standard input.
    public var standardInput: any TextSource
    /// The terminal, if any.
    public var terminal: Terminal
    /// The environment.
    public var environment: [String: String]
    /// The folder that the command was started in.
    public var currentDirectory: String
    /// The clock.
    public var now: @Sendable () -> Instant
    /// Time since some moment, which never goes back: for how long something takes.
    public var uptime: @Sendable () -> Duration
    /// The path at which other programs, such as git, find this one.
    public var program: @Sendable () -> String
    /// The word that stands where a verb of its noun would, and is none: the noun's usual verb takes it for its own.
    var wordInsteadOfVerb: String?
    /// The folder that `-C` names, as it was typed.
    var folder: String?
    /// Whether notes are left out (`--quiet`). Warnings and errors are not.
    public var isQuiet = false
    /// What could not be read of what was asked for.
    let gaps = ReadGaps()
    /// The top of the store that was opened.
    let top = StoreTop()
    private let kept = KeptObjects()

    /// A context of the parts given; the others are hermetic.
    public init(
        standardOutput: any TextSink = MemorySink(), standardError: any TextSink = MemorySink(),
        standardInput: any TextSource = MemorySource(), terminal: Terminal = Terminal(),
        environment: [String: String] = [:], currentDirectory: String = "/",
        now: @escaping @Sendable () -> Instant = Context.steppingClock(),
        uptime: @escaping @Sendable () -> Duration = { .zero }, program: @escaping @Sendable () -> String = { "cotech" }
    ) {
        self.standardOutput = standardOutput
        self.standardError = standardError
        self.standardInput = standardInput
        self.terminal = terminal
        self.environment = environment
        self.currentDirectory = currentDirectory
        self.now = now
        self.uptime = uptime
        self.program = program
    }

    /// A clock for tests: each look at it is `step` seconds after the one before, so that moments differ and a test
    /// gives the same every time.
    ///
    /// - Parameter start: Monday 23 November 2026, 09:00 UTC, unless said.
    public static func steppingClock(
        from start: Instant = Instant(seconds: 1_795_424_400), step: Int = 1
    ) -> @Sendable () -> Instant {
        let clock = SteppingClock(start.seconds - step)
        return { Instant(seconds: clock.advance(by: step)) }
    }

    /// Keeps what a command has read for as long as this context lasts: to the end of the process, which gives memory back
    /// at once. Giving it back record by record takes a tenth of a list.
    func keep(_ object: AnyObject) { kept.keep(object) }

    /// Whether a person at a terminal can be asked.
    public var canAsk: Bool { terminal.isInput && terminal.isError }

    /// The width that what a person sees is fitted to; nil where the text goes to a file or a pipe.
    public var width: Int? { terminal.isOutput ? terminal.columns : nil }

    /// Whether standard output shows colours.
    public var hasColour: Bool { terminal.isOutput && allowsColour }

    /// Whether standard error shows colours.
    public var hasColourOnError: Bool { terminal.isError && allowsColour }

    /// Whether the terminal obeys anything but letters and newlines.
    var isDumb: Bool { ["", "dumb"].contains(environment["TERM"] ?? "") }

    /// `NO_COLOR` counts where it is set and not empty (no-color.org).
    private var allowsColour: Bool { (environment["NO_COLOR"] ?? "").isEmpty && !isDumb }
}

private final class SteppingClock: Sendable {
    private let seconds: Mutex<Int>

    init(_ seconds: Int) { self.seconds = Mutex(seconds) }

    func advance(by step: Int) -> Int {
        seconds.withLock { seconds in
            seconds += step
            return seconds
        }
    }
}
