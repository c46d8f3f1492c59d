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
        let first = lineWithText(from: start)
        let second = lineWithText(from: lineAfter(first))
        let firstLine = first..<endOfText(from: first)
        let recordStart: Int
        if isMarker(at: first, .dash) {
            if first > start {
                report(
                    .blankFirstLine, start..<endOfText(from: start), "an empty line before the first '---'",
                    help: "leave it out: other programs find no front matter below it")
            }
            warnOfSpaceAfterMarker(at: first)
            recordStart = lineAfter(first)
        } else if MarkedConflict(at: first, in: bytes, limit: end) != nil {
            // The first line is in a conflict, which is told as one in the body.
            record = start..<start
            body = start..<bytes.count
            return
        } else if looksLikeEntry(at: first) {
            // What looks like front matter that lost its first line is read, to show what else is wrong in it.
            report(
                .missingFrontMatter, firstLine, "the first line is not '---'",
                replacement: .whole("---\n" + string(firstLine)), help: "put a line of three dashes before this one")
            recordStart = first
        } else if isLikeMarker(firstLine), looksLikeEntry(at: second) {
            report(.missingFrontMatter, firstLine, "the first line is not '---'", replacement: .whole("---"))
            recordStart = second
        } else if isMarker(at: second, .dash), looksLikeEntry(at: lineAfter(second)) {
            report(
                .missingFrontMatter, firstLine, "the first line is not '---'",
                help: "leave the line out, or put it below the front matter")
            recordStart = lineAfter(second)
        } else {
            report(
                .missingFrontMatter, firstLine, "this record has no front matter",
                help: "begin with a line '---', then lines 'key: value', then '---' again")
            record = start..<start
            body = start..<bytes.count
            return
        }
        if let closing = closingMarker(from: recordStart) {
            close(recordStart..<closing)
        } else {
            reportUnclosed(from: recordStart)
        }
    }

    private func lineAfter(_ offset: Int) -> Int { min(endOfLine(from: offset, in: bytes, limit: end) + 1, end) }

    /// The first line from a line start on that is not blank; the end where there is none.
    private func lineWithText(from start: Int) -> Int {
        var offset = start
        while offset < end {
            var text = offset
            while text < end, bytes[text].isBlank { text += 1 }
            guard isLineEnd(text) else { return offset }
            offset = endOfLine(from: text, in: bytes, limit: end) + 1
        }
        return end
    }

    /// Whether a line is dashes alone, but not three of them: `--`, `----`, `—`.
    private func isLikeMarker(_ line: Range<Int>) -> Bool {
        guard line.count >= 2, bytes[line.lowerBound] == .dash || bytes[line.lowerBound] == 0xE2 else { return false }
        let text = string(line)
        return text != "- " && text.allSatisfy { "-–— ".contains($0) }
    }

    private mutating func close(_ lines: Range<Int>) {
        record = lines
        warnOfSpaceAfterMarker(at: lines.upperBound)
        body = lineAfter(lines.upperBound)..<end
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
            } else if isLikeMarker(offset..<endOfText(from: offset)) {
                report(
                    .unclosedFrontMatter, offset..<endOfText(from: offset), "the front matter is not closed",
                    replacement: .whole("---"), help: "write three dashes here")
                record = start..<offset
                body = lineAfter(offset)..<end
                return
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
