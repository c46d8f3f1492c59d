/// What a value says, in a form in which two ways of writing it are equal.
indirect enum Meaning: Equatable {
    /// Nothing: blank, or not there.
    case absent
    /// One text.
    case text(String)
    /// One text of which the later counts.
    case latest(String)
    /// The elements of a set with their levels, or the keys of a mapping with their values.
    case members([String: Meaning])
    /// Something that its shape does not expect.
    case other(ValueTree)

    /// The meaning with what stands at some paths left out.
    func without(_ paths: [[String]]) -> Meaning {
        guard case .members(var members) = self, !paths.isEmpty else { return self }
        for (name, below) in Dictionary(grouping: paths.filter { !$0.isEmpty }, by: { $0[0] }) {
            let rest = below.map { Array($0.dropFirst()) }
            members[name] = rest.contains([]) ? nil : members[name]?.without(rest)
            if members[name] == .absent { members[name] = nil }
        }
        return members.isEmpty ? .absent : .members(members)
    }
}

extension Three<Meaning> {
    /// What both say, or one of them changed, or the later of two; nil where they contradict each other.
    var decided: Meaning? {
        if case .latest(let one) = first, case .latest(let other) = second, settled == nil {
            return .latest(max(one, other))
        }
        return settled
    }

    /// What both sides together say, and the paths at which they contradict each other.
    var merged: (meaning: Meaning, conflicts: [[String]]) {
        if let decided { return (decided, []) }
        let members = map { meaning -> [String: Meaning]? in
            switch meaning {
            case .absent: [:]
            case .members(let members): members
            case .text, .latest, .other: nil
            }
        }
        // What the base held instead of members says nothing of any of them.
        guard let first = members.first, let second = members.second else { return (base, [[]]) }
        let base = members.base ?? [:]
        var result: [String: Meaning] = [:]
        var conflicts: [[String]] = []
        for name in Set(first.keys).union(second.keys) {
            let below = Three(
                base: base[name] ?? .absent, first: first[name] ?? .absent, second: second[name] ?? .absent
            ).merged
            if below.meaning != .absent { result[name] = below.meaning }
            conflicts += below.conflicts.map { [name] + $0 }
        }
        return (result.isEmpty ? .absent : .members(result), conflicts)
    }
}

/// What a value is at its place: by its path, and as an element of a set.
struct MergePlace {
    let path: [String]
    let shape: MergeShape
    /// Whether it is an element of a set, whose value is its level.
    var isElement = false
}

extension MergeRules {
    var root: MergePlace { MergePlace(path: [], shape: shape([])) }

    /// The place of a member of what stands at a place.
    func member(_ name: String, of place: MergePlace) -> MergePlace {
        let path = place.path + [name]
        switch place.shape {
        case .set(_, let level): return MergePlace(path: path, shape: .value(level), isElement: true)
        case .value, .latest, .entries, .undeclared: return MergePlace(path: path, shape: shape(path))
        }
    }

    /// What a value says.
    func meaning(of node: Node, in document: Document, at place: MergePlace) -> Meaning {
        if place.isElement { return elementMeaning(of: node, in: document, at: place) }
        if document.kind(of: node) == .blank { return .absent }
        switch place.shape {
        case .value(let normal): return scalar(node, document) { .text(normal($0)) }
        case .latest(let read):
            return scalar(node, document) { text in read(text).map { .latest($0) } ?? .text(text) }
        case .undeclared where document.kind(of: node) == .scalar: return scalar(node, document) { .text($0) }
        case .set, .entries, .undeclared:
            guard let members = members(of: node, in: document, at: place) else { break }
            var meanings: [String: Meaning] = [:]
            for member in members {
                let meaning = meaning(of: member.node, in: document, at: self.member(member.name, of: place))
                if meaning != .absent { meanings[member.name] = meaning }
            }
            return meanings.isEmpty ? .absent : .members(meanings)
        }
        let tree = document.tree(of: node).withoutBlanks.sorted
        return tree == .blank ? .absent : .other(tree)
    }

    private func scalar(_ node: Node, _ document: Document, _ meaning: (String) -> Meaning) -> Meaning {
        guard document.kind(of: node) == .scalar else {
            let tree = document.tree(of: node).withoutBlanks.sorted
            return tree == .blank ? .absent : .other(tree)
        }
        let text = document.text(of: node)
        return isBlankWord(text) ? .absent : meaning(text)
    }

    /// An element without a level is there all the same.
    private func elementMeaning(of node: Node, in document: Document, at place: MergePlace) -> Meaning {
        guard case .value(let level) = place.shape, let pair = document.onlyEntry(of: node) else {
            return document.kind(of: node) == .blank ? .absent : .text("")
        }
        return document.kind(of: pair) == .blank ? .text("") : .text(level(document.text(of: pair)))
    }

    /// The elements of a set or the entries of a mapping, each by its name; nil where the value is not made of these.
    func members(
        of node: Node, in document: Document, at place: MergePlace
    ) -> [(name: String, node: Node)]? {
        guard !place.isElement else { return nil }
        var found: [(name: String, node: Node)] = []
        switch (place.shape, document.kind(of: node)) {
        case (.set, .blank), (.entries, .blank), (.undeclared, .blank): return []
        case (.entries, .mapping), (.undeclared, .mapping):
            for child in document.children(of: node) {
                let key = document.key(of: child) ?? ""
                let name = place.shape.names(key)
                // Beside the key itself, a former one is a key of its own.
                let isTaken = name != key && document.child(of: node, named: name) != nil
                found.append((isTaken ? key : name, child))
            }
        case (.set, .sequence), (.set, .scalar), (.set, .mapping):
            // A single value is read as a list of one: it can mean nothing else.
            let items = document.kind(of: node) == .sequence ? Array(document.children(of: node)) : [node]
            for item in items {
                guard let text = document.elementName(of: item) else { return nil }
                found.append((place.shape.names(text), item))
            }
        default: return nil
        }
        var seen: [String: Int] = [:]
        return found.map { member in
            let count = seen[member.name, default: 0]
            seen[member.name] = count + 1
            // What stands there a second time needs a name of its own; no text has this one.
            return count == 0 ? member : ("\(member.name)\u{0}\(count)", member.node)
        }
    }
}

extension Document {
    /// The entry of an item that is `key: value` with a single value; nil for any other item.
    public func onlyEntry(of item: Node) -> Node? {
        guard kind(of: item) == .mapping, count(of: item) == 1,
            let entry = children(of: item).first(where: { _ in true }),
            [.scalar, .blank].contains(kind(of: entry))
        else { return nil }
        return entry
    }

    /// What an element of a set is called, as written; nil for what is none.
    func elementName(of item: Node) -> String? {
        switch kind(of: item) {
        case .blank: ""
        case .scalar: text(of: item)
        case .mapping: onlyEntry(of: item).flatMap { key(of: $0) }
        case .sequence: nil
        }
    }
}
