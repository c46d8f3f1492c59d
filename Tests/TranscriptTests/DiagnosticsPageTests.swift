import CoopNetwork
import Foundation
import RecordStore
import RecordText
import Testing

/// Every code has a section, and its commands provoke it. That they write what stands there is what `TranscriptTests`
/// looks at, as on every page.
@Suite("The pages of diagnostics")
struct DiagnosticsPageTests {
    private let pages = DiagnosticsPages()

    @Test("Every code that the sources name has one section, and there is no section for anything else")
    func codes() throws {
        let listed = pages.sections.map(\.code)
        let named = try Self.codesOfSources()
        #expect(named.subtracting(listed).sorted() == [])
        #expect(Set(listed).subtracting(named).sorted() == [])
        #expect(Dictionary(grouping: listed) { $0 }.values.filter { $0.count > 1 }.isEmpty)
    }

    @Test("The commands of a section provoke its code")
    func examples() {
        for section in pages.sections {
            let isSaid =
                section.page == DiagnosticsPages.commands
                ? section.said.contains("? 64") : section.said.contains { $0.contains("[\(section.code)]") }
            #expect(isSaid, "\(section.page): \(section.code)")
        }
    }

    @Test("No command on any page says a code without a section")
    func saidElsewhere() throws {
        let listed = Set(pages.sections.map(\.code))
        var said: Set<Substring> = []
        for page in Transcript.all {
            for line in page.steps.flatMap({ page.expected($0) }) {
                guard let match = line.firstMatch(of: /: (?:error|warning|note): .* \[([a-z0-9]+(?:-[a-z0-9]+)*)\]$/)
                else { continue }
                said.insert(match.1)
            }
        }
        #expect(said.count > 70)
        #expect(said.filter { !listed.contains(String($0)) }.sorted() == [])
    }

    @Test("A code of the reader of record text is explained as the library explains it")
    func textCodes() {
        for code in TextProblem.Code.allCases {
            let section = pages.sections.first { $0.code == code.rawValue }
            #expect(section?.meaning == code.explanation, "\(code.rawValue)")
        }
    }

    @Test("The list has every code with its meaning")
    func list() throws {
        let path = "\(Transcript.checkout)/\(DiagnosticsPages.list)"
        let bytes = try #require(FileManager.default.contents(atPath: path))
        let text = String(decoding: bytes, as: UTF8.self)
        if ProcessInfo.processInfo.environment["COTECH_TRANSCRIPTS"] == "update" {
            try Data(pages.list(text).utf8).write(to: URL(fileURLWithPath: path))
        } else {
            #expect(pages.list(text) == text)
            let missing = pages.sections.filter { !text.contains("](diagnostics/\($0.page)#\($0.code))") }
            #expect(missing.map(\.code) == [])
        }
    }

    @Test("The codes that check --fix mends are listed, and no others")
    func mended() throws {
        let page = try #require(
            FileManager.default.contents(atPath: "\(Transcript.checkout)/\(DiagnosticsPages.list)"))
        let text = String(decoding: page, as: UTF8.self)
        let start = try #require(text.range(of: "`cotech check --fix`"))
        let end = try #require(
            text.range(of: "A name that was probably meant", range: start.upperBound..<text.endIndex))
        let listed = text[start.upperBound..<end.lowerBound].split(separator: "`").map(String.init).filter { word in
            word.contains("-") && word.allSatisfy { $0.isLetter || $0 == "-" }
        }
        #expect(Set(listed) == Set(TextProblem.Code.withOneAnswer.map(\.rawValue)).union(["outdated-copy"]))
    }

    /// The codes that stand in the sources, and those that have a name there.
    private static func codesOfSources() throws -> Set<String> {
        var named: Set = [
            "bad-value", "not-a-file", Objection.needsYes, Objection.refused, PushedReference.rewriting,
        ]
        named.formUnion(TextProblem.Code.allCases.map(\.rawValue))
        for folder in ["RecordModel", "RecordStore", "CoopNetwork", "Interchange", "CotechCLI"] {
            let path = "\(Transcript.checkout)/Sources/\(folder)"
            for file in try FileManager.default.subpathsOfDirectory(atPath: path) where file.hasSuffix(".swift") {
                let bytes = try #require(FileManager.default.contents(atPath: "\(path)/\(file)"))
                let text = String(decoding: bytes, as: UTF8.self)
                for match in text.matches(of: /code: "([a-z0-9-]+)"|: "(csv-[a-z-]+)"/) {
                    if let code = match.1 ?? match.2 { named.insert(String(code)) }
                }
            }
        }
        return named
    }
}
