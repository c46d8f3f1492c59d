import Testing

import RecordText

/// Records made from a seed: valid, in every style that the reader knows.
struct RecordGenerator {
    var random: SplitMix64
    var form: RecordForm
    /// Whether to write only what needs no warning.
    var isTidy: Bool

    static let words = [
        "web", "Siân", "drupal-9", "12", "51.5", "https://a.coop/x?y=z#w", "a@b.coop", "two words", "日本", "it's",
        "say \"x\"",
        "a, b", "50%", "C#", "-5", "x:y", "true", "2026-11-27", "(0) 20 7739", "O'Hara & Co", "[x]y", "q: r", "x #y",
        "no",
        "007", "", " x", "back\\slash", "null", "@x", "1e3", "ŵ",
    ]

    mutating func text() -> String { random.pick(Self.words) }

    mutating func scalar(_ text: String, inFlow: Bool = false) -> String {
        let isSafe =
            text.first.map { $0.isLetter || $0.isNumber } ?? false
            && !text.contains(": ") && !text.contains(" #") && !(isTidy && ["no", "007", "1e3", "null"].contains(text))
            && !(inFlow && text.contains { ",[]{}:?#".contains($0) })
        if isSafe, random.chance(70) { return text }
        if random.chance(50) {
            return "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "''") + "'"
        }
        var written = "\""
        for character in text {
            if character == "\"" || character == "\\" { written += "\\" }
            written.append(character)
        }
        return written + "\""
    }

    mutating func document() -> String {
        var lines: [String] = []
        entries(column: 0, depth: 1, &lines)
        if random.chance(20) { lines.append("# the end") }
        var text = lines.map { $0 + "\n" }.joined()
        if form == .markdown { text = "---\n" + text + "---\n\nA text.\n\n---\n\nMore of it: 'x\n" }
        if !isTidy, random.chance(20) {
            text = text.split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "\r\n")
        }
        if !isTidy, random.chance(10) { text = "\u{FEFF}" + text }
        return text
    }

    private mutating func comment() -> String { random.chance(15) ? " # " + random.pick(["why", "no: 'x", "é"]) : "" }

    private mutating func between(_ column: Int, _ lines: inout [String]) {
        if random.chance(8) { lines.append("") }
        if random.chance(10) {
            lines.append(String(repeating: " ", count: column) + "# " + random.pick(["note", "- x", "k: v"]))
        }
    }

    private mutating func entries(column: Int, depth: Int, _ lines: inout [String], lead: String? = nil) {
        var lead = lead
        for number in 0..<Int.random(in: 1...5, using: &random) {
            if lead == nil { between(column, &lines) }
            let key = random.pick(["k\(number)", "key-\(number)", "long key \(number)", "'k \(number)'"])
            entry((lead ?? String(repeating: " ", count: column)) + key + ":", column: column, depth: depth, &lines)
            lead = nil
        }
    }

    private mutating func entry(_ start: String, column: Int, depth: Int, _ lines: inout [String]) {
        switch Int.random(in: 0..<12, using: &random) {
        case 0: lines.append(start + comment())
        case 1 where depth < Document.maximumDepth:
            lines.append(start + comment())
            entries(column: column + random.pick([2, 4]), depth: depth + 1, &lines)
        case 2, 3:
            guard depth < Document.maximumDepth - 1 else { return lines.append(start) }
            lines.append(start + comment())
            items(column: column + random.pick([0, 2]), depth: depth + 1, &lines)
        case 4:
            let items = (0..<Int.random(in: 0...3, using: &random)).map { _ in scalar(text(), inFlow: true) }
            lines.append(
                start + (depth < Document.maximumDepth ? " [" + items.joined(separator: ", ") + "]" : "") + comment())
        case 5: block(start, column: column, &lines)
        case 6 where !isTidy:
            lines.append(start + " one")
            lines.append(String(repeating: " ", count: column + 3) + "more of it")
        default: lines.append(start + " " + scalar(text()) + comment())
        }
    }

    private mutating func items(column: Int, depth: Int, _ lines: inout [String]) {
        for _ in 0..<Int.random(in: 1...4, using: &random) {
            between(column, &lines)
            let dash = String(repeating: " ", count: column) + "- "
            if random.chance(25) {
                entries(column: column + 2, depth: depth + 1, &lines, lead: dash)
            } else {
                lines.append(dash + scalar(text()) + comment())
            }
        }
    }

    private mutating func block(_ start: String, column: Int, _ lines: inout [String]) {
        lines.append(start + " " + random.pick(["|", "|-", ">", ">-"]))
        let indent = String(repeating: " ", count: column + 2)
        lines.append(indent + "first # no comment")
        if random.chance(40) { lines.append("") }
        for _ in 0..<Int.random(in: 0...2, using: &random) {
            lines.append(indent + random.pick(["next: line", "  further", "- x"]))
        }
    }
}

