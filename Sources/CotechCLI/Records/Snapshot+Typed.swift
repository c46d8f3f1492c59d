import RecordModel
import RecordStore

extension Snapshot {
    /// The day of a `--date`: today where none is given, and words such as `friday` where they are.
    func day(_ typed: String?, option: String = "--date") throws -> Day {
        guard let typed else { return today }
        switch DayPhrase.read(typed, today: today) {
        case .success(let day): return day
        case .failure(let problem):
            throw CommandFailure("\(option): \(problem.message)", problem: problem, status: .usage)
        }
    }

    /// Whether a kind has a record by the id that a person typed.
    func has(_ kind: Kind, _ typed: String) throws -> Bool {
        for guess in [typed, Folding.identifier(from: typed) ?? typed] {
            if let id = RecordID(guess), try entry(of: kind, id) != nil { return true }
        }
        return false
    }
}

extension Result where Failure == ValueProblem {
    /// The value, or the rule's reason as a failure of the command.
    func orThrow() throws -> Success {
        switch self {
        case .success(let value): return value
        case .failure(let problem): throw StoreError(.usage, problem)
        }
    }
}
