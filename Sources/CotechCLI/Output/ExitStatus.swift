/// How a command ended, for scripts. Nothing else is ever returned.
///
/// The numbers above 63 are those of `sysexits.h`, except 77, which means here that ownership refused the change.
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

    /// What it means, in a sentence for help and manual pages.
    public var meaning: String {
        switch self {
        case .done: "Done."
        case .findings: "There are findings: check, or stale with --exit-code."
        case .usage: "The command was not understood, or what it says cannot be: an unknown field, a wrong value."
        case .badData: "A record or a file could not be read, or is wrong."
        case .unavailable: "The repository or its history cannot be used, or answers \"unknown\"."
        case .bug: "A bug in cotech."
        case .cannotWrite: "A file or the repository could not be written."
        case .tryAgain: "Somebody else was writing, or there is a conflict. Try again."
        case .refused: "Ownership does not allow the change."
        }
    }
}
