import Foundation

/// Something that is to be found wherever it is written: an address, a telephone number, a name, or chosen words.
public struct Secret: Hashable, Sendable {
    /// What it is, which decides how freely it may be written.
    public enum Form: String, Sendable {
        /// An e-mail address, in any case.
        case address = "e-mail"
        /// A telephone number, however its digits are parted and with or without the country's code.
        case number = "telephone"
        /// A name: whole words, as written.
        case name
        /// Words that somebody chose: whole words too, as written.
        case words = "chosen"
    }

    /// What it is.
    public let form: Form
    /// As it is written in the record, or was typed.
    public let text: String
    private let spellings: [[UInt8]]

    /// Something to find; nil where it is too short to mean one thing.
    public init?(_ form: Form, _ text: String) {
        let digits = Array(text.utf8.filter { (0x30...0x39).contains($0) }.drop { $0 == 0x30 })
        guard form == .number ? digits.count >= 6 : text.utf8.count >= 2 else { return nil }
        self.form = form
        self.text = text
        // Numbers are told by their end: what comes before depends on where one calls from.
        let written = Set([text.precomposedStringWithCanonicalMapping, text.decomposedStringWithCanonicalMapping])
        spellings =
            form == .number ? [Array(digits.suffix(9))] : written.map { Array($0.utf8) }.sorted { $0.count < $1.count }
    }

    /// Where it stands in a text, in order.
    public func ranges(in bytes: [UInt8]) -> [Range<Int>] {
        switch form {
        case .number: spellings.flatMap { numbers(ending: $0, in: bytes) }
        case .address, .name, .words:
            spellings.flatMap { places(of: $0, in: bytes) }.sorted { $0.lowerBound < $1.lowerBound }
        }
    }

    private func places(of spelling: [UInt8], in bytes: [UInt8]) -> [Range<Int>] {
        guard let first = spelling.first, bytes.count >= spelling.count else { return [] }
        let folds = form == .address
        let firsts: (UInt8, UInt8) = folds ? (Secret.lower(first), Secret.upper(first)) : (first, first)
        var found: [Range<Int>] = []
        var index = 0
        while index <= bytes.count - spelling.count {
            guard bytes[index] == firsts.0 || bytes[index] == firsts.1 else {
                index += 1
                continue
            }
            let end = index + spelling.count
            let isHere = (1..<spelling.count).allSatisfy { offset in
                let (one, other) = (bytes[index + offset], spelling[offset])
                return one == other || folds && Secret.lower(one) == Secret.lower(other)
            }
            guard isHere, isWhole(index..<end, in: bytes) else {
                index += 1
                continue
            }
            found.append(index..<end)
            index = end
        }
        return found
    }

    /// Whether the place is a whole word, or a whole address, and not the end or beginning of another.
    private func isWhole(_ range: Range<Int>, in bytes: [UInt8]) -> Bool {
        let before = String(decoding: bytes[max(0, range.lowerBound - 4)..<range.lowerBound], as: UTF8.self)
            .unicodeScalars.last
        let after = String(decoding: bytes[range.upperBound..<min(bytes.count, range.upperBound + 4)], as: UTF8.self)
            .unicodeScalars.first
        if form == .address, let before, ".+_-".unicodeScalars.contains(before) { return false }
        if form == .address, after == "-" { return false }
        return !(before.map(Secret.continues) ?? false) && !(after.map(Secret.continues) ?? false)
    }

    /// Whether a letter beside a word makes it another word. Scripts that are written without spaces have no such
    /// edges, so there every place counts.
    private static func continues(_ scalar: Unicode.Scalar) -> Bool {
        guard scalar.value < 0x2E80, !(0x0E00...0x0EFF).contains(scalar.value) else { return false }
        return scalar.properties.isAlphabetic || scalar.properties.numericType != nil
            || scalar.properties.generalCategory == .nonspacingMark
    }

    private func numbers(ending digits: [UInt8], in bytes: [UInt8]) -> [Range<Int>] {
        var found: [Range<Int>] = []
        guard let last = digits.last else { return [] }
        for index in bytes.indices where bytes[index] == last {
            if index + 1 < bytes.count, (0x30...0x39).contains(bytes[index + 1]) { continue }
            var left = digits.count - 2
            var start = index
            var gap = 0
            while left >= 0, start > 0, gap <= 2 {
                let byte = bytes[start - 1]
                if byte == digits[left] {
                    left -= 1
                    gap = 0
                } else if " -.()/".utf8.contains(byte) {
                    gap += 1
                } else {
                    break
                }
                start -= 1
            }
            guard left < 0 else { continue }
            while start > 0, (0x30...0x39).contains(bytes[start - 1]) || bytes[start - 1] == UInt8(ascii: "+") {
                start -= 1
            }
            found.append(start..<(index + 1))
        }
        return found
    }

    private static func lower(_ byte: UInt8) -> UInt8 { (0x41...0x5A).contains(byte) ? byte | 0x20 : byte }
    private static func upper(_ byte: UInt8) -> UInt8 { (0x61...0x7A).contains(byte) ? byte & 0xDF : byte }
}

/// Puts neutral words in the place of secrets.
struct Scrubber {
    /// What is replaced, and by what.
    let replacements: [(secret: Secret, with: String)]

    /// The text with every secret replaced; nil where it holds none.
    func scrubbed(_ bytes: [UInt8]) -> [UInt8]? {
        var bytes = bytes
        var isChanged = false
        for (secret, replacement) in replacements {
            let ranges = secret.ranges(in: bytes)
            guard !ranges.isEmpty else { continue }
            isChanged = true
            var result: [UInt8] = []
            var position = 0
            for range in ranges where range.lowerBound >= position {
                result += bytes[position..<range.lowerBound] + Array(replacement.utf8)
                position = range.upperBound
            }
            bytes = result + bytes[position...]
        }
        return isChanged ? bytes : nil
    }

    func scrubbed(_ text: String) -> String {
        scrubbed(Array(text.utf8)).map { String(decoding: $0, as: UTF8.self) } ?? text
    }
}
