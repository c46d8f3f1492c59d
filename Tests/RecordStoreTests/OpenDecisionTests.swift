import CoopNetwork
import RecordModel
import RecordStore
import RecordText
import Testing

/// `???` in every shape (`docs/record-format.md`, "What is absent"), and entries that must not be left blank.
@Suite("What is open, and what may not be blank")
struct OpenDecisionTests {
    private func report(_ text: String) throws -> CheckReport {
        let fixture = try StoreFixture()
        try fixture.commit(["members/ash.md": text])
        return try fixture.snapshot().check(clock: fixture.now)
    }

    @Test(
        "An open decision is legal and listed in every shape",
        arguments: [
            ("headcount: ???", "headcount", "???"), ("skills:\n  offered: ???", "skills.offered", "???"),
            ("skills:\n  offered:\n    - swift\n    - ???Java???", "skills.offered", "???Java???"),
            ("skills:\n  offered:\n    - swift: ???", "skills.offered.swift", "???"),
            ("services: [swift, '???']", "services", "???"), ("contacts: ???", "contacts", "???"),
            ("contacts:\n  Bea: ???", "contacts.Bea", "???"),
            ("opportunities:\n  A site: ???", "opportunities.A site", "???"),
            ("description: x\n", "", ""),
        ])
    func listed(_ lines: String, _ field: String, _ text: String) throws {
        let report = try report("---\nname: Ash\n\(field.isEmpty ? "" : lines)\n---\n")
        #expect(report.diagnostics.filter { $0.severity == .error }.isEmpty, "\(report.diagnostics)")
        let found = report.openDecisions.map { [$0.path, $0.field, $0.text] }
        #expect(found == (field.isEmpty ? [] : [["members/ash.md", field, text]]))
    }

    @Test func `Rules and lists of ids do not take an open decision for an element`() throws {
        let fixture = try StoreFixture()
        try fixture.commit([
            "members/ash.md":
                "---\nname: Ash\ncontacts: ???\nservices: [swift, '???']\nskills:\n  offered:\n    - ???\n    - swift: ???\n---\n"
        ])
        let ash = try #require(try fixture.snapshot().record("members", recordID("ash")))
        #expect(ash[Members.services] == ["swift"])
        #expect(ash[Members.contacts]?.isEmpty == true)
        #expect(ash[Members.skillsOffered]?.map(\.name) == ["swift"])
        #expect(ash[Members.skillsOffered]?.first?.level == nil)
    }

    @Test func `An opportunity or a need has an expiry or an explicit never, and other entries may be blank`() throws {
        for field in ["opportunities", "needs"] {
            let blank = try report("---\nname: Ash\n\(field):\n  A big site:\n  Hosting: never\n---\n")
            #expect(blank.diagnostics.map(\.code) == ["missing-field"], "\(blank.diagnostics)")
            #expect(
                blank.diagnostics.first?.message
                    == "\"A big site\" in \"\(field)\" needs a day such as 2026-11-27, or never")
            #expect(blank.diagnostics.first?.line == 4)
        }
        let contact = try report("---\nname: Ash\ncontacts:\n  Bea:\nopportunities:\n  One: 2030-01-01\n---\n")
        #expect(contact.diagnostics.isEmpty, "\(contact.diagnostics)")
    }
}
