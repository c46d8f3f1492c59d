import Foundation
import Interchange
import RecordModel
import Testing

@Suite("CODEOWNERS")
struct CodeOwnersTests {
    private static func identities(_ texts: String...) -> [HostIdentity] { texts.compactMap { HostIdentity($0) } }

    private let rules = [
        CodeOwners.Rule("exchanges/*/agreements/ash.yaml", identities("gitlab:ann")),
        CodeOwners.Rule("members/ash.md", identities("github:ann-at-ash", "gitlab:ann", "forgejo:ann")),
        CodeOwners.Rule("members/birch.md", identities("gitlab:bob", "gitlab:mair", "forgejo:bob")),
    ]
    private let others = identities("gitlab:mair", "github:mair", "forgejo:mair")

    private func lines(_ host: CodeOwners.Host) -> [String] {
        CodeOwners.text(of: rules, others: others, for: host).split(separator: "\n").map(String.init)
    }

    @Test("GitLab and GitHub take the last line that fits; only their own accounts are named")
    func lastCounts() {
        #expect(
            lines(.gitlab).dropFirst(2) == [
                "* @mair", "/exchanges/*/agreements/ash.yaml @ann @mair", "/members/ash.md @ann @mair",
                "/members/birch.md @bob @mair",
            ])
        #expect(lines(.github).dropFirst(2) == ["* @mair", "/members/ash.md @ann-at-ash @mair"])
    }

    @Test("Forgejo takes every expression that fits, so each file fits one")
    func expressions() throws {
        let lines = lines(.forgejo)
        #expect(
            lines.dropFirst(2) == [
                #"!(members/ash\\.md|members/birch\\.md) @mair"#, #"members/ash\\.md @ann @mair"#,
                #"members/birch\\.md @bob @mair"#,
            ])
        // As the host reads them: one backslash of two, the whole path, and a sign for none of these.
        func owners(of path: String) throws -> [String] {
            try lines.filter { !$0.hasPrefix("#") }.filter { line in
                var expression = line.split(separator: " ")[0].replacing(#"\\"#, with: #"\"#)
                let isNegative = expression.hasPrefix("!")
                if isNegative { expression.removeFirst() }
                let fits =
                    try NSRegularExpression(pattern: "^\(expression)$")
                    .firstMatch(in: path, range: NSRange(location: 0, length: path.utf16.count)) != nil
                return fits != isNegative
            }.map { String($0.split(separator: " ", maxSplits: 1)[1]) }
        }
        #expect(try owners(of: "members/ash.md") == ["@ann @mair"])
        #expect(try owners(of: "members/ashXmd") == ["@mair"])
        #expect(try owners(of: "cotech.yaml") == ["@mair"])
        let none = CodeOwners.text(of: [], others: others, for: .forgejo)
        #expect(none.contains("\n.* @mair\n"))
    }

    @Test(
        "A file says for which host it was made, and one made by hand says nothing", arguments: CodeOwners.Host.allCases
    )
    func mark(_ host: CodeOwners.Host) {
        #expect(CodeOwners.host(of: CodeOwners.text(of: rules, others: others, for: host)) == host)
        #expect(CodeOwners.host(of: "* @mair\n") == nil)
    }
}
