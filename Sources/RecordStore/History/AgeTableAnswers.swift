internal import Git
internal import RecordModel

/// The answers of one record in a table, read as they are asked for.
struct AgeTableAnswers: Sendable {
    /// The record's own.
    let record: AgeAnswer
    private let table: AgeTable
    private let place: Int
    private let commits: Int
    private let start: Int
    private let end: Int

    /// A field in the table.
    struct FieldRow {
        let field: Int
        let collection: AgeAnswer?
        let leaves: [LeafRow]
    }

    /// A leaf in the table.
    struct LeafRow {
        let entry: String
        let column: String
        let answer: AgeAnswer
        /// The value, where it is a day; a confirmation's as it stood in the commit of the answer.
        let day: Day?
    }

    init?(in table: AgeTable, at place: Int, _ range: Range<Int>) {
        var reader = table.reader(at: place, from: range.lowerBound)
        guard let count = reader.number(), count <= range.count / 28 else { return nil }
        commits = reader.offset
        guard reader.skip(count * 28), reader.offset <= range.upperBound, let own = reader.number(),
            let answer = reader.answer(own, commits)
        else { return nil }
        record = answer
        self.table = table
        self.place = place
        start = reader.offset
        end = range.upperBound
    }

    /// The number of a field; nil where the table has none of that name.
    func number(of field: String) -> Int? { table.fieldNames.firstIndex(of: field) }

    /// Gives each field's name, its answer as a whole where it is a collection, and its leaves.
    ///
    /// - Parameter isWanted: which fields to read, by their number.
    func forEachField(where isWanted: (Int) -> Bool = { _ in true }, _ body: (String, FieldRow) -> Void) {
        var reader = table.reader(at: place, from: start)
        while let field = nextField(&reader) {
            let next = reader.offset + field.size
            if isWanted(field.number) {
                var leaves: [LeafRow] = []
                while reader.offset < next {
                    guard let leaf = nextLeaf(&reader) else { return }
                    leaves.append(leaf)
                }
                let collection = field.whole == 0 ? nil : reader.answer(field.whole - 1, commits)
                body(
                    table.fieldNames[field.number],
                    FieldRow(field: field.number, collection: collection, leaves: leaves))
            }
            reader.offset = next
        }
    }

    /// Gives the number of each field that says something, with its answer: as a whole where it is a collection,
    /// otherwise that of its value.
    func forEachAnswer(_ body: (Int, AgeAnswer) -> Void) {
        forEachNumber { field, number, reader in
            if let answer = reader.answer(number, commits) { body(field, answer) }
        }
    }

    /// Gives the number of each field that says something, with the date of its answer and whether that is known.
    func forEachDate(_ body: (Int, Instant, _ isKnown: Bool) -> Void) {
        forEachNumber { field, number, reader in
            if let date = reader.date(number, commits) { body(field, date, number & AgeTable.isUnknown == 0) }
        }
    }

    /// Gives the number of each field that says something, and that of its answer.
    private func forEachNumber(_ body: (Int, Int, inout ByteReader) -> Void) {
        var reader = table.reader(at: place, from: start)
        while let field = nextField(&reader) {
            let next = reader.offset + field.size
            // A collection without leaves is empty, and has no age.
            if field.size > 0 {
                var number = field.whole - 1
                if field.whole == 0 {
                    guard reader.skipString(), reader.skipString(), let own = reader.number() else { return }
                    number = own
                }
                body(field.number, number, &reader)
            }
            reader.offset = next
        }
    }

    /// What stands before a field's leaves: its number, one more than that of its answer as a whole, and their size.
    private func nextField(_ reader: inout ByteReader) -> (number: Int, whole: Int, size: Int)? {
        guard reader.offset < end, let number = reader.number(), number < table.fieldCount, let whole = reader.number(),
            let size = reader.number(), size <= end - reader.offset
        else { return nil }
        return (number, whole, size)
    }

    private func nextLeaf(_ reader: inout ByteReader) -> LeafRow? {
        guard let entry = reader.string(), let column = reader.string(), let number = reader.number(),
            let answer = reader.answer(number, commits)
        else { return nil }
        var day: Day?
        if number & AgeTable.hasDay != 0 {
            guard let count = reader.number() else { return nil }
            day = Day(number: count - AgeTable.dayOffset)
        }
        return LeafRow(entry: entry, column: column, answer: answer, day: day)
    }
}

extension ByteReader {
    /// The answer that a number stands for, from its commit's place in a list; what is read next stays the same.
    fileprivate mutating func answer(_ number: Int, _ commits: Int) -> AgeAnswer? {
        let next = offset
        defer { offset = next }
        guard goToCommit(of: number, commits), let id = id(), let seconds = fixed() else { return nil }
        let date = Instant(seconds: seconds)
        return number & AgeTable.isUnknown != 0
            ? .unknown(unchangedSince: id, date: date)
            : .set(commit: id, date: date, bySweep: number & AgeTable.isBySweep != 0)
    }

    /// The date of the answer alone.
    fileprivate mutating func date(_ number: Int, _ commits: Int) -> Instant? {
        let next = offset
        defer { offset = next }
        guard goToCommit(of: number, commits), skip(20) else { return nil }
        return fixed().map { Instant(seconds: $0) }
    }

    private mutating func goToCommit(of number: Int, _ commits: Int) -> Bool {
        let place = number >> AgeTable.flagBits
        guard place <= size / 28 else { return false }
        offset = commits + place * 28
        return true
    }
}
