import RecordText
import Testing

@Suite struct MendingTests {
    private func mended(_ text: String) -> String {
        String(
            decoding: Mending.mend(Array(text.utf8), form: .yaml, codes: TextProblem.Code.withOneAnswer).document.bytes,
            as: UTF8.self)
    }

    @Test(
        arguments: [
            ("town:Leeds\n", "town: Leeds\n"), ("tools:\n\t- git\n", "tools:\n  - git\n"),
            ("tools:\n  -git\n", "tools:\n  - git\n"), ("name: Tidy: Bees\n", "name: 'Tidy: Bees'\n"),
            ("name: A: B # our name\n", "name: 'A: B' # our name\n"),
            ("owner: @bram  \n", "owner: '@bram'\n"), ("a:  1 \nb: 2 \n", "a:  1\nb: 2\n"),
            ("social:\n    a: b\n\tc: d\n", "social:\n    a: b\n    c: d\n"),
            ("a:\n\tb:\n\t\tc: 1\n\td: 2\n", "a:\n  b:\n    c: 1\n  d: 2\n"),
            ("a:\n    b: 1\n  \tc: 2\n", "a:\n    b: 1\n    c: 2\n"),
            ("telephone:01904 555\n\ttown: York\n", "telephone: 01904 555\ntown: York\n"),
            ("telephone:01904 555\n\ttown:York\n", "telephone: 01904 555\ntown: York\n"),
            ("tools:\n  -git\n\t\t- swift\n", "tools:\n  - git\n  - swift\n"),
            (
                "a:b\n" + (1...12).map { "\tc\($0): d\n" }.joined(),
                "a: b\n" + (1...12).map { "c\($0): d\n" }.joined()
            ),
        ])
    func `What has one answer is mended, and every fault of a line`(text: String, wanted: String) {
        #expect(mended(text) == wanted)
    }

    @Test(arguments: [
        ("town:Aberystwyth   \n", "town: Aberystwyth"), ("owner: @bram  \r\n", "owner: '@bram'"),
        ("tools:\n  -git \n", "  - git"),
    ])
    func `The line to put instead ends with what can be seen`(text: String, line: String) {
        let problems = Document(parsing: text, form: .yaml).problems.filter { $0.severity == .error }
        #expect(problems.compactMap(\.replacement) == [line])
    }

    @Test(arguments: ["telephone:01904 555\n\ttown: York\n", "a: b\n\tc: d\n\te: f\n", "a:b\n\u{A0}\u{A0}c: d\n"])
    func `A line below one that cannot be read has no line to put instead yet`(text: String) {
        let problems = Document(parsing: text, form: .yaml).problems
        #expect(problems.count > 1 && problems[0].replacement != nil && problems.last?.replacement == nil)
    }

    @Test(arguments: [
        "note: \"open\n", "a: 1\na: 2\n", "name: Tidy \u{202E} Bees\n", "address: Unit #4\n", "name: A\r\n",
        "a: 1\nLeeds # https://x.example for more\nb: 2\n", "see https://x.example\n", "open 12:30\n",
        "a:\n    b: 1\n \tc: 2\n", "a:\n    b:\n        c: 1\n\td: 2\n", "a:\n    b: 1\n\u{A0}\u{A0}c: 2\n",
    ])
    func `What would be a guess, or says something else, is left`(text: String) {
        #expect(mended(text) == text)
    }

    @Test func `Line ends and comments stay, and what was done is told by line`() {
        let (document, done) = Mending.mend(
            Array("# x\r\ntown:Leeds # here\r\nname: A\r\n".utf8), form: .yaml, codes: TextProblem.Code.withOneAnswer)
        #expect(String(decoding: document.bytes, as: UTF8.self) == "# x\r\ntown: Leeds # here\r\nname: A\r\n")
        #expect(done.map(\.line) == [2] && done.map(\.code) == ["missing-space-after-colon"])
    }
}
