import Testing

import RecordText

@Suite struct FormattingTests {
    private func format(_ text: String, _ form: RecordForm = .yaml) throws -> String {
        let once = try #require(formatted(read(text, form)))
        let again = try #require(formatted(Document(parsing: once, form: form)))
        #expect(again == once)
        if let theirs = leavesByYams(recordText(Array(text.utf8), form)), codes(text, form).isEmpty {
            #expect(leavesByYams(recordText(once, form)) == theirs)
        }
        return string(once)
    }

    @Test func spacingIsMended() throws {
        #expect(try format("a :   1  \nb:\t2\nc:\u{A0}3\n") == "a: 1\nb: 2\nc: 3\n")
        #expect(try format("\n\n\na: 1\n\n\n\nb: 2\n\n") == "a: 1\n\nb: 2\n")
        #expect(try format("\u{FEFF}---\r\na: 1\r\nb: 2") == "a: 1\nb: 2\n")
    }

    @Test func listsStandTwoSpacesIn() throws {
        #expect(try format("a:\n- x\n-   w\nb:\n    c:\n       - z\n") == "a:\n  - x\n  - w\nb:\n  c:\n    - z\n")
        #expect(try format("a:\n-\n    o: 1\n    m: 2\n- k: 3\n") == "a:\n  - o: 1\n    m: 2\n  - k: 3\n")
        #expect(try format("a:\n- o:\n  - x\n  m: 1\n") == "a:\n  - o:\n      - x\n    m: 1\n")
    }

    @Test func commentsStayWithWhatFollowsThem() throws {
        #expect(
            try format("#  top\n\na:    # on a\n# on x\n- x   # beside x\n    # on b\nb: 1#no\n  # last  \n")
                == "#  top\n\na: # on a\n  # on x\n  - x # beside x\n# on b\nb: 1#no\n# last\n")
        #expect(try format("a:\n- # why\n  # what\n  o: 1\n") == "a:\n  # why\n  # what\n  - o: 1\n")
        #expect(try format("a: # why\n  # what\n  text\n") == "# why\n# what\na: text\n")
        #expect(
            try format("a:\n  - php: # why\n      # what\n      expert\n    b: # who\n      me\n  - c\n")
                == "a:\n  # why\n  # what\n  - php: expert\n    # who\n    b: me\n  - c\n")
    }

    @Test func valuesStandOnTheLineOfTheirKey() throws {
        #expect(try format("a: one\n  two\nb:\n  'three\n  four'\n") == "a: one two\nb: 'three four'\n")
        #expect(try format("a: one\n\n  two\n") == "a: |-\n  one\n  two\n")
        #expect(try format("a: -\nb: N/A\nc: ~\nd: ''\n") == "a:\nb:\nc:\nd:\n")
    }

    @Test func linesThatBecomeABlockKeepTheirComment() throws {
        #expect(try format("a: one\n\n  two # why\n") == "a: |- # why\n  one\n  two\n")
        #expect(try format("a:\n\n  x\n\n  z\nb: 1\n") == "a: |-\n  x\n  z\nb: 1\n")
    }

    @Test func whatDamageFoundStaysWhole() throws {
        #expect(try format("a\\:: b\nc: {d\\'': 1}\n") == "'a\\:': b\nc: {d\\'': 1}\n")
        #expect(try format("a\\'b::\nc: |2\n  \t\n") == "a\\'b::\nc: |2\n  \t\n")
    }

    @Test func whatOthersWouldChangeIsQuoted() throws {
        #expect(
            try format("a: no\nb: 007\nc: 12\nd: true\n'e': \"x\"\n'no': 1\n")
                == "a: 'no'\nb: '007'\nc: 12\nd: true\ne: \"x\"\n'no': 1\n")
        #expect(try format("a: [no,  b ,'c']\nb: { x: 1,z: off}\n") == "a: ['no', b, 'c']\nb: {x: 1, z: 'off'}\n")
    }

    @Test func blocksKeepTheirLines() throws {
        #expect(try format("a: |\n      x\n       y\n\n      z\n\n\nb: 1\n") == "a: |\n  x\n   y\n\n  z\n\nb: 1\n")
        #expect(
            try format("a: >-   # why\n x\n y\nb: |+\n  k\n\nc: |4\n      in\n    out\n")
                == "a: >- # why\n  x\n  y\nb: |+\n  k\n\nc: |2\n    in\n  out\n")
        #expect(try format("a:\n- o: |\n     x\n- |\n  y\n") == "a:\n  - o: |\n      x\n  - |\n    y\n")
    }

    @Test func theTextOfAMarkdownRecordIsLeftAlone() throws {
        #expect(try format("---  \na:  1\n---\nText  \n\n\n\nend", .markdown) == "---\na: 1\n---\nText  \n\n\n\nend")
        #expect(try format("---\r\na: 1\r\n---\r\nText\r\n", .markdown) == "---\na: 1\n---\nText\n")
    }

    @Test func whatCannotBeReadIsNotFormatted() { #expect(formatted(read("a: 'x\n")) == nil) }
}
