public import Git
public import RecordModel

/// How old everything in a store is at one commit, by the rules of `docs/ageing.md`.
public struct Ages: Sendable {
    /// The commit whose records these are.
    public let commit: ObjectID
    /// Whether some history is missing, so that some answers may be unknown.
    public let isTruncated: Bool
    /// Whether a text or a folder that was asked for is not here, although the commits are.
    public let lacksSome: Bool
    let table: AgeTable

    private init(_ table: AgeTable, isTruncated: Bool, lacksSome: Bool = false) {
        commit = table.commit
        self.table = table
        self.isTruncated = isTruncated
        self.lacksSome = lacksSome
    }

    /// Works out the ages at a commit, from what was kept of an earlier one where that helps.
    ///
    /// - Parameters:
    ///   - kinds: the schema, with the network's own fields; only kinds that live in this repository.
    ///   - isPast: whether the branch is further on by now. What is kept of the present is left as it is.
    ///   - usesCache: whether results kept under the git directory are read and written. Unless said otherwise they are
    ///     where sweeps are set aside: the other question is seldom asked.
    /// - Throws: what the repository throws; history that a shallow or partial clone lacks is not an error, see
    ///   ``AgeAnswer/unknown(unchangedSince:date:)``.
    public static func compute(
        in repository: Repository, at head: ObjectID, kinds: [Kind], options: AgeOptions = AgeOptions(),
        isPast: Bool = false, usesCache: Bool? = nil
    ) throws(GitError) -> Ages {
        let usesCache = usesCache ?? options.setsSweepsAside
        let cache = usesCache ? try AgeCache(repository, kinds: kinds, options: options, isPast: isPast) : nil
        let kept = cache?.read()
        // Only what a whole history tells is kept.
        if let kept, kept.commit == head { return Ages(kept, isTruncated: false) }
        // A branch may have been set back for a while; what is kept of the present stays that of the newest.
        let isOlder = kept?.hasBehind(head) ?? false
        let computation = try AgeComputation(
            repository, head: head, kinds: kinds, options: options, base: isOlder ? nil : kept)
        let (table, hasUnknown) = try computation.run()
        if isPast || !isOlder, !hasUnknown, !computation.isTruncated { cache?.write(table) }
        return Ages(table, isTruncated: computation.isTruncated, lacksSome: computation.lacksSome)
    }

    /// The ages of a record; nil where the commit does not hold it, or holds it in a form that cannot be read.
    public func ages(of kind: Kind.Name, _ id: RecordID) -> RecordAges? {
        if case .ages(let ages) = find(kind, id) { ages } else { nil }
    }

    /// The names by which ``RecordAges/forEachField(_:)`` numbers fields.
    var fieldNames: [String] { table.fieldNames }

    /// The ages of a kind's records, asked for in the order of their ids, from one of them on.
    func cursor(of kind: Kind.Name, from first: RecordID? = nil) -> Cursor { Cursor(table, kind, from: first) }

    /// A place in the table that only goes forward.
    struct Cursor {
        private let table: AgeTable
        private let kind: Int?
        private var place = 0

        fileprivate init(_ table: AgeTable, _ kind: Kind.Name, from first: RecordID?) {
            self.table = table
            self.kind = table.kindIndex(kind)
            if let kind = self.kind { place = table.place(kind: kind, id: first?.text ?? "").index }
        }

        /// What is known of a record.
        mutating func find(_ id: RecordID) -> Known {
            guard let kind else { return .unread }
            while place < table.recordCount, let head = table.head(at: place), (head.kind, head.id) <= (kind, id.text) {
                place += 1
                if head.kind == kind, head.id == id.text { return Known(head, in: table) }
            }
            return .absent
        }
    }

    /// What is known of a record.
    enum Known {
        case ages(RecordAges)
        /// It cannot be read, or its kind lives in another repository: only looking can tell.
        case unread
        /// The commit does not hold it.
        case absent

        fileprivate init(_ head: AgeTable.Head, in table: AgeTable) {
            if let answers = table.answers(head) {
                self = .ages(RecordAges(answers: answers))
            } else {
                self = head.isHere ? .unread : .absent
            }
        }
    }

