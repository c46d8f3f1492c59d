/// What a record is called: its path template's placeholders, joined by `/`.
public struct RecordID: Hashable, Comparable, Sendable {
    /// The whole id, such as `2027/ty-gwydr`.
    public let text: String

    /// An id of one or more segments; nil where one of them is not a segment.
    public init?(_ text: String) {
        // Nearly all have one: parting a text costs more than looking at its letters.
        if !RecordID.isSegment(text) {
            let segments = text.split(separator: "/", omittingEmptySubsequences: false)
            guard !segments.isEmpty, segments.allSatisfy({ RecordID.isSegment($0) }) else { return nil }
        }
        self.text = text
    }

    /// The id of a kind of which there is only one record, such as the settings.
    public static let only = RecordID(unchecked: "")

    init(unchecked text: String) {
        self.text = text
    }

    /// The segments, one a placeholder.
    public var segments: [String] { text.split(separator: "/").map(String.init) }

    /// How many segments it has.
    var segmentCount: Int { text.isEmpty ? 0 : text.utf8.count { $0 == UInt8(ascii: "/") } + 1 }

    /// `[a-z0-9][a-z0-9-]{0,62}`: ids that differ only by case, or climb out of their folder, cannot be written.
    public static func isSegment(_ text: some StringProtocol) -> Bool { isSegment(text.utf8) }

    static func isSegment(_ bytes: some Collection<UInt8>) -> Bool {
        guard let first = bytes.first, first != UInt8(ascii: "-"), bytes.count <= 63 else { return false }
        return bytes.allSatisfy { byte in
            (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
                || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || byte == UInt8(ascii: "-")
        }
    }

    public static func < (left: RecordID, right: RecordID) -> Bool { left.text < right.text }
}

extension RecordID: CustomStringConvertible {
    public var description: String { text }
}
