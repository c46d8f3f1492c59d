public import Git
public import RecordModel
public import RecordStore
import RecordText

/// The rows of a spreadsheet as changes to records, one after the other.
public struct RowsImport {
    /// What became of a row.
    public enum State: String, Sendable { case new, changes, unchanged, problem }

    /// One row.
    public struct Outcome: Sendable {
        /// The line of the file, from 1, where it begins.
        public let line: Int
        /// What became of it.
        public fileprivate(set) var state: State
        /// The record; nil where none could be found or made.
        public fileprivate(set) var id: RecordID?
        /// What the record is called.
        public fileprivate(set) var title = ""
        /// What changes, as a person would say it; where nothing does, why.
        public fileprivate(set) var changes: [String] = []
        /// What else is worth knowing of it: an id that may be a slip, or an earlier row of the same record.
        public fileprivate(set) var remarks: [String] = []
        /// The fields of which the store has a newer word, each with its day.
        public fileprivate(set) var newer: [(field: String, day: Day)] = []
        /// The fields that a row of our own export leaves empty and the record does not. An empty cell is no answer, so they
        /// stay as they are.
        public fileprivate(set) var unsaid: [FieldDeclaration] = []
        /// Whether all that the row says was taken, so that it need not be asked again.
        public fileprivate(set) var isWhole = true
        /// Whether it was imported before, and would change something if it were read again.
        public fileprivate(set) var saysMore = false
        /// Why it cannot be imported.
        public fileprivate(set) var problems: [RowProblem] = []
        /// The new text of each file.
        public fileprivate(set) var files: [String: [UInt8]] = [:]
        /// Whose word it is.
        public fileprivate(set) var author: (name: String, email: String)?
        /// When it was given.
        public fileprivate(set) var said: Instant?
    }

    let table: CSVTable
    let mapping: ImportMapping
    let rows: ImportMapping.Rows
    /// Headings that are read as the column whose name they are but for capitals.
    public let spellings: [(heading: String, column: String)]
    /// The key under which each heading's column is kept where it goes into no field.
    let keptKeys: [String: String]
    /// The kind that the rows become records of, as the store has it.
    public let kind: Kind
    private let local: LocalTime
    private let latest: Instant
    /// Whether an older word takes a newer one's place.
    public let replacesNewer: Bool
    private var index: NameIndex
    /// What the store heard when, where rows say when their words were given.
    private var words = StoreWords()

    /// The rows that were read of each record, each with its time, where rows have one.
    var earlier: [RecordID: [(row: CSVTable.Row, said: Instant?)]] = [:]

    /// Whether each row is a commit of its own.
    public var isByRespondent: Bool { rows.respondent != nil || rows.timestamp != nil }

    /// - Parameters:
    ///   - now: the clock; a row of a later day is a slip.
    ///   - replacesNewer: whether an older word takes the place of one that the store heard since.
    public init(
        _ table: CSVTable, mapping: ImportMapping, rows: ImportMapping.Rows, in snapshot: Snapshot, now: Instant,
        replacesNewer: Bool = false
    ) throws(StoreError) {
        let kind = snapshot.kind(rows.table.kind.name) ?? rows.table.kind
        self.kind = kind
        spellings = rows.spellings(in: table.headings, kind)
        let table = table.renaming(Dictionary(uniqueKeysWithValues: spellings.map { ($0.heading, $0.column) }))
        self.table = table
        keptKeys = rows.keptKeys(of: table.headings, kind)
        self.mapping = mapping
        self.rows = rows
        local = snapshot.local
        latest = Instant(seconds: now.seconds + 86_400)
        self.replacesNewer = replacesNewer
        let kinds = [kind] + kind.fields.flatMap(\.shape.references).compactMap { snapshot.kind($0) }
        index = try NameIndex(
            snapshot,
            kinds.reduce(into: []) { all, kind in
                if !all.contains(where: { $0.name == kind.name }) { all.append(kind) }
            })
        if rows.timestamp != nil, snapshot.state.commit != nil {
            words = try StoreWords(snapshot, kind, clock: now)
        }
        let id = rows.table.id ?? ""
        guard table.headings.contains(id) else {
            let near = Suggestion.nearest(to: id, among: table.headings)
            let columns =
                near.map { "did you mean \"\($0)\"?" } ?? "its columns are \(table.headings.joined(separator: ", "))"
            throw StoreError(
                .badData, "the file has no column \"\(id)\", which tells the \(kind.singular)",
                helpLines: rows.escapes
                    ? [columns, "say what each becomes: --mapping FILE (cotech help mapping)"] : [columns])
        }
    }

