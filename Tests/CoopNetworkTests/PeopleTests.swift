import CoopNetwork
import RecordModel
import Testing

@Suite struct PeopleTests {
    static let odile = Record(
        People.kind, "odile",
        [
            "name": value("Odile Mercier"), "email": value("odile@cafe.example"),
            "coops": rows([
                "cafe-binaire": ["role": "researcher", "from": "2016-10-28"],
                "second-kettle": ["from": "2023-05-15", "until": "2024-01-31"], "later": ["from": "2030-01-01"],
            ]),
        ])

    @Test func `a person belongs to a co-op from the first day to the last`() {
        #expect(People.coops(of: Self.odile, on: day("2016-10-27")) == [])
        #expect(People.coops(of: Self.odile, on: day("2023-05-15")) == ["cafe-binaire", "second-kettle"])
        #expect(People.coops(of: Self.odile, on: day("2024-01-31")) == ["cafe-binaire", "second-kettle"])
        #expect(People.coops(of: Self.odile, on: day("2024-02-01")) == ["cafe-binaire"])
    }

    @Test func `a person of two co-ops with two roles in one is listed once in each`() {
        #expect(
            Set(People.coops(of: Self.odile, on: day("2023-06-01"))).count
                == People.coops(of: Self.odile, on: day("2023-06-01")).count)
    }

    @Test func `a person leaves a co-op once, from one they are listed at, and not before they came`() {
        func leave(_ coop: String, _ date: String = "2026-11-23") -> Result<[FieldEdit], ValueProblem> {
            Departures.edits(of: Self.odile, leaving: coop, on: day(date), today: day("2026-11-23"))
        }
        #expect(
            leave("cafe-binaire").success == [
                .set(field: "coops", below: ["cafe-binaire", "until"], text: "2026-11-23")
            ])
        #expect(leave("second-kettle").problem?.code == "done-already")
        #expect(leave("cafe-binair").problem?.replacement == "cafe-binaire")
        #expect(leave("cafe-binaire", "2016-01-01").problem?.code == "contradicting-days")
        let going = Record(
            People.kind, "odile", ["coops": rows(["cafe-binaire": ["from": "2016-10-28", "until": "2026-12-06"]])])
        let moved = Departures.edits(
            of: going, leaving: "cafe-binaire", on: day("2026-12-13"), today: day("2026-11-23"))
        #expect(
            moved.success == [.set(field: "coops", below: ["cafe-binaire", "until"], text: "2026-12-13")],
            "a leaving that is still to come moves")
    }

    @Test func `what points at a person who leaves is found by name and by address`() {
        let profile = Record(
            Members.kind, "cafe-binaire",
            [
                "name": value("Café Binaire"),
                "contacts": entries(["Odile": "o@cafe.example", "Post": "ODILE@cafe.example", "Odil": "x@cafe.example"]
                ),
            ])
        let membership = Record(
            Memberships.kind, "cafe-binaire", ["addresses": [Leaf(entry: "odile@cafe.example", value: .text(""))]])
        let open = Record(Enquiries.kind, "a", ["name": value("A"), "owner": value("odile mercier")])
        let over = Record(
            Enquiries.kind, "b", ["name": value("B"), "owner": value("Odile Mercier"), "stage": value("declined")])
        let traces = Departures.traces(
            of: Self.odile, at: "cafe-binaire", in: RuleContext("2026-11-23", [profile, membership, open, over]))
        #expect(
            traces.map(\.command) == [
                "cotech members set cafe-binaire contacts-=Odile", "cotech members set cafe-binaire contacts-=Post",
                "cotech memberships set cafe-binaire addresses-=odile@cafe.example", "cotech enquiries set a owner=",
            ])
    }

    @Test func `what points at a co-op that left is answered, and what is history stays`() throws {
        let id = try #require(RecordID("cafe-binaire"))
        let coops = People.coops.declaration
        let leaf = Leaf(entry: "cafe-binaire", column: "role", value: .text("researcher"))
        #expect(
            Departures.trace(of: id, in: Self.odile, coops, leaf, on: day("2026-11-23"), RuleContext("2026-11-23"))?
                .command
                == "cotech people leave odile cafe-binaire")
        let kettle = try #require(RecordID("second-kettle"))
        #expect(
            Departures.trace(of: kettle, in: Self.odile, coops, leaf, on: day("2026-11-23"), RuleContext("2026-11-23"))
                == nil)
        let other = Record(Memberships.kind, "x", ["introduced-by": value("cafe-binaire")])
        #expect(
            Departures.trace(
                of: id, in: other, Memberships.introducedBy.declaration, Leaf(value: .text("cafe-binaire")),
                on: day("2026-11-23"), RuleContext("2026-11-23")) == nil)
    }
}

