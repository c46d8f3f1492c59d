import RecordModel
import RecordStore
import RecordText
import Testing

/// Every finding of the store by its code, each provoked by a file.
@Suite struct ValidationTests {
    struct Provocation: Sendable, CustomTestStringConvertible {
        let code: String
        let files: [String: String?]
        var severity = TextProblem.Severity.error
        var line: Int?
        var instead: String?

        init(
            _ code: String, _ files: [String: String?], line: Int? = nil, instead: String? = nil,
            severity: TextProblem.Severity = .error
        ) {
            self.code = code
            self.files = files
            self.line = line
            self.instead = instead
            self.severity = severity
        }

        var testDescription: String { "\(code) in \(files.keys.sorted().joined(separator: ", "))" }
    }

    private static func profile(_ text: String) -> [String: String?] {
        ["members/new.md": "---\nname: New\n\(text)---\n"]
    }

    static let provocations: [Provocation] = [
        Provocation("unknown-field", profile("twon: Leeds\n"), line: 3, instead: "town: Leeds"),
        Provocation("unknown-field", profile("office:\n  dseks: 4\n"), line: 4, instead: "  desks: 4"),
        Provocation("unknown-field", profile("completely-different: 1\n"), line: 3),
        Provocation("missing-field", ["members/new.md": "---\ntown: Leeds\n---\n"]),
        Provocation("bad-value", profile("headcount: twelve\n"), line: 3),
        Provocation(
            "bad-value", profile("skills:\n  offered:\n    - swift: exprt\n"), line: 5, instead: "    - swift: expert"),
        Provocation("bad-value", profile("contacts:\n  Bea: nobody\n"), line: 4),
        Provocation("wrong-shape", profile("town:\n  - Leeds\n"), line: 4),
        Provocation("wrong-shape", profile("social: mastodon\n"), line: 3),
        Provocation("repeated-item", profile("tools:\n  - git\n  - git\n"), line: 5, severity: .warning),
        Provocation(
            "repeated-item", profile("skills:\n  offered:\n    - swift\n    - swift: expert\n"), line: 6,
            severity: .warning),
        Provocation(
            "repeated-item", profile("contacts:\n  \"Ann  Lee\": a@x.example\n  Ann Lee: b@x.example\n"), line: 5,
            severity: .warning),
        Provocation("unknown-reference", profile("services:\n  - swfit\n"), line: 4, instead: "  - swift"),
        Provocation(
            "unknown-reference", profile("skills:\n  offered:\n    - swfit: expert  # ours\n"), line: 5,
            instead: "    - swift: expert  # ours"),
        Provocation(
            "unknown-reference", ["memberships/birch.yaml": "introduced-by: asj\n"], line: 1,
            instead: "introduced-by: ash"),
        Provocation("unknown-reference", ["memberships/birch.yaml": "introduced-by: ash/elm\n"], line: 1),
        Provocation("unknown-reference", ["memberships/nobody.yaml": "joined: 2020-01-01\n"]),
        Provocation(
            "circular-terms", ["skills/a.yaml": "label: A\nbroader: b\n", "skills/b.yaml": "label: B\nbroader: a\n"],
            line: 2),
        Provocation("contradicting-days", profile("capacity:\n  from: 2026-12-01\n  until: 2026-11-01\n")),
        Provocation("unknown-field", profile("confirmed-fields:\n  telephon: 2026-11-23\n")),
        Provocation("bad-path", ["members/Not An Id.md": "---\nname: X\n---\n"]),
        Provocation("bad-path", ["members/deeper/new.md": "---\nname: X\n---\n"]),
        Provocation("bad-path", ["members/notes.txt": "x"]),
        Provocation("duplicate-id", ["members/ash.yaml": "name: Ash\n"]),
        Provocation("duplicate-id", ["members/_as/ash.md": "---\nname: Ash\n---\n"]),
        Provocation("former-id", profile("formerly:\n  - birch\n")),
        Provocation("private-in-public", ["people/ada.yaml": "name: Ada\n"]),
        Provocation("private-in-public", ["people/Ann.yaml": "name: Ann\n"]),
        Provocation("private-in-public", ["people/c.yml": "name: C\n"]),
        Provocation("private-in-public", ["people/x/d.yaml": "name: D\n"]),
        Provocation("private-in-public", ["enquiries/Foo Bar.md": "---\nname: Foo\n---\n"]),
        Provocation("missing-settings", ["cotech.yaml": nil]),
        Provocation("too-large", profile("note: \(String(repeating: "x", count: 300 * 1024))\n")),
        Provocation("duplicate-key", profile("town: A\ntown: B\n"), line: 4),
        Provocation("too-many-problems", profile((0..<300).map { "k\($0): 1\n" }.joined())),
        Provocation("unknown-time-zone", ["cotech.yaml": "name: N\ntime-zone: Mars/Here\n"], line: 2),
        Provocation("unknown-kind", ["cotech.yaml": "name: N\nextra:\n  member.x: text\n"], line: 3),
        Provocation("unknown-type", ["cotech.yaml": "name: N\nextra:\n  members.x: txet\n"], line: 3),
        Provocation(
            "unknown-field", ["cotech.yaml": "name: N\nonboarding:\n  whole:\n    needs: name, skils, skills\n"],
            line: 3),
        Provocation("future-confirmation", profile("confirmed: 2027-06-01\n"), line: 3),
        Provocation("bad-revision", [".git-blame-ignore-revs": "# ours\nnonsense\n"]),
    ]

