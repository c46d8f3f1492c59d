import RecordText
import Testing

/// Merges of records in every style that the reader knows, with whatever shapes: what their writers did not think of.
@Suite("Merging records in every style")
struct MergeStyleTests {
    /// Keys end in a number; what each holds is whatever that says, expected or not.
    private static let rules = MergeRules { path in
        guard let key = path.first, path.count == 1 else { return path.isEmpty ? .entries { $0 } : .undeclared }
        switch key.last {
        case "0": return .set({ $0 }, level: { $0 })
        case "2": return .entries { $0 }
        case "3": return .value { $0 }
        default: return .undeclared
        }
    }

    private func side(_ document: Document, _ random: inout SplitMix64) -> [UInt8] {
        var document = document
        let keys = document.children(of: document.root).compactMap { document.key(of: $0) }
        for _ in 0..<Int.random(in: 1...4, using: &random) {
            let key = random.pick(keys + ["new 0", "new 3"])
            let word = random.pick(RecordGenerator.words + ["two\nlines", "ends\n"])
            let edit: Edit =
                switch Int.random(in: 0..<6, using: &random) {
                case 0: .set(path: [key], text: word)
                case 1: .remove(path: [key])
                case 2: .addElement(path: [key], random.chance(50) ? .text(word) : .pair("k", word))
                case 3: .removeElement(path: [key], name: word)
                case 4: .set(path: [key, "k0"], text: word)
                default: .renameKey(path: [key], to: "renamed 3")
                }
            // Some edits do not fit what is there.
            if let bytes = try? document.applying([edit], order: .none) {
                document = Document(parsing: bytes, form: document.form)
            }
        }
        guard random.chance(25), let tidy = formatted(document) else { return document.bytes }
        return tidy
    }

    @Test("None of them is beyond it, and both ways out of a conflict read", arguments: PropertyTests.seeds)
    func merges(_ seed: UInt64) throws {
        let form: RecordForm = seed % 3 == 0 ? .markdown : .yaml
        var generator = RecordGenerator(random: SplitMix64(seed: seed), form: form, isTidy: seed % 2 == 0)
        let base = read(generator.document(), form)
        for _ in 0..<5 {
            let (ours, theirs) = (side(base, &generator.random), side(base, &generator.random))
            let shown: Comment =
                "seed \(seed)\n--- base\n\(string(base.bytes))--- ours\n\(string(ours))--- theirs\n\(string(theirs))"
            let texts = [base.bytes, ours, theirs]
            let isFirst = ours.lexicographicallyPrecedes(theirs)
            let merged = try #require(
                mergedRecord(
                    base: texts[0], ours: ours, theirs: theirs, form: form, rules: Self.rules,
                    preferring: isFirst ? .ours : .theirs, mergeLines: mergeByGit), shown)
            for side in [MergeSide.ours, .theirs] {
                let result = Document(parsing: merged.resolved(with: side), form: form)
                #expect(result.isReadable, "\(shown)\n--- merged\n\(string(result.bytes))")
                guard texts.allSatisfy({ Document(parsing: $0, form: form).problems.isEmpty }) else { continue }
                #expect(result.problems == [], "\(shown)\n--- merged\n\(string(result.bytes))")
                #expect(leavesByYams(recordText(result.bytes, form)) == leaves(result), shown)
            }
            if ours == base.bytes { #expect(merged.resolved(with: .ours) == theirs, shown) }
            if theirs == base.bytes { #expect(merged.resolved(with: .ours) == ours, shown) }
        }
    }
}
