/// Merges whole records: what stands above the keys, the keys, and the text below the front matter.
struct DocumentMerge {
    let rules: MergeRules
    /// Paths of which the base itself holds two versions.
    let contested: [[String]]
    let mergeLines: LineMerge

    /// The parts of the merged text; nil where it would not say what both sides together say.
    func merge(_ documents: Three<Document?>) -> [MergePart]? {
        let frames = documents.map { $0.map(Frame.init) }
        guard let first = frames.first, let second = frames.second else { return nil }
        let levels = frames.map { frame in frame.map { rules.level(of: $0.document, in: $0.members) } }
        for case .some(.none) in [levels.base, levels.first, levels.second] { return nil }
        var merger = RecordMerger(rules: rules, contested: contested, mergeLines: mergeLines)
        let headers = frames.map { $0?.header ?? [] }
        let closings = frames.map { $0?.closing ?? [] }
        let preambles = frames.map { LineBlock(bytes: $0?.preamble ?? []) }
        var parts: [MergePart] = [
            .lines(headers.settled ?? first.header), .lines(lostComments(headers)),
            .lines(mergedTrivia(preambles, column: 0)),
        ]
        parts += merger.merge(levels.map { $0.flatMap(\.self) }, at: rules.root, column: 0)
        parts.append(.lines(closings.settled ?? first.closing))
        parts += mergedBody(Three(base: frames.base?.body ?? [], first: first.body, second: second.body))
        return isSound(parts, documents, joined: merger.joined) ? parts : nil
    }

    /// Comments above the line of dashes that only the second side has come to have, where the first side's lines stay.
    private func lostComments(_ headers: Three<[UInt8]>) -> [UInt8] {
        guard headers.settled == nil else { return [] }
        let comments = headers.map { commentTexts(LineBlock(bytes: $0)) }
        return comments.second.filter { !comments.first.contains($0) && !comments.base.contains($0) }
            .flatMap { Array(($0 + "\n").utf8) }
    }

    private func mergedBody(_ bodies: Three<[UInt8]>) -> [MergePart] {
        if let settled = bodies.settled { return [.lines(settled)] }
        return mergeLines(bodies.base, bodies.first, bodies.second).map { run in
            switch run {
            case .agreed(let lines): .lines(lines)
            case .conflict(let first, let second):
                .conflict(path: [], first: side(first), second: side(second))
            }
        }
    }

    private func side(_ lines: [UInt8]) -> ConflictSide {
        ConflictSide(lines: lines, text: lines.isEmpty ? nil : String(decoding: lines, as: UTF8.self))
    }

    /// The last word is the reader's: with either side's lines at every conflict, the merged text says what both sides
    /// together say, worked out from what they mean and not from how they are written.
    private func isSound(_ parts: [MergePart], _ documents: Three<Document?>, joined: [[String]]) -> Bool {
        let meanings = documents.map { document in
            document.map { rules.meaning(of: $0.root, in: $0, at: rules.root) } ?? .absent
        }
        let expected = meanings.merged
        var open = joined + contested
        for case .conflict(let path, _, _) in parts where !path.isEmpty { open.append(path) }
        guard expected.conflicts.allSatisfy({ path in open.contains { path.starts(with: $0) } }),
            let form = documents.first?.form
        else { return false }
        let meaning = expected.meaning.without(open)
        return [true, false].allSatisfy { isFirst in
            let bytes = parts.flatMap { part in
                switch part {
                case .lines(let lines): lines
                case .conflict(_, let first, let second): isFirst ? first.lines : second.lines
                }
            }
            let result = Document(parsing: bytes, form: form)
            return result.isReadable
                && rules.meaning(of: result.root, in: result, at: rules.root).without(open) == meaning
        }
    }
}

/// The parts of a record's text.
private struct Frame {
    let document: Document
    /// What stands first: the front matter's line of dashes, or one that begins a file and is not needed.
    let header: [UInt8]
    /// Comments at the top that a blank line parts from the first key: they are about the whole.
    let preamble: [UInt8]
    /// Where the keys are.
    let members: Range<Int>
    /// The front matter's last line.
    let closing: [UInt8]
    /// The text below it.
    let body: [UInt8]

    init(_ document: Document) {
        self.document = document
        let bytes = document.bytes
        var start = document.record.lowerBound
        if let dashes = document.problems.first(where: { $0.id == .documentStart }) {
            start = document.nextLine(dashes.range.upperBound)
        }
        header = Array(bytes[..<start])
        let end = document.record.upperBound
        var preambleEnd = start
        var line = start
        while line < end {
            let next = min(endOfLine(from: line, in: bytes, limit: end) + 1, end)
            let text = bytes[line..<next].drop { $0.isBlankOrBreak || $0 == 0xC2 || $0 == 0xA0 }
            if text.isEmpty { preambleEnd = next }
            guard text.isEmpty || text.first == .hash else { break }
            line = next
        }
        preamble = Array(bytes[start..<preambleEnd])
        members = preambleEnd..<end
        body = document.body.map { Array(bytes[$0]) } ?? []
        closing = Array(bytes[end..<(document.body?.lowerBound ?? end)])
    }
}
