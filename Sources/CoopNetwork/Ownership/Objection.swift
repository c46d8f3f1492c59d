public import RecordModel

/// Why a proposed change is not for somebody to make, by the rules of the base.
public struct Objection: Hashable, Sendable {
    /// The file that would change.
    public let path: String
    /// What to say of it.
    public let problem: ValueProblem

    /// The code of what waits for the yes of an owner or a coordinator.
    public static let needsYes = "needs-yes"
    /// The code of what is refused: nobody's yes would do, an owner or a coordinator has to make the change.
    public static let refused = "not-yours"

    init(needingYes path: String, _ message: String, help: String) {
        self.path = path
        problem = ValueProblem(message, code: Objection.needsYes, help: help)
    }

    init(refusing path: String, _ message: String, help: String) {
        self.path = path
        problem = ValueProblem(message, code: Objection.refused, help: help)
    }
}
