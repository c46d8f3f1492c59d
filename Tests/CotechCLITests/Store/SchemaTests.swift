import Foundation
import Interchange
import RecordModel
import TestSupport
import Testing

/// The JSON Schema, held against another reader of it where there is one.
@Suite("schema")
struct SchemaTests {
    /// Validates each schema, then every record of the sample, as PyYAML types them; then records that are wrong.
    private static let oracle = """
        import datetime, glob, json, sys, yaml
        from jsonschema import Draft202012Validator, Draft7Validator

        def plain(value):
            if isinstance(value, dict): return {str(k): plain(v) for k, v in value.items()}
            if isinstance(value, list): return [plain(v) for v in value]
            if isinstance(value, (datetime.date, datetime.datetime)): return value.isoformat()
            return value

        def read(path):
            text = open(path, encoding='utf-8').read()
            return plain(yaml.safe_load(text.split('\\n---', 1)[0][3:] if path.endswith('.md') else text))

        records = 0
        validators = {}
        for path in glob.glob('schema/*.json'):
            schema = json.load(open(path))
            Draft202012Validator.check_schema(schema)
            Draft7Validator.check_schema(schema)
            validators[path[7:-5]] = Draft202012Validator(schema)
        for kind, places in {'settings': ['network/cotech.yaml', 'network-private/cotech.yaml']}.items():
            for path in places:
                records += 1
                for error in validators[kind].iter_errors(read(path)): print(path, list(error.path), error.message)
        for kind in ['members', 'memberships', 'skills', 'people', 'enquiries']:
            for path in glob.glob(f'network*/{kind}/*'):
                records += 1
                for error in validators[kind].iter_errors(read(path)): print(path, list(error.path), error.message)
        for kind, text, isRight in [
            ('members', 'name: A\\nheadcount: ???', True), ('members', 'name: A\\nheadcount: 12', True),
            ('members', "name: A\\nheadcount: '12'", True), ('members', 'name: A\\nheadcount: twelve', False),
            ('members', 'name: A\\nheadcount: N/A', True), ('members', 'name: A\\nheadcont: 12', False),
            ('members', 'name: A\\nmembers: 12', True), ('members', 'name: A\\nx-mine: [1, {}]', True),
            ('members', 'name: A\\nconfirmed: 2026-11-27', True), ('members', 'name: A\\nconfirmed: 27/11/2026', False),
            ('members', 'headcount: 12', False), ('members', 'name: A\\nskills: {offered: [php, swift: expert]}', True),
            ('members', 'name: A\\nskills: {offered: [swift: splendid]}', False),
            ('members', 'name: A\\nskills: {offered: php}', True), ('members', 'name: A\\nservices: [Web Design]', False),
            ('members', 'name: A\\nskills:\\nx-y: 1', True), ('members', 'name: A\\nwebsite: example.org', False),
            ('members', 'name: A\\nemail: nobody', False), ('members', 'name: A\\nopportunities: {Site: never}', True),
            ('people', 'name: A\\npublic: no', True), ('people', 'name: A\\npublic: maybe', False),
            ('enquiries', 'name: A\\nnotes: {2026-11-20: {by: M, note: Hello}}', True),
            ('enquiries', 'name: A\\nnotes: {2026-11-20: {by: M}}', False),
            ('settings', 'name: A\\nlimits: {capacity: 60, office: never}', True),
            ('settings', 'name: A\\nonboarding: {lists: {label: On the lists, required: no}}', True),
        ]:
            if validators[kind].is_valid(plain(yaml.safe_load(text))) != isRight: print('wrong about', kind, repr(text))
        print(records)
        """

    private static let hasOracle =
        (try? Program.run("python3", ["-W", "ignore", "-c", "import jsonschema, yaml"]).status) == 0

    @Test(
        "Every record of the sample is valid by Python's jsonschema, and what is wrong is not",
        .enabled(if: hasOracle, "python3 with jsonschema and PyYAML is not here"))
    func agrees() async throws {
        let sandbox = try CommandSandbox()
        try await sandbox.makeSample()
        let written = try await sandbox.cotech("schema", "--format", "json", "--out", "../schema", in: "network")
        #expect(written.status == 0, "\(written.error)")
        #expect(try sandbox.run("python3", "-c", Self.oracle) == "151\n")
    }

    @Test("A field that a network adds is in its schema, under extra")
    func extra() async throws {
        let sandbox = try CommandSandbox()
        #expect(try await sandbox.cotech("init", "bees", "--name", "Bees", "--no-private").status == 0)
        let settings = try #require(sandbox.read("bees/cotech.yaml"))
        try sandbox.write("bees/cotech.yaml", settings + "  skills.demand: low | high\n")
        try sandbox.run("git", "commit", "-qam", "A field of our own", in: "bees")
        let schema = try await sandbox.cotech("schema", "skills", "--format", "json", in: "bees").output
        #expect(schema.contains("\"extra\": {"))
        #expect(schema.contains("\"demand\": {"))
    }

