import RecordText
import Yams

/// What a record says, one line a leaf: `/services/0 = web`.
func leaves(_ document: Document) -> [String] {
    var lines: [String] = []
    func visit(_ node: RecordText.Node, _ path: String) {
        switch document.kind(of: node) {
        case .mapping:
            for child in document.children(of: node) { visit(child, path + "/" + (document.key(of: child) ?? "")) }
        case .sequence:
            for (index, child) in document.children(of: node).enumerated() { visit(child, path + "/\(index)") }
        case .scalar: lines.append(path + " = " + document.text(of: node))
        case .blank: lines.append(path + " = ")
        }
    }
    visit(document.root, "")
    return lines
}

/// The same by libyaml, comparing text and not types; nil where it refuses.
func leavesByYams(_ text: String) -> [String]? {
    let top: Yams.Node?
    do { top = try Yams.compose(yaml: text) } catch { return nil }
    guard let node = top else { return [] }
    var lines: [String] = []
    func visit(_ node: Yams.Node, _ path: String) {
        switch node {
        case .mapping(let mapping):
            for (key, value) in mapping { visit(value, path + "/" + (key.string ?? "")) }
        case .sequence(let sequence):
            for (index, value) in sequence.enumerated() { visit(value, path + "/\(index)") }
        case .scalar(let scalar): lines.append(path + " = " + (isAbsent(scalar) ? "" : scalar.string))
        case .alias: lines.append(path + " is an alias")
        }
    }
    visit(node, "")
    return lines
}

private func isAbsent(_ scalar: Yams.Node.Scalar) -> Bool {
    let text = scalar.string
    if scalar.style == .plain, ["~", "null", "Null", "NULL"].contains(text) { return true }
    return ["N/A", "n/a", "-"].contains(text) || text.allSatisfy { $0 == " " || $0 == "\t" }
}

/// The front matter of a Markdown record, or all of a `.yaml`.
func recordText(_ bytes: [UInt8], _ form: RecordForm) -> String {
    let text = String(decoding: bytes, as: UTF8.self)
    guard form == .markdown else { return text }
    let lines = text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }
    return lines.dropFirst().prefix { !$0.hasPrefix("---") }.map { $0 + "\n" }.joined()
}

func string(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

func read(_ text: String, _ form: RecordForm = .yaml) -> Document { Document(parsing: text, form: form) }

func codes(_ text: String, _ form: RecordForm = .yaml) -> [String] { read(text, form).problems.map(\.code) }

/// The text after edits.
func edited(_ text: String, _ edits: Edit..., order: KeyOrder = .none, form: RecordForm = .yaml) throws -> String {
    string(try read(text, form).applying(edits, order: order))
}

/// Numbers from a seed, the same on every machine.
struct SplitMix64: RandomNumberGenerator {
    var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    mutating func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &self) < percent }
    mutating func pick<Value>(_ values: [Value]) -> Value { values[Int.random(in: 0..<values.count, using: &self)] }
}
