/// A finding about a file, with what a person needs to mend it.
public struct Diagnostic: Sendable, Hashable, Comparable {
    /// The file's path, as the person knows it.
    public let file: String
    /// The line, from 1; nil where the finding is about the whole file.
    public let line: Int?
    /// The first character concerned, from 1, counted as a person counts characters.
    public let column: Int
    /// How many characters are concerned.
    public let length: Int
    /// Whether it must be mended.
    public let severity: TextProblem.Severity
    /// The stable code, in kebab case.
    public let code: String
    /// What is wrong, as a sentence without a full stop.
    public let message: String
    /// The keys that lead to the place, the outermost first; none where the finding is about the whole file or record.
    /// With the file, the code and the message they say which finding it is, wherever its line is now.
    public let keys: [String]
    /// The line as it stands in the file; nil where the finding is about the whole file.
    public let excerpt: String?
    /// What to do.
    public private(set) var help: String?
    /// The whole line to put instead; it may be more than one.
    public private(set) var replacement: String?

    /// A finding about a place in a document.
    public init(
        file: String, in document: Document, at range: Range<Int>, severity: TextProblem.Severity, code: String,
        message: String, help: String? = nil, replacement: String? = nil
    ) {
        let bytes = document.bytes
        let start = min(range.lowerBound, bytes.count)
        let lineStart = document.startOfLine(at: start)
        var lineEnd = endOfLine(from: start, in: bytes, limit: bytes.count)
        if lineEnd > lineStart, bytes[lineEnd - 1] == .carriageReturn { lineEnd -= 1 }
        let markStart = min(start, lineEnd)
        let markEnd = max(markStart, min(range.upperBound, lineEnd))
        let before = String(decoding: bytes[lineStart..<markStart], as: UTF8.self)
        let marked = String(decoding: bytes[markStart..<markEnd], as: UTF8.self)
        self.file = file
        line = document.line(at: start)
        column = before.count + 1
        length = max(marked.count, 1)
        keys = range.isEmpty ? [] : document.keys(around: start)
        excerpt = String(decoding: bytes[lineStart..<lineEnd], as: UTF8.self)
        self.severity = severity
        self.code = code
        self.message = message
        self.help = help
        self.replacement = replacement
    }

    /// A finding that the reader of the text made.
    public init(file: String, in document: Document, problem: TextProblem) {
        self.init(
            file: file, in: document, at: problem.range, severity: problem.severity, code: problem.code,
            message: problem.message, help: problem.help, replacement: problem.replacement)
    }

    /// A finding about a part of a line of a file that is no record.
    public init(
        file: String, line: Int, _ excerpt: String, at part: Range<String.Index>, severity: TextProblem.Severity,
        code: String, message: String, help: String? = nil, replacement: String? = nil
    ) {
        self.file = file
        self.line = line
        self.excerpt = excerpt
        column = excerpt[..<part.lowerBound].count + 1
        length = max(excerpt[part].count, 1)
        keys = []
        self.severity = severity
        self.code = code
        self.message = message
        self.help = help
        self.replacement = replacement
    }

    /// A finding about a whole file.
    public init(
        file: String, severity: TextProblem.Severity, code: String, message: String, help: String? = nil,
        replacement: String? = nil
    ) {
        self.file = file
        line = nil
        column = 1
        length = 1
        keys = []
        excerpt = nil
        self.severity = severity
        self.code = code
        self.message = message
        self.help = help
        self.replacement = replacement
    }

    /// The same finding with another line to put instead, or none.
    public func proposing(_ replacement: String?) -> Diagnostic {
        var copy = self
        copy.replacement = replacement
        return copy
    }

    /// The same finding with advice, unless it has some already.
    public func advising(_ advice: String) -> Diagnostic {
        var copy = self
        copy.help = help ?? advice
        return copy
    }

    /// The same finding with this advice in the place of any other, and no line to put instead.
    public func advising(only advice: String) -> Diagnostic {
        var copy = proposing(nil)
        copy.help = advice
        return copy
    }

    /// By file, then by place.
    public static func < (left: Diagnostic, right: Diagnostic) -> Bool {
        (left.file, left.line ?? 0, left.column, left.code, left.message)
            < (right.file, right.line ?? 0, right.column, right.code, right.message)
    }
}

extension Diagnostic {
    /// The widest excerpt that is shown whole, in columns.
    static let excerptWidth = 100

    /// The finding for a terminal: a first line that programs can read, the line with a caret, then what to do.
    public var text: String {
        var place = SafeText.escape(file)
        if let line { place += ":\(line):\(column)" }
        var lines = ["\(place): \(severity.rawValue): \(SafeText.escape(message)) [\(SafeText.escape(code))]"]
        if let line, let excerpt {
            let (shown, indent, width) = window(of: excerpt)
            let gutter = String(line)
            let blank = String(repeating: " ", count: gutter.utf8.count)
            let caret = String(repeating: " ", count: indent) + String(repeating: "^", count: width)
            lines.append(shown.isEmpty ? "\(gutter) |" : "\(gutter) | \(shown)")
            lines.append("\(blank) | \(caret)")
        }
        if let help { lines.append("help: \(SafeText.escape(help))") }
        if let replacement {
            for line in replacement.split(omittingEmptySubsequences: false, whereSeparator: \.isLineBreak) {
                lines.append("instead: \(SafeText.escape(String(line)))")
            }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// The part of the line to show, and where in it the caret stands and how wide it is, in columns.
    private func window(of excerpt: String) -> (text: String, indent: Int, width: Int) {
        var cells: [(text: String, width: Int)] = []
        for character in excerpt {
            var shown = ""
            if character == "\t" {
                shown = "    "
            } else {
                for scalar in character.unicodeScalars { SafeText.append(scalar, to: &shown) }
            }
            cells.append((shown, SafeText.width(shown)))
        }
        let start = min(column - 1, cells.count)
        let end = min(start + length, cells.count)
        var first = 0
        var last = cells.count
        if cells.reduce(0, { $0 + $1.width }) > Self.excerptWidth {
            // A third of the space stands before the caret, the rest is for what it marks and what follows.
            var space = Self.excerptWidth / 3
            first = start
            while first > 0, space >= cells[first - 1].width {
                first -= 1
                space -= cells[first].width
            }
            space += Self.excerptWidth - Self.excerptWidth / 3
            last = start
            while last < cells.count, space >= cells[last].width {
                space -= cells[last].width
                last += 1
            }
        }
        let text = (first > 0 ? "…" : "") + cells[first..<last].map(\.text).joined() + (last < cells.count ? "…" : "")
        let indent = cells[first..<start].reduce(first > 0 ? 1 : 0) { $0 + $1.width }
        let width = start < min(end, last) ? cells[start..<min(end, last)].reduce(0) { $0 + $1.width } : 0
        return (text, indent, max(width, 1))
    }
}
