import RecordModel
import RecordStore

/// When the store last heard of each field of a record: what a row said before that day is older.
struct StoreWords {
    private var days: [RecordID: [String: Day]] = [:]
    /// The day of the last word on any of it.
    private var lastWords: [RecordID: Day] = [:]
    /// The fields that were cleared, by record, as far as somebody asked.
    private var cleared: [RecordID: [String: Day]] = [:]

    /// Nothing is known, and so nothing is newer.
    init() {}

    init(_ snapshot: Snapshot, _ kind: Kind, clock: Instant) throws(StoreError) {
        for record in try snapshot.staleness(of: kind, clock: clock).records {
            days[record.id] = Dictionary(
                record.fields.compactMap { field in field.freshness.day.map { (field.field.name, $0) } },
                uniquingKeysWith: { first, _ in first })
            lastWords[record.id] = record.lastWord
        }
    }

    /// The fields that a row changes although the store heard of them after the row's words were given.
    mutating func newer(
        than said: Day, in old: Record, but new: Record, _ snapshot: Snapshot
    ) throws(StoreError) -> [(field: String, day: Day)] {
        guard let last = lastWords[old.id], last > said else { return [] }
        var found: [(field: String, day: Day)] = []
        for field in old.kind.fields {
            let content = old.content(of: field)
            if content.saysTheSame(as: new.content(of: field)) { continue }
            // That something is blank now is a word as well.
            let day =
                content.isEmpty ? try clearings(of: old, snapshot)[field.name] : days[old.id]?[field.name]
            if let day, day > said { found.append((field.name, day)) }
        }
        return found
    }

    /// When each field of a record was last cleared; what an undo or a sweep cleared nobody said.
    private mutating func clearings(of record: Record, _ snapshot: Snapshot) throws(StoreError) -> [String: Day] {
        if let known = cleared[record.id] { return known }
        var days: [String: Day] = [:]
        for entry in try snapshot.history(of: record.kind, record.id).entries where entry.setAside == nil {
            for change in entry.changes where change.new == nil && days[change.field] == nil {
                days[change.field] = entry.day
            }
        }
        cleared[record.id] = days
        return days
    }
}
