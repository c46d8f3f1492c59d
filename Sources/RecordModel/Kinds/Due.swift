/// Something that needs a person: when, for whom, in what words, and the command that answers it.
public struct Due: Hashable, Sendable {
    /// The day it is due on.
    public let day: Day
    /// Who it waits for, where that is known.
    public let person: String?
    /// What is to be done, as a sentence without its full stop: `Answer the enquiry from Clockwork Wheel`.
    public let sentence: String
    /// The command that answers it.
    public let command: String

    /// Something due.
    public init(on day: Day, for person: String? = nil, _ sentence: String, command: String) {
        self.day = day
        self.person = person
        self.sentence = sentence
        self.command = command
    }
}

/// What a whole record, rather than one value, gets wrong.
public struct RecordProblem: Hashable, Sendable {
    /// The field to point at.
    public let field: String
    /// The entry within it; nil where the field as a whole is meant.
    public let entry: String?
    /// Whether it is the entry's key that is wrong, and not its value.
    public let isOfKey: Bool
    /// What is wrong with it.
    public let problem: ValueProblem
    /// How much it matters.
    public let weight: Weight

    /// How much a problem matters.
    public enum Weight: Sendable {
        /// It has to be mended.
        case error
        /// It asks for a look.
        case warning
        /// It may well be as it should be, and is only worth knowing.
        case note
    }

    /// A problem that points at `field`.
    public init(
        _ field: String, entry: String? = nil, ofKey: Bool = false, _ problem: ValueProblem, weight: Weight = .error
    ) {
        self.field = field
        self.entry = entry
        isOfKey = ofKey
        self.problem = problem
        self.weight = weight
    }
}
