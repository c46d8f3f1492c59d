/// A moment: whole seconds since 1970-01-01T00:00:00Z, as commits record it.
public struct Instant: Hashable, Comparable, Sendable {
    /// Seconds since 1970-01-01T00:00:00Z.
    public let seconds: Int

    /// The moment `seconds` after 1970-01-01T00:00:00Z.
    public init(seconds: Int) {
        self.seconds = seconds
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
