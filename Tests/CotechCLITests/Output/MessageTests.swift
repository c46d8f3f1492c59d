import Testing

@testable import CotechCLI

extension OutputTests {
    @Suite("Messages")
    struct MessageTests {
        @Test("each has its label first and its help below")
        func labels() {
            let test = TestContext()
            test.context.note("two records are unreadable", help: "cotech check")
            test.context.warning("slow disk")
            test.context.error("no store here", help: "cotech init", "cotech -C FOLDER")
            #expect(
                test.error.text == """
                    note: two records are unreadable
                    help: cotech check
                    warning: slow disk
                    error: no store here
                    help: cotech init
                    help: cotech -C FOLDER

                    """)
            #expect(test.output.text.isEmpty)
        }

        @Test("a word that is not UTF-8 is misuse, and shown as far as it can be")
        func words() {
            let test = TestContext()
            let words = [Array("members".utf8), Array("town=L".utf8) + [0xE9, 0x0A]]
            #expect(CommandLineTool.run(bytes: words, in: test.context) == ExitStatus.usage.rawValue)
            #expect(test.error.text.hasPrefix("error: the word town=L\\xe9\\x0a is not UTF-8\nhelp: "))
        }

        @Test("--quiet silences notes alone")
        func quiet() {
            var test = TestContext()
            test.context.isQuiet = true
            test.context.note("hello")
            test.context.warning("careful")
            #expect(test.error.text == "warning: careful\n")
        }

        @Test("colour is for terminals, and hostile text stays text")
        func colour() {
            let test = TestContext(.person(), environment: ["TERM": "xterm"])
            test.context.error("bad name \"\u{1B}[2J\u{202E}x\"")
            #expect(test.error.text == "\u{1B}[31merror\u{1B}[0m: bad name \"\\u{1B}[2J\\u{202E}x\"\n")
        }

        @Test("styled text escapes what is put into it")
        func styled() {
            let name = "Tŷ \u{1B}]0;x\u{7}"
            let text: StyledText = "\(name, .strong): \(9) → \(12, .doubtful)"
            #expect(text.shown(colour: false) == "Tŷ \\u{1B}]0;x\\u{7}: 9 → 12")
            #expect(text.shown(colour: true) == "\u{1B}[1mTŷ \\u{1B}]0;x\\u{7}\u{1B}[0m: 9 → \u{1B}[33m12\u{1B}[0m")
        }

        @Test("a failure says what was being done")
        func failure() {
            let test = TestContext()
            test.context.report(CommandFailure("it is locked", doing: "Saving", help: "try again", status: .tryAgain))
            #expect(test.error.text == "error: Saving: it is locked\nhelp: try again\n")
        }

        @Test("an unknown name lists all names, nearest first")
        func unknown() {
            let failure = CommandFailure.unknown("field", "headcont", valid: ["name", "town", "headcount"])
            #expect(failure.message == "there is no field \"headcont\"")
            #expect(failure.help == ["did you mean \"headcount\"? The fields are headcount, name, town."])
            #expect(failure.status == .usage)
        }

        @Test("progress shows after a second, rarely, and goes away")
        func progress() {
            var test = TestContext(.person(columns: 40), environment: ["TERM": "xterm"])
            let clock = ManualClock()
            test.context.uptime = { clock.now }
            let progress = Progress("Reading history", counting: "commits", of: 300, in: test.context)
            progress.advance(by: 10)
            clock.pass(.milliseconds(999))
            progress.advance()
            #expect(test.error.text.isEmpty)
            clock.pass(.milliseconds(1))
            progress.advance()
            progress.advance()
            #expect(test.error.text == "\r\u{1B}[KReading history: 12 of 300 commits")
            clock.pass(.seconds(1))
            progress.advance()
            progress.finish()
            progress.finish()
            #expect(test.error.text.hasSuffix("14 of 300 commits\r\u{1B}[K"))
        }

        @Test("progress of what cannot be counted is said once, and wipes nothing away before it")
        func uncountedProgress() {
            var test = TestContext(.person(columns: 40), environment: ["TERM": "xterm"])
            let clock = ManualClock()
            test.context.uptime = { clock.now }
            let progress = Progress("Fetching from origin", in: test.context)
            progress.advance()
            #expect(test.error.text.isEmpty)
            clock.pass(.seconds(1))
            progress.advance()
            clock.pass(.seconds(1))
            progress.advance()
            #expect(test.error.text == "Fetching from origin …")
            progress.finish()
            #expect(test.error.text == "Fetching from origin …\r\u{1B}[K")
        }

        @Test("progress says nothing off a terminal")
        func noProgress() {
            var test = TestContext()
            let clock = ManualClock()
            test.context.uptime = { clock.now }
            let progress = Progress("Reading", counting: "files", in: test.context)
            clock.pass(.seconds(9))
            progress.advance()
            progress.finish()
            #expect(test.error.text.isEmpty)
        }

        @Test("exit statuses are the documented ones")
        func statuses() {
            #expect(ExitStatus.allCases.map(\.rawValue) == [0, 1, 64, 65, 69, 70, 73, 75, 77])
        }
    }
}

@Suite("Commands that are named to who works in another folder")
struct PlacedCommandTests {
    private func placed(_ text: String, in folder: String?) -> String {
        var context = Context()
        context.folder = folder
        return context.placed(text)
    }

    @Test(
        arguments: [
            ("Wrong? cotech undo", "Wrong? cotech -C ../m undo"),
            (
                "git fetch --unshallow, or fetch-depth: 0 in CI",
                "git -C ../m fetch --unshallow, or fetch-depth: 0 in CI"
            ),
            (
                "Not shared yet: cotech sync.   Wrong? cotech undo",
                "Not shared yet: cotech -C ../m sync.   Wrong? cotech -C ../m undo"
            ),
            ("cotech 0.1.0 and git itself", "cotech 0.1.0 and git itself"),
            ("git -C x status", "git -C x status"),
            ("git clone ADDRESS x", "git clone ADDRESS x"), ("install git", "install git"), ("", ""),
        ])
    func placed(text: String, there: String) {
        #expect(placed(text, in: "../m") == there)
        #expect(placed(text, in: nil) == text)
    }

    @Test func `a folder with a space is quoted`() {
        #expect(placed("cotech undo", in: "my net") == "cotech -C 'my net' undo")
    }

    @Test func `what a change says next works from where it was made`() throws {
        let network = try TestNetwork()
        let answer = network.cotech("members", "set", "plain-sail", "headcount=6", "-C", network.store)
        #expect(answer.output.contains("cotech -C \(network.store) undo"), "\(answer)")
        let refused = network.cotech("members", "suspend", "nobody-here", "-C", network.store)
        #expect(refused.error.contains("cotech -C \(network.store) members list"), "\(refused)")
    }
}
