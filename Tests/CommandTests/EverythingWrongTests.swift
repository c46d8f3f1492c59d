import Foundation
import TestSupport
import Testing

@Suite(.serialized) struct EverythingWrongTests {
    /// Two files of each kind of mistake, with what `check` must say of each and the line to put instead.
    private static let mistakes: [(path: String, text: String, code: String, line: Int, instead: String)] = [
        ("members/quote-one.md", "---\nname: \"Quote\ntown: Leeds\n---\n", "unclosed-quote", 2, "name: 'Quote'"),
        ("members/tab-two.md", "---\nname: Tab\nskills:\n\toffered:\n---\n", "tab-indentation", 4, "  offered:"),
        ("members/key-one.md", "---\nname: Key\nheadcuont: 4\n---\n", "unknown-field", 3, "headcount: 4"),
        ("members/key-two.md", "---\nname: Key\ntwon: Leeds\n---\n", "unknown-field", 3, "town: Leeds"),
        ("members/day-one.md", "---\nname: Day\nconfirmed: 2026-02-30\n---\n", "bad-value", 3, ""),
        ("memberships/birch.yaml", "joined: 27/11/2026\n", "bad-value", 1, "joined: 2026-11-27"),
        (
            "members/term-one.md", "---\nname: Term\nservices:\n  - web-desing\n---\n", "unknown-reference", 4,
            "  - web-design"
        ),
        ("memberships/cedar.yaml", "introduced-by: bircj\n", "unknown-reference", 1, "introduced-by: birch"),
    ]

    @Test func `One run of check shows every mistake with its line, a caret and the line to put instead`() throws {
        let network = try Network.usual()
        for mistake in EverythingWrongTests.mistakes { try network.write(mistake.path, mistake.text) }
        try network.commit("By hand")
        let answer = try network.cotech("check")
        #expect(answer.status == 1)
        let findings = answer.output.components(separatedBy: "\n\n")
        for mistake in EverythingWrongTests.mistakes {
            let found = findings.first {
                $0.hasPrefix("\(mistake.path):\(mistake.line):") && $0.contains("[\(mistake.code)]")
            }
            let text = try #require(found, "\(mistake.path) is not in\n\(answer.output)")
            let lines = text.split(separator: "\n")
            let written = mistake.text.split(separator: "\n", omittingEmptySubsequences: false)[mistake.line - 1]
            #expect(
                lines.count >= 4 && lines[1] == "\(mistake.line) | \(written.replacing("\t", with: "    "))", "\(text)")
            #expect(lines.count >= 3 && lines[2].contains("^"))
            if mistake.instead.isEmpty {
                #expect(text.contains("help: "), "\(text)")
            } else {
                #expect(lines.contains("instead: \(mistake.instead)"), "\(text)")
            }
        }
        #expect(findings.count { $0.contains(": error: ") } == EverythingWrongTests.mistakes.count, "\(answer.output)")
    }

    @Test func `Meanwhile everybody else is answered for`() throws {
        let network = try Network.usual()
        for mistake in EverythingWrongTests.mistakes { try network.write(mistake.path, mistake.text) }
        try network.commit("By hand")
        for arguments in [["members", "list"], ["members", "stale"], [], ["members", "list", "--format", "csv"]] {
            let answer = try network.cotech(arguments)
            #expect(answer.status == 65, "\(arguments): \(answer.text)")
            #expect(answer.error.contains("quote-one") && answer.error.contains("tab-two"), "\(answer.text)")
            #expect(answer.error.contains("cotech check"))
        }
        let list = try network.cotech("members", "list", "--format", "tsv", "--fields", "id,headcount")
        #expect(list.lines.contains("ash\t4") && list.lines.contains("birch\t7") && list.lines.contains("term-one\t"))
        // What is wrong already keeps nobody from working, not even on a record that has a mistake of its own.
        #expect(try network.cotech("members", "set", "ash", "headcount=5").status == 0)
        #expect(try network.cotech("members", "set", "key-one", "town=York").status == 0)
        #expect(try network.cotech("members", "set", "day-one", "note=").status == 0)
        let unreadable = try network.cotech("members", "set", "quote-one", "town=York")
        #expect(unreadable.status == 65 && unreadable.error.contains("members edit quote-one"), "\(unreadable.text)")
        #expect(try network.cotech("members", "set", "ash", "services+=nonsuch").status == 64)
    }
}