@Suite struct PropertyTests {
    static let seeds = Array(UInt64(1)...400)

    private func generate(_ seed: UInt64, isTidy: Bool) -> (text: String, form: RecordForm) {
        let form: RecordForm = seed % 3 == 0 ? .markdown : .yaml
        var generator = RecordGenerator(random: SplitMix64(seed: seed), form: form, isTidy: isTidy)
        return (generator.document(), form)
    }

    @Test("ranges are in order and inside their parents", arguments: seeds)
    func rangesNest(_ seed: UInt64) {
        let (text, form) = generate(seed, isTidy: false)
        let document = read(text, form)
        #expect(document.isReadable, "\(document.problems)\n\(text)")
        #expect(document.bytes == Array(text.utf8))
        func visit(_ node: Node) {
            var position = document.valueRange(of: node).lowerBound
            for child in document.children(of: node) {
                let range = document.entryRange(of: child)
                #expect(range.lowerBound >= position)
                #expect(range.upperBound <= document.valueRange(of: node).upperBound)
                position = range.upperBound
                visit(child)
            }
        }
        visit(document.root)
    }

    @Test("a text without a warning means the same to libyaml", arguments: seeds)
    func readsAsYams(_ seed: UInt64) {
        let (text, form) = generate(seed, isTidy: true)
        let document = read(text, form)
        #expect(document.problems == [], "\(text)")
        #expect(leaves(document) == leavesByYams(recordText(document.bytes, form)), "\(text)")
    }

    @Test("the normal form says the same to both and is its own normal form", arguments: seeds)
    func formatsAlike(_ seed: UInt64) throws {
        let (text, form) = generate(seed, isTidy: false)
        let document = read(text, form)
        let once = try #require(formatted(document), "\(text)")
        let result = Document(parsing: once, form: form)
        #expect(result.problems == [], "\(string(once))")
        #expect(leaves(result) == leaves(document))
        #expect(leavesByYams(recordText(once, form)) == leaves(document), "\(string(once))")
        #expect(formatted(result) == once)
        #expect(result.bodyText == document.bodyText)
    }

    @Test("an edit reads back and touches only its own bytes", arguments: seeds)
    func editsAreLocal(_ seed: UInt64) throws {
        let (text, form) = generate(seed, isTidy: false)
        let document = read(text, form)
        var random = SplitMix64(seed: seed ^ 0xABCD)
        let keys = document.children(of: document.root).compactMap { document.key(of: $0) }
        for _ in 0..<8 {
            let key = random.pick(keys + ["new"])
            let word = random.pick(RecordGenerator.words + ["two\nlines", "ends\n", " \n"])
            let edit: Edit =
                switch Int.random(in: 0..<5, using: &random) {
                case 0: .set(path: [key], text: word)
                case 1: .remove(path: [key])
                case 2: .addElement(path: [key], random.chance(50) ? .text(word) : .pair("k", word))
                case 3: .removeElement(path: [key], name: word)
                default: .renameKey(path: [key], to: "renamed")
                }
            do {
                let result = try document.applying([edit], order: KeyOrder(top: ["k0", "new", "k1"]))
                let after = Document(parsing: result, form: form)
                if case .set(_, let text) = edit, !text.allSatisfy({ $0 == " " }) {
                    let node = try #require(after.node(at: [key]))
                    #expect(after.text(of: node) == text)
                }
                // What changed lies between the common start and end; everything in it belongs to the key.
                let common = zip(document.bytes, result).prefix { $0 == $1 }.count
                if let node = document.node(at: [key]), case .set = edit {
                    #expect(common >= document.entryRange(of: node).lowerBound)
                }
            } catch let error as EditError {
                switch error {
                case .wouldChangeOthers, .wouldNotRead, .unreadable: Issue.record("\(error) \(edit)\n\(text)")
                default: break
                }
            }
        }
    }

