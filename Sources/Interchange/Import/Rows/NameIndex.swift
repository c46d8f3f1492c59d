import RecordModel
import RecordStore

/// Finds records by whatever people call them: id, name, earlier names, aliases; accents, case and apostrophes aside.
struct NameIndex {
    private var ids: [Kind.Name: [String: Set<RecordID>]] = [:]
    private var labels: [Kind.Name: [String]] = [:]

    /// What a text names.
    enum Match {
        case one(RecordID)
        case several([RecordID])
        case none(nearest: String?)
    }

    init(_ snapshot: Snapshot, _ kinds: [Kind]) throws(StoreError) {
        for kind in kinds where snapshot.canSee(kind) {
            for stored in try snapshot.all(kind) {
                var names = [stored.entry.id.text]
                if stored.isReadable {
                    names.append(stored.record.title)
                    names += stored.record.formerIDs + stored.record.content(of: "aliases").map(\.entry)
                }
                for name in names { add(name, stored.entry.id, kind.name) }
            }
        }
    }

    /// - Parameter isSuggested: whether somebody who writes something near it may be asked for it.
    mutating func add(_ name: String, _ id: RecordID, _ kind: Kind.Name, isSuggested: Bool = true) {
        for key in Self.keys(name) { ids[kind, default: [:]][key, default: []].insert(id) }
        if isSuggested { labels[kind, default: []].append(name) }
    }

    func find(_ text: String, _ kind: Kind.Name) -> Match {
        let known = ids[kind] ?? [:]
        for key in Self.keys(text) {
            guard let found = known[key] else { continue }
            if let only = found.first, found.count == 1 { return .one(only) }
            // The one whose own id it is, if it is another's earlier name as well.
            if let own = found.first(where: { $0.text == text || $0.text == Folding.identifier(from: text) }) {
                return .one(own)
            }
            return .several(found.sorted())
        }
        return .none(nearest: Suggestion.nearest(to: text, among: labels[kind] ?? []))
    }

    private static func keys(_ text: String) -> [String] {
        let folded = Folding.key(text)
        return [folded, Folding.identifier(from: text)].compactMap(\.self)
    }
}
