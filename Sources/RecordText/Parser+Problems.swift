// Problems, and the lines to put instead.
extension Parser {
    /// The line to put instead, made only for problems that are listed: a hostile line has as many as bytes.
    enum Replacement {
        /// The line that holds a range, with that replaced.
        case line(replacing: Range<Int>, with: String)
        /// The line that holds `offset`, without any of the characters that can be in no record.
        case cleanLine(at: Int, isRecord: Bool)
        case whole(String)
    }

    /// Whether further errors are still listed.
    var isListing: Bool { errorCount + 1 < Self.mostProblemsListed }

    @inline(never)
    mutating func report(
        _ code: TextProblem.Code, _ range: Range<Int>, _ message: String, replacement: Replacement? = nil,
        help: String? = nil
    ) {
        if code.severity == .warning {
            warningCount += 1
            if warningCount > Self.mostProblemsListed { return }
        } else {
            hasErrors = true
            errorCount += 1
            if errorCount == Self.mostProblemsListed {
                let message = "more than \(Self.mostProblemsListed) problems; the others are not listed"
                problems.append(TextProblem(.tooManyProblems, range, message))
            }
            if errorCount >= Self.mostProblemsListed { return }
        }
        problems.append(problem(code, range, message, replacement: replacement, help: help))
    }

    func problem(
        _ code: TextProblem.Code, _ range: Range<Int>, _ message: String, replacement: Replacement?, help: String?
    ) -> TextProblem {
        let line = replacement.map { written($0, isTidy: code.severity == .error) }
        var problem = TextProblem(code, range, message, replacement: line, help: help)
        if case .line(let range, let text) = replacement { problem.edit = LineEdit(range: range, text: text) }
        return problem
    }

    func written(_ replacement: Replacement, isTidy: Bool) -> String {
        switch replacement {
        case .whole(let text): return text
        case .line(let range, let text):
            return lineMended(by: [LineEdit(range: range, text: text)], in: bytes, isTidy: isTidy)
        case .cleanLine(let offset, let isRecord):
            let start = startOfLine(at: offset, in: bytes)
            let end = endOfLine(from: offset, in: bytes, limit: bytes.count)
            let line = start..<(isTidy ? withoutBlanksAtEnd(start..<end, in: bytes).upperBound : end)
            return cleanLine(string(line), isFirst: start == 0, isRecord: isRecord)
        }
    }

    func string(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }

    func sortedProblems() -> [TextProblem] {
        guard problems.count > 1 else { return problems }
        // The offset breaks ties, since the sort need not be stable.
        var sorted = problems.enumerated().sorted {
            ($0.element.range.lowerBound, $0.offset) < ($1.element.range.lowerBound, $1.offset)
        }.map(\.element)
        proposeOneLine(of: &sorted)
        return sorted
    }

    /// Gives the problems of one line, which are beside each other, the one line that mends all of them.
    private func proposeOneLine(of problems: inout [TextProblem]) {
        var first = 0
        while first < problems.count {
            let start = problems[first].range.lowerBound
            let line = startOfLine(at: start, in: bytes)...endOfLine(from: start, in: bytes, limit: bytes.count)
            let next = problems[first...].firstIndex { $0.range.lowerBound > line.upperBound } ?? problems.count
            let same = first..<next
            first = next
            guard same.count > 1 else { continue }
            var edits: [LineEdit] = []
            for edit in problems[same].compactMap(\.edit).sorted(by: { $0.range.count > $1.range.count })
            where line.contains(edit.range.lowerBound) && !edits.contains(where: { $0.overlaps(edit) }) {
                edits.append(edit)
            }
            let isPlaced = !problems[same].contains {
                [.tabIndentation, .oddIndentation].contains($0.id) && $0.replacement == nil
            }
            func isControl(_ problem: TextProblem) -> Bool {
                problem.id == .controlCharacter || problem.id == .bidiControl
            }
            guard !edits.isEmpty else { continue }
            let isTidy = problems[same].contains { $0.severity == .error }
            var mended: String? = isPlaced ? lineMended(by: edits, in: bytes, isTidy: isTidy) : nil
            if problems[same].contains(where: isControl) {
                mended = mended.map { cleanLine($0, isFirst: line.lowerBound == 0, isRecord: true) }
            }
            for index in same
            where problems[index].replacement != nil && (problems[index].edit != nil || isControl(problems[index])) {
                problems[index].replacement = mended
            }
        }
    }
}
