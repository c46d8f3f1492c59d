/// The lines that git puts round the two sides of a conflict.
enum ConflictMark: UInt8 {
    case ours = 0x3C  // <
    case base = 0x7C  // |
    case middle = 0x3D  // =
    case theirs = 0x3E  // >

    /// The mark that a line begins with: seven or more of its letter, and then a blank or the end of the line.
    init?(at lineStart: Int, in bytes: [UInt8], limit: Int) {
        guard lineStart < limit, let mark = ConflictMark(rawValue: bytes[lineStart]) else { return nil }
        var offset = lineStart
        while offset < limit, bytes[offset] == mark.rawValue { offset += 1 }
        guard offset - lineStart >= 7, offset == limit || bytes[offset].isBlankOrBreak else { return nil }
        self = mark
    }
}

/// A conflict as it stands in a text: the ranges are whole lines, marks left out.
struct MarkedConflict {
    /// All of it, marks included.
    var range: Range<Int>
    var ours: Range<Int>
    var theirs: Range<Int>

    /// The conflict that begins on a line; nil where its other marks do not follow.
    init?(at start: Int, in bytes: [UInt8], limit: Int) {
        guard ConflictMark(at: start, in: bytes, limit: limit) == .ours else { return nil }
        var ends: [ConflictMark: Range<Int>] = [:]
        var line = min(endOfLine(from: start, in: bytes, limit: limit) + 1, limit)
        let begin = line
        while line < limit, ends[.theirs] == nil {
            let next = min(endOfLine(from: line, in: bytes, limit: limit) + 1, limit)
            if let mark = ConflictMark(at: line, in: bytes, limit: limit) {
                guard mark != .ours, ends[mark] == nil else { return nil }
                ends[mark] = line..<next
            }
            line = next
        }
        guard let middle = ends[.middle], let end = ends[.theirs], middle.upperBound <= end.lowerBound else {
            return nil
        }
        range = start..<end.upperBound
        ours = begin..<(ends[.base]?.lowerBound ?? middle.lowerBound)
        theirs = middle.upperBound..<end.lowerBound
    }
}

/// A text that was itself merged from two, as git makes one where two branches were merged crosswise.
struct ContestedText {
    /// The text with the first version of each conflict in its record.
    let bytes: [UInt8]
    /// The text with the second versions; nil where there is no conflict.
    let other: [UInt8]?

    init(_ bytes: [UInt8], form: RecordForm) {
        var versions: (first: [UInt8], second: [UInt8]) = ([], [])
        var copied = 0
        var line = 0
        while line < bytes.count {
            let next = min(endOfLine(from: line, in: bytes, limit: bytes.count) + 1, bytes.count)
            // The text below the front matter is merged as lines, marks and all.
            if form == .markdown, line > 0, bytes[line..<next].elementsEqual(Array("---\n".utf8)) { break }
            guard let conflict = MarkedConflict(at: line, in: bytes, limit: bytes.count) else {
                line = next
                continue
            }
            versions.first += bytes[copied..<line] + bytes[conflict.ours]
            versions.second += bytes[copied..<line] + bytes[conflict.theirs]
            (copied, line) = (conflict.range.upperBound, conflict.range.upperBound)
        }
        self.bytes = versions.first + bytes[copied...]
        other = copied == 0 ? nil : versions.second + bytes[copied...]
    }
}

extension MergeRules {
    /// The paths at which two texts say different things.
    func differences(_ one: Document, _ other: Document) -> [[String]] {
        func differences(_ one: Meaning, _ other: Meaning) -> [[String]] {
            if one == other { return [] }
            guard case .members(let left) = one, case .members(let right) = other else { return [[]] }
            return Set(left.keys).union(right.keys).flatMap { name in
                differences(left[name] ?? .absent, right[name] ?? .absent).map { [name] + $0 }
            }
        }
        return differences(
            meaning(of: one.root, in: one, at: root), meaning(of: other.root, in: other, at: root))
    }
}
