// Where the record is in its file.
extension Parser {
    /// Finds the record's lines and, in Markdown, the body.
    mutating func locateRecord(form: RecordForm) {
        end = bytes.count
        var start = 0
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) {
            start = 3
            report(
                .byteOrderMark, 0..<3, "a byte order mark at the start of the file",
                replacement: .whole(string(3..<endOfText(from: 3))))
        }
        switch form {
        case .yaml:
            record = start..<bytes.count
            if let last = bytes.last, last != .newline, bytes.count > start {
                report(.missingFinalNewline, (bytes.count - 1)..<bytes.count, "the last line does not end")
            }
        case .markdown:
            locateFrontMatter(from: start)
        }
    }

    private mutating func locateFrontMatter(from start: Int) {
        if isMarker(at: start, .dash) {
            warnOfSpaceAfterMarker(at: start)
            let recordStart = min(endOfLine(from: start, in: bytes, limit: end) + 1, end)
            if let closing = closingMarker(from: recordStart) {
                close(recordStart..<closing)
            } else {
                reportUnclosed(from: recordStart)
            }
            return
        }
        if MarkedConflict(at: start, in: bytes, limit: end) != nil {
            // The first line is in a conflict, which is told as one in the body.
            record = start..<start
            body = start..<bytes.count
            return
        }
        let firstLine = start..<endOfText(from: start)
        // What looks like front matter that lost its first line is read, to show what else is wrong in it.
        if looksLikeEntry(at: start), let closing = closingMarker(from: start) {
            report(
                .missingFrontMatter, firstLine, "the first line is not '---'",
                replacement: .whole("---\n" + string(firstLine)), help: "put a line of three dashes before this one")
            close(start..<closing)
        } else if looksLikeEntry(at: start) {
            report(
                .missingFrontMatter, firstLine, "the first line is not '---'",
                replacement: .whole("---\n" + string(firstLine)), help: "put a line of three dashes before this one")
            reportUnclosed(from: start)
        } else {
            report(
                .missingFrontMatter, firstLine, "this record has no front matter",
                replacement: .whole("---\n---\n" + string(firstLine)),
                help: "begin with a line '---', then lines 'key: value', then '---' again")
            record = start..<start
            body = start..<bytes.count
        }
    }

    private mutating func close(_ lines: Range<Int>) {
        record = lines
        warnOfSpaceAfterMarker(at: lines.upperBound)
        body = min(endOfLine(from: lines.upperBound, in: bytes, limit: end) + 1, end)..<end
    }

    private mutating func warnOfSpaceAfterMarker(at offset: Int) {
        let textEnd = endOfText(from: offset)
        guard textEnd > offset + 3 else { return }
        report(.trailingSpace, (offset + 3)..<textEnd, "spaces at the end of the line", replacement: .whole("---"))
    }

    /// The first line of dashes from a line start on.
    private mutating func closingMarker(from start: Int) -> Int? {
        var offset = start
        while offset < end {
            if bytes[offset] == .dash, isMarker(at: offset, .dash) { return offset }
            if bytes[offset] == UInt8(character: "."), isMarker(at: offset, UInt8(character: ".")) {
                report(
                    .severalDocuments, offset..<(offset + 3), "'...' where '---' closes the front matter",
                    replacement: .whole("---"))
                return offset
            }
            offset = endOfLine(from: offset, in: bytes, limit: end) + 1
        }
        return nil
    }

    /// Whether the line is `---` or `...` and nothing else.
    func isMarker(at offset: Int, _ mark: UInt8) -> Bool {
        guard offset + 3 <= end, bytes[offset] == mark, bytes[offset + 1] == mark, bytes[offset + 2] == mark
        else { return false }
        var offset = offset + 3
        while offset < end, bytes[offset].isBlank { offset += 1 }
        return isLineEnd(offset)
    }

    /// Front matter goes on as long as its lines look like it; the first other one shows where it should have closed.
    private mutating func reportUnclosed(from start: Int) {
        var offset = start
        var blankLine: Int?
        while offset < end {
            let lineEnd = endOfLine(from: offset, in: bytes, limit: end)
            if isLineEnd(offset) {
                if blankLine == nil { blankLine = offset }
            } else if bytes[offset].isBlank || bytes[offset] == .hash || bytes[offset] == .dash
                || blankLine == nil && hasColon(offset..<lineEnd)
            {
                if !isLikeProse(offset..<lineEnd) { blankLine = nil }
            } else {
                break
            }
            if blankLine != nil, !isLineEnd(offset), isLikeProse(offset..<lineEnd) { break }
            offset = lineEnd + 1
        }
        let boundary = min(blankLine ?? offset, end)
        let line = boundary..<endOfText(from: boundary)
        let isBlank = line.isEmpty
        report(
            .unclosedFrontMatter, line, "the front matter is not closed",
            replacement: .whole(isBlank ? "---" : "---\n" + string(line)), help: "put a line of three dashes here")
        record = start..<boundary
        body = boundary..<end
    }

    private func hasColon(_ line: Range<Int>) -> Bool { bytes[line].contains(.colon) }

    /// A long line without a colon near its start is the description, not a field.
    private func isLikeProse(_ line: Range<Int>) -> Bool { line.count > 80 && !hasColon(line.prefix(40)) }
}

extension Range where Bound == Int {
    fileprivate func prefix(_ count: Int) -> Range<Int> { lowerBound..<Swift.min(upperBound, lowerBound + count) }
}
