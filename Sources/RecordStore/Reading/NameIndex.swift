public import RecordModel

/// Finds records by whatever people call them: id, name, earlier names, aliases; accents, case and apostrophes aside.
public struct NameIndex: Hashable, Sendable {
    private var ids: [Kind.Name: [String: Set<RecordID>]] = [:]
    private var words: [Kind.Name: [String: Set<RecordID>]] = [:]
    private var labels: [Kind.Name: [String]] = [:]

    /// What a text names.
    public enum Match {
        /// This record.
        case one(RecordID)
        /// Any of these.
        case several([RecordID])
        /// None; the name that comes nearest.
        case none(nearest: String?)
    }

    /// The names of every record of these kinds that can be seen and read.
    public init(_ snapshot: Snapshot, _ kinds: [Kind]) throws(StoreError) {
        for kind in kinds where snapshot.canSee(kind) {
            for stored in try snapshot.all(kind) {
                for name in stored.isReadable ? stored.record.names : [stored.entry.id.text] {
                    add(name, stored.entry.id, kind.name)
                }
            }
        }
    }

    /// Has a name stand for a record.
    ///
    /// - Parameter isSuggested: whether somebody who writes something near it may be asked for it.
    public mutating func add(_ name: String, _ id: RecordID, _ kind: Kind.Name, isSuggested: Bool = true) {
        words[kind, default: [:]][Folding.key(name), default: []].insert(id)
        for key in Self.keys(name) { ids[kind, default: [:]][key, default: []].insert(id) }
        if isSuggested { labels[kind, default: []].append(name) }
    }

    /// What a text names among the records of a kind.
    public func find(_ text: String, _ kind: Kind.Name) -> Match {
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

    /// The only record of a kind that is called so: unlike ``find(_:_:)``, which guesses at what a spreadsheet means,
    /// every sign counts, so that `C++` is not `C`.
    public func record(called text: String, _ kind: Kind.Name) -> RecordID? {
        let found = words[kind]?[Folding.key(text)] ?? []
        return found.count == 1 ? found.first : nil
    }

    private static func keys(_ text: String) -> [String] {
        let folded = Folding.key(text)
        return [folded, Folding.identifier(from: text)].compactMap(\.self)
    }
}

extension Snapshot {
    /// The names of the terms that some fields refer to; nil where none of them has other words.
    public func names(ofTermsIn fields: [FieldDeclaration]) throws(StoreError) -> NameIndex? {
        let targets = Set(fields.flatMap(\.shape.references)).compactMap { kind($0) }
            .filter { $0.field(named: SharedField.aliases) != nil }
        return targets.isEmpty ? nil : try NameIndex(self, targets)
    }
}