    /// What is known of a record, wherever in the order.
    func find(_ kind: Kind.Name, _ id: RecordID) -> Known {
        guard table.kindIndex(kind) != nil else { return .unread }
        return table.head(kind: kind, id: id.text).map { Known($0, in: table) } ?? .absent
    }

    /// The places in the table of what is known of a kind's records.
    func places(of kind: Kind.Name) -> Range<Int> { table.kindIndex(kind).map(table.places) ?? 0..<0 }

    /// The place of a record; nil where the table has none.
    func place(of kind: Kind.Name, _ id: RecordID) -> Int? { table.head(kind: kind, id: id.text)?.place }

    /// What is known of the record at a place.
    func known(at place: Int) -> (id: RecordID, known: Known)? {
        guard let head = table.head(at: place), let id = head.id.isEmpty ? .only : RecordID(head.id) else { return nil }
        return (id, Known(head, in: table))
    }

    /// The ids of a kind's records that history knows and the commit does not hold.
    func departed(of kind: Kind.Name) -> [RecordID] {
        guard let number = table.kindIndex(kind) else { return [] }
        var departed: [RecordID] = []
        table.forEachHead { head, id in
            if head.kind == number, !head.isHere { departed.append(id) }
        }
        return departed
    }
}

/// The ages of one record.
public struct RecordAges: Sendable {
    let answers: AgeTableAnswers

    /// When the record's substantive leaves were last changed. A confirmation may be later.
    public var record: AgeAnswer { answers.record }

    /// The answers of the record and its fields whose dates say nothing, one a commit.
    func answers(aheadOf clock: Instant) -> [AgeAnswer] {
        var isAhead = record.isAhead(of: clock)
        forEachDate { _, date, _ in if AgeAnswer.isAhead(date, of: clock) { isAhead = true } }
        guard isAhead else { return [] }
        var found = [record.commit: record]
        forEachField { _, answer in found[answer.commit] = answer }
        return found.values.filter { $0.isAhead(of: clock) }.sorted { $0.commit < $1.commit }
    }

    /// When one element, entry or cell was last said; nil where it is absent.
    public func leaf(_ field: String, entry: String = "", column: String = "") -> AgeAnswer? {
        var answer: AgeAnswer?
        let wanted = answers.number(of: field)
        answers.forEachField(where: { $0 == wanted }) { _, row in
            answer = row.leaves.first { $0.entry == entry && $0.column == column }?.answer
        }
        return answer
    }

    /// Gives each field that says something, by its number among the names, with its answer.
    func forEachField(_ body: (Int, AgeAnswer) -> Void) { answers.forEachAnswer(body) }

    /// Gives each field that says something, by its number among the names, with the date of its answer.
    func forEachDate(_ body: (Int, Instant, _ isKnown: Bool) -> Void) { answers.forEachDate(body) }

    /// Gives each leaf that holds a day, with its field's name.
    func forEachDay(where isWanted: (Int) -> Bool, _ body: (String, AgeTableAnswers.LeafRow, Day) -> Void) {
        forEachPossibleDay(where: isWanted) { name, leaf in if let day = leaf.day { body(name, leaf, day) } }
    }

    /// Gives each leaf of some fields, whether it holds a day or not.
    func forEachPossibleDay(where isWanted: (Int) -> Bool, _ body: (String, AgeTableAnswers.LeafRow) -> Void) {
        answers.forEachField(where: isWanted) { name, row in for leaf in row.leaves { body(name, leaf) } }
    }

    /// Every leaf with its answer.
    public var leaves: [LeafAge] {
        var leaves: [LeafAge] = []
        answers.forEachField { name, row in
            leaves += row.leaves.map { LeafAge(field: name, row: $0) }
        }
        return leaves
    }
}

/// The age of one leaf.
public struct LeafAge: Hashable, Sendable {
    /// The field's name, or a key that the schema does not know.
    public let field: String
    /// The element or key; empty for a scalar.
    public let entry: String
    /// The column within a table's row.
    public let column: String
    /// When it was last said.
    public let answer: AgeAnswer
    /// The value, where it is a day; a confirmation's as it stood in the commit of the answer.
    public let day: Day?

    init(field: String, row: AgeTableAnswers.LeafRow) {
        self.field = field
        entry = row.entry
        column = row.column
        answer = row.answer
        day = row.day
    }
}
