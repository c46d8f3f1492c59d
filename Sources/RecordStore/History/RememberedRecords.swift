internal import RecordModel

/// Records of which only the days are known, from ages; where those say nothing, the records themselves.
final class RememberedRecords: RecordSource {
    private let snapshot: Snapshot
    private let ages: Ages
    private var kinds: [Kind.Name: Known] = [:]
    /// What was asked for and cannot be read, as a sentence without its full stop; whoever asks anew clears it.
    var gap: String?

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
            let days = RememberedDays(ages) { known.holdsDays[$0] }
            if let field = days.fault {
                gap = "\(field) in \(path(of: known.kind, id) ?? "\(name)/\(id)") cannot be read"
            }
            return Record(kind: known.kind, id: id, contents: days)
        case .unread:
            let record = snapshot.record(name, id)
            if record == nil, let path = path(of: known.kind, id) { gap = "\(path) cannot be read" }
            return record
        case .absent: return nil
        }
    }

    /// Where a record is; nil where there is none.
    private func path(of kind: Kind, _ id: RecordID) -> String? { ((try? snapshot.entry(of: kind, id)) ?? nil)?.path }

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
struct RememberedDays: RecordContents {
    private var days: [(field: String, entry: String, column: String, day: Day)] = []
    /// A field that says something and should be a day; nil where each such is one.
    private(set) var fault: String?

    init() {}

    /// - Parameter holdsDays: whether a field does, by its number in the ages.
    init(_ ages: RecordAges, where holdsDays: (Int) -> Bool) {
        ages.forEachPossibleDay(where: holdsDays) { field, leaf in
            if let day = leaf.day {
                days.append((field, leaf.entry, leaf.column, day))
            } else if leaf.entry.isEmpty, leaf.column.isEmpty {
                fault = field
            }
        }
    }

    func content(of field: FieldDeclaration) -> Content {
        var content: Content = []
        for (name, entry, column, day) in days where name == field.name {
            content.append(Leaf(entry: entry, column: column, value: .text(day.description)))
        }
        return content
    }
}