    /// Columns that the mapping names and the file has not.
    public var missingColumns: [String] {
        guard !rows.escapes else { return [] }
        let named = rows.table.fields.map(\.source) + [rows.respondent, rows.timestamp].compactMap(\.self)
        return named.filter { !table.headings.contains($0) }
    }

    /// Columns that the mapping does not name, each with the key it is kept under.
    public var keptColumns: [(column: String, key: String)] {
        let known = rows.columns(of: kind)
        return table.headings.filter { !known.contains($0) }.compactMap { heading in
            keptKeys[heading].map { (heading, $0) }
        }
    }

    /// Whether a column holds e-mail addresses, which are somebody's.
    public func holdsAddresses(_ column: String) -> Bool {
        table.rows.contains { row in
            (row[column] ?? "").split { $0.isWhitespace || "<>()[],;:\"'".contains($0) }.contains { word in
                if case .success = ScalarType.email.form.normalise(String(word)) { true } else { false }
            }
        }
    }

    /// The column that a heading was probably meant to be: one that is read and that the file lacks. Of a heading that
    /// stands twice it is known that it was meant.
    public func meant(by heading: String) -> String? {
        guard !table.isRepeated(heading) else { return nil }
        let read = rows.table.fields.map(\.source) + [rows.respondent, rows.timestamp].compactMap(\.self)
        return Suggestion.nearest(to: heading, among: read.filter { !table.headings.contains($0) })
    }

    /// The rows in the order in which their words were given, then as the file has them.
    public var orderedRows: [CSVTable.Row] {
        table.rows.enumerated().map { (offset: $0.offset, said: said($0.element), row: $0.element) }
            .sorted { ($0.said?.seconds ?? Int.max, $0.offset) < ($1.said?.seconds ?? Int.max, $1.offset) }.map(\.row)
    }

    /// What tells a row from every other, so that it is imported once.
    public static func digest(_ row: CSVTable.Row) throws(GitError) -> String {
        let text = row.cells.sorted { $0.key < $1.key }.map { "\($0.key)\u{0}\($0.value)" }.joined(separator: "\u{1}")
        return try ObjectID(blob: Array(text.utf8)).description
    }

    private func said(_ row: CSVTable.Row) -> Instant? {
        guard let column = rows.timestamp, let cell = row[column],
            let (seconds, isUTC) = DateReading(order: rows.dates).moment(ListCell.trimmed(cell))
        else { return nil }
        let moment = Instant(seconds: seconds)
        if isUTC { return moment }
        // The offset at the moment itself, not at the one an offset away.
        let first = Instant(seconds: seconds - local.offset(at: moment))
        return Instant(seconds: seconds - local.offset(at: first))
    }

    // MARK: - One row

