/// Where a value stands among others of its type.
public struct Rank: Hashable, Comparable, Sendable {
    /// What it is counted in, where values of one type are not all counted in the same: a currency. Neither of two values
    /// in different units is more than the other; in a list each unit stands by itself.
    public let unit: String
    /// How many of the unit.
    public let number: Int64

    /// A rank by a number.
    public init(_ number: Int64, in unit: String = "") {
        self.unit = unit
        self.number = number
    }

    /// The order of a list: by unit, and then by number.
    public static func < (left: Rank, right: Rank) -> Bool {
        (left.unit, left.number) < (right.unit, right.number)
    }
}
