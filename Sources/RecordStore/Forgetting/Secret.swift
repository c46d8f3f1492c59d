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
        /// A record's id: a word by itself, and no part of another id or of an address.
        case id
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
        // As bytes: to Swift the two forms of an accent are one string.
        let written = Set([
            Array(text.precomposedStringWithCanonicalMapping.utf8),
            Array(text.decomposedStringWithCanonicalMapping.utf8),
        ])
        spellings = form == .number ? [Array(digits.suffix(9))] : written.sorted { $0.count < $1.count }
    }

    /// Where it stands in a text for certain, in order.
    public func ranges(in bytes: [UInt8]) -> [Range<Int>] { hits(in: bytes).filter(\.isCertain).map(\.range) }

    /// A place that holds it, or may.
    struct Hit {
        let range: Range<Int>
        /// Whether nothing beside it can make it something else. What is not certain is told, and not replaced.
        var isCertain = true
    }

    /// Every place that holds it or may, in order.
    ///
    /// - Parameter areNames: whether the text is names of files, in which an ending is no part of an address.
    func hits(in bytes: [UInt8], areNames: Bool = false) -> [Hit] {
        switch form {
        case .number: spellings.flatMap { numbers(ending: $0, in: bytes) }
        case .address, .name, .words, .id:
            spellings.flatMap { places(of: $0, in: bytes, areNames) }
                .sorted { $0.range.lowerBound < $1.range.lowerBound }
        }
    }

    private func places(of spelling: [UInt8], in bytes: [UInt8], _ areNames: Bool) -> [Hit] {
        guard let first = spelling.first, bytes.count >= spelling.count else { return [] }
        let folds = form == .address
        let firsts: (UInt8, UInt8) = folds ? (Secret.lower(first), Secret.upper(first)) : (first, first)
        var found: [Hit] = []
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
            let edge = isHere ? Surroundings(of: index..<end, in: bytes).edge(of: form, isName: areNames) : .inside
            guard edge != .inside else {
                index += 1
                continue
            }
            found.append(Hit(range: index..<end, isCertain: edge == .whole))
            index = end
        }
        return found
    }

    private func numbers(ending digits: [UInt8], in bytes: [UInt8]) -> [Hit] {
        var found: [Hit] = []
        guard let last = digits.last else { return [] }
        for index in bytes.indices where bytes[index] == last {
            if index + 1 < bytes.count, (0x30...0x39).contains(bytes[index + 1]) { continue }
            var left = digits.count - 2
            var start = index
            var gap = 0
            var isCertain = true
            while left >= 0, start > 0 {
                if bytes[start - 1] == digits[left] {
                    left -= 1
                    gap = 0
                    start -= 1
                    continue
                }
                guard gap < 8, let parting = Parting(before: start, in: bytes) else { break }
                gap += 1
                if gap > 3 || !parting.isUsual { isCertain = false }
                start -= parting.length
            }
            guard left < 0 else { continue }
            while start > 0, (0x30...0x39).contains(bytes[start - 1]) { start -= 1 }
            // A country's code in front goes with it: +44 (0).
            let before = bytes[max(0, start - 16)..<start]
            if let plus = before.lastIndex(of: UInt8(ascii: "+")),
                String(decoding: before[(plus + 1)...], as: UTF8.self).unicodeScalars.allSatisfy({
                    ("0"..."9").contains($0) || Parting.isUsual($0)
                })
            {
                start = plus
            }
            found.append(Hit(range: start..<(index + 1), isCertain: isCertain))
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
