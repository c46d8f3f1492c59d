import RecordText
import Testing

@Suite struct RenameElementTests {
    private func renamed(_ text: String, _ name: String, to new: String) throws(EditError) -> String {
        let document = Document(parsing: text, form: .yaml)
        return String(
            decoding: try document.applying([.renameElement(path: ["list"], name: name, to: new)], order: .none),
            as: UTF8.self)
    }

    @Test func `an item gets another name in its place, and its comment stays`() throws {
        #expect(try renamed("list:\n  - b # two\n  - a\n", "b", to: "c") == "list:\n  - c # two\n  - a\n")
        #expect(
            try renamed("list:\n  - b: expert # two\n  - 'a'\n", "b", to: "c")
                == "list:\n  - c: expert # two\n  - 'a'\n")
        #expect(try renamed("list: [b, a]\n", "b", to: "c") == "list: [c, a]\n")
        #expect(try renamed("list:\n- 'b'\n", "b", to: "no") == "list:\n- 'no'\n")
    }

    @Test func `a name that is there already, or is not there, is refused`() {
        #expect(throws: EditError.keyExists(path: ["list", "a"])) { try renamed("list: [b, a]\n", "b", to: "a") }
        #expect(throws: EditError.missing(path: ["list", "c"])) { try renamed("list: [b, a]\n", "c", to: "d") }
        #expect(throws: EditError.ambiguousName(path: ["list"], name: "b")) {
            try renamed("list: [b, b]\n", "b", to: "d")
        }
    }
}
