import Foundation
import Git
import RecordModel

extension Context {
    /// The context of this process. `COTECH_NOW`, such as `2026-11-23T09:00:00Z`, stops the clock, for tests of the
    /// built program.
    public static func live() -> Context {
        // A reader that stops reading must not kill a command in the middle of a write to the repository.
        _ = signal(SIGPIPE, SIG_IGN)
        let environment = ProcessInfo.processInfo.environment
        Repository.follow(EnvironmentSettings(environment))
        let start = ContinuousClock.now
        let output = DescriptorSink(STDOUT_FILENO)
        let stopped = environment["COTECH_NOW"].flatMap { Instant(iso: $0) }
        return Context(
            standardOutput: output, standardError: ErrorSink(after: output),
            standardInput: DescriptorSource(STDIN_FILENO), terminal: .live(environment: environment),
            environment: environment, currentDirectory: FileManager.default.currentDirectoryPath,
            now: { stopped ?? Instant(seconds: Int(Date().timeIntervalSince1970.rounded(.down))) },
            uptime: { ContinuousClock.now - start }, program: { ProgramPath.current(environment) })
    }

    /// Writes what is held back.
    ///
    /// - Throws: where output was lost, such as on a full disk: a command must not say that it is done then.
    public func finish() throws(CommandFailure) {
        do {
            try standardOutput.flush()
        } catch {
            throw CommandFailure(
                error.reason, doing: "Writing the output",
                help: "only what it says is missing: what it was to change is changed", status: .cannotWrite)
        }
    }
}

/// Standard error, which waits for standard output: on a terminal the two are read as one text.
private final class ErrorSink: TextSink {
    private let output: any TextSink
    private let sink = DescriptorSink(STDERR_FILENO, isBuffered: false)

    init(after output: any TextSink) { self.output = output }

    func write(_ text: String) {
        // What output has lost is said at the end, by `finish`.
        try? output.flush()
        sink.write(text)
    }

    func flush() throws(WriteFailure) { try sink.flush() }
}

/// Where the running program is.
private enum ProgramPath {
    /// The path by which a person calls it, since that one stays when a new version is installed; otherwise the file
    /// itself.
    static func current(_ environment: [String: String]) -> String {
        let own = Bundle.main.executablePath ?? CommandLine.arguments.first ?? "cotech"
        let file = identity(own)
        let folders = (environment["PATH"] ?? "").split(separator: ":").filter { $0.hasPrefix("/") }
        return folders.map { "\($0)/cotech" }.first { file != nil && identity($0) == file } ?? own
    }

    /// What is the same for two paths of one file.
    private static func identity(_ path: String) -> String? {
        let file = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
        return FileManager.default.isExecutableFile(atPath: file) ? file : nil
    }
}
