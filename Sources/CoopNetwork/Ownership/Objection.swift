public import RecordModel

/// Why a proposed change is not for somebody to make, by the rules of the base.
public struct Objection: Hashable, Sendable {
    /// The file that would change.
    public let path: String
    /// Whether a yes would do.
    public let kind: Kind
    /// What to say of it.
    public let problem: ValueProblem

    /// What would take the objection away.
    public enum Kind: Hashable, Sendable {
        /// The yes of an owner or a coordinator.
        case needsYes
        /// Nobody's yes: an owner or a coordinator has to make the change.
        case refused
    }

    /// The code of what waits for a yes.
    public static let needsYes = "needs-yes"
    /// The code of what is refused.
    public static let refused = "not-yours"

    init(needingYes path: String, _ message: String, help: String) {
        self.path = path
        kind = .needsYes
        problem = ValueProblem(message, code: Objection.needsYes, help: help)
    }

    init(refusing path: String, _ message: String, help: String) {
        self.path = path
        kind = .refused
        problem = ValueProblem(message, code: Objection.refused, help: help)
    }
}
