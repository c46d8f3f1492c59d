import Foundation
import TestSupport
import Testing

@Suite("What a shell completes")
struct CompletionTests {
    /// A value that a shell would run, were it not quoted.
    private static let towns = [
        "Aber; touch PWNED", "Abe $(touch PWNED) `touch PWNED`", "Abergele's \"sands\" & > PWNED", "Abertawe",
    ]

    private static func network() throws -> Network {
        let network = try Network.usual()
        for (index, town) in towns.enumerated() {
            let text = town.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
            try network.write("members/town-\(index).md", "---\nname: Town \(index)\ntown: \"\(text)\"\n---\n")
        }
        try network.commit("Towns")
        return network
    }

    /// What bash would put onto the command line, of which the cursor is at the end; its words as bash parts them.
    private func completed(_ words: [String], in network: Network, at place: String? = nil) throws -> [String] {
        let line = "cotech " + words.joined(separator: " ").replacing(" = ", with: "=")
        try network.write(
            "../complete.sh",
            """
            cotech() { "$COTECH" "$@"; }
            compopt() { :; }
            source <(cotech completions bash)
            COMP_WORDBREAKS=$' \\t\\n"\\'><=;|&(:'
            COMP_LINE="$1"; COMP_POINT="${#COMP_LINE}"; shift
            COMP_WORDS=(cotech "$@"); COMP_CWORD="$#"
            _cotech_joined cotech "${COMP_WORDS[-1]}" "${COMP_WORDS[-2]}"
            for reply in "${COMPREPLY[@]}"; do printf '%s\\n' "$reply"; done
            """)
        let binary = try #require(Binary.path)
        let answer = try Program.run(
            "bash", ["--norc", "\(network.root)/complete.sh", line] + words, in: place ?? network.path,
            environment: network.environment.merging(["COTECH": binary]) { $1 })
        #expect(answer.error == "" && answer.status == 0, "\(answer.text)")
        return answer.lines
    }

    @Test func `Bash puts no record's value onto the command line that it would run`() throws {
        let network = try Self.network()
        for verb in [["members", "set", "ash"], ["members", "list", "--where"]] {
            let replies = try completed(verb + ["town", "=", "Abe"], in: network)
            #expect(replies.count == Self.towns.count, "\(replies)")
            let words = try replies.map { try network.shell("printf %s town=\($0)") }
            #expect(Set(words) == Set(Self.towns.map { "town=" + $0 }))
            // A word that bash has quoted already goes on from there.
            #expect(try completed(verb + ["town", "=", #"Aber\;\ to"#], in: network) == [#"Aber\;\ touch\ PWNED"#])
        }
        #expect(!FileManager.default.fileExists(atPath: network.path + "/PWNED"))
    }

    @Test func `Bash is offered fields, ids, commands and files as before`() throws {
        let network = try Self.network()
        #expect(try completed(["members", "set", "ash", "tow"], in: network) == ["town="])
        #expect(try completed(["members", "set", "ash", "services+", "=", "web"], in: network) == ["web-design"])
        #expect(try completed(["members", "show", "bir"], in: network) == ["birch"])
        #expect(try completed(["memb"], in: network) == ["members", "memberships"])
        // A network's own fields are fields like any other, wherever one is named.
        for verb in [
            ["set", "ash"], ["list", "--where"], ["list", "--fields"], ["list", "--sort"], ["confirm", "ash"],
        ] {
            let replies = try completed(["members"] + verb + ["extra.f"], in: network)
            #expect(replies.first?.hasPrefix("extra.founded-in") == true, "\(verb): \(replies)")
        }
        // Records of one kind are named with it, and are kept under others' ids.
        try network.write("memberships/birch.yaml", "joined: 2016-10-28\n")
        try network.commit("Birch joined")
        let kept = Set(try completed(["history", "memberships/"], in: network))
        #expect(kept.contains("memberships/birch") && kept.allSatisfy { $0.hasPrefix("memberships/") }, "\(kept)")
        #expect(try completed(["memberships", "add", "town-"], in: network) == (0..<4).map { "town-\($0)" })
        #expect(try completed(["memberships", "add", "bir"], in: network) == [])
        #expect(try completed(["members", "list", "--where", "id", "=", "bir"], in: network) == ["birch"])
        #expect(try completed(["members", "list", "--where", "town!", "=", "Lee"], in: network) == ["Leeds"])
        #expect(try completed(["members", "import", "cot"], in: network) == ["cotech.yaml"])
    }

    @Test func `Bash completes behind a folder that is named first, and for the kind that a verb lists`() throws {
        let network = try Self.network()
        func there(_ words: String...) throws -> [String] {
            try completed(["-C", "network"] + words, in: network, at: network.root)
        }
        #expect(try there("members", "show", "bir") == ["birch"])
        #expect(try there("members", "list", "--where", "town", "=", "Lee") == ["Leeds"])
        #expect(try there("memb") == ["members", "memberships"])
        #expect(try completed(["-C", "netw"], in: network, at: network.root) == ["network"])
        #expect(try completed(["members", "enquiries", "--where", "nex"], in: network) == ["next=", "next~"])
        #expect(try completed(["skills", "list", "--where", "alia"], in: network) == ["aliases=", "aliases~"])
    }
}
