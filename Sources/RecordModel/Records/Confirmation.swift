/// "I read it, it is still right": a date beside a record or some of its fields, without changing what they say. A kind
/// whose records can be confirmed declares the fields for it (`SharedField`).
public enum Confirmation {
    /// Whether a word after `confirm` names a field or a group.
    public static func isField(_ word: String, of kind: Kind) -> Bool {
        kind.field(named: word) != nil || kind.hasGroup(word)
    }

    /// The changes that confirm some fields of a record on a day, or the whole where none is named.
    ///
    /// A group such as `skills` stands for those of its fields that are filled in.
    /// - Parameter idle: the names of the fields whose confirmations count for nothing; `confirmed` for that of the whole
    ///   record. Any other day takes their place, an earlier one as well.
    /// - Returns: the changes and the names of the fields confirmed; or why it cannot be, since what is blank cannot be
    ///   still right, an earlier reading does not take the place of a later one, and the same day is no change.
    public static func edits(
        of record: Record, _ names: [String], on day: Day, today: Day, idle: Set<String> = []
    ) -> Result<(edits: [FieldEdit], fields: [String]), ValueProblem> {
        guard day <= today else {
            return .failure(
                ValueProblem(
                    "\(day) is still to come: a confirmation says that somebody has read it", code: "future-day"))
        }
        let whole = Standing(record[SharedField.confirmation], isIdle: idle.contains(SharedField.confirmed))
        guard !names.isEmpty else {
            if let problem = problem(day, today, record, nil, own: whole) { return .failure(problem) }
            return .success(([.set(field: SharedField.confirmed, text: day.description)], []))
        }
        var fields: [String] = []
        for name in names {
            switch confirmed(name, in: record) {
            case .failure(let problem): return .failure(problem)
            case .success(let found): fields += found.filter { !fields.contains($0) }
            }
        }
        let readings = Dictionary((record[SharedField.fieldConfirmations] ?? []).map { ($0.key, $0.value) }) {
            max($0, $1)
        }
        for field in fields {
            let own = Standing(readings[field], isIdle: idle.contains(field))
            if let problem = problem(day, today, record, field, own: own, whole) { return .failure(problem) }
        }
        let edits = fields.map { field in
            FieldEdit.set(field: SharedField.confirmedFields, below: [field], text: day.description)
        }
        return .success((edits, fields))
    }

    /// The day of a confirmation that stands in a record.
    private struct Standing {
        /// Where it counts.
        let counting: Day?
        /// Where it counts for nothing.
        let idle: Day?

        init(_ day: Day?, isIdle: Bool) {
            counting = isIdle ? nil : day
            idle = isIdle ? day : nil
        }
    }

    /// Why a day cannot be put in the place of what stands.
    ///
    /// - Parameter field: what is confirmed; nil for the whole record.
    private static func problem(
        _ day: Day, _ today: Day, _ record: Record, _ field: String?, own: Standing, _ whole: Standing? = nil
    ) -> ValueProblem? {
        let what = "\(record.title): \(field ?? record.kind.whole)"
        let known = [own.counting, whole?.counting].compactMap(\.self).max()
        if let known, day < known {
            return ValueProblem(
                "\(what) was confirmed after \(day.spoken) already, on \(known.spoken)", code: "contradicting-days",
                help: "Nothing is to be done: the later day counts.")
        }
        guard known != day, own.idle == day else { return nil }
        let command = command(record, field)
        return ValueProblem(
            "\(what) says \(day) already, which counts for nothing, and the same day once more would be no change",
            code: "idle-confirmation",
            help: day == today
                ? "Confirm it tomorrow, or give the day before if it was read by then: \(command) --date \(day.advanced(byDays: -1))"
                : "Give another day, or confirm it as of today: \(command)")
    }

    /// The command by which a record, or a field of it, is confirmed.
    public static func command(_ record: Record, _ field: String?) -> String {
        "cotech \(record.kind.name) confirm \(record.id)" + (field.map { " \($0)" } ?? "")
    }

    private static func confirmed(_ name: String, in record: Record) -> Result<[String], ValueProblem> {
        let kind = record.kind
        let meant = kind.field(named: name).map { [$0] } ?? kind.fields(below: name)
        guard !meant.isEmpty else {
            let names = kind.fields.filter(\.isSubstantive).map(\.name)
            return .failure(
                ValueProblem(
                    kind.lacks(name), code: "unknown-field",
                    help: "See them: cotech \(kind.name) show \(record.id)",
                    replacement: Suggestion.nearest(to: name, among: names)))
        }
        guard meant.contains(where: \.isSubstantive) else {
            return .failure(ValueProblem("\"\(name)\" says nothing that could grow old", code: "nothing-to-confirm"))
        }
        let filled = meant.filter { !record.content(of: $0).isEmpty }.map(\.name)
        guard !filled.isEmpty else {
            return .failure(
                ValueProblem(
                    "\(record.title): \(name) is blank, so there is nothing to confirm", code: "nothing-to-confirm",
                    help: "Fill it in: cotech \(kind.name) set \(record.id) \(meant[0].name)=VALUE"))
        }
        return .success(filled)
    }
}

extension Confirmation {
    /// What is wrong with the confirmations that a record holds.
    static func problems(in record: Record, on today: Day) -> [RecordProblem] {
        unknownFields(in: record) + daysToCome(in: record, today)
    }

    /// A confirmation names a field; one of a field that does not exist confirms nothing.
    private static func unknownFields(in record: Record) -> [RecordProblem] {
        let names = record.kind.fields.map(\.name)
        // Each asks for the nearest name, and a hundred are enough to be told of.
        let found = record.content(of: SharedField.confirmedFields).lazy.compactMap { leaf -> RecordProblem? in
            guard !leaf.entry.isEmpty, !names.contains(where: { $0 == leaf.entry || $0.hasPrefix(leaf.entry + ".") })
            else { return nil }
            let nearest = Suggestion.nearest(to: leaf.entry, among: names)
            return RecordProblem(
                SharedField.confirmedFields, entry: leaf.entry, ofKey: true,
                ValueProblem(
                    "There is no field \"\(leaf.entry)\" to confirm"
                        + (nearest.map { ". Did you mean \"\($0)\"?" } ?? ""),
                    code: "unknown-field",
                    help: nearest == nil
                        ? "Leave the line out, or name a field that is there: cotech \(record.kind.name) show \(record.id)"
                        : nil,
                    replacement: nearest))
        }
        return Array(found.prefix(100))
    }

    /// Nobody can have read it on a day that has not come; a day's grace is for time zones.
    private static func daysToCome(in record: Record, _ today: Day) -> [RecordProblem] {
        func problem(_ field: String, _ entry: String?, _ day: Day?) -> RecordProblem? {
            guard let day, day.days(since: today) > 1 else { return nil }
            return RecordProblem(
                field, entry: entry,
                ValueProblem(
                    "\(day) is in the future, so nobody can have confirmed anything on it", code: "future-confirmation",
                    help: "Put the day on which somebody read it."))
        }
        return [problem(SharedField.confirmed, nil, record[SharedField.confirmation])].compactMap(\.self)
            + (record[SharedField.fieldConfirmations] ?? []).compactMap {
                problem(SharedField.confirmedFields, $0.key, $0.value)
            }
    }
}
