public import RecordModel

/// What reached the main branch without a word of those whose it is: for a network whose host enforces nothing.
public enum Landing {
    /// Whose doing a landed change is taken to be.
    public enum Word: Hashable, Sendable {
        /// Somebody whom the host vouches for: who merged or pushed it.
        case identity(HostIdentity)
        /// The author's address, where nothing better is known. It permits nothing: it only spares the coordinator from
        /// reading what a co-op, or a coordinator, says to have written itself.
        case address(String)
    }

    /// Those of the changes of one landing that nobody who may make them is known to have made or agreed to.
    ///
    /// - Parameters:
    ///   - owners: the rules as they were just before.
    ///   - words: everybody who is known to have had a hand in it.
    public static func unowned(
        among changes: [ProposedChange], by owners: Owners, _ words: [Word]
    ) -> [Objection] {
        let identities = words.compactMap { if case .identity(let identity) = $0 { identity } else { nil } }
        let addresses = words.compactMap { if case .address(let address) = $0 { address } else { nil } }
        if identities.contains(where: owners.speakers.isCoordinator)
            || addresses.contains(where: owners.speakers.isCoordinator(writingAs:))
        {
            return []
        }
        let coops = Set(addresses.flatMap { owners.speakers.coops(writingAs: $0) })
        return changes.filter { change in
            guard let kind = change.kind, let id = change.id else { return true }
            let record = change.before ?? change.after
            let named =
                kind.ownership.owner(by: kind.path, id).map { [$0] } ?? record.map { kind.ownership.owners(of: $0) }
            return coops.isDisjoint(with: named ?? [])
        }.flatMap { change in
            let all = identities.map { owners.objections(to: [change], by: $0, approvedBy: identities) }
            // One of them who may is enough.
            return all.contains([]) ? [] : all.first ?? owners.objections(to: [change], by: nil)
        }
    }
}
