import ArgumentParser
import Foundation

/// Options that take one value and were given twice. The parser takes the last, and says nothing of the others.
enum RepeatedOptions {
    /// Refuses them. Options that may be repeated, and flags, may stand as often as anybody likes.
    static func refuse(in arguments: [String]) throws(CommandFailure) {
        let words = arguments.prefix { $0 != "--" }.compactMap(name)
        let again = words.filter { word in words.count { $0 == word } > 1 }
        // Which options a command has is only asked where one stands twice.
        guard !again.isEmpty, let options = options(of: arguments) else { return }
        for word in again {
            guard let option = options.first(where: { $0.names.contains(word) }), !option.isRepeatable else { continue }
            let isList = option.valueName?.contains(",") == true
            throw CommandFailure(
                "\(word) is given twice, and takes one value",
                help: isList ? "give all of it at once: \(word) \(option.valueName ?? "")" : "give it once",
                status: .usage)
        }
    }

    /// `--fields` of `--fields=name` and `--fields`, `--message` of `-m`; nil where a word is no option.
    private static func name(_ word: String) -> String? {
        guard word.hasPrefix("-"), word.count > 1 else { return nil }
        guard word.hasPrefix("--") else { return word == "-m" ? "--message" : word.count == 2 ? word : nil }
        return word.split(separator: "=", maxSplits: 1).first.map(String.init)
    }

    private struct Option {
        let names: [String]
        let valueName: String?
        let isRepeatable: Bool
    }

    /// The options with a value that the command has which the first words name; nil where they cannot be told.
    private static func options(of arguments: [String]) -> [Option]? {
        let description = Data(Cotech.command(named: arguments)._dumpHelp().utf8)
        guard let help = try? JSONDecoder().decode(CommandHelp.self, from: description) else { return nil }
        return (help.command.arguments ?? []).filter { $0.kind == "option" }.map { option in
            Option(
                names: (option.names ?? []).map { $0.kind == "long" ? "--\($0.name)" : "-\($0.name)" },
                valueName: option.valueName, isRepeatable: option.isRepeating)
        }
    }

    /// What the parser tells programs of a command.
    private struct CommandHelp: Decodable {
        let command: Command

        struct Command: Decodable { let arguments: [Argument]? }
        struct Argument: Decodable {
            let kind: String
            let names: [Name]?
            let valueName: String?
            let isRepeating: Bool
        }
        struct Name: Decodable {
            let kind: String
            let name: String
        }
    }
}
