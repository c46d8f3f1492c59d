internal import Git
internal import RecordModel
internal import RecordText

/// The walk behind `RecordHistory`: one record, each commit once, children before parents.
struct RecordHistoryReader {
    private let source: HistorySource
    private let walk: AgeWalk
    private let options: AgeOptions
    /// Whether the search came to the end of what this clone has.
    private(set) var metAnEnd = false
    private var waiting: [Int: [Int: Search]] = [:]
    private var entries: [(position: Int, entry: RecordHistory.Entry)] = []
    private var reported: Set<Int> = []

    /// A version whose predecessor is still looked for, behind commits without a readable one.
    private struct Newer {
        let commit: Int
        let record: Int
        let version: Int
        let event: RecordHistory.Event
    }

    private struct Place {
        let commit: Int
        let version: Int
    }

    /// What waits at a commit.
    private struct Search {
        /// The versions that look for a predecessor there: a page may come back on several branches.
        var newer: [Newer]
        /// What the commit holds of the record, where that is known: looking it up in every commit is what costs.
        var version: Int?
    }

    init(_ source: HistorySource, _ options: AgeOptions) {
        self.source = source
        self.options = options
        walk = AgeWalk(source, options)
    }

    private var graph: HistoryGraph { source.graph }

    mutating func read(_ record: Int) throws(GitError) -> [RecordHistory.Entry] {
        wait(record, at: graph.head, for: [])
        for commit in graph.order {
            for (record, search) in waiting.removeValue(forKey: commit) ?? [:] { try visit(commit, record, search) }
        }
        return entries.sorted { $0.position < $1.position }.map(\.entry)
    }

    private mutating func wait(_ record: Int, at commit: Int, holding version: Int? = nil, for newer: [Newer]) {
        // Searches that meet ask for the same, each for what comes after it.
        var search = waiting[commit]?[record] ?? Search(newer: [], version: nil)
        for one in newer where !search.newer.contains(where: { $0.commit == one.commit && $0.record == one.record }) {
            search.newer.append(one)
        }
        if search.version == nil { search.version = version }
        waiting[commit, default: [:]][record] = search
    }

    private mutating func visit(_ commit: Int, _ record: Int, _ search: Search) throws(GitError) {
        let parents = graph.parents(of: commit)
        let newer = search.newer
        let known =
            if let known = search.version { Optional(known) } else { try source.version(of: record, at: commit) }
        guard let version = known else { return try end(before: newer) }
        if version != VersionStore.absent, try source.versions.state(of: version) == .missing {
            return try end(before: newer)
        }
        guard version != VersionStore.absent, case .readable = try source.content(of: version) else {
            if graph.isCut(commit) { return try end(before: newer) }
            if parents.isEmpty { for one in newer { try report(one, before: nil) } }
            let before = try source.versions(of: record, before: commit, holding: version)
            if version == VersionStore.absent, !parents.isEmpty,
                before.allSatisfy({ $0 != nil && $0 != VersionStore.absent })
            {
                try add(commit, record, .none, .removed)
            }
            for (parent, held) in zip(parents, before) { wait(record, at: parent, holding: held, for: newer) }
            return
        }
        for one in newer { try report(one, before: version) }
        guard !graph.isCut(commit),
            let held = places(parents, try source.versions(of: record, before: commit, holding: version))
        else { return try end(before: []) }
        if !held.isEmpty { return try compare(commit, record, version, record, held, .changed) }
        if let other = try walk.continued(by: record, at: commit, version: version) {
            let before = try parents.map { (parent) throws(GitError) in try source.version(of: other, at: parent) }
            guard let held = places(parents, before) else { return try end(before: []) }
            let event = RecordHistory.Event.renamed(from: source.records.idOf[other])
            return try compare(commit, record, version, other, held, event)
        }
        let earlier = try walk.earlierRecord(record, before: commit, version: version)
        let event: RecordHistory.Event? = earlier.map { other in
            other == record ? .restored : .renamed(from: source.records.idOf[other])
        }
        let own = Newer(commit: commit, record: record, version: version, event: event ?? .created)
        guard let earlier else { return try report(own, before: nil) }
        for parent in parents { wait(earlier, at: parent, for: [own]) }
    }

    /// The search has come to the end of what this clone has. Of a version that still looked for what stood before it,
    /// only that it differs is known.
    private mutating func end(before newer: [Newer]) throws(GitError) {
        metAnEnd = true
        for one in newer { try add(one.commit, one.record, .none, .unseen) }
    }

    /// The parents that hold a record; nil where one of them cannot be looked into.
    private func places(_ parents: [Int], _ versions: [Int?]) -> [Place]? {
        var places: [Place] = []
        for (parent, version) in zip(parents, versions) {
            guard let version else { return nil }
            if version != VersionStore.absent { places.append(Place(commit: parent, version: version)) }
        }
        return places
    }

