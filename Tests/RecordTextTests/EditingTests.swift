import Testing

import RecordText

@Suite struct EditingTests {
    private let order = KeyOrder { path in
        switch path {
        case []: ["name", "website", "telephone", "social", "services", "technologies"]
        case ["social"]: ["github", "twitter"]
        default: []
        }
    }

    private func set(_ path: String..., to text: String) -> Edit { .set(path: path, text: text) }

    @Test func aTextIsReplacedWhereItStands() throws {
        #expect(try edited("a: 1\nb: 2 # two\nc: 3\n", set("b", to: "x")) == "a: 1\nb: x # two\nc: 3\n")
        #expect(try edited("a:   1  \n", set("a", to: "2")) == "a: 2  \n")
        #expect(try edited("a: same\n", set("a", to: "same")) == "a: same\n")
    }

    @Test func quotesAreKeptWhereTheyWereAndAddedWhereNeeded() throws {
        #expect(try edited("a: '1'\n", set("a", to: "2")) == "a: '2'\n")
        #expect(try edited("a: \"1\"\n", set("a", to: "2")) == "a: \"2\"\n")
        #expect(try edited("a: '1'\n", set("a", to: "it's")) == "a: \"it's\"\n")
        for text in [
            "no", "007", "a: b", "a #b", " a", "a ", "@a", "'a", "- a", "#a", "12:30", "~", "null", "[a", "a:",
        ] {
            #expect(try edited("a: 1\n", set("a", to: text)) == "a: '\(text)'\n".replacingQuotes(in: text))
        }
        #expect(try edited("a: 1\n", set("a", to: "-5 °C, http://b")) == "a: -5 °C, http://b\n")
    }

    @Test func aBlankKeyIsFilledAfterItsColon() throws {
        #expect(try edited("a:\nb: 1\n", set("a", to: "x")) == "a: x\nb: 1\n")
        #expect(try edited("a: \nb: 1\n", set("a", to: "x")) == "a: x\nb: 1\n")
        #expect(try edited("a: # why\n", set("a", to: "x")) == "a: x # why\n")
        #expect(try edited("a: N/A\n", set("a", to: "x")) == "a: x\n")
    }

    @Test func anEmptyTextLeavesTheKeyBlank() throws {
        #expect(try edited("a: x # why\nb: 1\n", set("a", to: "")) == "a: # why\nb: 1\n")
        #expect(try edited("b: 1\n", set("a", to: "")) == "b: 1\n")
        #expect(try edited("a:\n- x\nb: 1\n", set("a", to: "")) == "a:\nb: 1\n")
    }

