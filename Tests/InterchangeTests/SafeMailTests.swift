import Foundation
import Interchange
import Testing

@Suite("Mail headers")
struct SafeMailTests {
    @Test("a name cannot add a header")
    func injection() {
        #expect(Safe.mailHeader("Subject", "Hi\r\nBcc: all@example.com") == "Subject: Hi Bcc: all@example.com")
        #expect(Safe.mailHeader("Subject", "a\u{2028}b\u{0}c") == "Subject: a b c")
    }

    @Test("what ASCII cannot say becomes encoded words that decode to it")
    func encoded() {
        let text = "Profiles: Tŷ Gwydr, 人民网, 👩‍💻 — " + String(repeating: "ŷ", count: 80)
        let header = Safe.mailHeader("Subject", text)
        #expect(header.utf8.allSatisfy { $0 == 0x0A || (0x20..<0x7F).contains($0) })
        let words = header.dropFirst("Subject: ".count).split { $0 == " " || $0 == "\n" }
        #expect(words.count > 1)
        var decoded = ""
        for word in words {
            #expect(word.count <= 75 && word.hasPrefix("=?UTF-8?B?") && word.hasSuffix("?="))
            let data = Data(base64Encoded: String(word.dropFirst(10).dropLast(2))) ?? Data()
            // Each word is valid UTF-8 by itself: no letter is cut.
            decoded += String(validating: data, as: UTF8.self) ?? "CUT"
        }
        // A joiner is invisible junk in a header.
        #expect(decoded == text.replacing("👩‍💻", with: "👩 💻"))
    }

    @Test("long headers fold, and no line is longer than 78")
    func folding() {
        let header = Safe.mailHeader("Subject", String(repeating: "co-operative ", count: 30))
        let lines = header.split(separator: "\n")
        #expect(lines.count > 4)
        #expect(lines.allSatisfy { $0.utf8.count <= 78 })
        #expect(lines.dropFirst().allSatisfy { $0.hasPrefix(" ") && !$0.hasPrefix("  ") })
        #expect(Safe.mailHeader("X", header, newline: "\r\n").contains("\r\n "))
    }

    @Test("text that looks encoded is encoded, so that it reads as written")
    func lookalike() {
        #expect(Safe.mailHeader("Subject", "=?UTF-8?Q?x?=").hasPrefix("Subject: =?UTF-8?B?"))
    }

    @Test("addresses quote or encode the name as it needs")
    func addresses() {
        #expect(Safe.mailAddress(name: "Zoe", address: "zoe@c.example") == "Zoe <zoe@c.example>")
        #expect(Safe.mailAddress(name: "", address: "zoe@c.example") == "zoe@c.example")
        #expect(Safe.mailAddress(name: "O\"Hara, Z.", address: "z@c.example") == "\"O\\\"Hara, Z.\" <z@c.example>")
        #expect(Safe.mailAddress(name: "Zoë", address: "z@c.example") == "=?UTF-8?B?Wm/Dqw==?= <z@c.example>")
        #expect(Safe.mailAddress(name: "Z", address: "z@c.example>, <all@c.example") == nil)
        #expect(Safe.mailAddress(name: "Z", address: "z@c.example\nBcc: x@y") == nil)
        #expect(Safe.mailAddress(name: "Z", address: "nobody") == nil)
    }

    @Test("a header of addresses encodes the names alone, and folds between words")
    func addressHeader() {
        let names = ["Zoë", "Mòrag Ní Bhriain of the Long Name", "O\"Hara, Z.", "Siân"]
        let addresses = names.compactMap { Safe.mailAddress(name: $0, address: "someone@clockwork.example") }
        let header = Safe.mailHeader("To", addresses: addresses)
        #expect(header.replacing("\n", with: "") == "To: " + addresses.joined(separator: ", "))
        #expect(header.split(separator: "\n").count > 1)
        #expect(header.split(separator: "\n").allSatisfy { $0.utf8.count <= 78 })
    }

    @Test("lines of a text that mail does not allow go on in others, and all others stay", arguments: ["ŷ", "人 "])
    func longLines(part: String) {
        let short = String(repeating: "a ", count: 490)
        let long = String(repeating: part, count: 2_000)
        let lines = Safe.mailText("Hello,\n\n  \(short)\n  town: \(long)\nBye").split(
            separator: "\n", omittingEmptySubsequences: false)
        #expect(lines.prefix(3) == ["Hello,", "", "  \(short)"] && lines.last == "Bye")
        #expect(lines.allSatisfy { $0.utf8.count <= 998 })
        let rest = lines.dropFirst(3).dropLast()
        #expect(rest.count > 1 && rest.allSatisfy { $0.hasPrefix("  ") && !$0.hasPrefix("   ") })
        #expect(rest.joined().filter { $0 != " " } == "town:" + long.filter { $0 != " " })
    }
}
