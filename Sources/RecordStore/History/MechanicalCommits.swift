internal import Git
internal import RecordModel

/// Decides which commits say nothing of their own (`docs/ageing.md`, rule 3d), and reads what messages claim.
final class MechanicalCommits {
    private let source: HistorySource
    private let options: AgeOptions
    private var sweeps: [CommitAndKind: Sweep] = [:]
    private var claims: (commit: Int, claims: CommitClaims)?

    /// Whether a commit is a sweep over records of a kind: `perhaps` where too much is missing here to tell.
    private enum Sweep { case no, perhaps, yes }

    private struct CommitAndKind: Hashable {
        let commit: Int
        let kind: Int
        let confirming: Bool
    }

    init(_ source: HistorySource, _ options: AgeOptions) {
        self.source = source
        self.options = options
    }

    /// What a commit's message claims.
    func claims(of commit: Int) throws(GitError) -> CommitClaims {
        guard source.graph.claimants.contains(commit) else { return .none }
        if let claims, claims.commit == commit { return claims.claims }
        let message = try source.repository.commit(source.graph.ids[commit]).message
        var read = CommitClaims(parsing: message, in: source.repository)
        if let headline = read.quoted {
            for (place, undone) in read.undoes.enumerated()
            where try source.graph.index(of: undone, behind: commit) == nil {
                if let present = rewritten(headline, before: source.graph.ids[commit]) { read.undoes[place] = present }
            }
        }
        claims = (commit, read)
        return read
    }

    /// The nearest commit before one that has a headline: a rebase gives commits new ids, and what names an old one
    /// quotes it still.
    private func rewritten(_ headline: Substring, before commit: ObjectID) -> ObjectID? {
        var next = try? source.repository.commitHeader(commit).parents.first
        for _ in 0..<100 {
            guard let id = next, let commit = try? source.repository.commit(id) else { return nil }
            if commit.subject == headline { return id }
            next = commit.parents.first
        }
        return nil
    }

    /// Whether a commit refreshes nothing in records of a kind; or, where that is asked, whether it confirms none.
    func isMechanical(_ commit: Int, kind: Int, confirming: Bool = false) throws(GitError) -> Bool {
        if options.ignored.contains(source.graph.ids[commit]) { return true }
        return try isSweep(commit, kind: kind, confirming: confirming) == .yes
    }

    /// Whether a commit would be a sweep if every record whose earlier text is missing here said something else before.
    func mayBeSweep(_ commit: Int, kind: Int, confirming: Bool = false) throws(GitError) -> Bool {
        try isSweep(commit, kind: kind, confirming: confirming) == .perhaps
    }

    private func isSweep(_ commit: Int, kind: Int, confirming: Bool) throws(GitError) -> Sweep {
        guard options.setsSweepsAside else { return .no }
        let place = CommitAndKind(commit: commit, kind: kind, confirming: confirming)
        if let known = sweeps[place] { return known }
        let (certain, possible) = try coops(
            changedBy: commit, kind: kind, confirming: confirming, upTo: options.sweepLimit)
        let sweep: Sweep = certain > options.sweepLimit ? .yes : possible > options.sweepLimit ? .perhaps : .no
        sweeps[place] = sweep
        return sweep
    }

    /// Of how many co-ops a commit changes or removes existing records of one kind: the kind that is asked for
    /// or, where there are more, another whose records belong to somebody. A commit that sweeps over memberships says
    /// nothing of the profile that it changes as well.
    ///
    /// - Parameters:
    ///   - confirming: whether confirmed records count as well that appear, or that no parent has in a form that can be
    ///     read: nobody need have read them.
    ///   - enough: counting stops beyond this.
    /// - Returns: those that it certainly does, and with them those of which nobody can tell, since a text from before is
    ///   missing here.
    func coops(
        changedBy commit: Int, kind: Int, confirming: Bool = false, upTo enough: Int = .max
    ) throws(GitError) -> (certain: Int, possible: Int) {
        var most = (certain: 0, possible: 0)
        guard !source.graph.isCut(commit) else { return most }
        let byKind = Dictionary(grouping: try source.changes(of: commit) ?? []) { source.records.kindOf[$0.record] }
        for (other, candidates) in byKind where other == kind || source.records.kinds[other].belongsToSomebody {
            guard candidates.count > options.sweepLimit else { continue }
            let found = try coops(candidates, changedBy: commit, confirming: confirming, upTo: enough)
            most = (max(most.certain, found.certain), max(most.possible, found.possible))
            if most.certain > enough { break }
        }
        return most
    }

