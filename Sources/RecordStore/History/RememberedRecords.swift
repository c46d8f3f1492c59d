internal import RecordModel

/// Records of which only the days are known, from ages; where those say nothing, the records themselves.
final class RememberedRecords: RecordSource {
    private let snapshot: Snapshot
    private let ages: Ages
    private var kinds: [Kind.Name: Known] = [:]

    /// A kind that was asked for.
    private final class Known {
        let kind: Kind
        /// Whether each field of the ages holds days in it.
        let holdsDays: [Bool]
        /// Where its ages have been read up to: records are mostly asked for in the order of their ids.
        private var cursor: Ages.Cursor
        private var last: RecordID?
        private let ages: Ages

        init(_ kind: Kind, _ ages: Ages) {
            self.kind = kind
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
        switch known.find(id) {
        case .ages(let ages):
            return Record(kind: known.kind, id: id, contents: RememberedDays(ages) { known.holdsDays[$0] })
        case .unread: return snapshot.record(name, id)
        case .absent: return nil
        }
    }

    private func remember(_ name: Kind.Name) -> Known? {
        let known = snapshot.kind(name).map { Known($0, ages) }
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

    init() {}

    /// - Parameter holdsDays: whether a field does, by its number in the ages.
    init(_ ages: RecordAges, where holdsDays: (Int) -> Bool) {
        ages.forEachDay(where: holdsDays) { field, leaf, day in
            days.append((field, leaf.entry, leaf.column, day))
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
