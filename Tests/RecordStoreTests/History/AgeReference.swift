import Git
import RecordModel

@testable import RecordStore

/// The rules of `docs/ageing.md`, slow and plain: a second implementation to hold the first one to. It knows records
/// as data and never parses, diffs or walks; it asks for each unit on its own and remembers the answers.
final class AgeReference {
    typealias Leaves = [LeafName: String]

    struct LeafName: Hashable {
        var field: String
        var entry = ""
    }

    enum Unit: Hashable {
        case record
        case collection(String)
        case leaf(LeafName)
    }

    enum Version: Equatable {
        case absent
        case unreadable
        case readable(Leaves)
    }

    struct Answer: Equatable {
        let commit: Int
        let bySweep: Bool
    }

    private struct Question: Hashable {
        let unit: Unit
        let id: String
        let commit: Int
    }

    private struct Before {
        let commit: Int
        let leaves: Leaves
    }

    let history: SyntheticHistory
    let ids: [ObjectID]
    let options: AgeOptions
    private var answers: [Question: Answer] = [:]

    init(_ history: SyntheticHistory, ids: [ObjectID], options: AgeOptions) {
        self.history = history
        self.ids = ids
        self.options = options
    }

    // MARK: - What a commit holds

    func version(_ id: String, _ commit: Int) -> Version {
        guard let record = history.commits[commit].coops[id] else { return .absent }
        return record.isBroken ? .unreadable : .readable(AgeReference.leaves(of: record))
    }

    static func leaves(of record: SyntheticRecord) -> Leaves {
        var leaves: Leaves = [:]
        for (key, value) in record.scalars where !key.hasPrefix("x-") && !value.isEmpty {
            leaves[LeafName(field: key == "mail" ? "email" : key)] = value
        }
        for (key, elements) in record.sets {
            for element in elements { leaves[LeafName(field: key, entry: element)] = "" }
        }
        for (key, value) in record.contacts { leaves[LeafName(field: "contacts", entry: key)] = value }
        if !record.about.isEmpty { leaves[LeafName(field: "about")] = record.about }
        return leaves
    }

    func part(_ unit: Unit, _ leaves: Leaves) -> Leaves {
        switch unit {
        case .leaf(let name): leaves.filter { $0.key == name }
        case .collection(let field): leaves.filter { $0.key.field == field }
        case .record: leaves.filter { $0.key.field != "confirmed" }
        }
    }

    func units(_ leaves: Leaves) -> [Unit] {
        let collections = Set(leaves.keys.map(\.field)).intersection(["skills", "formerly", "contacts"])
        return [.record] + collections.map { .collection($0) } + leaves.keys.map { .leaf($0) }
    }

    private func isSame(_ unit: Unit, _ one: Leaves, _ other: Leaves) -> Bool { part(unit, one) == part(unit, other) }

    // MARK: - The rules

    func set(_ unit: Unit, _ id: String, _ commit: Int) -> Answer {
        let question = Question(unit: unit, id: id, commit: commit)
        if let known = answers[question] { return known }
        let answer = find(unit, id, commit)
        answers[question] = answer
        return answer
    }

    private func find(_ unit: Unit, _ id: String, _ commit: Int) -> Answer {
        guard case .readable(let here) = version(id, commit) else { return Answer(commit: -1, bySweep: false) }
        let parents = history.commits[commit].parents
        var earlier = id
        if parents.allSatisfy({ version(id, $0) == .absent }) { earlier = continued(id, commit) ?? id }
        var readable: [Before] = []
        var unreadable: [Int] = []
        for parent in parents {
            switch version(earlier, parent) {
            case .absent: break
            case .unreadable: unreadable.append(parent)
            case .readable(let leaves): readable.append(Before(commit: parent, leaves: leaves))
            }
        }
        // 1. The same as a parent.
        if let same = readable.first(where: { isSame(unit, $0.leaves, here) }) {
            return set(unit, earlier, same.commit)
        }
        // 2. A merge that says nothing of its own.
        if isWhole(unit), readable.count > 1, saysNothing(unit, here, readable) {
            return latest(readable.map { set(unit, earlier, $0.commit) })
        }
        // 3a. Undo.
        if let answer = undone(unit, id, earlier, here, readable.first, commit) { return answer }
        if readable.isEmpty, unreadable.isEmpty { return absent(unit, id, here, commit) }
        // 3b. Substitution.
        if let first = readable.first, let answer = substituted(unit, earlier, here, first, commit, of: id) {
            return answer
        }
        // 3c. Unreadable versions.
        if !unreadable.isEmpty { return behind(unit, earlier, here, unreadable, commit) }
        // 3d. Mechanical commits.
        if let first = readable.first, isMechanical(commit, confirming: isConfirmation(unit)) {
            if has(unit, first.leaves) { return set(unit, earlier, first.commit) }
            return Answer(commit: commit, bySweep: true)
        }
        return Answer(commit: commit, bySweep: false)
    }

    private func isConfirmation(_ unit: Unit) -> Bool {
        if case .leaf(let name) = unit { name.field == "confirmed" } else { false }
    }

