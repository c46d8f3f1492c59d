import Foundation

/// A mail as a mailbox keeps it (RFC 5322): who wrote it, about what, and its text where it has a single one.
///
/// Enough to begin an enquiry from, and no more: a mail of several parts gives its headers alone.
public struct MailMessage: Hashable, Sendable {
    /// The headers in their order, unfolded; names as written, values not yet decoded.
    private let headers: [Header]
    /// The text, decoded; nil where the mail has several parts, one that is no plain text, or one in a charset that
    /// cannot be read.
    public let text: String?

    private struct Header: Hashable, Sendable {
        let name: String
        let value: String
    }

    /// Reads a mail; nil where the bytes do not begin with a header.
    public init?(_ bytes: [UInt8]) {
        var lines = MailMessage.lines(bytes)[...]
        // A mailbox file puts a line of its own in front of each mail.
        if let first = lines.first, first.starts(with: Array("From ".utf8)) { lines.removeFirst() }
        var headers: [Header] = []
        while let line = lines.popFirst() {
            if line.isEmpty { break }
            let text = String(decoding: line, as: UTF8.self)
            if let first = text.first, first == " " || first == "\t", let last = headers.popLast() {
                headers.append(Header(name: last.name, value: last.value + " " + text.trimmed))
                continue
            }
            guard let colon = text.firstIndex(of: ":"), text[..<colon].utf8.allSatisfy({ (0x21...0x7E).contains($0) }),
                colon > text.startIndex
            else { return nil }
            headers.append(Header(name: String(text[..<colon]), value: text[text.index(after: colon)...].trimmed))
        }
        guard !headers.isEmpty else { return nil }
        self.headers = headers
        text = MailMessage.body(lines, headers)
    }

    /// A header's value, decoded; nil where there is none.
    public func header(_ name: String) -> String? {
        MailMessage.value(name, in: headers).map { EncodedWords.decode($0) }
    }

    /// What it is about.
    public var subject: String? { header("Subject").flatMap { $0.isEmpty ? nil : $0 } }

    /// Who wrote it.
    public var sender: (name: String, address: String)? {
        MailMessage.value("From", in: headers).flatMap { MailMessage.mailbox($0) }
    }

    /// The text without what is quoted in it and without its signature.
    public var ownText: String? {
        text.map { text in
            var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
            if let mark = lines.firstIndex(of: "-- ") { lines.removeSubrange(mark...) }
            lines.removeAll { $0.hasPrefix(">") }
            return lines.map(\.trimmedEnd).joined(separator: "\n").trimmed
        }
    }

    // MARK: - Reading

    private static func lines(_ bytes: [UInt8]) -> [[UInt8]] {
        bytes.split(separator: 0x0A, omittingEmptySubsequences: false).map { line in
            Array(line.last == 0x0D ? line.dropLast() : line)
        }
    }

    private static func value(_ name: String, in headers: [Header]) -> String? {
        headers.first { $0.name.lowercased() == name.lowercased() }?.value
    }

    /// `Zoë <zoe@clockwork.example>`, `zoe@clockwork.example (Zoë)`, or the address alone; of several the first.
    static func mailbox(_ value: String) -> (name: String, address: String)? {
        if let open = value.firstIndex(of: "<"), let close = value[open...].firstIndex(of: ">") {
            let address = value[value.index(after: open)..<close].trimmed
            var name = value[..<open].trimmed
            if name.hasPrefix("\""), name.hasSuffix("\""), name.count > 1 {
                name = String(name.dropFirst().dropLast()).replacing("\\\"", with: "\"").replacing("\\\\", with: "\\")
            }
            return address.contains("@") ? (EncodedWords.decode(name), address) : nil
        }
        let first = value.split(separator: ",").first.map(String.init) ?? value
        let halves = first.split(separator: "(", maxSplits: 1)
        guard let address = halves.first?.trimmed, address.contains("@"), !address.contains(" ") else { return nil }
        let comment = halves.count == 2 ? halves[1].trimmed.replacing(")", with: "") : ""
        return (EncodedWords.decode(comment), address)
    }

    private static func body(_ lines: ArraySlice<[UInt8]>, _ headers: [Header]) -> String? {
        let type = value("Content-Type", in: headers) ?? "text/plain"
        guard type.lowercased().hasPrefix("text/plain") else { return nil }
        let bytes = Array(lines.joined(separator: [0x0A]))
        let decoded: [UInt8]
        switch value("Content-Transfer-Encoding", in: headers)?.lowercased() {
        case "base64":
            guard let data = Data(base64Encoded: Data(bytes), options: .ignoreUnknownCharacters) else { return nil }
            decoded = Array(data)
        case "quoted-printable": decoded = EncodedWords.quotedPrintable(bytes)
        default: decoded = bytes
        }
        return EncodedWords.text(decoded, charset: parameter("charset", of: type))?
            .replacing("\r\n", with: "\n").trimmed
    }

    /// `charset=utf-8` or `charset="utf-8"` behind a content type.
    private static func parameter(_ name: String, of value: String) -> String {
        for part in value.split(separator: ";").dropFirst() {
            let halves = part.split(separator: "=", maxSplits: 1)
            guard halves.count == 2, halves[0].trimmed.lowercased() == name else { continue }
            return halves[1].trimmed.replacing("\"", with: "")
        }
        return ""
    }
}

extension StringProtocol {
    fileprivate var trimmed: String {
        var text = Substring(self)
        while text.first?.isWhitespace == true { text.removeFirst() }
        while text.last?.isWhitespace == true { text.removeLast() }
        return String(text)
    }

    fileprivate var trimmedEnd: String {
        var text = Substring(self)
        while text.last?.isWhitespace == true { text.removeLast() }
        return String(text)
    }
}
