import RecordModel
import RecordText

extension RecordValidator {
    /// Keys that a field had before, beside the one that counts: two lines that may say two things.
    func formerKeys(of field: FieldDeclaration, _ contents: DocumentContents) -> [Diagnostic] {
        let keys = contents.keys(of: field)
        guard let counting = keys.first, keys.count > 1 else { return [] }
        let content = contents.content(of: field.shape, at: counting.node)
        return keys.dropFirst().map { key in
            let isSame = contents.content(of: field.shape, at: key.node).saysTheSame(as: content)
            let (name, other) = (key.path.joined(separator: "."), counting.path.joined(separator: "."))
            let problem = ValueProblem(
                isSame
                    ? "\"\(name)\" is an earlier name of \"\(field.name)\", and says the same again"
                    : "\"\(name)\" is an earlier name of \"\(field.name)\", and only what \"\(other)\" says counts",
                code: "former-key", help: "Keep one of the two lines, under the name \"\(field.name)\".")
            return diagnostic(problem, at: key.node, contents.document, severity: isSame ? .warning : .error)
        }
    }
}

extension DocumentContents {
    /// The keys under which the text has a field: its own, then those that it had before. The first counts.
    func keys(of field: FieldDeclaration) -> [(path: [String], node: Node)] {
        guard !field.formerly.isEmpty else { return [] }
        let paths = [field.path] + field.formerPaths
        return paths.compactMap { path in document.node(at: path, below: top).map { (path, $0) } }
    }
}
