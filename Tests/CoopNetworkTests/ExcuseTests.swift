import CoopNetwork
import RecordModel
import Testing

/// When nobody is warned about a profile: a newcomer's for as long as `grace` says (`docs/settings.md`), that of a co-op
/// which is away, and that of one which is emeritus, suspended or gone.
@Suite("Excuses") struct ExcuseTests {
    private func excuse(
        profile: [String: String] = [:], _ membership: [String: String]?, on today: String, grace: String? = nil
    ) -> Excuse? {
        let record = Record(Members.kind, "ash", profile.mapValues(value))
        let records = membership.map { [Record(Memberships.kind, "ash", $0.mapValues(value))] } ?? []
        let settings = Record(Settings.kind, "", grace.map { ["grace": value($0)] } ?? [:])
        return Members.kind.excuse(
            record, RuleContext(today: day(today), settings: settings, records: Records(all: records)))
    }

    @Test func `a newcomer is in grace for the days that settings give, ninety if none`() {
        let joined = ["joined": "2026-01-01"]
        #expect(excuse(nil, on: "2026-03-31") == nil)
        #expect(excuse(joined, on: "2026-03-31")?.reason == .newcomer)
        #expect(excuse(joined, on: "2026-03-30")?.words == "new, in grace until Tuesday 31 March")
        #expect(excuse(joined, on: "2026-04-01") == nil)
        #expect(excuse(joined, on: "2026-01-10", grace: "10")?.reason == .newcomer)
        #expect(excuse(joined, on: "2026-01-11", grace: "10") == nil)
        #expect(excuse(joined, on: "2026-01-01", grace: "0") == nil)
    }

    @Test func `a membership's own grace counts instead, whether it is longer or shorter`() {
        let longer = ["joined": "2026-01-01", "grace-until": "2026-12-24"]
        #expect(excuse(longer, on: "2026-12-23")?.words == "new, in grace until Thursday 24 December")
        #expect(excuse(longer, on: "2026-12-24")?.reason == .newcomer)
        #expect(excuse(longer, on: "2026-12-25") == nil)
        #expect(excuse(["joined": "2026-01-01", "grace-until": "2026-01-05"], on: "2026-01-06") == nil)
    }

    @Test func `leave is not neglect, through its last day`() {
        let away = ["away-until": "2026-12-04"]
        #expect(
            excuse(profile: away, ["joined": "2016-01-01"], on: "2026-12-04")?.words == "away until Friday 4 December")
        #expect(excuse(profile: away, ["joined": "2016-01-01"], on: "2026-12-04")?.reason == .away)
        #expect(excuse(profile: away, ["joined": "2016-01-01"], on: "2026-12-05") == nil)
        #expect(excuse(profile: away, nil, on: "2026-12-04")?.reason == .away)
    }

    @Test func `leavers, the suspended and the emeriti are left in peace, each for as long as it lasts`() {
        for (field, reason) in [("left", Excuse.Reason.left), ("suspended", .suspended), ("emeritus", .emeritus)] {
            let membership = ["joined": "2016-01-01", field: "2026-06-01"]
            #expect(excuse(membership, on: "2026-05-31") == nil, "\(field)")
            #expect(excuse(membership, on: "2026-06-01")?.reason == reason)
        }
        #expect(excuse(["joined": "2026-01-01", "left": "2019-04-30"], on: "2026-11-23") == nil)
        // What ended comes before leave: it is not away, it is gone.
        #expect(
            excuse(
                profile: ["away-until": "2027-01-01"], ["joined": "2016-01-01", "left": "2026-06-01"], on: "2026-11-23")?
                .reason
                == .left)
    }
}