@Suite struct DepartureTests {
    @Test
    func `what is kept under a co-op that left is told with what its kind has for it, and counted where it is much`()
        throws
    {
        let day = Field("day", .day, "The day of it.")
        func kind(_ name: Kind.Name, _ singular: String, _ removal: Kind.Removal = .allowed) -> Kind {
            Kind(
                name, singular: singular, path: "\(name)/{event:events}/{by:members}.yaml", summary: "\(name).",
                fields: [day], removal: removal,
                excuse: .days { record, context in
                    record[day].flatMap { $0 < context.today ? Excuse(.ended, "it is over") : nil }
                })
        }
        let places = kind("places", "place")
        let pledges = kind(
            "pledges", "pledge", .refused(reason: "It is kept.", instead: "cotech pledges set ID paid=today"))
        let ash = try #require(RecordID("ash"))
        func kept(_ kind: Kind, _ numbers: ClosedRange<Int>, on day: String = "2026-11-23") -> [Record] {
            numbers.map { Record(kind, "e\($0)/ash", ["day": value(day)]) }
        }
        func traces(_ records: [Record]) -> [Departures.Trace] {
            Departures.traces(keptUnder: ash, records, in: RuleContext("2026-11-23"))
        }
        let many = traces([Record(Memberships.kind, "ash")] + kept(pledges, 1...1) + kept(places, 1...6))
        #expect(many.map(\.sentence) == ["6 places are kept under it", "The pledge e1/ash is kept under it"])
        #expect(many.map(\.command) == ["cotech places list --where by=ash", "cotech pledges set e1/ash paid=today"])
        let few = traces(kept(places, 1...1) + kept(places, 2...9, on: "2026-11-22"))
        #expect(few.map(\.command) == ["cotech places remove e1/ash"], "what is over is history, and stays")
    }
}

@Suite struct CensusTests {
    private static let coops = [("ash", "4"), ("birch", "3"), ("cedar", nil), ("gone", "9")].flatMap { id, count in
        [
            Record(Members.kind, id, count.map { ["headcount": value($0)] } ?? [:]),
            Record(
                Memberships.kind, id,
                ["joined": value("2016-01-01")].merging(id == "gone" ? ["left": value("2020-01-01")] : [:]) { $1 }),
        ]
    }

    private func people(_ persons: [(String, KeyValuePairs<String, KeyValuePairs<String, String>>)]) -> Int {
        let records = persons.map { Record(People.kind, $0.0, ["coops": rows($0.1)]) }
        return Census.count(in: RuleContext("2026-11-23", Self.coops + records)).people
    }

    @Test func `a total counts a person once who belongs to two co-ops, and not one who left one of them`() {
        #expect(people([]) == 7)
        #expect(people([("agnes", ["ash": ["role": "clerk"], "birch": ["role": "clerk"]])]) == 6)
        #expect(people([("odile", ["ash": ["role": "guest"], "birch": ["until": "2020-01-01"]])]) == 7)
        // Of the others nobody has counted them in.
        #expect(people([("rafi", ["ash": ["role": "guest"], "cedar": ["role": "guest"], "gone": ["role": "x"]])]) == 7)
        // More are known to work there than the co-op states.
        #expect(people((1...9).map { ("p\($0)", ["ash": ["role": "x"], "birch": ["role": "x"]]) }) == 4)
        let count = Census.count(in: RuleContext("2026-11-23", Self.coops))
        #expect(count.coops == 3 && count.withoutHeadcount.map(\.text) == ["cedar"])
    }
}

@Suite struct HeadcountTests {
    private func differs(_ stated: String, listed: Int) -> RecordProblem.Weight? {
        let profile = Record(Members.kind, "ash", ["name": value("Ash"), "headcount": value(stated)])
        let people = (0..<listed).map {
            Record(People.kind, "p\($0)", ["coops": [Leaf(entry: "ash", column: "role", value: .text("x"))]])
        }
        return Members.kind.problems(in: profile, RuleContext("2026-11-23", people)).first {
            $0.problem.code == "headcount-differs"
        }?.weight
    }

    @Test func `whoever is listed and not there now is told beside those who are counted`() throws {
        let profile = Record(Members.kind, "ash", ["name": value("Ash"), "headcount": value("4")])
        let people = ["from", "until"].map { column in
            Record(People.kind, column, ["coops": rows(["ash": [column: "2020-01-01"]])])
        }
        let problem = try #require(
            Members.kind.problems(in: profile, RuleContext("2026-11-23", people)).first {
                $0.problem.code == "headcount-differs"
            })
        #expect(problem.problem.message == "The profile says 4 people, of whom 1 is listed")
        #expect(problem.problem.help?.hasPrefix("See them, and 1 who is not there now: cotech people list") == true)
    }

    /// `headcount-differs` in `docs/diagnostics.md`.
    @Test func `where more people are listed than are stated is a warning, where fewer are a note`() {
        #expect(differs("3", listed: 4) == .warning && differs("0", listed: 1) == .warning)
        #expect(differs("5", listed: 4) == .note && differs("4", listed: 1) == .note)
        #expect(differs("4", listed: 4) == nil && differs("4", listed: 0) == nil)
    }
}