    private func isWhole(_ unit: Unit) -> Bool { if case .leaf = unit { false } else { true } }

    private func has(_ unit: Unit, _ leaves: Leaves) -> Bool { unit == .record || !part(unit, leaves).isEmpty }

    private func saysNothing(_ unit: Unit, _ here: Leaves, _ parents: [Before]) -> Bool {
        let own = part(unit, here)
        let theirs = parents.map { part(unit, $0.leaves) }
        let isSaid = own.allSatisfy { leaf in theirs.contains { $0[leaf.key] == leaf.value } }
        let common = theirs.dropFirst().reduce(Set(theirs[0].keys)) { $0.intersection($1.keys) }
        return isSaid && common.allSatisfy { own[$0] != nil }
    }

    /// The latest, by date; what a sweep introduced stays marked.
    private func latest(_ answers: [Answer]) -> Answer {
        let last = answers.max { (date($0.commit), ids[$0.commit]) < (date($1.commit), ids[$1.commit]) } ?? answers[0]
        return Answer(commit: last.commit, bySweep: answers.contains { $0.commit == last.commit && $0.bySweep })
    }

    func date(_ commit: Int) -> Int { min(history.commits[commit].author, history.commits[commit].committer) }

    // MARK: - 3e. Absence

    private func absent(_ unit: Unit, _ id: String, _ here: Leaves, _ commit: Int) -> Answer {
        for candidate in [id] + formerly(here).filter({ $0 != id }) where wasThere(candidate, before: commit) {
            let found = nearest(candidate, history.commits[commit].parents)
            return choose(unit, candidate, here, found, else: Answer(commit: commit, bySweep: false))
        }
        return Answer(commit: commit, bySweep: false)
    }

    private func wasThere(_ id: String, before commit: Int) -> Bool {
        var waiting = history.commits[commit].parents
        var seen: Set<Int> = []
        while let next = waiting.popLast() {
            guard seen.insert(next).inserted else { continue }
            if version(id, next) != .absent { return true }
            waiting += history.commits[next].parents
        }
        return false
    }

    private struct Found {
        var readable: [(commit: Int, leaves: Leaves)] = []
        var bottoms: [(commit: Int, behind: [Int])] = []
    }

    /// The nearest readable versions from some commits on, through those without the record and those unreadable.
    private func nearest(_ id: String, _ starts: [Int]) -> Found {
        var found = Found()
        var waiting = starts
        var seen: Set<Int> = []
        while let next = waiting.popLast() {
            guard seen.insert(next).inserted else { continue }
            let parents = history.commits[next].parents
            switch version(id, next) {
            case .readable(let leaves): found.readable.append((next, leaves))
            case .absent: waiting += parents
            case .unreadable:
                let holders = parents.filter { version(id, $0) != .absent }
                if !holders.contains(where: { version(id, $0) == .unreadable }) {
                    found.bottoms.append((next, holders))
                }
                waiting += holders.isEmpty ? parents : holders
            }
        }
        return found
    }

    private func choose(
        _ unit: Unit, _ id: String, _ here: Leaves, _ found: Found, else otherwise: Answer
    ) -> Answer {
        let same = found.readable.filter { isSame(unit, $0.leaves, here) }
        if !same.isEmpty { return latest(same.map { set(unit, id, $0.commit) }) }
        if isConfirmation(unit) {
            guard isMechanical(otherwise.commit, confirming: true) else { return otherwise }
            let others = found.readable.filter { has(unit, $0.leaves) }
            if !others.isEmpty { return latest(others.map { set(unit, id, $0.commit) }) }
            return Answer(commit: otherwise.commit, bySweep: true)
        }
        let bottom = found.bottoms.min { (date($0.commit), ids[$0.commit]) < (date($1.commit), ids[$1.commit]) }
        guard let bottom else { return otherwise }
        guard isMechanical(bottom.commit), let first = bottom.behind.first,
            case .readable(let before) = version(id, first)
        else { return Answer(commit: bottom.commit, bySweep: false) }
        if has(unit, before) { return set(unit, id, first) }
        return Answer(commit: bottom.commit, bySweep: true)
    }

    // MARK: - 3c. Unreadable versions

    private func behind(_ unit: Unit, _ id: String, _ here: Leaves, _ parents: [Int], _ commit: Int) -> Answer {
        choose(unit, id, here, nearest(id, parents), else: Answer(commit: commit, bySweep: false))
    }

    // MARK: - 3a. Undo

    private func undone(
        _ unit: Unit, _ id: String, _ earlier: String, _ here: Leaves, _ first: Before?, _ commit: Int
    ) -> Answer? {
        for other in history.commits[commit].undoes where isBehind(other, commit) {
            for parent in history.commits[other].parents {
                guard case .readable(let before) = version(id, parent) else { continue }
                let after: Leaves? = if case .readable(let leaves) = version(id, other) { leaves } else { nil }
                func isRestored(_ unit: Unit) -> Bool {
                    isSame(unit, before, here) && after.map { !isSame(unit, $0, here) } ?? true
                }
                if isRestored(unit) { return set(unit, id, parent) }
                guard isWhole(unit), let first else { continue }
                let (old, new) = (part(unit, first.leaves), part(unit, here))
                let changed = Set(old.keys).union(new.keys).filter { old[$0] != new[$0] }
                if changed.allSatisfy({ isRestored(.leaf($0)) }) { return set(unit, earlier, first.commit) }
            }
        }
        return nil
    }

