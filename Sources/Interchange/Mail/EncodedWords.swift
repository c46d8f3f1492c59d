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
        guard let decoded = Self.text(bytes, charset: charset) else { return nil }
        return (decoded, parts[3].index(after: parts[3].startIndex))
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

    /// Bytes in a charset as text; nil where the charset is not known, or the bytes are none of its.
    static func text(_ bytes: [UInt8], charset: String) -> String? {
        let name = charset.lowercased()
        switch name {
        case "", "utf-8", "utf8", "us-ascii", "ascii": return String(validating: bytes, as: UTF8.self)
        default: return encoding(name).flatMap { String(bytes: bytes, encoding: $0) }
        }
    }

    /// What Foundation calls a charset of the list that IANA keeps, which it has no names for on every system.
    private static func encoding(_ name: String) -> String.Encoding? {
        let numbers: [String: UInt] = [
            "latin1": 0x0500, "koi8-r": 0x0A02, "koi8-u": 0x0A08, "big5": 0x0A03, "gb2312": 0x0930, "gbk": 0x0632,
            "gb18030": 0x0632, "euc-kr": 0x0940, "ks_c_5601-1987": 0x0940, "shift_jis": 0x0A01,
            "iso-2022-jp": 0x0820, "windows-1250": 0x0501, "windows-1251": 0x0502, "windows-1252": 0x0500,
            "windows-1253": 0x0503, "windows-1254": 0x0504, "windows-1255": 0x0505, "windows-1256": 0x0506,
            "windows-1257": 0x0507, "windows-1258": 0x0508,
        ]
        if name == "euc-jp" { return .japaneseEUC }
        let series = "iso-8859-"
        let part = name.hasPrefix(series) ? UInt(name.dropFirst(series.count)) : nil
        let ofSeries = part.flatMap { (1...16).contains($0) ? 0x0200 + $0 : nil }
        guard let number = ofSeries ?? numbers[name.replacing("cp125", with: "windows-125")] else {
            return nil
        }
        return String.Encoding(rawValue: 0x8000_0000 | number)
    }
}
