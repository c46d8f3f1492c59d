/// A record as the generator thinks of it: what it says, and how each part of it is written. Two models that come from
/// one write what they share in the same bytes.
struct MergeModel: Sendable {
    var fields: [Field]
    /// Comments at the top, parted by a blank line from the first key.
    var preamble: [String] = []
    /// Comments after the last key.
    var ending: [String] = []
    var body: [String]?
    /// How far in lists and mappings stand.
    var step = 2
    var usesCRLF = false
    var hasMark = false

    struct Field {
        var key: String
        var value: Value
        var above: [String] = []
        var beside: String?
        var blankLinesAbove = 0
        var style = 0
    }

    struct Member {
        var name: String
        /// The level of an element, or the value of an entry.
        var text: String
        var above: [String] = []
        var beside: String?
        var style = 0
    }

    indirect enum Value {
        case scalar(String)
        case lines([String])
        case set([Member], isFlow: Bool)
        case map([Member])
        case group([Field])
        case list([String], isFlow: Bool)
    }

    /// The text.
    var text: String {
        var lines: [String] = preamble
        if !preamble.isEmpty { lines.append("") }
        for field in fields { write(field, column: 0, &lines) }
        lines += ending
        if let body { lines = ["---"] + lines + ["---"] + body }
        let text = lines.map { $0 + (usesCRLF ? "\r\n" : "\n") }.joined()
        return hasMark ? "\u{FEFF}" + text : text
    }

    private func write(_ field: Field, column: Int, _ lines: inout [String]) {
        let indent = String(repeating: " ", count: column)
        lines += Array(repeating: "", count: field.blankLinesAbove)
        lines += field.above.map { indent + $0 }
        let beside = field.beside.map { " " + $0 } ?? ""
        let key = indent + field.key + ":"
        switch field.value {
        case .scalar(let text): lines.append(key + (text.isEmpty ? "" : " " + quoted(text, field.style)) + beside)
        case .lines(let texts):
            lines.append(key + " |" + beside)
            lines += texts.map { $0.isEmpty ? "" : indent + String(repeating: " ", count: max(step, 2)) + $0 }
        case .set(let members, true)
        where members.allSatisfy { $0.text.isEmpty && $0.above.isEmpty && $0.beside == nil }:
            lines.append(key + " [" + members.map { quoted($0.name, $0.style) }.joined(separator: ", ") + "]" + beside)
        case .set(let members, _):
            lines.append(key + beside)
            let inner = indent + String(repeating: " ", count: step)
            for member in members {
                lines += member.above.map { inner + $0 }
                let end = member.beside.map { " " + $0 } ?? ""
                let name = quoted(member.name, member.style)
                lines.append(inner + "- " + (member.text.isEmpty ? name : "\(member.name): \(member.text)") + end)
            }
        case .map(let members):
            lines.append(key + beside)
            let inner = indent + String(repeating: " ", count: max(step, 2))
            for member in members {
                lines += member.above.map { inner + $0 }
                lines.append(
                    "\(inner)\(member.name): \(quoted(member.text, member.style))"
                        + (member.beside.map { " " + $0 } ?? ""))
            }
        case .group(let fields):
            lines.append(key + beside)
            for field in fields { write(field, column: column + max(step, 2), &lines) }
        case .list(let texts, true): lines.append(key + " [" + texts.joined(separator: ", ") + "]" + beside)
        case .list(let texts, false):
            lines.append(key + beside)
            lines += texts.map { indent + String(repeating: " ", count: step) + "- " + $0 }
        }
    }

    private func quoted(_ text: String, _ style: Int) -> String {
        switch style {
        case 1: "'\(text)'"
        case 2: "\"\(text)\""
        default: text
        }
    }

    /// What it says, leaf by leaf: `skills/offered/php` is `expert`.
    var leaves: [String: String] {
        var leaves: [String: String] = [:]
        func visit(_ field: Field, _ path: String) {
            // A former key is its field.
            let name = path + (field.key == "members" ? "headcount" : field.key)
            switch field.value {
            case .scalar(let text): if !text.isEmpty { leaves[name] = text }
            case .lines(let texts): leaves[name] = texts.joined(separator: "\n")
            case .set(let members, _), .map(let members):
                for member in members { leaves["\(name)/\(member.name)"] = member.text }
            case .group(let fields): for field in fields { visit(field, name + "/") }
            case .list(let texts, _): leaves[name] = texts.joined(separator: ", ")
            }
        }
        for field in fields { visit(field, "") }
        return leaves
    }

    /// Every comment, each of which is written once, with the top key that it belongs to.
    var comments: [String: String] {
        var comments: [String: String] = [:]
        func add(_ texts: [String], _ key: String) { for text in texts { comments[text] = key } }
        func visit(_ field: Field, _ key: String) {
            add(field.above + [field.beside].compactMap(\.self), key)
            switch field.value {
            case .set(let members, _), .map(let members):
                for member in members { add(member.above + [member.beside].compactMap(\.self), key) }
            case .group(let fields): for field in fields { visit(field, key) }
            case .scalar, .lines, .list: break
            }
        }
        add(preamble + ending, "")
        for field in fields { visit(field, field.key) }
        return comments
    }
}
