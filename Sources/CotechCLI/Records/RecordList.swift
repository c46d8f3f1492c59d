import CoopNetwork
import Interchange
import RecordModel
import RecordStore
import RecordText

/// Records as rows: chosen by conditions, ordered, with the fields that were asked for. One that cannot be read is a
/// row that says so.
struct RecordList {
    let snapshot: Snapshot
    let kind: Kind
    let columns: [RecordColumn]
    /// What history says of the records, shown beside what they say.
    private let history: HistoryColumns
    private let moment: Moment
    private let isChosenFields: Bool
    private let filter: Filter
    /// What the filter is made of, as it was typed.
    private let conditions: [String]
    /// What the filter asks for, by name.
    private let asked: [String: RecordColumn]
    /// The first counts most.
    private let order: [(key: Key, descending: Bool)]

    /// What rows are ordered by.
    private enum Key {
        case column(RecordColumn)
        /// A record's own age, or that of a field.
        case age(field: String?)
        /// When its file last changed.
        case change
    }

    init(
        _ snapshot: Snapshot, _ kind: Kind, _ options: SelectionOptions, _ history: HistoryColumns, at moment: Moment
    ) throws {
        self.snapshot = snapshot
        self.moment = moment
        self.history = history
        self.kind = kind
        let all = RecordColumn.all(of: kind)
        let names = try options.fields.map { try RecordColumn.names($0, of: kind, history) }
        isChosenFields = names != nil
        columns = RecordColumn.named(names ?? ["id"] + kind.columns, of: kind)
        conditions = options.conditions
        let terms = try snapshot.names(
            ofTermsIn: kind.fields.filter { field in options.conditions.contains { $0.hasPrefix(field.name) } })
        filter = try Filter(
            options.conditions, fields: all.map { Filter.Field($0.name, $0.form, hasEntries: $0.hasEntries) },
            today: snapshot.today,
            meaning: { form, text in
                form.reference.flatMap { terms?.record(called: text, $0) }?.text ?? text
            },
            proven: snapshot.context.proven,
            elsewhere: { RecordList.noCondition(on: $0, of: kind, history) })
        asked = Dictionary(
            RecordColumn.named(Array(filter.names), of: kind).map { ($0.name, $0) },
            uniquingKeysWith: { first, _ in first })
        order = try options.sort.map { text in
            let descending = text.hasPrefix("-")
            let name = descending ? String(text.dropFirst()) : text
            return (try RecordList.key(name, of: kind, history), descending)
        }
    }

    /// What history says of a record is not what it says itself: other ways choose by that.
    private static func noCondition(on name: String, of kind: Kind, _ history: HistoryColumns) -> CommandFailure? {
        guard let option = history.option(for: name) else { return nil }
        let order = name == KnownChanges.name ? "-\(name)" : name
        let ordered = "to see the oldest last: cotech \(kind.name) list \(option) --sort \(order)"
        let stale = "to see what is too old: cotech \(kind.name) stale"
        return CommandFailure(
            "\"\(name)\" is no field, and --where asks about fields",
            helpLines: kind.declaresLimits && option == "--ages" ? [stale, ordered] : [ordered],
            status: .usage)
    }

    private static func key(_ name: String, of kind: Kind, _ history: HistoryColumns) throws -> Key {
        let all = RecordColumn.all(of: kind)
        if let column = all.first(where: { $0.name == name }) { return .column(column) }
        let field = name.hasPrefix("age.") ? String(name.dropFirst("age.".count)) : nil
        let parts = name.split(separator: ",")
        guard parts.count < 2 else {
            throw CommandFailure(
                "\"\(name)\" is no field: --sort takes one, and may be given again",
                help:
                    "give it for each: \(parts.map { "--sort \($0.filter { !$0.isWhitespace })" }.joined(separator: " "))",
                status: .usage)
        }
        guard let option = history.option(for: name), field.map({ kind.field(named: $0) != nil }) ?? true else {
            throw CommandFailure.unknown("field", name, valid: all.map(\.name) + history.names)
        }
        guard history.has(name) else {
            throw CommandFailure(
                "only rows that show \(name) can be ordered by it", help: "add \(option)", status: .usage)
        }
        return name == KnownChanges.name ? .change : .age(field: field)
    }

