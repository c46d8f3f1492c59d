import ArgumentParser
import Testing

@testable import CotechCLI

/// Each command's help says how it may end, from one declaration.
@Suite struct EndingTests {
    @Test func `Every command says how it may end, and one that writes that it may fail to`() {
        let commands = CommandTree.commands.filter { !$0.path.isEmpty }
        #expect(commands.count > 60)
        for (path, help) in commands {
            let words = help.split(whereSeparator: \.isWhitespace).joined(separator: " ")
            #expect(words.contains("Exit status: 0 "), "cotech \(path.joined(separator: " "))")
            #expect(words.contains("; 64 "), "cotech \(path.joined(separator: " "))")
            if words.contains("--dry-run") {
                #expect(words.contains("; 73 ") && words.contains("; 75 "), "cotech \(path.joined(separator: " "))")
            }
        }
    }

    @Test func `What a status says of one command takes the place of what it says of most`() {
        let sentence = Endings.reading.saying(.findings, "something is stale").sentence
        #expect(
            sentence
                == "Exit status: 0 done; 1 something is stale; 64 not possible as typed; 65 a record or a file is wrong, or cannot be read; 69 the repository or its history cannot be used. More: cotech help exit-status."
        )
    }
}

/// Every command that there is, with its help.
enum CommandTree {
    static var commands: [(path: [String], help: String)] { commands(below: Cotech.self, []) }

    private static func commands(
        below command: any ParsableCommand.Type, _ path: [String]
    ) -> [(path: [String], help: String)] {
        [(path, Cotech.helpMessage(for: command, columns: 100))]
            + command.configuration.subcommands.flatMap {
                commands(below: $0, path + [$0.configuration.commandName ?? ""])
            }
    }
}
