import ArgumentParser

import Git
import RecordStore
import RecordText

/// A command that is given everything it may use of the world.
protocol CotechCommand: ParsableCommand {
    /// What it is called and what its help says, but for how it ends.
    static var declaration: CommandConfiguration { get }

    /// How it may end.
    static var endings: Endings { get }

    /// Does what the command is for.
    ///
    /// - Returns: how it ended; failures are thrown.
    func run(in context: Context) throws -> ExitStatus
}

/// The command line as a function: arguments and a context in, an exit status out.
public enum CommandLineTool {
    /// Runs a command whose words are as a system has them. Records are UTF-8: what a word in another encoding says nobody
    /// knows, and put into a record it would be lost.
    public static func run(bytes words: [[UInt8]], in context: Context) -> Int32 {
        var arguments: [String] = []
        for word in words {
            guard let argument = String(validating: word, as: UTF8.self) else {
                let shown = word.map { byte in
                    (0x20..<0x7F).contains(byte)
                        ? String(UnicodeScalar(byte))
                        : "\\x" + String(byte / 16, radix: 16) + String(byte % 16, radix: 16)
                }.joined()
                context.error("the word \(shown) is not UTF-8", help: "type it in a terminal whose encoding is UTF-8")
                return ExitStatus.usage.rawValue
            }
            arguments.append(argument)
        }
        return run(arguments, in: context)
    }

    /// Runs a command.
    public static func run(_ arguments: [String], in context: Context) -> Int32 {
        var context = context
        let options = arguments.prefix { $0 != "--" }
        if options.contains("-q") || options.contains("--quiet") { context.isQuiet = true }
        let arguments = hoisted(arguments)
        context.folder = folder(in: arguments)
        var status: ExitStatus
        do {
            status = context.gaps.tell(to: context, endingWith: try execute(arguments, in: context))
        } catch {
            status = report(error, arguments, in: context)
        }
        do {
            try context.finish()
        } catch {
            context.report(error)
            status = error.status
        }
        return status.rawValue
    }

    private static func execute(_ arguments: [String], in context: Context) throws -> ExitStatus {
        try RepeatedOptions.refuse(in: arguments)
        if let verb = Cotech.verb(arguments) { return try verb.run(in: context) }
        let command = try Cotech.parseAsRoot(arguments)
        var context = context
        context.wordInsteadOfVerb = WordFinder.wordInsteadOfVerb(in: arguments)
        if let command = command as? any CotechCommand { return try command.run(in: context) }
        // Only the parser's own commands are left, such as help: their answers are thrown.
        var other = command
        try other.run()
        return .done
    }

    /// The folder that `-C` names.
    private static func folder(in arguments: [String]) -> String? {
        let options = arguments.prefix { $0 != "--" }
        return options.lastIndex(of: "-C").flatMap { $0 + 1 < options.endIndex ? options[$0 + 1] : nil }
    }

    /// Moves what stands before the noun, or between it and its verb, behind the verb, so that `cotech -C DIR members
    /// list` reads as git's users type it; and parts `-CDIR`, as git does. `-q` and `--no-input` hold for every command:
    /// one that only reads has no such options, shows what it is asked for, leaves out notes and never asks.
    static func hoisted(_ arguments: [String]) -> [String] {
        let end = arguments.firstIndex(of: "--") ?? arguments.endIndex
        var rest = arguments[..<end].flatMap { word in
            word.hasPrefix("-C") && word.count > 2 ? ["-C", String(word.dropFirst(2))] : [word]
        }[...]
        var front = takeOptions(&rest)
        if let noun = rest.first {
            var behind = rest.dropFirst()
            let between = takeOptions(&behind)
            // Of a command without verbs these are its own, where they are.
            if !between.isEmpty, WordFinder.verbs(of: noun)?.isEmpty == false {
                front = between + front
                rest = [noun] + behind
            }
        }
        var words = Array(rest) + front
        if words.contains(where: isAboutWriting), !Cotech.command(named: Array(rest)).hasWriteOptions {
            words.removeAll(where: isAboutWriting)
        }
        return words + arguments[end...]
    }

    private static func isAboutWriting(_ word: String) -> Bool { ["-q", "--quiet", "--no-input"].contains(word) }

    /// Takes away the options at the beginning that may stand before every command.
    private static func takeOptions(_ words: inout ArraySlice<String>) -> [String] {
        var taken: [String] = []
        while let first = words.first {
            let takesValue = ["-C", "--at", "--as-of"].contains(first)
            guard
                takesValue || first.hasPrefix("--at=") || first.hasPrefix("--as-of=")
                    || ["-h", "--help"].contains(first) || isAboutWriting(first)
            else { break }
            taken.append(words.removeFirst())
            if takesValue, let value = words.popFirst() { taken.append(value) }
        }
        return taken
    }

    private static func report(_ error: any Error, _ arguments: [String], in context: Context) -> ExitStatus {
        switch error {
        case let failure as CommandFailure:
            context.report(failure)
            return failure.status
        case let failure as StoreError:
            context.report(failure)
            return failure.status
        case let failure as GitError:
            context.report(StoreError(failure))
            return StoreError(failure).status
        default: return reportParser(error, arguments, in: context)
        }
    }

    /// The parser's own answers: help and version are data, misuse is not.
    private static func reportParser(_ error: any Error, _ arguments: [String], in context: Context) -> ExitStatus {
        let text = WordFinder.answer(to: Cotech.fullMessage(for: error), in: arguments)
        let code = Cotech.exitCode(for: error)
        if code.isSuccess {
            context.standardOutput.write(text + "\n")
            return .done
        }
        if let hint = WordFinder.hint(for: hoisted(arguments)) {
            context.error("there is no command \"\(hint.word)\"", help: hint.help)
            return .usage
        }
        // The parser begins its messages with a capital; ours begin like a compiler's.
        context.standardError.write((text.hasPrefix("Error: ") ? "error: " + text.dropFirst(7) : text) + "\n")
        return code.rawValue == ExitCode.validationFailure.rawValue ? .usage : .bug
    }
}
