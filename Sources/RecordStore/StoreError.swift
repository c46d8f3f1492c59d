public import Git
public import RecordText

/// Why the store could not do what it was asked, and what mends it.
public struct StoreError: Error, Sendable, CustomStringConvertible {
    /// What kind of failure it is; the command line gives each an exit status.
    public enum Kind: Sendable, Hashable {
        /// No such record, field, kind or day.
        case usage
        /// A record, or the settings, cannot be read.
        case badData
        /// The repository or its history is not usable.
        case unavailable
        /// The change cannot be written.
        case cannotWrite
        /// Somebody else was at it, or a file has unsaved changes: try again.
        case tryAgain
        /// Whoever asks may not change this.
        case refused
    }

    /// What kind of failure it is.
    public let kind: Kind
    /// What was being done and what is wrong, as one sentence without its full stop.
    public let message: String
    /// What to do, a command where there is one.
    public let help: [String]
    /// The places in records that are wrong.
    public let diagnostics: [Diagnostic]

    /// An error with its remedy.
    public init(_ kind: Kind, _ message: String, help: String..., diagnostics: [Diagnostic] = []) {
        self.init(kind, message, helpLines: help, diagnostics: diagnostics)
    }

    /// An error whose remedies are a list already.
    public init(_ kind: Kind, _ message: String, helpLines: [String], diagnostics: [Diagnostic] = []) {
        self.kind = kind
        self.message = message
        help = helpLines
        self.diagnostics = diagnostics
    }

    /// A failure of the repository itself.
    public init(_ error: GitError) {
        kind =
            switch error.kind {
            case .locked, .overtaken: .tryAgain
            case .readOnly, .diskFull, .detachedHead, .signingFailed: .cannotWrite
            case .noSuchRevision, .ambiguousRevision, .invalidName, .invalidPath: .usage
            default: .unavailable
            }
        message = error.message
        help = [error.fix].compactMap(\.self)
        diagnostics = []
    }

    public var description: String { ([message] + help).joined(separator: "\n") }
}

/// Runs something of the git layer and gives its failure as the store's.
func git<Result>(_ body: () throws(GitError) -> Result) throws(StoreError) -> Result {
    do { return try body() } catch { throw StoreError(error) }
}
