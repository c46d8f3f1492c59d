import Testing

@Suite("Rows of several co-ops with one id")
struct RowNamesTests {
    static let mapping = "format: csv\nkind: members\nid: Co-op\nfields:\n  Co-op: name\n  Town: town\n"

    private func imported(_ sandbox: ImportSandbox, _ rows: String) throws -> ImportSandbox.Outcome {
        try sandbox.write("rows.csv", "Co-op,Town\n" + rows)
        return sandbox.cotech("members", "import", "../rows.csv", "--mapping", "../map.yaml")
    }

    @Test(arguments: [("Grün", "Grun", "grun"), ("C & A", "C and A", "c-and-a")])
    func `a name that makes an earlier row's id and is written otherwise is left out and told`(
        first: String, second: String, id: String
    ) throws {
        let sandbox = try ImportSandbox()
        try sandbox.write("map.yaml", Self.mapping)
        // The second time the store has the record: nothing is overwritten then either.
        for _ in 1...2 {
            let outcome = try imported(sandbox, "\(first),Berlin\n\(second),Zürich\n")
            #expect(outcome.status == 65, "\(outcome)")
            let told = "\"\(second)\" makes the same id as line 2, \(id), but the name there is another: \"\(first)\""
            #expect(outcome.output.contains(told) && outcome.output.contains("as in: id: ID"), "\(outcome)")
            let text = try sandbox.read("members/\(id).md")
            #expect(text.contains("name: \(first)\n") && text.contains("town: Berlin\n"), "\(text)")
        }
    }

    @Test func `capitals, spaces and apostrophes make no other name`() throws {
        let sandbox = try ImportSandbox()
        try sandbox.write("map.yaml", Self.mapping)
        let outcome = try imported(
            sandbox, "O'Hara's  Yard,Leeds\no’hara’s yard,Leeds\nTŷ Gwydr,Rye\nty-gwydr,Rye\n")
        #expect(outcome.status == 0, "\(outcome)")
    }

    @Test func `who answers again may write the name otherwise, and an older answer read again takes nothing back`()
        throws
    {
        let sandbox = try ImportSandbox()
        try sandbox.write(
            "map.yaml", Self.mapping + "respondent: Address\ntimestamp: When\ndates: day/month/year\n")
        try sandbox.write(
            "rows.csv",
            "When,Address,Co-op,Town\n17/11/2026 09:00:00,b@zed.example,Café Zed,Leeds\n"
                + "18/11/2026 09:00:00,b@zed.example,Cafe Zed,York\n")
        let first = sandbox.cotech("members", "import", "../rows.csv", "--mapping", "../map.yaml")
        #expect(first.status == 0, "\(first)")
        let head = try sandbox.git("rev-parse", "HEAD")
        for _ in 1...2 {
            let again = sandbox.cotech(
                "members", "import", "../rows.csv", "--mapping", "../map.yaml", "--replace-newer")
            #expect(again.status == 0, "\(again)")
        }
        #expect(try sandbox.git("rev-parse", "HEAD") == head)
        #expect(try sandbox.read("members/cafe-zed.md").contains("town: York\n"))
    }
}