    @Test(
        "lines that lack a space after their colon, with tabs below them, are mended to what was meant",
        arguments: seeds)
    func mendsWhatWasMeant(_ seed: UInt64) {
        let (text, form) = generate(seed, isTidy: true)
        var random = SplitMix64(seed: seed ^ 0x7AB5)
        let damaged = text.withoutSpacesAndWithTabs(&random)
        let document = read(damaged, form)
        // All the lines to put instead, each in its place, bring nothing that was not said before.
        var lines = damaged.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        for problem in document.problems {
            guard let line = problem.replacement else { continue }
            lines[document.line(at: problem.range.lowerBound) - 1] = line
        }
        let said = Set(document.problems.map(\.code))
        let after = read(lines.joined(separator: "\n"), form).problems.filter { $0.severity == .error }
        #expect(said.isSuperset(of: after.map(\.code)), "\(after.map(\.code))\n\(damaged)")
        let mended = Mending.mend(document.bytes, form: form, codes: TextProblem.Code.withOneAnswer).document
        #expect(leaves(mended) == leaves(read(text, form)), "\(damaged)")
    }

    @Test("no damage crashes or hangs it", arguments: seeds)
    func survivesDamage(_ seed: UInt64) {
        let (text, form) = generate(seed, isTidy: false)
        var random = SplitMix64(seed: seed ^ 0x5EED)
        let marks = Array(" \t\n\r:-#'\"|>[]{},&*!%@`?~<.\\\u{A0}\u{202E}".utf8) + [0x00, 0xC2, 0xE2, 0xFF]
        for _ in 0..<25 {
            var bytes = Array(text.utf8)
            for _ in 0..<Int.random(in: 1...4, using: &random) where !bytes.isEmpty {
                let offset = Int.random(in: 0..<bytes.count, using: &random)
                switch Int.random(in: 0..<4, using: &random) {
                case 0: bytes.remove(at: offset)
                case 1: bytes.insert(random.pick(marks), at: offset)
                case 2: bytes.removeSubrange(offset..<min(bytes.count, offset + Int.random(in: 1...20, using: &random)))
                default: bytes[offset] = random.pick(marks)
                }
            }
            let document = Document(parsing: bytes, form: form)
            for problem in document.problems {
                _ = Diagnostic(file: "x", in: document, problem: problem).text
            }
            guard document.isReadable else { continue }
            let once = formatted(document)
            #expect(once != nil, "\(string(bytes))")
            guard document.problems.isEmpty else { continue }
            #expect(leavesByYams(recordText(bytes, form)) == leaves(document), "\(string(bytes))")
        }
    }
}

extension String {
    /// A text in which some entries of the top lack the space after their colon, and have a tab before the entry below.
    fileprivate func withoutSpacesAndWithTabs(_ random: inout SplitMix64) -> String {
        var lines = split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        func isPlainEntry(_ line: String) -> Bool {
            let parts = line.split(separator: ": ", maxSplits: 1)
            return line.first == "k" && parts.count == 2 && parts[1].first?.isLetter == true
        }
        for index in lines.indices.dropLast() where isPlainEntry(lines[index]) && random.chance(70) {
            lines[index].replace(": ", with: ":", maxReplacements: 1)
            if lines[index + 1].first == "k" { lines[index + 1] = "\t" + lines[index + 1] }
        }
        return lines.joined(separator: "\n")
    }
}
