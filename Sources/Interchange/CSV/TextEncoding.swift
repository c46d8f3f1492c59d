/// The text of an imported file, of whose bytes nobody says how they are to be read.
enum TextEncoding {
    /// Reads bytes whose encoding nobody stated: by a byte order mark, as UTF-8 where that is valid, and otherwise as
    /// Windows-1252, which is what older spreadsheets save on Windows. No bytes are refused.
    ///
    /// - Returns: also whether nothing said so, and some letters may be wrong.
    static func read(_ bytes: [UInt8]) -> (text: String, isGuessed: Bool) {
        if bytes.starts(with: [0xFF, 0xFE]) { return (utf16(bytes.dropFirst(2), isBigEndian: false), false) }
        if bytes.starts(with: [0xFE, 0xFF]) { return (utf16(bytes.dropFirst(2), isBigEndian: true), false) }
        let unmarked = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes.dropFirst(3) : bytes[...]
        if let text = String(validating: unmarked, as: UTF8.self) { return (text, false) }
        var text = String.UnicodeScalarView()
        for byte in unmarked {
            text.append((0x80...0x9F).contains(byte) ? high[Int(byte) - 0x80] : Unicode.Scalar(byte))
        }
        return (String(text), true)
    }

    private static func utf16(_ bytes: ArraySlice<UInt8>, isBigEndian: Bool) -> String {
        var units: [UInt16] = []
        var index = bytes.startIndex
        while index + 1 < bytes.endIndex {
            let (first, second) = (UInt16(bytes[index]), UInt16(bytes[index + 1]))
            units.append(isBigEndian ? first << 8 | second : second << 8 | first)
            index += 2
        }
        return String(decoding: units, as: UTF16.self)
    }

    /// What Windows-1252 has where Latin-1 has control characters; its five gaps stay control characters, as the
    /// WHATWG encoding standard has it.
    private static let high: [Unicode.Scalar] = [
        "€", "\u{81}", "‚", "ƒ", "„", "…", "†", "‡", "ˆ", "‰", "Š", "‹", "Œ", "\u{8D}", "Ž", "\u{8F}",
        "\u{90}", "‘", "’", "“", "”", "•", "–", "—", "˜", "™", "š", "›", "œ", "\u{9D}", "ž", "Ÿ",
    ]
}
