import CoopNetwork
import Testing

@testable import CotechCLI

/// A verb that is named in full is parsed without the others.
@Suite struct VerbTests {
    @Test func `The words lead to the verb, by its other names as well`() {
        #expect(Cotech.verb(["members", "list", "--where", "town=Leeds"]) is NounList<Members>)
        #expect(Cotech.verb(["enquiries", "list"]) is NounList<Enquiries>)
        #expect(Cotech.verb(["settings", "set", "name=CoTech"]) is SingleSet<Settings>)
        #expect(Cotech.verb(["doctor"]) is DoctorCommand)
    }

    @Test func `Whoever wants to delete is told of erasing a person and of removing a record`() {
        let found = WordFinder.find("delete")
        #expect(found.first == "cotech people erase" && found.contains("cotech skills remove"), "\(found)")
    }

    @Test func `What was typed arrives`() throws {
        let set = try #require(
            Cotech.verb(["members", "set", "abacus", "town=Leeds", "-C", "there"]) as? NounSet<Members>)
        #expect(set.id == "abacus")
        #expect(set.assignments == ["town=Leeds"])
        #expect(set.store.folder == "there")
    }

    @Test(
        arguments: [
            [], ["members"], ["--version"], ["members", "lst"], ["members", "list", "--colour"],
            ["members", "list", "--format", "xlsx"], ["members", "show", "--help"],
            ["--generate-completion-script", "bash"], ["members", "show"],
        ])
    func `What is not this simple is left to the whole tree, which answers it`(words: [String]) {
        #expect(Cotech.verb(words) == nil)
    }
}
