internal import Git
internal import RecordModel

/// A search behind versions that are not there or cannot be read (`docs/ageing.md`, rules 3c and 3e): it goes on
/// through them to the nearest that can.
struct Seeker {
    /// The commit whose units are compared with what is found.
    let origin: Int
    let version: Int
    /// The record to look for.
    let record: Int
    let units: [SearchedUnit]
    /// How far towards the root the record can have been, as a position in the walk.
    let farthest: Int
    /// The commits at which it waits: a commit is visited after all its children, so nothing comes back to one.
    var waitsAt: [Int] = []
    /// The commits found to hold a readable version.
    var found: Set<Int> = []
    /// The oldest commits of the unreadable stretches.
    var bottoms: [Bottom] = []
    /// Whether the search came to the end of what this clone has.
    var metAnEnd = false

    struct Bottom {
        let commit: Int
        /// Where the bottom is a commit that says nothing of its own: the searches that go on behind it.
        var behind: [Unit: Int] = [:]
    }
}

/// A search that has come to a commit.
struct SeekerHere {
    let seeker: Int
    /// What the commit holds of its record, where that is known: looking it up in every commit is what costs.
    let version: Int?
}

extension AgeWalk {
    /// A commit that holds a record which no parent has.
    func begin(_ commit: Int, _ record: Int, _ track: Track) throws(GitError) {
        var route = Route(places: 0)
        route.changed = track.units
        try undo(commit, record, track.version, nil, &route)
        guard !route.changed.isEmpty else { return }
        let units = route.takeChanged()
        if try mayContinueUnseen(record, at: commit) { return giveUp(units, at: commit) }
        // Where folders are missing no commit can be seen to have made it.
        let found =
            source.isTruncated ? record : try earlierRecord(record, before: commit, version: track.version)
        guard let earlier = found else { return answer(units, commit) }
        let seeker = addSeeker(commit, track.version, earlier, units)
        try push(seeker, from: commit)
    }

    /// The record whose last version before this one's creation is to be looked for: itself where it was there before,
    /// otherwise one that it names in `formerly`; nil where there was none.
    func earlierRecord(_ record: Int, before commit: Int, version: Int) throws(GitError) -> Int? {
        for candidate in [record] + (try formerRecords(record, version)) {
            for creation in source.creations(of: candidate) where creation != graph.ids[commit] {
                if try graph.index(of: creation, behind: commit) != nil { return candidate }
            }
        }
        return nil
    }

    /// The records that a version names in `formerly`, by id: in which order a set is written says nothing.
    private func formerRecords(_ record: Int, _ version: Int) throws(GitError) -> [Int] {
        let kind = source.records.kindOf[record]
        guard source.records.kinds[kind].hasFormerIDs,
            case .readable(let document) = try source.content(of: version)
        else { return [] }
        let named = source.comparisons[kind].leaves(of: SharedField.formerly, in: document).compactMap { leaf in
            source.records.find(kind: kind, id: leaf.entry.isEmpty ? leaf.value : leaf.entry)
        }
        return named.filter { $0 != record }.sorted { source.records.idOf[$0] < source.records.idOf[$1] }
    }

    /// The record that a new one continues, where the commit itself shows it: a trailer says so, its text names one
    /// that a parent holds, or the commit removes one with the same parsed fields.
    func continued(by record: Int, at commit: Int, version: Int) throws(GitError) -> Int? {
        let kind = source.records.kindOf[record]
        let parents = graph.parents(of: commit)
        guard !parents.isEmpty else { return nil }
        func isHeld(_ other: Int) throws(GitError) -> Bool {
            for parent in parents where try source.version(of: other, at: parent) != VersionStore.absent { return true }
            return false
        }
        for rename in try mechanical.claims(of: commit).renames
        where rename.kind == source.records.kinds[kind].name.rawValue && rename.new == source.records.idOf[record].text
        {
            if let old = source.records.find(kind: kind, id: rename.old), try isHeld(old) { return old }
        }
        for former in try formerRecords(record, version) where try isHeld(former) { return former }
        return try removedAlike(record, at: commit, version: version)
    }

    /// Whether a commit that makes a record removes one whose text is missing here, which it may only move.
    private func mayContinueUnseen(_ record: Int, at commit: Int) throws(GitError) -> Bool {
        guard source.mayLackTexts else { return false }
        let kind = source.records.kindOf[record]
        for change in try source.changes(of: commit) ?? []
        where change.new == VersionStore.absent && source.records.kindOf[change.record] == kind {
            if case .missing = try source.versions.state(of: change.old) { return true }
        }
        return false
    }

