import Testing

/// What is said to people is meant for people, and is true.
@Suite struct AnswerTests {
    @Test func `A value that no record may hold is refused in words, not in the program's own names`() throws {
        let network = try TestNetwork()
        for command in [
            ["members", "set", "ty-gwydr", "town=\u{1B}[31mred"], ["members", "add", "Red \u{1B}"],
            ["people", "add", "Tam", "contact=\u{7}tam@x.example"],
            ["members", "set", "ty-gwydr", "social.\(String(repeating: "x", count: 2_000))=y"],
        ] {
            let answer = network.run(command)
            #expect(answer.status != 0 && answer.status != 70, "\(command): \(answer.error)")
            #expect(!answer.error.contains("TextProblem") && !answer.error.contains("(["), "\(answer.error)")
        }
        let answer = network.run(["members", "set", "ty-gwydr", "town=\u{1B}[31mred"])
        #expect(answer.error.contains("[control-character]") && answer.error.contains("U+001B"), "\(answer.error)")
    }
}
