public import RecordModel

/// Who speaks for whom, as one state of the store has it: memberships say it of co-ops, settings of the coordinators.
///
/// Only what a host vouches for counts. Addresses in memberships tell whose word a commit is, and permit nothing.
public struct Speakers {
    /// Who may change anything, sorted.
    public let coordinators: [HostIdentity]
    private let context: RuleContext

    /// The speakers that a state's records name. Each co-op's are looked up when they are asked for.
    public init(in context: RuleContext) {
        self.context = context
        coordinators = Set(context.settings[Settings.coordinators] ?? []).sorted()
    }

    /// Whether somebody may change anything.
    public func isCoordinator(_ identity: HostIdentity) -> Bool { coordinators.contains(identity) }

    /// Where the settings are wrong, `cotech.yaml:1`, when they cannot be read and so nobody can tell who coordinates.
    public var placeOfFault: String? {
        coordinators.isEmpty ? context.records.placeOfFault(Settings.kind.name, .only) : nil
    }

    /// Whether the settings say by which addresses the coordinators write.
    public var knowCoordinatorsAddresses: Bool { !(context.settings[Settings.addresses] ?? []).isEmpty }

    /// Whether some membership says by which addresses its co-op writes. Every membership is read where none does.
    public var knowCoopsAddresses: Bool {
        context.records.records(Memberships.kind.name).contains { !($0[Memberships.addresses] ?? []).isEmpty }
    }

    /// Whether a commit by this address would be a coordinator's own word.
    public func isCoordinator(writingAs address: String) -> Bool {
        (context.settings[Settings.addresses] ?? []).contains { $0.lowercased() == address.lowercased() }
    }

    /// Who speaks for a co-op, sorted; nobody where it has no membership, or one that cannot be read.
    public func speakers(for coop: String) -> [HostIdentity] {
        guard let id = RecordID(coop), let membership = context.records.record(Memberships.kind.name, id) else {
            return []
        }
        return Set(membership[Memberships.logins] ?? []).sorted()
    }

    /// Whether a co-op has a membership that nobody can read, so that nobody can tell who speaks for it.
    public func isUnreadable(_ coop: String) -> Bool {
        guard let id = RecordID(coop) else { return false }
        return context.records.exists(Memberships.kind.name, id)
            && context.records.record(Memberships.kind.name, id) == nil
    }

    /// Whether somebody speaks for a co-op.
    public func speaks(_ identity: HostIdentity, for coop: String) -> Bool { speakers(for: coop).contains(identity) }

    /// The co-ops that somebody speaks for, sorted. Every membership is read for it.
    public func coops(of identity: HostIdentity) -> [String] {
        context.records.records(Memberships.kind.name).filter { membership in
            (membership[Memberships.logins] ?? []).contains(identity)
        }.map(\.id.text).sorted()
    }

    /// The co-ops for which a commit by this address would be their own word, sorted.
    public func coops(writingAs address: String) -> [String] {
        let address = address.lowercased()
        return context.records.records(Memberships.kind.name).filter { membership in
            (membership[Memberships.addresses] ?? []).contains { $0.lowercased() == address }
        }.map(\.id.text).sorted()
    }
}
