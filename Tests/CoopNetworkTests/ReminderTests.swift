import CoopNetwork
import RecordModel
import Testing

/// When the next reminder is due, and to whom: a first, a second and a final one, two weeks apart.
@Suite("Reminders") struct ReminderTests {
    private let profile = Record(Members.kind, "glass-house", ["name": value("Glass House")])
    private let renamed = Record(
        Members.kind, "glass-house",
        [
            "name": value("Glass House"),
            "formerly": [Leaf(entry: "ty-gwydr", value: .text("")), Leaf(entry: "Plas Gwydr", value: .text(""))],
        ])

    private func sent(to id: String = "glass-house", _ stages: KeyValuePairs<String, String>) -> Record {
        Record(
            Reminders.kind, id,
            ["sent": stages.flatMap { [Leaf(entry: $0.key, column: "stage", value: .text($0.value))] }])
    }

    private func next(_ records: [Record], answered: String? = nil, on today: String) -> Reminders.Stage? {
        Reminders.next(
            after: Reminders.sendings(to: profile, in: records), answered: answered.map { day($0) }, on: day(today))
    }

    @Test func `a first, a second and a final one, two weeks apart, and then no more`() {
        #expect(next([], on: "2026-03-01") == .first)
        let first = sent(["2026-03-01": "first"])
        #expect(next([first], on: "2026-03-01") == nil)
        #expect(next([first], on: "2026-03-14") == nil)
        #expect(next([first], on: "2026-03-15") == .second)
        let second = sent(["2026-03-01": "first", "2026-03-15": "second"])
        #expect(next([second], on: "2026-03-28") == nil)
        #expect(next([second], on: "2026-03-29") == .final)
        let final = sent(["2026-03-01": "first", "2026-03-15": "second", "2026-03-29": "final"])
        #expect(next([final], on: "2026-04-20") == nil)
        #expect(next([final], on: "2030-01-01") == nil)
    }

    @Test func `an answer begins anew, but nobody is asked again within the two weeks`() {
        let final = sent(["2026-03-01": "first", "2026-03-15": "second", "2026-03-29": "final"])
        #expect(next([final], answered: "2026-03-28", on: "2026-04-20") == nil)
        #expect(next([final], answered: "2026-03-29", on: "2026-04-12") == .first)
        #expect(next([final], answered: "2026-04-02", on: "2026-04-03") == nil)
        #expect(next([final], answered: "2026-04-02", on: "2026-04-12") == .first)
    }

    @Test func `a renamed co-op goes on where it was under its former ids, and another's reminders are not its own`() {
        let former = [sent(to: "ty-gwydr", ["2026-03-01": "first"]), sent(to: "plas-gwydr", ["2026-03-15": "second"])]
        #expect(next(former, on: "2026-03-29") == .first)
        let sendings = Reminders.sendings(to: renamed, in: former + [sent(["2026-03-29": "final"])])
        #expect(sendings.map(\.stage) == [.first, .second, .final])
        #expect(Reminders.next(after: sendings, answered: nil, on: day("2026-05-01")) == nil)
    }

    @Test func `those of the last seven days count towards the week's limit, whoever got them`() {
        let records = [
            sent(to: "a", ["2026-03-01": "first", "2026-03-09": "second"]), sent(to: "b", ["2026-03-08": "first"]),
            sent(to: "c", ["2026-03-15": "first"]),
        ]
        #expect(Reminders.count(in: records, before: day("2026-03-14")) == 2)
        #expect(Reminders.count(in: records, before: day("2026-03-15")) == 2)
        #expect(Reminders.count(in: records, before: day("2026-03-07")) == 1)
        #expect(Reminders.count(in: records, before: day("2026-03-08")) == 1)
    }

    @Test func `of two reminders of one day, what both asked about is kept, and the later stage`() {
        let day = "2026-03-01"
        #expect(
            Reminders.settling(["sent", day, "fields"], "town, headcount", "email,town") == "email, headcount, town")
        #expect(Reminders.settling(["sent", day, "stage"], "final", "second") == "final")
        #expect(Reminders.settling(["sent", day, "stage"], "first", "nonsense") == "first")
        #expect(Reminders.settling(["sent", day], "a", "b") == nil)
    }
}
