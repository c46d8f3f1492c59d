import RecordStore
import Synchronization

/// What a command was to read and could not, which is told at its end: whatever it has written lacks that.
final class ReadGaps: Sendable {
    private let found = Mutex<[ReadGap]>([])

    var isEmpty: Bool { found.withLock(\.isEmpty) }

    func note(_ gap: ReadGap) { found.withLock { if !$0.contains(gap) { $0.append(gap) } } }

    /// Tells of the gaps.
    ///
    /// - Returns: how the command ends, which would have ended with `status`.
    func tell(to context: Context, endingWith status: ExitStatus) -> ExitStatus {
        let found = found.withLock(\.self)
        for gap in found { context.warning(gap.message, help: gap.help) }
        return found.isEmpty || ![.done, .findings].contains(status) ? status : .badData
    }
}
