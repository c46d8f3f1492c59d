import Foundation
import Testing

/// Every page with commands in it says what they write.
///
/// `COTECH_TRANSCRIPTS=update swift test --filter TranscriptTests` writes the pages anew; read the difference before
/// committing it.
@Suite("Transcripts")
struct TranscriptTests {
    private static let environment = ProcessInfo.processInfo.environment

    @Test("Commands write what the page says", arguments: Transcript.all)
    func inProcess(_ transcript: Transcript) async throws {
        let answers = try await answers(of: transcript, .inProcess)
        if Self.environment["COTECH_TRANSCRIPTS"] == "update" {
            let file = URL(fileURLWithPath: "\(Transcript.checkout)/\(transcript.path)")
            try Data(transcript.updated(with: answers).utf8).write(to: file)
        } else {
            compare(transcript, answers)
        }
    }

    @Test(
        "So does the built program (COTECH_BINARY)", .enabled(if: environment["COTECH_BINARY"] != nil),
        arguments: Transcript.all)
    func throughTheBinary(_ transcript: Transcript) async throws {
        let binary = try #require(Self.environment["COTECH_BINARY"])
        compare(transcript, try await answers(of: transcript, .binary(binary)))
    }

    /// Commands wait for other programs, so they run on a thread that nobody else waits for.
    private func answers(
        of transcript: Transcript, _ pass: TranscriptSandbox.Pass
    ) async throws -> [Transcript.Answer] {
        try await withCheckedThrowingContinuation { continuation in
            Thread.detachNewThread {
                continuation.resume(
                    with: Result {
                        let sandbox = try TranscriptSandbox(pass)
                        return try transcript.steps.map { try sandbox.run($0.command) }
                    })
            }
        }
    }

    private func compare(_ transcript: Transcript, _ answers: [Transcript.Answer]) {
        for line in transcript.strayLines {
            Issue.record("\(transcript.path):\(line): no command can have written this")
        }
        for (step, answer) in zip(transcript.steps, answers) where transcript.expected(step) != answer.lines {
            let place = SourceLocation(
                fileID: "TranscriptTests/\(transcript.path)", filePath: "\(Transcript.checkout)/\(transcript.path)",
                line: step.line, column: 1)
            Issue.record(
                """
                $ \(step.command)
                expected:
                \(transcript.expected(step).joined(separator: "\n"))
                written:
                \(answer.lines.joined(separator: "\n"))
                """, sourceLocation: place)
        }
    }
}

@Suite("The README")
struct ReadmeTests {
    @Test("Its blocks are transcripts, or name scripts that are there")
    func blocks() throws {
        let bytes = try #require(FileManager.default.contents(atPath: "\(Transcript.checkout)/README.md"))
        let parts = String(decoding: bytes, as: UTF8.self).components(separatedBy: "```")
        for block in stride(from: 1, to: parts.count, by: 2).map({ parts[$0] }) where !block.hasPrefix("console\n") {
            #expect(block.hasPrefix("sh\n"), "\(block)")
            for line in block.split(separator: "\n").dropFirst() {
                #expect(FileManager.default.isExecutableFile(atPath: "\(Transcript.checkout)/\(line)"), "\(line)")
            }
        }
    }
}

@Suite("Reading a page with commands")
struct TranscriptReadingTests {
    @Test("A command has its further lines, its status and its output, without the blank line before the next")
    func steps() {
        let page = Transcript(
            path: "page.md",
            text: """
                ```console
                $ cat > a <<END
                > one
                > END
                $ cotech check
                ? 1
                > a quotation

                two

                $ true
                ```
                $ not a command
                """)
        #expect(page.steps.map(\.command) == ["cat > a <<END\none\nEND", "cotech check", "true"])
        #expect(page.steps.map { page.expected($0) } == [[], ["? 1", "> a quotation", "", "two"], []])
        #expect(page.strayLines.isEmpty)
    }

    @Test("Other blocks are none of the runner's business, and output without a command is found")
    func others() {
        let page = Transcript(path: "page.md", text: "```sh\n$ ls\n```\n```console\nlost\n$ true\n```")
        #expect(page.steps.map(\.command) == ["true"])
        #expect(page.strayLines == [5])
    }

    @Test("A page is written anew with what its commands wrote, and nothing else changes")
    func updating() {
        let page = Transcript(path: "page.md", text: "Before\n```console\n$ a\nold\n\n$ b\n? 2\n```\nAfter\n")
        let updated = page.updated(with: [.init(status: 1, text: "new\nlines\n"), .init(status: 0, text: "")])
        #expect(updated == "Before\n```console\n$ a\n? 1\nnew\nlines\n\n$ b\n```\nAfter\n")
    }

    @Test(
        "Words are parted as a shell parts them",
        arguments: [
            ("a  b", ["a", "b"]),
            (#"set x name='Tŷ Gwydr' "O'Hara" a\ b """#, ["set", "x", "name=Tŷ Gwydr", "O'Hara", "a b", ""]),
            (#""a \"b\" \n""#, [#"a "b" \n"#]),
        ])
    func words(_ command: String, _ words: [String]) {
        #expect(ShellWords.split(command) == words)
    }

    @Test("What needs a shell is left to one", arguments: ["a | b", "a > b", "a $HOME", "a 'b", "a; b"])
    func shell(_ command: String) {
        #expect(ShellWords.split(command) == nil)
    }
}
