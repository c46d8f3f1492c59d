import Testing

/// `list --ages`: whose ages are worked out, and rows ordered by them.
@Suite(.onOwnThreads) struct ListAgesTests {
    private func ids(_ network: TestNetwork, _ options: String...) -> String {
        network.run(["members", "list", "--fields", "id", "--ages", "--format", "csv"] + options).output
            .split(separator: "\n").dropFirst().compactMap { $0.split(separator: ",").first }.joined(separator: " ")
    }

    @Test func `rows are ordered by their age, or by that of a field`() throws {
        let network = try TestNetwork()
        #expect(network.cotech("members", "set", "ty-gwydr", "town=Borth").status == 0)
        #expect(ids(network, "--sort", "age") == "ty-gwydr plain-sail")
        #expect(ids(network, "--sort", "-age") == "plain-sail ty-gwydr")
        #expect(ids(network, "--sort", "age.town") == "ty-gwydr plain-sail")
        #expect(ids(network, "--sort", "-age.town") == "plain-sail ty-gwydr")
        // Only one of them has a telephone; who has none comes last either way.
        #expect(ids(network, "--sort", "age.telephone") == "ty-gwydr plain-sail")
        #expect(ids(network, "--sort", "-age.telephone") == "ty-gwydr plain-sail")
        let rows = network.cotech(
            "members", "list", "--fields", "id", "--ages", "--sort", "age.telephone", "--format", "csv")
        #expect(
            rows.output == """
                id,age,date,age.telephone,date.telephone
                ty-gwydr,0,2026-11-23,5,2026-11-18
                plain-sail,5,2026-11-18,,

                """)
    }

    @Test func `when a page last changed in any way is shown beside its fields`() throws {
        let network = try TestNetwork()
        let page = try #require(network.read("network/members/plain-sail.md"))
        try network.write("network/members/plain-sail.md", page.replacing("name: ", with: "name:   "))
        try network.commit("Lay it out anew", in: "network")
        #expect(network.cotech("fmt", "members/plain-sail.md").status == 0)
        func list(_ options: String...) -> TestNetwork.Answer {
            network.run(["members", "list", "--changed", "--fields", "id"] + options)
        }
        #expect(
            list("--ages", "--sort", "-changed", "--format", "csv").output == """
                id,age,date,changed
                plain-sail,5,2026-11-18,2026-11-23
                ty-gwydr,5,2026-11-18,2026-11-18

                """)
        #expect(list("--sort", "changed", "--plain").output.hasPrefix("Id: ty-gwydr\nChanged: 2026-11-18\n"))
        let head = try network.git("rev-parse", "HEAD", in: "network")
        #expect(
            list("--where", "id=plain-sail", "--format", "jsonl").output.contains(
                #""changed":{"date":"2026-11-23","commit":"\#(head)"}"#))
        // What history says is no field.
        for option in ["--sort", "--fields"] {
            let hidden = network.cotech("members", "list", option, "changed")
            #expect(hidden.status == 64 && hidden.error.contains("add --changed"), "\(hidden)")
        }
        let chosen = network.cotech("members", "list", "--where", "changed=2026-11-23")
        #expect(chosen.error.contains("cotech members list --changed --sort -changed\n"), "\(chosen)")
        #expect(
            network.cotech("members", "show", "plain-sail", "--fields", "changed").error.contains("there is no field"))
    }

    @Test func `a page that cannot be read was changed all the same, and why stands where a field would`() throws {
        let network = try TestNetwork()
        try network.write("network/members/plain-sail.md", "---\nname: [\n---\n")
        try network.commit("Break it", in: "network")
        let narrow = network.cotech("members", "list", "--changed", "--fields", "id", "--format", "csv")
        #expect(narrow.status == 65 && narrow.output.contains("plain-sail,2026-11-18\n"), "\(narrow)")
        let chosen = network.cotech("members", "list", "--changed", "--fields", "name,id", "--format", "csv")
        #expect(chosen.output.contains("is not closed on its line\",plain-sail,2026-11-18\n"), "\(chosen)")
        let wide = network.cotech("members", "list", "--changed", "--format", "csv")
        #expect(wide.output.contains("plain-sail,\"cannot be read: line 2, ") && wide.output.contains(",2026-11-18\n"))
        let json = network.cotech("members", "list", "--changed", "--format", "jsonl").output
        #expect(json.contains(#""changed":{"date":"2026-11-18","commit":""#) && json.contains("unreadable"), "\(json)")
    }

    @Test func `where the history that is here ends nobody can tell when a page changed`() throws {
        let network = try TestNetwork()
        #expect(network.cotech("members", "set", "plain-sail", "town=Fowey").status == 0)
        try network.git("clone", "-q", "--depth=1", "file://\(network.store)", "clone", in: ".")
        let list = network.cotech("-C", "../clone", "members", "list", "--changed", "--fields", "id")
        #expect(list.status == 0 && list.output.contains("unknown") && !list.output.contains("2026"), "\(list)")
        #expect(
            list.error.contains("history is missing here, so when some of them last changed is unknown\n")
                && list.error.contains("--unshallow"), "\(list)")
    }

    @Test func `an order by ages that are not shown, or of no field, is refused with the way`() throws {
        let network = try TestNetwork()
        let hidden = network.cotech("members", "list", "--sort", "age")
        #expect(hidden.status == 64 && hidden.error.contains("help: add --ages"), "\(hidden)")
        let unknown = network.cotech("members", "list", "--ages", "--sort", "age.colour")
        #expect(unknown.status == 64 && unknown.error.contains("there is no field \"age.colour\""), "\(unknown)")
        let list = network.cotech("members", "list", "--ages", "--sort", "agge")
        #expect(list.status == 64 && list.error.contains("did you mean \"age\"?"), "\(list)")
    }

    /// A clone without the former texts cannot tell how old a record is that had some, and says so only where it is shown.
    @Test func `only the ages of the rows that remain are worked out`() throws {
        let network = try TestNetwork()
        #expect(network.cotech("members", "set", "plain-sail", "town=Fowey").status == 0)
        try network.git("config", "uploadpack.allowFilter", "true")
        try network.git("clone", "-q", "--filter=blob:none", "file://\(network.store)", "clone", in: ".")
        func list(_ condition: String) -> TestNetwork.Answer {
            network.cotech("-C", "../clone", "members", "list", "--ages", "--where", condition)
        }
        let lost = list("town=Fowey")
        #expect(lost.status == 0 && lost.error.contains("so some ages are unknown"), "\(lost)")
        let known = list("telephone!=")
        #expect(known.output.contains("Tŷ Gwydr") && known.output.contains("5 days"), "\(known)")
        #expect(known.error == "")
    }
}
