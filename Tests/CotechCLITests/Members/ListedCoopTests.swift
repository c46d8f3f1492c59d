import Testing

/// Co-ops of which nobody has said since when they are members, as those of an imported directory.
@Suite struct ListedCoopTests {
    private func network() throws -> TestNetwork {
        let network = try TestNetwork()
        #expect(network.cotech("members", "add", "Loom", "town=Leeds").status == 0)
        return network
    }

    private func status(_ id: String, _ network: TestNetwork) -> String {
        network.cotech("members", "list", "--where", "id=\(id)", "--fields", "status", "--format", "tsv").output
    }

    @Test func `who adds one is told how it comes to be a member`() throws {
        let network = try network()
        let added = network.cotech("members", "add", "Zŵm", "town=Leeds")
        #expect(
            added.output == """
                Add member Zŵm.
                Once it is a member, say since when: cotech memberships add zwm joined=DAY
                Wrong? cotech undo

                """)
        #expect(!network.cotech("members", "add", "Loft", "--dry-run").output.contains("Once it is"))
        #expect(network.cotech("members", "add", "Loft", "--quiet").output == "")
        #expect(!network.cotech("skills", "add", "rust").output.contains("Once it is"))
    }

    @Test func `a leaving that is called off leaves a listed co-op as it was`() throws {
        let network = try network()
        let before = status("loom", network)
        #expect(before.contains("unknown"))
        #expect(network.cotech("members", "leave", "loom", "--date", "2026-12-31").status == 0)
        #expect(status("loom", network) == before)
        let answer = network.cotech("members", "rejoin", "loom")
        #expect(answer.output.hasPrefix("Loom stays in the network.\n"), "\(answer)")
        #expect(status("loom", network) == before)
        #expect(network.cotech("members", "leave", "loom").status == 0)
        #expect(status("loom", network).contains("left"))
        #expect(network.cotech("members", "rejoin", "loom").output.hasPrefix("Loom stays in the network.\n"))
        #expect(network.cotech("check").status == 0)
        #expect(try network.complaints() == "")
    }

    @Test func `a co-op that left and came back between two looks at the store broke no rule`() throws {
        let network = try network()
        #expect(network.cotech("memberships", "add", "loom", "cell=North").status == 0)
        let base = try network.git("rev-parse", "HEAD", in: "network")
        #expect(network.cotech("members", "leave", "loom", "--date", "2026-11-02").status == 0)
        #expect(network.cotech("members", "rejoin", "loom").output.hasPrefix("Loom is a member again from today.\n"))
        let judged = network.cotech("check", "--base", base)
        #expect(judged.status == 0, "\(judged)")
    }

    @Test func `who is only listed is not suspended before somebody says since when it is a member`() throws {
        let network = try network()
        #expect(network.cotech("memberships", "add", "loom", "cell=North").status == 0)
        let refused = network.cotech("members", "suspend", "loom")
        #expect(refused.status == 64 && refused.error.contains("cotech memberships set loom joined=DAY"), "\(refused)")
        #expect(network.cotech("memberships", "set", "loom", "joined=2019-03-01").status == 0)
        #expect(network.cotech("members", "suspend", "loom").status == 0)
    }

    @Test func `a duplicate that left is merged without making the other a leaver`() throws {
        let network = try network()
        #expect(network.cotech("members", "add", "LOOM", "--id", "loom-two", "town=York").status == 0)
        #expect(network.cotech("members", "leave", "loom-two", "--reason", "A duplicate").status == 0)
        let before = status("loom", network)
        let answer = network.cotech("members", "merge", "loom-two", "--into", "loom", "--take", "town")
        #expect(
            answer.status == 0
                && answer.output.contains("LOOM was a leaver: that went with it, and loom stays as it is."),
            "\(answer)")
        #expect(status("loom", network) == before)
        #expect(network.read("network/memberships/loom-two.yaml") == nil)
        #expect(network.read("network/memberships/loom.yaml") == nil)
        // A membership that runs goes on.
        #expect(network.cotech("members", "add", "LOOM", "--id", "loom-three").status == 0)
        #expect(network.cotech("memberships", "add", "loom-three", "joined=2019-03-01").status == 0)
        #expect(network.cotech("members", "merge", "loom-three", "--into", "loom").status == 0)
        #expect(status("loom", network).contains("member"))
        #expect(try network.complaints() == "")
    }
}
