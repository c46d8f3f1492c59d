import CoopNetwork
import RecordModel
import Testing

/// What declarations name by text, where the compiler cannot see a slip and a rule would be off without a word.
@Suite struct DeclarationTests {
    @Test func `what a help says of a blank field is what lists and filters take it for`() {
        for kind in Network.kinds {
            for field in kind.fields where field.help.contains(" if blank") || field.ifBlank != nil {
                let word = field.help.split(separator: " if blank")[0].split(separator: " ").last.map(String.init)
                #expect(field.ifBlank == word, "\(kind.name).\(field.name)")
            }
        }
    }

    /// The slips in some kinds' declarations, each with the kind and the name that leads nowhere.
    private func slips(in kinds: [Kind]) -> [String] {
        let known = Set(kinds.map(\.name))
        return kinds.flatMap { kind in
            let fields = kind.fields.map(\.name)
            let shown = Set(["id"] + fields + kind.derived.map(\.name))
            let placeholders = kind.path.placeholders
            var slips: [String] = []
            for field in kind.fields {
                for target in field.shape.references where !known.contains(target) {
                    slips.append("\(kind.name): \(field.name) refers to \(target), which is no kind")
                }
            }
            for placeholder in placeholders {
                if let target = placeholder.reference, !known.contains(target) {
                    slips.append("\(kind.name): {\(placeholder.name)} takes ids of \(target), which is no kind")
                }
            }
            for column in kind.columns where !shown.contains(column) {
                slips.append("\(kind.name): the column \(column) is nothing that can be shown")
            }
            for name in Set(fields) where fields.count(where: { $0 == name }) > 1 {
                slips.append("\(kind.name): \(name) is declared twice")
            }
            if kind.declaresLimits, !kind.canBeConfirmed {
                slips.append(
                    "\(kind.name): what goes stale cannot be confirmed, as \(SharedField.confirmed) is no field")
            }
            switch kind.ownership {
            case .coordinators, .everybody: break
            case .field(let name, _):
                if kind.field(named: name)?.shape.references.contains(Members.kind.name) != true {
                    slips.append("\(kind.name): the owners' field \(name) refers to no members")
                }
            case .placeholder(let name, _):
                let owner = placeholders.first { $0.name == name }
                if owner == nil || kind.name != Members.kind.name && owner?.reference != Members.kind.name {
                    slips.append("\(kind.name): the owner's {\(name)} takes no ids of members")
                }
            }
            return slips
        }
    }

    @Test func `What a declaration names is there`() {
        #expect(slips(in: Network.kinds) == [])
        #expect(Set(Network.kinds.map(\.name)).count == Network.kinds.count)
    }

    @Test func `A slip is told by the name that leads nowhere`() {
        let pledges = Kind(
            "pledges", singular: "pledge", path: "pledges/{round:round}/{by:members}.yaml", summary: "Pledges.",
            fields: [Field("contact", .reference(to: "person"), "Who answers for it.")],
            ownership: .placeholder("bye", .refuses), columns: ["contakt"])
        let tools = Kind(
            "tools", singular: "tool", path: "tools/{id}.yaml", summary: "Tools.",
            fields: [Field("name", .text, "Its name.").limit(days: 9), Field("name", .text, "Its name.")],
            ownership: .field("keeper", .asks))
        #expect(
            slips(in: Network.kinds + [pledges, tools]) == [
                "pledges: contact refers to person, which is no kind",
                "pledges: {round} takes ids of round, which is no kind",
                "pledges: the column contakt is nothing that can be shown",
                "pledges: the owner's {bye} takes no ids of members", "tools: name is declared twice",
                "tools: what goes stale cannot be confirmed, as confirmed is no field",
                "tools: the owners' field keeper refers to no members",
            ])
    }
}
