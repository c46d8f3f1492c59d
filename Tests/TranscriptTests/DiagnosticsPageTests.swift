import CoopNetwork
import Foundation
import RecordStore
import RecordText
import Testing

/// `docs/diagnostics.md` names every code, and its examples provoke them.
@Suite("The page of diagnostics")
struct DiagnosticsPageTests {
    private struct Row {
        let code: String
        let meaning: String
        let example: String
    }

    private let rows: [Row]

    init() throws {
        let page = try #require(FileManager.default.contents(atPath: "\(Transcript.checkout)/docs/diagnostics.md"))
        rows = String(decoding: page, as: UTF8.self).split(separator: "\n").compactMap { line in
            guard line.hasPrefix("| `"), line.hasSuffix(" |") else { return nil }
            let cells = line.dropFirst(2).dropLast(2).replacing("\\|", with: "\u{1}").components(separatedBy: " | ")
                .map { $0.replacing("\u{1}", with: "|") }
            return Row(
                code: cells[0].replacing("`", with: ""), meaning: cells[1],
                example: cells.count > 2 ? cells[2].trimmingCharacters(in: .whitespaces) : "")
        }
    }

    @Test("Every code of the reader of record text is there, with its explanation")
    func textCodes() {
        for code in TextProblem.Code.allCases {
            let row = rows.first { $0.code == code.rawValue }
            #expect(row?.meaning == code.explanation, "\(code.rawValue)")
        }
    }

    @Test("The examples provoke the codes")
    func examples() throws {
        var provoked = 0
        for row in rows {
            guard let code = TextProblem.Code(rawValue: row.code), row.example.hasPrefix("`") else { continue }
            var text = String(row.example.dropFirst().dropLast())
            for (sign, character) in [
                ("⏎", "\n"), ("→", "\t"), ("␣", "\u{A0}"), ("·", " "), ("␍", "\r"), ("U+202E", "\u{202E}"),
            ] {
                text = text.replacing(sign, with: character)
            }
            if text.hasPrefix("U+FEFF ") { text = "\u{FEFF}" + text.dropFirst(7) }
            let isMarkdown = [.missingFrontMatter, .unclosedFrontMatter, .blankFirstLine].contains(code)
            let document = Document(parsing: Array((text + "\n").utf8), form: isMarkdown ? .markdown : .yaml)
            #expect(document.problems.contains { $0.id == code }, "\(row.code): \(document.problems.map(\.code))")
            provoked += 1
        }
        #expect(provoked > 40)
    }

    @Test("The codes that check --fix mends are listed, and no others")
    func mended() throws {
        let page = try #require(FileManager.default.contents(atPath: "\(Transcript.checkout)/docs/diagnostics.md"))
        let text = String(decoding: page, as: UTF8.self)
        let start = try #require(text.range(of: "`cotech check --fix`"))
        let end = try #require(
            text.range(of: "A name that was probably meant", range: start.upperBound..<text.endIndex))
        let listed = text[start.upperBound..<end.lowerBound].split(separator: "`").map(String.init).filter { word in
            word.contains("-") && word.allSatisfy { $0.isLetter || $0 == "-" }
        }
        #expect(Set(listed) == Set(TextProblem.Code.withOneAnswer.map(\.rawValue)).union(["outdated-copy"]))
    }

    @Test("Every other code that the sources name is there, and no code that nothing says")
    func otherCodes() throws {
        var named: Set = [
            "bad-value", "not-a-file", Objection.needsYes, Objection.refused, PushedReference.rewriting,
        ]
        for folder in ["RecordModel", "RecordStore", "CoopNetwork", "Interchange", "CotechCLI"] {
            let path = "\(Transcript.checkout)/Sources/\(folder)"
            for file in try FileManager.default.subpathsOfDirectory(atPath: path) where file.hasSuffix(".swift") {
                let bytes = try #require(FileManager.default.contents(atPath: "\(path)/\(file)"))
                for piece in String(decoding: bytes, as: UTF8.self).components(separatedBy: "code: \"").dropFirst() {
                    named.insert(String(piece.prefix { $0 != "\"" }))
                }
            }
        }
        let listed = Set(rows.map(\.code))
        let ofText = Set(TextProblem.Code.allCases.map(\.rawValue))
        #expect(named.subtracting(listed) == [])
        #expect(listed.subtracting(named).subtracting(ofText) == [])
    }
}
