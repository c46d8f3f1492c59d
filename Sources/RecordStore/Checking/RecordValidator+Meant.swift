import RecordModel
import RecordText

/// What a value that cannot be read was meant to be.
extension RecordValidator {
    /// The value that a text was meant as, which its type reads and, where it refers to a record, there is; nil where
    /// that is anybody's guess.
    func meant(by text: String, _ form: ScalarForm) -> String? {
        let guess: String
        switch form.normalise(text) {
        case .success(let normal): guess = normal
        case .failure(let problem):
            guard let replacement = problem.replacement else { return nil }
            guess = replacement
        }
        guard let target = form.reference, !context.knows(target, guess) else { return guess }
        // Of several in one text the nearest would be one, and the others lost.
        return isSeveral(text) ? nil : context.unknownReference(target, guess).replacement
    }

    /// What is said of a text that is no id where a record's is wanted; nil for any other type.
    func unknown(_ text: String, _ form: ScalarForm, _ replacement: String?) -> ValueProblem? {
        guard replacement == nil, let target = form.reference, !isSeveral(text),
            let id = Folding.identifier(from: text), !context.knows(target, id)
        else { return nil }
        return context.unknownReference(target, id, typed: text)
    }

    /// Whether a text names more than one thing: `php; web-design`, `php and web-design`, `[php] web-design`.
    private func isSeveral(_ text: String) -> Bool {
        text.contains { ";,/|&+[]{}".contains($0) }
            || text.split(separator: " ").contains { ["and", "or"].contains($0) }
    }

    /// `services: web-design, hosting`: several elements on the line of a list, without its brackets. Nil for anything
    /// else.
    func unbracketed(_ form: ScalarForm, _ name: String, at node: Node, _ document: Document) -> [Diagnostic]? {
        guard document.kind(of: node) == .scalar else { return nil }
        let text = document.text(of: node)
        let parts = text.split { ",;".contains($0) }.map { $0.trimmed.filter { !"“”„".contains($0) } }
            .filter { !$0.isEmpty }
        guard parts.count > 1 else { return nil }
        guard case .failure(let problem) = form.normalise(text) else {
            // In a list of free texts a comma may belong to one of them.
            guard document.style(of: node) == .plain, !text.contains(";") else { return nil }
            return [
                diagnostic(
                    ValueProblem(
                        "\(name): this is one value, with a comma in it; a list of \(parts.count) stands in brackets",
                        code: "wrong-shape",
                        help: "If it is one, put it on a line of its own: - \(text)",
                        replacement: "[\(parts.joined(separator: ", "))]"), at: node, document, severity: .warning)
            ]
        }
        let elements = parts.compactMap { meant(by: $0, form) }
        return [
            diagnostic(
                ValueProblem(
                    "\(name): these are \(parts.count) values, and a list of them stands in brackets",
                    code: problem.code,
                    help: "Or put each on a line of its own: - \(elements.first ?? "VALUE")",
                    replacement: elements.count == parts.count ? "[\(elements.joined(separator: ", "))]" : nil),
                at: node, document)
        ]
    }

    /// `- Jo: jo@x.example`: entries written as the items of a list. Nil for anything else.
    func dashed(_ field: FieldDeclaration, at node: Node, _ document: Document) -> [Diagnostic]? {
        guard document.kind(of: node) == .sequence, document.style(of: node) != .flow else { return nil }
        let items = Array(document.children(of: node))
        guard items.allSatisfy({ document.onlyEntry(of: $0) != nil }) else { return nil }
        return items.findings { item in
            let told = diagnostic(
                ValueProblem(
                    "\"\(field.name)\" holds entries, which stand there without a dash", code: "wrong-shape",
                    help: "Each is NAME: VALUE on a line of its own."), at: item, document)
            guard let line = told.excerpt, let dash = line.firstIndex(of: "-") else { return [told] }
            let entry = line[dash...].dropFirst().trimmed
            return [told.proposing((dash == line.startIndex ? "  " : String(line[..<dash])) + entry)]
        }
    }

    /// An element without a level, or with one in brackets or behind a space, as surveys write it: `php (expert)`.
    func elementProblems(
        _ form: ScalarForm, _ level: ScalarForm, _ name: String, at item: Node, _ document: Document
    ) -> [Diagnostic] {
        let text = document.text(of: item)
        guard document.kind(of: item) == .scalar, let (word, said) = parted(text, form, level),
            let element = meant(by: word, form)
        else { return scalarProblems(form, name, at: item, document) }
        let graded: String? = if case .success(let graded) = level.normalise(said) { graded } else { nil }
        return [
            diagnostic(
                ValueProblem(
                    "\(name): a level stands behind a colon\(text.hasSuffix(")") ? ", not in brackets" : "")",
                    help: "It is \(level.hint).", replacement: graded.map { "\(element): \($0)" }), at: item, document)
        ]
    }

    /// An element and the level after it; nil where there is only the one.
    private func parted(_ text: String, _ form: ScalarForm, _ level: ScalarForm) -> (element: String, level: String)? {
        if text.hasSuffix(")"), let bracket = text.lastIndex(of: "(") {
            return (text[..<bracket].trimmed, text[text.index(after: bracket)...].dropLast().trimmed)
        }
        guard let space = text.lastIndex(of: " "), case .failure = form.normalise(text) else { return nil }
        let last = String(text[text.index(after: space)...])
        guard case .success = level.normalise(last) else { return nil }
        return (text[..<space].trimmed, last)
    }
}
