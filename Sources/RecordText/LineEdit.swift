/// Bytes of one line and the text to put in their place: what mends one problem.
struct LineEdit: Hashable, Sendable {
    let range: Range<Int>
    let text: String

    func overlaps(_ other: LineEdit) -> Bool {
        range.lowerBound < other.range.upperBound && other.range.lowerBound < range.upperBound
    }
}

/// A line, without its line break, after edits that do not overlap.
///
/// - Parameter isTidy: whether spaces at the line's end are left out: who copies a line cannot see them. A warning's
///   line differs in nothing but what it warns of.
func lineMended(by edits: [LineEdit], in bytes: [UInt8], isTidy: Bool) -> String {
    let edits = edits.sorted { ($0.range.lowerBound, $0.range.upperBound) < ($1.range.lowerBound, $1.range.upperBound) }
    guard let first = edits.first, let last = edits.last else { return "" }
    var line = ""
    var position = startOfLine(at: first.range.lowerBound, in: bytes)
    for edit in edits {
        line += String(decoding: bytes[position..<edit.range.lowerBound], as: UTF8.self) + edit.text
        position = edit.range.upperBound
    }
    let lineEnd = endOfLine(from: last.range.upperBound, in: bytes, limit: bytes.count)
    let textEnd = lineEnd > position && bytes[lineEnd - 1] == .carriageReturn ? lineEnd - 1 : lineEnd
    let rest = isTidy ? withoutBlanksAtEnd(position..<textEnd, in: bytes) : position..<textEnd
    return line + String(decoding: bytes[rest], as: UTF8.self)
}

/// Blanks behind a backslash are meant.
func withoutBlanksAtEnd(_ range: Range<Int>, in bytes: [UInt8]) -> Range<Int> {
    var end = range.upperBound
    while end > range.lowerBound, bytes[end - 1].isBlank { end -= 1 }
    let isEscaped = end > 0 && bytes[end - 1] == UInt8(ascii: "\\")
    return isEscaped ? range : range.lowerBound..<end
}
