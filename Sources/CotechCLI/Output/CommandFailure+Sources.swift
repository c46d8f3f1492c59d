import RecordModel
import RecordStore

extension CommandFailure {
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
