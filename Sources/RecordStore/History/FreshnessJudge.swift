internal import RecordModel

/// A field as all records of a kind are judged by it.
final class JudgedField: Sendable {
    let field: FieldDeclaration
    let limit: AgeLimit?

    init(_ field: FieldDeclaration, limit: AgeLimit?) {
        self.field = field
        self.limit = limit
    }
}

/// What is to be said of a record. There are as many as records, and none is ever copied.
final class Verdict: Sendable {
    let id: RecordID
    /// Where its ages are in the table; nil where history says nothing of it.
    let place: Int?
    let own: Freshness
    let confirmations: Confirmations
    let excuse: Excuse?
    let summary: FreshnessSummary

    init(
        on id: RecordID, place: Int?, own: Freshness, confirmations: Confirmations, excuse: Excuse?,
        summary: FreshnessSummary
    ) {
        self.id = id
        self.place = place
        self.own = own
        self.confirmations = confirmations
        self.excuse = excuse
        self.summary = summary
    }
}

/// Holds ages against confirmations and limits. Which fields a record has, and the days they hold, its ages say
/// already: no text is read for it.
final class FreshnessJudge {
    let kind: Kind
    let snapshot: Snapshot
    let ages: Ages
    let clock: Instant
    let withLeaves: Bool
    private let context: RuleContext
    /// The records that the context has.
    private let remembered: RememberedRecords
    /// The fields that are judged, in the order of the schema.
    private let judged: [JudgedField]
    /// What each field of the ages is to the judge, by its number there.
    private let parts: [Part]
    private let civil: CivilDays
    /// When each field of the record at hand was said.
    private var said: [(place: Int, date: Instant, isKnown: Bool)] = []

    /// What a field is to the judge.
    private struct Part {
        /// Its place among those that are judged; nil where it is none of them.
        let place: Int?
        let confirms: Bool
        let holdsDays: Bool
    }

    init(kind: Kind, snapshot: Snapshot, ages: Ages, clock: Instant, withLeaves: Bool) {
        self.kind = kind
        self.snapshot = snapshot
        self.ages = ages
        self.clock = clock
        self.withLeaves = withLeaves
        remembered = RememberedRecords(snapshot, ages)
        context = RuleContext(today: snapshot.today, settings: snapshot.settings.inMemory, records: remembered)
        civil = CivilDays(snapshot.local)
        judged = kind.fields.filter { $0.isSubstantive && !SharedField.isExtension($0.name) }.map {
            JudgedField($0, limit: StoreSettings.limit(of: $0, in: kind, settings: snapshot.settings))
        }
        parts = ages.fieldNames.map { [judged] name in
            Part(
                place: judged.firstIndex { $0.field.name == name },
                confirms: kind.field(named: name)?.isConfirmation ?? false,
                holdsDays: kind.field(named: name)?.holdsDays ?? false)
        }
    }

    /// Judges the record at a place of the ages; nil where they say nothing of it. `unread` takes one whose ages only
    /// the record itself can tell.
    func verdict(at place: Int, unread: (RecordID) -> Void) -> Verdict? {
        guard let (id, known) = ages.known(at: place) else { return nil }
        switch known {
        case .ages(let ages): return verdict(on: id, ages, at: place)
        case .unread: unread(id)
        case .absent: break
        }
        return nil
    }

    private func verdict(on id: RecordID, _ ages: RecordAges, at place: Int) -> Verdict {
        said.removeAll(keepingCapacity: true)
        var isConfirmed = false
        var hasDays = false
        ages.forEachDate { number, date, isKnown in
            let part = parts[number]
            if part.holdsDays { hasDays = true }
            if let place = part.place { said.append((place, date, isKnown)) }
            if part.confirms { isConfirmed = true }
        }
        let confirmations = isConfirmed ? confirmations(ages) : Confirmations()
        var summary = FreshnessSummary()
        for (place, date, isKnown) in said {
            let confirmed = confirmations.latestDay(of: judged[place])
            summary.add(
                Freshness(
                    said: evidence(date, isKnown), confirmed: confirmed, limit: judged[place].limit,
                    today: context.today))
        }
        return Verdict(
            on: id, place: place, own: freshness(ages.record, confirmations.whole?.day, limit: nil),
            confirmations: confirmations,
            excuse: excuse(for: id) {
                hasDays
                    ? remembered.record(kind, id, ages) { parts[$0].holdsDays }
                    : Record(kind: kind, id: id, contents: ContentsInMemory([:]))
            }, summary: summary)
    }

