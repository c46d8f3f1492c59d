import Foundation
import Interchange
import Testing

@Suite("JSON")
struct JSONTests {
    @Test("keeps the order of keys, on lines of two spaces a level")
    func pretty() {
        let value: JSONValue = ["b": 1, "a": ["x", .null, true], "none": [], "empty": [:]]
        #expect(
            value.pretty == """
                {
                  "b": 1,
                  "a": [
                    "x",
                    null,
                    true
                  ],
                  "none": [],
                  "empty": {}
                }
                """)
        #expect(value.compact == #"{"b":1,"a":["x",null,true],"none":[],"empty":{}}"#)
    }

    @Test(
        "escapes what needs it and nothing else",
        arguments: [
            ("a\"b\\c", #""a\"b\\c""#), ("\n\r\t", #""\n\r\t""#), ("\u{1B}[0m", #""\u001b[0m""#),
            ("<a & b>", #""<a & b>""#), ("\u{2028}\u{2029}", #""\u2028\u2029""#), ("\u{202E}", #""\u202e""#),
            ("Tŷ Gwydr 人 👩‍💻", #""Tŷ Gwydr 人 👩‍💻""#), ("\u{E0041}", #""\udb40\udc41""#), ("\u{7F}", #""\u007f""#),
            ("# a ## b ##[c] ##vso[d] #1", ##""# a ## b #\u0023[c] #\u0023vso[d] #1""##),
        ])
    func escapes(text: String, expected: String) {
        #expect(JSONValue.string(text).compact == expected)
    }

    @Test(
        "numbers are written by their digits, anything else as a string",
        arguments: [
            ("0", "0"), ("-0.50", "-0.50"), ("30000.00", "30000.00"), ("1e9", "1e9"), ("1E-9", "1E-9"),
            ("01", "\"01\""), ("1.", "\"1.\""), (".5", "\".5\""), ("", "\"\""), ("-", "\"-\""), ("1e", "\"1e\""),
            ("NaN", "\"NaN\""), ("1,2", "\"1,2\""), ("+1", "\"+1\""),
        ])
    func numbers(digits: String, expected: String) {
        #expect(JSONValue.number(digits).compact == expected)
    }

    @Test("another reader gets back every text", arguments: 0..<50 as Range<UInt64>)
    func oracle(seed: UInt64) throws {
        var random = SeededRandom(seed)
        let texts =
            (0..<20).map { _ in
                String(
                    String.UnicodeScalarView(
                        (0..<8).compactMap { _ in Unicode.Scalar(UInt32.random(in: 1...0x2FFFF, using: &random)) }))
            } + (0..<20).map { _ in String((0..<8).map { _ in "##[\\v\n".randomElement(using: &random) ?? "#" }) }
        for text in [JSONValue.strings(texts).pretty, JSONValue.strings(texts).compact] {
            let read = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String]
            #expect(read?.map { Array($0.unicodeScalars) } == texts.map { Array($0.unicodeScalars) })
        }
    }
}
