public import RecordModel

/// Who may change what. The rules are the kinds' declarations, applied to one state of the store: that of the base, so
/// that nobody gains a right by the very change that needs it.
///
/// Settings, `.git-blame-ignore-revs`, `.gitattributes`, templates, a host's checks: whatever is under no rule, the
/// coordinators own.
public struct Owners {
    /// Who speaks for whom.
    public let speakers: Speakers
    let context: RuleContext

    /// The rules as a state of the store has them.
    public init(in base: RuleContext) {
        speakers = Speakers(in: base)
        context = base
    }

    /// Everything that somebody's proposal may not do by itself, by path.
    ///
    /// - Parameters:
    ///   - actor: whoever proposes it, as the host vouches for them; nil where nobody does.
    ///   - approvers: who has said yes to it, as the host vouches for them.
    public func objections(
        to changes: [ProposedChange], by actor: HostIdentity?, approvedBy approvers: [HostIdentity] = []
    ) -> [Objection] {
        if let actor, speakers.isCoordinator(actor) { return [] }
        return changes.compactMap { change in
            // Its place is an error already, and where it belongs nobody can tell.
            if change.isStray { return nil }
            return objection(to: change, by: actor, approvers)
        }
    }

    /// Why somebody may not move a reference that no rule leaves to everybody.
    public func objection(toMoving reference: String, by actor: HostIdentity?) -> Objection? {
        if let actor, speakers.isCoordinator(actor) { return nil }
        return Objection(
            refusing: reference, "Only the coordinators push to \(reference)", help: whoCoordinates)
    }

    // MARK: - Rules

    private func objection(
        to change: ProposedChange, by actor: HostIdentity?, _ approvers: [HostIdentity]
    ) -> Objection? {
        guard let kind = change.kind, let id = change.id else {
            return Objection(
                refusing: change.path, "No rule gives this file to anybody, so only the coordinators change it",
                help: help(for: actor))
        }
        switch kind.ownership {
        case .coordinators:
            return Objection(
                refusing: change.path,
                "Only the coordinators change \(kind.isSingle ? "the \(kind.singular)" : kind.indefinite)",
                help: help(for: actor))
        case .everybody: return objectionToShared(change, kind, by: actor, approvers)
        case .placeholder, .field:
            return objection(to: change, of: owners(of: change, kind, id), kind, actor, approvers)
        }
    }

    /// The co-ops whose record it is. A new one is theirs whom it names: that takes nothing from anybody.
    private func owners(of change: ProposedChange, _ kind: RecordModel.Kind, _ id: RecordID) -> [String] {
        if let owner = kind.ownership.owner(by: kind.path, id) { return [owner] }
        let record = change.action == .added ? change.after : change.before
        return Set(record.map { kind.ownership.owners(of: $0) } ?? []).sorted()
    }

    private func objection(
        to change: ProposedChange, of owners: [String], _ kind: RecordModel.Kind, _ actor: HostIdentity?,
        _ approvers: [HostIdentity]
    ) -> Objection? {
        let isNamedByItself = change.action == .added && kind.ownership.owner(by: kind.path, change.id ?? .only) == nil
        if let actor {
            let mine = owners.filter { speakers.speaks(actor, for: $0) }
            // Whoever begins a record for others as well speaks for all of them, or asks.
            if !mine.isEmpty, !isNamedByItself || mine == owners { return nil }
        }
        let them = owners.isEmpty ? "the coordinators" : owners.joined(separator: " or ")
        let whoever = actor.map { ", and \($0) does not speak for \(owners.count == 1 ? "it" : "them")" } ?? ""
        guard kind.ownership.strictness == .asks else {
            return Objection(
                refusing: change.path, "Only \(them) may change this \(kind.singular)\(whoever)",
                help: contacts(of: owners, actor))
        }
        guard change.action != .removed else {
            let moved = change.movedTo.map { "; its text turns up again in \($0)" } ?? ""
            return Objection(
                refusing: change.path,
                "Only \(owners.isEmpty ? them : "\(them) or a coordinator") may remove or rename this \(kind.singular)\(moved)",
                help: contacts(of: owners, actor))
        }
        if approvers.contains(where: { approver in
            speakers.isCoordinator(approver) || owners.contains { speakers.speaks(approver, for: $0) }
        }) {
            return nil
        }
        let message =
            owners.isEmpty
            ? "Nobody owns this \(kind.singular), so changing it needs a coordinator's yes"
            : "This \(kind.singular) is \(owners.joined(separator: "'s and "))'s\(whoever): it needs a yes of theirs, or a coordinator's"
        return Objection(needingYes: change.path, message, help: contacts(of: owners, actor))
    }

    /// A vocabulary and the like.
    private func objectionToShared(
        _ change: ProposedChange, _ kind: RecordModel.Kind, by actor: HostIdentity?, _ approvers: [HostIdentity]
    ) -> Objection? {
        if approvers.contains(where: speakers.isCoordinator) { return nil }
        switch change.action {
        case .added:
            if let actor, !speakers.coops(of: actor).isEmpty { return nil }
            return Objection(
                needingYes: change.path,
                "A new \(kind.singular) from somebody who speaks for no co-op of the network needs a coordinator's yes",
                help: help(for: actor))
        case .changed:
            return Objection(
                needingYes: change.path,
                "This \(kind.singular) is everybody's, so changing it needs a coordinator's yes",
                help: help(for: actor))
        case .removed:
            return Objection(
                refusing: change.path, "Only a coordinator may remove or rename \(kind.indefinite)",
                help: help(for: actor))
        }
    }

    // MARK: - Words

    private func help(for actor: HostIdentity?) -> String {
        actor == nil ? "The host does not say who you are. \(whoCoordinates)" : whoCoordinates
    }

    private var whoCoordinates: String {
        if let place = speakers.placeOfFault {
            return "The settings of the base, which say who coordinates, cannot be read: \(place)."
        }
        return speakers.coordinators.isEmpty
            ? "The settings of the base name no coordinator yet."
            : "Ask a coordinator: \(listed(speakers.coordinators))."
    }

    private func contacts(of owners: [String], _ actor: HostIdentity?) -> String {
        let named = owners.compactMap { owner -> String? in
            let speakers = speakers.speakers(for: owner)
            return speakers.isEmpty ? nil : "For \(owner): \(listed(speakers))."
        }
        let broken = owners.filter(speakers.isUnreadable)
        guard broken.isEmpty else {
            let whose = broken.joined(separator: " or ")
            return "The membership of \(whose) cannot be read, which says who speaks for it. \(help(for: actor))"
        }
        let nobody =
            named.isEmpty && !owners.isEmpty ? ["Nobody speaks for \(owners.joined(separator: " or ")) yet."] : []
        return (named + nobody + [help(for: actor)]).joined(separator: " ")
    }

    /// The first few of many: whoever reads it needs one.
    private func listed(_ identities: [HostIdentity]) -> String {
        identities.prefix(5).map(\.description).joined(separator: ", ") + (identities.count > 5 ? ", …" : "")
    }
}
