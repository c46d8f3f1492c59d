/// How a command ended, for scripts. Nothing else is ever returned.
///
/// The numbers above 63 are those of `sysexits.h`, except 77, which means here that ownership refused the change.
public enum ExitStatus: Int32, CaseIterable, Sendable {
    /// Done.
    case done = 0
    /// There are findings: check, or stale with --exit-code.
    case findings = 1
    /// The command was not understood, or what it says cannot be: an unknown field, a wrong value.
    case usage = 64
    /// A record or a file could not be read, or is wrong.
    case badData = 65
    /// The repository or its history cannot be used, or answers "unknown".
    case unavailable = 69
    /// A bug in cotech.
    case bug = 70
    /// A file or the repository could not be written.
    case cannotWrite = 73
    /// Somebody else was writing, or there is a conflict. Try again.
    case tryAgain = 75
    /// Ownership does not allow the change.
    case refused = 77
}
