import Foundation

/// How names are made comparable: one folding for search, ids and suggestions.
public enum Folding {
    /// Lower case, without accents, apostrophes dropped: `Tŷ Gwydr` and `TY GWYDR` fold alike.
    public static func key(_ text: some StringProtocol) -> String {
        if text.utf8.allSatisfy(isPlain) { return text.lowercased() }
        return String(
            String(text).folding(options: [.diacriticInsensitive, .caseInsensitive, .widthInsensitive], locale: nil)
                .compactMap { special[$0] ?? (apostrophes.contains($0) ? nil : String($0)) }.joined())
    }

    /// Whether a byte is an ASCII character that only its case is taken from.
    private static func isPlain(_ byte: UInt8) -> Bool { byte < 0x80 && byte != 0x27 && byte != 0x26 && byte != 0x60 }

    /// Whether a text has a key. Nearly every text is ASCII, and differs in one of its first letters.
    public static func isKey(_ key: String, of text: String) -> Bool {
        var rest = key.utf8.makeIterator()
        for byte in text.utf8 {
            // What ASCII stands before it is folded alike, whatever follows.
            guard isPlain(byte) else { return Folding.key(text) == key }
            guard rest.next() == ((0x41...0x5A).contains(byte) ? byte | 0x20 : byte) else { return false }
        }
        return rest.next() == nil
    }

    /// The id that a name suggests: `Tŷ Gwydr` → `ty-gwydr`, `O'Hara's` → `oharas`. Nil where the name has
    /// nothing that can be written in `a-z0-9`: the person must then choose one.
    public static func identifier(from name: some StringProtocol) -> String? {
        var result = ""
        for scalar in key(name).unicodeScalars {
            switch scalar {
            case "a"..."z", "0"..."9": result.unicodeScalars.append(scalar)
            case _ where result.isEmpty || result.hasSuffix("-"): continue
            default: result.append("-")
            }
        }
        result = String(result.prefix(63))
        while result.hasSuffix("-") { result.removeLast() }
        return result.isEmpty ? nil : result
    }

    private static let apostrophes: Set<Character> = ["'", "’", "‘", "ʼ", "`"]
    /// Letters that Unicode does not decompose but people type without.
    private static let special: [Character: String] = [
        "ß": "ss", "ø": "o", "æ": "ae", "œ": "oe", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "&": "and",
    ]
}

/// Nearest-name suggestions for what a person may have mistyped.
public enum Suggestion {
    /// The candidate closest to `word`, where one is close enough to be meant.
    public static func nearest(to word: String, among candidates: some Sequence<String>) -> String? {
        var nearest: (score: Int, candidate: String)?
        forEachNear(word, among: candidates) { score, candidate in
            if let known = nearest, (known.score, known.candidate) <= (score, candidate) { return }
            nearest = (score, candidate)
        }
        return nearest?.candidate
    }

    /// Whether a word is a slip of the pen for a candidate: so near, a letter in four at most, that the candidate may be put
    /// in its place.
    public static func isSlip(_ word: String, for candidate: String) -> Bool {
        let folded = Array(Folding.key(word).utf8)
        let allowed = max(1, folded.count / 4)
        return editDistance(folded, Array(Folding.key(candidate).utf8), limit: allowed) <= allowed
    }

    /// Candidates close to `word`, each once and nearest first: a small edit distance from the whole of it or from its
    /// last part (`size` for `extra.size`), one of its words (`design` for `web-design`), or one beginning the other.
    public static func ranked(_ word: String, among candidates: some Sequence<String>) -> [String] {
        var scores: [String: Int] = [:]
        forEachNear(word, among: candidates) { scores[$1] = $0 }
        return scores.sorted { ($0.value, $0.key) < ($1.value, $1.key) }.map(\.key)
    }

    /// Gives the candidates that are close to `word`, each with how far it is.
    private static func forEachNear(
        _ word: String, among candidates: some Sequence<String>, _ take: (_ score: Int, _ candidate: String) -> Void
    ) {
        let folded = Array(Folding.key(word).utf8)
        guard !folded.isEmpty, folded.count <= 80 else { return }
        let allowed = max(1, folded.count / 3)
        for candidate in candidates {
            let other = Array(Folding.key(candidate).utf8)
            let distance = editDistance(folded, other, limit: allowed)
            let dot = other.lastIndex(of: UInt8(ascii: "."))
            let partDistance =
                dot.map { editDistance(folded, Array(other[($0 + 1)...]), limit: allowed) } ?? allowed + 1
            if distance > 1, folded.count >= 3, other.split(separator: UInt8(ascii: "-")).contains(folded[...]) {
                take(2, candidate)
            } else if min(distance, partDistance) <= allowed {
                take(distance <= partDistance ? distance * 2 : partDistance * 2 + 1, candidate)
            } else if folded.count >= 3, other.count >= 3, other.starts(with: folded) || folded.starts(with: other) {
                take(allowed * 2 + 1, candidate)
            }
        }
    }

    /// Insertions, deletions, substitutions and swaps of neighbours; anything over `limit` is `limit + 1`.
    static func editDistance(_ left: [UInt8], _ right: [UInt8], limit: Int) -> Int {
        if abs(left.count - right.count) > limit { return limit + 1 }
        // Three rows of the table: this one, the one before, and the one before that.
        let width = right.count + 1
        var table = Array(0..<width) + Array(repeating: 0, count: 2 * width)
        var (current, previous, beforePrevious) = (width, 0, 2 * width)
        var leastBefore = 0
        for row in 0..<left.count {
            table[current] = row + 1
            var least = row + 1
            for column in 0..<right.count {
                var cost = min(
                    table[previous + column] + (left[row] == right[column] ? 0 : 1),
                    table[previous + column + 1] + 1, table[current + column] + 1)
                if row > 0, column > 0, left[row] == right[column - 1], left[row - 1] == right[column] {
                    cost = min(cost, table[beforePrevious + column - 1] + 1)
                }
                table[current + column + 1] = cost
                least = min(least, cost)
            }
            // Each row is made from the two before it, and never less.
            if least > limit, leastBefore > limit { return limit + 1 }
            leastBefore = least
            (current, previous, beforePrevious) = (beforePrevious, current, previous)
        }
        return min(table[previous + right.count], limit + 1)
    }
}

/// The NFC form of a text.
func composed(_ text: String) -> String {
    text.precomposedStringWithCanonicalMapping
}
