public import RecordModel

/// One rule, or one file under its rule, in words.
public struct OwnershipRow: Hashable, Sendable {
    /// The file, or the template of the files' paths.
    public let path: String
    /// Whose they are.
    public let whose: String
    /// What happens when somebody else changes one.
    public let others: String
    /// Who says yes, besides the coordinators.
    public let logins: [HostIdentity]
}

extension Owners {
    /// Every rule, in the order of the kinds, and the one for what no rule names.
    public static func rules(of kinds: [RecordModel.Kind]) -> [OwnershipRow] {
        kinds.map { kind in
            let home = kind.home == .public ? "" : " (private companion)"
            return OwnershipRow(
                path: kind.path.text + home, whose: kind.ownership.whose, others: kind.ownership.forOthers, logins: [])
        } + [
            OwnershipRow(
                path: "every other file", whose: Ownership.coordinators.whose, others: Ownership.coordinators.forOthers,
                logins: [])
        ]
    }

    /// The rule for one file.
    ///
    /// - Parameters:
    ///   - kind: the kind of record that it is; nil where it is none.
    ///   - record: the record; nil where there is none yet, or it cannot be read.
    public func row(of path: String, _ kind: RecordModel.Kind?, _ id: RecordID, _ record: Record?) -> OwnershipRow {
        let ownership = kind?.ownership ?? .coordinators
        let named = kind.flatMap { ownership.owner(by: $0.path, id) }.map { [$0] }
        let owners = named ?? record.map { Set(ownership.owners(of: $0)).sorted() } ?? []
        return OwnershipRow(
            path: path, whose: owners.isEmpty ? ownership.whose : owners.joined(separator: ", "),
            others: ownership.forOthers, logins: Set(owners.flatMap { speakers.speakers(for: $0) }).sorted())
    }
}

extension Ownership {
    /// What happens when somebody changes it who does not own it.
    fileprivate var forOthers: String {
        switch self {
        case .everybody: "add one; a change waits for a coordinator's yes"
        case .coordinators, .placeholder, .field:
            switch strictness {
            case .asks: "wait for a yes of theirs, or a coordinator's"
            case .refuses: "are refused"
            }
        }
    }
}
