import Foundation
import TestSupport
import Testing

/// What commands must leave as it is: comments, order, line ends.
@Suite(.serialized) struct KeepingTests {
    private static let commented = """
        ---
        # The first comment.
        town: Leeds   # beside the town
        name: Ash

        # Above the telephone.
        telephone: 0114 496 0163
        x-own: { a: 1 } # ours
        services:
          # Above the first.
          - web-design # the first
          # Above the second.
          - swift
        # Above the headcount.
        headcount: 4
        note: >-
          Folded
          text.
        # The last comment.
        ---

        # A heading, no comment.

        """

    private static let comments = [
        "# The first comment.", "# beside the town", "# Above the telephone.", "# ours", "# Above the first.",
        "# Above the second.", "# Above the headcount.", "# The last comment.", "# A heading, no comment.",
    ]

    @Test func `Comments and order survive every command that writes`() throws {
        let network = try Network.usual()
        try network.write("members/ash.md", KeepingTests.commented)
        try network.commit("Comments")
        try network.write("../editor", "#!/bin/sh\nsed -i 's/^headcount: .*/headcount: 44/' \"$1\"\n")
        let editor = ["EDITOR": "sh '\(network.root)/editor'"]
        let commands: [[String]] = [
            ["members", "set", "ash", "headcount=5"], ["members", "set", "ash", "town=York", "telephone="],
            ["members", "set", "ash", "services+=swift,web-design"],
            ["members", "set", "ash", "skills.offered+=swift:expert"],
            ["members", "set", "ash", "contacts.Bea=bea@ash.example", "note=Short"], ["members", "edit", "ash"],
            ["members", "set", "ash", "skills.offered-=swift", "contacts-=Bea", "note="], ["undo"], ["fmt"],
        ]
        for command in commands {
            let answer = try network.cotech(command, also: editor)
            #expect(answer.status == 0, "\(command): \(answer.text)")
            let text = try network.read("members/ash.md")
            for comment in KeepingTests.comments {
                let isGone = command.contains("telephone=") && comment.contains("telephone")
                #expect(text.contains(comment) || isGone, "\(command): \(comment) is lost in\n\(text)")
            }
            let order = try ["town:", "name:", "x-own:", "services:", "headcount:"].map {
                try #require(text.range(of: "\n\($0)"), "\(command)").lowerBound
            }
            #expect(order == order.sorted(), "\(command)")
        }
        try network.write("members/ash.md", try network.read("members/ash.md").replacing("York", with: "Hull"))
        #expect(try network.cotech("save").status == 0)
        #expect(try network.read("members/ash.md").contains("town: Hull"))
        #expect(try network.complaints() == "")
    }

    @Test func `What was written in an editor is kept, whatever keeps it from being committed`() throws {
        let network = try Network.usual()
        try network.write(
            "../editor",
            "#!/bin/sh\nsed -i 's/^headcount: .*/headcount: 44/' \"$1\"\necho meanwhile >>'\(network.path)/members/ash.md'\n"
        )
        let answer = try network.cotech(
            ["members", "edit", "ash"], also: ["EDITOR": "sh '\(network.root)/editor'", "TMPDIR": "\(network.root)/"])
        #expect(answer.status == 75, "\(answer.text)")
        let kept = try #require(
            answer.error.split(separator: "\n").first { $0.hasPrefix("note: your text is kept in ") }?.dropFirst(27))
        #expect(try String(contentsOfFile: String(kept), encoding: .utf8).contains("headcount: 44"))
        // And what is said of how to go on works.
        let copy = try #require(
            answer.error.split(separator: "\n").first { $0.contains("as an edit by hand: ") }?.split(separator: ": ")
                .last)
        _ = try network.shell(String(copy))
        #expect(try network.cotech("save").status == 0)
        #expect(try network.read("members/ash.md").contains("headcount: 44"))
        #expect(try network.complaints() == "")
    }

    @Test func `Windows line ends and a byte order mark survive until fmt`() throws {
        let network = try Network.usual()
        let text = "\u{FEFF}" + KeepingTests.commented.replacing("\n", with: "\r\n")
        try network.write("members/ash.md", text)
        try network.commit("From Windows")
        for command in [
            ["headcount=5"], ["services-=swift"], ["telephone="], ["skills.offered+=swift:expert"], ["note=Short"],
        ] {
            let answer = try network.cotech(["members", "set", "ash"] + command)
            #expect(answer.status == 0, "\(command): \(answer.text)")
            let bytes = try network.bytes("members/ash.md")
            #expect(bytes.starts(with: [0xEF, 0xBB, 0xBF]), "\(command)")
            let bare = bytes.indices.filter { bytes[$0] == 0x0A && ($0 == 0 || bytes[$0 - 1] != 0x0D) }
            #expect(bare.isEmpty, "\(command): a line ends as on Unix")
        }
        #expect(try network.cotech("check").status == 0)
        #expect(try network.cotech("fmt").status == 0)
        let bytes = try network.bytes("members/ash.md")
        #expect(!bytes.contains(0x0D) && !bytes.starts(with: [0xEF]))
        #expect(try network.complaints() == "")
    }

    @Test func `Only the lines that are meant change`() throws {
        let network = try Network.usual()
        let before = try network.read("members/ash.md").split(separator: "\n", omittingEmptySubsequences: false)
        try network.cotech("members", "set", "ash", "headcount=5")
        let after = try network.read("members/ash.md").split(separator: "\n", omittingEmptySubsequences: false)
        #expect(zip(before, after).filter { $0 != $1 }.map { "\($0) → \($1)" } == ["headcount: 4 → headcount: 5"])
        #expect(try network.git("show", "--shortstat", "--format=") == " 1 file changed, 1 insertion(+), 1 deletion(-)")
    }

    @Test(arguments: ["git config core.autocrlf true", "echo '*.md text eol=crlf' > .gitattributes"])
    func `A store that git checks out with Windows line ends stays clean`(setting: String) throws {
        let network = try Network.usual()
        try network.shell(setting)
        try network.commit("Settings")
        try network.shell("rm -r members && git checkout -q -- members")
        #expect(try network.bytes("members/ash.md").contains(0x0D))
        for command in [
            ["members", "set", "ash", "headcount=5"], ["members", "add", "Dogwood"],
            ["members", "set", "ash", "services+=swift"],
            ["undo"], ["fmt"],
        ] {
            #expect(try network.cotech(command).status == 0)
            #expect(try network.git("status", "--porcelain") == "", "\(command)")
        }
        try network.write("members/ash.md", try network.read("members/ash.md").replacing("Leeds", with: "Hull"))
        #expect(try network.cotech("save").status == 0)
        #expect(try network.git("status", "--porcelain") == "")
        #expect(try !network.git("show", "HEAD:members/ash.md").contains("\r"))
    }
}
