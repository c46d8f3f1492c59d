import Git
import Interchange
import RecordModel
import RecordStore

/// The warning as people get it, at a terminal or in cron's mail: what is new first, each with how to answer; what still
/// waits is counted.
struct StaleText {
    let snapshot: Snapshot
    let report: StaleReport
    let kind: Kind
    /// Whether one record was asked for: then everything about it is said.
    let isOne: Bool
    let heartbeat: Bool
    /// Whether each thing is on a line of its own, behind its label.
    let isPlain: Bool
    /// The records by what is said of them; of one that was asked for nothing is left waiting.
    private let parts: StaleParts

    init(snapshot: Snapshot, report: StaleReport, kind: Kind, isOne: Bool, heartbeat: Bool, isPlain: Bool) {
        self.snapshot = snapshot
        self.report = report
        self.kind = kind
        self.isOne = isOne
        self.heartbeat = heartbeat
        self.isPlain = isPlain
        parts = report.parted(on: snapshot.today, allAsNew: isOne)
    }

    func write(to context: Context) {
        let isAnyStale = parts.isAnyStale
        let fetched = Fetch(snapshot, kind.home, now: context.now())
        let isOld = fetched.isOld
        guard heartbeat || isOld || isAnyStale || !parts.unknown.isEmpty || isOne else { return }
        if isOld || heartbeat || isAnyStale { context.say(sentence: fetched.line) }
        if !parts.new.isEmpty {
            context.say()
            context.say("\(isOne ? "To look at again" : "New this week", .strong)")
            tell(parts.new, context)
        }
        tellOthers(context)
        if !isAnyStale, parts.unknown.isEmpty, heartbeat || isOne {
            context.say(sentence: isOne ? oneFresh() : allFresh(report.records.count))
        }
    }

    /// What a mail with it is about: `Profiles: 1 new to check, 6 in all`.
    var subject: String {
        let new = parts.new
        let count = new.count + parts.waiting.count
        var said: [String] = []
        if count > 0 { said.append(new.isEmpty ? "\(count) to check" : "\(new.count) new to check, \(count) in all") }
        said += parts.unknowns.map { "\($0.count) \($0.words)" }
        if !isWhole { said.append("not all could be read") }
        return "\(kind.pages.withCapital): " + (said.isEmpty ? "none to check" : said.joined(separator: ", "))
    }

    /// Whether everything could be read that says what is stale, and who is excused.
    private var isWhole: Bool {
        report.unreadable.isEmpty && report.unreadExcuses.isEmpty && snapshot.storedSettings != nil
            && snapshot.settingsErrors.isEmpty && (try? snapshot.blockedFolder(of: kind)) == nil
            && (try? snapshot.gapInIgnoreList(of: kind.home)) == nil
    }

    private func oneFresh() -> String {
        guard let record = report.records.first else { return "Nothing can be said." }
        let when = record.own.agoInWords(on: snapshot.today)
        return "\(record.record.title): \(record.excuse?.words ?? "fresh"), last changed or confirmed \(when)."
    }

    private func allFresh(_ count: Int) -> String {
        switch count {
        case 0 where (try? snapshot.blockedFolder(of: kind)) != nil: "Nothing can be said."
        case 0: "There is no \(kind.page) yet."
        case _ where !report.unreadable.isEmpty:
            "\(counted(count, kind.page, plural: kind.pages)) could be read, and nothing in them is to be checked."
        case 1: "The only \(kind.page) is fresh or excused."
        default: "All \(count) \(kind.pages) are fresh or excused."
        }
    }

    private func tell(_ records: [RecordFreshness], _ context: Context) {
        let authors = Authors(snapshot, kind.home)
        let claims = records.flatMap { record in
            record.stale.filter { isOne || $0.isNewlyStale(on: snapshot.today) }
                .map { claim(record, $0, authors) }
        }
        if isPlain {
            var table = Table(
                columns: [kind.page, "field", "value", "last", "limit", "still-right", "edit"].map { Table.Column($0) })
            for claim in claims {
                table.add(
                    .text(claim.title), .text(claim.field), .text(claim.value), .text(claim.last),
                    .optional(claim.limit), .optional(claim.confirming.map { context.placed($0) }),
                    .optional(claim.changing.map { context.placed($0) } ?? claim.address))
            }
            table.write(as: .plain, to: context)
            return context.say()
        }
        for claim in claims {
            let shown = claim.value.count > 40 ? claim.value.prefix(39) + "…" : claim.value
            let limit = claim.limit.map { " (limit \($0))" } ?? ""
            context.say(
                sentence: "\(claim.title)   \(claim.field) \(shown)   last \(claim.last)\(limit)", indent: 2)
            let answers = [
                claim.confirming.map { "still right:  \($0)" }, claim.changing.map { "answer:       \($0)" },
                claim.address.map { "or edit:      \($0)" },
            ].compactMap(\.self)
            // What is to be copied stays on one line.
            let widest = answers.map { Text.width($0) }.max() ?? 0
            let natural = Text.width(claim.title) + 5
            let indent = context.width.map { max(4, min(natural, $0 - widest)) } ?? natural
            for answer in answers { context.say(advice: String(repeating: " ", count: indent) + answer) }
        }
    }