    /// Compares a version with those at the parents that hold the record, or the one that it continues.
    private mutating func compare(
        _ commit: Int, _ record: Int, _ version: Int, _ earlier: Int, _ held: [Place], _ event: RecordHistory.Event
    ) throws(GitError) {
        var deltas: [VersionDelta] = []
        var unreadable: [Place] = []
        var isMissing = false
        for place in held {
            guard let delta = try source.delta(from: place.version, to: version, of: record) else {
                if try source.versions.state(of: place.version) == .missing {
                    isMissing = true
                } else {
                    unreadable.append(place)
                }
                continue
            }
            if delta.changes.isEmpty {
                if event != .changed { try add(commit, record, .none, event) }
                return wait(earlier, at: place.commit, holding: place.version, for: [])
            }
            deltas.append(delta)
        }
        if isMissing {
            try end(before: [Newer(commit: commit, record: record, version: version, event: event)])
            for place in held { wait(earlier, at: place.commit, holding: place.version, for: []) }
            return
        }
        guard let first = deltas.first else {
            let newer = Newer(commit: commit, record: record, version: version, event: .repaired)
            for place in unreadable { wait(earlier, at: place.commit, holding: place.version, for: [newer]) }
            return
        }
        // What differs from one parent only is the other's; the commit itself says what differs from all.
        let own = first.changes.filter { change in
            deltas.allSatisfy { $0.change(of: change.leaf) != nil }
        }
        if !own.isEmpty || event != .changed { try add(commit, record, VersionDelta(changes: own), event) }
        for place in held { wait(earlier, at: place.commit, holding: place.version, for: []) }
    }

    private mutating func report(_ newer: Newer, before: Int?) throws(GitError) {
        let comparison = source.comparisons[source.records.kindOf[newer.record]]
        guard !reported.contains(newer.commit), case .readable(let document) = try source.content(of: newer.version)
        else { return }
        let delta =
            if let before { try source.delta(from: before, to: newer.version, of: newer.record) } else {
                Optional(source.names.delta(comparison.everything(in: document)))
            }
        guard let delta, !delta.changes.isEmpty || newer.event != .repaired else { return }
        try add(newer.commit, newer.record, delta, newer.event)
    }

    private mutating func add(
        _ commit: Int, _ record: Int, _ delta: VersionDelta, _ event: RecordHistory.Event
    ) throws(GitError) {
        guard reported.insert(commit).inserted else { return }
        let changes = delta.changes.map { change in
            let name = source.names.leaves[change.leaf]
            return RecordHistory.Change(
                field: source.names.fields[name.field], entry: name.entry, column: name.column, old: change.old,
                new: change.new)
        }
        let entry = RecordHistory.Entry(
            commit: graph.ids[commit], date: Instant(seconds: graph.seconds[commit]), id: source.records.idOf[record],
            event: event, changes: changes.withoutBareEntries, setAside: try setAside(commit, record, delta, event))
        entries.append((graph.position(of: commit), entry))
    }

    private func setAside(
        _ commit: Int, _ record: Int, _ delta: VersionDelta, _ event: RecordHistory.Event
    ) throws(GitError) -> RecordHistory.SetAside? {
        // What is not known to have changed cannot be set aside.
        if event == .unseen { return nil }
        let claims = try walk.mechanical.claims(of: commit)
        for undone in claims.undoes {
            guard let there = try graph.index(of: undone, behind: commit), there != commit,
                try walk.onlyRestores(delta.changes, of: record, at: commit, undoing: there)
            else { continue }
            return .undo(of: undone)
        }
        if let rename = claims.renames.first, try explains(claims.renames, commit, record, delta) {
            return .rename(old: "\(rename.kind)/\(rename.old)", new: "\(rename.kind)/\(rename.new)")
        }
        // A record that a mechanical commit creates starts there all the same.
        if event == .created { return nil }
        if options.ignored.contains(graph.ids[commit]) { return .ignored }
        guard options.setsSweepsAside else { return nil }
        try source.compareAhead(of: commit)
        let onlyConfirms = delta.changes.allSatisfy { SharedField.isConfirmation(source.names.fields[$0.field]) }
        let coops = try walk.mechanical.coops(
            changedBy: commit, kind: source.records.kindOf[record], confirming: onlyConfirms
        ).certain
        return coops > options.sweepLimit ? .sweep(coops: coops) : nil
    }

    private func explains(
        _ renames: [CommitClaims.Rename], _ commit: Int, _ record: Int, _ delta: VersionDelta
    ) throws(GitError) -> Bool {
        guard let version = try source.version(of: record, at: commit), version != VersionStore.absent,
            case .readable(let document) = try source.content(of: version)
        else { return false }
        let comparison = source.comparisons[source.records.kindOf[record]]
        let inherited = try graph.parents(of: commit).first.map { (parent) throws(GitError) in
            try walk.inheritedNames(record, by: renames, from: parent)
        }
        return ExplainedChanges(
            renames, delta, comparison, source.names, document, of: source.records.idOf[record],
            inheriting: inherited ?? []
        ).explainsAll(delta.changes, ofRecord: true)
    }
}

extension [RecordHistory.Change] {
    /// Without what stands for an entry of a table as long as that has no columns, where it has got the first of them or
    /// lost the last: the entry itself neither came nor went.
    fileprivate var withoutBareEntries: Self {
        let filled = Set(filter { !$0.column.isEmpty }.map { [$0.field, $0.entry] })
        return filled.isEmpty ? self : filter { !$0.column.isEmpty || !filled.contains([$0.field, $0.entry]) }
    }
}
