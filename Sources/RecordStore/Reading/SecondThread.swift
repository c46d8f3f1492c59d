import Dispatch
import Synchronization

/// Work being done on a second thread, with a handle of its own: a repository serves one thread at a time.
final class SecondThread<Success: Sendable, Failure: Error>: Sendable {
    private let outcome = Mutex<Result<Success, Failure>?>(nil)
    private let group = DispatchGroup()

    init(_ work: @escaping @Sendable () throws(Failure) -> Success) {
        DispatchQueue.global(qos: .userInitiated).async(group: group) { [self] in
            let result = Result { () throws(Failure) in try work() }
            outcome.withLock { $0 = result }
        }
    }

    /// Waits for the work, and gives what came of it.
    func result() -> Result<Success, Failure> {
        group.wait()
        guard let result = outcome.withLock(\.self) else { preconditionFailure("the group was left before the work") }
        return result
    }
}

/// Work in parts that two threads share: the second takes them from the front, and whoever needs what came of a part
/// takes those that are left from the back. So neither waits for the other while there is anything to do.
final class SharedParts<Part: Sendable, Outcome: Sendable, Failure: Error>: Sendable {
    private let board: Board
    private let thread: SecondThread<Void, Never>

    /// - Parameters:
    ///   - limit: how many parts the second thread may take, until it is allowed more.
    ///   - worker: makes what the second thread works with, on that thread.
    init(
        limit: Int = .max, _ worker: @escaping @Sendable () throws(Failure) -> (Part) throws(Failure) -> Outcome
    ) {
        let board = Board(limit: limit)
        self.board = board
        thread = SecondThread {
            do throws(Failure) {
                let work = try worker()
                while let (index, part) = board.next() { board.finish(index, try work(part)) }
            } catch {
                board.fail(error)
            }
        }
    }

    deinit {
        // A thread must not outlive what asked for it.
        board.stop()
        _ = thread.result()
    }

    func add(_ parts: some Collection<Part>) { board.change { $0.parts += parts.map { .open($0) } } }

    func addAll(_ parts: some Collection<Part>) {
        add(parts)
        close()
    }

    /// Says that there are all the parts now, so that the second thread ends with the last of them, and lets go of what it
    /// works with while its results are still being used.
    func close() { board.change { $0.isClosed = true } }

    /// Lets the second thread go as far as here, so that it is not further ahead than its results are needed.
    func allow(upTo limit: Int) { board.change { $0.limit = max($0.limit, limit) } }

    /// Has a range of parts done: the caller does those that are left, from the back, and then takes over the others.
    func complete(
        _ range: Range<Int>, mine: (Int, Part) throws(Failure) -> Void, theirs: (Int, Outcome) throws(Failure) -> Void
    ) throws(Failure) {
        var done: Set<Int> = []
        while let (index, part) = take(from: range) {
            done.insert(index)
            try mine(index, part)
        }
        for index in range where !done.contains(index) { try theirs(index, try outcome(of: index)) }
    }

    /// What comes of parts, in their order, where these are all that there are.
    ///
    /// - Parameter mine: what the caller makes of the parts that it takes.
    func outcomes(of parts: [Part], mine: (Part) throws(Failure) -> Outcome) throws(Failure) -> [Outcome] {
        addAll(parts)
        var outcomes = [Outcome?](repeating: nil, count: parts.count)
        try complete(parts.indices) { (number, part) throws(Failure) in
            outcomes[number] = try mine(part)
        } theirs: { (number, theirs) in
            outcomes[number] = theirs
        }
        return outcomes.compactMap(\.self)
    }

    /// The last part of a range that nobody has taken, which is the caller's from now on.
    func take(from range: Range<Int>) -> (index: Int, part: Part)? {
        board.state.withLock { state in
            for index in range.reversed() {
                guard case .open(let part) = state.parts[index] else { continue }
                state.parts[index] = .taken
                return (index, part)
            }
            return nil
        }
    }

    /// What the second thread made of a part that the caller has not taken; waits for it.
    func outcome(of index: Int) throws(Failure) -> Outcome {
        while true {
            let found = board.state.withLock { state -> Result<Outcome, Failure>? in
                if let failure = state.failure { return .failure(failure) }
                guard case .finished(let outcome) = state.parts[index] else { return nil }
                state.parts[index] = .taken
                return .success(outcome)
            }
            if let found { return try found.get() }
            board.finished.wait()
        }
    }

    /// What both threads look at.
    private final class Board: Sendable {
        struct State {
            var parts: [Stage] = []
            var next = 0
            var limit: Int
            var isClosed = false
            var isStopped = false
            var failure: Failure?
        }

        enum Stage {
            case open(Part)
            case taken
            case finished(Outcome)
        }

        let state: Mutex<State>
        /// Whenever something was added or allowed.
        private let changed = DispatchSemaphore(value: 0)
        /// Whenever the second thread has finished a part.
        let finished = DispatchSemaphore(value: 0)

        init(limit: Int) { state = Mutex(State(limit: limit)) }

        func change(_ change: (inout State) -> Void) {
            state.withLock { change(&$0) }
            changed.signal()
        }

        func stop() { change { $0.isStopped = true } }

        /// The next open part; waits for one, and gives nil when there will be none.
        func next() -> (Int, Part)? {
            while true {
                let (found, isStopped) = state.withLock { state -> ((Int, Part)?, Bool) in
                    while !state.isStopped, state.next < min(state.parts.count, state.limit) {
                        let index = state.next
                        state.next += 1
                        guard case .open(let part) = state.parts[index] else { continue }
                        state.parts[index] = .taken
                        return ((index, part), false)
                    }
                    return (nil, state.isStopped || state.isClosed && state.next == state.parts.count)
                }
                if let found { return found }
                if isStopped { return nil }
                changed.wait()
            }
        }

        func finish(_ index: Int, _ outcome: Outcome) {
            state.withLock { $0.parts[index] = .finished(outcome) }
            finished.signal()
        }

        func fail(_ failure: Failure) {
            state.withLock { $0.failure = failure }
            finished.signal()
        }
    }
}
