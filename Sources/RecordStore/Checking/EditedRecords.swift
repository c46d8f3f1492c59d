import RecordModel

/// The records as they will be once edits by hand are saved.
struct EditedRecords: RecordSource {
    private let base: Snapshot
    private let texts: [Kind.Name: [RecordID: StoredRecord]]
    private let removed: [Kind.Name: Set<RecordID>]

    init(_ base: Snapshot, _ edits: [HandEdit]) {
        self.base = base
        var texts: [Kind.Name: [RecordID: StoredRecord]] = [:]
        var removed: [Kind.Name: Set<RecordID>] = [:]
        for edit in edits {
            guard let (kind, id) = edit.record else { continue }
            if let stored = edit.stored {
                texts[kind.name, default: [:]][id] = stored
            } else if edit.obstacle == nil {
                removed[kind.name, default: []].insert(id)
            }
        }
        self.texts = texts
        // Moved to another file, it is still there.
        self.removed = removed.reduce(into: [:]) { left, entry in
            left[entry.key] = entry.value.filter { texts[entry.key]?[$0] == nil }
        }
    }

    /// Whether a record goes.
    func isRemoved(_ kind: Kind.Name, _ id: RecordID) -> Bool { removed[kind]?.contains(id) == true }

    func record(_ kind: Kind.Name, _ id: RecordID) -> Record? {
        if let stored = texts[kind]?[id] { return stored.isReadable ? stored.record : nil }
        return isRemoved(kind, id) ? nil : base.record(kind, id)
    }

    func records(_ kind: Kind.Name) -> [Record] { ids(kind).compactMap { record(kind, $0) } }

    func ids(_ kind: Kind.Name) -> [RecordID] {
        let new = texts[kind, default: [:]].keys.filter { !base.exists(kind, $0) }
        return (base.ids(kind).filter { !isRemoved(kind, $0) } + new).sorted()
    }

    func exists(_ kind: Kind.Name, _ id: RecordID) -> Bool {
        texts[kind]?[id] != nil || (!isRemoved(kind, id) && base.exists(kind, id))
    }

    func canSee(_ kind: Kind.Name) -> Bool { base.canSee(kind) }

    func heir(of id: RecordID, _ kind: Kind.Name) -> RecordID? {
        let edited = texts[kind, default: [:]].values.first { $0.record.formerIDs.contains(id.text) }
        return edited?.entry.id ?? base.heir(of: id, kind)
    }
}