    private func isBehind(_ ancestor: Int, _ commit: Int) -> Bool {
        var waiting = history.commits[commit].parents
        var seen: Set<Int> = []
        while let next = waiting.popLast() {
            guard seen.insert(next).inserted else { continue }
            if next == ancestor { return true }
            waiting += history.commits[next].parents
        }
        return false
    }

    // MARK: - 3d. Mechanical commits

    /// - Parameter confirming: whether confirmed records count as well of which no parent has a version that can be read.
    func isMechanical(_ commit: Int, confirming: Bool = false) -> Bool {
        if options.ignored.contains(ids[commit]) { return true }
        guard options.setsSweepsAside else { return false }
        let here = history.commits[commit]
        guard let first = here.parents.first else { return false }
        let changed = Set(here.coops.keys).union(history.commits[first].coops.keys).filter { id in
            if here.coops[id] == nil {
                return here.parents.allSatisfy { if case .readable = version(id, $0) { true } else { false } }
            }
            guard case .readable(let leaves) = version(id, commit) else { return false }
            if here.coops[id] == history.commits[first].coops[id] { return false }
            let others = here.parents.compactMap { parent -> Leaves? in
                if case .readable(let leaves) = version(id, parent) { leaves } else { nil }
            }
            if others.isEmpty { return confirming && leaves.keys.contains { $0.field == "confirmed" } }
            return others.allSatisfy { $0 != leaves }
        }
        return changed.count > options.sweepLimit
    }

    // MARK: - 3b. Substitution, and records that continue others

    private func substituted(
        _ unit: Unit, _ id: String, _ here: Leaves, _ first: Before, _ commit: Int, of present: String
    ) -> Answer? {
        let renames = history.commits[commit].renames
        /// What became of a leaf of the parent that is not as it was.
        func image(_ name: LeafName, _ value: String) -> (LeafName, String)? {
            guard here[name] != value else { return nil }
            for rename in renames {
                func put(_ text: String) -> String { text == rename.old ? rename.new : text }
                let image = (LeafName(field: name.field, entry: put(name.entry)), put(value))
                if image != (name, value), here[image.0] == image.1 { return image }
            }
            return nil
        }
        switch unit {
        case .leaf(let name):
            let sources = first.leaves.filter { image($0.key, $0.value)?.0 == name }.map(\.key)
            guard !sources.isEmpty else { return nil }
            let source = sources.first { $0 == name } ?? sources.min { $0.entry < $1.entry } ?? name
            return set(.leaf(source), id, first.commit)
        case .collection, .record:
            guard !renames.isEmpty else { return nil }
            let (old, new) = (part(unit, first.leaves), part(unit, here))
            var gone = old.filter { new[$0.key] != $0.value }
            var came = new.filter { old[$0.key] != $0.value }
            // That `formerly` notes the record's own renaming is no word of its own.
            for rename in renames where unit == .record && rename.new == present {
                came[LeafName(field: "formerly", entry: rename.old)] = nil
                gone[LeafName(field: "formerly", entry: rename.new)] = nil
                guard rename.old != present, case .readable(let leaves) = version(rename.old, first.commit) else {
                    continue
                }
                for name in formerly(leaves) { came[LeafName(field: "formerly", entry: name)] = nil }
            }
            let images = gone.compactMap { image($0.key, $0.value)?.0 }
            guard images.count == gone.count, came.keys.allSatisfy(images.contains) else { return nil }
            return set(unit, id, first.commit)
        }
    }

    private func formerly(_ leaves: Leaves) -> [String] {
        leaves.keys.filter { $0.field == "formerly" }.map(\.entry).sorted()
    }

    private func continued(_ id: String, _ commit: Int) -> String? {
        guard case .readable(let here) = version(id, commit), let first = history.commits[commit].parents.first else {
            return nil
        }
        let parents = history.commits[commit].parents
        func isHeld(_ other: String) -> Bool { parents.contains { version(other, $0) != .absent } }
        for rename in history.commits[commit].renames where rename.new == id && isHeld(rename.old) { return rename.old }
        for former in formerly(here) where former != id && isHeld(former) { return former }
        guard !here.isEmpty else { return nil }
        return history.commits[first].coops.keys.sorted().first { other in
            version(other, commit) == .absent && version(other, first) == .readable(here)
        }
    }
}

extension Ages {
    /// The records of a kind that the commit holds, in the order of ids, with their ages; without them where one cannot be
    /// read.
    func records(of kind: Kind.Name) -> [(id: RecordID, ages: RecordAges?)] {
        places(of: kind).compactMap { known(at: $0) }.compactMap { id, known in
            switch known {
            case .ages(let ages): (id, ages)
            case .unread: (id, nil)
            case .absent: nil
            }
        }
    }
}
