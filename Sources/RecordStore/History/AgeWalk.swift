internal import Git
internal import RecordModel
internal import RecordText

/// A unit that a commit has, and the search that waits for its answer.
struct SearchedUnit {
    let unit: Unit
    let node: Int32
}

/// What is not yet answered of one record at one commit.
struct Track {
    let version: Int
    /// In the order of the units.
    var units: [SearchedUnit]
}

/// The walk of `docs/ageing.md`, "How it is computed": from the head towards the root, each commit once, with the sets
/// of what is still open there.
final class AgeWalk {
    let source: HistorySource
    let mechanical: MechanicalCommits
    var nodes = SearchNodes()
    var seekers: [Seeker] = []
    /// Answers kept for a commit; whatever arrives there takes them.
    private let kept: (any KeptAnswers)?
    private var tracks: [Int: [Int: Track]] = [:]
    private var seekersAt: [Int: [SeekerHere]] = [:]
    var fingerprints: [Int: Int?] = [:]

    init(_ source: HistorySource, _ options: AgeOptions, kept: (any KeptAnswers)? = nil) {
        self.source = source
        self.kept = kept
        mechanical = MechanicalCommits(source, options)
    }

    var graph: HistoryGraph { source.graph }

    /// Follows everything that was added until it is answered.
    func run() throws(GitError) {
        var next = 0
        while true {
            while next < graph.order.count {
                try visit(graph.order[next])
                next += 1
            }
            guard !tracks.isEmpty || !seekersAt.isEmpty else { break }
            try answerFromKept()
            guard !tracks.isEmpty || !seekersAt.isEmpty else { break }
            // Something reached a commit behind the kept one. Those before `next` have been visited already.
            guard !(try graph.loadOlder()).isEmpty || next < graph.order.count else { break }
        }
        try finishSeekers()
        nodes.resolve()
    }

    // MARK: - Open searches

    /// Puts searches at a commit that holds the record in this version.
    func add(_ units: [SearchedUnit], of record: Int, version: Int, at commit: Int) {
        guard !units.isEmpty else { return }
        let there = tracks[commit, default: [:]].removeValue(forKey: record)
        let track = Track(version: version, units: units)
        tracks[commit, default: [:]][record] = there.map { merge($0, track) } ?? track
    }

    func add(_ seeker: SeekerHere, at commit: Int) { seekersAt[commit, default: []].append(seeker) }

    /// Two searches for one unit at one commit have one answer.
    private func merge(_ one: Track, _ other: Track) -> Track {
        var merged = Track(version: one.version, units: [])
        merged.units.reserveCapacity(one.units.count + other.units.count)
        var (left, right) = (one.units[...], other.units[...])
        while let first = left.first, let second = right.first {
            if first.unit == second.unit {
                nodes.wait(Int(second.node), for: Int(first.node))
                merged.units.append(first)
                left.removeFirst()
                right.removeFirst()
            } else if first.unit < second.unit {
                merged.units.append(first)
                left.removeFirst()
            } else {
                merged.units.append(second)
                right.removeFirst()
            }
        }
        merged.units += left
        merged.units += right
        return merged
    }

    /// Moves a set as a whole; where the parent has one already, the smaller goes into the larger. Neither is copied.
    private func move(_ set: inout [Int: Track], to parent: Int) {
        guard !set.isEmpty else { return }
        guard var there = tracks.removeValue(forKey: parent) else {
            tracks[parent] = set
            set = [:]
            return
        }
        if there.count < set.count { swap(&there, &set) }
        for (record, track) in set {
            there[record] = there[record].map { merge($0, track) } ?? track
        }
        set = [:]
        tracks[parent] = there
    }

    // MARK: - Answers

    func answer(_ units: [SearchedUnit], _ commit: Int, bySweep: Bool = false) {
        nodes.answer(units, graph.set(by: commit, bySweep: bySweep))
    }

    func giveUp(_ units: [SearchedUnit], at commit: Int) {
        nodes.answer(units, graph.unknown(since: commit))
    }

    private func answerFromKept() throws(GitError) {
        guard let kept, let commit = graph.index(of: kept.commit), let there = tracks.removeValue(forKey: commit)
        else { return }
        for (record, track) in there {
            let answers = kept.answers(
                of: source.records.kind(of: record).name, source.records.idOf[record], names: source.names)
            let open = track.units.filter { searched in
                guard let answer = answers.found[searched.unit] else { return true }
                nodes.answer(Int(searched.node), answer)
                if let day = answers.confirmed[searched.unit] { nodes.pass(Int(searched.node), to: day) }
                return false
            }
            add(open, of: record, version: track.version, at: commit)
        }
    }

    // MARK: - One commit

    private func visit(_ commit: Int) throws(GitError) {
        if commit == kept.flatMap({ graph.index(of: $0.commit) }) { try answerFromKept() }
        var open = tracks.removeValue(forKey: commit) ?? [:]
        let seeking = seekersAt.removeValue(forKey: commit) ?? []
        guard !open.isEmpty || !seeking.isEmpty else { return }
        let parents = graph.parents(of: commit)
        guard !graph.isCut(commit), let changes = try source.changes(of: commit) else {
            for track in open.values { giveUp(track.units, at: commit) }
            for here in seeking { seekers[here.seeker].metAnEnd = true }
            return
        }
        if !open.isEmpty {
            try source.compareAhead(of: commit)
            for change in changes {
                guard let track = open.removeValue(forKey: change.record) else { continue }
                try step(commit, change.record, track, first: change.old)
            }
            // What the first parent holds unchanged has the same answers there.
            if let first = parents.first { move(&open, to: first) }
        }
        if !seeking.isEmpty {
            var changed: [Int: RecordChange] = [:]
            for change in changes { changed[change.record] = change }
            for here in seeking { try advance(here, at: commit, changed) }
        }
        source.forgetDeltas()
    }
}

/// What an earlier walk found for one commit and the history behind it.
protocol KeptAnswers: Sendable {
    var commit: ObjectID { get }
    /// The answers for one record, by unit, and the days of its confirmations as their answers have them.
    func answers(
        of kind: Kind.Name, _ id: RecordID, names: LeafNames
    ) -> (found: [Unit: AgeAnswer], confirmed: [Unit: Day?])
    /// The commits that hold a record while no parent does.
    func creations(of kind: Kind.Name, _ id: RecordID) -> [ObjectID]
    /// The paths at which a record has been, as `RecordTable` numbers them.
    func variants(of kind: Kind.Name, _ id: RecordID) -> UInt8
}
