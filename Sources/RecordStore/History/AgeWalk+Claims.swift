internal import Git
internal import RecordModel
internal import RecordText

extension AgeWalk {
    /// Rule 3a: what a commit restored by undoing another has the age that it had before that one.
    func undo(
        _ commit: Int, _ record: Int, _ version: Int, _ first: Predecessor?, _ route: inout Route
    ) throws(GitError) {
        let undone = try mechanical.claims(of: commit).undoes
        guard !undone.isEmpty else { return }
        for other in undone {
            guard let target = try graph.index(of: other, behind: commit), target != commit else { continue }
            try restore(target, record, version, first, &route)
            if route.changed.isEmpty { return }
        }
        if try isUnseen(undone, record) { giveUp(route.takeChanged(), at: commit) }
    }

    /// Whether too much is missing here of commits that another undoes to know what that one restored: a value that it
    /// brings back is as old as it was, and is not to be called new.
    private func isUnseen(_ undone: [ObjectID], _ record: Int) throws(GitError) -> Bool {
        guard source.mayLackTexts else { return false }
        for id in undone {
            guard let undone = graph.index(of: id), !graph.isCut(undone) else { return true }
            for place in graph.parents(of: undone) + [undone] {
                guard let held = try source.version(of: record, at: place) else { return true }
                if held != VersionStore.absent, case .missing = try source.versions.state(of: held) { return true }
            }
        }
        return false
    }

    private func restore(
        _ undone: Int, _ record: Int, _ version: Int, _ first: Predecessor?, _ route: inout Route
    ) throws(GitError) {
        try forEachVersion(before: undone, of: record, heldAs: version) { (there) throws(GitError) in
            var restored: [SearchedUnit] = []
            let changed = route.takeChanged()
            for searched in changed {
                if there.isRestored(searched.unit) {
                    restored.append(searched)
                } else if searched.unit.isWhole, let first,
                    first.delta.changes(in: searched.unit).allSatisfy({ there.isRestored(.leaf($0.leaf)) })
                {
                    route.on[0].append(searched)
                } else {
                    route.changed.append(searched)
                }
            }
            add(restored, of: record, version: there.version, at: there.commit)
            return !route.changed.isEmpty
        }
    }

    /// Gives the versions of a record at the parents of a commit that is undone, while `body` asks for more.
    private func forEachVersion(
        before undone: Int, of record: Int, heldAs version: Int, _ body: (UndoneVersion) throws(GitError) -> Bool
    ) throws(GitError) {
        guard !graph.isCut(undone) else { return }
        var after: VersionDelta?
        if let held = try source.version(of: record, at: undone), held != VersionStore.absent {
            after = try source.delta(from: held, to: version, of: record)
        }
        for parent in graph.parents(of: undone) {
            guard let held = try source.version(of: record, at: parent), held != VersionStore.absent,
                let before = try source.delta(from: held, to: version, of: record)
            else { continue }
            let there = UndoneVersion(commit: parent, version: held, before: before, after: after)
            guard try body(there) else { return }
        }
    }

    /// Whether a commit, which says that it undoes another, took these changes of a record back and made no other.
    func onlyRestores(
        _ changes: [LeafChange], of record: Int, at commit: Int, undoing undone: Int
    ) throws(GitError) -> Bool {
        guard let version = try source.version(of: record, at: commit) else { return false }
        if version == VersionStore.absent {
            // What the other one added is gone again.
            for parent in graph.parents(of: undone) where try source.version(of: record, at: parent) != version {
                return false
            }
            return true
        }
        var isSo = false
        try forEachVersion(before: undone, of: record, heldAs: version) { (there) throws(GitError) in
            isSo = changes.allSatisfy { there.isRestored(.leaf($0.leaf)) }
            return !isSo
        }
        return isSo
    }

    /// Rule 3b: a rename of a term or an id is believed of the leaves that it explains.
    func substitute(
        _ commit: Int, _ record: Int, _ version: Int, _ first: Predecessor, _ route: inout Route
    ) throws(GitError) {
        let renames = try mechanical.claims(of: commit).renames
        guard !renames.isEmpty, case .readable(let document) = try source.content(of: version) else { return }
        let comparison = source.comparisons[source.records.kindOf[record]]
        let explained = ExplainedChanges(
            renames, first.delta, comparison, source.names, document, of: source.records.idOf[record],
            inheriting: try inheritedNames(record, by: renames, from: first.commit))
        for searched in route.takeChanged() {
            switch searched.unit.meaning {
            case .leaf(let leaf):
                if let old = explained.oldName[leaf] {
                    route.on[0].append(SearchedUnit(unit: .leaf(old), node: searched.node))
                } else {
                    route.changed.append(searched)
                }
            case .collection, .record:
                let changes = first.delta.changes(in: searched.unit)
                if explained.explainsAll(changes, ofRecord: searched.unit == .record) {
                    route.on[0].append(searched)
                } else {
                    route.changed.append(searched)
                }
            }
        }
        try route.on[0].mergeDoubles { (one, other) throws(GitError) in nodes.wait(Int(other), for: Int(one)) }
    }

