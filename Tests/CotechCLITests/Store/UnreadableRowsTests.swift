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

    @Test(arguments: [
        ("town,name", "broken WHY\t"), ("name", "broken WHY"), ("id", "broken"), ("id,headcount,name", "broken\tWHY\t"),
        ("town,id,name", "WHY\tbroken\t"),
    ])
    func `the row of what cannot be read says so in the first column that is no id`(fields: String, row: String) throws
    {
        let network = try network()
        let why = "cannot be read: line 2, this quote is not closed"
        let list = network.cotech("members", "list", "--fields", fields, "--format", "tsv")
        #expect(list.status == 65 && list.output.hasSuffix("\n\(row.replacing("WHY", with: why))\n"), "\(list)")
        for (format, comma) in [("csv", ","), ("markdown", "|")] {
            let lines = network.cotech("members", "list", "--fields", fields, "--format", format).output
                .replacing("line 2, ", with: "").split(separator: "\n")
            let cells = lines.map { $0.split(separator: comma, omittingEmptySubsequences: false).count }
            #expect(Set(cells).count == 1 && lines.last?.contains("broken") == true, "\(lines)")
        }
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
