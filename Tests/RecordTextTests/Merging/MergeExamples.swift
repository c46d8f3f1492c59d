import Git
import RecordText

/// The rules of a small kind that has every shape.
enum SampleRules {
    static let rules = MergeRules(order: KeyOrder(top: order)) { path in
        switch path.first {
        case nil: .entries { $0 == "members" ? "headcount" : $0 }
        case "name", "town", "note", "headcount", "website": .value(words)
        case "services", "technologies": .set(words, level: words)
        case "skills": path.count == 1 ? .entries { $0 } : .set(words, level: words)
        case "contacts": path.count == 1 ? .entries(words) : .value(words)
        case "coops": path.count < 3 ? .entries { $0 } : .value(words)
        case "seen": path.count == 1 ? .entries(words) : .latest { Int($0) == nil ? nil : $0 }
        default: .undeclared
        }
    }

    static let order = [
        "name", "website", "town", "headcount", "contacts", "skills", "services", "technologies", "steps", "coops",
        "note",
    ]

    /// White space says nothing.
    static let words: MergeShape.Normal = { text in
        text.contains("\n") ? text : text.split(separator: " ").joined(separator: " ")
    }
}

/// Merges three texts by the sample's rules, as it would be done in either direction.
func mergedSample(_ base: String?, _ ours: String, _ theirs: String, _ form: RecordForm = .yaml) -> MergedText? {
    mergedRecord(
        base: base.map { Array($0.utf8) }, ours: Array(ours.utf8), theirs: Array(theirs.utf8), form: form,
        rules: SampleRules.rules, preferring: ours < theirs ? .ours : .theirs, mergeLines: mergeByGit)
}

func mergeByGit(_ base: [UInt8], _ first: [UInt8], _ second: [UInt8]) -> [LineMergeRun] {
    do {
        let chunks = try TextMerge.chunks(base: base, ours: first, theirs: second)
        return (chunks ?? [.conflict(ours: first, theirs: second)]).map { chunk in
            switch chunk {
            case .agreed(let lines): .agreed(lines)
            case .conflict(let ours, let theirs): .conflict(first: ours, second: theirs)
            }
        }
    } catch {
        return []
    }
}

extension MergedText {
    /// The text with conflicts marked as git does.
    var text: String { string(marked { _ in ("ours", "theirs") }.bytes) }
}