    /// Writes the rows that match `words`, in any of the record's names.
    func write(_ words: [String], as format: OutputFormat, to context: Context) throws -> ExitStatus {
        let rules = snapshot.context
        let folded = words.map { Folding.key($0) }
        var unreadable: [StoredRecord] = []
        var chosen: [Record] = []
        var entries: [RecordEntry] = []
        for stored in try snapshot.all(kind) {
            guard stored.isReadable else {
                unreadable.append(stored)
                continue
            }
            guard matches(stored.record, folded, rules) else { continue }
            chosen.append(stored.record)
            entries.append(stored.entry)
        }
        let ids = chosen.map(\.id)
        let ages = history.ages ? try KnownAges(of: kind, only: ids, in: snapshot, moment) : nil
        try ages?.tellLimits(in: snapshot, kind, to: context)
        let shown = ids + unreadable.map(\.entry.id)
        let changes = history.changed == true ? try KnownChanges(of: kind, only: shown, in: snapshot, moment) : nil
        try changes?.tellLimits(in: snapshot, kind, to: context)
        if !order.isEmpty {
            chosen.sort(descending: order.map(\.descending)) { record in
                order.map { key, _ in
                    switch key {
                    case .column(let column): SortKey(column.texts(of: record, rules).first, column.form)
                    case .age(let field): ages?.days(of: record.id, field).map { .rank(Rank(Int64($0))) }
                    case .change: changes?.day(of: record.id).map { .rank(Rank(Int64($0.number))) }
                    }
                }
            }
        }
        var table = Table(columns: columns.map(\.tableColumn))
        if ages != nil { table.columns += KnownAges.columns(as: format) }
        if changes != nil { table.columns.append(KnownChanges.column) }
        // An order by what is not to be seen would look like none.
        let agedFields = order.compactMap { key, _ -> String? in if case .age(let field) = key { field } else { nil } }
        for field in agedFields { table.columns += KnownAges.columns(of: field, as: format) }
        func historyCells(_ id: RecordID) -> [Cell] {
            (ages?.cells(of: id, as: format) ?? []) + (changes.map { [$0.cell(of: id, as: format)] } ?? [])
                + agedFields.flatMap { ages?.cells(of: id, $0, as: format) ?? [] }
        }
        let names = isChosenFields ? columns.map(\.name) : nil
        for record in chosen {
            // A whole record reads every field it has, which a format of rows never shows.
            table.rows.append(
                format.holdsDocuments
                    ? Table.Row([], document: .record(record, rules, names: names, ages: ages, changes: changes))
                    : Table.Row(columns.map { $0.listed(of: record, rules) } + historyCells(record.id)))
        }
        for stored in unreadable {
            table.rows.append(
                Table.Row(
                    cells(ofUnreadable: stored) + historyCells(stored.entry.id),
                    document: .unreadable(stored, changes: changes)))
        }
        if chosen.isEmpty, let word = context.wordInsteadOfVerb { throw WordFinder.noVerb(word, of: kind.name) }
        table.write(as: format, to: context, choosesFields: true)
        if chosen.isEmpty, unreadable.isEmpty { try tellNothingFound(words, to: context) }
        context.tellHandEdits(of: entries + unreadable.map(\.entry), in: kind.home, snapshot, moment)
        return told(unreadable, to: context)
    }

    /// What cannot be read is told in the row itself, in the first column that is not its id; a column of ids holds ids
    /// alone, since scripts go on with them.
    private func cells(ofUnreadable stored: StoredRecord) -> [Cell] {
        let id = stored.entry.id.text
        let why = "cannot be read" + (stored.errors.first.map { ": line \($0.line ?? 1), \($0.message)" } ?? "")
        let hasID = columns.contains { $0.name == "id" }
        let telling = columns.firstIndex { $0.name != "id" }
        return columns.indices.map { index in
            if columns[index].name == "id" { return .text(id) }
            return index == telling ? .text(hasID ? why : "\(id) \(why)") : .none
        }
    }

    /// A verb with a slip in it reads as a word to search for: it must not end in silence.
    private func tellNothingFound(_ words: [String], to context: Context) throws {
        guard try !snapshot.entries(of: kind).isEmpty else {
            if try snapshot.blockedFolder(of: kind) == nil { context.note("there are no \(kind.name)") }
            return
        }
        let asked = (words.isEmpty ? [] : ["\"\(words.joined(separator: " "))\""]) + conditions
        let what = "no \(kind.singular) matches \(asked.joined(separator: " and "))"
        if let verb = words.first.flatMap({ WordFinder.verb(near: $0, of: kind.name) }) {
            context.note(what, help: "did you mean cotech \(kind.name) \(verb)?")
            return
        }
        let rules = snapshot.context
        let unknown = filter.references.first { !rules.knows($0.kind, $0.id) }
        guard let (kind, id) = unknown else { return context.note(what) }
        context.note(what, help: rules.unknownReference(kind, id).message)
    }

    private func matches(_ record: Record, _ folded: [String], _ rules: RuleContext) -> Bool {
        guard filter.matches({ asked[$0]?.texts(of: record, rules) ?? [] }) else { return false }
        guard !folded.isEmpty else { return true }
        let names = record.names.map { Folding.key($0) }
        return folded.allSatisfy { word in names.contains { $0.contains(word) } }
    }

    private func told(_ unreadable: [StoredRecord], to context: Context) -> ExitStatus {
        guard !unreadable.isEmpty else { return .done }
        context.warnOfUnreadable(unreadable, of: kind, moment)
        return .badData
    }
}

extension Context {
    /// Names the records that cannot be read, if there are any.
    func warnOfUnreadable(_ unreadable: [StoredRecord], of kind: Kind, _ moment: Moment) {
        guard !unreadable.isEmpty else { return }
        let names = unreadable.map(\.entry.id.text).joined(separator: ", ")
        warning(
            "\(counted(unreadable.count, kind.singular, plural: kind.name.rawValue)) cannot be read: \(names)",
            help: "see what is wrong: cotech check\(moment.typed)")
    }
}

extension [Record] {
    /// Orders by keys, of which the first counts most; what has none comes last either way.
    fileprivate mutating func sort(descending: [Bool], by keys: (Record) -> [SortKey?]) {
        let keyed = map { record in (record: record, keys: keys(record)) }
        self = keyed.sorted { left, right in
            for (number, isDescending) in descending.enumerated() {
                switch (left.keys[number], right.keys[number]) {
                case (nil, nil): continue
                case (nil, _): return false
                case (_, nil): return true
                case (let one?, let other?) where one != other: return (one < other) != isDescending
                default: continue
                }
            }
            return left.record.id < right.record.id
        }.map(\.record)
    }
}

/// What a value is ordered by: its rank where its type has one, otherwise its folded letters.
private enum SortKey: Comparable {
    case rank(Rank)
    case letters(String)

    init?(_ text: String?, _ form: ScalarForm?) {
        guard let text else { return nil }
        self = form?.rank(of: text).map { .rank($0) } ?? .letters(Folding.key(text))
    }
}
