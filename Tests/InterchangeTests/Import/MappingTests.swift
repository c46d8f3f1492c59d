import CoopNetwork
import Foundation
import RecordModel
import RecordStore
import RecordText
import Testing

@testable import Interchange

@Suite("Mapping files")
struct MappingTests {
    private func read(_ text: String) throws -> ImportMapping {
        try ImportMapping.read(Array(text.utf8), file: "map.yaml", kinds: Network.kinds)
    }

    /// What a mapping is told, one finding a line: `line code`.
    private func faults(_ text: String) -> [String] {
        do {
            _ = try read(text)
            return []
        } catch let failure as StoreError {
            return failure.diagnostics.map { "\($0.line ?? 0) \($0.code)" }
        } catch {
            return ["\(error)"]
        }
    }

    @Test("a target that is no field is told with its line, a caret and the line to put instead")
    func wrongTarget() throws {
        let text = "format: csv\nkind: members\nid: Co-op\nfields:\n  How many?: headcout\n"
        #expect(faults(text) == ["5 unknown-field"])
        do {
            _ = try read(text)
        } catch let failure as StoreError {
            let told = try #require(failure.diagnostics.first).text
            #expect(told.contains("map.yaml:5:14: error:"))
            #expect(told.contains("^^^^^^^^"))
            #expect(told.contains("instead:   How many?: headcount"))
        }
    }

    @Test("a kind of the private companion is refused: what is imported is for everybody to read")
    func privateKind() throws {
        #expect(faults("format: csv\nkind: people\nid: Who\nfields:\n  Who: name\n") == ["2 bad-value"])
        let folders = "format: front-matter\nfolders:\n  _coops:\n    kind: members\n  _asked:\n    kind: enquiries\n"
        #expect(faults(folders) == ["6 bad-value"])
    }

    @Test("a group where a field is wanted names the fields that it has, and proposes none of them")
    func group() throws {
        do {
            _ = try read("format: csv\nkind: members\nid: Co-op\nfields:\n  Skills: skills\n")
            Issue.record("a group was taken for a field")
        } catch let failure as StoreError {
            #expect(failure.diagnostics.map(\.code) == ["unknown-field"])
            #expect(failure.diagnostics.map(\.help) == ["It has skills.offered and skills.needed."])
            #expect(failure.diagnostics.allSatisfy { $0.replacement == nil })
        }
    }

    @Test("a mapping that does not say what it is of is told that alone")
    func unknownFormat() {
        #expect(faults("format: xlsx\nkind: members\nid: Co-op\nfields:\n  Town: town\n") == ["1 bad-value"])
        #expect(faults("kind: members\nid: Co-op\nfields:\n  Town: town\n") == ["1 missing-field"])
        #expect(faults("format: CSV\nkind: members\nid: Co-op\n") == [])
    }

    @Test("a line without its colon is told once")
    func withoutColon() {
        let files = """
            format: front-matter
            terms:
              services: service
            folders:
              _coops:
                kind: members
                fields:
                  name: name
                  services: services

            """
        for (line, place) in [
            ("  services: service\n", "3 wrong-shape"), ("    kind: members", "6 missing-colon"),
            ("      name: name", "8 missing-colon"), ("      services: services", "9 missing-colon"),
            ("terms:", "2 missing-colon"), ("  _coops:", "5 missing-colon"),
        ] {
            #expect(faults(files.replacing(line, with: line.replacing(":", with: ""))) == [place], "\(line)")
        }
        let rows = "format: csv\nkind: members\nid: Co-op\nfields:\n  Town: town\n"
        for (line, place) in [("  Town: town", "5 wrong-shape"), ("id: Co-op", "3 missing-colon")] {
            #expect(faults(rows.replacing(line, with: line.replacing(":", with: ""))) == [place], "\(line)")
        }
    }

    @Test("help leads to a page that is there, and a key that is wrong is marked")
    func guide() throws {
        for text in ["fields: name\n", "fields:\n  - name\n", "nonsense-key: 1\n"] {
            do {
                _ = try read("format: csv\nkind: members\nid: Co-op\n" + text)
                Issue.record("\(text) was read")
            } catch let failure as StoreError {
                let told = failure.diagnostics.map(\.text).joined()
                #expect(told.contains("cotech help mapping") && !told.contains("cotech schema"), "\(told)")
            }
        }
        do {
            _ = try read("format: csv\nkind: members\nid: Co-op\nterms:\n  servces: tech\n")
        } catch let failure as StoreError {
            #expect(failure.diagnostics.map(\.column) == [3] && failure.diagnostics.map(\.length) == ["servces".count])
        }
    }

