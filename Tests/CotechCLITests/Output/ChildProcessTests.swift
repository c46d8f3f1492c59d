import Foundation
import Testing

@testable import CotechCLI

extension OutputTests {
    @Suite("Other programs", .timeLimit(.minutes(1)))
    struct ChildProcessTests {
        private let environment = ["PATH": "/usr/bin:/bin"]

        private func run(
            _ executable: String, _ arguments: [String], input: [UInt8] = [], environment: [String: String]? = nil,
            workingDirectory: String? = nil
        ) async throws -> ChildProcess.Outcome {
            let environment = environment ?? self.environment
            return try await blocking {
                try ChildProcess.run(
                    executable, arguments, input: input, environment: environment, workingDirectory: workingDirectory)
            }
        }

        @Test("gives input, takes both outputs and the status")
        func runs() async throws {
            let outcome = try await run("sh", ["-c", "cat; printf 'oh' >&2; exit 3"], input: Array("Tŷ".utf8))
            #expect(outcome.text == "Tŷ")
            #expect(outcome.errorText == "oh")
            #expect(outcome.status == 3 && !outcome.isSuccess)
        }

        @Test("something can be done while it runs")
        func meanwhile() async throws {
            let folder = FileManager.default.temporaryDirectory.appendingPathComponent("cotech-\(UUID().uuidString)")
            defer { try? FileManager.default.removeItem(at: folder) }
            let environment = environment
            // The program waits for what is done meanwhile, and would not end without it.
            let outcome = try await blocking {
                try ChildProcess.run(
                    "sh", ["-c", "until [ -e '\(folder.path)' ]; do sleep 0.05; done; echo done"],
                    environment: environment,
                    meanwhile: {
                        try? FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
                    })
            }
            #expect(outcome.text == "done\n")
        }

        @Test("the environment and the folder are those given, and nothing else")
        func surroundings() async throws {
            let outcome = try await run(
                "/bin/sh", ["-c", "pwd; env | grep -c HOME; echo $WORD"],
                environment: ["WORD": "x y", "PATH": "/usr/bin:/bin"], workingDirectory: "/usr")
            #expect(outcome.text == "/usr\n0\nx y\n")
        }

        @Test("a program that is not there is a failure in words")
        func missing() async {
            let failure = await #expect(throws: ChildProcess.Failure.self) { try await run("no-such-program-here", []) }
            #expect(failure?.message.contains("no-such-program-here") == true)
        }

        @Test("much input to a program that stops reading does no harm")
        func brokenPipe() async throws {
            let outcome = try await run("head", ["-c", "3"], input: Array(repeating: 0x61, count: 1 << 20))
            #expect(outcome.text == "aaa")
        }

        @Test("much input and much output at once do not block each other")
        func large() async throws {
            let input = [UInt8](repeating: 0x62, count: 3 << 20)
            #expect(try await run("cat", [], input: input).output == input)
        }

        @Test("a signal is told as shells tell it")
        func signals() async throws {
            #expect(try await run("sh", ["-c", "kill -9 $$"]).status == 137)
        }

        @Test("many wait at the same time without blocking each other", arguments: 0..<16)
        func parallel(number: Int) async throws {
            #expect(try await run("sh", ["-c", "sleep 0.1; echo \(number)"]).text == "\(number)\n")
        }

        @Test("an interactive program hands back its status")
        func interactive() async throws {
            let environment = environment
            let status = try await blocking {
                try ChildProcess.runInteractively("sh", ["-c", "exit 5"], environment: environment)
            }
            #expect(status == 5)
            let stopsReading = try await blocking {
                try ChildProcess.runInteractively(
                    "true", [], input: Array(repeating: 0x61, count: 1 << 20), environment: environment)
            }
            #expect(stopsReading == 0)
        }

        @Test("a context runs programs in its own folder and environment")
        func inContext() async throws {
            var context = Context(environment: ["PATH": "/usr/bin:/bin", "WORD": "gair"])
            context.currentDirectory = "/usr"
            let outcome = try await blocking { [context] in try context.run("sh", ["-c", "pwd; echo $WORD"]) }
            #expect(outcome.text == "/usr\ngair\n")
            let status = try await blocking { [context] in try context.runInteractively("sh", ["-c", "exit 4"]) }
            #expect(status == 4)
        }

        @Test("a pager is for a person at a terminal with more text than lines")
        func pagerNeeded() {
            let long = String(repeating: "line\n", count: 30)
            let xterm = ["TERM": "xterm"]
            #expect(Pager.isNeeded(for: long, in: Context(terminal: .person(), environment: xterm)))
            #expect(!Pager.isNeeded(for: "short\n", in: Context(terminal: .person(), environment: xterm)))
            #expect(!Pager.isNeeded(for: long, in: Context(environment: xterm)))
            #expect(!Pager.isNeeded(for: long, in: Context(terminal: .person(), environment: ["TERM": "dumb"])))
            // Colours take no room: a line as wide as the window is one line.
            let coloured = String(repeating: "\u{1B}[1m\(String(repeating: "x", count: 80))\u{1B}[0m\n", count: 20)
            #expect(!Pager.isNeeded(for: coloured, in: Context(terminal: .person(), environment: xterm)))
            let wrapping = String(repeating: "x", count: 2000)
            #expect(Pager.isNeeded(for: wrapping, in: Context(terminal: .person(), environment: xterm)))
        }

        @Test("what is written in parts is one text for the pager", arguments: [2, 23, 30])
        func pagerTogether(lines: Int) async throws {
            let file = NSTemporaryDirectory() + "cotech-pager-\(UUID().uuidString)"
            defer { try? FileManager.default.removeItem(atPath: file) }
            let test = TestContext(
                .person(),
                environment: [
                    "PATH": "/usr/bin:/bin", "TERM": "xterm", "PAGER": "cat >>\(file); echo end >>\(file)",
                ])
            let parts = ["Heading\n", String(repeating: "line\n", count: lines)]
            try await blocking { [context = test.context] in
                Pager.together(in: context) { context in parts.forEach { Pager.show($0, in: context) } }
            }
            // On a window of 24 lines, of which the prompt takes one.
            let isPaged = lines > 2
            let paged = FileManager.default.contents(atPath: file).map { String(decoding: $0, as: UTF8.self) }
            #expect(paged == (isPaged ? parts.joined() + "end\n" : nil))
            #expect(test.output.text == (isPaged ? "" : parts.joined()))
        }

        @Test("PAGER chooses the pager or turns it off")
        func pagerChoice() {
            #expect(Pager.command(in: [:]) == "less -FRX")
            #expect(Pager.command(in: ["PAGER": "more -s"]) == "more -s")
            #expect(Pager.command(in: ["PAGER": ""]) == nil)
            #expect(Pager.command(in: ["PAGER": "cat"]) == nil)
        }

        @Test("a pager that cannot be started leaves the text")
        func pagerMissing() async throws {
            let test = TestContext(
                .person(), environment: ["TERM": "xterm", "PAGER": "no-such-pager-here 2>/dev/null"])
            let text = String(repeating: "line\n", count: 30)
            try await blocking { [context = test.context] in Pager.show(text, in: context) }
            #expect(test.output.text == text)
        }

        @Test("output that a full disk loses is told at the end")
        func fullDisk() throws {
            guard let full = FileHandle(forWritingAtPath: "/dev/full") else { return }
            let sink = DescriptorSink(full.fileDescriptor)
            sink.write("data")
            #expect(throws: WriteFailure.self) { try sink.flush() }
        }
    }
}
