internal import RecordModel
internal import RecordText
import Synchronization

/// Records of which only the days are known, from ages; where those say nothing, the records themselves.
final class RememberedRecords: RecordSource {
    private let snapshot: Snapshot
    private let ages: Ages
    private var kinds: [Kind.Name: Known] = [:]
    /// What was asked for and cannot be read, as a sentence without its full stop.
    private var gap: String?
    /// A day that was asked for and is none.
    private let fault = FaultyDay()

    /// A kind that was asked for.
    private final class Known {
        let kind: Kind
        /// Whether each field of the ages holds days in it.
        let holdsDays: [Bool]
        /// What stands where its folder should be, in a sentence; nil where the folder does.
        let obstacle: String?
        /// Where its ages have been read up to: records are mostly asked for in the order of their ids.
        private var cursor: Ages.Cursor
        private var last: RecordID?
        private let ages: Ages

        init(_ kind: Kind, _ ages: Ages, obstacle: String?) {
            self.kind = kind
            self.obstacle = obstacle
            self.ages = ages
            cursor = ages.cursor(of: kind.name)
            holdsDays = ages.fieldNames.map { kind.field(named: $0)?.holdsDays ?? false }
        }

        func find(_ id: RecordID) -> Ages.Known {
            if let last, last >= id { cursor = ages.cursor(of: kind.name, from: id) }
            last = id
            return cursor.find(id)
        }
    }

    init(_ snapshot: Snapshot, _ ages: Ages) {
        self.snapshot = snapshot
        self.ages = ages
    }

    func record(_ name: Kind.Name, _ id: RecordID) -> Record? {
        guard let known = kinds[name] ?? remember(name) else { return nil }
        if let obstacle = known.obstacle { gap = obstacle }
        switch known.find(id) {
        case .ages(let ages):
            return record(known.kind, id, ages) { known.holdsDays[$0] }
        case .unread:
            if let record = snapshot.record(name, id) { return watched(record) }
            if let entry = (try? snapshot.entry(of: known.kind, id)) ?? nil { gap = "\(entry.path) cannot be read" }
            return nil
        case .absent: return nil
        }
    }

    /// A record as its ages remember it.
    ///
    /// - Parameter holdsDays: whether a field does, by its number in the ages.
    func record(_ kind: Kind, _ id: RecordID, _ ages: RecordAges, where holdsDays: (Int) -> Bool) -> Record {
        let days = RememberedDays(ages, where: holdsDays)
        let record = Record(kind: kind, id: id, contents: days)
        return days.hasFault ? watched(record) : record
    }

    /// A record of which note is taken where a day is asked for and there is something else.
    func watched(_ record: Record) -> Record {
        Record(kind: record.kind, id: record.id, contents: WatchedDays(record: record, fault: fault))
    }

    /// What was asked for since the last time and cannot be read, as a sentence without its full stop.
    func takeGap() -> String? {
        defer { gap = nil }
        let found = fault.take()
        return gap ?? found.map { "\($0.name) in \(place(of: $0, in: $1)) is no day" }
    }

    /// Where a field stands: its file, and the line.
    private func place(of field: FieldDeclaration, in record: Record) -> String {
        guard let stored = (try? snapshot.stored(record.kind, record.id)) ?? nil else {
            return "\(record.kind.name)/\(record.id)"
        }
        guard let document = stored.document,
            let node = DocumentContents(document: document, kind: record.kind).node(of: field)
        else { return stored.entry.path }
        return "\(stored.entry.path), line \(document.line(at: document.valueRange(of: node).lowerBound)),"
    }

    private func remember(_ name: Kind.Name) -> Known? {
        let known = snapshot.kind(name).map { kind in
            Known(kind, ages, obstacle: ((try? snapshot.blockedFolder(of: kind)) ?? nil)?.message)
        }
        kinds[name] = known
        return known
    }

    func records(_ kind: Kind.Name) -> [Record] { snapshot.records(kind) }
    func ids(_ kind: Kind.Name) -> [RecordID] { snapshot.ids(kind) }
    func exists(_ kind: Kind.Name, _ id: RecordID) -> Bool { snapshot.exists(kind, id) }
    func canSee(_ kind: Kind.Name) -> Bool { snapshot.canSee(kind) }
}

/// The days that a record holds, as its ages remember them; of its other fields nothing is known.
private struct RememberedDays: RecordContents {
    private var days: [(field: String, entry: String, column: String, day: Day)] = []
    /// The fields that say something and should be a day.
    private var faults: [String] = []

    /// Whether one of them is no day.
    var hasFault: Bool { !faults.isEmpty }

    /// - Parameter holdsDays: whether a field does, by its number in the ages.
    init(_ ages: RecordAges, where holdsDays: (Int) -> Bool) {
        ages.forEachPossibleDay(where: holdsDays) { field, leaf in
            if let day = leaf.day {
                days.append((field, leaf.entry, leaf.column, day))
            } else if leaf.entry.isEmpty, leaf.column.isEmpty {
                faults.append(field)
            }
        }
    }

    func content(of field: FieldDeclaration) -> Content {
        if faults.contains(field.name) { return [Leaf(value: .invalid(""))] }
        var content: Content = []
        for (name, entry, column, day) in days where name == field.name {
            content.append(Leaf(entry: entry, column: column, value: .text(day.description)))
        }
        return content
    }
}

/// A day that a rule asked for and that is none.
private final class FaultyDay: Sendable {
    private let found = Mutex<(field: FieldDeclaration, record: Record)?>(nil)

    /// The first since the last time.
    func take() -> (field: FieldDeclaration, record: Record)? {
        found.withLock { found in
            defer { found = nil }
            return found
        }
    }

    func note(_ field: FieldDeclaration, in record: Record) {
        found.withLock { $0 = $0 ?? (field, record) }
    }
}

/// A record's contents, of which note is taken where a day is asked for and there is something else.
private struct WatchedDays: RecordContents {
    let record: Record
    let fault: FaultyDay

    func content(of field: FieldDeclaration) -> Content {
        let content = record.content(of: field)
        guard field.holdsDays, let first = content.first, first.entry.isEmpty else { return content }
        if case .text = first.value { return content }
        fault.note(field, in: record)
        return content
    }
}
