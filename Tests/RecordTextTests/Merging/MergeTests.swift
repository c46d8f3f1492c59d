import RecordText
import Testing

/// What merging does, case by case. `mergedSample` is called in both directions, so each case holds for either.
@Suite("Merging records")
struct MergeTests {
    /// Expects that two changes to a text make one, whoever merges whom.
    private func expect(
        _ base: String?, _ one: String, _ other: String, _ result: String, _ form: RecordForm = .yaml,
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        #expect(mergedSample(base, one, other, form)?.text == result, sourceLocation: sourceLocation)
        #expect(mergedSample(base, other, one, form)?.text == result, sourceLocation: sourceLocation)
    }

    @Test("Fields that one side changed are that side's, and neighbouring lines do not matter")
    func fields() {
        expect(
            "name: Ash\ntown: Leeds\nheadcount: 4\n", "name: Ash\ntown: York\nheadcount: 4\n",
            "name: Ash\ntown: Leeds\nheadcount: 5\n", "name: Ash\ntown: York\nheadcount: 5\n")
    }

    @Test("What is added to brackets stands in its place where they are in order, and at their end otherwise")
    func brackets() {
        expect("services: [c]\n", "services: [c, d]\n", "services: [a, c]\n", "services: [a, c, d]\n")
        expect("services: [a, e]\n", "services: [a, c, e]\n", "services: [a, b, e]\n", "services: [a, b, c, e]\n")
        expect("services: [e, a]\n", "services: [e, a]\n# x\n", "services: [e, a, c]\n", "services: [e, a, c]\n# x\n")
    }