    /// What a row does to a state.
    ///
    /// - Parameter files: texts that earlier rows made and that the snapshot does not have yet.
    public mutating func outcome(
        of row: CSVTable.Row, in snapshot: Snapshot, over files: [String: [UInt8]]
    ) throws(StoreError) -> Outcome {
        var outcome = Outcome(line: row.line, state: .problem)
        sign(row, &outcome)
        if !row.beyond.allSatisfy({ $0.allSatisfy(\.isWhitespace) }) {
            outcome.problems.append(
                RowProblem(
                    "", "the row has more cells than there are columns", help: "Quote the cell that holds a delimiter.")
            )
        }
        guard let column = rows.table.id, let name = row[column].map(ListCell.trimmed), !mapping.isBlank(name) else {
            outcome.problems.append(
                RowProblem(rows.table.id ?? "", "the row does not say which \(kind.singular) it is"))
            return outcome
        }
        guard let id = find(name, column, &outcome) else { return outcome }
        outcome.id = id
        if let problem = otherName(in: row, than: name, column, id) {
            outcome.problems.append(problem)
            return outcome
        }
        let place = try snapshot.entry(of: kind, id)
        let path = place?.path ?? kind.path.path(of: id)
        let entry = RecordEntry(id: id, path: path, entry: place?.entry ?? TreeEntry(mode: .file, id: .zero))
        let stored = files[path] == nil ? try snapshot.stored(kind, id) : nil
        let old = files[path] ?? stored?.document?.bytes
        let before = old.map { StoredRecord.parse($0, entry, of: kind) }
        outcome.title = before?.record.title ?? name
        if stored.map({ !$0.isReadable }) ?? false {
            outcome.problems.append(
                RowProblem("", "\(path) cannot be read", help: "Mend it first: cotech \(kind.name) edit \(id)"))
            return outcome
        }
        if before == nil, try !isFree(id, kind, in: snapshot, &outcome) { return outcome }
        try read(row, entry, before, &outcome, snapshot, files)
        return outcome
    }

    /// Whether a new record may have an id: that of a removed one is not used again.
    private func isFree(
        _ id: RecordID, _ kind: Kind, in snapshot: Snapshot, _ outcome: inout Outcome
    ) throws(StoreError) -> Bool {
        do {
            _ = try snapshot.refuseRemoved(id, kind)
            return true
        } catch {
            guard error.kind == .usage else { throw error }
            outcome.problems.append(RowProblem("", error.message, help: error.help.joined(separator: "; ")))
            return false
        }
    }

    private mutating func read(
        _ row: CSVTable.Row, _ entry: RecordEntry, _ before: StoredRecord?, _ outcome: inout Outcome,
        _ snapshot: Snapshot, _ files: [String: [UInt8]]
    ) throws(StoreError) {
        let document = before?.document ?? kind.emptyDocument
        var reading = RowReading(
            row, rows: rows, mapping: mapping, kind: kind, kinds: snapshot.kinds, index: index, keptKeys: keptKeys,
            document: document, isNew: before == nil)
        reading.read(table.headings)
        outcome.problems += reading.problems
        guard outcome.problems.isEmpty else { return }
        if rows.escapes { outcome.unsaid = reading.unsaid }
        var edits = reading.edits
        func written() -> [UInt8]? {
            do {
                return try document.applying(edits, order: kind.keyOrder)
            } catch {
                outcome.problems.append(RowProblem("", "the record cannot be written: \(error)"))
                return nil
            }
        }
        guard var text = written() else { return }
        if let before, let said = outcome.said {
            let after = StoredRecord.parse(text, entry, of: kind).record
            outcome.newer = try words.newer(than: local.day(of: said), in: before.record, but: after, snapshot)
        }
        outcome.isWhole = replacesNewer || outcome.newer.isEmpty
        if !outcome.isWhole {
            let kept = outcome.newer.compactMap { kind.field(named: $0.field)?.path }
            edits.removeAll { edit in
                let path = edit.path.isEmpty ? kind.body?.path ?? [] : edit.path
                return kept.contains { path.starts(with: $0) }
            }
            guard let rest = written() else { return }
            text = rest
        }
        var terms: [NewTerm] = []
        for term in reading.terms where files[term.path] == nil && edits.contains(where: { $0.names(term.id.text) }) {
            guard try snapshot.entry(of: term.kind, term.id) == nil else { continue }
            if try isFree(term.id, term.kind, in: snapshot, &outcome) { terms.append(term) }
        }
        guard outcome.problems.isEmpty else { return }
        for term in terms {
            outcome.files[term.path] = try term.text()
            outcome.changes.append("new \(term.kind.singular) \(term.id)")
            index.add(term.label, term.id, term.kind.name)
        }
        let said = outcome.said
        defer { if outcome.state != .problem { earlier[entry.id, default: []].append((row, said)) } }
        guard text != before?.document?.bytes || before == nil else {
            outcome.state = .unchanged
            return
        }
        let after = StoredRecord.parse(text, entry, of: kind)
        let others = (earlier[entry.id] ?? []).filter { $0.said == said }.map(\.row)
        outcome.problems += contradictions(of: row, with: others, before: before, after: after)
        guard outcome.problems.isEmpty else { return outcome.files = [:] }
        if let first = others.first { outcome.remarks.append("more of what line \(first.line) says") }
        let empty = Record(kind: kind, id: entry.id, contents: ContentsInMemory([:]))
        outcome.state = before == nil ? .new : .changes
        outcome.title = after.record.title
        outcome.changes =
            ChangeSentence.parts(before?.record ?? empty, after.record) + kept(edits) + outcome.changes
        outcome.files[entry.path] = text
        if before == nil {
            // A later row is asked only for what was there before the import.
            index.add(entry.id.text, entry.id, kind.name, isSuggested: false)
            index.add(after.record.title, entry.id, kind.name, isSuggested: false)
        }
        nameAuthor(after.record, &outcome)
    }

