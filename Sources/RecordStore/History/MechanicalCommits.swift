internal import Git
internal import RecordModel

/// Decides which commits say nothing of their own (`docs/ageing.md`, rule 3d), and reads what messages claim.
final class MechanicalCommits {
    private let source: HistorySource
    private let options: AgeOptions
    private var areSweeps: [CommitAndKind: Bool] = [:]
    private var claims: (commit: Int, claims: CommitClaims)?

    private struct CommitAndKind: Hashable {
        let commit: Int
        let kind: Int
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

    /// Whether a commit refreshes nothing in records of a kind.
    func isMechanical(_ commit: Int, kind: Int) throws(GitError) -> Bool {
        if options.ignored.contains(source.graph.ids[commit]) { return true }
        guard options.setsSweepsAside else { return false }
        let place = CommitAndKind(commit: commit, kind: kind)
        if let known = areSweeps[place] { return known }
        let isSweep = try coops(changedBy: commit, kind: kind, upTo: options.sweepLimit) > options.sweepLimit
        areSweeps[place] = isSweep
        return isSweep
    }

    /// Whether a commit would be a sweep if every record whose earlier text is missing here said something else before.
    func mayBeSweep(_ commit: Int, kind: Int) throws(GitError) -> Bool {
        guard source.mayLackTexts, options.setsSweepsAside else { return false }
        return try coops(changedBy: commit, kind: kind, upTo: options.sweepLimit, withUnseen: true)
            > options.sweepLimit
    }

    /// Of how many co-ops a commit changes or removes existing records of one kind: the kind that is asked for
    /// or, where there are more, another whose records belong to somebody. A commit that sweeps over memberships says
    /// nothing of the profile that it changes as well.
    ///
    /// - Parameters:
    ///   - enough: counting stops beyond this.
    ///   - withUnseen: whether a record counts whose earlier text is missing here, so that nobody can tell.
    func coops(
        changedBy commit: Int, kind: Int, upTo enough: Int = .max, withUnseen: Bool = false
    ) throws(GitError) -> Int {
        guard !source.graph.isCut(commit) else { return 0 }
        let byKind = Dictionary(grouping: try source.changes(of: commit) ?? []) { source.records.kindOf[$0.record] }
        var most = 0
        for (other, candidates) in byKind where other == kind || source.records.kinds[other].belongsToSomebody {
            most = max(most, try coops(candidates, changedBy: commit, upTo: enough, withUnseen))
            if most > enough { break }
        }
        return most
    }

    private func coops(
        _ candidates: [RecordChange], changedBy commit: Int, upTo enough: Int, _ withUnseen: Bool
    ) throws(GitError) -> Int {
        guard candidates.count > options.sweepLimit else { return 0 }
        var count = SweepCount(limit: options.sweepLimit)
        for change in candidates where try hasNewValues(change, in: commit, withUnseen) {
            count.add(ownedBy: try owners(of: change))
            if count.coops > enough { break }
        }
        return count.coops
    }

    /// Whether the record was there and says something that no parent's version says; or, where it is removed, whether
    /// every parent has it.
    private func hasNewValues(
        _ change: RecordChange, in commit: Int, _ withUnseen: Bool
    ) throws(GitError) -> Bool {
        let isRemoved = change.new == VersionStore.absent
        var differs = false
        for (place, parent) in source.graph.parents(of: commit).enumerated() {
            let version = place == 0 ? change.old : try source.version(of: change.record, at: parent)
            guard let version, version != VersionStore.absent else {
                if isRemoved { return false }
                continue
            }
            if isRemoved {
                switch try source.versions.state(of: version) {
                case .readable: break
                case .missing where withUnseen: break
                case .missing, .unreadable: return false
                }
                differs = true
                continue
            }
            guard let delta = try source.delta(from: version, to: change.new, of: change.record) else {
                if withUnseen, case .missing = try source.versions.state(of: version) { differs = true }
                continue
            }
            if delta.changes.isEmpty { return false }
            differs = true
        }
        return differs
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
