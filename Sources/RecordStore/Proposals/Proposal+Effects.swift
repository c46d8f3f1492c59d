public import Git
public import RecordModel

/// Something that follows from a change, though no file says it.
public struct Effect: Hashable, Sendable {
    /// The record that it is about, by its title.
    public let title: String
    /// What follows: `status: member → suspended`.
    public let sentence: String
}

extension Proposal {
    /// What the branch itself changes, record by record. Where the host cannot merge a file, that is what it says
    /// otherwise than the branch began with: what the base has changed since is not the branch's doing.
    public func difference() throws(StoreError) -> Difference {
        try merged.difference(since: base, parting: parting, in: home)
    }

    /// What follows from the branch: worked-out values that become others, fields that stop or begin to be stale, and
    /// what it makes due or answers.
    ///
    /// - Parameters:
    ///   - tip: the branch's newest commit, whose history says how old each field would be.
    ///   - clock: the moment that commits' dates are held against.
    public func effects(of tip: ObjectID, clock: Instant) throws(StoreError) -> [Effect] {
        var found: [Effect] = []
        // What one kind works out another may work out as well; it is told once, of the first.
        var told: Set<[String]> = []
        for (kind, id) in touchedRecords {
            guard let after = merged.record(kind.name, id) else { continue }
            let began = changes.first { $0.kind?.name == kind.name && $0.id == id }.flatMap { change in
                parting?.before(change.path, else: base)
            }
            let before = (began ?? base).record(kind.name, moves[after, in: merged] ?? id)
            for effect in derivedEffects(before, after, kind) + dueEffects(before, after, kind)
            where told.insert([id.text, effect.sentence]).inserted {
                found.append(effect)
            }
        }
        return try found + staleEffects(tip, clock)
    }

    /// The records that would change, and those of the same id in other kinds: what a network says of a co-op and what
    /// the co-op says of itself are two files.
    private var touchedRecords: [(kind: Kind, id: RecordID)] {
        var ids: Set<RecordID> = []
        var order: [RecordID] = []
        for change in changes { if let id = change.id, ids.insert(id).inserted { order.append(id) } }
        return order.flatMap { id in
            merged.kinds.filter { merged.canSee($0) && merged.exists($0.name, id) }.map { ($0, id) }
        }
    }

    private func derivedEffects(_ before: Record?, _ after: Record, _ kind: Kind) -> [Effect] {
        kind.derived.compactMap { derived in
            let old = before.flatMap { derived.text($0, base.context) }
            let new = derived.text(after, merged.context)
            guard before != nil, old != new else { return nil }
            return Effect(
                title: after.nameOrPlace, sentence: "\(derived.name): \(old ?? "nothing") → \(new ?? "nothing")")
        }
    }

    private func dueEffects(_ before: Record?, _ after: Record, _ kind: Kind) -> [Effect] {
        let old = before.map { kind.dues($0, base.context) } ?? []
        let new = kind.dues(after, merged.context)
        func told(_ due: Due) -> String { "\(due.sentence) (\(due.day))" }
        let answered = old.filter { !new.contains($0) }.map { "no longer due: \(told($0))" }
        let added = new.filter { !old.contains($0) }.map { "becomes due: \(told($0))" }
        return (answered + added).map { Effect(title: after.nameOrPlace, sentence: $0) }
    }

    private func staleEffects(_ tip: ObjectID, _ clock: Instant) throws(StoreError) -> [Effect] {
        guard home == .public, let commits, !commits.isEmpty else { return [] }
        let repository = try merged.repository(of: home)
        let tree = try git { () throws(GitError) in try repository.commitHeader(tip).tree }
        let branch = try merged.store.snapshot(
            at: State(commit: tip, tree: tree), companion: merged.companion, today: merged.today)
        var found: [Effect] = []
        for change in changes {
            guard let kind = change.kind, let id = change.id, let after = change.after, change.before != nil,
                kind.fields.contains(where: { $0.limit != nil })
            else { continue }
            let old = try base.staleness(of: kind, only: [id], clock: clock).records.first?.fields ?? []
            let new = try branch.staleness(of: kind, only: [id], clock: clock).records.first?.fields ?? []
            for field in new {
                let was = old.first { $0.field.name == field.field.name }?.freshness
                guard let was, was.state != field.freshness.state, !isOthersNews(field, since: was, change)
                else { continue }
                let age = was.day.map { ", last said \(merged.today.ageInWords(since: $0)) ago" } ?? ""
                let states = "\(was.state.rawValue)\(age) → \(field.freshness.state.rawValue)"
                found.append(Effect(title: after.nameOrPlace, sentence: "\(field.field.name): \(states)"))
            }
        }
        return found
    }

    /// Whether a field is only older on the branch because others have said it anew since the branch began.
    private func isOthersNews(_ field: FieldFreshness, since was: Freshness, _ change: ProposedChange) -> Bool {
        guard let before = change.before, let after = change.after, let old = was.day, let new = field.freshness.day
        else { return false }
        return new < old && before.content(of: field.field).saysTheSame(as: after.content(of: field.field))
    }
}

extension [String: String] {
    /// The id under which a record stood before, where it was renamed.
    fileprivate subscript(record: Record, in snapshot: Snapshot) -> RecordID? {
        guard let kind = snapshot.kind(record.kind.name), let entry = (try? snapshot.entry(of: kind, record.id)) ?? nil
        else { return nil }
        return self[entry.path].flatMap { kind.path.id(at: $0) }
    }
}
