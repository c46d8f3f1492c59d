/// A moment: whole seconds since 1970-01-01T00:00:00Z, as commits record it.
public struct Instant: Hashable, Comparable, Sendable {
    /// Seconds since 1970-01-01T00:00:00Z.
    public let seconds: Int

    /// The moment `seconds` after 1970-01-01T00:00:00Z.
    public init(seconds: Int) {
        self.seconds = seconds
    }

    /// The moment that `iso` writes; nil for anything else.
    public init?(iso text: String) {
        guard text.utf8.count == 20, text.hasSuffix("Z"), let day = Day(iso: text.prefix(10)) else { return nil }
        let time = text.dropFirst(11).dropLast().split(separator: ":", omittingEmptySubsequences: false)
        let parts = time.compactMap { $0.utf8.count == 2 ? Int(digits: $0.utf8) : nil }
        guard text.dropFirst(10).first == "T", parts.count == 3, parts[0] < 24, parts[1] < 60, parts[2] < 60
        else { return nil }
        self.init(seconds: day.number * 86_400 + parts[0] * 3600 + parts[1] * 60 + parts[2])
    }

    public static func < (left: Instant, right: Instant) -> Bool {
        left.seconds < right.seconds
    }

    /// The civil day of this moment where local time is `offset` seconds ahead of UTC.
    public func day(offset: Int) -> Day {
        Day(number: (seconds + offset).flooredQuotient(by: 86_400))
    }

    /// `2026-11-27T09:00:00Z`.
    public var iso: String {
        let day = day(offset: 0)
        let rest = seconds - day.number * 86_400
        return "\(day)T\((rest / 3600).padded(to: 2)):\((rest / 60 % 60).padded(to: 2)):\((rest % 60).padded(to: 2))Z"
    }
}
