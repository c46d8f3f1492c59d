import Git

/// Carries a source's messages over: the hash of a commit that was imported becomes that of its replay, and the
/// original is kept in a trailer.
struct MessageRewriting {
    /// The trailer that names the source commit.
    static let origin = "Imported-From"
    /// The trailer that names the source commit which a message undoes.
    static let reverted = "Imported-Reverts"

    /// A message and what it cites that is not known.
    struct Message {
        var text: String
        var unknown: [ObjectID] = []
    }

    func message(of commit: Commit, _ replayed: [ObjectID: ObjectID]) -> Message {
        var lines = commit.message.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            line.hasSuffix("\r") ? line.dropLast() : line
        }
        while let last = lines.last, last.allSatisfy(\.isWhitespace) { lines.removeLast() }
        var message = Message(text: "")
        var trailers: [String] = []
        var text: [String] = lines.map(String.init)
        for index in text.indices {
            guard let (range, cited) = Self.citation(in: text[index]) else { continue }
            guard let replay = replayed[cited] else {
                message.unknown.append(cited)
                continue
            }
            text[index].replaceSubrange(range, with: replay.description)
            trailers.append("\(Self.reverted): \(cited)")
        }
        trailers.append("\(Self.origin): \(commit.id)")
        let joined = text.joined(separator: "\n")
        let separator = Trailer.parse(joined).isEmpty ? "\n\n" : "\n"
        message.text =
            joined.isEmpty ? trailers.joined(separator: "\n") : joined + separator + trailers.joined(separator: "\n")
        return message
    }

    /// The whole hash behind `This reverts commit`.
    private static func citation(in line: String) -> (Range<String.Index>, ObjectID)? {
        guard let words = line.firstRange(of: "This reverts commit ") else { return nil }
        let digits = line[words.upperBound...].prefix { $0.isHexDigit }
        guard let id = ObjectID(digits) else { return nil }
        return (digits.startIndex..<digits.endIndex, id)
    }
}
