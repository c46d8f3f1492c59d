import Interchange
import Testing

@Suite("Lines of calendars, cards and build logs")
struct SafeLineTests {
    @Test("calendar text escapes what parts values")
    func contentText() {
        #expect(Safe.contentText("a;b,c\\d\r\ne\nf") == "a\\;b\\,c\\\\d\\ne\\nf")
        #expect(Safe.contentText("Ends\nBEGIN:VEVENT") == "Ends\\nBEGIN:VEVENT")
        #expect(Safe.contentText("x\u{0}\u{202E}y\u{2028}z") == "xy\\nz")
        #expect(Safe.contentText("👩‍💻 Tŷ") == "👩‍💻 Tŷ")
    }

    @Test("calendar parameters follow RFC 6868")
    func contentParameter() {
        #expect(Safe.contentParameter("Zoe \"Z\" ^;:\nX") == "\"Zoe ^'Z^' ^^;:^nX\"")
    }

    @Test("long lines fold at 75 octets without cutting a letter")
    func folding() {
        let line = "SUMMARY:" + String(repeating: "Tŷ人🌊", count: 40)
        let folded = Safe.contentLine(line)
        let lines = folded.unicodeScalars.split(separator: "\n").map { String(String.UnicodeScalarView($0)) }
        #expect(lines.count > 4)
        for part in lines {
            #expect(part.unicodeScalars.last == "\r")
            #expect(part.utf8.count - 1 <= 75)
        }
        let unfolded = folded.unicodeScalars.map { String($0) }.joined().replacing("\r\n ", with: "")
        #expect(unfolded.replacing("\r\n", with: "") == line)
        #expect(Safe.contentLine("") == "\r\n")
        #expect(Safe.contentLine(String(repeating: "a", count: 75)) == String(repeating: "a", count: 75) + "\r\n")
    }

    @Test("workflow commands take data and properties that cannot end them")
    func workflow() {
        #expect(Safe.workflowData("100% sure\r\n::error::x") == "100%25 sure%0D%0A::error::x")
        #expect(Safe.workflowProperty("a:b,c%\n") == "a%3Ab%2Cc%25%0A")
    }

    @Test("no line of a log is taken for a command")
    func logs() {
        #expect(Safe.workflowLog("ok\n::error::gone\n  ::set-output x") == "ok\n\\::error::gone\n  \\::set-output x")
        #expect(Safe.workflowLog("x ##[group]y ##[endgroup]") == "x #\\#[group]y #\\#[endgroup]")
        #expect(Safe.workflowLog("std::vector") == "std::vector")
        #expect(Safe.workflowLog("a ##vso[task.x]b ###[c]") == "a #\\#vso[task.x]b ##\\#[c]")
        #expect(Safe.workflowLog("## Heading [x], ##, a##b c[d], ##é[x]") == "## Heading [x], ##, a##b c[d], ##é[x]")
        #expect(Safe.workflowLog("a\r\n::stop\r\n \t::\u{301}x") == "a\r\n\\::stop\r\n \t\\::\u{301}x")
        #expect(Safe.workflowLog("##[\u{301}x ##vso[\u{301}") == "#\\#[\u{301}x #\\#vso[\u{301}")
        #expect(Safe.workflowLog("a\r::stop") == "a\\u{D}::stop")
        #expect(Safe.workflowLog("\u{A0}::stop") == "\u{A0}\\::stop")
    }
}
