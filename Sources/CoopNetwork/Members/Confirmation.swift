public import RecordModel

/// "I read it, it is still right": a date beside a profile or some of its fields, without changing what they say.
public enum Confirmation {
    /// Whether a word after `members confirm` names a field or a group.
    public static func isField(_ word: String, of kind: Kind) -> Bool {
        kind.field(named: word) != nil || kind.hasGroup(word)
    }

    /// The changes that confirm some fields of a profile on a day, or the whole where none is named.
    ///
    /// A group such as `skills` stands for those of its fields that are filled in.
    /// - Returns: the changes and the names of the fields confirmed; or why it cannot be, since what is blank cannot be
    ///   still right, and an earlier reading does not take the place of a later one.
    public static func edits(
        of profile: Record, _ names: [String], on day: Day, today: Day
    ) -> Result<(edits: [FieldEdit], fields: [String]), ValueProblem> {
        guard day <= today else {
            return .failure(
                ValueProblem(
                    "\(day) is still to come: a confirmation says that somebody has read it", code: "future-day"))
        }
        guard !names.isEmpty else {
            if let later = profile[Members.confirmed], day < later {
                return .failure(overtaken(day, "\(profile.title): the whole profile", later))
            }
            return .success(([.set(field: Members.confirmed.name, text: day.description)], []))
        }
        var fields: [String] = []
        for name in names {
            switch confirmed(name, in: profile) {
            case .failure(let problem): return .failure(problem)
            case .success(let found): fields += found.filter { !fields.contains($0) }
            }
        }
        let readings = Dictionary((profile[Members.confirmedFields] ?? []).map { ($0.key, $0.value) }) { max($0, $1) }
        for field in fields {
            let known = [profile[Members.confirmed], readings[field]].compactMap(\.self).max()
            if let known, day < known { return .failure(overtaken(day, "\(profile.title): \(field)", known)) }
        }
        let edits = fields.map { field in
            FieldEdit.set(field: Members.confirmedFields.name, below: [field], text: day.description)
        }
        return .success((edits, fields))
    }

    private static func overtaken(_ day: Day, _ what: String, _ later: Day) -> ValueProblem {
        ValueProblem(
            "\(what) was confirmed after \(day.spoken) already, on \(later.spoken)", code: "contradicting-days",
            help: "Nothing is to be done: the later day counts.")
    }

    private static func confirmed(_ name: String, in profile: Record) -> Result<[String], ValueProblem> {
        let kind = profile.kind
        let meant = kind.field(named: name).map { [$0] } ?? kind.fields(below: name)
        guard !meant.isEmpty else {
            let names = kind.fields.filter(\.isSubstantive).map(\.name)
            return .failure(
                ValueProblem(
                    kind.lacks(name), code: "unknown-field",
                    help: "See them: cotech \(kind.name) show \(profile.id)",
                    replacement: Suggestion.nearest(to: name, among: names)))
        }
        guard meant.contains(where: \.isSubstantive) else {
            return .failure(ValueProblem("\"\(name)\" says nothing that could grow old", code: "nothing-to-confirm"))
        }
        let filled = meant.filter { !profile.content(of: $0).isEmpty }.map(\.name)
        guard !filled.isEmpty else {
            return .failure(
                ValueProblem(
                    "\(profile.title): \(name) is blank, so there is nothing to confirm", code: "nothing-to-confirm",
                    help: "Fill it in: cotech \(kind.name) set \(profile.id) \(meant[0].name)=VALUE"))
        }
        return .success(filled)
    }
}
