// Which lines belong to what.
extension Document {
    /// The start of the line after an offset; the end of the text where there is none.
    func nextLine(_ offset: Int) -> Int {
        // A value that ends with its line break, as kept lines do, is on the line before.
        if offset > 0, offset <= bytes.count, bytes[offset - 1] == .newline, offset > record.lowerBound {
            return offset
        }
        return min(endOfLine(from: offset, in: bytes, limit: bytes.count) + 1, bytes.count)
    }

    /// The whole lines of an entry or item.
    func lines(of node: Node) -> Range<Int> {
        let range = entryRange(of: node)
        return startOfLine(at: range.lowerBound)..<nextLine(range.upperBound)
    }

    /// The start of the line after an entry and the comments that stand further in than its key.
    func endOfEntry(_ node: Node, column: Int) -> Int {
        var end = nextLine(entryRange(of: node).upperBound)
        let limit = record.upperBound
        guard style(of: node) == .block else { return min(end, limit) }
        while end < limit {
            var offset = end
            while offset < limit, bytes[offset] == .space { offset += 1 }
            guard offset < limit, bytes[offset] == .hash, offset - end > column else { break }
            end = nextLine(offset)
        }
        return min(end, limit)
    }
}
