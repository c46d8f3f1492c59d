import Testing

/// Notes may be as many as co-ops: `check` counts them, and lists them where they are asked for.
@Suite(.onOwnThreads) struct CheckNotesTests {
    private static let found = "note: The profile says 9 people, of whom 2 are listed [headcount-differs]"

    private func network() throws -> TestNetwork {
        let network = try TestNetwork()
        #expect(network.cotech("members", "set", "ty-gwydr", "headcount=9").status == 0)
        #expect(network.cotech("members", "set", "plain-sail", "headcount=5").status == 0)
        return network
    }

    @Test func `notes are counted with the command that lists them`() throws {
        let network = try network()
        let brief = network.cotech("check")
        #expect(brief.status == 0)
        #expect(
            brief.output == """
                10 records looked at: all is well.
                2 notes, left out here: cotech check --all

                """)
        #expect(network.cotech("check", "members/ty-gwydr.md").output.hasSuffix(" --all members/ty-gwydr.md\n"))
        #expect(!network.cotech("check", "members/oak.md", "skills").output.contains("note"))
        let full = network.cotech("check", "--all")
        #expect(full.status == 0 && full.output.contains(Self.found), "\(full)")
        #expect(full.output.contains("note: The profile says 5 people, of whom 1 is listed"))
        #expect(full.output.hasSuffix("10 records looked at: 0 errors, 0 warnings, 2 notes.\n"))
        let errors = network.cotech("check", "--errors-only", "--all").output
        #expect(errors == "10 records looked at: all is well.\n")
        #expect(network.cotech("check", "--errors-only").output == errors)
    }

    @Test func `one that the runner does not mark is told as one`() throws {
        let network = try TestNetwork()
        for number in 1...11 { try network.write("network/members/c\(number).md", "---\nnaem: C\nname: C\n---\n") }
        try network.commit("Slips", in: "network")
        let answer = network.cotech("check", "--format", "github")
        #expect(answer.output.contains("\n1 more is not marked beside its line; all of them follow.\n"), "\(answer)")
    }

    @Test func `what is well is not said where only warnings are wanted`() throws {
        let network = try network()
        let quiet = network.cotech("check", "-q")
        #expect(quiet.status == 0 && quiet.output == "" && quiet.error == "", "\(quiet)")
        try network.write("network/members/ty-gwydr.md", "---\nname: Tŷ Gwydr\nsectors: arts, crafts\n---\n")
        let warned = network.cotech("check", "-q", "members/ty-gwydr.md")
        #expect(warned.output.contains("[wrong-shape]") && !warned.output.contains("looked at"), "\(warned)")
        #expect(warned.error == "")
        let saved = network.cotech("save", "-q")
        #expect(saved.status == 0 && saved.error.contains("[wrong-shape]"), "\(saved)")
    }

    @Test func `notes are for programs only where they are asked for`() throws {
        let network = try network()
        #expect(!network.cotech("check", "--format", "json").output.contains("headcount-differs"))
        #expect(network.cotech("check", "--all", "--format", "json").output.contains("\"severity\": \"note\""))
        #expect(!network.cotech("check", "--format", "sarif").output.contains("headcount-differs"))
        #expect(network.cotech("check", "--all", "--format", "github").output.contains("::notice file=members/"))
    }
}
