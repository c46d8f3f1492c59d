import CoopNetwork
import RecordModel
import Testing

@Suite struct StandingTests {
    static func membership(_ days: [String: String]) -> Record {
        Record(Memberships.kind, "ty-gwydr", days.mapValues(value))
    }

    static func status(_ days: [String: String], on today: String) -> Memberships.Status {
        Memberships.status(of: membership(days), on: day(today))
    }

    @Test func `status follows from days, on any day`() {
        let days = ["joined": "2016-10-28", "left": "2019-04-30"]
        #expect(Self.status(days, on: "2016-10-27") == .onboarding)
        #expect(Self.status(days, on: "2016-10-28") == .member)
        #expect(Self.status(days, on: "2019-04-29") == .member)
        #expect(Self.status(days, on: "2019-04-30") == .left)
        #expect(Self.status(["joined": "2016-10-28", "suspended": "2026-11-01"], on: "2026-11-23") == .suspended)
        #expect(Self.status(["joined": "2016-10-28", "emeritus": "2026-11-01"], on: "2026-11-23") == .emeritus)
        #expect(Self.status([:], on: "2026-11-23") == .onboarding)
    }

    @Test func `a co-op that came back is a member, and was a leaver in between`() {
        let days = ["joined": "2024-01-01", "left": "2019-04-30"]
        #expect(Self.status(days, on: "2026-11-23") == .member)
        #expect(Self.status(days, on: "2023-12-31") == .left)
    }

    @Test func `only the listed moves are allowed`() {
        let allowed: Set<String> = [
            "onboarding member", "onboarding left", "member suspended", "member left", "member emeritus", "suspended member",
            "suspended left", "emeritus member", "emeritus left", "left member",
        ]
        for old in Memberships.Status.allCases {
            for new in Memberships.Status.allCases {
                #expect((Memberships.problem(from: old, to: new) == nil) == allowed.contains("\(old) \(new)"), "\(old) → \(new)")
            }
        }
    }

    @Test func `leaving is said once, and not before joining`() {
        func leave(_ days: [String: String], on date: String = "2026-11-23") -> Result<[FieldEdit], ValueProblem> {
            Memberships.edits(bringing: Self.membership(days), to: .left, on: day(date), reason: "Grew up")
        }
        #expect(leave(["joined": "2016-10-28"]).success == [
            .set(field: "left", text: "2026-11-23"), .set(field: "reason", text: "Grew up"),
        ])
        #expect(leave(["joined": "2016-10-28", "left": "2019-04-30"]).problem?.message == "It has left already, on 30 April 2019")
        #expect(leave(["joined": "2016-10-28", "left": "2027-04-30"]).problem != nil)
        #expect(leave(["joined": "2024-01-01", "left": "2019-04-30"]).success != nil)
        #expect(leave(["joined": "2016-10-28"], on: "2016-10-27").problem?.code == "contradicting-days")
        #expect(Memberships.edits(bringing: nil, to: .left, on: day("2026-11-23")).success?.count == 1)
    }

    @Test func `coming back undoes what it came back from`() {
        func rejoin(_ days: [String: String]) -> [FieldEdit]? {
            Memberships.edits(bringing: Self.membership(days), to: .member, on: day("2026-11-23")).success
        }
        let unreasoned = FieldEdit.set(field: "reason", text: nil)
        #expect(rejoin(["joined": "2016-10-28", "left": "2019-04-30"]) == [.set(field: "joined", text: "2026-11-23"), unreasoned])
        #expect(rejoin(["joined": "2016-10-28", "suspended": "2026-11-01"]) == [.set(field: "suspended", text: nil), unreasoned])
        #expect(rejoin(["joined": "2016-10-28", "emeritus": "2026-11-01"]) == [.set(field: "emeritus", text: nil), unreasoned])
        // On the same day nothing has happened between the two.
        #expect(rejoin(["joined": "2016-10-28", "left": "2026-11-23"]) == [.set(field: "left", text: nil), unreasoned])
        #expect(rejoin(["joined": "2016-10-28"]) == nil)
    }

    @Test func `a change by hand keeps to the moves as well`() {
        let context = RuleContext("2026-11-23")
        let left = Self.membership(["joined": "2016-10-28", "left": "2019-04-30"])
        let suspended = Self.membership(["joined": "2026-01-01", "left": "2019-04-30", "suspended": "2026-11-01"])
        #expect(Memberships.kind.transitions(left, suspended, context).map(\.problem.code) == ["bad-transition"])
        #expect(Memberships.kind.transitions(nil, suspended, context).isEmpty)
        #expect(Memberships.kind.transitions(left, left, context).isEmpty)
    }
}
