internal import RecordModel

/// The civil days of many moments. A time zone is asked only twice for the moments of a day on which it does not
/// change.
final class CivilDays {
    private let local: LocalTime
    /// Seconds ahead of UTC on each day from 1970 to 2078, by the day in UTC.
    private var offsets = [Int32](repeating: unknown, count: 40_000)
    private static let unknown = Int32.max
    /// It changes in the course of the day.
    private static let changing = Int32.max - 1

    init(_ local: LocalTime) { self.local = local }

    func day(of instant: Instant) -> Day {
        let number = instant.day(offset: 0).number
        guard offsets.indices.contains(number) else { return local.day(of: instant) }
        let known = offsets[number]
        let offset = known == CivilDays.unknown ? learn(number) : known
        return offset == CivilDays.changing ? local.day(of: instant) : instant.day(offset: Int(offset))
    }

    private func learn(_ number: Int) -> Int32 {
        let offset = local.offset(at: Instant(seconds: number * 86_400))
        let isConstant = offset == local.offset(at: Instant(seconds: (number + 1) * 86_400))
        offsets[number] = isConstant ? Int32(truncatingIfNeeded: offset) : CivilDays.changing
        return offsets[number]
    }
}
