internal import Git
internal import RecordModel

/// The ages of a store, read as they are asked for: those of one commit, with what a few later commits changed laid over
/// them. So going on from one commit to another costs what changed between.
final class AgeTable: Sendable {
    /// The layer that has everything.
    let base: AgeLayer
    /// What was changed since; nil where nothing was, or where all was written anew.
    let since: AgeLayer?
    private let entries: AgeEntries

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
        let place: Int
        let kind: Int
        let id: String
        let variants: UInt8
        /// Whether the commit holds it, readable or not.
        let isHere: Bool
        /// How many commits hold it while no parent does.
        fileprivate let creationCount: Int
        /// Where they are named.
        fileprivate let creations: Int
        /// Where the answers are: none where the commit does not hold the record, or holds it unreadable.
        fileprivate let answers: Range<Int>
    }

    /// - Parameter since: a layer that was written over this base.
    init(_ base: AgeLayer, since: AgeLayer? = nil) {
        self.base = base
        self.since = since
        entries = AgeEntries(base, since: since)
        top = since ?? base
        fieldCount = top.fields.count
    }

    /// The commit whose records these are.
    var commit: ObjectID { top.commit }
    var recordCount: Int { entries.count }
    /// The fields' names, by the numbers that entries have for them.
    var fieldNames: [String] { top.fields }
    /// How many fields there are.
    let fieldCount: Int
    /// The layer that was written last.
    private let top: AgeLayer

    /// Whether a commit is this table's or lies behind it.
    func hasBehind(_ id: ObjectID) -> Bool { base.hasBehind(id) || since?.hasBehind(id) ?? false }

    // MARK: - Records

    func kindIndex(_ kind: Kind.Name) -> Int? { top.kinds.firstIndex(of: kind.rawValue) }

    /// The places of a kind's records.
    func places(of kind: Int) -> Range<Int> {
        place(kind: kind, id: "").index..<place(kind: kind + 1, id: "").index
    }

    func head(at place: Int) -> Head? {
        var reader = entries.reader(at: place)
        guard let kind = reader.number(), let id = reader.string(), let variants = reader.number(),
            let count = reader.number()
        else { return nil }
        let creations = reader.offset
        let end = entries.end(of: place)
        guard count <= end / 20, reader.skip(count * 20), reader.offset <= end else { return nil }
        return Head(
            place: place, kind: kind, id: id, variants: UInt8(truncatingIfNeeded: variants),
            isHere: variants & AgeTable.hereBit != 0, creationCount: count, creations: creations,
            answers: reader.offset..<end)
    }

    /// The commits that hold a record while no parent does.
    func creations(_ head: Head) -> [ObjectID] {
        var reader = reader(at: head.place, from: head.creations)
        return (0..<head.creationCount).compactMap { _ in reader.id() }
    }

    /// The bytes of a record's entry, as they stand.
    func entry(at place: Int) -> [UInt8] {
        var reader = entries.reader(at: place)
        return reader.raw(to: entries.end(of: place)) ?? []
    }

    func answerBytes(_ head: Head) -> [UInt8] {
        var reader = reader(at: head.place, from: head.answers.lowerBound)
        return reader.raw(to: head.answers.upperBound) ?? []
    }

    /// Gives every record that history knows, with its id.
    func forEachHead(_ body: (Head, RecordID) -> Void) {
        for place in 0..<recordCount {
            guard let head = head(at: place), let id = head.id.isEmpty ? .only : RecordID(head.id) else { continue }
            body(head, id)
        }
    }

    /// Where a record is, or would be.
    func place(kind: Int, id: String) -> (index: Int, isThere: Bool) { entries.place(kind: kind, id: Array(id.utf8)) }

    func head(kind: Kind.Name, id: String) -> Head? {
        guard let kind = kindIndex(kind) else { return nil }
        let found = place(kind: kind, id: id)
        return found.isThere ? head(at: found.index) : nil
    }

    // MARK: - Answers

    /// Reads the answers of a record; nil where the commit does not hold it readable.
    func answers(_ head: Head) -> AgeTableAnswers? {
        guard !head.answers.isEmpty else { return nil }
        return AgeTableAnswers(in: self, at: head.place, head.answers)
    }

    /// What stands in the entry at a place, from an offset on.
    func reader(at place: Int, from offset: Int) -> ByteReader {
        var reader = entries.reader(at: place)
        reader.offset = offset
        return reader
    }
}

/// The entries of one or two layers, in the order of kind and id.
struct AgeEntries: Sendable {
    private let base: MappedFile
    private let since: MappedFile
    private var entries: [Entry] = []

    private struct Entry {
        let isSince: Bool
        let start: Int
        let end: Int

        init(_ number: Int, of layer: AgeLayer, isSince: Bool) {
            self.isSince = isSince
            start = layer.starts[number]
            end = layer.end(of: number)
        }
    }

    init(_ base: AgeLayer, since: AgeLayer?) {
        self.base = base.bytes
        self.since = (since ?? base).bytes
        let below = base.starts.indices.map { Entry($0, of: base, isSince: false) }
        entries = below
        guard let since else { return }
        var merged: [Entry] = []
        merged.reserveCapacity(below.count + since.starts.count)
        var next = 0
        for number in since.starts.indices {
            let entry = Entry(number, of: since, isSince: true)
            var reader = ByteReader(self.since, at: entry.start)
            guard let kind = reader.number(), let id = reader.string() else { continue }
            let found = place(kind: kind, id: Array(id.utf8), from: next)
            merged += below[next..<found.index]
            merged.append(entry)
            next = found.index + (found.isThere ? 1 : 0)
        }
        entries = merged + below[next...]
    }

    var count: Int { entries.count }

    func end(of place: Int) -> Int { entries[place].end }

    func reader(at place: Int) -> ByteReader {
        let entry = entries[place]
        return ByteReader(entry.isSince ? since : base, at: entry.start)
    }

    /// Where a record is, or would be.
    func place(kind: Int, id: [UInt8], from first: Int = 0) -> (index: Int, isThere: Bool) {
        var (low, high) = (first, entries.count)
        while low < high {
            let middle = (low + high) / 2
            var reader = reader(at: middle)
            guard let other = reader.number(), let order = reader.order(of: id) else { return (low, false) }
            if other == kind, order == 0 { return (middle, true) }
            if other < kind || other == kind && order < 0 { low = middle + 1 } else { high = middle }
        }
        return (low, false)
    }
}
