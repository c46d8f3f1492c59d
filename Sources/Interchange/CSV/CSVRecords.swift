internal import SwiftCSV

/// The rows of a CSV text, one by one, with the lines they begin on.
///
/// SwiftCSV takes each row apart. Around it stands what it does not do: it gives no line numbers, evens out ragged
/// rows, takes an unclosed quote without a word, loses an empty last cell at the end of the text, and gives up the
/// whole file at the first stray quote. So the text is cut into rows here, at newlines with an even number of quotes
/// before them, and handed over row by row.
struct CSVRecords {
    private let bytes: [UInt8]
    private var position = 0
    private var line = 1

    /// One row, or why it could not be read.
    struct Record {
        let line: Int
        let cells: Result<[String], Unreadable>
    }

    typealias Unreadable = CSVProblem.Reason

    init(_ text: String) {
        bytes = Array(text.utf8)
    }

    /// The next row; nil at the end.
    mutating func next(delimiter: Character) -> Record? {
        guard position < bytes.count else { return nil }
        let start = (position: position, line: line)
        let extent = extent(from: position)
        let row = bytes[position..<extent.end]
        position = extent.next
        line += extent.newlines
        let cells: Result<[String], Unreadable> =
            extent.isClosed
            ? CSVRecords.cells(row, delimiter: delimiter).map(Result.success) ?? .failure(.strayQuote)
            : .failure(.unclosedQuote)
        if case .failure = cells {
            // The quotes cannot be trusted: go on with the very next line, so that one bad cell costs one row.
            let first = endOfLine(from: start.position)
            position = first.next
            line = start.line + 1
        }
        return Record(line: start.line, cells: cells)
    }

    /// Takes Excel's first line `sep=;`, where there is one.
    mutating func takeSeparatorLine() -> Character? {
        let first = endOfLine(from: 0)
        let text = bytes[..<first.end]
        guard text.count == 5, text.starts(with: "sep=".utf8), let last = text.last, last < 0x80 else { return nil }
        position = first.next
        line = 2
        return Character(Unicode.Scalar(last))
    }

    /// The delimiter that the most of the first rows have as often as the headings do; SwiftCSV's own guess takes the
    /// first that it meets, so that the heading `Name, or trade name;Town` would mislead it.
    func likelyDelimiter() -> Character {
        var samples: [[UInt8: Int]] = []
        var position = position
        while samples.count < 10, position < bytes.count {
            let extent = extent(from: position)
            let counts = CSVRecords.delimitersOutsideQuotes(bytes[position..<extent.end])
            if !counts.isEmpty { samples.append(counts) }
            position = extent.next
        }
        guard let headings = samples.first else { return "," }
        let ranked = [UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "\t")].map { candidate in
            let count = headings[candidate] ?? 0
            let agreeing = count == 0 ? 0 : samples.count { $0[candidate] == count }
            return (candidate: candidate, score: (agreeing, count))
        }
        var best = ranked[0]
        for other in ranked.dropFirst() where other.score > best.score { best = other }
        return Character(Unicode.Scalar(best.candidate))
    }

    private static func delimitersOutsideQuotes(_ row: ArraySlice<UInt8>) -> [UInt8: Int] {
        var counts: [UInt8: Int] = [:]
        var isQuoted = false
        for byte in row {
            if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
            if !isQuoted, [UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "\t")].contains(byte) {
                counts[byte, default: 0] += 1
            }
        }
        return counts
    }

    /// Where the row that begins at `start` ends, and where the next one begins.
    private func extent(from start: Int) -> (end: Int, next: Int, newlines: Int, isClosed: Bool) {
        var isQuoted = false
        var newlines = 0
        var index = start
        while index < bytes.count {
            let lineEnd = endOfLine(from: index)
            for byte in bytes[index..<lineEnd.end] where byte == UInt8(ascii: "\"") { isQuoted.toggle() }
            newlines += 1
            index = lineEnd.next
            if !isQuoted { return (lineEnd.end, lineEnd.next, newlines, true) }
        }
        return (bytes.count, bytes.count, newlines, !isQuoted)
    }

    private func endOfLine(from start: Int) -> (end: Int, next: Int) {
        var index = start
        while index < bytes.count, bytes[index] != 0x0A, bytes[index] != 0x0D { index += 1 }
        guard index < bytes.count else { return (index, index) }
        let isPair = bytes[index] == 0x0D && index + 1 < bytes.count && bytes[index + 1] == 0x0A
        return (index, index + (isPair ? 2 : 1))
    }

    /// The cells of one row; nil where SwiftCSV refuses its quotes.
    ///
    /// SwiftCSV compares grapheme clusters, so that a comma followed by a combining accent is no delimiter to it. It
    /// is therefore given each byte beyond ASCII as a private character, which never joins its neighbours.
    private static func cells(_ row: ArraySlice<UInt8>, delimiter: Character) -> [String]? {
        var text = String.UnicodeScalarView()
        for byte in row {
            text.append(byte < 0x80 ? Unicode.Scalar(byte) : Unicode.Scalar(0xE000 + UInt16(byte)) ?? "?")
        }
        // With a newline at the end, an empty last cell is not lost.
        text.append("\n")
        let form: CSVDelimiter =
            switch delimiter {
            case ",": .comma
            case ";": .semicolon
            case "\t": .tab
            default: .character(delimiter)
            }
        do {
            let parsed = try EnumeratedCSV(string: String(text), delimiter: form, loadColumns: false, rowLimit: 1)
            return parsed.header.map { field in
                String(decoding: field.unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) }, as: UTF8.self)
            }
        } catch {
            // It knows one error, a quotation mark out of place; the caller says so, with the line.
            return nil
        }
    }
}

extension CSVProblem.Reason: Error {}
