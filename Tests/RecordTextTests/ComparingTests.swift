import RecordText
import Testing

/// In what one text differs from another.
@Suite struct ComparingTests {
    private let old = Document(
        parsing: """
            name: Tidy Bees
            # where they are
            town: Leeds
            skills:
              offered: [apache, rust]
              needed: [welsh]
            contacts:
              Mair: mair@bees.example
            note: "a, b"

            """, form: .yaml)

    private func keys(_ text: String) -> [String] {
        let new = Document(parsing: text, form: .yaml)
        #expect(new.isReadable)
        return new.topKeys(differingFrom: old)
    }

    private var text: String { String(decoding: old.bytes, as: UTF8.self) }

    @Test func `The same bytes differ in nothing, and comments and blank lines between entries are nobody's`() {
        #expect(keys(text).isEmpty)
        #expect(keys(text.replacing("# where they are", with: "# where\n\n# they are")).isEmpty)
        #expect(keys("# first\n" + text).isEmpty)
    }

    @Test func `An entry that says something else is named, wherever it stands`() {
        for (one, other, key) in [
            ("Tidy Bees", "Tidy Bee", "name"), ("Leeds", "Leeds 2", "town"), ("rust", "rest", "skills"),
            ("welsh", "welsh, irish", "skills"), ("mair@", "m@", "contacts"), ("\"a, b\"", "\"a, c\"", "note"),
        ] {
            #expect(keys(text.replacing(one, with: other)) == [key])
        }
        #expect(keys(text.replacing("Tidy", with: "Busy").replacing("\"a, b\"", with: "'a, b'")) == ["name", "note"])
    }

    @Test func `Entries that came, went, moved or were renamed`() {
        #expect(keys(text + "web: x\n") == ["web"])
        #expect(keys("web: x\n" + text) == ["web"])
        #expect(keys(text.replacing("town: Leeds\n", with: "")) == ["town"])
        #expect(keys("town: Leeds\n" + text.replacing("town: Leeds\n", with: "")).isEmpty)
        #expect(keys(text.replacing("town:", with: "place:")) == ["place", "town"])
        #expect(keys("other: 1\n") == ["other", "name", "town", "skills", "contacts", "note"])
        #expect(keys("").count == 5)
    }

    @Test func `A longer value that begins as the shorter one does is another`() {
        let short = Document(parsing: "name: a\ntown: b", form: .yaml)
        let long = Document(parsing: "name: a\ntown: bc", form: .yaml)
        #expect(long.topKeys(differingFrom: short) == ["town"] && short.topKeys(differingFrom: long) == ["town"])
        let block = Document(parsing: "name: a\ntown:\n  - b\n", form: .yaml)
        let grown = Document(parsing: "name: a\ntown:\n  - b\n  - c\n", form: .yaml)
        #expect(grown.topKeys(differingFrom: block) == ["town"] && block.topKeys(differingFrom: grown) == ["town"])
    }
}
