import RecordStore
import RecordText
import Testing

/// Whatever line `check` proposes, put in place, ends its finding and brings no error.
@Suite struct ProposedLineTests {
    /// What people write in a profile, and what is proposed for the line that is wrong; nil where nothing is.
    static let mistakes: [(written: String, instead: String?)] = [
        // A group holds no value of its own.
        ("skills: php", nil), ("capacity: 5", nil), ("office: yes", nil), ("skills:\n  - swift", nil),
        // A colon that is not there.
        ("town Aberystwyth", "town: Aberystwyth"), ("town = Leeds", "town: Leeds"), ("headcount 4", "headcount: 4"),
        ("twon Leeds", "town: Leeds"),
        ("headcount four", nil), ("town # in the north", nil), ("we are four", nil), ("town", nil),
        // Lists without brackets, as surveys and spreadsheets write them.
        ("services: swift, web-design", "services: [swift, web-design]"),
        ("services: Swift, Web Design,", "services: [swift, web-design]"),
        ("services: swift, something else", nil), ("services: swift; web-design", "services: [swift, web-design]"),
        ("sectors: charities, education", "sectors: [charities, education]"),
        ("sectors: “arts”, “crafts”", "sectors: [arts, crafts]"),
        ("services:\n  * swift", "  - swift"),
        ("contacts:\n  - Jo: jo@tidy.example", "  Jo: jo@tidy.example"),
        ("contacts:\n- Jo: jo@tidy.example", "  Jo: jo@tidy.example"), ("contacts:\n  - jo@tidy.example", nil),
        // One of several would be all that is left of them.
        ("services:\n  - swift and web design", nil), ("services:\n  - swift, web design", nil),
        ("skills:\n  offered: swift, web-design", "  offered: [swift, web-design]"),
        ("skills:\n  offered:\n    - swift (expert)", "    - swift: expert"),
        ("skills:\n  offered:\n    - Web Design (Average)", "    - web-design: average"),
        ("skills:\n  offered:\n    - swift (a bit)", nil),
        ("skills:\n  offered:\n    - swfit: expert", "    - swift: expert"),
        ("skills:\n  offered:\n    - swift: exprt", "    - swift: expert"),
        ("services:\n  - Web Design", "  - web-design"), ("services:\n  - Web Desing", "  - web-design"),
        ("services:\n  - Cobol Programming", nil),
        // Near, but somebody else's word; one word of a longer one.
        ("services:\n  - shifts", nil), ("services:\n  - design", nil),
        ("services: [swift, web-desing]", "services: [swift, web-design]"),
        ("services: [swift, 'web-desing ']", "services: [swift, web-design]"),
        // Addresses.
        ("contacts:\n  Jo: “jo@tidy.example”", "  Jo: jo@tidy.example"),
        ("contacts:\n  Jo: jo@tidy.example”", nil),
        ("website: tidy.example", "website: https://tidy.example"),
        ("website: http:/tidy.example", "website: http://tidy.example"),
        ("website: https:tidy.example/x", "website: https://tidy.example/x"),
        ("website: http:///tidy.example", "website: http://tidy.example"),
        ("website: tidy.example:8080/x", "website: https://tidy.example:8080/x"),
        ("website: ftp:/tidy.example", nil), ("website: gopher://tidy.example", nil),
        ("website: post@tidy.example", nil), ("website: www.tidy bees.example", nil),
        // Nothing, and what looks like yes.
        ("headcount: ~", "headcount:"), ("headcount: null # none yet", "headcount: # none yet"),
        ("town: -", "town:"), ("confirmed: yes", nil), ("headcount: no", nil), ("town: no", "town: 'no'"),
        // Days.
        ("confirmed: 2026-13-01", nil), ("confirmed: today", nil), ("confirmed: 27/11/2026", nil),
        ("confirmed: 27/10/2026", "confirmed: 2026-10-27"), ("confirmed: 2026/05/03", "confirmed: 2026-05-03"),
        ("confirmed: 2026-5-3", "confirmed: 2026-05-03"), ("confirmed: 2026.13.03", nil),
        ("confirmed-fields:\n  twon: 2026-01-01", "  town: 2026-01-01"),
        ("confirmed-fields:\n  twon: 2026-01-01\n  town: 2026-01-01", nil),
        // Keys.
        ("twon: Leeds", "town: Leeds"), ("twon: Leeds\ntown: York", nil), ("twon: [Leeds, York]", nil),
        ("headcont:12", "headcount: 12"), ("headcount:twelve", nil),
        // Text that cannot be read.
        ("telephone: '01206' 574147", "telephone: '01206 574147'"), ("town: @Leeds", "town: '@Leeds'"),
        ("town: &leeds\n  and York", nil), ("services:\n  -swift", "  - swift"), ("services:\n\t- swift", "  - swift"),
        ("town: DEV: Leeds", "town: 'DEV: Leeds'"), ("headcount: @12", nil),
    ]

    private static func files(_ profile: String) -> [String: String?] {
        ["members/new.md": profile, "skills/web-design.yaml": "label: Web design\n"]
    }

    private static func found(_ profile: String) throws -> [Diagnostic] {
        try StoreFixture.check(files(profile)).filter { $0.file == "members/new.md" }
    }

