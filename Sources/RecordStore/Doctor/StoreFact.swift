/// One thing that `doctor` looked at, and what it found.
public struct StoreFact: Hashable, Sendable {
    /// How it stands.
    public enum State: String, Sendable {
        /// As it should be.
        case ok
        /// Worth knowing: something works less well, or not everywhere.
        case warning
        /// Something does not work.
        case problem
    }

    /// How it stands.
    public let state: State
    /// What was looked at: `history`, `locks`.
    public let subject: String
    /// What was found, as a sentence without its full stop.
    public let finding: String
    /// What to do about it: a command where there is one.
    public let fix: String?

    /// A fact.
    public init(_ state: State, _ subject: String, _ finding: String, fix: String? = nil) {
        self.state = state
        self.subject = subject
        self.finding = finding
        self.fix = fix
    }

    static func ok(_ subject: String, _ finding: String) -> StoreFact { StoreFact(.ok, subject, finding) }
}
