import RecordText

/// Reads a text with faults that can be mended in one way only.
enum Mending {
    /// A fault that was mended: the line, what was wrong with it and what was read instead.
    struct Mended: Hashable, Sendable {
        let line: Int
        let code: String
        let replacement: String
    }

    /// The text as it can be read, and what had to be mended for that; nil where some fault has no single remedy.
    static func read(_ bytes: [UInt8], codes: Set<TextProblem.Code>) -> (document: Document, mended: [Mended])? {
        var document = Document(parsing: bytes, form: .markdown)
        var mended: [Mended] = []
        // Each round mends at least one line; a text with more faults than this is not one with a few slips.
        for _ in 0..<8 where !document.isReadable {
            let faults = document.problems.filter { $0.severity == .error }
            guard faults.allSatisfy({ codes.contains($0.id) && $0.replacement != nil }) else { return nil }
            var text = document.bytes
            var lastLine = Int.max
            for fault in faults.reversed() {
                let line = document.line(at: fault.range.lowerBound)
                // A second fault on one line is seen again once the first is mended.
                guard line < lastLine, let replacement = fault.replacement else { continue }
                lastLine = line
                mended.append(Mended(line: line, code: fault.code, replacement: replacement))
                replaceLine(at: fault.range.lowerBound, with: replacement, in: &text)
            }
            document = Document(parsing: text, form: .markdown)
        }
        return document.isReadable ? (document, mended.sorted { $0.line < $1.line }) : nil
    }

    private static func replaceLine(at offset: Int, with replacement: String, in text: inout [UInt8]) {
        let newline = UInt8(ascii: "\n")
        let offset = min(offset, text.count)
        let start = text[..<offset].lastIndex(of: newline).map { $0 + 1 } ?? 0
        var end = text[offset...].firstIndex(of: newline) ?? text.count
        let isLast = end == text.count
        if end > start, text[end - 1] == UInt8(ascii: "\r") { end -= 1 }
        text.replaceSubrange(start..<end, with: Array(replacement.utf8) + (isLast ? [newline] : []))
    }
}