    private func removedAlike(_ record: Int, at commit: Int, version: Int) throws(GitError) -> Int? {
        let kind = source.records.kindOf[record]
        let removed = (try source.changes(of: commit) ?? []).filter {
            $0.new == VersionStore.absent && source.records.kindOf[$0.record] == kind
        }
        guard !removed.isEmpty, let own = try fingerprint(version, kind) else { return nil }
        var alike: [Int] = []
        for change in removed {
            guard try fingerprint(change.old, kind) == own,
                let delta = try source.delta(from: change.old, to: version, of: record), delta.changes.isEmpty
            else { continue }
            alike.append(change.record)
        }
        return alike.min { source.records.idOf[$0] < source.records.idOf[$1] }
    }

    /// A number that versions which say the same share; nil where nothing is said or can be read.
    private func fingerprint(_ version: Int, _ kind: Int) throws(GitError) -> Int? {
        if let known = fingerprints[version] { return known }
        guard case .readable(let document) = try source.content(of: version) else { return nil }
        let leaves = Set(source.comparisons[kind].leaves(of: document))
        let print = leaves.isEmpty ? nil : leaves.hashValue
        fingerprints[version] = .some(print)
        return print
    }

    // MARK: - Seeking

    private func addSeeker(_ commit: Int, _ version: Int, _ record: Int, _ units: [SearchedUnit]) -> Int {
        seekers.append(
            Seeker(origin: commit, version: version, record: record, units: units, farthest: farthest(record)))
        return seekers.count - 1
    }

    /// Rule 3c: looks behind the parents whose version cannot be read.
    func seekBehind(
        _ commit: Int, _ record: Int, _ version: Int, _ before: Predecessors, _ units: [SearchedUnit]
    ) throws(GitError) {
        let seeker = addSeeker(commit, version, before.record, units)
        for parent in before.unreadable { enter(seeker, parent, nil) }
    }

    private func enter(_ seeker: Int, _ commit: Int, _ version: Int?) {
        guard !seekers[seeker].waitsAt.contains(commit) else { return }
        seekers[seeker].waitsAt.append(commit)
        add(SeekerHere(seeker: seeker, version: version), at: commit)
    }

    /// Sends a search on from a commit that creates the record to all its parents.
    private func push(_ seeker: Int, from commit: Int) throws(GitError) {
        let record = seekers[seeker].record
        let versions = try graph.parents(of: commit).map { (parent) throws(GitError) in
            try source.version(of: record, at: parent)
        }
        try pass(seeker, at: commit, held: VersionStore.absent, versions: versions)
    }

    /// A search comes to a commit without a readable version.
    func advance(_ here: SeekerHere, at commit: Int, _ changed: [Int: RecordChange]) throws(GitError) {
        let record = seekers[here.seeker].record
        seekers[here.seeker].waitsAt.removeAll { $0 == commit }
        var version = here.version ?? changed[record]?.new
        if version == nil { version = try source.version(of: record, at: commit) }
        guard let held = version else {
            seekers[here.seeker].metAnEnd = true
            return
        }
        var versions: [Int?] = []
        for (place, parent) in graph.parents(of: commit).enumerated() {
            versions.append(
                place == 0
                    ? changed[record]?.old ?? held
                    : try source.version(of: record, at: parent, of: commit, holding: held))
        }
        try pass(here.seeker, at: commit, held: held, versions: versions)
    }

    private func pass(_ seeker: Int, at commit: Int, held: Int, versions: [Int?]) throws(GitError) {
        var readable: [(commit: Int, version: Int)] = []
        var unreadable: [(commit: Int, version: Int)] = []
        var without: [Int] = []
        for (parent, version) in zip(graph.parents(of: commit), versions) {
            guard let version else {
                seekers[seeker].metAnEnd = true
                continue
            }
            if version == VersionStore.absent {
                without.append(parent)
                continue
            }
            switch try source.content(of: version) {
            case .readable: readable.append((parent, version))
            case .unreadable: unreadable.append((parent, version))
            case .missing: seekers[seeker].metAnEnd = true
            }
        }
        let isHeld = held != VersionStore.absent
        if isHeld, unreadable.isEmpty { seekers[seeker].bottoms.append(Seeker.Bottom(commit: commit)) }
        for place in readable {
            try meet(seeker, place.commit, place.version, isBehindBottom: isHeld && unreadable.isEmpty)
        }
        for place in unreadable { enter(seeker, place.commit, place.version) }
        // Where some parent holds the record it was never deleted here, so the others say nothing.
        guard !isHeld || (readable.isEmpty && unreadable.isEmpty) else { return }
        for parent in without where graph.position(of: parent) <= seekers[seeker].farthest {
            enter(seeker, parent, VersionStore.absent)
        }
    }

