import CoopNetwork
import RecordModel
import RecordStore
import RecordText
import Testing

/// A kind with a field of every shape.
private let shapes = Kind(
    "things", singular: "thing", path: "things/{id}.md", summary: "Things.",
    fields: [
        Field("number", .integer(), "A number.").formerly("count"), Field("office.town", .text, "Nested."),
        Field<[String]>.set("set", of: .text, "A set."),
        Field<[GradedElement]>.graded("graded", of: .slug, level: .level, "Graded."),
        Field<[(key: String, value: Day)]>.map("map", from: .text, to: .day, "A map."),
        Field<[TableRow]>.table(
            "table", keys: .slug,
            columns: [.init("day", ScalarType.day.form, "A day."), .init("why", ScalarType.text.form, "Why.")],
            "A table."), Field<String>.body("body", "The text."),
    ])

@Suite struct ReadingTests {
    private func content(_ field: String, _ text: String) throws -> Content {
        let document = Document(parsing: "---\n\(text)---\n", form: .markdown)
        #expect(document.isReadable, "\(document.problems)")
        let declaration = try #require(shapes.field(named: field))
        return DocumentContents(document: document, kind: shapes).content(of: declaration)
    }

    @Test func `A scalar is read in its normal form, under a former key, undecided or invalid`() throws {
        #expect(try content("number", "number: 007\n") == [Leaf(value: .text("7"))])
        #expect(try content("number", "count: 7\n") == [Leaf(value: .text("7"))])
        #expect(try content("number", "count: 7\nnumber: 8\n") == [Leaf(value: .text("8"))])
        #expect(try content("number", "number: ???\n") == [Leaf(value: .undecided("???"))])
        #expect(try content("number", "number: seven\n") == [Leaf(value: .invalid("seven"))])
        #expect(try content("number", "number:\n") == [])
        #expect(try content("number", "number: N/A\n") == [])
        #expect(try content("number", "other: 1\n") == [])
        #expect(
            try content("number", "number:\n  - 1\n").first.map { if case .invalid = $0.value { true } else { false } }
                == true)
        #expect(try content("office.town", "office:\n  town: Leeds\n") == [Leaf(value: .text("Leeds"))])
        #expect(try content("office.town", "office:\n") == [])
    }

    @Test func `A set has each element once, whichever way it is written`() throws {
        let elements = [Leaf(entry: "a", value: .text("")), Leaf(entry: "b", value: .text(""))]
        #expect(try content("set", "set:\n  - a\n  - b\n  - a\n") == elements)
        #expect(try content("set", "set: [a, b]\n") == elements)
        #expect(try content("set", "set:\n- a\n-\n- b\n") == elements)
        #expect(try content("set", "set: a\n") == [elements[0]])
        #expect(try content("set", "set: []\n") == [])
    }

    @Test func `A graded list has a level where one is written`() throws {
        #expect(
            try content("graded", "graded:\n  - swift: expert\n  - rust\n  - Not An Id\n  - c: wizard\n") == [
                Leaf(entry: "swift", value: .text("expert")), Leaf(entry: "rust", value: .text("")),
                Leaf(entry: "Not An Id", value: .invalid("Not An Id")), Leaf(entry: "c", value: .invalid("wizard")),
            ])
    }

    @Test func `A map has an entry a line, and none for what is blank`() throws {
        #expect(
            try content("map", "map:\n  a: 2026-01-02\n  b:\n  c: soon\n") == [
                Leaf(entry: "a", value: .text("2026-01-02")), Leaf(entry: "c", value: .invalid("soon")),
            ])
        #expect(try content("map", "map: yes please\n").count == 1)
    }

    @Test func `A table has a leaf a cell, and one for a row without cells`() throws {
        #expect(
            try content("table", "table:\n  a:\n    day: 2026-01-02\n    why: Because\n  b:\n  c: 1\n") == [
                Leaf(entry: "a", column: "day", value: .text("2026-01-02")),
                Leaf(entry: "a", column: "why", value: .text("Because")), Leaf(entry: "b", value: .text("")),
                Leaf(entry: "c", value: .invalid("1")),
            ])
    }

    @Test func `The text below the front matter is one leaf`() throws {
        let document = Document(parsing: "---\nnumber: 1\n---\n\nHello.\n\nYou.\n", form: .markdown)
        let body = try #require(shapes.body)
        #expect(
            DocumentContents(document: document, kind: shapes).content(of: body) == [
                Leaf(value: .text("Hello.\n\nYou."))
            ])
        #expect(try content("body", "number: 1\n") == [])
    }

    @Test func `Every leaf is found, unknown keys as text and keys that begin with x- not at all`() {
        let text = "number: 1\nstrange: 2\noffice:\n  town: Leeds\n  desk: 3\nx-own: 4\n"
        let contents = DocumentContents(document: Document(parsing: text, form: .yaml), kind: shapes)
        let leaves = contents.allLeaves().map { "\($0.field)=\($0.value)" }
        #expect(leaves == ["number=1", "office.town=Leeds", "strange=2", "office.desk=3"])
    }

    @Test func `A kind knows its groups, also those of former names and of a network's own fields`() {
        #expect(shapes.hasGroup("office") && !shapes.hasGroup("number") && !shapes.hasGroup("offic"))
        #expect(!shapes.hasGroup("extra"))
        let declared = ContentsInMemory(["extra": [Leaf(entry: "things.colour", value: .text("text"))]])
        let settings = Record(kind: Settings.kind, id: .only, contents: declared)
        let extra = StoreSettings.extraFields(of: shapes.name, settings: settings)
        #expect(extra.map(\.name) == ["extra.colour"])
        #expect(StoreSettings.kind(shapes, settings: settings).hasGroup("extra"))
    }
}