    private func kept(_ edits: [Edit]) -> [String] {
        edits.compactMap { edit in
            guard case .set(let path, let text) = edit, SharedField.isExtension(path[0]) else { return nil }
            return "\(path[0]) \(text)"
        }
    }

    private func find(_ name: String, _ column: String, _ outcome: inout Outcome) -> RecordID? {
        switch index.find(name, kind.name) {
        case .one(let id): return id
        case .several(let ids):
            outcome.problems.append(
                RowProblem(column, "\"\(name)\" may be any of \(ids.map(\.text).joined(separator: ", "))"))
            return nil
        case .none(let nearest):
            if let id = Folding.identifier(from: name).flatMap({ RecordID($0) }) {
                if let nearest, case .one(let near) = index.find(nearest, kind.name) {
                    outcome.remarks.append("did you mean \(near)?")
                }
                return id
            }
            outcome.problems.append(RowProblem(column, "\"\(name)\" has nothing that an id can be made of"))
            return nil
        }
    }

    /// Whose word it is, and when it was given.
    private func sign(_ row: CSVTable.Row, _ outcome: inout Outcome) {
        if let column = rows.respondent {
            switch ScalarType.email.form.normalise(ListCell.trimmed(row[column] ?? "")) {
            case .success(let email): outcome.author = ("", email)
            case .failure(let problem): outcome.problems.append(RowProblem(column, problem))
            }
        }
        guard let column = rows.timestamp else { return }
        guard let said = said(row) else {
            outcome.problems.append(
                RowProblem(
                    column, "\"\(row[column] ?? "")\" is not a moment",
                    help: rows.dates.map { "The mapping says that dates are \($0.rawValue)." }
                        ?? "The mapping does not say in which order dates are, as in: dates: day/month/year"))
            return
        }
        guard said <= latest else {
            outcome.problems.append(RowProblem(column, "\"\(row[column] ?? "")\" is still to come"))
            return
        }
        outcome.said = said
    }

    /// The respondent's own name where the profile knows it, otherwise the co-op's: it is the co-op's word.
    private func nameAuthor(_ record: Record, _ outcome: inout Outcome) {
        guard let email = outcome.author?.email else { return }
        let contact = record.content(of: "contacts").first { $0.value.text.lowercased() == email.lowercased() }
        outcome.author = (contact?.entry ?? record.title, email)
    }
}

extension RowsImport.Outcome {
    /// The same row, stopped by what the store says of it.
    public func stopped(by diagnostics: [String]) -> Self {
        var copy = self
        copy.state = .problem
        copy.problems += diagnostics.map { RowProblem("", $0) }
        copy.files = [:]
        return copy
    }

    /// The same row, of which it is known that it was imported before.
    public func knownBefore() -> Self {
        var copy = self
        copy.saysMore = !files.isEmpty
        copy.state = .unchanged
        copy.changes = ["imported before"]
        copy.newer = []
        copy.problems = []
        copy.files = [:]
        return copy
    }
}
