import RecordModel
import RecordText
import Testing

@testable import RecordStore

@Suite("Comparing versions")
struct VersionComparisonTests {
    @Test("reading only the entries that differ gives what reading everything gives")
    func touchedEntries() {
        var generator = SystemIndependentGenerator(state: 9)
        let comparison = VersionComparison(SyntheticHistory.kind)
        let lines = [
            "name: ant", "name: bee # twice", "mail: a", "email: b", "email:", "skills: [ant, bee]", "skills:", "- ant",
            "  - bee", "contacts:", "  ann: a", "  bob: \"b\"", "contacts: {ann: a}", "unknown: x", "unknown:",
            "  deep: y", "about: |", "  text", "", "# comment", "confirmed: 2020-01-01", "x-note: z", "name: 'ant'",
            "plain: one", "  two", "tail: >-", "  folded", "  lines", "formerly: old",
        ]
        var readable = 0
        for _ in 0..<60_000 {
            let one = document(lines, &generator)
            let other = document(lines, &generator, near: one.text)
            guard one.document.isReadable, other.document.isReadable else { continue }
            readable += 1
            let fast = comparison.difference(from: one.document, to: other.document).leaves
            let slow = comparison.differences(
                from: DocumentContents(document: one.document, kind: SyntheticHistory.kind).allLeaves(),
                to: DocumentContents(document: other.document, kind: SyntheticHistory.kind).allLeaves())
            let isSame = Set(fast.map(describe)) == Set(slow.map(describe))
            #expect(isSame, "\(one.text)\n...\n\(other.text)")
            if !isSame { return }
        }
        #expect(readable > 5_000)
    }

    @Test("every leaf of a text is the one that reading it gives")
    func allLeaves() {
        var generator = SystemIndependentGenerator(state: 11)
        let comparison = VersionComparison(SyntheticHistory.kind)
        let lines = [
            "name: ant", "skills:", "- ant", "unknown:", "  deep: y", "x-a: b", "contacts: {a: b, c: }", "mail: q",
        ]
        for _ in 0..<5_000 {
            let document = document(lines, &generator).document
            let contents = DocumentContents(document: document, kind: SyntheticHistory.kind)
            #expect(comparison.leaves(of: document) == contents.allLeaves())
        }
    }

    private func describe(_ pair: LeafPair) -> [FieldLeaf?] { [pair.old, pair.new] }

    private func document(
        _ lines: [String], _ generator: inout SystemIndependentGenerator, near text: String? = nil
    ) -> (text: String, document: Document) {
        var chosen: [String]
        if let text {
            chosen = text.split(separator: "\n", omittingEmptySubsequences: false).dropFirst().map(String.init)
            if let end = chosen.firstIndex(of: "---") { chosen = Array(chosen[..<end]) }
            for _ in 0..<(1 + Int(generator.next() % 3)) {
                let place = Int(generator.next() % UInt64(chosen.count + 1))
                if generator.next() % 2 == 0, place < chosen.count {
                    chosen.remove(at: place)
                } else {
                    chosen.insert(lines[Int(generator.next() % UInt64(lines.count))], at: place)
                }
            }
        } else {
            chosen = (0..<(2 + Int(generator.next() % 6))).map { _ in lines[Int(generator.next() % UInt64(lines.count))]
            }
        }
        let body = ["", "\nSome text\n", "\nSome  text \n\n"][Int(generator.next() % 3)]
        let text = "---\n" + chosen.map { $0 + "\n" }.joined() + "---\n" + body
        return (text, Document(parsing: text, form: .markdown))
    }
}

/// The same numbers everywhere, for a test that must be repeatable.
struct SystemIndependentGenerator: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return state >> 20
    }
}