    @Test("Of two days that both sides put the later one counts, on lines and in brackets, whoever merges whom")
    func latest() {
        expect(
            "seen:\n  a: 1\n  b: 1\n", "seen:\n  a: 3\n  b: 1\n", "seen:\n  a: 2\n  b: 2\n",
            "seen:\n  a: 3\n  b: 2\n")
        expect("seen: {a: 1, b: 1}\n", "seen: {a: 2, b: 4}\n", "seen: {a: 3, b: 2}\n", "seen: {a: 3, b: 4}\n")
        expect(nil, "seen:\n  a: 2\n", "seen:\n  a: 3\n", "seen:\n  a: 3\n")
        // What is no day, or was taken away, is not later than anything.
        #expect(mergedSample("seen:\n  a: 1\n", "seen:\n  a: x\n", "seen:\n  a: 2\n")?.conflicts.isEmpty == false)
        #expect(
            mergedSample("name: x\nseen:\n  a: 1\n", "name: x\n", "name: x\nseen:\n  a: 2\n")?.conflicts.isEmpty
                == false)
    }

    @Test("Marks have as many letters as they are told to")
    func markSize() throws {
        let result = try #require(mergedSample("town: Leeds\n", "town: Hull\n", "town: York\n"))
        let marked = result.marked(size: 9) { _ in ("ours", "theirs") }
        #expect(
            String(decoding: marked.bytes, as: UTF8.self)
                == "<<<<<<<<< ours\ntown: Hull\n=========\ntown: York\n>>>>>>>>> theirs\n")
    }

    @Test("The same field added in two places stands there once")
    func addedTwice() {
        expect(
            "name: Ash\ntown: Leeds\n", "name: Ash\nheadcount: 4\ntown: Leeds\n",
            "name: Ash\ntown: Leeds\nheadcount: 4\n",
            "name: Ash\nheadcount: 4\ntown: Leeds\n")
        // Under a former key, too, and with another way of writing it.
        let result = mergedSample("name: Ash\n", "members: 4\nname: Ash\n", "name: Ash\nheadcount: '4'\n")?.text
        #expect(leaves(read(result ?? "")) == ["/members = 4", "/name = Ash"])
    }

    @Test("Two values of one field are a conflict round its lines and no others")
    func conflict() throws {
        let result = try #require(
            mergedSample(
                "name: Ash\n# How many.\nheadcount: 4\ntown: Leeds\n",
                "name: Ash\n# How many.\nheadcount: 5\ntown: Leeds\n",
                "name: Ash\n# How many.\nheadcount: 6\ntown: York\n"))
        #expect(
            result.text == """
                name: Ash
                # How many.
                <<<<<<< ours
                headcount: 5
                =======
                headcount: 6
                >>>>>>> theirs
                town: York

                """)
        #expect(result.conflicts.map(\.path) == [["headcount"]])
        #expect(result.conflicts.map(\.ours.text) == ["5"])
        #expect(result.conflicts.map(\.theirs.text) == ["6"])
        #expect(result.marked { _ in ("a", "b") }.lines == [3])
        #expect(string(result.resolved(with: .theirs)) == "name: Ash\n# How many.\nheadcount: 6\ntown: York\n")
    }

    @Test("A field that one side takes away and the other changes is a conflict, and so is a whole map's entry")
    func removedAndChanged() throws {
        let result = try #require(mergedSample("name: Ash\ntown: Leeds\n", "name: Ash\n", "name: Ash\ntown: York\n"))
        #expect(
            result.conflicts == [
                MergeConflict(
                    path: ["town"], ours: ConflictSide(lines: [], text: nil),
                    theirs: ConflictSide(lines: Array("town: York\n".utf8), text: "York"))
            ])
        let entry = try #require(
            mergedSample(
                "name: Ash\ncontacts:\n  Bea: a@b.c\n  Cy: c@b.c\n", "name: Ash\n",
                "name: Ash\ncontacts:\n  Bea: z@b.c\n  Cy: c@b.c\n"))
        #expect(entry.conflicts.map(\.path) == [["contacts", "Bea"]])
        #expect(string(entry.resolved(with: .ours)) == "name: Ash\ncontacts:\n")
        #expect(string(entry.resolved(with: .theirs)) == "name: Ash\ncontacts:\n  Bea: z@b.c\n")
    }

    @Test("Sets are united, what either took out is out, and what both add at one place is sorted")
    func sets() {
        expect(
            "services:\n  - b\n  - x\n", "services:\n  - b\n  - q\n  - x\n", "services:\n  - b\n  - m\n  - n\n",
            "services:\n  - b\n  - m\n  - n\n  - q\n")
        expect("services: [b, x]\n", "services: [b, x, q]\n", "services: [b, m]\n", "services: [b, m, q]\n")
        expect(
            "name: Ash\n", "name: Ash\nservices: [b]\n", "name: Ash\nservices:\n  - c\n",
            "name: Ash\nservices:\n  - b\n  - c\n")
    }

    @Test("An element goes with its comment, and its level is a value of its own")
    func elements() throws {
        expect(
            "skills:\n  offered:\n    # Old.\n    - drupal\n    - php\n",
            "skills:\n  offered:\n    - php\n",
            "skills:\n  offered:\n    # Old.\n    - drupal\n    - php: expert\n    # New.\n    - swift # since May\n",
            "skills:\n  offered:\n    - php: expert\n    # New.\n    - swift # since May\n")
        let result = try #require(
            mergedSample(
                "skills:\n  offered:\n    - php\n", "skills:\n  offered:\n    - php: expert\n",
                "skills:\n  offered:\n    - php: average\n"))
        #expect(result.conflicts.map(\.path) == [["skills", "offered", "php"]])
        #expect(result.conflicts.first?.ours.text == "expert")
    }

    @Test("How one side laid it out and what the other changed are both kept")
    func layout() {
        expect(
            "name:   Ash\nservices: [a, b]\ntown:  'Leeds'\n", "name: Ash\nservices:\n  - a\n  - b\ntown: Leeds\n",
            "name:   Ash & Co\nservices: [a, b, c]\ntown:  'York'\n",
            "name: Ash & Co\nservices:\n  - a\n  - b\n  - c\ntown: York\n")
        expect(
            "services:\n- a\n- b\n", "services:\n    - a\n    - b\n", "services:\n- a\n- b\n# why\n- c\n",
            "services:\n    - a\n    - b\n    # why\n    - c\n")
        expect(
            "name: Ash\r\ntown: Leeds\r\n", "name: Ash\ntown: Leeds\n", "name: Ash\r\ntown: York\r\n",
            "name: Ash\ntown: York\n")
    }

    @Test("Comments of both sides stay, on lines of their own and behind values")
    func comments() {
        expect(
            "# Ours.\nname: Ash\ntown: Leeds # old\n", "# Ours, really.\nname: Ash\ntown: Leeds # new\n",
            "# Ours.\n# And theirs.\nname: Ash\ntown: York # old\n",
            "# Ours, really.\n# And theirs.\nname: Ash\ntown: York # new\n")
        expect(
            "name: Ash\ntown: Leeds\nnote: x\n", "name: Ash\nnote: x\n",
            "name: Ash\n# Moved in May.\ntown: Leeds\nnote: x\n",
            "name: Ash\n# Moved in May.\nnote: x\n")
    }

    @Test("The order of keys is that of the side that changed it")
    func order() {
        expect(
            "name: Ash\ntown: Leeds\nnote: x\n", "note: x\ntown: Leeds\nname: Ash\n",
            "name: Ash\nwebsite: w\ntown: York\nnote: x\n", "note: x\ntown: York\nname: Ash\nwebsite: w\n")
    }

    @Test("A list that is not declared is one value")
    func lists() throws {
        let result = try #require(mergedSample("steps: [a, b]\n", "steps: [b, a]\n", "steps: [a, b, c]\n"))
        #expect(result.conflicts.map(\.path) == [["steps"]])
        #expect(result.conflicts.first?.theirs.text == "a, b, c")
    }

    @Test("Texts of several lines are merged as lines, in the front matter and below it")
    func longTexts() throws {
        expect(
            "note: |\n  one\n  two\n  three\n  four\n", "note: |\n  ONE\n  two\n  three\n  four\n",
            "note: |\n  one\n  two\n  three\n  FOUR\n", "note: |\n  ONE\n  two\n  three\n  FOUR\n")
        expect(
            "---\nname: Ash\n---\n\none\n\ntwo\n", "---\nname: Ash\n---\n\nONE\n\ntwo\n",
            "---\nname: Elm\n---\n\none\n\nTWO\n", "---\nname: Elm\n---\n\nONE\n\nTWO\n", .markdown)
        let result = try #require(
            mergedSample(
                "---\nname: A\n---\n\none\n", "---\nname: A\n---\n\n1\n", "---\nname: B\n---\n\nI\n", .markdown))
        #expect(
            result.text
                == "---\nname: B\n---\n\n<<<<<<< ours\n1\n=======\nI\n>>>>>>> theirs\n")
        #expect(result.conflicts.map(\.path) == [[]])
    }

    @Test("A key that one side renamed and the other changed keeps its new name and its new value")
    func formerKeys() {
        expect("members: 4\n", "headcount: 4\n", "members: 5\n", "headcount: 5\n")
    }

    @Test("What no kind declares is merged key by key, and a list of mappings is one value")
    func undeclared() throws {
        expect(
            "x-a:\n  b: 1\n  c: 2\n", "x-a:\n  b: 1\n  c: 3\n", "x-a:\n  b: 0\n  c: 2\n", "x-a:\n  b: 0\n  c: 3\n")
        let base = "x-a:\n  - id: 1\n    n: a\n"
        let result = try #require(mergedSample(base, base + "  - id: 2\n    n: b\n", base + "  - id: 3\n    n: c\n"))
        #expect(result.conflicts.map(\.path) == [["x-a"]])
    }

    @Test("Two new records of one name are one where they agree")
    func bothAdded() throws {
        let result = try #require(
            mergedSample(nil, "name: Ash\nservices: [a]\n", "name: Ash\ntown: Leeds\nservices: [b]\n"))
        #expect(result.conflicts.isEmpty)
        let document = read(result.text)
        #expect(Set(leaves(document)) == ["/name = Ash", "/town = Leeds", "/services/0 = a", "/services/1 = b"])
    }

    @Test("What cannot be read is not merged as a record")
    func unreadable() {
        #expect(mergedSample("name: A\n", "name: 'A\n", "name: B\n") == nil)
        #expect(mergedSample("name: A\nname: A\n", "name: A\n", "name: B\n") == nil)
        #expect(mergedSample("name: A\n", "name: B\n", "name: C\n", .markdown) == nil)
    }

    @Test("A base that holds a conflict itself decides nothing about that field")
    func contestedBase() throws {
        let base = "name: A\n<<<<<<< one\ntown: Leeds\n=======\ntown: York\n>>>>>>> other\nnote: x\n"
        expect(
            base, "name: A\ntown: York\nnote: y\n", "name: B\ntown: York\nnote: x\n", "name: B\ntown: York\nnote: y\n")
        for (one, other) in [("town: York\n", "town: Leeds\n"), ("", "town: Leeds\n"), ("town: York\n", "")] {
            let result = try #require(mergedSample(base, "name: A\n\(one)note: x\n", "name: A\n\(other)note: x\n"))
            #expect(result.conflicts.map(\.path) == [["town"]])
        }
    }

    @Test("Marks of a conflict are one finding, and what is between them is left alone")
    func markers() {
        let text = "name: A\n<<<<<<< HEAD: x\ntown: Leeds\n=======\ntown: York\n>>>>>>> other\nservices:\n  - a\n"
        #expect(codes(text) == ["conflict-marker"])
        #expect(codes("a:\n  - b\n<<<<<<< x\n  - c\n=======\n>>>>>>> y\n  - d\nb: 1\n") == ["conflict-marker"])
        #expect(codes("---\nname: A\n---\n\n<<<<<<< x\na\n=======\nb\n>>>>>>> y\n", .markdown) == ["conflict-marker"])
        #expect(
            codes("<<<<<<< x\n---\nname: A\n---\n=======\n---\nname: B\n---\n>>>>>>> y\n", .markdown) == [
                "conflict-marker"
            ])
        #expect(codes("---\nname: A\n---\n\nTitle\n=======\n\n> quoted\n", .markdown) == [])
        #expect(codes("name: A\n>>>>>>> y\n") == ["conflict-marker"])
        #expect(codes("name: A\n=======\n") == ["conflict-marker"])
    }
}
