import RecordModel

/// Ids that become others: a record's own, those of records that are kept under its id, and every reference to them.
struct Renaming {
    /// What it does to references.
    private(set) var references = ReferenceChange()

    /// The change of one id, with every id that is made of it.
    init(_ snapshot: Snapshot, _ kind: Kind.Name, _ old: RecordID, to new: RecordID) throws(StoreError) {
        references.ids[kind] = [old.text: new.text]
        var isComplete = false
        while !isComplete {
            isComplete = true
            for other in snapshot.kinds where snapshot.canSee(other) && !other.path.placeholders.isEmpty {
                for entry in try snapshot.entries(of: other) {
                    guard references.ids[other.name]?[entry.id.text] == nil, let id = references.id(entry.id, of: other)
                    else { continue }
                    references.ids[other.name, default: [:]][entry.id.text] = id.text
                    isComplete = false
                }
            }
        }
    }

    /// The record's new id; nil where it keeps its own.
    func newID(of entry: RecordEntry, _ kind: Kind) -> RecordID? {
        references.ids[kind.name]?[entry.id.text].flatMap { RecordID($0) }
    }
}

extension PathTemplate {
    /// A record's path under another id: in the same format, and sharded as it was.
    func path(of id: RecordID, insteadOf path: String) -> String {
        let isSharded = path.dropFirst(folder.count).hasPrefix("_")
        let new = self.path(of: id, sharded: isSharded)
        guard let dot = path.lastIndex(of: "."), let newDot = new.lastIndex(of: ".") else { return new }
        return String(new[..<newDot] + path[dot...])
    }
}
