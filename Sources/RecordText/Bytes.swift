// The characters that mean something in a record's text, by name.
extension UInt8 {
    static let tab: UInt8 = 0x09
    static let newline: UInt8 = 0x0A
    static let carriageReturn: UInt8 = 0x0D
    static let space: UInt8 = 0x20
    static let doubleQuote: UInt8 = 0x22
    static let hash: UInt8 = 0x23
    static let singleQuote: UInt8 = 0x27
    static let comma: UInt8 = 0x2C
    static let dash: UInt8 = 0x2D
    static let colon: UInt8 = 0x3A
    static let questionMark: UInt8 = 0x3F
    static let openBracket: UInt8 = 0x5B
    static let backslash: UInt8 = 0x5C
    static let closeBracket: UInt8 = 0x5D
    static let openBrace: UInt8 = 0x7B
    static let pipe: UInt8 = 0x7C
    static let closeBrace: UInt8 = 0x7D

    init(character: Unicode.Scalar) { self = UInt8(truncatingIfNeeded: character.value) }

    /// A space or a tab.
    @inline(__always) var isBlank: Bool { self == .space || self == .tab }
    /// A space, a tab or the end of a line.
    @inline(__always) var isBlankOrBreak: Bool {
        self == .space || self == .newline || self == .tab || self == .carriageReturn
    }
    var isDigit: Bool { self >= 0x30 && self <= 0x39 }
    var isLetter: Bool { (self | 0x20) >= 0x61 && (self | 0x20) <= 0x7A }
}

/// The offset of the first byte of the line that holds an offset.
func startOfLine(at offset: Int, in bytes: [UInt8]) -> Int {
    var start = offset
    while start > 0, bytes[start - 1] != .newline { start -= 1 }
    return start
}

/// The offset of the line break that ends the line, or `limit`.
@inline(__always)
func endOfLine(from start: Int, in bytes: [UInt8], limit: Int) -> Int {
    var offset = start
    unsafe bytes.withUnsafeBytes { raw in
        let limit = min(limit, raw.count)
        while offset + 8 <= limit {
            // In each byte the high bit, from the lowest one on that is a line break.
            let word = unsafe UInt64(littleEndian: raw.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
            let breaks = word ^ 0x0A0A_0A0A_0A0A_0A0A
            let found = (breaks &- 0x0101_0101_0101_0101) & ~breaks & 0x8080_8080_8080_8080
            guard found == 0 else {
                offset += found.trailingZeroBitCount / 8
                return
            }
            offset += 8
        }
        while offset < limit, unsafe raw[offset] != .newline { offset += 1 }
    }
    return offset
}

/// The length of the no-break space (U+00A0) at an offset: 2, or 0 where there is none.
@inline(__always)
func noBreakSpaceLength(at offset: Int, in bytes: [UInt8], limit: Int) -> Int {
    offset + 1 < limit && bytes[offset] == 0xC2 && bytes[offset + 1] == 0xA0 ? 2 : 0
}
