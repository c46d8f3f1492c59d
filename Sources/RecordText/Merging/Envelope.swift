/// What is so of a file's text as a whole, whatever it says: it is merged by itself, and left out of the rest.
struct Envelope {
    /// Whether a byte order mark stands first.
    var hasMark: Bool
    var breaks: Breaks
    /// Whether the last line does not end.
    var isOpen: Bool

    enum Breaks { case unix, windows, mixed }

    private static let mark: [UInt8] = [0xEF, 0xBB, 0xBF]

    init(_ bytes: [UInt8]) {
        hasMark = bytes.starts(with: Envelope.mark)
        isOpen = bytes.last.map { $0 != .newline } ?? false
        var (all, windows) = (0, 0)
        for offset in bytes.indices where bytes[offset] == .newline {
            all += 1
            if offset > 0, bytes[offset - 1] == .carriageReturn { windows += 1 }
        }
        breaks = windows == 0 ? .unix : windows == all ? .windows : .mixed
    }

    /// A text without its envelope: every line ends, and with a line feed alone.
    static func opened(_ bytes: [UInt8], keepingBreaks: Bool) -> [UInt8] {
        let envelope = Envelope(bytes)
        var text = envelope.hasMark ? Array(bytes.dropFirst(mark.count)) : bytes
        if envelope.isOpen, !text.isEmpty {
            text += envelope.breaks == .windows ? [.carriageReturn, .newline] : [.newline]
        }
        guard envelope.breaks == .windows, !keepingBreaks else { return text }
        return text.indices.filter {
            text[$0] != .carriageReturn || $0 + 1 == text.count || text[$0 + 1] != .newline
        }.map { text[$0] }
    }

    /// Puts a merged text into the envelope.
    func closing(_ parts: [MergedText.Part]) -> MergedText {
        var closed: [MergedText.Part] = hasMark ? [.agreed(Envelope.mark)] : []
        for part in parts {
            switch (closed.last, part) {
            case (_, .agreed(let bytes)) where bytes.isEmpty: continue
            case (.agreed(let before), .agreed(let bytes)):
                closed[closed.count - 1] = .agreed(before + written(bytes))
            case (_, .agreed(let bytes)): closed.append(.agreed(written(bytes)))
            case (_, .conflict(let conflict)):
                closed.append(
                    .conflict(
                        MergeConflict(
                            path: conflict.path, ours: written(conflict.ours), theirs: written(conflict.theirs))))
            }
        }
        if isOpen, case .agreed(var last) = closed.last, last.last == .newline {
            last.removeLast()
            if last.last == .carriageReturn { last.removeLast() }
            closed[closed.count - 1] = .agreed(last)
        }
        return MergedText(closed)
    }

    private func written(_ side: ConflictSide) -> ConflictSide {
        ConflictSide(lines: written(side.lines), text: side.text)
    }

    private func written(_ bytes: [UInt8]) -> [UInt8] {
        guard breaks == .windows else { return bytes }
        return bytes.flatMap { $0 == .newline ? [.carriageReturn, .newline] : [$0] }
    }
}

extension Three<Envelope?> {
    /// The envelope of the merged text. Each part of it is one thing or the other, so that two sides cannot change it
    /// differently.
    func merged(keepingBreaks: Bool) -> Envelope {
        func side(_ property: (Envelope) -> Bool) -> Bool {
            let values = map { $0.map(property) ?? false }
            return values.settled ?? values.first
        }
        var envelope = Envelope([])
        envelope.hasMark = side(\.hasMark)
        envelope.isOpen = side(\.isOpen)
        envelope.breaks = !keepingBreaks && side { $0.breaks == .windows } ? .windows : .unix
        return envelope
    }
}
