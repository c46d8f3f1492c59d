import Foundation
import TestSupport
import Testing

@Suite("Profiles are exported")
struct ExportCommandTests {
    private func sandbox() throws -> ImportSandbox {
        let sandbox = try ImportSandbox(files: [
            "cotech.yaml": "name: Trial\nprivate: ../private\n",
            "members/bees.md": """
            ---
            name: Tidy; Bees
            website: https://bees.example
            email: hive@bees.example
            telephone: +44 1970 555 0142
            town: Leeds
            location: 53.8, -1.55
            contacts:
              Ann: ann@bees.example
              Bob: bob@bees.example
              Cat: cat@bees.example
              Dan: dan@bees.example
            social:
              mastodon: "https://social.example/@bees"
            skills:
              offered:
                - swift: expert
            clients:
              - "A; B"
              - "=C"
            needs:
              A roof: never
              Old news: 2020-01-01
            ---

            Busy, and "quoted".

            Two paragraphs, of which this one is long enough to be folded more than once by anyone who folds.

            """,
            "members/gone.md": "---\nname: Gone\n---\n",
            "memberships/gone.yaml": "joined: 2020-01-01\nleft: 2021-01-01\n",
            "skills/swift.yaml": "label: Swift\n",
        ])
        let companion = sandbox.root + "/private"
        try sandbox.write("private/cotech.yaml", "name: Private\ncompanion-of: ../store\n")
        try sandbox.write("private/people/ann.yaml", "name: Ann\npublic: all\n")
        try sandbox.write("private/people/bob.yaml", "name: Bob\npublic: no\nemail: bob@bees.example\n")
        try sandbox.write("private/people/cat.yaml", "name: Cat\npublic: name\n")
        try sandbox.git("init", "-q", "-b", "main", in: companion)
        try sandbox.git("add", "-A", in: companion)
        try sandbox.git(
            "-c", "user.name=M", "-c", "user.email=m@n.example", "commit", "-q", "-m", "Begin", in: companion)
        return sandbox
    }

    /// A format's output is read by a Python program, where Python and its library are here.
    private func python(_ program: String, _ input: String, in sandbox: ImportSandbox) throws -> String? {
        let answer = try Program.run("python3", ["-c", program], input: Array(input.utf8), isJoined: true)
        guard answer.status != 127, !answer.output.contains("ModuleNotFoundError") else {
            print("skipped: python3 or a library of it is not here: \(answer.output.suffix(80))")
            return nil
        }
        return answer.output
    }

    @Test("a person who is not marked as public never appears", arguments: ["csv", "json", "vcard", "murmurations"])
    func reserved(format: String) throws {
        let result = try sandbox().cotech("members", "export", "--format", format)
        #expect(result.status == 0, "\(result.error)")
        for hidden in ["Bob", "bob@", "cat@", "Dan", "dan@", "Gone"] {
            #expect(!result.output.contains(hidden), "\(hidden)")
        }
        if format != "murmurations" { #expect(result.output.contains("Ann")) }
    }

    @Test("what is exported as CSV and imported again changes nothing")
    func csv() throws {
        let sandbox = try sandbox()
        let result = sandbox.cotech("members", "export", "--all")
        try sandbox.write("members.csv", result.output)
        let head = try sandbox.id("HEAD")
        let back = sandbox.cotech("members", "import", "../members.csv")
        #expect(
            back.status == 0 && back.output.contains("2 rows: 0 new, 0 with changes, 2 unchanged"), "\(back.output)")
        #expect(try sandbox.id("HEAD") == head)
        let program =
            "import csv,sys\nfor r in csv.DictReader(sys.stdin): print(r['id'], '|', r['name'], '|', r['telephone'])"
        if let read = try python(program, result.output, in: sandbox) {
            #expect(read == "bees | Tidy; Bees | '+44 1970 555 0142\ngone | Gone | \n")
        }
    }

    @Test("an emptied cell clears nothing, and how to clear it is said")
    func csvEmptied() throws {
        let sandbox = try sandbox()
        let exported = sandbox.cotech("members", "export").output
        try sandbox.write("members.csv", exported.replacing("Leeds", with: ""))
        let head = try sandbox.id("HEAD")
        let back = sandbox.cotech("members", "import", "../members.csv")
        #expect(back.status == 0 && back.output.contains("kept, since the cell is empty: town"), "\(back)")
        #expect(
            back.error.contains(
                """
                note: 1 cell is empty and changes nothing, where the record says something: the town of bees
                help: to clear it: cotech members set bees town=

                """), "\(back)")
        #expect(try sandbox.id("HEAD") == head)
        #expect(sandbox.cotech("members", "set", "bees", "town=").status == 0)
        #expect(sandbox.cotech("members", "import", "../members.csv").error == "")
    }

    @Test("a change in the exported file is the only change")
    func csvChange() throws {
        let sandbox = try sandbox()
        let result = sandbox.cotech("members", "export")
        try sandbox.write("members.csv", result.output.replacing("Leeds", with: "York"))
        #expect(sandbox.cotech("members", "import", "../members.csv").status == 0)
        #expect(try sandbox.git("show", "--format=", "--numstat") == "1\t1\tmembers/bees.md")
    }

    @Test("vobject reads the card")
    func vcard() throws {
        let sandbox = try sandbox()
        let card = sandbox.cotech("members", "export", "--format", "vcard").output
        #expect(card.contains("EXPERTISE;LEVEL=expert:Swift\r\n"))
        #expect(card.contains("GEO:geo:53.8,-1.55\r\n"))
        let program = """
            import sys, vobject
            text = open(0, newline='', encoding='utf-8').read()
            for card in vobject.readComponents(text):
                print(card.fn.value, '|', card.email.value, '|', card.tel.value, '|', card.note.value.splitlines()[0])
            """
        if let read = try python(program, card, in: sandbox) {
            #expect(read == "Tidy; Bees | hive@bees.example | +44 1970 555 0142 | Busy, and \"quoted\".\n")
        }
    }

    @Test("Murmurations profiles fit their schemas")
    func murmurations() throws {
        let sandbox = try sandbox()
        let output = sandbox.cotech("members", "export", "--format", "murmurations").output
        let place = #filePath.split(separator: "/").dropLast().joined(separator: "/")
        let program = """
            import json, sys, jsonschema
            profiles = json.load(sys.stdin)
            for profile in profiles:
                schema = json.load(open('/\(place)/' + profile['linked_schemas'][0] + '.json'))
                jsonschema.validate(profile, schema)
                print(profile.get('name') or profile['title'])
            """
        if let read = try python(program, output, in: sandbox) { #expect(read == "Tidy; Bees\nA roof\n") }
    }

    @Test("a file each in a folder")
    func folder() throws {
        let sandbox = try sandbox()
        let result = sandbox.cotech("members", "export", "--format", "vcard", "--out", "../out", "--all")
        #expect(result.status == 0 && result.error.contains("2 files written"))
        let names = try FileManager.default.contentsOfDirectory(atPath: sandbox.root + "/out").sorted()
        #expect(names == ["bees.vcf", "gone.vcf"])
    }
}
