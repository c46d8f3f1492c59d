import Testing

/// `list --where` on fields whose values are entries: a skill and its level, a person and an address.
@Suite(.onOwnThreads) struct ListEntriesTests {
    @Test(arguments: [
        ("contacts=Siân", true), ("contacts=sian@ty-gwydr.example", true), ("contacts~sian@", true),
        ("contacts=Siân: sian@ty-gwydr.example", true), ("contacts=Mair", false), ("contacts!=Siân", false),
        ("skills.offered=php", true), ("skills.offered=php: expert", true), ("skills.offered~expert", true),
        ("skills.offered=php: beginner", false), ("skills.offered=expert", false),
    ])
    func `an entry is asked for by its name, its value, or both`(condition: String, isMet: Bool) throws {
        let network = try TestNetwork()
        try network.write(
            "network/members/ty-gwydr.md",
            "---\nname: Tŷ Gwydr\ncontacts:\n  Siân: sian@ty-gwydr.example\nskills:\n  offered:\n  - php: expert\n---\n"
        )
        try network.write("network/skills/php.yaml", "label: PHP\n")
        try network.commit("Say who to ask", in: "network")
        let list = network.cotech("members", "list", "--fields", "id", "--format", "csv", "--where", condition)
        #expect(list.output.contains("ty-gwydr") == isMet && list.status == 0, "\(list)")
    }
}
