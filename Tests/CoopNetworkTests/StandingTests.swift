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
        // Nobody has said since when it is a member, nor that it is on its way in.
        #expect(Self.status([:], on: "2026-11-23") == .unknown)
        #expect(Self.status(["cell": "North"], on: "2026-11-23") == .unknown)
        #expect(Self.status(["left": "2026-12-31"], on: "2026-11-23") == .unknown)
        #expect(Self.status(["left": "2026-12-31"], on: "2026-12-31") == .left)
        #expect(Self.status(["introduced-by": "plain-sail"], on: "2026-11-23") == .onboarding)
        #expect(Self.status(["joined": "2026-12-31"], on: "2026-11-23") == .onboarding)
    }

    @Test func `a co-op that came back is a member, and was a leaver in between`() {
        let days = ["joined": "2024-01-01", "left": "2019-04-30"]
        #expect(Self.status(days, on: "2026-11-23") == .member)
        #expect(Self.status(days, on: "2023-12-31") == .left)
    }

    @Test func `only the listed moves are allowed`() {
        let allowed: Set<String> = [
            "onboarding member", "onboarding left", "member suspended", "member left", "member emeritus",
            "suspended member",
            "suspended left", "emeritus member", "emeritus left", "left member", "left unknown",
            "unknown onboarding", "unknown member", "unknown left",
        ]
        for old in Memberships.Status.allCases {
            for new in Memberships.Status.allCases {
                #expect(
                    (Memberships.problem(from: old, to: new) == nil) == allowed.contains("\(old) \(new)"),
                    "\(old) → \(new)")
            }
        }
    }

    static let today = day("2026-11-23")

    static func bring(
        _ days: [String: String]?, to status: Memberships.Status, on date: String = "2026-11-23", reason: String? = nil
    ) -> Result<[FieldEdit], ValueProblem> {
        Memberships.edits(
            bringing: days.map(membership), of: RecordID("ty-gwydr") ?? .only, to: status, on: day(date), today: today,
            reason: reason)
    }

    /// What a membership says once edits are made.
    static func after(_ days: [String: String], _ edits: [FieldEdit]) -> [String: String] {
        edits.reduce(into: days) { days, edit in
            if case .set(let field, _, let text) = edit { days[field] = text }
        }
    }

    @Test
    func `a co-op that is only listed may leave, call that off, and be nothing else before somebody says since when`() {
        let going = ["left": "2026-12-31", "reason": "Merging"]
        #expect(Self.after(going, Self.bring(going, to: .member).success ?? []).compactMapValues { $0 } == [:])
        let gone = ["left": "2026-11-23"]
        #expect(Self.after(gone, Self.bring(gone, to: .member).success ?? []).compactMapValues { $0 } == [:])
        #expect(Self.bring(["cell": "North"], to: .left).success == [.set(field: "left", text: "2026-11-23")])
        for status in [Memberships.Status.member, .suspended, .emeritus] {
            let help = Self.bring(["cell": "North"], to: status).problem?.help
            #expect(help?.contains("cotech memberships set ty-gwydr joined=DAY") == true, "\(status)")
        }
    }

    @Test func `leaving is said once, and not before joining`() {
        #expect(
            Self.bring(["joined": "2016-10-28"], to: .left, reason: "Grew up").success == [
                .set(field: "left", text: "2026-11-23"), .set(field: "reason", text: "Grew up"),
            ])
        #expect(
            Self.bring(["joined": "2016-10-28", "left": "2019-04-30"], to: .left).problem?.message
                == "It has left already, on 30 April 2019")
        #expect(Self.bring(["joined": "2024-01-01", "left": "2019-04-30"], to: .left).success != nil)
        #expect(
            Self.bring(["joined": "2016-10-28"], to: .left, on: "2016-10-27").problem?.code == "contradicting-days")
        #expect(Self.bring(nil, to: .left).success?.count == 1)
    }

    @Test func `coming back undoes what it came back from`() {
        func rejoin(_ days: [String: String]) -> [FieldEdit]? { Self.bring(days, to: .member).success }
        let unreasoned = FieldEdit.set(field: "reason", text: nil)
        #expect(
            rejoin(["joined": "2016-10-28", "left": "2019-04-30"]) == [
                .set(field: "joined", text: "2026-11-23"), unreasoned,
            ])
        #expect(
            rejoin(["joined": "2016-10-28", "suspended": "2026-11-01"]) == [
                .set(field: "suspended", text: nil), unreasoned,
            ])
        #expect(
            rejoin(["joined": "2016-10-28", "emeritus": "2026-11-01"]) == [
                .set(field: "emeritus", text: nil), unreasoned,
            ])
        // On the same day nothing has happened between the two.
        #expect(
            rejoin(["joined": "2016-10-28", "left": "2026-11-23"]) == [.set(field: "left", text: nil), unreasoned])
        #expect(
            rejoin(["joined": "2016-10-28", "left": "2026-11-23", "suspended": "2026-11-01"]) == [
                .set(field: "left", text: nil), .set(field: "suspended", text: nil), unreasoned,
            ])
        #expect(rejoin(["joined": "2016-10-28"]) == nil)
    }

    @Test func `nobody comes back before having gone, nor comes back who is a member`() {
        func rejoin(_ days: [String: String], on date: String) -> ValueProblem? {
            Self.bring(days, to: .member, on: date).problem
        }
        #expect(rejoin(["joined": "2016-10-28"], on: "2010-01-01")?.message == "It is a member already")
        for end in ["left", "suspended", "emeritus"] {
            #expect(
                rejoin(["joined": "2016-10-28", end: "2026-11-01"], on: "2026-10-31")?.code == "contradicting-days",
                "\(end)")
            #expect(rejoin(["joined": "2016-10-28", end: "2026-11-01"], on: "2026-11-02") == nil, "\(end)")
        }
        #expect(rejoin(["joined": "2016-10-28", "suspended": "2026-11-01"], on: "2026-12-01")?.code == "future-day")
        #expect(rejoin(["joined": "2016-10-28", "left": "2019-04-30"], on: "2026-12-01") == nil)
    }

    @Test func `who never joined is not suspended, made emeritus or brought back`() {
        for status in [Memberships.Status.suspended, .emeritus, .member] {
            #expect(Self.bring(nil, to: status).problem?.code == "bad-transition", "\(status)")
            #expect(Self.bring(["cell": "North"], to: status).problem?.code == "bad-transition", "\(status)")
        }
        #expect(Self.bring(nil, to: .suspended).problem?.help?.contains("memberships add ty-gwydr joined=DAY") == true)
    }

    @Test(arguments: [("left", Memberships.Status.left), ("suspended", .suspended), ("emeritus", .emeritus)])
    func `what is still to come moves to another day, and is called off`(field: String, status: Memberships.Status) {
        let planned = ["joined": "2016-10-28", field: "2026-12-06"]
        for date in ["2026-12-13", "2026-11-30", "2026-11-23"] {
            #expect(
                Self.bring(planned, to: status, on: date).success == [.set(field: field, text: date)], "\(date)")
        }
        let calledOff = Self.after(planned, Self.bring(planned, to: .member).success ?? [])
        #expect(calledOff == ["joined": "2016-10-28"])
        #expect(Self.bring(planned, to: .member, on: "2026-12-20").problem?.message.contains("still to come") == true)
        #expect(Self.bring(calledOff, to: .member).problem?.message == "It is a member already")
    }

    @Test func `whatever is said is so today, or on the day it is said of`() {
        let stages = ["2018-01-01", "2026-11-01", "2026-11-23", "2026-12-06"]
        var histories: [[String: String]] = [["joined": "2016-10-28"]]
        for _ in 0..<2 {
            histories += histories.flatMap { days in
                stages.flatMap { date in
                    Memberships.Status.allCases.compactMap { status in
                        Self.bring(days, to: status, on: date).success.map { Self.after(days, $0) }
                    }
                }
            }
            histories = Array(Set(histories)).sorted { "\($0)" < "\($1)" }
        }
        #expect(histories.count > 30)
        for days in histories {
            for date in stages {
                for status in [Memberships.Status.member, .suspended, .left, .emeritus] {
                    guard let edits = Self.bring(days, to: status, on: date).success else { continue }
                    let made = Self.after(days, edits)
                    let moment = max(day(date), Self.today)
                    #expect(
                        Memberships.status(of: Self.membership(made), on: moment) == status,
                        "\(days): \(status) on \(date) gives \(made)")
                }
            }
        }
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
