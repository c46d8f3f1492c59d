/// A number with at most two decimals, held exactly as whole hundredths: days of work, hours.
public struct Quantity: Hashable, Comparable, Sendable {
    /// The number times one hundred.
    public let hundredths: Int64

    /// The quantity of `hundredths` / 100.
    public init(hundredths: Int64) {
        self.hundredths = hundredths
    }

    /// Reads `3`, `2.5`, `0.25`; nil for a third decimal, a comma or anything else.
    public init?(_ text: String) {
        let halves = text.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        guard let first = halves.first, first.utf8.count <= 15, let whole = Int(digits: first.utf8) else { return nil }
        var rest = 0
        if halves.count == 2 {
            guard (1...2).contains(halves[1].utf8.count), let value = Int(digits: halves[1].utf8) else { return nil }
            rest = halves[1].utf8.count == 1 ? value * 10 : value
        }
        self.init(hundredths: Int64(whole) * 100 + Int64(rest))
    }

    public static func < (left: Quantity, right: Quantity) -> Bool {
        left.hundredths < right.hundredths
    }
}

extension Quantity: CustomStringConvertible {
    /// The shortest form: `3`, `2.5`, `0.25`.
    public var description: String {
        let whole = String(hundredths / 100)
        switch hundredths % 100 {
        case 0: return whole
        case let rest where rest % 10 == 0: return "\(whole).\(rest / 10)"
        case let rest: return "\(whole).\(Int(rest).padded(to: 2))"
        }
    }
}
