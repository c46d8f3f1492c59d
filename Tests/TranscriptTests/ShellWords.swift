/// Splits a command into words as a shell does: quotes, backslashes, no expansion.
enum ShellWords {
    /// The words; nil where the command needs a shell, or a quote is left open.
    static func split(_ command: String) -> [String]? {
        var words: [String] = []
        var word: String?
        var quote: Character?
        var characters = command[...]
        while let character = characters.popFirst() {
            switch (quote, character) {
            case ("'", "'"), ("\"", "\""): quote = nil
            case ("'", _): word?.append(character)
            case ("\"", "\\"):
                guard let next = characters.popFirst() else { return nil }
                word?.append(contentsOf: "\"\\$`".contains(next) ? String(next) : "\\\(next)")
            case ("\"", _): word?.append(character)
            case (_, "'"), (_, "\""):
                quote = character
                word = word ?? ""
            case (_, "\\"):
                guard let next = characters.popFirst() else { return nil }
                word = (word ?? "") + String(next)
            case (_, "|"), (_, ">"), (_, "<"), (_, ";"), (_, "&"), (_, "$"), (_, "`"), (_, "("): return nil
            case (_, " "):
                if let done = word { words.append(done) }
                word = nil
            default: word = (word ?? "") + String(character)
            }
        }
        guard quote == nil else { return nil }
        return words + [word].compactMap(\.self)
    }
}
