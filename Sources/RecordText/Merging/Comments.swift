extension Document {
    /// A comment: where it stands, from its `#`, and its text without white space at the end.
    struct Comment {
        let range: Range<Int>
        let text: String
    }

    /// The comments of the record, in the order of the text.
    func comments() -> [Comment] {
        var found: [Comment] = []
        var position = record.lowerBound
        for token in tokens() where token.lowerBound >= position {
            collectComments(in: position..<token.lowerBound, into: &found)
            position = max(token.upperBound, position)
        }
        collectComments(in: position..<record.upperBound, into: &found)
        return found
    }

    /// Where keys and values stand: nothing in them is a comment.
    private func tokens() -> [Range<Int>] {
        var tokens: [Range<Int>] = []
        var index = 0
        while index < nodes.count {
            let node = nodes[index]
            index += 1
            if node.flags.contains(.keyed) { tokens.append(node.keyRange) }
            let isBlock = node.style == .block && (node.kind == .mapping || node.kind == .sequence)
            guard index > 1, !node.valueRange.isEmpty, !isBlock else { continue }
            if node.style == .literal || node.style == .folded {
                // A comment may stand behind the mark; the lines below it are text.
                let headEnd = endOfLine(from: node.valueRange.lowerBound, in: bytes, limit: node.valueRange.upperBound)
                let lines = min(headEnd + 1, node.valueRange.upperBound)
                tokens.append(node.valueRange.lowerBound..<(node.valueRange.lowerBound + 1))
                tokens.append(lines..<node.valueRange.upperBound)
            } else {
                tokens.append(node.valueRange)
            }
            // What stands in brackets is one with them.
            index = max(index, Int(node.subtreeEnd))
        }
        return tokens
    }

    private func collectComments(in gap: Range<Int>, into found: inout [Comment]) {
        var offset = gap.lowerBound
        while offset < gap.upperBound {
            guard bytes[offset] == .hash,
                offset == record.lowerBound || bytes[offset - 1].isBlankOrBreak || bytes[offset - 1] == 0xA0
            else {
                offset += 1
                continue
            }
            let lineEnd = endOfLine(from: offset, in: bytes, limit: gap.upperBound)
            var end = lineEnd
            while end > offset, bytes[end - 1].isBlankOrBreak { end -= 1 }
            found.append(Comment(range: offset..<end, text: String(decoding: bytes[offset..<end], as: UTF8.self)))
            offset = lineEnd
        }
    }
}

/// How often each comment stands in what is merged: what both sides left, and what either added.
func mergedComments(_ comments: Three<[String]>) -> [String] {
    let counts = comments.map { texts in texts.reduce(into: [String: Int]()) { $0[$1, default: 0] += 1 } }
    var wanted: [String] = []
    var seen: Set<String> = []
    for text in comments.first + comments.second where seen.insert(text).inserted {
        let count = counts.map { $0[text] ?? 0 }
        wanted += repeatElement(text, count: count.settled ?? max(count.first, count.second))
    }
    return wanted
}
