import RecordModel
import Testing

/// A value's age against its limit (`docs/ageing.md`, "The date" and "Three states"; `docs/settings.md`, "Limits").
@Suite("Freshness") struct FreshnessTests {
    private let today = Day(iso: "2026-11-23") ?? Day(number: 0)

    private func judge(
        said age: Int?, isExact: Bool = true, confirmed: Int? = nil, limit: AgeLimit? = .days(365)
    ) -> Freshness {
        Freshness(
            said: age.map { Evidence(day: today.advanced(byDays: -$0), isExact: isExact) },
            confirmed: confirmed.map { today.advanced(byDays: -$0) }, limit: limit, today: today)
    }

    @Test func `a value is stale on the day on which it is as old as its limit, and not before`() {
        #expect(judge(said: 364).state == .fresh)
        #expect(judge(said: 365).state == .stale)
        #expect(judge(said: 366).state == .stale)
        #expect(judge(said: 365).staleFrom == today)
        #expect(judge(said: 60, limit: .days(60)).state == .stale)
        #expect(judge(said: 0, limit: .days(1)).state == .fresh && judge(said: 1, limit: .days(1)).state == .stale)
    }

    @Test func `a value's date is the later of its own and of its confirmation`() {
        #expect(judge(said: 400, confirmed: 364).state == .fresh && judge(said: 400, confirmed: 364).age == 364)
        #expect(judge(said: 400, confirmed: 365).state == .stale)
        #expect(judge(said: 10, confirmed: 400).age == 10)
        #expect(judge(said: 10, confirmed: 400).day == today.advanced(byDays: -10))
    }

    @Test func `where history ends early a value is provably stale or unknown, and never fresh but by a confirmation`()
    {
        #expect(judge(said: 364, isExact: false).state == .unknown)
        #expect(judge(said: 365, isExact: false).state == .stale && judge(said: 365, isExact: false).isAtLeast)
        #expect(judge(said: 3, isExact: false).day == nil)
        #expect(judge(said: nil).state == .unknown && judge(said: nil).age == nil)
        #expect(judge(said: 364, isExact: false, confirmed: 2).state == .fresh)
        #expect(judge(said: 3, isExact: false, confirmed: 400).state == .unknown)
    }

    @Test func `what has no limit is not judged, and what never goes stale is fresh only where its age is known`() {
        #expect(judge(said: 4_000, limit: nil).state == .unlimited)
        #expect(judge(said: 4_000, limit: .never).state == .fresh)
        #expect(judge(said: 4_000, isExact: false, limit: .never).state == .unknown)
        #expect(judge(said: nil, limit: .never).state == .unknown)
        #expect(judge(said: 4_000, isExact: false, limit: nil).state == .unlimited)
    }
}
