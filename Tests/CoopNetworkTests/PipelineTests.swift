import CoopNetwork
import RecordModel
import Testing

@Suite struct PipelineTests {
    static let stages = ["enquiry", "contacted", "visiting", "onboarding", "member", "declined"]
    static let allowed: Set<String> = [
        "enquiry contacted", "enquiry visiting", "enquiry onboarding", "enquiry declined", "contacted visiting",
        "contacted onboarding", "contacted declined", "visiting onboarding", "visiting declined", "onboarding member",
        "onboarding declined", "declined enquiry", "declined contacted",
    ]

    @Test func `only the listed moves are allowed`() {
        for old in Self.stages {
            for new in Self.stages where new != old {
                #expect(
                    (Enquiries.problem(from: old, to: new) == nil) == Self.allowed.contains("\(old) \(new)"),
                    "\(old) → \(new)")
            }
        }
    }

    @Test func `a move that is not listed says where the way leads`() {
        #expect(
            Enquiries.problem(from: "contacted", to: "member")?.help
                == "From contacted it goes to visiting, onboarding, declined.")
        #expect(Enquiries.problem(from: "member", to: "contacted")?.help == "It ended at member.")
    }

    @Test func `an enquiry without a stage is a new one, and an answer makes it contacted`() {
        #expect(Enquiries.stage(of: Record(Enquiries.kind, "x")) == "enquiry")
        #expect(EnquiryReply.stage(after: "enquiry") == "contacted")
        #expect(EnquiryReply.stage(after: "visiting") == "visiting")
    }

    @Test func `two notes of one second stand beside each other`() {
        let moment = Instant(seconds: 1_795_424_400)
        #expect(
            Enquiries.note("a", by: "Mair", at: moment, taken: [moment.iso]).first
                == .set(
                    field: "notes", below: ["2026-11-23T09:00:01Z", "by"], text: "Mair"))
        #expect(Enquiries.note(" \n ", by: "Mair", at: moment, taken: []).isEmpty)
        #expect(
            Enquiries.note("a\n b", by: "Mair", at: moment, taken: []).last
                == .set(
                    field: "notes", below: [moment.iso, "note"], text: "a b"))
    }

    @Test(arguments: [
        ("Zoë O'Hara <zoe@clockwork.example>", "Zoë O'Hara", "zoe@clockwork.example"),
        ("zoe@clockwork.example", "", "zoe@clockwork.example"),
        ("Zoë", "Zoë", nil), ("Zoë <nonsense>", "Zoë", nil),
    ])
    func `a contact is a name, an address or both`(text: String, name: String, address: String?) {
        #expect(Contact(text)?.name == name)
        #expect(Contact(text)?.address == address)
    }

    @Test func `an enquiry without an address cannot be answered`() {
        let enquiry = Record(Enquiries.kind, "x", ["name": value("X"), "contact": value("Zoë")])
        #expect(
            EnquiryReply.draft(for: enquiry, from: "Mair", in: RuleContext("2026-11-23")).problem?.code == "no-contact")
    }

    @Test func `an answer names who, what for and the steps`() throws {
        let enquiry = Record(Enquiries.kind, "x", ["name": value("X"), "contact": value("Zoë <z@x.example>")])
        let reply = try #require(EnquiryReply.draft(for: enquiry, from: "Mair", in: RuleContext("2026-11-23")).success)
        #expect(reply.body.hasPrefix("Dear Zoë,\n\nThank you for writing to Marches Tech about X."))
        #expect(reply.body.contains("  - worker-owned\n  - introduced by a member\n"))
        #expect(reply.body.hasSuffix("Mair\nMarches Tech\n"))
    }

    @Test func `an enquiry ends in membership only with every required step done and its records made`() {
        let onboarding = Record(Enquiries.kind, "osprey", ["stage": value("onboarding")])
        let member: [String: Content] = ["stage": value("member")]
        let done: [String: Content] = [
            "steps": entries(["worker-owned": "2026-11-01", "introduced": "2026-11-01"]),
            "description": value("We tick."), "skills.offered": [Leaf(entry: "gis", value: .text(""))],
        ]
        let records = [
            Record(Members.kind, "osprey", ["name": value("Osprey")]),
            Record(Memberships.kind, "osprey", ["joined": value("2026-11-23")]),
        ]
        func problems(_ contents: [String: Content], _ records: [Record] = []) -> [ValueProblem] {
            let after = Record(Enquiries.kind, "osprey", contents.merging(member) { $1 })
            return Enquiries.kind.transitions(onboarding, after, RuleContext("2026-11-23", records)).map(\.problem)
        }
        #expect(problems([:], records).map(\.code) == ["bad-transition"])
        #expect(problems([:], records).first?.message.contains("worker-owned, introduced, profile-complete") == true)
        #expect(problems(done).map(\.code) == ["bad-transition"])
        #expect(problems(done, Array(records.dropLast())).map(\.code) == ["bad-transition"])
        #expect(problems(done, records).isEmpty)
        #expect(problems(done).first?.help?.contains("cotech members onboard osprey") == true)
    }
}
