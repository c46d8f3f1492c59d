internal import Dispatch
internal import Subprocess
internal import Synchronization

#if canImport(System)
    internal import System
#else
    internal import SystemPackage
#endif

/// Runs another program and waits for it.
enum Program {
    struct Result: Sendable {
        var succeeded: Bool
        var output: String
        var complaint: String
    }

    /// - Parameter input: what the program reads from its standard input.
    /// - Throws: what Subprocess throws when the program cannot be started, put into words.
    static func run(_ program: String, _ arguments: [String], input: [UInt8] = []) throws(GitError) -> Result {
        do {
            return try CallingThread.wait {
                let executable: Executable = program.contains("/") ? .path(FilePath(program)) : .name(program)
                let result = try await Subprocess.run(
                    executable, arguments: Arguments(arguments), input: .array(input),
                    output: .string(limit: 1 << 20), error: .string(limit: 1 << 20))
                return Result(
                    succeeded: result.terminationStatus == .exited(0), output: result.standardOutput,
                    complaint: result.standardError)
            }
        } catch {
            throw GitError(.other, "cannot run \(program): \(error)")
        }
    }
}

/// Runs one asynchronous piece of work on the thread that waits for it.
///
/// Waiting on a semaphore alone would block a thread of Swift's pool while the work needs one: on a machine
/// with few cores, for ever.
private final class CallingThread: TaskExecutor {
    private let jobs = Mutex<[UnownedJob]>([])
    private let arrival = DispatchSemaphore(value: 0)

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        jobs.withLock { $0.append(job) }
        arrival.signal()
    }

    static func wait<Value: Sendable>(_ work: @escaping @Sendable () async throws -> Value) throws -> Value {
        let thread = CallingThread()
        let outcome = Outcome<Value>()
        Task(executorPreference: thread) {
            let result: Result<Value, any Error>
            do { result = .success(try await work()) } catch { result = .failure(error) }
            outcome.result.withLock { $0 = result }
            thread.arrival.signal()
        }
        let executor = unsafe thread.asUnownedTaskExecutor()
        while true {
            thread.arrival.wait()
            if let job = thread.jobs.withLock({ $0.isEmpty ? nil : $0.removeFirst() }) {
                unsafe job.runSynchronously(on: executor)
            }
            if let result = outcome.result.withLock({ $0 }) { return try result.get() }
        }
    }

    private final class Outcome<Value: Sendable>: Sendable {
        let result = Mutex<Result<Value, any Error>?>(nil)
    }
}
