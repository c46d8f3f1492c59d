import Foundation

/// How mails write what ASCII cannot: `=?UTF-8?B?VMW3?=` in headers (RFC 2047), `=C5=B7` in texts (RFC 2045 §6.7).
enum EncodedWords {
    /// A header's value with its encoded words decoded. What cannot be decoded stays as it is written.
    static func decode(_ value: String) -> String {
        guard value.contains("=?") else { return value }
        var result = ""
        var rest = Substring(value)
        var followsWord = false
        while let start = rest.range(of: "=?") {
            let between = rest[..<start.lowerBound]
            guard let (text, end) = word(rest[start.lowerBound...]) else {
                result += rest[..<start.upperBound]
                rest = rest[start.upperBound...]
                followsWord = false
                continue
            }
            // White space between two encoded words is only there to part them.
            if !(followsWord && between.allSatisfy(\.isWhitespace)) { result += between }
            result += text
            rest = rest[end...]
            followsWord = true
        }
        return result + rest
    }

    /// The word that begins here, decoded, and where it ends.
    private static func word(_ text: Substring) -> (String, Substring.Index)? {
        let parts = text.dropFirst(2).split(separator: "?", maxSplits: 3, omittingEmptySubsequences: false)
        guard parts.count == 4, parts[3].hasPrefix("=") else { return nil }
        let bytes: [UInt8]
        switch parts[1].lowercased() {
        case "b":
            guard let data = Data(base64Encoded: String(parts[2])) else { return nil }
            bytes = Array(data)
        case "q": bytes = quotedPrintable(Array(parts[2].utf8.map { $0 == UInt8(ascii: "_") ? 0x20 : $0 }))
        default: return nil
        }
        // A charset may be followed by a language: `utf-8*en`.
        let charset = parts[0].split(separator: "*").first.map(String.init) ?? ""
        return (Self.text(bytes, charset: charset), parts[3].index(after: parts[3].startIndex))
    }

    /// Decodes `=C5=B7`; a `=` at the end of a line joins it to the next.
    static func quotedPrintable(_ bytes: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        var index = 0
        while index < bytes.count {
            guard bytes[index] == UInt8(ascii: "=") else {
                result.append(bytes[index])
                index += 1
                continue
            }
            if index + 1 < bytes.count, bytes[index + 1] == 0x0A {
                index += 2
            } else if index + 2 < bytes.count, bytes[index + 1] == 0x0D, bytes[index + 2] == 0x0A {
                index += 3
            } else if index + 2 < bytes.count,
                let value = UInt8(String(decoding: bytes[(index + 1)...(index + 2)], as: UTF8.self), radix: 16)
            {
                result.append(value)
                index += 3
            } else {
                result.append(bytes[index])
                index += 1
            }
        }
        return result
    }

    /// Bytes in a charset as text: UTF-8, and the Latin ones that older programs still write.
    static func text(_ bytes: [UInt8], charset: String) -> String {
        switch charset.lowercased() {
        case "iso-8859-1", "latin1", "windows-1252", "cp1252", "iso-8859-15":
            String(bytes: bytes, encoding: charset.lowercased() == "iso-8859-1" ? .isoLatin1 : .windowsCP1252)
                ?? String(decoding: bytes, as: UTF8.self)
        default: String(decoding: bytes, as: UTF8.self)
        }
    }
}
