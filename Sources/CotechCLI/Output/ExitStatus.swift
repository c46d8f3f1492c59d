/// How a command ended, for scripts. Nothing else is ever returned.
///
/// The numbers above 63 are those of `sysexits.h`, except 77, which means here that ownership refused the change. Where a
/// command is refused, 64 asks for another command, and 65 for a record or a file to be mended before the same one holds.
public enum ExitStatus: Int32, CaseIterable, Sendable {
    case done = 0
    case findings = 1
    case usage = 64
    case badData = 65
    case unavailable = 69
    case bug = 70
    case cannotWrite = 73
    case tryAgain = 75
    case refused = 77

    /// What it says of a command: `cotech help exit-status`, and with it the manual pages, have it from here.
    public var meaning: String {
        switch self {
        case .done: "Done."
        case .findings: "There are findings: what check and doctor look for, stale with --exit-code, fmt with --check."
        case .usage: "The command cannot be done as it is typed: an unknown word, a wrong value, what is not allowed."
        case .badData: "A record or a file is wrong, or cannot be read. Once it is mended, the same command holds."
        case .unavailable: "The repository or its history cannot be used, or what was asked is not known."
        case .bug: "A bug in cotech."
        case .cannotWrite: "A file or the repository could not be written."
        case .tryAgain: "Somebody else was writing, something is not finished, or there is a conflict. Try again."
        case .refused: "Ownership does not allow the change."
        }
    }
}
