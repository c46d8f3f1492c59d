import Dispatch
import Foundation
import Subprocess
import Synchronization

#if canImport(System)
    import System
#else
    import SystemPackage
#endif

/// Runs other programs and waits for them. swift-subprocess is asynchronous and commands are not: this is the one
/// place where the two meet.
public enum ChildProcess {
    /// How a program ended and what it wrote.
    public struct Outcome: Hashable, Sendable {
        /// The exit status; 128 and the signal's number where a signal ended it, as shells say.
        public let status: Int32
        /// Standard output.
        public let output: [UInt8]
        /// Standard error, for messages.
        public let errorText: String

        /// Whether it ended with 0.
        public var isSuccess: Bool { status == 0 }

        /// Standard output as text.
        public var text: String { String(decoding: output, as: UTF8.self) }
    }

    /// Why a program could not be run.
    public struct Failure: Error, Hashable, Sendable {
        /// What went wrong, in words: `there is no program "less"`.
        public let message: String
    }

    /// Runs a program to its end, giving it `input` and taking what it writes.
    ///
    /// - Parameters:
    ///   - executable: a name to look for in `PATH`, or a path.
    ///   - environment: the program's whole environment.
    ///   - limit: the most bytes it may write to either stream; more is a failure.
    ///   - meanwhile: called now and then on this thread while the program runs.
    public static func run(
        _ executable: String, _ arguments: [String], input: [UInt8] = [], environment: [String: String],
        workingDirectory: String? = nil, limit: Int = 256 << 20, meanwhile: () -> Void = {}
    ) throws(Failure) -> Outcome {
        try waiting(meanwhile) {
            let result = try await Subprocess.run(
                program(executable), arguments: Arguments(arguments), environment: .custom(keyed(environment)),
                workingDirectory: workingDirectory.map { FilePath($0) }, input: .inputWriter,
                output: .bytes(limit: limit), error: .bytes(limit: limit)
            ) { await feed(input, to: $0.standardInputWriter) }
            return Outcome(
                status: result.terminationStatus.number, output: result.standardOutput,
                errorText: String(decoding: result.standardError, as: UTF8.self))
        }
    }

    /// Runs a program that uses the person's terminal, such as an editor, to its end.
    ///
    /// - Parameter input: what it reads; nil where it reads from the terminal.
    /// - Returns: its exit status.
    public static func runInteractively(
        _ executable: String, _ arguments: [String], input: [UInt8]? = nil, environment: [String: String],
        workingDirectory: String? = nil
    ) throws(Failure) -> Int32 {
        // Ctrl-C in an editor or a pager is for it; the child gets the usual dispositions back when it starts.
        let previous = [SIGINT, SIGQUIT].map { ($0, signal($0, SIG_IGN)) }
        defer { for (number, handler) in previous { _ = signal(number, handler) } }
        return try waiting {
            let configuration = Configuration(
                executable: program(executable), arguments: Arguments(arguments),
                environment: .custom(keyed(environment)), workingDirectory: workingDirectory.map { FilePath($0) })
            guard let input else {
                return try await Subprocess.run(
                    configuration, input: .currentStandardInput, output: .currentStandardOutput,
                    error: .currentStandardError
                ).terminationStatus.number
            }
            return try await Subprocess.run(
                configuration, input: .inputWriter, output: .currentStandardOutput, error: .currentStandardError
            ) { await feed(input, to: $0.standardInputWriter) }.terminationStatus.number
        }
    }

    private static func program(_ executable: String) -> Executable {
        executable.contains("/") ? .path(FilePath(executable)) : .name(executable)
    }

    private static func keyed(_ environment: [String: String]) -> [Environment.Key: String] {
        Dictionary(
            environment.compactMap { name, value in Environment.Key(rawValue: name).map { ($0, value) } },
            uniquingKeysWith: { first, _ in first })
    }

    /// A program may stop reading before it has everything (`head`, a pager that is quit): that is its business, and
    /// its exit status says whether it matters.
    private static func feed(_ input: [UInt8], to writer: StandardInputWriter) async {
        do {
            if !input.isEmpty { _ = try await writer.write(input) }
        } catch {}
        do { try await writer.finish() } catch {}
    }

    /// Blocks until `work` is done.
    ///
    /// swift-subprocess needs a free thread of Swift's shared pool, whatever executor it is started on. Were each of
    /// them blocked waiting here, as parallel tests on a small machine bring about, none would ever go on. So this is
    /// for the main thread and for threads of one's own.
    private static func waiting<Value: Sendable>(
        _ meanwhile: () -> Void = {}, for work: @escaping @Sendable () async throws -> Value
    ) throws(Failure) -> Value {
        let isOnSharedPool = unsafe withUnsafeCurrentTask { task in
            unsafe task.map { unsafe $0.unownedTaskExecutor == nil } ?? false
        }
        precondition(
            Thread.isMainThread || !isOnSharedPool,
            "waiting for another program from within a task can block the shared pool for ever")
        // A child that stops reading must not kill this process.
        _ = signal(SIGPIPE, SIG_IGN)
        let answer = Answer<Value>()
        Task.detached {
            do {
                answer.give(.success(try await work()))
            } catch {
                answer.give(.failure(Failure(message: String(describing: error))))
            }
        }
        return try answer.wait(meanwhile).get()
    }
}

/// One result, handed from the task that finds it to the thread that waits for it.
private final class Answer<Value: Sendable>: Sendable {
    private let result = Mutex<Result<Value, ChildProcess.Failure>?>(nil)
    private let isGiven = DispatchSemaphore(value: 0)

    func give(_ value: Result<Value, ChildProcess.Failure>) {
        result.withLock { $0 = value }
        isGiven.signal()
    }

    func wait(_ meanwhile: () -> Void) -> Result<Value, ChildProcess.Failure> {
        while isGiven.wait(timeout: .now() + .milliseconds(200)) == .timedOut { meanwhile() }
        return result.withLock { $0 } ?? .failure(ChildProcess.Failure(message: "the program gave no answer"))
    }
}

extension TerminationStatus {
    /// As shells number it: 128 and the signal where a signal ended the program.
    fileprivate var number: Int32 {
        switch self {
        case .exited(let code): code
        case .signaled(let signal): 128 + signal
        }
    }
}
