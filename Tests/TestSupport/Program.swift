public import Foundation

/// What a program did.
public struct Answer: Sendable {
    /// How it ended, as shells number it: 128 and the signal's number where a signal ended it.
    public let status: Int32
    /// The signal that ended it, if one did.
    public let signal: Int32?
    public let output: String
    /// Empty where the program's two streams were joined.
    public let error: String
    /// How long it ran: for timing what a test does, never for judging it.
    public let seconds: Double

    /// Output and error together, for what must hold of both.
    public var text: String { output + error }
    public var lines: [String] { output.split(separator: "\n").map(String.init) }
    /// The output without the newlines at its end.
    public var trimmed: String { String(output.reversed().drop { $0.isNewline }.reversed()) }
}

/// Starts programs from tests.
///
/// Foundation's `Process` keeps two descriptors of every program that a thread without a run loop started, and
/// crashes after some six hundred; swift-subprocess needs a free thread of Swift's pool, and tests block them all. So
/// programs are spawned here, with files for their streams, which no pipe can fill up.
public enum Program {
    public struct Failure: Error, CustomStringConvertible {
        public let description: String
        public init(description: String) { self.description = description }
    }

    /// Runs a program to its end.
    ///
    /// - Parameters:
    ///   - program: a name to look for in `PATH`, or a path.
    ///   - folder: where it runs; nil for this process's own.
    ///   - environment: the whole environment; nil for this process's own.
    ///   - isJoined: whether standard error goes where standard output goes, in the order of writing.
    ///   - limit: the seconds after which it is ended, which is a failure.
    public static func run(
        _ program: String, _ arguments: [String], in folder: String? = nil, environment: [String: String]? = nil,
        input: [UInt8] = [], isJoined: Bool = false, within limit: Double = 120
    ) throws -> Answer {
        try start(program, arguments, in: folder, environment: environment, input: input, isJoined: isJoined)
            .answer(within: limit)
    }

    /// Starts a program, which goes on beside the test. The parameters are those of `run`.
    public static func start(
        _ program: String, _ arguments: [String], in folder: String? = nil, environment: [String: String]? = nil,
        input: [UInt8] = [], isJoined: Bool = false
    ) throws -> Running {
        let streams = FileManager.default.temporaryDirectory.path + "/cotech-program-\(UUID().uuidString)"
        try Data(input).write(to: URL(fileURLWithPath: streams + ".in"))
        // A shell goes into the folder and becomes the program: not every system's posix_spawn can.
        let place = folder ?? FileManager.default.currentDirectoryPath
        let words = ["/bin/sh", "-c", #"cd -- "$0" && exec "$@""#, place, program] + arguments
        let variables = (environment ?? ProcessInfo.processInfo.environment).map { "\($0)=\($1)" }
        let identifier = try spawn(words, variables, streams: streams, isJoined: isJoined)
        return Running(identifier: identifier, streams: streams, words: [program] + arguments)
    }

    /// Writes a program as a script.
    ///
    /// Another process writes it: were a program started meanwhile by another test, it would hold this process's
    /// descriptor for a moment, and the system refuses to run a file that somebody writes.
    public static func writeScript(_ path: String, _ text: String) throws {
        let answer = try run("sh", ["-c", #"cat > "$0" && chmod +x "$0""#, path], input: Array(text.utf8))
        guard answer.status == 0 else { throw Failure(description: "\(path): \(answer.error)") }
    }

    private static func spawn(
        _ words: [String], _ variables: [String], streams: String, isJoined: Bool
    ) throws -> pid_t {
        #if canImport(Darwin)
            var actions: posix_spawn_file_actions_t?
        #else
            var actions = unsafe posix_spawn_file_actions_t()
        #endif
        unsafe posix_spawn_file_actions_init(&actions)
        defer { unsafe posix_spawn_file_actions_destroy(&actions) }
        let writing = O_WRONLY | O_CREAT | O_TRUNC | O_APPEND
        unsafe posix_spawn_file_actions_addopen(&actions, 0, streams + ".in", O_RDONLY, 0)
        unsafe posix_spawn_file_actions_addopen(&actions, 1, streams + ".out", writing, 0o600)
        if isJoined {
            unsafe posix_spawn_file_actions_adddup2(&actions, 1, 2)
        } else {
            unsafe posix_spawn_file_actions_addopen(&actions, 2, streams + ".err", writing, 0o600)
        }
        var arguments = unsafe words.map { unsafe strdup($0) } + [nil]
        var environment = unsafe variables.map { unsafe strdup($0) } + [nil]
        defer { unsafe (arguments + environment).forEach { unsafe free($0) } }
        var identifier = pid_t()
        let code = unsafe posix_spawn(&identifier, words[0], &actions, nil, &arguments, &environment)
        guard code == 0 else {
            throw Failure(description: "\(words[0]) cannot be started: \(unsafe String(cString: strerror(code)))")
        }
        return identifier
    }
}

/// A program that was started.
public final class Running {
    public let identifier: pid_t
    private let streams: String
    private let words: [String]
    private let began = ContinuousClock.now
    private var status: Int32?

    init(identifier: pid_t, streams: String, words: [String]) {
        self.identifier = identifier
        self.streams = streams
        self.words = words
    }

    deinit {
        if status == nil {
            kill(identifier, SIGKILL)
            var ending: Int32 = 0
            unsafe waitpid(identifier, &ending, 0)
        }
        for ending in [".in", ".out", ".err"] { try? FileManager.default.removeItem(atPath: streams + ending) }
    }

    public var isRunning: Bool {
        guard status == nil else { return false }
        var ending: Int32 = 0
        if unsafe waitpid(identifier, &ending, WNOHANG) == identifier { status = ending }
        return status == nil
    }

    /// Waits, and ends the program when it takes longer than `limit` seconds.
    public func answer(within limit: Double = 120) throws -> Answer {
        var pause: UInt32 = 200
        while isRunning {
            if began.duration(to: .now) > .seconds(limit) {
                throw Program.Failure(
                    description: "still running after \(limit) s: \(words.joined(separator: " "))")
            }
            usleep(pause)
            pause = min(pause * 2, 5_000)
        }
        let spent = began.duration(to: .now).components
        let texts = [".out", ".err"].map { ending in
            String(decoding: FileManager.default.contents(atPath: streams + ending) ?? Data(), as: UTF8.self)
        }
        let ending = status ?? 0
        let signal = ending & 0x7f
        return Answer(
            status: signal == 0 ? (ending >> 8) & 0xff : 128 + signal, signal: signal == 0 ? nil : signal,
            output: texts[0], error: texts[1],
            seconds: Double(spent.seconds) + Double(spent.attoseconds) / 1e18)
    }
}
