import Foundation
import RecordText
import Testing

/// What holds of every merge, on generated records with generated changes.
///
/// A failure names the seed and shows the three texts. `COTECH_STRESS=full` makes ten times as many.
@Suite("Properties of merging")
struct MergePropertyTests {
    private struct Triple: Sendable {
        let seed: UInt64
        let base: MergeModel
        let ours: MergeModel
        let theirs: MergeModel

        init(seed: UInt64) {
            self.seed = seed
            var generator = MergeGenerator(seed: seed)
            base = generator.record()
            ours = generator.changed(base)
            theirs = generator.changed(base)
        }

        var form: RecordForm { base.body == nil ? .yaml : .markdown }
        var all: [MergeModel] { [base, ours, theirs] }

        var shown: Comment {
            Comment(rawValue: "seed \(seed)\n--- base\n\(base.text)--- ours\n\(ours.text)--- theirs\n\(theirs.text)")
        }
    }

    /// Every test looks at the same merges, each of which is made once.
    private static let merges: [(triple: Triple, merged: MergedText?)] = {
        let isLong = ProcessInfo.processInfo.environment["COTECH_STRESS"] == "full"
        return (0..<(isLong ? 20_000 : 2_000)).map { seed in
            let triple = Triple(seed: UInt64(seed))
            return (triple, mergedSample(triple.base.text, triple.ours.text, triple.theirs.text, triple.form))
        }
    }()

    private func forEach(_ body: (Triple, MergedText) throws -> Void) throws {
        for (triple, merged) in Self.merges {
            try body(triple, try #require(merged, triple.shown))
        }
    }

    @Test("What only one side changed, or both alike, is that side's bytes")
    func identities() throws {
        // The merge itself is asked, and none of the short ways to the same answer.
        for triple in Self.merges.map(\.triple).prefix(500) {
            let (base, other) = (triple.base.text, triple.ours.text)
            for (ours, theirs, result) in [
                (base, base, base), (other, base, other), (base, other, other), (other, other, other),
            ] {
                let merged = try #require(mergedSample(base, ours, theirs, triple.form), triple.shown)
                #expect(merged.text == result, triple.shown)
            }
        }
    }

    @Test("It makes no difference who merges whom, but for the sides of a conflict")
    func symmetry() throws {
        try forEach { triple, result in
            let mirrored = try #require(
                mergedSample(triple.base.text, triple.theirs.text, triple.ours.text, triple.form), triple.shown)
            let swapped = mirrored.parts.map { part in
                switch part {
                case .agreed: part
                case .conflict(let one):
                    MergedText.Part.conflict(MergeConflict(path: one.path, ours: one.theirs, theirs: one.ours))
                }
            }
            #expect(result.parts == swapped, triple.shown)
        }
    }

