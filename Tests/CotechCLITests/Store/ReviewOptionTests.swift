import Testing

@Suite(.onOwnThreads) struct ReviewOptionTests {
    @Test func `a review of one revision is of the branch that --at names`() throws {
        let network = try TestNetwork()
        try network.git("checkout", "-q", "-b", "side")
        try network.write("network/members/reedling.md", "---\nname: Reedling\nheadcont: 3\n---\n")
        try network.commit("Reedling", in: "network")
        try network.git("checkout", "-q", "main")
        let side = network.cotech("review", "main", "--at", "side")
        #expect(side.output.contains("Reedling") && side.output.contains("1 file would change"), "\(side)")
        #expect(!side.output.contains("\n\n\n"), "\(side)")
        #expect(side.status == 1 && side.output == network.cotech("review", "main..side").output)
        #expect(network.cotech("review", "main").output.contains("0 files would change"))
        let both = network.cotech("review", "main..side", "--at", "side")
        #expect(both.status == 64 && both.error.contains("leave it out"), "\(both)")
        for more in [
            ["--at", "side"], ["--as-of", "2020-01-01"], ["--actor", "gitlab:mair"], ["--format", "markdown"],
        ] {
            let answer = network.run(["review", "--landed", "main"] + more)
            #expect(answer.status == 64 && answer.error.contains("leave out --"), "\(more): \(answer)")
        }
    }

    @Test func `no line of a record is a command to the runner of a review`() throws {
        let network = try TestNetwork()
        try network.git("checkout", "-q", "-b", "side")
        try network.write("network/members/reedling.md", "---\nname: Reedling\nheadcount: '##[error]boo'\n---\n")
        try network.commit("Reedling", in: "network")
        let answer = network.cotech("review", "main")
        #expect(answer.output.contains("error]boo"), "\(answer)")
        #expect(!answer.output.split(separator: "\n").contains { $0.contains("##[error]") }, "\(answer)")
    }
}
