import CoopNetwork
import RecordModel
import Testing

@Suite struct ConfirmationTests {
    static let profile = Record(
        Members.kind, "ty-gwydr",
        [
            "name": value("Tŷ Gwydr"), "telephone": value("01970 555 0142"),
            "skills.offered": [Leaf(entry: "swift", value: .text(""))],
        ])

    static func confirm(_ names: String..., on date: String = "2026-11-23") -> Result<
        (edits: [FieldEdit], fields: [String]), ValueProblem
    > {
        Confirmation.edits(of: profile, names, on: day(date), today: day("2026-11-23"))
    }

    @Test func `a whole profile or some of its fields are confirmed on a day`() {
        #expect(Self.confirm().success?.edits == [.set(field: "confirmed", text: "2026-11-23")])
        #expect(
            Self.confirm("telephone").success?.edits == [
                .set(field: "confirmed-fields", below: ["telephone"], text: "2026-11-23")
            ])
    }

    @Test func `a group stands for those of its fields that say something, each once`() {
        #expect(Self.confirm("skills", "skills.offered").success?.fields == ["skills.offered"])
    }

    @Test func `what is blank, unknown, or cannot grow old is not confirmed, nor is the future`() {
        #expect(Self.confirm("website").problem?.code == "nothing-to-confirm")
        #expect(Self.confirm("office").problem?.code == "nothing-to-confirm")
        #expect(Self.confirm("telepone").problem?.replacement == "telephone")
        #expect(Self.confirm("away-until").problem?.code == "nothing-to-confirm")
        #expect(Self.confirm("telephone", on: "2026-11-24").problem?.code == "future-day")
    }
}

@Suite struct RepeatedConfirmationTests {
    static func confirm(_ names: String..., on date: String, idle: Set<String> = []) -> Result<
        (edits: [FieldEdit], fields: [String]), ValueProblem
    > {
        let profile = Record(
            Members.kind, "ty-gwydr",
            [
                "name": value("Tŷ Gwydr"), "telephone": value("01970 555 0142"), "town": value("Aberystwyth"),
                "confirmed": value("2025-05-04"), "confirmed-fields": entries(["town": "2026-05-04"]),
            ])
        return Confirmation.edits(of: profile, names, on: day(date), today: day("2026-11-23"), idle: idle)
    }

    @Test func `one that counts for nothing gives way to any other day, and the same day is no change`() {
        #expect(Self.confirm(on: "2025-05-03", idle: ["confirmed"]).success != nil)
        #expect(Self.confirm("telephone", on: "2025-05-03", idle: ["confirmed"]).success != nil)
        #expect(Self.confirm("town", on: "2026-05-03", idle: ["town"]).success != nil)
        #expect(Self.confirm("town", on: "2025-05-03", idle: ["town"]).problem?.code == "contradicting-days")
        let whole = Self.confirm(on: "2025-05-04", idle: ["confirmed"]).problem
        #expect(whole?.code == "idle-confirmation" && whole?.help?.hasSuffix("cotech members confirm ty-gwydr") == true)
        let field = Self.confirm("town", on: "2026-05-04", idle: ["town"]).problem
        #expect(field?.help?.hasSuffix("cotech members confirm ty-gwydr town") == true, "\(String(describing: field))")
        // The whole, which counts, was read on that day.
        #expect(Self.confirm("town", on: "2025-05-04", idle: ["town"]).success != nil)
    }

    @Test func `an earlier confirmation does not take the place of a later one`() {
        let earlier = Self.confirm(on: "2025-05-03").problem
        #expect(earlier?.code == "contradicting-days")
        #expect(earlier?.message.hasSuffix("was confirmed after 3 May 2025 already, on 4 May 2025") == true)
        #expect(Self.confirm(on: "2025-05-05").success != nil)
        #expect(Self.confirm("town", on: "2026-05-03").problem?.message.contains("on 4 May 2026") == true)
        #expect(Self.confirm("town", on: "2026-05-05").success != nil)
        // The whole was read later than that, this field with it.
        #expect(Self.confirm("telephone", on: "2025-05-03").problem?.code == "contradicting-days")
        #expect(Self.confirm("telephone", on: "2025-05-05").success != nil)
    }
}

@Suite struct MergingTests {
    @Test func `what one says and the other lacks is told field by field`() {
        let one = Record(
            Members.kind, "a",
            [
                "name": value("A"), "town": value("Leeds"), "note": value("n"),
                "services": [Leaf(entry: "x", value: .text("")), Leaf(entry: "y", value: .text(""))],
                "confirmed": value("2026-01-01"),
            ])
        let other = Record(
            Members.kind, "b",
            [
                "name": value("B"), "town": value("York"), "services": [Leaf(entry: "y", value: .text(""))],
                "note": value("n"),
            ])
        let losses = Merging.losses(of: one, into: other)
        #expect(losses.map(\.words) == ["town: Leeds (the other says York)", "services: x"])
        #expect(
            losses.flatMap(\.edits) == [
                .set(field: "town", text: "Leeds"), .addElement(field: "services", text: "x", level: nil),
            ])
        #expect(Merging.losses(of: other, into: other).isEmpty)
    }

    @Test func `what else is kept under a co-op's id has a name of its own to lose`() {
        let stall = Kind(
            "stalls", singular: "stall", path: "stalls/{member:members}.yaml", summary: "Stalls at the market.",
            fields: [Field("name", .text, "What stands above it.")])
        let one = Record(stall, "a", ["name": value("Cakes")])
        #expect(Merging.losses(of: one, into: Record(stall, "b", [:])).map(\.words) == ["name: Cakes"])
    }
}
