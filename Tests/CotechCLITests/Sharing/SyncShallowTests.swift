import Testing

@Suite("sync: a clone without its whole history")
struct SyncShallowTests {
    /// A store of three commits, and `zoe`, a clone of its last one alone.
    private func network() async throws -> SharedNetwork {
        let network = try SharedNetwork("sian")
        for count in [8, 9] { try await share("ash headcount=\(count)", network) }
        try network.sandbox.run(
            "git", "clone", "-q", "--depth", "1", "file://\(network.sandbox.root)/origin.git", "zoe")
        return network
    }

    private func share(_ change: String, _ network: SharedNetwork) async throws {
        try await network.done("members set \(change) -q", in: "sian")
        try await network.done("sync -q", in: "sian")
    }

    private func expectShared(_ network: SharedNetwork, in clone: String) throws {
        #expect(try network.git("rev-parse HEAD", in: clone) == network.git("rev-parse main", in: "origin.git"))
        #expect(try network.git("status --porcelain", in: clone) == "")
        #expect(try network.git("rev-parse --is-shallow-repository", in: clone) == "true")
    }

    @Test func `what is new on one side alone goes there`() async throws {
        let network = try await network()
        #expect(try await network.done("sync", in: "zoe") == "Nothing is new on either side. Nothing is waiting.\n")
        try await network.done("members set birch town=Hull -q", in: "zoe")
        #expect(try await network.done("sync --dry-run", in: "zoe").contains("Would send 1 change"))
        #expect(try await network.done("sync", in: "zoe") == "Sent 1 change. Nothing is waiting.\n")
        try expectShared(network, in: "zoe")
        try await network.done("sync -q", in: "sian")
        try await share("ash headcount=10", network)
        #expect(try await network.done("sync", in: "zoe").hasPrefix("Received 1 change. Nothing is waiting.\n"))
        try expectShared(network, in: "zoe")
    }

    @Test func `what both sides have since a commit that is here is merged, again and again`() async throws {
        let network = try await network()
        for count in 10...12 {
            try await share("ash headcount=\(count)", network)
            try await network.done("members set birch headcount=\(count) -q", in: "zoe")
            #expect(
                try await network.done("sync", in: "zoe").hasPrefix("Received 1 change, sent 1. Nothing is waiting.\n"))
            try expectShared(network, in: "zoe")
            try await network.done("sync -q", in: "sian")
        }
        try await share("birch headcount=20", network)
        try await network.done("members set birch headcount=21 -q", in: "zoe")
        #expect(try await network.cotech("sync", in: "zoe").status == 75)
    }

    @Test func `what a merge needs and is not here is named`() async throws {
        let network = try await network()
        for count in [10, 11] { try await share("ash headcount=\(count)", network) }
        try await network.done("members set birch town=Hull -q", in: "zoe")
        try network.git("fetch -q --depth 1", in: "zoe")
        let before = try network.state(of: "zoe")
        for words in ["sync", "sync --dry-run", "sync --read-only"] {
            let answer = try await network.cotech(words, in: "zoe")
            #expect(
                answer.status == 69 && answer.error.contains("help: fetch the whole history: git fetch --unshallow"))
            #expect(try network.state(of: "zoe") == before)
        }
        try network.git("fetch -q --unshallow", in: "zoe")
        #expect(try await network.done("sync", in: "zoe").hasPrefix("Received 2 changes, sent 1."))
    }

    @Test func `a worktree of it shares its own branch`() async throws {
        let network = try await network()
        try network.git("worktree add -q -b side ../side origin/main && git branch -q --unset-upstream side", in: "zoe")
        try await network.done("members set birch town=Hull -q", in: "side")
        #expect(try await network.done("sync", in: "side").contains("Sent 1 change"))
        #expect(try network.git("rev-parse side", in: "origin.git") == network.git("rev-parse HEAD", in: "side"))
        try network.git("branch -q -u origin/main", in: "side")
        #expect(try await network.done("sync", in: "side").contains("Sent 1 change"))
        try expectShared(network, in: "side")
    }
}
