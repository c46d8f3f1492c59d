/// What a record says, apart from how it is written: two texts that say the same have equal trees.
indirect enum ValueTree: Equatable {
    case blank
    case text(String)
    case list([ValueTree])
    case mapping([Entry])

    struct Entry: Equatable {
        var key: String
        var value: ValueTree
    }

    /// The same with blank entries left out, since blank is absent.
    var withoutBlanks: ValueTree {
        switch self {
        case .blank: return .blank
        case .text(let text): return isBlankWord(text) ? .blank : self
        case .list(let items): return items.isEmpty ? .blank : .list(items.map(\.withoutBlanks))
        case .mapping(let entries):
            let kept = entries.map { Entry(key: $0.key, value: $0.value.withoutBlanks) }.filter { $0.value != .blank }
            return kept.isEmpty ? .blank : .mapping(kept)
        }
    }

    /// The same with keys in order, for comparing what was set with what is read.
    var sorted: ValueTree {
        switch self {
        case .blank, .text: self
        case .list(let items): .list(items.map(\.sorted))
        case .mapping(let entries):
            .mapping(
                entries.map { Entry(key: $0.key, value: $0.value.sorted) }.sorted { $0.key < $1.key })
        }
    }
}

/// Whether a text says that there is nothing, however it is quoted.
func isBlankWord(_ text: String) -> Bool {
    switch text {
    case "N/A", "n/a", "-": true
    default: text.utf8.allSatisfy(\.isBlank)
    }
}

extension Document {
    /// What the node says.
    func tree(of node: Node) -> ValueTree {
        switch kind(of: node) {
        case .blank: .blank
        case .scalar: .text(text(of: node))
        case .sequence: .list(children(of: node).map { tree(of: $0) })
        case .mapping:
            .mapping(children(of: node).map { ValueTree.Entry(key: key(of: $0) ?? "", value: tree(of: $0)) })
        }
    }
}
