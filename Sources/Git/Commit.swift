/// Who did something, and when, as a commit says it.
public struct Signature: Sendable, Hashable {
    /// The person's name; empty where the commit has none.
    public var name: String
    /// The address, unverified; empty where the commit has none.
    public var email: String
    /// Seconds since 1970 in UTC. Before 1970 and far in the future both occur.
    public var seconds: Int64
    /// Minutes east of UTC, where the person was.
    public var offset: Int

    /// Describes a person at a moment.
    public init(name: String, email: String, seconds: Int64, offset: Int = 0) {
        self.name = name
        self.email = email
        self.seconds = seconds
        self.offset = offset
    }
}

/// What a walk over the history needs of a commit, without its message and people.
public struct CommitHeader: Sendable, Hashable {
    /// The top folder.
    public var tree: ObjectID
    /// The commits that this one follows, the first being the branch that it was made on.
    public var parents: [ObjectID]
    /// When the change was made, in seconds since 1970.
    public var authorSeconds: Int64
    /// When the commit was made, in seconds since 1970.
    public var committerSeconds: Int64

    /// When the commit speaks from, in seconds since 1970: the earlier of its two dates, since a rebase or a late merge
    /// may only make what it says look older (`docs/ageing.md`, "The date").
    public var seconds: Int { Int(min(authorSeconds, committerSeconds)) }
}

/// A commit, whole.
public struct Commit: Sendable, Hashable {
    /// Its own id.
    public let id: ObjectID
    /// The top folder.
    public let tree: ObjectID
    /// The commits that this one follows.
    public let parents: [ObjectID]
    /// Who made the change.
    public let author: Signature
    /// Who made the commit.
    public let committer: Signature
    /// The whole message, with its trailers.
    public let message: String
    /// Whether the commit carries a signature. It is not verified.
    public let isSigned: Bool

    /// When the commit speaks from, in seconds since 1970: the earlier of its two dates, as ``CommitHeader/seconds``.
    public var seconds: Int { Int(min(author.seconds, committer.seconds)) }

    /// The message's first line.
    public var subject: String {
        String(message.drop { $0.isNewline }.prefix { !$0.isNewline })
    }

    /// The `Key: value` lines that end the message. See ``Trailer/parse(_:)``.
    public var trailers: [Trailer] { Trailer.parse(message) }
}

/// One `Key: value` line at the end of a commit's message.
public struct Trailer: Sendable, Hashable {
    /// The key as written; compare it without regard to case.
    public var key: String
    /// The value, without the spaces around it.
    public var value: String

    /// Describes a trailer.
    public init(key: String, value: String) {
        self.key = key
        self.value = value
    }

    /// The trailer in a message: one line whatever is put into it, so that nobody's words become a trailer of their own.
    public var line: String { "\(key): \(value.split(whereSeparator: \.isWhitespace).joined(separator: " "))" }

    /// The trailers of a message: its last paragraph, when that is not also the first and every line of it
    /// is `Key: value` or continues one by starting with a space.
    public static func parse(_ message: String) -> [Trailer] {
        // Swift takes CR LF for one character.
        var lines = message.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }
        while let last = lines.last, last.allSatisfy(\.isWhitespace) { lines.removeLast() }
        guard let blank = lines.lastIndex(where: { $0.allSatisfy(\.isWhitespace) }) else { return [] }
        guard lines[..<blank].contains(where: { !$0.allSatisfy(\.isWhitespace) }) else { return [] }
        var trailers: [Trailer] = []
        for line in lines[(blank + 1)...] {
            if let first = line.first, first == " " || first == "\t", let last = trailers.indices.last {
                trailers[last].value += " " + line.trimmingSpaces
                continue
            }
            guard let colon = line.firstIndex(of: ":") else { return [] }
            let key = line[..<colon].trimmingSpaces
            let isKey =
                !key.isEmpty
                && key.utf8.allSatisfy { byte in
                    switch byte {
                    case 0x30...0x39, 0x41...0x5a, 0x61...0x7a, UInt8(ascii: "-"): true
                    default: false
                    }
                }
            guard isKey else { return [] }
            trailers.append(Trailer(key: key, value: line[line.index(after: colon)...].trimmingSpaces))
        }
        return trailers
    }
}

extension Substring {
    /// The text without spaces and tabs around it.
    fileprivate var trimmingSpaces: String {
        var text = self.drop { $0 == " " || $0 == "\t" }
        while text.last == " " || text.last == "\t" { text.removeLast() }
        return String(text)
    }
}
