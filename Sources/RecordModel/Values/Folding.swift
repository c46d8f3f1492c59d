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
        ranked(word, among: candidates).first
    }

    /// Candidates close to `word`, each once and nearest first: a small edit distance from the whole of it or from its
    /// last part (`size` for `extra.size`), or one beginning the other.
    public static func ranked(_ word: String, among candidates: some Sequence<String>) -> [String] {
        let folded = Array(Folding.key(word).utf8)
        guard !folded.isEmpty, folded.count <= 80 else { return [] }
        let allowed = max(1, folded.count / 3)
        var scored: [(score: Int, candidate: String)] = []
        for candidate in Set(candidates) {
            let other = Array(Folding.key(candidate).utf8)
            let distance = editDistance(folded, other, limit: allowed)
            let lastPart = other.split(separator: UInt8(ascii: ".")).last.map(Array.init) ?? other
            let partDistance =
                lastPart.count < other.count ? editDistance(folded, lastPart, limit: allowed) : allowed + 1
            if min(distance, partDistance) <= allowed {
                scored.append((distance <= partDistance ? distance * 2 : partDistance * 2 + 1, candidate))
            } else if folded.count >= 3, other.count >= 3, other.starts(with: folded) || folded.starts(with: other) {
                scored.append((allowed * 2 + 1, candidate))
            }
        }
        return scored.sorted { ($0.score, $0.candidate) < ($1.score, $1.candidate) }.map(\.candidate)
    }

    /// Insertions, deletions, substitutions and swaps of neighbours; anything over `limit` is `limit + 1`.
    static func editDistance(_ left: [UInt8], _ right: [UInt8], limit: Int) -> Int {
        if abs(left.count - right.count) > limit { return limit + 1 }
        var beforePrevious: [Int] = []
        var previous = Array(0...right.count)
        for row in 0..<left.count {
            var current = [row + 1]
            for column in 0..<right.count {
                var cost = min(
                    previous[column] + (left[row] == right[column] ? 0 : 1),
                    previous[column + 1] + 1, current[column] + 1)
                if row > 0, column > 0, left[row] == right[column - 1], left[row - 1] == right[column] {
                    cost = min(cost, beforePrevious[column - 1] + 1)
                }
                current.append(cost)
            }
            (beforePrevious, previous) = (previous, current)
        }
        return min(previous[right.count], limit + 1)
    }
}

/// The NFC form of a text.
func composed(_ text: String) -> String {
    text.precomposedStringWithCanonicalMapping
}
