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
    public static func mend(
        _ bytes: [UInt8], form: RecordForm, codes: Set<TextProblem.Code>
    ) -> (document: Document, mended: [Mended]) {
        var document = Document(parsing: bytes, form: form)
        var mended: [Mended] = []
        // Each round mends a fault of every line that has one; a line with more than this is not one with a few slips.
        for _ in 0..<8 {
            let faults = document.problems.filter { codes.contains($0.id) && $0.replacement != nil }
            if faults.isEmpty { break }
            var text = document.bytes
            var lastLine = Int.max
            for fault in faults.sorted(by: { $0.range.lowerBound > $1.range.lowerBound }) {
                let line = document.line(at: fault.range.lowerBound)
                // A second fault on one line is seen again once the first is mended.
                guard line < lastLine, let replacement = fault.replacement else { continue }
                lastLine = line
                mended.append(Mended(line: line, code: fault.code, replacement: replacement))
                replaceLine(at: fault.range.lowerBound, with: replacement, in: &text)
            }
            if text == document.bytes { break }
            document = Document(parsing: text, form: form)
        }
        return (document, mended.sorted { $0.line < $1.line })
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
