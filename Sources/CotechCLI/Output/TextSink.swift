import Foundation
import Synchronization

/// Where a command's text goes: standard output, standard error, or a test's memory.
public protocol TextSink: Sendable {
    /// Takes text; it may be held back until `flush`.
    func write(_ text: String)

    /// Passes on what was held back.
    ///
    /// - Throws: where something written so far has not arrived, such as on a full disk.
    func flush() throws(WriteFailure)
}

/// Output that could not be written.
public struct WriteFailure: Error, Hashable, Sendable {
    /// The operating system's words.
    public let reason: String
}

/// Text kept in memory, for tests and for what is measured before it is shown.
public final class MemorySink: TextSink {
    private let written = Mutex("")

    /// An empty sink.
    public init() {}

    /// Everything written so far.
    public var text: String { written.withLock { $0 } }

    /// Keeps text.
    public func write(_ text: String) { written.withLock { $0 += text } }
    /// Does nothing: nothing is held back.
    public func flush() {}
}

/// Text that goes to two places.
struct DoubledSink: TextSink {
    private let sinks: (any TextSink, any TextSink)

    init(_ first: any TextSink, _ second: any TextSink) { sinks = (first, second) }

    func write(_ text: String) {
        sinks.0.write(text)
        sinks.1.write(text)
    }

    func flush() throws(WriteFailure) {
        try sinks.0.flush()
        try sinks.1.flush()
    }
}

/// A file descriptor, written in blocks.
///
/// A reader that stops reading (`cotech members list | head`), or output that was closed beforehand, is no failure: the
/// rest is simply not written.
public final class DescriptorSink: TextSink {
    private struct State {
        var held: [UInt8] = []
        var failure: WriteFailure?
        var isClosed = false
    }

    private let descriptor: Int32
    private let blockSize: Int
    private let state = Mutex(State())

    /// A sink on an open descriptor.
    ///
    /// - Parameter isBuffered: false for standard error, whose lines are worth seeing at once.
    public init(_ descriptor: Int32, isBuffered: Bool = true) {
        self.descriptor = descriptor
        blockSize = isBuffered ? 1 << 16 : 0
    }

    /// Takes text, and passes it on a block at a time.
    public func write(_ text: String) {
        state.withLock { state in
            guard !state.isClosed else { return }
            state.held.append(contentsOf: text.utf8)
            if state.held.count >= blockSize { pass(&state) }
        }
    }

    /// Passes on what is held back; throws what has gone wrong since the sink was made.
    public func flush() throws(WriteFailure) {
        let failure = state.withLock { state in
            if !state.isClosed { pass(&state) }
            return state.failure
        }
        if let failure { throw failure }
    }

    private func pass(_ state: inout State) {
        guard !state.held.isEmpty else { return }
        do {
            try FileHandle(fileDescriptor: descriptor, closeOnDealloc: false).write(contentsOf: Data(state.held))
        } catch {
            state.isClosed = true
            if !DescriptorSink.hasNoReader(error) { state.failure = WriteFailure(reason: error.systemWords) }
        }
        state.held.removeAll(keepingCapacity: true)
    }

    private static func hasNoReader(_ error: any Error) -> Bool {
        error.systemError.map { [Int(EPIPE), Int(EBADF)].contains($0.code) } ?? false
    }

}
