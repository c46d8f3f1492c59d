internal import SwiftCSV

/// The rows of a CSV text, one by one, with the lines they begin on.
///
/// SwiftCSV takes each row apart. Around it stands what it does not do: it gives no line numbers, evens out ragged
/// rows, takes an unclosed quote without a word, loses an empty last cell at the end of the text, and gives up the
/// whole file at the first stray quote. So the text is cut into rows here, at newlines that no quoted cell holds, and
/// handed over row by row.
struct CSVRecords {
    private let bytes: [UInt8]
    private var position = 0
    private var line = 1

    /// One row, or why it could not be read.
    struct Record {
        let line: Int
        let cells: Result<[String], Unreadable>
        fileprivate let firstLine: ArraySlice<UInt8>

        /// Its first line, as it stands in the file.
        var text: String { String(decoding: firstLine, as: UTF8.self) }
    }

    typealias Unreadable = CSVProblem.Reason

    init(_ text: String) {
        bytes = Array(text.utf8)
    }

    /// The next row; nil at the end. A quoted cell that never ends takes all that is left: what looks like rows behind it
    /// may be what it says.
    mutating func next(delimiter: Character) -> Record? {
        guard position < bytes.count else { return nil }
        let (start, first) = (position, line)
        let extent = extent(from: start, delimiters: Array(String(delimiter).utf8.suffix(1)))
        position = extent.next
        line += extent.newlines
        let cells: Result<[String], Unreadable> =
            extent.isClosed
            ? CSVRecords.cells(bytes[start..<extent.end], delimiter: delimiter).map(Result.success)
                ?? .failure(.strayQuote)
            : .failure(.unclosedQuote(upTo: line - 1))
        return Record(line: first, cells: cells, firstLine: bytes[start..<endOfLine(from: start).end])
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
        let candidates = [UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "\t")]
        var samples: [[UInt8: Int]] = []
        var position = position
        while samples.count < 10, position < bytes.count {
            let extent = extent(from: position, delimiters: candidates)
            if !extent.delimiters.isEmpty { samples.append(extent.delimiters) }
            position = extent.next
        }
        guard let headings = samples.first else { return "," }
        let ranked = candidates.map { candidate in
            let count = headings[candidate] ?? 0
            let agreeing = count == 0 ? 0 : samples.count { $0[candidate] == count }
            return (candidate: candidate, score: (agreeing, count))
        }
        var best = ranked[0]
        for other in ranked.dropFirst() where other.score > best.score { best = other }
        return Character(Unicode.Scalar(best.candidate))
    }

    /// A row's place in the text.
    private struct Extent {
        /// Where the row ends, and where the next one begins.
        var end, next: Int
        /// How many lines it has.
        var newlines = 0
        /// Whether each quoted cell has its end.
        var isClosed = true
        /// How often each delimiter parts its cells.
        var delimiters: [UInt8: Int] = [:]
    }

    /// What was met of a cell so far.
    private enum CellState { case blank, bare, open, closed }

    /// The extent of the row that begins at `start`. A quotation mark opens a cell only at its beginning, as RFC 4180 has
    /// it: inside a cell that is not quoted (`5" pipe`) it is wrong, but holds no newline.
    private func extent(from start: Int, delimiters: [UInt8]) -> Extent {
        var extent = Extent(end: start, next: start)
        var cell = CellState.blank
        repeat {
            let line = endOfLine(from: extent.next)
            for byte in bytes[extent.next..<line.end] {
                switch (byte, cell) {
                case (UInt8(ascii: "\""), .blank), (UInt8(ascii: "\""), .closed): cell = .open
                case (UInt8(ascii: "\""), .open): cell = .closed
                case (_, .open): continue
                case _ where delimiters.contains(byte):
                    cell = .blank
                    extent.delimiters[byte, default: 0] += 1
                case (0x09, _), (0x20, _): continue
                case (_, .blank): cell = .bare
                default: continue
                }
            }
            (extent.end, extent.next) = line
            extent.newlines += 1
        } while cell == .open && extent.next < bytes.count
        extent.isClosed = cell != .open
        return extent
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
