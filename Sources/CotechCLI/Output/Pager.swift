import Interchange

/// Shows long texts a screen at a time.
public enum Pager {
    /// Writes text to standard output: through `$PAGER` where a person at a terminal would see only its end, and
    /// directly everywhere else.
    ///
    /// `less -FRX` unless `PAGER` says otherwise; `PAGER=cat` or an empty one turns it off. Where the pager cannot be
    /// started the text is written directly: paging is a comfort, never a reason to fail.
    public static func show(_ text: String, in context: Context) {
        guard isNeeded(for: text, in: context), let command = command(in: context.environment) else {
            context.standardOutput.write(text)
            return
        }
        do {
            // Through the shell, as git does: PAGER may hold options and quotes.
            let status = try context.runInteractively("/bin/sh", ["-c", command], input: Array(text.utf8))
            // The shell's words for "not found" and "cannot be run".
            if status == 126 || status == 127 { context.standardOutput.write(text) }
        } catch {
            context.standardOutput.write(text)
        }
    }

    /// Writes what a body writes to standard output in several parts as one text, as ``show(_:in:)`` does: otherwise each
    /// long part would have a pager of its own, with what stands above it left out.
    static func together(in context: Context, _ body: (Context) throws -> Void) rethrows {
        guard canPage(in: context) else { return try body(context) }
        let text = MemorySink()
        var gathering = context
        gathering.standardOutput = text
        gathering.terminal.isInput = false
        defer { show(text.text, in: context) }
        try body(gathering)
    }

    private static func canPage(in context: Context) -> Bool {
        context.terminal.isOutput && context.terminal.isInput && !context.isDumb
    }

    /// Whether the text is longer than the window, lines that wrap counted as they wrap.
    static func isNeeded(for text: String, in context: Context) -> Bool {
        guard canPage(in: context) else { return false }
        let columns = max(1, context.terminal.columns)
        var lines = 0
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            lines += max(1, (width(of: line) + columns - 1) / columns)
            // One line is for the prompt that follows.
            if lines > context.terminal.lines { return true }
        }
        return false
    }

    /// The columns that a line takes, in which colours take none.
    private static func width(of line: Substring) -> Int {
        let parts = line.split(separator: "\u{1B}", omittingEmptySubsequences: false)
        return parts.dropFirst().reduce(Text.width(parts[0])) { width, part in
            width + Text.width(part.drop { $0 != "m" }.dropFirst())
        }
    }

    /// The command that pages; nil where paging is turned off.
    static func command(in environment: [String: String]) -> String? {
        let command = environment["PAGER"] ?? "less -FRX"
        return command.allSatisfy(\.isWhitespace) || command == "cat" ? nil : command
    }
}