    /// Why nobody is warned about a record now; where a rule that goes by days finds no excuse and could not read all
    /// that it asked for, that there may be one.
    ///
    /// - Parameter days: the record, or what is known of its days.
    private func excuse(for id: RecordID, by days: () -> Record) -> Excuse? {
        switch kind.excuse {
        case .none: return nil
        case .words(let rule): return rule(record(id), snapshot.context)
        case .days(let rule):
            _ = remembered.takeGap()
            return rule(days(), context) ?? remembered.takeGap().map { Excuse(.unknown, $0) }
        }
    }

    /// Judges a record of which history says nothing.
    func verdict(on record: Record) -> Verdict {
        var summary = FreshnessSummary()
        for field in fields(of: record) { summary.add(field.freshness) }
        return Verdict(
            on: record.id, place: nil, own: freshness(nil, nil, limit: nil), confirmations: Confirmations(),
            excuse: excuse(for: record.id) { remembered.watched(record) }, summary: summary)
    }

    /// The fields of a record that was judged, in the order of the schema.
    func fields(of verdict: Verdict) -> [FieldFreshness] {
        guard let ages = ages(of: verdict) else { return fields(of: record(verdict.id)) }
        var answers = [AgeAnswer?](repeating: nil, count: judged.count)
        ages.forEachField { number, answer in if let place = parts[number].place { answers[place] = answer } }
        let leaves = LeafAnswers(ages)
        return zip(judged, answers).compactMap { judged, answer in
            guard let answer else { return nil }
            let isParted = withLeaves && judged.field.shape.isCollection
            let content = isParted ? record(verdict.id).content(of: judged.field) : []
            return freshness(of: judged, answer, verdict.confirmations, parts: content, leaves)
        }
    }

    /// The ages of a record that was judged; nil where history says nothing of it.
    func ages(of verdict: Verdict) -> RecordAges? {
        guard let place = verdict.place, case .ages(let ages)? = ages.known(at: place)?.known else { return nil }
        return ages
    }

    /// A record that was judged.
    func record(_ id: RecordID) -> Record {
        snapshot.record(kind.name, id) ?? Record(kind: kind, id: id, contents: ContentsInMemory([:]))
    }

    private func fields(of record: Record) -> [FieldFreshness] {
        let leaves = LeafAnswers(nil)
        return judged.compactMap { judged in
            let content = record.content(of: judged.field)
            guard !content.isEmpty else { return nil }
            let parts = withLeaves && judged.field.shape.isCollection ? content : []
            return freshness(of: judged, nil, Confirmations(), parts: parts, leaves)
        }
    }

    private func freshness(
        of judged: JudgedField, _ answer: AgeAnswer?, _ confirmations: Confirmations, parts: Content,
        _ leaves: LeafAnswers
    ) -> FieldFreshness {
        let confirmed = confirmations.latestDay(of: judged)
        return FieldFreshness(
            commit: answer?.setter, isBySweep: answer?.isBySweep ?? false,
            freshness: freshness(answer, confirmed, limit: judged.limit),
            leaves: parts.map { leaf in
                let answer = leaves[judged.field.name, leaf.entry, leaf.column]?.answer
                return (leaf, answer?.setter, freshness(answer, confirmed, limit: judged.limit))
            }, judged: judged)
    }

    private func freshness(_ answer: AgeAnswer?, _ confirmed: Day?, limit: AgeLimit?) -> Freshness {
        let said = answer.flatMap { evidence($0.date, $0.isKnown) }
        return Freshness(said: said, confirmed: confirmed, limit: limit, today: context.today)
    }

    /// What an answer of a date says of the day; nothing where that lies in the future.
    private func evidence(_ date: Instant, _ isKnown: Bool) -> Evidence? {
        guard !AgeAnswer.isAhead(date, of: clock) else { return nil }
        return Evidence(day: civil.day(of: date), isExact: isKnown)
    }

    // MARK: - Confirmations

    /// The days of the confirmations that count: set in a commit of its own, known, no sweep, and not dated later than
    /// that commit by more than a day.
    private func confirmations(_ ages: RecordAges) -> Confirmations {
        var found = Confirmations()
        ages.forEachDay(where: { parts[$0].confirms }) { name, leaf, day in
            guard case .set(let commit, let date, false) = leaf.answer, !leaf.answer.isAhead(of: clock),
                day.days(since: civil.day(of: date)) <= 1, day <= context.today
            else { return }
            let confirmation = ConfirmedDay(day: day, commit: commit)
            if name == SharedField.confirmed {
                found.whole = confirmation
            } else {
                found.single[leaf.entry] = confirmation
            }
        }
        return found
    }
}
