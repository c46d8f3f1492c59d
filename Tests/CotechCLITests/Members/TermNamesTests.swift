import Testing

@Suite(.onOwnThreads) struct TermNamesTests {
    private func network() throws -> TestNetwork {
        let network = try TestNetwork()
        try network.write(
            "network/skills/localisation.yaml", "label: Localisation\naliases:\n  - translation\n  - Other tongues\n")
        try network.commit("A term", in: "network")
        return network
    }

    @Test func `a term is found by other words for it`() throws {
        let network = try network()
        #expect(network.cotech("skills", "list", "translation").output.contains("Localisation"))
        #expect(network.cotech("members", "set", "plain-sail", "skills.offered+=localisation:expert").status == 0)
        for word in ["translation", "other tongues", "localisation", "Localisation"] {
            let answer = network.cotech("members", "list", "--where", "skills.offered=\(word)")
            #expect(answer.output.contains("Plain Sail") && !answer.output.contains("Gwydr"), "\(word): \(answer)")
            let others = network.cotech("members", "list", "--where", "skills.offered!=\(word)")
            #expect(!others.output.contains("Plain Sail") && others.output.contains("Gwydr"), "\(word): \(others)")
        }
    }

    @Test func `a term that is called by another word is written by its id`() throws {
        let network = try network()
        let path = "network/members/ty-gwydr.md"
        let added = network.cotech("members", "set", "ty-gwydr", "skills.offered+=Other tongues:expert,translation")
        #expect(added.status == 0, "\(added)")
        #expect(network.read(path)?.contains("    - localisation: expert\n    - swift: expert\n") == true)
        // What is to go is what stands there.
        try network.write(path, network.read(path)?.replacing("localisation: expert", with: "translation") ?? "")
        try network.commit("By hand", in: "network")
        #expect(network.cotech("members", "set", "ty-gwydr", "skills.offered-=translation").status == 0)
        #expect(network.read(path)?.contains("translation") == false)
        #expect(network.cotech("members", "set", "ty-gwydr", "skills.offered+=juggling").status != 0)
    }

    @Test func `every sign of a word counts where it is typed`() throws {
        let network = try TestNetwork()
        try network.write("network/skills/c.yaml", "label: C\n")
        try network.commit("A term", in: "network")
        for word in ["C++", "C#", "c++"] {
            let answer = network.cotech("members", "set", "ty-gwydr", "services+=\(word)")
            #expect(answer.status == 64 && answer.error.contains(word), "\(answer)")
        }
        #expect(network.cotech("members", "set", "ty-gwydr", "services+=c").status == 0)
        let listed = network.cotech("members", "list", "--where", "services=C++")
        #expect(!listed.output.contains("Gwydr"), "\(listed)")
    }
}
