/// What stands beside a place in a text: it decides whether the place is whole, or a part of something else.
struct Surroundings {
    /// What the place is by what is beside it.
    enum Edge {
        /// It stands by itself.
        case whole
        /// Nobody can tell.
        case doubtful
        /// It is a part of something else.
        case inside
    }

    /// The nearest first.
    private let before: [Unicode.Scalar]
    /// The nearest first.
    private let after: [Unicode.Scalar]

    init(of range: Range<Int>, in bytes: [UInt8]) {
        let reach = 16
        before = String(decoding: bytes[max(0, range.lowerBound - reach)..<range.lowerBound], as: UTF8.self)
            .unicodeScalars.reversed()
        after = Array(
            String(decoding: bytes[range.upperBound..<min(bytes.count, range.upperBound + reach)], as: UTF8.self)
                .unicodeScalars)
    }

    /// What the place is, for what it holds.
    ///
    /// - Parameter isName: whether it is in the name of a file, which has an ending.
    func edge(of form: Secret.Form, isName: Bool) -> Edge {
        switch form {
        case .address:
            let edges = [start, end(isName)]
            return edges.contains(.inside) ? .inside : edges.contains(.doubtful) ? .doubtful : .whole
        case .id: return [before, after].contains(where: goesOn) ? .inside : .whole
        case .name, .words, .number:
            return before.first.map(Self.continues) == true || after.first.map(Self.continues) == true
                ? .inside : .whole
        }
    }

    /// Whether an id goes on to one side, or an address does of which it is a part.
    private func goesOn(_ scalars: [Unicode.Scalar]) -> Bool {
        let rest = scalars.drop { $0 == "-" }
        if let first = rest.first, Self.continues(first) { return true }
        return scalars.first { !Self.continues($0) && !".+_-".unicodeScalars.contains($0) } == "@"
    }

    /// In front of an address: signs such as `_` and `.` belong to it only where letters go on from them.
    private var start: Edge {
        let signs = before.prefix { ".+_-".unicodeScalars.contains($0) }
        guard let next = before.dropFirst(signs.count).first, Self.continues(next) else { return .whole }
        // An escape's letter or digit, as in \n and %20, is no part of it.
        if signs.isEmpty {
            return before.dropFirst().first == "\\" || before.dropFirst(2).first == "%" ? .doubtful : .inside
        }
        // No address has two full stops side by side; other signs it may have.
        return hasTwoStops(signs) ? .whole : signs.count == 1 ? .inside : .doubtful
    }

    private func end(_ isName: Bool) -> Edge {
        let signs = after.prefix { ".-".unicodeScalars.contains($0) }
        let label = after.dropFirst(signs.count).prefix(while: Self.continues)
        guard let first = label.first, !hasTwoStops(signs) else { return .whole }
        guard signs.count < 2 else { return .doubtful }
        // The next sentence may begin there: Ring, not ORG.
        let isSentence = first.properties.isUppercase && label.contains { $0.properties.isLowercase }
        return signs.first == "." && (isName || isSentence) ? .doubtful : .inside
    }

    private func hasTwoStops(_ signs: ArraySlice<Unicode.Scalar>) -> Bool {
        zip(signs, signs.dropFirst()).contains { $0 == "." && $1 == "." }
    }

    /// Whether a letter beside a word makes it another word. Scripts that are written without spaces have no such
    /// edges, so there every place counts.
    private static func continues(_ scalar: Unicode.Scalar) -> Bool {
        guard scalar.value < 0x2E80, !(0x0E00...0x0EFF).contains(scalar.value) else { return false }
        return scalar.properties.isAlphabetic || scalar.properties.numericType != nil
            || scalar.properties.generalCategory == .nonspacingMark
    }
}

/// A character between two digits of a telephone number.
struct Parting {
    /// How many bytes it has.
    let length: Int
    /// Whether numbers are written so; otherwise two numbers may stand side by side.
    let isUsual: Bool

    /// What stands in front of a place; nil where it can part no number, such as a letter.
    init?(before end: Int, in bytes: [UInt8]) {
        var start = end - 1
        while start > 0, bytes[start] & 0xC0 == 0x80, end - start < 4 { start -= 1 }
        guard let scalar = String(decoding: bytes[start..<end], as: UTF8.self).unicodeScalars.first,
            scalar != "\u{FFFD}", !scalar.properties.isAlphabetic, scalar.properties.numericType == nil
        else { return nil }
        length = end - start
        isUsual = Parting.isUsual(scalar)
        guard isUsual || scalar.properties.generalCategory != .control || scalar == "\n" || scalar == "\r" else {
            return nil
        }
    }

    /// Spaces and dashes of every kind, also those that cannot be seen, and what else numbers are parted by.
    static func isUsual(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .spaceSeparator, .dashPunctuation, .format: true
        default: "\t.()/\u{2212}\u{00B7}".unicodeScalars.contains(scalar)
        }
    }
}
