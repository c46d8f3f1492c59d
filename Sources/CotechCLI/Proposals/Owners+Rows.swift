import CoopNetwork
import RecordModel
import RecordStore

extension Owners {
    /// The rows for what a person typed: a file's path, `KIND/ID`, or an id, which many kinds may have.
    func rows(of typed: String, _ snapshot: Snapshot) throws -> [OwnershipRow] {
        let visible = snapshot.kinds.filter { snapshot.canSee($0) }
        for kind in visible {
            if let id = kind.path.id(at: typed) { return [try row(of: kind, id, at: typed, snapshot)] }
        }
        let halves = typed.split(separator: "/", maxSplits: 1).map(String.init)
        if halves.count == 2, let kind = visible.first(where: { $0.name.rawValue == halves[0] }),
            let id = RecordID(halves[1]), let entry = try snapshot.entry(of: kind, id)
        {
            return [try row(of: kind, id, at: entry.path, snapshot)]
        }
        var rows: [OwnershipRow] = []
        for kind in visible where !kind.isSingle {
            let entries = try RecordID(typed).map { id in try snapshot.entries(of: kind).filter { $0.id.concerns(id) } }
            for entry in entries ?? [] { rows.append(try row(of: kind, entry.id, at: entry.path, snapshot)) }
        }
        if !rows.isEmpty { return rows }
        guard typed.contains("/") || typed.contains(".") else {
            let ids = Set(try visible.flatMap { try snapshot.entries(of: $0).map(\.id.text) })
            throw CommandFailure.notFound("record", typed, near: Suggestion.ranked(typed, among: ids))
        }
        return [row(of: typed, nil, .only, nil)]
    }

    private func row(of kind: Kind, _ id: RecordID, at path: String, _ snapshot: Snapshot) throws -> OwnershipRow {
        let stored = try snapshot.stored(kind, id)
        return row(of: path, kind, id, stored.flatMap { $0.isReadable ? $0.record : nil })
    }
}

extension RecordID {
    /// Whether it is this id, or has it for a part.
    fileprivate func concerns(_ id: RecordID) -> Bool { self == id || segments.contains(id.text) }
}