    /// What the records that became this one, by what a commit says, were called before; as the parent has it.
    func inheritedNames(
        _ record: Int, by renames: [CommitClaims.Rename], from parent: Int
    ) throws(GitError) -> Set<String> {
        let kind = source.records.kindOf[record]
        var names: Set<String> = []
        for rename in renames
        where rename.kind == source.records.kinds[kind].name.rawValue && rename.new == source.records.idOf[record].text
        {
            guard let old = source.records.find(kind: kind, id: rename.old), old != record,
                let version = try source.version(of: old, at: parent), version != VersionStore.absent,
                case .readable(let document) = try source.content(of: version)
            else { continue }
            names.formUnion(source.comparisons[kind].leaves(of: SharedField.formerly, in: document).map(\.entry))
        }
        return names
    }
}

/// A version before a commit that is undone, and how the version that undoes it differs from it.
private struct UndoneVersion {
    let commit: Int
    let version: Int
    let before: VersionDelta
    /// How it differs from what the undone commit made of it; nil where that holds none.
    let after: VersionDelta?

    /// Whether a unit is as it was before, and the undone commit had changed it.
    func isRestored(_ unit: Unit) -> Bool { !before.touches(unit) && after?.touches(unit) ?? true }
}

/// Which changes of a record the renames of a commit explain.
struct ExplainedChanges {
    /// For each new leaf, the parent's leaf that it was.
    var oldName: [Int: Int] = [:]
    /// The parent's leaves that became another.
    private var gone: Set<Int> = []
    /// What `formerly` says of the record's own renaming: the id that it had and those that were that one's, and no more
    /// the one that it has.
    private var noted: Set<Int> = []

    /// - Parameters:
    ///   - id: what the record is called now.
    ///   - inherited: the earlier names of the records that became this one.
    init(
        _ renames: [CommitClaims.Rename], _ delta: VersionDelta, _ comparison: VersionComparison, _ names: LeafNames,
        _ document: Document, of id: RecordID, inheriting inherited: Set<String>
    ) {
        let own = renames.filter { $0.kind == comparison.kind.name.rawValue && $0.new == id.text }
        var there: [Int: Set<Written>] = [:]
        for change in delta.changes {
            let name = names.leaves[change.leaf]
            if names.fields[change.field] == SharedField.formerly,
                own.contains(where: { name.entry == (change.old == nil ? $0.old : $0.new) })
                    || (change.old == nil && inherited.contains(name.entry))
            {
                noted.insert(change.leaf)
            }
            guard let value = change.old else { continue }
            for rename in renames {
                let entry = rename.applied(to: name.entry)
                let newValue = rename.applied(to: value)
                guard entry != name.entry || newValue != value else { continue }
                if there[change.field] == nil {
                    let leaves = comparison.leaves(of: names.fields[change.field], in: document)
                    there[change.field] = Set(
                        leaves.map { Written(entry: $0.entry, column: $0.column, value: $0.value) })
                }
                let written = Written(entry: entry, column: name.column, value: newValue)
                guard there[change.field]?.contains(written) == true else { continue }
                let leaf = names.leaf(field: change.field, entry: entry, column: name.column)
                gone.insert(change.leaf)
                if oldName[leaf] == nil { oldName[leaf] = change.leaf }
                break
            }
        }
    }

    /// A leaf of a field as a version has it.
    private struct Written: Hashable {
        let entry: String
        let column: String
        let value: String
    }

    /// Whether the renames explain these changes, which are those of a whole record or of a part of it.
    func explainsAll(_ changes: [LeafChange], ofRecord isRecord: Bool) -> Bool {
        changes.allSatisfy { change in
            isRecord && noted.contains(change.leaf)
                || (change.old == nil || gone.contains(change.leaf))
                    && (change.new == nil || oldName[change.leaf] != nil)
        }
    }
}

extension [SearchedUnit] {
    /// Leaves one search for each unit; `body` takes the searches that are left and those that are dropped.
    fileprivate mutating func mergeDoubles(_ body: (Int32, Int32) throws(GitError) -> Void) throws(GitError) {
        sort { $0.unit < $1.unit }
        var kept: [SearchedUnit] = []
        for searched in self {
            if let last = kept.last, last.unit == searched.unit {
                try body(last.node, searched.node)
            } else {
                kept.append(searched)
            }
        }
        self = kept
    }
}
