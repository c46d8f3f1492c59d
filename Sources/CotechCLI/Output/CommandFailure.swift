import RecordModel

/// Why a command could not do what it was asked: what was being done, what is wrong, what fixes it, and how to exit.
public struct CommandFailure: Error, Hashable, Sendable {
    /// What is wrong, in one sentence without a full stop at its end.
    public let message: String
    /// What to do about it, a sentence or a command each.
    public let help: [String]
    /// How the command exits.
    public let status: ExitStatus

    /// A failure.
    ///
    /// - Parameter doing: what was being done, such as `Reading members/ty-gwydr.md`; it is put before the message.
    public init(_ message: String, doing: String? = nil, help: String..., status: ExitStatus) {
        self.init(message, doing: doing, helpLines: help, status: status)
    }

    /// A failure whose help is a list already.
    public init(_ message: String, doing: String? = nil, helpLines: [String], status: ExitStatus) {
        self.message = doing.map { "\($0): \(message)" } ?? message
        help = helpLines
        self.status = status
    }

    /// A name that is not one of those allowed. All of them are listed, those nearest to it first.
    public static func unknown(_ noun: String, _ name: String, valid: [String], plural: String? = nil) -> CommandFailure
    {
        let near = Suggestion.ranked(name, among: valid)
        let listed = near + valid.filter { !near.contains($0) }
        let list = "The \(plural ?? noun + "s") are \(listed.joined(separator: ", "))."
        // A group is each of its fields: which one is meant nobody knows.
        let parts = valid.filter { $0.hasPrefix(name + ".") }
        let meant = parts.isEmpty ? Array(near.prefix(1)) : parts
        let question = meant.isEmpty ? "" : "did you mean \(meant.map { "\"\($0)\"" }.joined(separator: ", or "))? "
        return CommandFailure("there is no \(noun) \"\(name)\"", help: question + list, status: .usage)
    }
}