    @Test func aNewKeyGoesToItsDeclaredPlace() throws {
        let text = "# All about us\nname: a\n# the number\ntelephone: 1\nother: 2\n"
        #expect(
            try edited(text, set("website", to: "w"), order: order)
                == "# All about us\nname: a\nwebsite: w\n# the number\ntelephone: 1\nother: 2\n")
        #expect(try edited("website: w\n", set("name", to: "a"), order: order) == "name: a\nwebsite: w\n")
        #expect(try edited("# w\nwebsite: w\n", set("name", to: "a"), order: order) == "name: a\n# w\nwebsite: w\n")
        #expect(try edited(text, set("zzz", to: "z"), order: order) == text + "zzz: z\n")
        #expect(
            try edited("services:\n  - a\n  # - b\nother: 1\n", set("technologies", to: "x"), order: order)
                == "services:\n  - a\n  # - b\ntechnologies: x\nother: 1\n")
    }

    @Test func parentsAreMade() throws {
        #expect(
            try edited("name: a\n", set("social", "twitter", to: "x"), order: order)
                == "name: a\nsocial:\n  twitter: x\n")
        #expect(
            try edited("social:\n    twitter: x\nz: 1\n", set("social", "github", to: "w"), order: order)
                == "social:\n    github: w\n    twitter: x\nz: 1\n")
        #expect(try edited("social:\nz: 1\n", set("social", "github", to: "w")) == "social:\n  github: w\nz: 1\n")
        #expect(try edited("social: {a: b}\n", set("social", "github", to: "w")) == "social: {a: b, github: w}\n")
        #expect(try edited("", set("a", "b", "c", to: "w")) == "a:\n  b:\n    c: w\n")
    }

    @Test(arguments: [
        (["a", "d"], "l:\n# one\n- a # x\n# two\n\n# three\n- d\n# four\n"),
        (["b", "c", "e"], "l:\n# one\n# two\n- b\n\n# three\n- c\n- e\n# four\n"),
        (["z", "a", "b", "c", "d"], "l:\n- z\n# one\n- a # x\n# two\n- b\n\n# three\n- c\n- d\n# four\n"),
        (["a", "x", "w", "c"], "l:\n# one\n- a # x\n# two\n- x\n- w\n\n# three\n- c\n# four\n"),
        (["x"], "l:\n# one\n- x\n# two\n\n# three\n# four\n"),
    ])
    func `a list whose items keep their order keeps every comment on a line of its own`(
        names: [String], wanted: String
    ) throws {
        let text = "l:\n# one\n- a # x\n# two\n- b\n\n# three\n- c\n- d\n# four\n"
        #expect(try edited(text, .setElements(path: ["l"], names.map(Element.text))) == wanted)
    }

    @Test func aValueThatIsNotThereYetComesAfterItsColon() throws {
        for text in ["a: {b: }\n", "a: {b:}\n", "a: {b:  }\n"] {
            #expect(try edited(text, set("a", "b", to: "x")) == "a: {b: x}\n")
        }
        #expect(try edited("a: {b: , c: 1}\n", set("a", "b", to: "x")) == "a: {b: x, c: 1}\n")
        #expect(
            try edited("a: {} # why\nz: 1\n", .addElement(path: ["a", "b"], .text("x")))
                == "a: # why\n  b:\n    - x\nz: 1\n")
        #expect(try edited("a: {}\n", set("a", "b", to: "x")) == "a: {b: x}\n")
    }

    @Test(arguments: [
        ("x", "a:\n  b: # why\n    x # here\n"), ("", "a:\n  b: # why\n    # here\n"),
        ("x\ny", "a:\n  b: # why\n    |- # here\n    x\n    y\n"),
    ])
    func `a value below a comment stays there`(value: String, wanted: String) throws {
        #expect(try edited("a:\n  b: # why\n    old # here\n", set("a", "b", to: value)) == wanted)
        let plain = value.isEmpty ? "a:\n  b: # why\n" : wanted.split(separator: " # here").joined()
        #expect(try edited("a:\n  b: # why\n    old\n", set("a", "b", to: value)) == plain)
    }

    @Test func aTextOfSeveralLinesBecomesABlock() throws {
        #expect(try edited("a: 1 # why\nb: 2\n", set("a", to: "x\n\ny\n")) == "a: | # why\n  x\n\n  y\nb: 2\n")
        #expect(try edited("a: |\n  x\n  y\nb: 2\n", set("a", to: "z")) == "a: z\nb: 2\n")
        #expect(try edited("a: |+\n  x\n\nb: 2\n", set("a", to: "z")) == "a: z\nb: 2\n")
        #expect(try edited("a: >- # why\r\n  x\r\nb: 2\r\n", set("a", to: "z")) == "a: z # why\r\nb: 2\r\n")
        #expect(try edited("a: | # why\n  x\nb: 2\n", set("a", to: "y\nz")) == "a: |- # why\n  y\n  z\nb: 2\n")
        #expect(try edited("a: | # why\nb: 2\n", set("a", to: "z")) == "a: z # why\nb: 2\n")
        #expect(try edited("a: |+ # why\n  x\n\n# b\nb: 2\n", set("a", to: "")) == "a: # why\n# b\nb: 2\n")
        #expect(try edited("a: one\n  two\nb: 2\n", set("a", to: "z")) == "a: z\nb: 2\n")
        #expect(try edited("a:\n  one\nb: 2\n", set("a", to: "z")) == "a: z\nb: 2\n")
        #expect(try edited("a: 1\n", set("a", to: " x\ny ")) == "a: \" x\\ny \"\n")
    }

    @Test func anEntryIsRemovedWithItsCommentAndNoOther() throws {
        #expect(try edited("# one\na: 1 # x\n# two\nb: 2\n", .remove(path: ["a"])) == "# one\n# two\nb: 2\n")
        #expect(try edited("a:\n- x\n- w\nb: 2\n", .remove(path: ["a"])) == "b: 2\n")
        #expect(try edited("a:\n  b: 1\n", .remove(path: ["a", "b"])) == "a:\n")
        #expect(try edited("a: {b: 1, c: 2}\n", .remove(path: ["a", "b"])) == "a: {c: 2}\n")
        #expect(try edited("a: {b: 1, c: 2}\n", .remove(path: ["a", "c"])) == "a: {b: 1}\n")
        #expect(try edited("a: 1\n", .remove(path: ["b"])) == "a: 1\n")
    }

    @Test func anItemGoesToItsPlaceInASortedList() throws {
        let sorted = "s:\n- apache\n- Bash\n# the best\n- debian # 12\nt: 1\n"
        #expect(
            try edited(sorted, .addElement(path: ["s"], .text("css")))
                == "s:\n- apache\n- Bash\n- css\n# the best\n- debian # 12\nt: 1\n")
        #expect(try edited("s:\n  - z\n  - a\n", .addElement(path: ["s"], .text("m"))) == "s:\n  - z\n  - a\n  - m\n")
        #expect(try edited("s:\n  - b\n", .addElement(path: ["s"], .text("a"))) == "s:\n  - a\n  - b\n")
        #expect(try edited("s:\nt: 1\n", .addElement(path: ["s"], .text("a"))) == "s:\n  - a\nt: 1\n")
        #expect(try edited("s:\nt:\n- 1\n", .addElement(path: ["s"], .text("a"))) == "s:\n- a\nt:\n- 1\n")
        #expect(try edited("t: 1\n", .addElement(path: ["s"], .text("a"))) == "t: 1\ns:\n  - a\n")
        #expect(try edited("s: [b, c]\n", .addElement(path: ["s"], .text("a, d"))) == "s: ['a, d', b, c]\n")
        #expect(try edited("s: [a, c] # two\n", .addElement(path: ["s"], .text("b"))) == "s: [a, b, c] # two\n")
        #expect(try edited("s: [c, a]\n", .addElement(path: ["s"], .text("b"))) == "s: [c, a, b]\n")
        #expect(try edited("s: [] # none\n", .addElement(path: ["s"], .text("a"))) == "s: [a] # none\n")
        #expect(try edited("s: [b]\n", .addElement(path: ["s"], .pair("a", "1"))) == "s:\n  - a: 1\n  - b\n")
    }

    @Test func aSingleValueIsAListOfOne() throws {
        let text = "s: pr # one\nt: 1\n"
        #expect(try edited(text, .addElement(path: ["s"], .text("art"))) == "s: [art, pr] # one\nt: 1\n")
        #expect(try edited(text, .addElement(path: ["s"], .text("x, y"))) == "s: [pr, 'x, y'] # one\nt: 1\n")
        #expect(try edited(text, .addElement(path: ["s"], .text("pr"))) == text)
        #expect(try edited("s: b\n", .addElement(path: ["s"], .pair("a", "1"))) == "s:\n  - a: 1\n  - b\n")
        #expect(try edited(text, .removeElement(path: ["s"], name: "pr")) == "s: # one\nt: 1\n")
        #expect(try edited(text, .removeElement(path: ["s"], name: "p")) == text)
        #expect(try edited(text, .setElements(path: ["s"], [.text("b"), .text("a")])) == "s: [b, a] # one\nt: 1\n")
        #expect(try edited(text, .setElements(path: ["s"], [])) == "s: # one\nt: 1\n")
        #expect(try edited(text, .setElements(path: ["s"], [.text("pr")])) == text)
    }

    @Test func anItemWithAValueIsFoundByItsKey() throws {
        let text = "s:\n- go # fun\n- swift: good\n"
        #expect(
            try edited(text, .addElement(path: ["s"], .pair("rust", "new")))
                == "s:\n- go # fun\n- rust: new\n- swift: good\n")
        #expect(
            try edited(text, .addElement(path: ["s"], .pair("swift", "expert"))) == "s:\n- go # fun\n- swift: expert\n")
        #expect(
            try edited(text, .addElement(path: ["s"], .pair("go", "good"))) == "s:\n- go: good # fun\n- swift: good\n")
        #expect(try edited(text, .removeElement(path: ["s"], name: "swift")) == "s:\n- go # fun\n")
        let people = "c:\n  - name: Bo\n    email: b@x\n  - name: Cy\n"
        let ana = Element.fields([Element.Field("name", "Ana"), Element.Field("email", "a@x")])
        #expect(
            try edited(people, .addElement(path: ["c"], ana))
                == "c:\n  - name: Ana\n    email: a@x\n  - name: Bo\n    email: b@x\n  - name: Cy\n")
        #expect(try edited(people, .removeElement(path: ["c"], name: "Bo")) == "c:\n  - name: Cy\n")
    }

    @Test func theLastItemLeavesTheKeyBlank() throws {
        #expect(try edited("s:\n- a # x\nt: 1\n", .removeElement(path: ["s"], name: "a")) == "s:\nt: 1\n")
        #expect(try edited("s: [a]\n", .removeElement(path: ["s"], name: "a")) == "s: []\n")
        #expect(try edited("s: [a, b, c]\n", .removeElement(path: ["s"], name: "b")) == "s: [a, c]\n")
        #expect(throws: EditError.ambiguousName(path: ["s"], name: "a")) {
            try edited("s:\n- a\n- a\n", .removeElement(path: ["s"], name: "a"))
        }
    }

    @Test func itemsThatStayKeepTheirLines() throws {
        #expect(
            try edited(
                "s:\n- a # one\n# on b\n- b\n- c\nt: 1\n",
                .setElements(path: ["s"], [.text("c"), .text("b"), .text("d")]))
                == "s:\n- c\n# on b\n- b\n- d\nt: 1\n")
        #expect(try edited("s: [a]\n", .setElements(path: ["s"], [.text("b"), .text("c")])) == "s: [b, c]\n")
        #expect(try edited("s:\n- a\n", .setElements(path: ["s"], [])) == "s:\n")
        #expect(try edited("s:\n", .setElements(path: ["s"], [.text("a")])) == "s:\n  - a\n")
    }

    @Test(arguments: [
        ("a b c d", "a,  \"b\" , 'c', d"), ("a c", "a , 'c'"), ("b c", "\"b\" , 'c'"),
        ("x b z c", "x,  \"b\", z , 'c'"),
        ("c a b", "'c', a,  \"b\""), ("c x a", "'c', x, a"), ("a b c", "a,  \"b\" , 'c'"), ("a a b", "a, a,  \"b\""),
        ("x", "x"), ("", ""),
    ])
    func `items in brackets that stay are written as they were`(names: String, wanted: String) throws {
        let elements = names.split(separator: " ").map { Element.text(String($0)) }
        let brackets = wanted.isEmpty ? "[]" : "[ \(wanted) , ]"
        #expect(
            try edited("l: [ a,  \"b\" , 'c' , ]   # ours\nm: 1\n", .setElements(path: ["l"], elements))
                == "l: \(brackets)   # ours\nm: 1\n")
    }

    @Test func `empty brackets are filled, and items that get values go on lines of their own`() throws {
        #expect(
            try edited("l: [ ] # none\n", .setElements(path: ["l"], [.text("a, b"), .text("c")]))
                == "l: ['a, b', c] # none\n")
        #expect(
            try edited("l: [go, 'swift'] # ours\n", .setElements(path: ["l"], [.text("go"), .pair("swift", "good")]))
                == "l: # ours\n  - go\n  - swift: good\n")
    }

    @Test func lineEndsAndMarksOfTheFileAreKept() throws {
        #expect(
            try edited("a: 1\r\ns:\r\n- x\r\n", set("b", to: "2"), .addElement(path: ["s"], .text("z")))
                == "a: 1\r\ns:\r\n- x\r\n- z\r\nb: 2\r\n")
        #expect(try edited("\u{FEFF}a: 1\n", set("b", to: "2"), set("a", to: "3")) == "\u{FEFF}a: 3\nb: 2\n")
        #expect(
            try edited("\u{FEFF}b: 1\n", set("a", to: "2"), order: KeyOrder(top: ["a", "b"])) == "\u{FEFF}a: 2\nb: 1\n")
        #expect(try edited("a: 1", set("b", to: "2")) == "a: 1\nb: 2")
        #expect(try edited("a:\n- x", .addElement(path: ["a"], .text("z"))) == "a:\n- x\n- z")
        #expect(try edited("a: 1\nb: 2", .remove(path: ["b"])) == "a: 1\n")
        #expect(try edited("a: x\r\n", set("a", to: "p\nq")) == "a: |-\r\n  p\r\n  q\r\n")
    }

    @Test func theBodyAloneIsReplaced() throws {
        let text = "---\nname: a # x\n---\n\nOld\n"
        #expect(
            try edited(text, .setBody("New\n\ntext\n\n"), form: .markdown) == "---\nname: a # x\n---\n\nNew\n\ntext\n")
        #expect(try edited("---\na: 1\n---\nOld\n", .setBody("New"), form: .markdown) == "---\na: 1\n---\nNew\n")
        #expect(try edited("---\na: 1\n---", .setBody("New"), form: .markdown) == "---\na: 1\n---\n\nNew\n")
        #expect(
            try edited("---\r\na: 1\r\n---\r\n", .setBody("x\r\ny"), form: .markdown)
                == "---\r\na: 1\r\n---\r\n\r\nx\r\ny\r\n")
        #expect(try edited(text, set("b", to: "1"), form: .markdown) == "---\nname: a # x\nb: 1\n---\n\nOld\n")
        #expect(try edited("---\n---\n", set("b", to: "1"), form: .markdown) == "---\nb: 1\n---\n")
        #expect(throws: EditError.noBody) { try edited("a: 1\n", .setBody("x")) }
    }

    @Test func aKeyIsRenamedInItsPlace() throws {
        #expect(try edited("a: 1\n'b': 2 # x\n", .renameKey(path: ["b"], to: "c")) == "a: 1\nc: 2 # x\n")
        #expect(try edited("a: {b: 1}\n", .renameKey(path: ["a", "b"], to: "no")) == "a: {'no': 1}\n")
        #expect(throws: EditError.keyExists(path: ["b"])) {
            try edited("a: 1\nb: 2\n", .renameKey(path: ["a"], to: "b"))
        }
        #expect(throws: EditError.missing(path: ["z"])) { try edited("a: 1\n", .renameKey(path: ["z"], to: "b")) }
    }

    @Test func whatCannotBeMeantIsRefused() {
        #expect(throws: EditError.wrongKind(path: ["a"], expected: .scalar)) {
            try edited("a:\n- b\n", set("a", to: "x"))
        }
        #expect(throws: EditError.wrongKind(path: ["a"], expected: .mapping)) {
            try edited("a: 1\n", set("a", "b", to: "x"))
        }
        #expect(throws: EditError.wrongKind(path: ["a"], expected: .sequence)) {
            try edited("a:\n  b: 1\n", .addElement(path: ["a"], .text("x")))
        }
        #expect(throws: EditError.unwritableKey("a\nb")) { try edited("", set("a\nb", to: "x")) }
        #expect(throws: EditError.self) { try edited("a: 'x\n", set("b", to: "x")) }
        #expect(throws: EditError.self) { try edited("a: x\n", set("b", to: "\u{1B}[31m")) }
        #expect(throws: EditError.self) { try edited("a: x\n", set("a", "b", "c", "d", "e", to: "1")) }
    }
}

extension String {
    /// What `quoted` makes of a text with an apostrophe.
    fileprivate func replacingQuotes(in text: String) -> String {
        text.contains("'") ? "a: \"\(text)\"\n" : self
    }
}
