import RecordStore
import Synchronization

/// What a command was to read and could not, which is told at its end: whatever it has written lacks that.
final class ReadGaps: Sendable {
    private let folders = Mutex<[BlockedFolder]>([])

    func note(_ folder: BlockedFolder) { folders.withLock { $0.append(folder) } }

    /// Tells of the gaps.
    ///
    /// - Returns: how the command ends, which would have ended with `status`.
    func tell(to context: Context, endingWith status: ExitStatus) -> ExitStatus {
        let found = folders.withLock(\.self)
        for folder in found { context.warning(folder.message, help: folder.help) }
        return found.isEmpty || ![.done, .findings].contains(status) ? status : .badData
    }
}
