internal import Git
internal import RecordModel

/// The ages of a store as bytes: what is kept on disk, and what is asked in memory. Records are read one at a time, so
/// that opening a table costs nothing for those that nobody asks about.
struct AgeTable: Sendable {
    /// The commit whose records these are.
    let commit: ObjectID
    private let bytes: [UInt8]
    private let kinds: [String]
    private let fields: [String]
    /// Where each record begins and ends, in the order of kind and id.
    private let starts: [Int]
    private let ends: [Int]
    private let ancestorsStart: Int
    private let ancestorCount: Int

    /// What the number of an answer says besides its commit's place.
    static let flagBits = 3
    static let isBySweep = 1
    static let isUnknown = 2
    /// The value is a day, which follows.
    static let hasDay = 4
    /// What the number of a record's variants says besides: the commit holds it.
    static let hereBit = 1 << 8
    /// What makes every day that can be written a number from 0.
    static let dayOffset = 719_528

    /// Everything the table has of one record besides its answers.
    struct Head {
        let kind: Int
        let id: String
        let variants: UInt8
        /// Whether the commit holds it, readable or not.
        let isHere: Bool
        /// Where the commits that hold it while no parent does are named.
        let creations: Range<Int>
        /// The answers; empty where the commit does not hold the record, or holds it unreadable.
        let answers: Range<Int>
    }

    init?(_ bytes: [UInt8], from start: Int = 0) {
        var reader = ByteReader(bytes, at: start)
        guard let commit = reader.id(), let kinds = reader.strings(), let fields = reader.strings(),
            let ancestorCount = reader.number(), ancestorCount <= bytes.count / 20
        else { return nil }
        ancestorsStart = reader.offset
        guard reader.skip(ancestorCount * 20), let count = reader.number(), count <= bytes.count else { return nil }
        var starts: [Int] = []
        var ends: [Int] = []
        starts.reserveCapacity(count)
        ends.reserveCapacity(count)
        for _ in 0..<count {
            guard let size = reader.number() else { return nil }
            starts.append(reader.offset)
            guard reader.skip(size) else { return nil }
            ends.append(reader.offset)
        }
        self.bytes = bytes
        self.commit = commit
        self.kinds = kinds
        self.fields = fields
        self.starts = starts
        self.ends = ends
        self.ancestorCount = ancestorCount
    }

    var recordCount: Int { starts.count }
    var byteCount: Int { bytes.count }
    var fieldNames: [String] { fields }

    // MARK: - Commits behind

    /// Whether a commit is this table's or lies behind it.
    func hasBehind(_ id: ObjectID) -> Bool {
        let wanted = id.bytes
        let place = ancestorPlace(wanted)
        return place < ancestorCount && compareAncestor(place, wanted) == 0
    }

    /// The commits of this table together with others, as the bytes of a table.
    func ancestors(adding ids: [ObjectID]) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity((ancestorCount + ids.count) * 20)
        var copied = 0
        for id in ids.sorted() where !hasBehind(id) {
            let place = ancestorPlace(id.bytes)
            result += bytes[(ancestorsStart + copied * 20)..<(ancestorsStart + place * 20)]
            result += id.bytes
            copied = place
        }
        result += bytes[(ancestorsStart + copied * 20)..<(ancestorsStart + ancestorCount * 20)]
        return result
    }

    private func ancestorPlace(_ wanted: [UInt8]) -> Int {
        var (low, high) = (0, ancestorCount)
        while low < high {
            let middle = (low + high) / 2
            if compareAncestor(middle, wanted) < 0 { low = middle + 1 } else { high = middle }
        }
        return low
    }

    private func compareAncestor(_ place: Int, _ wanted: [UInt8]) -> Int {
        let start = ancestorsStart + place * 20
        for index in 0..<20 where bytes[start + index] != wanted[index] {
            return Int(bytes[start + index]) - Int(wanted[index])
        }
        return 0
    }

    // MARK: - Records

    func kindIndex(_ kind: Kind.Name) -> Int? { kinds.firstIndex(of: kind.rawValue) }

    func head(at place: Int) -> Head? {
        var reader = ByteReader(bytes, at: starts[place])
        guard let kind = reader.number(), let id = reader.string(), let variants = reader.number(),
            let count = reader.number(), count <= bytes.count / 20
        else { return nil }
        let creations = reader.offset..<(reader.offset + count * 20)
        guard reader.skip(count * 20), let size = reader.number(), reader.offset + size <= bytes.count
        else { return nil }
        return Head(
            kind: kind, id: id, variants: UInt8(truncatingIfNeeded: variants),
            isHere: variants & AgeTable.hereBit != 0, creations: creations,
            answers: reader.offset..<(reader.offset + size))
    }

    /// The commits that hold a record while no parent does.
    func creations(_ head: Head) -> [ObjectID] {
        var reader = ByteReader(bytes, at: head.creations.lowerBound)
        var creations: [ObjectID] = []
        while reader.offset < head.creations.upperBound, let id = reader.id() { creations.append(id) }
        return creations
    }

    /// The bytes of a record's entry, as they stand.
    func entry(at place: Int) -> ArraySlice<UInt8> {
        bytes[starts[place]..<ends[place]]
    }

    func answerBytes(_ head: Head) -> ArraySlice<UInt8> { bytes[head.answers] }

    /// Where a record is, or would be.
    func place(kind: Int, id: String) -> (index: Int, isThere: Bool) {
        var (low, high) = (0, starts.count)
        let wanted = Array(id.utf8)
        while low < high {
            let middle = (low + high) / 2
            var reader = ByteReader(bytes, at: starts[middle])
            guard let otherKind = reader.number(), let other = reader.textRange() else { return (low, false) }
            if otherKind == kind {
                let text = bytes[other]
                if text.elementsEqual(wanted) { return (middle, true) }
                if text.lexicographicallyPrecedes(wanted) { low = middle + 1 } else { high = middle }
            } else if otherKind < kind {
                low = middle + 1
            } else {
                high = middle
            }
        }
        return (low, false)
    }

    /// Gives every record that history knows, with its id.
    func forEachHead(_ body: (Head, RecordID) -> Void) {
        for place in starts.indices {
            guard let head = head(at: place), let id = head.id.isEmpty ? .only : RecordID(head.id) else { continue }
            body(head, id)
        }
    }

    func head(kind: Kind.Name, id: String) -> Head? {
        guard let kind = kindIndex(kind) else { return nil }
        let found = place(kind: kind, id: id)
        return found.isThere ? head(at: found.index) : nil
    }

    // MARK: - Answers

    /// Reads the answers of a record; nil where the commit does not hold it readable.
    func answers(_ head: Head) -> AgeTableAnswers? {
        guard !head.answers.isEmpty else { return nil }
        return AgeTableAnswers(bytes, head.answers, fields: fields)
    }
}

