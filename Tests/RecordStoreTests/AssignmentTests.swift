import CoopNetwork
import RecordModel
import RecordText
import Testing

@testable import RecordStore

@Suite struct AssignmentTests {
    private static let today = Day(iso: "2026-11-23") ?? Day(number: 0)

    private func edits(_ argument: String, _ kind: Kind = Members.kind) throws -> [FieldEdit] {
        try #require(Assignment(argument)).edits(for: kind, by: Typist(today: AssignmentTests.today, me: "Mair Owen"))
            .get()
    }

    private func problem(_ argument: String, _ kind: Kind = Members.kind) throws -> ValueProblem? {
        switch try #require(Assignment(argument)).edits(
            for: kind, by: Typist(today: AssignmentTests.today, me: "Mair Owen"))
        {
        case .success: nil
        case .failure(let problem): problem
        }
    }

    @Test func `An argument is a name, a sign and a value, which may hold signs itself`() {
        #expect(Assignment("town=a=b+=c") == Assignment("town", .set, "a=b+=c"))
        #expect(Assignment("services+=a,b") == Assignment("services", .add, "a,b"))
        #expect(Assignment("services-=a") == Assignment("services", .remove, "a"))
        #expect(Assignment("town=") == Assignment("town", .set, ""))
        #expect(Assignment("town") == nil)
        #expect(Assignment("=x") == nil)
        #expect(Assignment("+=x") == nil)
    }

    @Test(
        arguments: [
            ("a, b,,c ", ["a", "b", "c"]), (#"a\, b,c"#, ["a, b", "c"]), (#"a\b\\,c\"#, [#"a\b\,c\"#]), ("", []),
        ] as [(String, [String])])
    func `A list is what stands between commas, unless one is written as an element's own`(
        typed: String, elements: [String]
    ) {
        #expect(Assignment.elements(of: typed) == elements)
    }

    @Test func `A scalar is set in its normal form, cleared by nothing, and may be undecided`() throws {
        #expect(try edits("headcount=012") == [.set(field: "headcount", text: "12")])
        #expect(try edits("headcount=") == [.set(field: "headcount", text: nil)])
        #expect(try edits("headcount=???") == [.set(field: "headcount", text: "???")])
        #expect(try edits("note=  two   words ") == [.set(field: "note", text: "two words")])
    }

    @Test(arguments: [
        ("\"A  B\": a@b.coop", "contacts.A B=c@d.coop", "\"A  B\": c@d.coop"),
        ("Sia\u{302}n: a@b.coop", "contacts.Si\u{E2}n=c@d.coop", "Sia\u{302}n: c@d.coop"),
        ("\"A  B\": a@b.coop", "contacts.A B=", ""), ("A B: a@b.coop", "contacts.A B=c@d.coop", "A B: c@d.coop"),
    ])
    func `An entry is found however the text spells its name`(line: String, argument: String, wanted: String) throws {
        let document = Document(parsing: "---\ncontacts:\n  \(line)\n---\n", form: .markdown)
        let contents = DocumentContents(document: document, kind: Members.kind)
        let bytes = try document.applying(Members.kind.textEdits(try edits(argument), in: contents), order: .none)
        let entry = wanted.isEmpty ? "" : "  \(wanted)\n"
        #expect(bytes == Array("---\ncontacts:\n\(entry)---\n".utf8))
    }

    @Test func `Entries with columns are cleared together, and set column by column`() throws {
        #expect(try edits("onboarding=", Settings.kind) == [.set(field: "onboarding", text: nil)])
        #expect(
            try edits("onboarding.intro.label=Intro", Settings.kind) == [
                .set(field: "onboarding", below: ["intro", "label"], text: "Intro")
            ])
        #expect(try problem("onboarding=intro,vote", Settings.kind)?.help == "Set one: onboarding.NAME.label=VALUE")
        #expect(try problem("onboarding+=intro", Settings.kind)?.help == "Set one: onboarding.intro.label=VALUE")
    }

    @Test func `An entry that needs no columns may stand alone, and is never dropped without a word`() throws {
        #expect(
            try edits("coops+=inkwell, quern", People.kind) == [
                .addElement(field: "coops", text: "inkwell", level: nil),
                .addElement(field: "coops", text: "quern", level: nil),
            ])
        #expect(try edits("coops=inkwell", People.kind) == [.setElements(field: "coops", ["inkwell"])])
        #expect(try edits("coops-=inkwell", People.kind) == [.set(field: "coops", below: ["inkwell"], text: nil)])
        let advice = try #require(try problem("coops.inkwell=", People.kind)?.help)
        #expect(advice.contains("coops+=inkwell") && advice.contains("coops-=inkwell"))
    }

    @Test func `A field answers to its former name as well`() throws {
        #expect(try edits("members=12") == [.set(field: "headcount", text: "12")])
    }

    @Test func `A day may be a phrase, and never one that can be read in two ways`() throws {
        #expect(try edits("away-until=+2w") == [.set(field: "away-until", text: "2026-12-07")])
        #expect(try edits("away-until=today") == [.set(field: "away-until", text: "2026-11-23")])
        #expect(
            try edits("opportunities.tender=never") == [.set(field: "opportunities", below: ["tender"], text: "never")])
        #expect(
            try edits("opportunities.tender=+1w") == [
                .set(field: "opportunities", below: ["tender"], text: "2026-11-30")
            ])
        let found = try #require(try problem("away-until=01/12/2026"))
        #expect(found.help?.contains("2026-12-01") == true && found.help?.contains("2026-01-12") == true, "\(found)")
    }

    @Test func `Lists take elements, with levels where they have them, and are set as a whole`() throws {
        #expect(
            try edits("skills.offered+=swift:expert, rust") == [
                .addElement(field: "skills.offered", text: "swift", level: "expert"),
                .addElement(field: "skills.offered", text: "rust", level: nil),
            ])
        #expect(try edits("skills.offered-=swift:expert") == [.removeElement(field: "skills.offered", text: "swift")])
        #expect(try edits("services=a,b") == [.setElements(field: "services", ["a", "b"])])
        #expect(try edits("services=") == [.setElements(field: "services", [])])
        #expect(
            try edits("skills.offered=a:expert") == [
                .setElements(field: "skills.offered", []),
                .addElement(field: "skills.offered", text: "a", level: "expert"),
            ])
    }

    @Test func `Maps take entries by name, whatever sign is used`() throws {
        let mastodon = FieldEdit.set(field: "social", below: ["mastodon"], text: "@a@b.example")
        #expect(try edits("social.mastodon=@a@b.example") == [mastodon])
        #expect(try edits("social+=mastodon:@a@b.example") == [mastodon])
        #expect(try edits("social-=mastodon") == [.set(field: "social", below: ["mastodon"], text: nil)])
        #expect(try edits("social=") == [.set(field: "social", text: nil)])
        #expect(try problem("social=mastodon")?.help == "Name one: social.NAME=VALUE")
    }

    @Test func `Tables take cells, and lose rows`() throws {
        let people = People.kind
        #expect(
            try edits("coops.tidy-bees.role=Baker", people) == [
                .set(field: "coops", below: ["tidy-bees", "role"], text: "Baker")
            ])
        #expect(
            try edits("coops.tidy-bees.from=today", people) == [
                .set(field: "coops", below: ["tidy-bees", "from"], text: "2026-11-23")
            ])
        #expect(try edits("coops-=tidy-bees", people) == [.set(field: "coops", below: ["tidy-bees"], text: nil)])
        #expect(try problem("coops.tidy-bees=Baker", people)?.help?.contains("coops.tidy-bees.role=VALUE") == true)
        #expect(try problem("coops.Tidy Bees.role=x", people)?.replacement == "tidy-bees")
    }

    @Test func `The text of a record is set and cleared, and not added to`() throws {
        #expect(try edits("description=Hello.") == [.set(field: "description", text: "Hello.")])
        #expect(try edits("description=") == [.set(field: "description", text: nil)])
        #expect(try problem("description+=more") != nil)
    }

    @Test(arguments: [
        (People.kind, "coops.ty-gwydr.rol=x", "Did you mean coops.ty-gwydr.role?"),
        (Settings.kind, "onboarding.visited.lable=x", "Did you mean onboarding.visited.label?"),
        (People.kind, "coops.ty-gwydr.zzzzzz=x", "It has role, from, until."),
    ])
    func `A column that an entry does not have suggests one that it has`(
        kind: Kind, argument: String, help: String
    ) throws {
        let found = try #require(try problem(argument, kind))
        #expect(found.code == "unknown-field" && found.help == help && found.replacement == nil, "\(found)")
    }

    @Test(
        arguments: [
            ("headcout=12", "unknown-field", "headcount"), ("headcount=twelve", "bad-value", "headcount"),
            ("headcount+=1", "bad-value", "headcount="), ("skills.offered+=C++", "bad-value", "skills.offered"),
            ("skills.offered+=swift:exprt", "bad-value", "skills.offered"), ("email=nobody", "bad-value", "email"),
            ("contacts.Bea=nobody", "bad-value", "contacts.Bea"), ("town.x=1", "unknown-field", "town"),
        ])
    func `What cannot be meant is refused with the field's name`(argument: String, code: String, word: String) throws {
        let found = try #require(try problem(argument))
        #expect(found.code == code)
        #expect((found.message + (found.help ?? "")).contains(word), "\(found)")
    }
}
