/// Who may change a record without asking. What no rule names is the coordinators'.
public enum Ownership: Sendable {
    /// Only the network's coordinators: rights, dates, settings.
    case coordinators
    /// Nobody's in particular, such as a vocabulary: whoever speaks for a co-op adds one, and a change to one that is
    /// there waits for a coordinator's yes.
    case everybody
    /// The co-op whose id is the given part of the record's id (a placeholder's name).
    case placeholder(String, Strictness)
    /// The co-ops listed in a field. A new record is theirs who speak for all of the co-ops that it lists.
    case field(String, Strictness)

    /// What happens when somebody else changes it.
    public enum Strictness: Sendable {
        /// The change waits for an owner's or a coordinator's yes: helpers keep up many profiles.
        case asks
        /// The change is refused: pledges, agreements, votes, rights.
        case refuses
    }

    /// What happens when somebody changes it who does not own it.
    public var strictness: Strictness {
        switch self {
        case .coordinators: .refuses
        case .everybody: .asks
        case .placeholder(_, let strictness), .field(_, let strictness): strictness
        }
    }

    /// The ids of the co-ops that own a record; empty where it is the coordinators'.
    public func owners(of record: Record) -> [String] {
        switch self {
        case .coordinators, .everybody: return []
        case .placeholder: return owner(by: record.kind.path, record.id).map { [$0] } ?? []
        case .field(let name, _):
            return record.content(of: name).map { $0.entry.isEmpty ? $0.value.text : $0.entry }
        }
    }

    /// The co-op that a record's id alone names as its owner; nil where the rule looks elsewhere.
    public func owner(by path: PathTemplate, _ id: RecordID) -> String? {
        guard case .placeholder(let name, _) = self else { return nil }
        return path.part(name, of: id)?.text
    }
}