/// The answers of one record in a table, read as they are asked for.
struct AgeTableAnswers: Sendable {
    /// The record's own.
    let record: AgeAnswer
    /// The fields' names, by number.
    let fields: [String]
    private let bytes: [UInt8]
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
        /// The value, where it is a day.
        let day: Day?
    }

    init?(_ bytes: [UInt8], _ range: Range<Int>, fields: [String]) {
        var reader = ByteReader(bytes, at: range.lowerBound)
        guard let count = reader.number(), count <= bytes.count / 28 else { return nil }
        commits = reader.offset
        guard reader.skip(count * 28), reader.offset <= range.upperBound, let own = reader.number(),
            let answer = reader.answer(own, commits)
        else { return nil }
        record = answer
        self.bytes = bytes
        self.fields = fields
        start = reader.offset
        end = range.upperBound
    }

    /// Gives each field's name, its answer as a whole where it is a collection, and its leaves.
    ///
    /// - Parameter isWanted: which fields to read, by their number.
    func forEachField(where isWanted: (Int) -> Bool = { _ in true }, _ body: (String, FieldRow) -> Void) {
        var reader = ByteReader(bytes, at: start)
        while reader.offset < end {
            guard let field = reader.number(), fields.indices.contains(field), let whole = reader.number(),
                let size = reader.number()
            else { return }
            let next = reader.offset + size
            guard next <= end else { return }
            if isWanted(field) {
                var leaves: [LeafRow] = []
                while reader.offset < next {
                    guard let entry = reader.string(), let column = reader.string(), let number = reader.number(),
                        let answer = reader.answer(number, commits)
                    else { return }
                    var day: Day?
                    if number & AgeTable.hasDay != 0 {
                        guard let count = reader.number() else { return }
                        day = Day(number: count - AgeTable.dayOffset)
                    }
                    leaves.append(LeafRow(entry: entry, column: column, answer: answer, day: day))
                }
                let collection = whole == 0 ? nil : reader.answer(whole - 1, commits)
                body(fields[field], FieldRow(field: field, collection: collection, leaves: leaves))
            }
            reader.offset = next
        }
    }

    /// Gives the number of each field that says something, with its answer: as a whole where it is a collection,
    /// otherwise that of its value.
    func forEachAnswer(_ body: (Int, AgeAnswer) -> Void) {
        var reader = ByteReader(bytes, at: start)
        while reader.offset < end {
            guard let field = reader.number(), fields.indices.contains(field), let whole = reader.number(),
                let size = reader.number()
            else { return }
            let next = reader.offset + size
            guard next <= end else { return }
            // A collection without leaves is empty, and has no age.
            if size > 0 {
                var number = whole - 1
                if whole == 0 {
                    guard reader.skipString(), reader.skipString(), let own = reader.number() else { return }
                    number = own
                }
                if let answer = reader.answer(number, commits) { body(field, answer) }
            }
            reader.offset = next
        }
    }
}

extension ByteReader {
    /// The answer that a number stands for, from its commit's place in a list; what is read next stays the same.
    fileprivate mutating func answer(_ number: Int, _ commits: Int) -> AgeAnswer? {
        let next = offset
        defer { offset = next }
        offset = commits + (number >> AgeTable.flagBits) * 28
        guard let id = id(), let seconds = fixed() else { return nil }
        let date = Instant(seconds: seconds)
        return number & AgeTable.isUnknown != 0
            ? .unknown(unchangedSince: id, date: date)
            : .set(commit: id, date: date, bySweep: number & AgeTable.isBySweep != 0)
    }
}