    @Test("What editors go by is made anew where fields have changed, and where a network kept it as it was made")
    func outdated() async throws {
        let sandbox = try CommandSandbox()
        #expect(try await sandbox.cotech("init", "bees", "--name", "Bees").status == 0)
        func run(_ words: String...) async throws -> CommandSandbox.Answer {
            try await sandbox.cotech(words, in: "bees")
        }
        #expect(try await run("check").output == "1 record looked at: all is well.\n")
        // A new field, and a kind that the release before this one did not have.
        _ = try await run("settings", "set", "extra+=members.mastodon: url", "extra+=people.shirt: text")
        let list = try #require(sandbox.read("bees/.vscode/settings.json"))
        let older = list.replacing(/,\n    ".cotech\/schema\/skills.json": \[[^\]]*\]/, with: "")
        #expect(older != list)
        try sandbox.write("bees/.vscode/settings.json", older)
        try sandbox.run("git", "rm", "-q", ".cotech/schema/skills.json", in: "bees")
        try sandbox.run("git", "commit", "-qam", "As an older release made it", in: "bees")
        let told = try await run("check")
        #expect(
            told.status == 0 && told.output.hasSuffix("1 record looked at: 0 errors, 4 warnings.\n"), "\(told.output)")
        #expect(try await run("check", "--fix", "-q").status == 0)
        #expect(try await run("check").output == "1 record looked at: all is well.\n")
        #expect(sandbox.read("bees/.vscode/settings.json") == list)
        #expect(sandbox.read("bees-private/.cotech/schema/people.json")?.contains("\"shirt\"") == true)
        // A branch is told of what it puts out of date itself, and a list that somebody changed is theirs.
        try sandbox.write("bees/.vscode/settings.json", "{\n  \"editor.tabSize\": 2\n}\n")
        try sandbox.run("git", "commit", "-qam", "Ours", in: "bees")
        try sandbox.run("git", "checkout", "-qb", "field", in: "bees")
        _ = try await run("settings", "set", "extra+=skills.demand: text")
        let branch = try await run("check", "--base", "main")
        #expect(
            branch.status == 0 && branch.output.contains(".cotech/schema/skills.json: warning: "), "\(branch.output)")
        #expect(branch.output.contains("0 errors, 1 warning"), "\(branch.output)")
        // Where the settings are wrong nobody can tell which fields there are.
        let settings = try #require(sandbox.read("bees/cotech.yaml"))
        try sandbox.write("bees/cotech.yaml", settings.replacing("people.shirt: text", with: "people.shirt: garment"))
        try sandbox.run("git", "commit", "-qam", "A slip", in: "bees")
        #expect(try await run("check").output.contains("outdated-copy") == false)
        try sandbox.run("git", "reset", "-q", "--hard", "HEAD~1", in: "bees")
        // Nor is anything made for a network that has taken it away.
        try sandbox.run("git", "rm", "-qr", ".cotech", in: "bees")
        try sandbox.run("git", "commit", "-qm", "Without editors", in: "bees")
        #expect(try await run("check").output == "1 record looked at: all is well.\n")
    }

    @Test("Every type that settings may name says more in the schema than that it is a scalar")
    func types() {
        for form in ScalarForm.standard where form.name != "text" {
            let kind = Kind(
                "things", singular: "thing", path: "things/{id}.yaml", summary: "Things.", fields: [Typed(form: form)])
            let text = JSONSchema.document(for: kind).compact
            #expect(text.contains("pattern\":\"^"), "\(form.name)")
        }
    }

    @Test("In a store the limits are those of its settings")
    func limits() throws {
        let network = try TestNetwork()
        network.cotech("settings", "set", "limits.headcount=never", "limits.members.town=730")
        let text = network.cotech("schema", "members").output
        func line(_ name: String) -> Substring? { text.split(separator: "\n").first { $0.hasPrefix(name + " ") } }
        #expect(line("headcount")?.contains("never") == true && line("town")?.contains("every 730 days") == true)
        #expect(line("telephone")?.contains("every 365 days") == true)
        let page = network.cotech("schema", "members", "--format", "markdown").output
        #expect(page.contains("every 730 days"))
    }

    private struct Typed: FieldOfKind {
        let form: ScalarForm
        var declaration: FieldDeclaration {
            // The one way to a declaration is through a field; its shape is then the type's.
            StoreSettings.extraFields(
                of: "things",
                settings: Record(
                    kind: Kind(
                        "settings", singular: "settings", path: "cotech.yaml", summary: "",
                        fields: [StoreSettings.extra]),
                    id: .only,
                    contents: ContentsInMemory(["extra": [Leaf(entry: "things.one", value: .text(form.name))]])))[0]
        }
    }
}