    /// What is said of a field that is stale, and how to answer.
    private func claim(_ record: RecordFreshness, _ field: FieldFreshness, _ authors: Authors) -> Claim {
        let confirmation = record.confirmation(of: field)
        let author = (confirmation?.commit ?? field.commit).flatMap { authors.name(of: $0) }
        let by = author.map { " by \($0)" } ?? ""
        let what = confirmation == nil ? "changed" : "confirmed"
        return Claim(
            title: Safe.oneLine(record.record.title), field: field.field.name,
            value: Cell(record.record.content(of: field.field), field.field.shape).words,
            last: "\(what) \(field.freshness.agoInWords(on: snapshot.today))\(Safe.oneLine(by))",
            limit: field.freshness.limit.map(limitWords),
            confirming: kind.canBeConfirmed ? "\(kind.command("confirm", record.id)) \(field.field.name)" : nil,
            changing: kind.canBeConfirmed ? nil : kind.command("edit", record.id),
            address: WebAddress.editing(record.record, snapshot))
    }

    private struct Claim {
        let title, field, value, last: String
        let limit: String?
        /// The command that confirms it, where that can be said of a record of this kind.
        let confirming: String?
        /// The command that changes it, where nothing else answers it.
        let changing: String?
        /// Where it is edited on the web.
        let address: String?
    }

    private func tellOthers(_ context: Context) {
        let (waiting, unknown) = (parts.waiting, parts.unknown)
        if !waiting.isEmpty {
            // Each age once: sorting would ask for it again and again.
            let ages = waiting.map(\.worstAge)
            let worst = waiting.indices.sorted { (-ages[$0], $0) < (-ages[$1], $1) }.prefix(5).map { waiting[$0] }
            let named = worst.map { "\(Safe.oneLine($0.record.title)) (\(names($0.stale)))" }
            let rest = waiting.count > 5 ? ", \(waiting.count - 5) more" : ""
            context.say(sentence: "Still waiting: \(named.joined(separator: ", "))\(rest).")
        }
        guard parts.isAnyStale || !unknown.isEmpty else { return }
        let away = report.records.filter { $0.excuse?.reason == .away }
        let paused = away.map { "\(Safe.oneLine($0.record.title)), \($0.excuse?.words ?? "")" }
        let missing = unknown.map { record in
            // Without a field that has a limit, it is the record itself whose age is not known.
            let what = record.excuse == nil ? names(record.unknown) : "perhaps excused"
            return Safe.oneLine(record.record.title) + (what.isEmpty ? "" : " (\(what))")
        }
        let sentences = [
            "Paused: \(paused.isEmpty ? "none" : paused.joined(separator: "; ")).",
            "Unknown: \(missing.isEmpty ? "none" : missing.joined(separator: ", ")).",
        ]
        for line in isPlain ? sentences : [sentences.joined(separator: " ")] { context.say(sentence: line) }
    }

    /// Fields by name; several of one group by the group's.
    private func names(_ fields: [FieldFreshness]) -> String {
        var names: [String] = []
        for field in fields {
            let group = field.field.path.first ?? field.field.name
            let isShared = fields.count { $0.field.path.first == group } > 1
            let name = isShared ? group : field.field.name
            if !names.contains(name) { names.append(name) }
        }
        return names.joined(separator: ", ")
    }

    private func limitWords(_ days: Int) -> String {
        days % 365 == 0 ? counted(days / 365, "year") : counted(days, "day")
    }
}

extension StaleParts {
    /// How many there are of which something is not known, by what it is.
    var unknowns: [(count: Int, words: String)] {
        let ofAge = unknown.count { $0.excuse == nil }
        return [(ofAge, "of unknown age"), (unknown.count - ofAge, "that may be excused")].filter { $0.0 > 0 }
    }
}

/// What the data are, and when this clone last heard from the others.
private struct Fetch {
    private let last: LastFetch?
    private let snapshot: Snapshot
    private let home: Kind.Home
    private let now: Instant

    init(_ snapshot: Snapshot, _ home: Kind.Home, now: Instant) {
        last = (try? snapshot.repository(of: home)).flatMap { LastFetch(of: $0) }
        self.snapshot = snapshot
        self.home = home
        self.now = now
    }

    /// Whether what is told may be out of date.
    var isOld: Bool { last?.isOld(on: now) ?? false }

    /// `Data fetched today 06:00, commit 4f2a91c.`
    var line: String {
        let commit = snapshot.commit(of: home)?.short ?? "none"
        guard let last else { return "Data of this clone, commit \(commit)." }
        let local = snapshot.local
        let (day, today) = (local.day(of: last.moment), local.day(of: now))
        let when = "\(day == today ? "today" : "on \(day.inWords(from: today))") \(local.time(of: last.moment))"
        let words = last.isNever ? "Data never fetched since this clone was made" : "Data fetched"
        let warning =
            isOld
            ? " That is \(last.days(on: now)) days ago: what is said below may be out of date. Fetch: cotech sync" : ""
        return "\(words) \(when), commit \(commit).\(warning)"
    }
}