    @Test(arguments: mistakes)
    func `A proposed line mends what it is for`(mistake: (written: String, instead: String?)) throws {
        let profile = "---\nname: New\n\(mistake.written)\n---\n\nA text.\n"
        let found = try Self.found(profile)
        #expect(!found.isEmpty)
        #expect(
            found.compactMap(\.replacement) == [mistake.instead].compactMap(\.self), "\(found.map(\.text).joined())")
        for finding in found { try expectMended(finding, in: profile, found) }
    }

    @Test(arguments: ["*", "–", "—", "•"])
    func `Each item behind another mark than a dash has its line`(mark: String) throws {
        let profile = "---\nname: New\nservices:\n  \(mark) swift\n  \(mark) web-design\n---\n"
        let found = try Self.found(profile)
        #expect(found.compactMap(\.replacement) == ["  - swift", "  - web-design"])
        #expect(try Self.found(profile.replacing("  \(mark) ", with: "  - ")).isEmpty)
    }

    @Test(arguments: [
        ("\n---\nname: New\n---\n", nil), (" \n\n---\nname: New\n---\n", nil), ("--\nname: New\n---\n", "---"),
        ("----\nname: New\n---\n", "---"), ("—\nname: New\n---\n", "---"), ("name: New\n---\n", "---\nname: New"),
        ("---\nname: New\n--\nA text.\n", "---"), ("---\nname: New\n----\n\nA text.\n", "---"),
        ("Draft\n---\nname: New\n---\n", nil), ("New\n---\n\nA text below its heading.\n", nil), ("A text.\n", nil),
        ("---\nname: New\n\nA text.\n", "---"),
    ])
    func `Front matter with other dashes than three is mended in one go`(profile: String, instead: String?) throws {
        let found = try Self.found(profile)
        #expect(!found.isEmpty)
        #expect(found.compactMap(\.replacement) == [instead].compactMap(\.self), "\(found.map(\.text).joined())")
        for finding in found { try expectMended(finding, in: profile, found) }
    }

    private func expectMended(_ finding: Diagnostic, in profile: String, _ before: [Diagnostic]) throws {
        guard let line = finding.line, let replacement = finding.replacement else { return }
        var lines = profile.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        lines.replaceSubrange((line - 1)...(line - 1), with: [replacement])
        let after = try Self.found(lines.joined(separator: "\n"))
        func says(_ one: Diagnostic, _ other: Diagnostic) -> Bool {
            one.code == other.code && one.message == other.message
        }
        let still = after.filter { says($0, finding) }
        #expect(still.isEmpty, "\(still.map(\.text).joined())")
        let new = after.filter { error in error.severity == .error && !before.contains { says($0, error) } }
        #expect(new.isEmpty, "\(replacement) brings:\n\(new.map(\.text).joined())")
    }

    @Test(arguments: [
        "headcount: 4\nheadcont: 5", "twon: Leeds\ntown: York", "skills:\n  offered: [swift]\n  ofered: [swift]",
        "confirmed-fields:\n  twon: 2026-01-01\n  town: 2026-01-01",
    ])
    func `A key that was meant as one that is there already is said to be one of two`(
        written: String
    ) throws {
        let found = try Self.found("---\nname: New\n\(written)\n---\n")
        #expect(found.map(\.code) == ["unknown-field"] && found[0].replacement == nil)
        #expect(found[0].help == "There is a line of that name already: keep one of the two, under that name.")
    }

    @Test func `A row whose key leads nowhere is marked once, at its key`() throws {
        let fixture = try StoreFixture()
        try fixture.commit(["members/new.md": "---\nname: New\nskills:\n  offered:\n    - swfit: expert\n---\n"])
        let found = try fixture.snapshot().check(clock: fixture.now).diagnostics
        #expect(found.map(\.column) == [7] && found.map(\.length) == [5], "\(found.map(\.text).joined())")
    }

    @Test func `What is wrong with a key of the settings is marked under the key`() throws {
        let found = try StoreFixture.check([
            "cotech.yaml": """
            name: Ours
            extra:
              membres.colour: text
            limits:
              capasity: 60

            """
        ])
        #expect(found.map(\.line) == [3, 5] && found.map(\.column) == [3, 3], "\(found.map(\.text).joined())")
        #expect(found.map(\.length) == ["membres.colour".count, "capasity".count])
        #expect(found.map(\.replacement) == ["  members.colour: text", "  capacity: 60"])
    }

    @Test func `No time zone is guessed from the letters of a town`() throws {
        for zone in ["Europe/Leeds", "Europe/Cardiff", "Wales"] {
            let found = try StoreFixture.check(["cotech.yaml": "name: Ours\ntime-zone: \(zone)\n"])
            #expect(found.map(\.code) == ["unknown-time-zone"] && found.allSatisfy { $0.replacement == nil })
            #expect(found.allSatisfy { $0.help?.contains("Europe/London") == true })
        }
    }

    @Test func `A word that is no id is told as it stands where a record of that name is wanted`() throws {
        let found = try Self.found("---\nname: New\nservices:\n  - Cobol Programming\n---\n")
        #expect(found.map(\.message) == ["There is no \"Cobol Programming\" among skills"])
        #expect(found.first?.help?.hasPrefix("Add it first: cotech skills add 'Cobol Programming', or") == true)
    }

    @Test func `A day in a record is asked for as a date alone`() throws {
        for day in ["2026-13-01", "yes", "+2w"] {
            let found = try Self.found("---\nname: New\nconfirmed: \(day)\n---\n").filter { $0.severity == .error }
            #expect(
                found.map(\.help) == ["Write year, month and day, such as 2026-05-03."], "\(found.map(\.text).joined())"
            )
        }
    }
}
