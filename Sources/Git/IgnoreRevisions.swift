/// The commits that a `.git-blame-ignore-revs` file sets aside.
public struct IgnoreRevisions: Sendable, Hashable {
    /// A line that is not understood.
    public struct Problem: Sendable, Hashable {
        /// Counted from 1.
        public let line: Int
        /// The line, without its comment.
        public let text: String
        /// The line as it stands.
        public let excerpt: String
    }

    /// The commits named.
    public var ids: Set<ObjectID> = []
    /// The lines that name none. Git would refuse the whole file for them.
    public var problems: [Problem] = []

    /// Reads the file's text: a full object id a line; `#` begins a comment.
    public init(parsing text: [UInt8]) {
        for (index, line) in text.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).enumerated() {
            var words = line.prefix { $0 != UInt8(ascii: "#") }.drop { $0 == 0x20 || $0 == 0x09 || $0 == 0x0d }
            if index == 0, words.starts(with: [0xef, 0xbb, 0xbf]) { words = words.dropFirst(3) }
            while let last = words.last, last == 0x20 || last == 0x09 || last == 0x0d { words.removeLast() }
            guard !words.isEmpty else { continue }
            let word = String(decoding: words, as: UTF8.self)
            if let id = ObjectID(word) {
                ids.insert(id)
            } else {
                let whole = line.last == 0x0d ? line.dropLast() : line
                problems.append(
                    Problem(line: index + 1, text: word, excerpt: String(decoding: whole, as: UTF8.self)))
            }
        }
    }
}
