// What a merge left behind for somebody to choose from.
extension Parser {
    /// Reports the conflict that begins at the start of a line, or a mark that stands alone, and passes it with the
    /// lines that went on from it. Says whether there was one.
    mutating func refuseConflict(at start: Int) -> Bool {
        guard start == lineStart, ConflictMark(at: start, in: bytes, limit: end) != nil else { return false }
        guard let conflict = MarkedConflict(at: start, in: bytes, limit: end) else {
            report(
                .conflictMarker, start..<endOfText(from: start), "a mark of a merge conflict, without the others",
                help: "look at what the merge did: git log -p; then take the line away")
            skipLine(at: start, deeperThan: 0)
            return true
        }
        report(conflict)
        loadLine(at: conflict.range.upperBound)
        // Nobody knows yet what the further items of a list belong to.
        while !atEnd, indent > 0 || isDash(at: content) { loadLine(after: content) }
        return true
    }

    /// Reports the conflicts in the text below the front matter, which is otherwise not read.
    mutating func refuseConflicts(in body: Range<Int>) {
        var line = body.lowerBound
        while line < body.upperBound {
            if bytes[line] == ConflictMark.ours.rawValue,
                let conflict = MarkedConflict(at: line, in: bytes, limit: body.upperBound)
            {
                report(conflict)
                line = conflict.range.upperBound
            } else {
                line = endOfLine(from: line, in: bytes, limit: body.upperBound) + 1
            }
        }
    }

    private mutating func report(_ conflict: MarkedConflict) {
        report(
            .conflictMarker, conflict.range.lowerBound..<endOfText(from: conflict.range.lowerBound),
            "a merge left two versions here, and nobody has chosen yet",
            help: "keep the lines above or below '=======', and take away the three lines with marks")
    }
}
