import Testing

@Suite(.onOwnThreads) struct UnreadableRowsTests {
    private func network() throws -> TestNetwork {
        let network = try TestNetwork()
        try network.write("network/members/broken.md", "---\nname: 'Broken\n---\n")
        try network.commit("A slip", in: "network")
        return network
    }

    @Test(arguments: ["csv", "tsv", "markdown"])
    func `what cannot be shown is named, in every format`(format: String) throws {
        let answer = try network().cotech("members", "show", "broken", "ty-gwydr", "--format", format)
        #expect(answer.status == 65 && answer.error.contains("1 member cannot be read: broken"), "\(answer)")
    }

    @Test func `a column that a program has chosen holds nothing but what it is of`() throws {
        let network = try network()
        let without = network.cotech("members", "list", "--fields", "town,name", "--format", "csv")
        #expect(!without.output.contains("broken") && without.error.contains("cannot be read: broken"), "\(without)")
        #expect(without.status == 65)
        let with = network.cotech("members", "list", "--fields", "town,id", "--format", "tsv")
        #expect(with.output.contains("\n\tbroken\n"), "\(with)")
    }

    @Test func `the ages of one profile are explained without those of others`() throws {
        let network = try TestNetwork()
        try network.git("rm", "-q", "members/plain-sail.md")
        try network.commit("Gone", in: "network")
        for format in ["json", "jsonl"] {
            let answer = network.cotech("members", "stale", "ty-gwydr", "--explain", "--format", format)
            #expect(!answer.output.contains("plain-sail"), "\(answer)")
        }
    }
}
