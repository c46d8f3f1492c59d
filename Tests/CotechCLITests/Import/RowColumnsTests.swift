import Testing

@Suite("Columns of a spreadsheet")
struct RowColumnsTests {
    private func sandbox(_ fields: String, _ more: String = "") throws -> ImportSandbox {
        let sandbox = try ImportSandbox()
        try sandbox.write("map.yaml", "format: csv\nkind: members\nid: Co-op\n\(more)fields:\n  Co-op: name\n\(fields)")
        return sandbox
    }

    private func imported(_ sandbox: ImportSandbox, _ rows: String) throws -> ImportSandbox.Outcome {
        try sandbox.write("rows.csv", rows)
        return sandbox.cotech("members", "import", "../rows.csv", "--mapping", "../map.yaml")
    }

    @Test func `two columns make a place, and a half alone or beside a whole place is kept`() throws {
        let sandbox = try sandbox("  Lat: location.latitude\n  Lng: location.longitude\n  Place: location\n")
        let rows = "Co-op,Lat,Lng,Place\nOak,52.4153,-4.0829,\nElm,52.5,,\nAsh,1.5,2.5,\"52, -4\"\n"
        let outcome = try imported(sandbox, rows)
        #expect(outcome.status == 0, "\(outcome)")
        #expect(try sandbox.read("members/oak.md") == "---\nname: Oak\nlocation: 52.4153, -4.0829\n---\n")
        #expect(try sandbox.read("members/elm.md").contains("x-lat: 52.5\n"))
        let ash = try sandbox.read("members/ash.md")
        #expect(
            ash.contains("location: 52, -4\n") && ash.contains("x-lat: 1.5\n") && ash.contains("x-lng: 2.5\n"), "\(ash)"
        )
    }

    @Test func `columns that no field needs are kept under a key each, whatever their headings fold to`() throws {
        let sandbox = try sandbox("  Note: x-fax\n")
        let outcome = try imported(sandbox, "Co-op,電話,住所,Hat?,Hat!,Note,Fax\nOak,1,2,3,4,5,6\n")
        #expect(outcome.status == 0, "\(outcome)")
        #expect(outcome.error.contains("\"住所\" is in no field: kept as x-column-2"), "\(outcome.error)")
        let text = try sandbox.read("members/oak.md")
        for line in ["x-column: 1", "x-column-2: 2", "x-hat: 3", "x-hat-2: 4", "x-fax: 5", "x-fax-2: 6"] {
            #expect(text.contains(line + "\n"), "\(text)")
        }
    }

    @Test func `a column that is mapped only later is imported by reading the rows again`() throws {
        let time = "timestamp: When\ndates: day/month/year\n"
        let sandbox = try sandbox("", time + "ignore:\n  Town: not yet\n")
        let rows = "When,Co-op,Town\n17/11/2026 09:00:00,Oak,Leeds\n"
        #expect(try imported(sandbox, rows).status == 0)
        #expect(try !imported(sandbox, rows).error.contains("--replace-newer"))
        try sandbox.write(
            "map.yaml", "format: csv\nkind: members\nid: Co-op\n\(time)fields:\n  Co-op: name\n  Town: town\n")
        let told = try imported(sandbox, rows)
        #expect(told.output.contains("imported before") && told.error.contains("read them again: --replace-newer"))
        let again = sandbox.cotech("members", "import", "../rows.csv", "--mapping", "../map.yaml", "--replace-newer")
        #expect(again.status == 0, "\(again)")
        #expect(try sandbox.read("members/oak.md").contains("town: Leeds\n"))
    }
}