    private func coops(
        _ candidates: [RecordChange], changedBy commit: Int, confirming: Bool, upTo enough: Int
    ) throws(GitError) -> (certain: Int, possible: Int) {
        var certain = SweepCount(limit: options.sweepLimit)
        var possible = certain
        for change in candidates {
            var news = try news(in: change, commit)
            if confirming, news == .none, try isConfirmed(bySeeing: change, commit) { news = .certain }
            if news == .none { continue }
            let owners = try owners(of: change)
            possible.add(ownedBy: owners)
            if news == .certain { certain.add(ownedBy: owners) }
            if certain.coops > enough { break }
        }
        return (certain.coops, possible.coops)
    }

    /// Whether a record was there and a commit says something of it.
    private enum News { case none, possible, certain }

    /// Whether the record was there and says something that no parent's version says; or, where it is removed, whether
    /// every parent has it.
    private func news(in change: RecordChange, _ commit: Int) throws(GitError) -> News {
        let isRemoved = change.new == VersionStore.absent
        var news = News.none
        for (place, parent) in source.graph.parents(of: commit).enumerated() {
            let version = place == 0 ? change.old : try source.version(of: change.record, at: parent)
            guard let version, version != VersionStore.absent else {
                if isRemoved { return .none }
                continue
            }
            if isRemoved {
                switch try source.versions.state(of: version) {
                case .unreadable: return .none
                case .missing: news = .possible
                case .readable: if news == .none { news = .certain }
                }
            } else if let delta = try source.delta(from: version, to: change.new, of: change.record) {
                if delta.changes.isEmpty { return .none }
                news = .certain
            } else if news == .none, case .missing = try source.versions.state(of: version) {
                news = .possible
            }
        }
        return news
    }

    /// Whether the first version of a record that can be read, after one that cannot or none, is confirmed.
    private func isConfirmed(bySeeing change: RecordChange, _ commit: Int) throws(GitError) -> Bool {
        guard change.new != VersionStore.absent, case .readable(let document) = try source.content(of: change.new)
        else { return false }
        for (place, parent) in source.graph.parents(of: commit).enumerated() {
            let version = place == 0 ? change.old : try source.version(of: change.record, at: parent)
            guard let version, version != VersionStore.absent else { continue }
            guard case .unreadable = try source.versions.state(of: version) else { return false }
        }
        let comparison = source.comparisons[source.records.kindOf[change.record]]
        return comparison.kind.confirmationFields.contains { !comparison.leaves(of: $0.name, in: document).isEmpty }
    }

    private func owners(of change: RecordChange) throws(GitError) -> [String] {
        let id = source.records.idOf[change.record]
        let kind = source.records.kind(of: change.record)
        // What the coordinators own still speaks of somebody: the first part of the id says of whom.
        let first = id.segments.first ?? ""
        switch kind.ownership {
        case .coordinators, .everybody: return [first]
        case .placeholder: return [kind.ownership.owner(by: kind.path, id) ?? first]
        case .field(let field, _):
            let version = change.new == VersionStore.absent ? change.old : change.new
            guard case .readable(let document) = try source.content(of: version) else { return [first] }
            let leaves = source.comparisons[source.records.kindOf[change.record]].leaves(of: field, in: document)
            return leaves.isEmpty ? [first] : leaves.map { $0.entry.isEmpty ? $0.value : $0.entry }
        }
    }
}

extension Kind {
    /// Whether its records are somebody's, by who may change them or by an id that is another's: a profile, a
    /// membership, a person. A term of the vocabulary is nobody's.
    fileprivate var belongsToSomebody: Bool {
        switch ownership {
        case .coordinators: path.placeholders.contains { $0.reference != nil }
        case .everybody: false
        case .placeholder, .field: true
        }
    }
}
