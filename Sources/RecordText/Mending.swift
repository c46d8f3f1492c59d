/// Puts right what can be put right in one way only, line by line.
public enum Mending {
    /// A fault that was mended: the line, what was wrong with it and what stands there now.
    public struct Mended: Hashable, Sendable {
        /// The line, from 1.
        public let line: Int
        /// The fault's code.
        public let code: String
        /// The line as it is now.
        public let replacement: String
    }

    /// A text with each fault of these codes replaced by the line that the fault's message proposes, and what was
    /// replaced, by line. Faults without a proposal, and others, stay.
    ///
    /// - Parameter left: lines, from 1, that stay whatever is wrong with them.
    public static func mend(
        _ bytes: [UInt8], form: RecordForm, codes: Set<TextProblem.Code>, leaving left: Set<Int> = []
    ) -> (document: Document, mended: [Mended]) {
        var document = Document(parsing: bytes, form: form)
        var mended: [Mended] = []
        // Faults that their line does not mend.
        var lasting: Set<Place> = []
        // Each round mends a fault of every line that has one. A line that stands below a broken one is mended after it, so
        // that a run of them takes as many rounds; more faults than are listed are no few slips.
        for _ in 0..<Parser.mostProblemsListed {
            var (text, round) = mendOnce(document, codes, but: lasting, on: left)
            var attempt = Document(parsing: text, form: form)
            let stay = faults(of: attempt, codes).keys.filter { place in round.contains { $0.place == place } }
            if !stay.isEmpty {
                lasting.formUnion(stay)
                (text, round) = mendOnce(document, codes, but: lasting, on: left)
                attempt = Document(parsing: text, form: form)
            }
            if text == document.bytes { break }
            mended += round.map(\.mended)
            document = attempt
        }
        return (document, mended.sorted { $0.line < $1.line })
    }

    /// Where a fault stands, so that it is known again in the text that was to mend it.
    private struct Place: Hashable {
        let line: Int
        let column: Int
        let code: String
    }

    /// What can be mended, by its place.
    private static func faults(of document: Document, _ codes: Set<TextProblem.Code>) -> [Place: TextProblem] {
        var faults: [Place: TextProblem] = [:]
        for fault in document.problems where codes.contains(fault.id) && fault.replacement != nil {
            let start = fault.range.lowerBound
            let column = start - startOfLine(at: start, in: document.bytes)
            faults[Place(line: document.line(at: start), column: column, code: fault.code)] = fault
        }
        return faults
    }

    /// A text with one fault of every line mended. A second one on a line is seen again once the first is.
    private static func mendOnce(
        _ document: Document, _ codes: Set<TextProblem.Code>, but lasting: Set<Place>, on left: Set<Int>
    ) -> (text: [UInt8], mended: [(place: Place, mended: Mended)]) {
        var text = document.bytes
        var done: [(place: Place, mended: Mended)] = []
        let faults = faults(of: document, codes).filter { !lasting.contains($0.key) && !left.contains($0.key.line) }
        let ordered = faults.sorted {
            ($0.value.range.lowerBound, $0.value.range.upperBound, $0.key.code)
                > ($1.value.range.lowerBound, $1.value.range.upperBound, $1.key.code)
        }
        for (place, fault) in ordered {
            guard place.line < done.last?.place.line ?? .max, var replacement = fault.replacement else { continue }
            // The line that is proposed may mend what was not asked for.
            if let edit = fault.edit {
                replacement = lineMended(by: [edit], in: document.bytes, isTidy: fault.severity == .error)
            }
            done.append((place, Mended(line: place.line, code: fault.code, replacement: replacement)))
            replaceLine(at: fault.range.lowerBound, with: replacement, in: &text)
        }
        return (text, done)
    }

    private static func replaceLine(at offset: Int, with replacement: String, in text: inout [UInt8]) {
        let offset = min(offset, text.count)
        let start = startOfLine(at: offset, in: text)
        var end = endOfLine(from: offset, in: text, limit: text.count)
        let isLast = end == text.count
        if end > start, text[end - 1] == .carriageReturn { end -= 1 }
        text.replaceSubrange(start..<end, with: Array(replacement.utf8) + (isLast ? [.newline] : []))
    }
}

extension TextProblem.Code {
    /// The faults that can only be mended as their message proposes: white space that is not where it belongs, and values
    /// that want quotes to stay what they are. `check --fix` mends these; what would be a guess is left to a person.
    public static let withOneAnswer: Set<TextProblem.Code> = [
        .tabIndentation, .oddIndentation, .missingSpaceAfterColon, .missingSpaceAfterDash, .reservedCharacter,
        .ambiguousColon, .noBreakSpace, .trailingSpace, .tabSeparator, .loneDash, .retypedValue,
    ]
}
