/// Who may change a record without asking. What no rule names is the coordinators'.
public enum Ownership: Sendable {
    /// Only the network's coordinators.
    case coordinators
    /// The co-op whose id is the given part of the record's id (a placeholder's name).
    case placeholder(String, Strictness)
    /// The co-ops listed in a field.
    case field(String, Strictness)

    /// What happens when somebody else changes it.
    public enum Strictness: Sendable {
        /// The change waits for an owner's or a coordinator's yes: helpers keep up many profiles.
        case asks
        /// The change is refused: pledges, agreements, votes, rights.
        case refuses
    }

    /// The ids of the co-ops that own a record; empty where it is the coordinators'.
    public func owners(of record: Record) -> [String] {
        switch self {
        case .coordinators: return []
        case .placeholder(let name, _):
            guard let index = record.kind.path.placeholders.firstIndex(where: { $0.name == name }),
                record.id.segments.indices.contains(index)
            else { return [] }
            return [record.id.segments[index]]
        case .field(let name, _):
            return record.content(of: name).map { $0.entry.isEmpty ? $0.value.text : $0.entry }
        }
    }
}
