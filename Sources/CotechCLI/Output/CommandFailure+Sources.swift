import RecordModel
import RecordStore

extension CommandFailure {
    /// Nothing is called what a person typed; what is near is suggested.
    static func notFound(_ noun: String, _ name: String, near: [String]) -> CommandFailure {
        let names = near.prefix(3).joined(separator: ", or ")
        return CommandFailure(
            "there is no \(noun) \"\(name)\"",
            help: near.isEmpty ? "see what there is: cotech --help" : "did you mean \(names)?",
            status: .usage)
    }

    /// A failure that a value's problem explains.
    init(_ message: String, problem: ValueProblem, status: ExitStatus) {
        if let help = problem.help {
            self.init(message, help: help, status: status)
        } else if let replacement = problem.replacement {
            self.init(message, help: "did you mean \"\(replacement)\"?", status: status)
        } else {
            self.init(message, status: status)
        }
    }
}

extension StoreError {
    /// How a command exits that fails so.
    var status: ExitStatus {
        switch kind {
        case .usage: .usage
        case .badData: .badData
        case .unavailable: .unavailable
        case .cannotWrite: .cannotWrite
        case .tryAgain: .tryAgain
        case .refused: .refused
        }
    }
}
