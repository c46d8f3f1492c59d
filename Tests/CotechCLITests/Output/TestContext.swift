import CotechCLI
import Foundation
import RecordModel
import Synchronization

/// A context whose output can be read back.
struct TestContext {
    let output = MemorySink()
    let error = MemorySink()
    var context: Context

    init(_ terminal: Terminal = Terminal(), environment: [String: String] = [:], input: String = "") {
        context = Context(
            standardOutput: output, standardError: error, standardInput: MemorySource(input), terminal: terminal,
            environment: environment)
    }
}

/// A stopwatch that a test moves on.
final class ManualClock: Sendable {
    private let time = Mutex(Duration.zero)

    var now: Duration { time.withLock { $0 } }

    func pass(_ duration: Duration) { time.withLock { $0 += duration } }
}

extension Terminal {
    /// A person's terminal.
    static func person(columns: Int = 80, lines: Int = 24) -> Terminal {
        Terminal(isInput: true, isOutput: true, isError: true, columns: columns, lines: lines)
    }
}

/// Runs what blocks on a thread of its own, so that the test waits without holding a thread of the shared pool.
func blocking<Value: Sendable>(_ body: @escaping @Sendable () throws -> Value) async throws -> Value {
    try await withCheckedThrowingContinuation { continuation in
        Thread.detachNewThread { continuation.resume(with: Result { try body() }) }
    }
}
