import ArgumentParser
import Synchronization

/// How a command may end, which its help and its manual page say in a line.
///
/// What it does tells most of it, by the protocol that it conforms to; where a status says something of its own there, the
/// command declares that: `Endings.reading.saying(.findings, "something is stale")`. What every command may end with, a
/// bug, stands in `cotech help exit-status` alone.
final class Endings: Sendable {
    let meanings: [ExitStatus: String]
    private let said = Mutex<String?>(nil)

    private init(_ meanings: [ExitStatus: String]) { self.meanings = meanings }

    /// `Exit status: 0 done; 64 ...`. It is put together once: the parser asks for the help of every command it passes.
    var sentence: String {
        said.withLock { said in
            if let said { return said }
            let parts = ExitStatus.allCases.compactMap { status in meanings[status].map { "\(status.rawValue) \($0)" } }
            let sentence = "Exit status: \(parts.joined(separator: "; ")). More: cotech help exit-status."
            said = sentence
            return sentence
        }
    }

    private convenience init(_ statuses: ExitStatus...) {
        self.init(Dictionary(uniqueKeysWithValues: statuses.map { ($0, $0.shortMeaning) }))
    }

    /// What looks at nothing but its own words.
    static let answering = Endings(.done, .usage)
    /// What reads a store.
    static let reading = Endings(.done, .usage, .badData, .unavailable)
    /// What changes a store.
    static let writing = Endings(.done, .usage, .badData, .unavailable, .cannotWrite, .tryAgain)

    /// The same, with a status that says this here.
    func saying(_ status: ExitStatus, _ meaning: String? = nil) -> Endings {
        Endings(meanings.merging([status: meaning ?? status.shortMeaning]) { $1 })
    }
}

extension ExitStatus {
    /// What it says of most commands, in a few words.
    fileprivate var shortMeaning: String {
        switch self {
        case .done: "done"
        case .findings: "something was found"
        case .usage: "not possible as typed"
        case .badData: "a record or a file is wrong, or cannot be read"
        case .unavailable: "the repository or its history cannot be used"
        case .bug: "a bug in cotech"
        case .cannotWrite: "it could not be written"
        case .tryAgain: "somebody else was writing, or something is not finished: try again"
        case .refused: "ownership does not allow it"
        }
    }
}

extension CotechCommand {
    /// Most commands read a store.
    static var endings: Endings { .reading }

    static var configuration: CommandConfiguration {
        var configuration = declaration
        let said = configuration.discussion
        configuration.discussion = (said.isEmpty ? "" : said + "\n\n") + endings.sentence
        return configuration
    }
}

/// A command that changes a store.
protocol WritingCommand: CotechCommand {
    /// How, and as whom.
    var writing: WriteOptions { get }
}

extension WritingCommand {
    static var endings: Endings { .writing }
}
