/// A place on the Earth (WGS 84), in millionths of a degree: about a tenth of a metre.
public struct Coordinates: Hashable, Sendable {
    /// Millionths of a degree, north positive.
    public let latitude: Int
    /// Millionths of a degree, east positive.
    public let longitude: Int

    /// Reads `51.5637, -0.1078`; further decimals are rounded away, since maps print more than they know.
    public init?(_ text: String) {
        let halves = text.split(separator: ",", omittingEmptySubsequences: false)
        guard halves.count == 2,
            let latitude = Coordinates.microdegrees(halves[0], limit: 90),
            let longitude = Coordinates.microdegrees(halves[1], limit: 180)
        else { return nil }
        self.latitude = latitude
        self.longitude = longitude
    }

    private static func microdegrees(_ text: Substring, limit: Int) -> Int? {
        var digits = text.drop { $0 == " " }
        while digits.last == " " { digits.removeLast() }
        let isNegative = digits.first == "-"
        if isNegative { digits.removeFirst() }
        let halves = digits.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        guard let first = halves.first, let whole = Int(digits: first.utf8), whole <= limit else { return nil }
        var millionths = 0
        if halves.count == 2 {
            guard !halves[1].isEmpty, halves[1].utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
            let seven = Array((halves[1] + "0000000").utf8.prefix(7)).reduce(0) { $0 * 10 + Int($1 - 0x30) }
            millionths = (seven + 5) / 10
        }
        let magnitude = whole * 1_000_000 + millionths
        guard magnitude <= limit * 1_000_000 else { return nil }
        return isNegative ? -magnitude : magnitude
    }
}

extension Coordinates: CustomStringConvertible {
    /// `51.5637, -0.1078`: no zeros at the end.
    public var description: String {
        func degrees(_ value: Int) -> String {
            let magnitude = Int(value.magnitude)
            var decimals = (magnitude % 1_000_000).padded(to: 6)
            while decimals.last == "0" { decimals.removeLast() }
            let sign = value < 0 ? "-" : ""
            return decimals.isEmpty ? "\(sign)\(magnitude / 1_000_000)" : "\(sign)\(magnitude / 1_000_000).\(decimals)"
        }
        return "\(degrees(latitude)), \(degrees(longitude))"
    }
}
