import Testing

/// The sample network has what the network that it stands for says of itself.
@Suite("The sample network")
struct SampleTests {
    @Test("It has 28 co-ops and over 260 people, and was founded in 2016")
    func facts() throws {
        let sandbox = try TranscriptSandbox(.inProcess)
        func said(_ command: String) throws -> String { try sandbox.run(command).text }
        #expect(try said("cotech settings show --fields founded --format csv").contains("2016"))
        let members = try said("cotech members list --where status=member --fields id,headcount --format tsv")
            .split(separator: "\n").dropFirst()
        #expect(members.count == 28)
        #expect(members.compactMap { $0.split(separator: "\t").last.flatMap { Int($0) } }.reduce(0, +) > 260)
        #expect(try said("cotech").contains("28 co-ops, 261 people."))
    }
}