    @Test("Every change of either side is there or in a conflict, and conflicts are nowhere else")
    func nothingIsLost() throws {
        try forEach { triple, result in
            let conflicts = result.conflicts.map { $0.path.joined(separator: "/") }
            let leaves = triple.all.map(\.leaves)
            let resolved = [MergeSide.ours, .theirs].map { side in
                flattened(Document(parsing: result.resolved(with: side), form: triple.form))
            }
            var explained: Set<String> = []
            for leaf in Set(leaves.flatMap(\.keys)).union(resolved.flatMap(\.keys)) {
                let (base, ours, theirs) = (leaves[0][leaf], leaves[1][leaf], leaves[2][leaf])
                let conflict = conflicts.first { leaf == $0 || leaf.hasPrefix($0 + "/") }
                let isOpen = ours != theirs && ours != base && theirs != base
                if let conflict, isOpen { explained.insert(conflict) }
                if isOpen {
                    // Lines of a long text may have been merged.
                    #expect(conflict != nil || leaf == "long", "\(leaf) \(triple.shown)")
                } else if conflict == nil {
                    let expected = ours == base ? theirs : ours
                    #expect(
                        resolved.allSatisfy { $0[leaf] == expected },
                        "\(leaf) \(triple.shown)\n--- merged\n\(result.text)")
                }
            }
            let open = conflicts.filter { !$0.isEmpty && !explained.contains($0) }
            #expect(open == [], "\(triple.shown)\n--- merged\n\(result.text)")
            for line in triple.ours.body ?? [] where triple.base.body?.contains(line) == false {
                #expect(result.text.contains(line), triple.shown)
            }
        }
    }

    @Test("The result reads without a problem, and means the same to libyaml")
    func reads() throws {
        try forEach { triple, result in
            for side in [MergeSide.ours, .theirs] {
                let bytes = result.resolved(with: side)
                let document = Document(parsing: bytes, form: triple.form)
                #expect(document.isReadable, "\(triple.shown)\n--- merged\n\(string(bytes))")
                let isTidy = triple.all.allSatisfy { !$0.usesCRLF && !$0.hasMark }
                guard isTidy else { continue }
                #expect(document.problems == [], "\(triple.shown)\n--- merged\n\(string(bytes))")
                #expect(leavesByYams(recordText(bytes, triple.form)) == leaves(document), triple.shown)
            }
            let marked = Document(parsing: Array(result.text.utf8), form: triple.form)
            #expect(
                Set(marked.problems.filter { $0.severity == .error }.map(\.code))
                    == (result.conflicts.isEmpty ? [] : ["conflict-marker"]),
                "\(triple.shown)\n--- merged\n\(result.text)")
        }
    }

    @Test("Comments of both survive, and one that a side took away is gone")
    func comments() throws {
        try forEach { triple, result in
            let (base, ours, theirs) = (triple.base.comments, triple.ours.comments, triple.theirs.comments)
            let text = result.text
            let agreed = result.parts.map { if case .agreed(let bytes) = $0 { string(bytes) } else { "" } }.joined()
            for comment in Set(base.keys).union(ours.keys).union(theirs.keys) {
                if let field = base[comment], !field.isEmpty {
                    // Where a side took away what the other changed, its comments wait with it.
                    let gone = triple.all.dropFirst().contains { !$0.fields.map(\.key).contains(field) }
                    if gone || result.conflicts.contains(where: { $0.path.first == field }) { continue }
                }
                let isKept = base[comment] == nil || ours[comment] != nil && theirs[comment] != nil
                let count = (isKept ? text : agreed).components(separatedBy: comment).count - 1
                #expect(isKept ? count >= 1 : count == 0, "\(comment) \(triple.shown)\n--- merged\n\(text)")
            }
        }
    }

    /// What a text says, leaf by leaf as `MergeModel.leaves`, read without the rules of merging.
    private func flattened(_ document: Document) -> [String: String] {
        var leaves: [String: String] = [:]
        func visit(_ node: Node, _ path: String) {
            switch document.kind(of: node) {
            case .blank: break
            case .scalar: leaves[path] = document.text(of: node).trimmingNewlines
            case .mapping:
                for child in document.children(of: node) { visit(child, path + "/" + (document.key(of: child) ?? "")) }
            case .sequence where path == "steps":
                leaves[path] = document.children(of: node).map { document.text(of: $0) }.joined(separator: ", ")
            case .sequence:
                for item in document.children(of: node) {
                    let pair = document.children(of: item).first { _ in true }
                    let name = pair.flatMap { document.key(of: $0) } ?? document.text(of: item)
                    leaves[path + "/" + name] = pair.map { document.text(of: $0) } ?? ""
                }
            }
        }
        for field in document.children(of: document.root) {
            let key = document.key(of: field) ?? ""
            visit(field, key == "members" ? "headcount" : key)
        }
        return leaves
    }
}

extension String {
    fileprivate var trimmingNewlines: String {
        var text = self
        while text.last?.isNewline == true { text.removeLast() }
        return text
    }
}
