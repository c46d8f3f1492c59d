import Interchange
import RecordStore
import RecordText

extension Context {
    /// Writes a line for people to standard output.
    public func say(_ text: StyledText = "") {
        standardOutput.write(text.shown(colour: hasColour) + "\n")
    }

    /// Writes what may be done next, with its commands, for people to standard output.
    func say(advice text: String) { say(StyledText(placed(text))) }

    /// Writes a sentence for people to standard output: on a terminal in lines that fit it, elsewhere in one.
    ///
    /// - Parameter indent: spaces before it; lines after the first have two more.
    func say(sentence text: String, indent: Int = 0) {
        let margin = String(repeating: " ", count: indent)
        guard let width, indent + Text.width(text) > width else { return say(StyledText(margin + text)) }
        let lines = Text.wrapped(text, to: max(Table.narrowestLine, width - indent - 2))
        for (number, line) in lines.enumerated() { say(StyledText(margin + (number == 0 ? "" : "  ") + line)) }
    }

    /// Says something worth knowing to standard error; nothing with `--quiet`.
    public func note(_ text: String, help: String...) {
        if !isQuiet { message("note", .strong, text, help) }
    }

    /// Says to standard error what looks wrong but stops nothing.
    public func warning(_ text: String, help: String...) {
        message("warning", .doubtful, text, help)
    }

    /// Says to standard error what went wrong.
    public func error(_ text: String, help: String...) {
        message("error", .bad, text, help)
    }

    /// Says to standard error why the command failed.
    public func report(_ failure: CommandFailure) {
        message("error", .bad, failure.message, failure.help)
    }

    /// Says to standard error why the store could not do it, with the places in records that are wrong.
    func report(_ failure: StoreError) {
        for diagnostic in failure.diagnostics { show(diagnostic, on: standardError) }
        message("error", .bad, failure.message, failure.help.filter { !$0.isEmpty })
    }

    /// Shows a finding, with its line and what to put instead.
    func show(_ diagnostic: Diagnostic, on sink: any TextSink) {
        sink.write(Safe.workflowLog(diagnostic.text))
    }

    /// Asks a person and takes a line; nil where nobody can be asked or nobody answers.
    public func ask(_ question: String) -> String? {
        guard canAsk else { return nil }
        standardError.write(StyledText("\(question) ").shown(colour: hasColourOnError))
        return standardInput.line()
    }

    /// The label opens the line, as compilers write it, so that editors and scripts find it.
    private func message(_ label: String, _ style: StyledText.Style, _ text: String, _ help: [String]) {
        var lines = ["\(label, style): \(text)" as StyledText]
        lines += help.map { "\("help", .strong): \(placed($0))" }
        standardError.write(lines.map { $0.shown(colour: hasColourOnError) + "\n" }.joined())
    }
}
