/// The comments and blank lines above a key or an item, merged. Nothing here is ever a conflict: a comment that either
/// side wrote stays, and one that either side took away goes.
func mergedTrivia(_ blocks: Three<LineBlock>, column: Int) -> [UInt8] {
    let texts = blocks.map { $0.lines(at: 0) }
    if let settled = texts.settled { return (settled == texts.first ? blocks.first : blocks.second).lines(at: column) }
    let comments = blocks.map(TriviaLines.init)
    let names = comments.map { $0.comments.map(\.name) }
    // Where only blank lines differ, or only one side's comments do, that side's lines stand as they are.
    if let settled = names.settled {
        return (settled == names.first ? blocks.first : blocks.second).lines(at: column)
    }
    let wanted = Set(mergedNames(names))
    let order = mergedOrder(names.map { $0.filter(wanted.contains) }, isBefore: nil)
    var lines: [UInt8] = []
    for name in order {
        let source =
            comments.first.comments.first { $0.name == name } ?? comments.second.comments.first { $0.name == name }
        let block = comments.first.comments.contains { $0.name == name } ? blocks.first : blocks.second
        if let source { lines += LineBlock(bytes: source.lines, column: block.column).lines(at: column) }
    }
    return lines + comments.first.rest
}

private func mergedNames(_ names: Three<[String]>) -> [String] {
    let base = Set(names.base)
    let (first, second) = (Set(names.first), Set(names.second))
    return names.first.filter { second.contains($0) || !base.contains($0) }
        + names.second.filter { !first.contains($0) && !base.contains($0) }
}

/// Comments with the blank lines above each, and the blank lines after the last.
private struct TriviaLines {
    var comments: [(name: String, lines: [UInt8])] = []
    var rest: [UInt8] = []

    init(_ block: LineBlock) {
        var seen: [String: Int] = [:]
        block.forEachLine { line in
            rest += line
            let text = line.drop { $0.isBlankOrBreak || $0 == 0xC2 || $0 == 0xA0 }
            guard text.first == .hash else { return }
            var end = text.endIndex
            while end > text.startIndex, text[end - 1].isBlankOrBreak { end -= 1 }
            let name = String(decoding: text[..<end], as: UTF8.self)
            let count = seen[name, default: 0]
            seen[name] = count + 1
            comments.append((count == 0 ? name : "\(name)\u{0}\(count)", rest))
            rest = []
        }
    }

    /// The comments without their lines, for when their place is gone.
    static func texts(_ block: LineBlock) -> [String] {
        TriviaLines(block).comments.map { comment in String(comment.name.prefix { $0 != "\0" }) }
    }
}

/// The texts of the comments in lines of comments.
func commentTexts(_ block: LineBlock) -> [String] { TriviaLines.texts(block) }
