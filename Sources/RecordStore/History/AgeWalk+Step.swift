internal import Git
internal import RecordModel

/// A parent that holds a readable version of the record, and how the commit's version differs from it.
struct Predecessor {
    let commit: Int
    /// The record there: the same, or the one that it continues.
    let record: Int
    let version: Int
    let delta: VersionDelta
}

/// What stands before a record's version at a commit.
struct Predecessors {
    var readable: [Predecessor] = []
    /// The parents whose version cannot be read.
    var unreadable: [Int] = []
    /// The record at those parents.
    var record: Int
    /// Whether some version is not in this clone.
    var isMissing = false

    var isEmpty: Bool { readable.isEmpty && unreadable.isEmpty && !isMissing }
}

extension AgeWalk {
    /// Sends each unit of a record that a commit changed on to where its answer lies, or answers it.
    func step(_ commit: Int, _ record: Int, _ track: Track, first: Int) throws(GitError) {
        var before = try predecessors(of: commit, record, track.version, first: first)
        if before.isEmpty, let other = try continued(by: record, at: commit, version: track.version) {
            before = try predecessors(of: commit, other, track.version, first: nil)
        }
        if before.isMissing { return giveUp(track.units, at: commit) }
        if before.isEmpty { return try begin(commit, record, track) }
        var route = Route(places: before.readable.count)
        for searched in track.units {
            if let place = before.readable.firstIndex(where: { !$0.delta.touches(searched.unit) }) {
                route.on[place].append(searched)
            } else if searched.unit.isWhole, saysNothingOfItsOwn(searched.unit, before.readable) {
                for place in before.readable.indices {
                    let node = nodes.add()
                    nodes.wait(Int(searched.node), for: node)
                    route.on[place].append(SearchedUnit(unit: searched.unit, node: Int32(truncatingIfNeeded: node)))
                }
            } else {
                route.changed.append(searched)
            }
        }
        if !route.changed.isEmpty { try judge(commit, record, track.version, before, &route) }
        for (place, units) in route.on.enumerated() {
            let there = before.readable[place]
            add(
                units.isSorted ? units : units.sorted { $0.unit < $1.unit }, of: there.record, version: there.version,
                at: there.commit)
        }
    }

    /// The versions at a commit's parents.
    ///
    /// - Parameter first: the version at the first parent, where that is known.
    private func predecessors(
        of commit: Int, _ record: Int, _ version: Int, first: Int?
    ) throws(GitError) -> Predecessors {
        var before = Predecessors(record: record)
        for (place, parent) in graph.parents(of: commit).enumerated() {
            let held = place == 0 && first != nil ? first : try source.version(of: record, at: parent)
            guard let held else {
                before.isMissing = true
                continue
            }
            if held == VersionStore.absent { continue }
            switch try source.versions.state(of: held) {
            case .missing: before.isMissing = true
            case .unreadable: before.unreadable.append(parent)
            case .readable:
                guard let delta = try source.delta(from: held, to: version, of: record) else {
                    before.isMissing = true
                    continue
                }
                before.readable.append(Predecessor(commit: parent, record: record, version: held, delta: delta))
            }
        }
        return before
    }

    /// Rule 2: each leaf of the whole is some parent's, and none that all parents have is gone.
    private func saysNothingOfItsOwn(_ unit: Unit, _ parents: [Predecessor]) -> Bool {
        guard parents.count > 1, let first = parents.first else { return false }
        // A leaf that differs from every parent's is said here; one that every parent has is removed here.
        return first.delta.changes(in: unit).allSatisfy { change in
            parents.dropFirst().contains { $0.delta.change(of: change.leaf) == nil }
        }
    }

    /// Rule 3: the units that differ from every readable parent.
    private func judge(
        _ commit: Int, _ record: Int, _ version: Int, _ before: Predecessors, _ route: inout Route
    ) throws(GitError) {
        try undo(commit, record, version, before.readable.first, &route)
        if route.changed.isEmpty { return }
        if let first = before.readable.first { try substitute(commit, record, version, first, &route) }
        if route.changed.isEmpty { return }
        if !before.unreadable.isEmpty {
            return try seekBehind(commit, record, version, before, route.takeChanged())
        }
        try settle(commit, before.readable.first, route.takeChanged(), &route)
    }

    /// What nothing else explains: the commit said it, unless it is one that says nothing (rule 3d).
    private func settle(
        _ commit: Int, _ first: Predecessor?, _ units: [SearchedUnit], _ route: inout Route
    ) throws(GitError) {
        guard let first else { return answer(units, commit) }
        let kind = source.records.kindOf[first.record]
        guard try mechanical.isMechanical(commit, kind: kind) else {
            if try mechanical.mayBeSweep(commit, kind: kind) { return giveUp(units, at: commit) }
            let confirmations = units.filter { confirms($0.unit) }
            answer(units.filter { !confirms($0.unit) }, commit)
            guard !confirmations.isEmpty else { return }
            if try mechanical.isMechanical(commit, kind: kind, confirming: true) {
                return setAside(confirmations, commit, first, &route)
            }
            return try mechanical.mayBeSweep(commit, kind: kind, confirming: true)
                ? giveUp(confirmations, at: commit) : answer(confirmations, commit)
        }
        setAside(units, commit, first, &route)
    }

    /// Rule 3d: what a commit that says nothing changed goes on, and what it introduced is marked.
    private func setAside(_ units: [SearchedUnit], _ commit: Int, _ first: Predecessor, _ route: inout Route) {
        for searched in units {
            if first.delta.had(searched.unit) {
                pass(searched.unit, Int(searched.node), by: first.delta)
                route.on[0].append(searched)
            } else {
                nodes.answer(Int(searched.node), graph.set(by: commit, bySweep: true))
            }
        }
    }

    /// A confirmation says the day that stands in the commit of its answer, not the one put there by a commit that says
    /// nothing.
    func pass(_ unit: Unit, _ node: Int, by delta: VersionDelta) {
        guard confirms(unit), case .leaf(let leaf) = unit.meaning else { return }
        nodes.pass(node, to: delta.change(of: leaf)?.old.flatMap { Day(iso: $0) })
    }

    /// Whether a unit is a confirmation.
    func confirms(_ unit: Unit) -> Bool {
        guard case .leaf(let leaf) = unit.meaning else { return false }
        return SharedField.isConfirmation(source.names.fields[source.names.leaves[leaf].field])
    }
}

/// Where the units of a record go on.
struct Route {
    /// By the place of the predecessor.
    var on: [[SearchedUnit]]
    /// The units that no predecessor has alike.
    var changed: [SearchedUnit] = []

    init(places: Int) { on = Array(repeating: [], count: places) }

    mutating func takeChanged() -> [SearchedUnit] {
        defer { changed = [] }
        return changed
    }
}

extension [SearchedUnit] {
    var isSorted: Bool { zip(self, dropFirst()).allSatisfy { $0.unit <= $1.unit } }
}
