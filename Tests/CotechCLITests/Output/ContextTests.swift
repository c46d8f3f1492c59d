import CotechCLI
import RecordModel
import Testing

extension OutputTests {
    @Suite("The context")
    struct ContextTests {
        @Test("made by hand, it touches nothing of the machine")
        func hermetic() {
            let context = Context()
            #expect(context.environment.isEmpty)
            #expect(context.width == nil)
            #expect(!context.hasColour && !context.canAsk)
            #expect(context.standardInput.line() == nil)
        }

        @Test("its clock starts on a Monday morning and advances by itself")
        func clock() {
            let context = Context()
            let (first, second) = (context.now(), context.now())
            #expect(first.iso == "2026-11-23T09:00:00Z")
            #expect(first.day(offset: 0).weekday == .monday)
            #expect(second.seconds == first.seconds + 1)
        }

        @Test(
            "colours show on a terminal, unless somebody says otherwise",
            arguments: [
                (true, ["TERM": "xterm"], true), (false, ["TERM": "xterm"], false), (true, ["TERM": "dumb"], false),
                (true, [:], false), (true, ["TERM": "xterm", "NO_COLOR": "1"], false),
                (true, ["TERM": "xterm", "NO_COLOR": ""], true),
            ])
        func colour(isTerminal: Bool, environment: [String: String], expected: Bool) {
            let terminal = Terminal(isOutput: isTerminal)
            #expect(Context(terminal: terminal, environment: environment).hasColour == expected)
        }

        @Test("input is read by lines and then as a whole")
        func input() throws {
            let source = MemorySource("one\ntwo\nthree\nfour")
            #expect(source.line() == "one")
            #expect(source.line() == "two")
            #expect(source.rest() == Array("three\nfour".utf8))
            #expect(source.line() == nil)
        }

        @Test("a question is asked only where somebody can answer")
        func asking() {
            let person = TestContext(.person(), input: "yes\n")
            #expect(person.context.ask("Really?") == "yes")
            #expect(person.error.text == "Really? ")
            #expect(TestContext(input: "yes\n").context.ask("Really?") == nil)
        }

        @Test("COLUMNS comes before the window's width, unless it is nonsense")
        func columns() {
            #expect(Terminal.live(environment: ["COLUMNS": "132", "LINES": "50"]).columns == 132)
            #expect(Terminal.live(environment: ["COLUMNS": "0"]).columns > 0)
            #expect(Terminal.live(environment: ["COLUMNS": "wide"]).columns > 0)
        }
    }
}
