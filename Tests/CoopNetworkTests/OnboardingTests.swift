import CoopNetwork
import RecordModel
import Testing

@Suite struct OnboardingTests {
    static func enquiry(_ contents: [String: Content] = [:]) -> Record {
        Record(
            Enquiries.kind, "clockwork-wheel",
            ["name": value("Clockwork Wheel"), "stage": value("onboarding")].merging(contents) { $1 })
    }

    static func progress(_ enquiry: Record) -> Onboarding.Progress {
        Onboarding.progress(of: enquiry, profile: enquiry, settings: settings)
    }

    @Test func `a required step is missing until it is dated`() {
        let progress = Self.progress(Self.enquiry(["steps": entries(["worker-owned": "2026-11-01"])]))
        #expect(progress.doneCount == 1)
        #expect(progress.missing.map(\.step.id) == ["introduced", "profile-complete"])
        #expect(!progress.isComplete)
    }

    @Test func `a step that needs fields is done by filling them in, a group by any of its fields`() {
        let steps = entries(["worker-owned": "2026-11-01", "introduced": "2026-11-01"])
        let blank = Self.progress(Self.enquiry(["steps": steps, "description": value("We tick.")]))
        #expect(blank.missing.first?.blankWords == "skills.offered is blank")
        let whole = Self.progress(
            Self.enquiry([
                "steps": steps, "description": value("We tick."),
                "skills.offered": [Leaf(entry: "swift", value: .text(""))],
            ]))
        #expect(whole.isComplete)
        #expect(whole.doneCount == 3)
    }

    @Test func `what an enquiry cannot have keeps nobody from joining, and a profile is asked for it`() {
        let settings = Record(
            Settings.kind, "",
            ["onboarding": rows(["whole": ["label": "Whole", "needs": "description, services"]])])
        func blank(_ record: Record) -> [[String]] {
            Onboarding.progress(of: record, profile: record, settings: settings).states.map(\.blank)
        }
        #expect(blank(Self.enquiry()) == [["description"]])
        #expect(blank(Self.enquiry(["description": value("We tick.")])) == [[]])
        #expect(blank(Record(Members.kind, "ash", ["description": value("We tick.")])) == [["services"]])
    }

    @Test func `what is missing is said with its command`() {
        let missing = Self.progress(Self.enquiry()).missing
        let id = RecordID("clockwork-wheel") ?? .only
        #expect(
            missing.map { $0.answer(for: id) } == [
                "cotech members onboard clockwork-wheel worker-owned",
                "cotech members onboard clockwork-wheel introduced --by ID",
                "description and skills.offered are blank: cotech enquiries edit clockwork-wheel",
            ])
        #expect(missing.map(\.step.labelInList) == ["worker-owned", "introduced by a member", "profile complete"])
    }

    @Test func `a step is dated once, and taken back once`() {
        func edit(
            _ enquiry: Record, on date: String = "2026-11-23", undone: Bool = false
        ) -> Result<[FieldEdit], ValueProblem> {
            Onboarding.edits(
                of: enquiry, step: "worker-owned", on: day(date), today: day("2026-11-23"), undone: undone,
                settings: settings)
        }
        let dated = Self.enquiry(["steps": entries(["worker-owned": "2026-11-01"])])
        #expect(edit(Self.enquiry()).success == [.set(field: "steps", below: ["worker-owned"], text: "2026-11-23")])
        #expect(edit(dated).problem?.code == "done-already")
        #expect(edit(dated, undone: true).success == [.set(field: "steps", below: ["worker-owned"], text: nil)])
        #expect(edit(Self.enquiry(), undone: true).problem != nil)
        #expect(edit(Self.enquiry(), on: "2026-11-24").problem?.code == "future-day")
        #expect(edit(Self.enquiry(), on: "2026-11-22").success != nil)
    }

    @Test func `a change dates no step that the checklist does not have, and keeps those that it had`() {
        typealias Steps = KeyValuePairs<String, String>
        func problems(_ before: Steps, _ after: Steps) -> [ValueProblem] {
            let (old, new) = (Self.enquiry(["steps": entries(before)]), Self.enquiry(["steps": entries(after)]))
            return Enquiries.kind.transitions(old, new, RuleContext("2026-11-23")).map(\.problem)
        }
        let new = problems([:], ["worker-ownd": "2026-11-01"])
        #expect(new.map(\.code) == ["unknown-step"] && new.first?.replacement == "worker-owned")
        #expect(problems(["retired": "2020-05-06"], ["retired": "2020-05-06", "worker-owned": "2026-11-01"]).isEmpty)
        #expect(problems(["retired": "2020-05-06"], [:]).isEmpty)
    }

    @Test func `no record dates a step with a day that is still to come`() {
        for kind in [Enquiries.kind, Memberships.kind] {
            let steps = entries(["introduced": "2026-11-24", "worker-owned": "2026-11-23"])
            let found = kind.problems(in: Record(kind, "ash", ["steps": steps]), RuleContext("2026-11-23"))
            #expect(found.map(\.problem.code) == ["future-day"] && found.map(\.entry) == ["introduced"])
        }
    }

    @Test func `an unknown step suggests the one that was meant`() {
        let result = Onboarding.edits(
            of: Self.enquiry(), step: "worker-ownd", on: day("2026-11-23"), today: day("2026-11-23"),
            settings: settings)
        #expect(result.problem?.replacement == "worker-owned")
    }

    @Test func `a step that needs fields is not dated while they are blank`() {
        let result = Onboarding.edits(
            of: Self.enquiry(), step: "profile-complete", on: day("2026-11-23"), today: day("2026-11-23"),
            settings: settings)
        #expect(result.problem?.code == "blank-fields")
    }

    @Test func `a profile takes what the enquiry says of the co-op and leaves what it says of people`() {
        let enquiry = Self.enquiry([
            "contact": value("Zoë <z@x.example>"), "town": value("Leeds"),
            "notes": rows(["2026-11-01T00:00:00Z": ["by": "M", "note": "n"]]),
            "skills.offered": [Leaf(entry: "swift", value: .text("expert"))], "description": value("We tick."),
        ])
        let edits = Onboarding.profile(from: enquiry, as: Members.kind)
        #expect(Set(edits.map(\.field)) == ["name", "town", "skills.offered", "description"])
        #expect(edits.contains(.addElement(field: "skills.offered", text: "swift", level: "expert")))
    }

    @Test func `a membership begins with its dated checklist, what was filled in dated now`() {
        let enquiry = Self.enquiry([
            "steps": entries(["worker-owned": "2026-11-01"]), "introduced-by": value("plain-sail"),
            "description": value("We tick."),
            "skills.offered": [Leaf(entry: "swift", value: .text(""))],
        ])
        let edits = Onboarding.membership(from: enquiry, on: day("2026-11-24"), in: RuleContext("2026-11-23"))
        #expect(
            edits == [
                .set(field: "joined", text: "2026-11-24"), .set(field: "introduced-by", text: "plain-sail"),
                .set(field: "steps", below: ["worker-owned"], text: "2026-11-01"),
                .set(field: "steps", below: ["profile-complete"], text: "2026-11-23"),
            ])
    }
}
