public import RecordModel

/// Files that somebody besides the coordinators says yes to.
public struct OwnedPath: Hashable, Sendable {
    /// The path; `*` stands for any one name.
    public let pattern: String
    /// Who says yes to a change, the coordinators not among them.
    public let owners: [HostIdentity]
}

extension Owners {
    /// The files that co-ops with a speaker own, by path.
    ///
    /// - Parameter place: where a record's file stands; nil where there is none yet.
    public func paths(of kinds: [RecordModel.Kind], place: (RecordModel.Kind, RecordID) -> String?) -> [OwnedPath] {
        let coops = context.records.ids(Memberships.kind.name).map(\.text).filter {
            !speakers.speakers(for: $0).isEmpty
        }
        return kinds.filter { $0.home == .public }.flatMap { kind -> [OwnedPath] in
            switch kind.ownership {
            case .coordinators, .everybody: return []
            case .placeholder(let name, _):
                return coops.map { coop in
                    let own = kind.path.placeholders.count == 1 ? RecordID(coop).flatMap { place(kind, $0) } : nil
                    return OwnedPath(
                        pattern: own ?? kind.path.pattern(where: name, is: coop), owners: speakers.speakers(for: coop))
                }
            case .field:
                return context.records.records(kind.name).compactMap { record in
                    let owners = Set(kind.ownership.owners(of: record).flatMap { speakers.speakers(for: $0) }).sorted()
                    guard !owners.isEmpty, let path = place(kind, record.id) else { return nil }
                    return OwnedPath(pattern: path, owners: owners)
                }
            }
        }.sorted { $0.pattern < $1.pattern }
    }
}
