import RecordModel
import Synchronization

/// Says how far a long piece of work has come: on standard error, to a person at a terminal, and only once it has
/// taken a second. There is nothing to see otherwise, nor where the terminal cannot rewrite a line.
public final class Progress: Sendable {
    private struct State {
        var done = 0
        var lastShown: Duration?
    }

    private let context: Context
    private let label: String
    private let noun: String?
    private let total: Int?
    private let start: Duration
    private let state = Mutex(State())

    /// Work that begins now.
    ///
    /// - Parameters:
    ///   - label: what is being done: `Reading history`.
    ///   - noun: what is counted, in the plural: `commits`; nil where nothing can be counted. Then it is said once, and
    ///     nothing on the line is wiped away for it: another program may be asking something there.
    ///   - total: how many there are, where that is known.
    public init(_ label: String, counting noun: String? = nil, of total: Int? = nil, in context: Context) {
        self.context = context
        self.label = label
        self.noun = noun
        self.total = total
        start = context.uptime()
    }

    /// Counts what is done. Cheap enough for every item; it may be called from several threads.
    public func advance(by count: Int = 1) {
        guard isShown else { return }
        let line = state.withLock { state -> String? in
            state.done += count
            let now = context.uptime()
            guard now - start >= .seconds(1),
                now - (state.lastShown ?? .zero) >= .milliseconds(200) || state.lastShown == nil
            else { return nil }
            if noun == nil, state.lastShown != nil { return nil }
            state.lastShown = now
            guard let noun else { return Text.truncated("\(label) …", to: context.terminal.columns - 1) }
            let sofar = total.map { "\(state.done) of \($0) \(noun)" } ?? "\(state.done) \(noun)"
            return "\r\u{1B}[K" + Text.truncated("\(label): \(sofar)", to: context.terminal.columns - 1)
        }
        if let line { context.standardError.write(line) }
    }

    /// Takes the line away, so that what follows stands alone.
    public func finish() {
        let wasShown = state.withLock { state in
            defer { state.lastShown = nil }
            return state.lastShown != nil
        }
        if wasShown { context.standardError.write("\r\u{1B}[K") }
    }

    private var isShown: Bool { context.terminal.isError && !context.isDumb && !context.isQuiet }
}