    /// The position of a record's first creation; behind it there is nothing of it.
    private func farthest(_ record: Int) -> Int {
        if source.isTruncated { return .max }
        return source.creations(of: record).map { graph.index(of: $0).map(graph.position) ?? .max }.max() ?? -1
    }

    /// A search has found a readable version: the units that are the same there go on there.
    private func meet(_ seeker: Int, _ commit: Int, _ version: Int, isBehindBottom: Bool) throws(GitError) {
        let isNew = seekers[seeker].found.insert(commit).inserted
        let search = seekers[seeker]
        guard let delta = try source.delta(from: version, to: search.version, of: search.record) else {
            seekers[seeker].metAnEnd = true
            return
        }
        var same: [SearchedUnit] = []
        var others: [SearchedUnit] = []
        for searched in search.units {
            if delta.touches(searched.unit) {
                others.append(searched)
            } else if isNew {
                let node = nodes.add()
                nodes.wait(Int(searched.node), for: node)
                same.append(SearchedUnit(unit: searched.unit, node: Int32(truncatingIfNeeded: node)))
            }
        }
        add(same, of: search.record, version: version, at: commit)
        if isNew { try passConfirmations(others, of: seeker, by: delta, to: commit, version) }
        guard isBehindBottom, let bottom = search.bottoms.last, bottom.behind.isEmpty, !others.isEmpty,
            try mechanical.isMechanical(bottom.commit, kind: source.records.kindOf[search.record])
        else { return }
        // What a sweep broke goes on as it was before the sweep.
        var behind: [SearchedUnit] = []
        for searched in others where delta.had(searched.unit) && !confirms(searched.unit) {
            let node = nodes.add()
            seekers[seeker].bottoms[search.bottoms.count - 1].behind[searched.unit] = node
            behind.append(SearchedUnit(unit: searched.unit, node: Int32(truncatingIfNeeded: node)))
        }
        add(behind, of: search.record, version: version, at: commit)
    }

    /// Rule 3d for what the origin confirms: in a sweep, which says nothing, the confirmation goes on as it was before.
    private func passConfirmations(
        _ units: [SearchedUnit], of seeker: Int, by delta: VersionDelta, to commit: Int, _ version: Int
    ) throws(GitError) {
        let confirmations = units.filter { confirms($0.unit) && delta.had($0.unit) }
        guard !confirmations.isEmpty, try confirmsNothing(seekers[seeker]) else { return }
        var before: [SearchedUnit] = []
        for searched in confirmations {
            let node = nodes.add()
            nodes.fallBack(Int(searched.node), to: node)
            pass(searched.unit, node, by: delta)
            before.append(SearchedUnit(unit: searched.unit, node: Int32(truncatingIfNeeded: node)))
        }
        add(before, of: seekers[seeker].record, version: version, at: commit)
    }

    /// Whether what a search began at confirms nothing.
    private func confirmsNothing(_ seeker: Seeker) throws(GitError) -> Bool {
        try mechanical.isMechanical(seeker.origin, kind: source.records.kindOf[seeker.record], confirming: true)
    }

    /// Answers what no search has found alike.
    func finishSeekers() throws(GitError) {
        for seeker in seekers {
            let bottom = seeker.bottoms.min {
                (graph.seconds[$0.commit], graph.ids[$0.commit]) < (graph.seconds[$1.commit], graph.ids[$1.commit])
            }
            for searched in seeker.units {
                let node = Int(searched.node)
                if seeker.metAnEnd {
                    nodes.answer(node, graph.unknown(since: seeker.origin))
                } else if nodes.isWaiting(node) {
                    continue
                } else if confirms(searched.unit) {
                    // Of one that cannot be read nobody knows the day: the first that can be says it.
                    if nodes.fallsBack(node) { continue }
                    let kind = source.records.kindOf[seeker.record]
                    let isUnsure = try mechanical.mayBeSweep(seeker.origin, kind: kind, confirming: true)
                    nodes.answer(
                        node,
                        isUnsure
                            ? graph.unknown(since: seeker.origin)
                            : graph.set(by: seeker.origin, bySweep: try confirmsNothing(seeker)))
                } else if let bottom {
                    let isMechanical = try mechanical.isMechanical(
                        bottom.commit, kind: source.records.kindOf[seeker.record])
                    if let behind = bottom.behind[searched.unit] {
                        nodes.fallBack(node, to: behind)
                    } else {
                        nodes.answer(node, graph.set(by: bottom.commit, bySweep: isMechanical && !seeker.found.isEmpty))
                    }
                } else {
                    nodes.answer(node, graph.set(by: seeker.origin))
                }
            }
        }
    }
}
