import RecordModel
import RecordText

/// Lines to put instead, which people paste without a second look: one is only proposed if it mends what it is for and
/// breaks nothing else.
extension RecordValidator {
    /// How many lines of one record are tried. Each costs a reading of it, and nobody mends more at a time.
    private static let mostTried = 20
    /// How many things may be mended in one line: `headcont:12` lacks a space and a letter.
    private static let mostMended = 3

    /// The findings, each error's line mended further where it had more wrong, or left out where it would not do.
    func withProvenLines(_ findings: [Diagnostic]) -> [Diagnostic] {
        guard let document = stored.document, top == nil else { return findings }
        var tried = 0
        return findings.map { finding in
            guard finding.severity == .error, let line = finding.line, let proposed = finding.replacement else {
                return finding
            }
            tried += 1
            guard tried <= Self.mostTried else { return finding.proposing(nil) }
            switch trial(of: proposed, for: finding, on: line, in: document, among: findings) {
            case .mends(let line): return finding.proposing(line)
            case .breaks: return finding.proposing(nil)
            case .repeats: return finding.proposing(nil).advising(Self.keepOne)
            }
        }
    }

    /// What a line does that is put in place of another.
    private enum Trial {
        case mends(String)
        case breaks
        /// Its key stands there already: the record says two things of one field, and only a person knows which is right.
        case repeats
    }

    private static let keepOne = "There is a line of that name already: keep one of the two, under that name."

    private func trial(
        of proposed: String, for finding: Diagnostic, on line: Int, in document: Document, among findings: [Diagnostic]
    ) -> Trial {
        var lines = proposed.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        let wasThere = findings.count { $0.line == line && Fingerprint($0) == Fingerprint(finding) }
        for _ in 1...Self.mostMended {
            let place = line..<(line + lines.count)
            let after = validating(document.replacing(line: line, with: lines)).findings()
            func stands(_ finding: Diagnostic) -> Bool { finding.line.map(place.contains) ?? false }
            let isThere = after.count { stands($0) && Fingerprint($0) == Fingerprint(finding) }
            if isThere >= wasThere { return .breaks }
            // Where the text could not be read before, what it says was not held to everything.
            let new = errors(in: after, newSince: findings).filter {
                document.isReadable || stands($0) || TextProblem.Code(rawValue: $0.code) != nil
            }
            guard let next = new.first else { return .mends(lines.joined(separator: "\n")) }
            if new.contains(where: { $0.code == TextProblem.Code.duplicateKey.rawValue }) { return .repeats }
            guard stands(next), let more = next.replacement, let number = next.line else { return .breaks }
            lines.replaceSubrange(
                (number - line)...(number - line),
                with: more.split(separator: "\n", omittingEmptySubsequences: false).map(String.init))
        }
        return .breaks
    }

    /// `town Aberystwyth` lacks a colon, and can mean one thing only where its first word is a key.
    func withColon(_ finding: Diagnostic) -> Diagnostic {
        guard finding.code == TextProblem.Code.missingColon.rawValue, finding.replacement == nil,
            let line = finding.excerpt
        else { return finding }
        let indent = line.prefix { $0 == " " }
        let words = line.dropFirst(indent.count).split(separator: " ", maxSplits: 1)
        guard words.count == 2, words[0].allSatisfy({ $0.isLetter || $0 == "-" || $0 == "_" }),
            // What follows is a comment, and no value.
            !words[1].hasPrefix("#")
        else { return finding }
        // Some write a sign of equation.
        let value = words[1].hasPrefix("= ") ? words[1].dropFirst(2) : words[1]
        return finding.proposing("\(indent)\(words[0]): \(value.trimmed)")
    }

    private func errors(in after: [Diagnostic], newSince before: [Diagnostic]) -> [Diagnostic] {
        var known = Dictionary(before.map { (Fingerprint($0), 1) }, uniquingKeysWith: +)
        return after.filter { finding in
            guard finding.severity == .error else { return false }
            guard let count = known[Fingerprint(finding)], count > 0 else { return true }
            known[Fingerprint(finding)] = count - 1
            return false
        }
    }

    /// The same record with another text.
    private func validating(_ bytes: [UInt8]) -> RecordValidator {
        let document = Document(parsing: bytes, form: stored.document?.form ?? stored.entry.form)
        let record = Record(
            kind: kind, id: stored.entry.id, contents: DocumentContents(document: document, kind: kind))
        var other = self
        other.stored = StoredRecord(entry: stored.entry, document: document, record: record, errors: [])
        return other
    }
}