    @Test("what help shows of a mapping is one, and no key is left out of it")
    func shown() throws {
        _ = try read(MappingGuide.example)
        let keys = MappingGuide.keys.map(\.name)
        #expect(Set(keys).count == keys.count && keys.contains("folders"))
        let page = "/\(#filePath.split(separator: "/").dropLast(4).joined(separator: "/"))/data/README.md"
        let text = try String(decoding: Data(contentsOf: URL(fileURLWithPath: page)), as: UTF8.self)
        for key in keys { #expect(text.contains("`\(key)`"), "\(key) is missing in data/README.md") }
    }

    @Test("two sides that were exchanged are told")
    func exchanged() throws {
        do {
            _ = try read("format: csv\nkind: members\nid: Co-op\nfields:\n  town: Where are you?\n")
            Issue.record("it was read")
        } catch let failure as StoreError {
            let told = failure.diagnostics.map(\.text).joined()
            #expect(told.contains("the field right of it: Where are you?: town\n"), "\(told)")
        }
    }

    @Test("all faults are told at once, each once")
    func allAtOnce() {
        let text = """
            format: front-matter
            mend:
              - ambigous-colon
            terms:
              servces: service
              services: servise
            folders:
              _coops:
                kind: membres
              _services:
                kind: skills
                boddy: x-text
                set:
                  kind: nonsense
                fields:
                  title: label
                ignore:
                  title: nothing
            """
        #expect(
            faults(text + "\n") == [
                "3 unknown-code", "5 unknown-field", "6 unknown-field", "9 unknown-kind", "12 unknown-field",
                "14 bad-value", "18 contradicting-keys",
            ])
    }

    @Test("what is wrong with a mapping's syntax is told like a record's")
    func syntax() {
        #expect(faults("format: csv\nkind: members\nid: Co-op\nid: Other\n").contains("4 duplicate-key"))
        #expect(faults("").contains("0 missing-field") || faults("").contains("1 missing-field"))
    }

    @Test("the mappings that ship can be read", arguments: ["jekyll-coops", "survey"])
    func shipped(name: String) throws {
        let path = #filePath.split(separator: "/").dropLast(4).joined(separator: "/")
        let bytes = try #require(Files.contents(of: "/\(path)/data/mappings/\(name).yaml"))
        let mapping = try ImportMapping.read(bytes, file: name, kinds: Network.kinds)
        switch mapping.source {
        case .files(let files): #expect(files.folders.map(\.path) == ["_coops", "_services", "_technologies"])
        case .rows(let rows): #expect(rows.respondent == "Email Address")
        }
    }

    @Test(
        "stars in a path",
        arguments: [
            ("_coops/htaccess", "_coops/htaccess", true), ("_coops/*", "_coops/a.md", true),
            ("_coops/*", "_coops/a/b.md", false), ("images/**", "images/a/b.png", true), ("images/**", "images", false),
            ("**/*.png", "a/b/c.png", true), ("**/*.png", "c.png", true), ("*.*", "abc", false),
            ("a*b*c", "aXbYbc", true),
        ])
    func patterns(pattern: String, path: String, fits: Bool) {
        #expect(PathPattern(pattern).matches(path) == fits)
    }

    @Test(
        "dates in the order that the mapping says",
        arguments: [
            ("01/12/2026", DateOrder.dayMonthYear, "2026-12-01"), ("01/12/2026", .monthDayYear, "2026-01-12"),
            ("2026-12-01", .dayMonthYear, "2026-12-01"), ("1.2.2026", .dayMonthYear, "2026-02-01"),
            ("30/02/2026", .dayMonthYear, "none"), ("01/12/26", .dayMonthYear, "none"),
            ("01/12/2026", .yearMonthDay, "none"),
        ])
    func dates(text: String, order: DateOrder, expected: String) {
        #expect((DateReading(order: order).day(text)?.description ?? "none") == expected)
    }

    @Test("moments with a time of day, as survey programs write it")
    func moments() {
        let reading = DateReading(order: .monthDayYear)
        #expect(reading.moment("1/2/1970 1:02:03")?.seconds == 86_400 + 3723)
        #expect(reading.moment("1/1/1970 12:00 AM")?.seconds == 0)
        #expect(reading.moment("1/1/1970 12:30 PM")?.seconds == 45_000)
        #expect(reading.moment("1970-01-01T00:00:01.5Z").map { $0.seconds == 1 && $0.isUTC } == true)
        #expect(reading.moment("1/1/1970 25:00") == nil)
        #expect(reading.moment("soon") == nil)
    }
}