    @Test(arguments: provocations)
    func `Each mistake is found, where it is, with the line to put instead`(provocation: Provocation) throws {
        let found = try StoreFixture.check(provocation.files)
        let match = try #require(
            found.first { $0.code == provocation.code && (provocation.line == nil || $0.line == provocation.line) },
            "\(found.map(\.text).joined())")
        #expect(match.severity == provocation.severity)
        #expect(match.replacement == provocation.instead || provocation.instead == nil, "\(match.text)")
        if match.replacement == nil, match.code != "too-many-problems", match.severity == .error {
            #expect(match.help != nil, "\(match.text)")
        }
        #expect(match.message.last != ".")
    }

    @Test func `A store without mistakes has no findings`() throws {
        #expect(try StoreFixture.check([:]).isEmpty)
        #expect(try StoreFixture.check(["people/README.md": "Not here.\n", "people/.gitkeep": ""]).isEmpty)
    }

    @Test func `Decisions that are still open are counted and are no mistakes`() throws {
        let fixture = try StoreFixture()
        try fixture.commit([
            "members/new.md": "---\nname: New\nheadcount: ???\ntown: ???York???\nservices:\n  - ???\n---\n"
        ])
        let report = try fixture.snapshot().check(clock: fixture.now)
        #expect(
            report.openDecisions.map { "\($0.field) \($0.text)" } == ["town ???York???", "headcount ???"]
                || report.openDecisions.count >= 2)
        #expect(!report.diagnostics.contains { $0.severity == .error }, "\(report.diagnostics.map(\.text).joined())")
    }

    @Test func `Only what a change breaks is refused`() throws {
        let fixture = try StoreFixture()
        try fixture.commit(["members/new.md": "---\nname: New\ntwon: Leeds\nheadcount: twelve\n---\n"])
        let store = try fixture.store()
        let hand = Hand(author: ("Ada", "ada@example.org"), committer: ("Ada", "ada@example.org"), now: fixture.now)
        func set(_ id: String, _ assignments: String...) throws -> Written {
            try store.write(by: hand) { snapshot in
                let kind = try #require(snapshot.kind("members"))
                let stored = try #require(try snapshot.stored(kind, recordID(id)))
                return try snapshot.planToSet(assignments, of: stored)
            }
        }
        #expect(try set("new", "note=Hello").commit != nil)
        #expect(try set("new", "headcount=12").commit != nil)
        #expect(try set("new", "headcount=12").commit == nil)
        let refused = try storeFailure { try set("new", "services+=nonsuch") }
        #expect(refused.kind == .usage && refused.diagnostics.map(\.code) == ["unknown-reference"])
        #expect(try fixture.read("members/new.md") == "---\nname: New\ntwon: Leeds\nheadcount: 12\nnote: Hello\n---\n")
    }

    @Test func `A record that others refer to is not removed`() throws {
        let fixture = try StoreFixture()
        let store = try fixture.store()
        let hand = Hand(author: ("Ada", "ada@example.org"), committer: ("Ada", "ada@example.org"), now: fixture.now)
        let refused = try storeFailure {
            try store.write(by: hand) { _ in
                var plan = Plan("Remove swift")
                plan.files["skills/swift.yaml"] = .some(nil)
                return plan
            }
        }
        #expect(refused.kind == .badData)
        #expect(refused.diagnostics.map(\.file) == ["members/ash.md"] && refused.diagnostics.map(\.line) == [5])
        #expect(
            refused.diagnostics.map(\.text) == [
                """
                members/ash.md:5:5: error: Ash still names the skill "swift" in services [unknown-reference]
                5 |   - swift
                  |     ^^^^^
                help: Take it out first: cotech members set ash services-=swift

                """
            ])
    }
}
