import Dispatch
import Foundation
import Testing

/// Threads beside Swift's shared pool, four of them at work at once.
///
/// A command waits for other programs, and swift-subprocess needs a free thread of the shared pool to get on: were the
/// tests that wait to hold all of those, none would ever end.
private final class OwnThreads: TaskExecutor {
    static let shared = OwnThreads()
    private let places = DispatchSemaphore(value: 4)

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        Thread.detachNewThread { [self] in
            places.wait()
            defer { places.signal() }
            unsafe job.runSynchronously(on: asUnownedTaskExecutor())
        }
    }
}

/// Runs the tests of a suite on threads of their own.
struct OwnThreadsTrait: SuiteTrait, TestTrait, TestScoping {
    let isRecursive = true

    func provideScope(
        for test: Test, testCase: Test.Case?, performing function: @Sendable @concurrent () async throws -> Void
    ) async throws {
        try await withTaskExecutorPreference(OwnThreads.shared) { try await function() }
    }
}

extension Trait where Self == OwnThreadsTrait {
    /// For tests of commands, which wait for other programs.
    static var onOwnThreads: Self { OwnThreadsTrait() }
}
