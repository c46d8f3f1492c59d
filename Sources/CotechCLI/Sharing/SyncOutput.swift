import Git
import Interchange
import RecordModel
import RecordStore
import RecordText

/// What came of a sync, as sentences for people and as JSON.
struct SyncOutput {
    let store: Store
    let reports: [SyncReport]
    let isRehearsal: Bool
    let context: Context

    /// What `members remind` keeps beside the branch.
    private static let reminders = "what is remembered of reminders"
    /// As many changes as somebody reads.
    private static let mostListed = 20

    // MARK: - Text

    /// - Parameter hasCompanion: whether it must be said which of the two repositories a sentence is about.
    func writeText(naming hasCompanion: Bool) throws {
        for report in reports where report.home == .public || report.isEventful {
            if !context.isQuiet, let sentence = sentence(report) {
                let companion = hasCompanion && report.home == .private ? "Private companion: " : ""
                let branch = report.isAside ? "Branch \(Safe.oneLine(report.shared.shortName)): " : ""
                context.say(StyledText(companion + branch + sentence))
                try list(report)
            }
            tell(report)
        }
        if isRehearsal { context.note("nothing was changed, here or there (--dry-run)") }
    }

    private func sentence(_ report: SyncReport) -> String? {
        var parts: [String] = []
        if isRehearsal {
            func things(_ changes: Int, _ hasReminders: Bool) -> String {
                let both = (changes > 0 ? [counted(changes, "change")] : []) + (hasReminders ? [Self.reminders] : [])
                return both.joined(separator: " and ")
            }
            let received = things(report.received.count, report.areRemindersAwaited)
            if !received.isEmpty { parts.append("receive \(received)") }
            let sent = things(report.waiting.count, report.areRemindersWaiting)
            if !sent.isEmpty { parts.append("send \(sent)") }
            if report.failure != nil { return nil }
            return parts.isEmpty ? "Nothing is new on either side." : "Would \(parts.joined(separator: " and "))."
        }
        if !report.received.isEmpty { parts.append("received \(counted(report.received.count, "change"))") }
        if report.remindersReceived > 0 {
            parts.append("received what was sent to \(counted(report.remindersReceived, "co-op"))")
        }
        if !report.sent.isEmpty {
            parts.append("sent \(parts.isEmpty ? counted(report.sent.count, "change") : "\(report.sent.count)")")
        }
        if report.areRemindersSent { parts.append("sent \(Self.reminders)") }
        if parts.isEmpty, report.failure != nil { return nil }
        let done = parts.isEmpty ? "Nothing is new on either side" : parts.joined(separator: ", ")
        let rest = waiting(report).map { " " + $0 } ?? ""
        return done.withCapital + "." + rest
    }

    /// What is still to be shared; nil where an error says so.
    private func waiting(_ report: SyncReport) -> String? {
        if report.failure != nil { return nil }
        var things = report.waiting.isEmpty ? [] : ["\(counted(report.waiting.count, "change")) made here"]
        if report.areRemindersWaiting { things.append(Self.reminders) }
        if !things.isEmpty {
            let what = things.joined(separator: " and ")
            let isOne = things.count == 1 && report.waiting.count < 2
            return "\(what.withCapital) \(isOne ? "waits" : "wait"): cotech sync."
        }
        return report.unsaved.isEmpty ? "Nothing is waiting." : nil
    }

    /// `Fieldmouse Works  headcount 6 → 7   Mair Owen, Friday`, the newest first.
    private func list(_ report: SyncReport) throws {
        let touched = try touchedPaths(report)
        let shown = try report.received.prefix(Self.mostListed).map { try change($0, report.home, touched) }
        guard !shown.isEmpty else { return }
        var table = Table(columns: [
            Table.Column("what", mayShrink: false), Table.Column("change"), Table.Column("who", mayShrink: false),
        ])
        table.layout = Table.Layout(hasHeadings: false, indent: 2, isWhole: true)
        for line in shown { table.add(.text(line.title), .text(line.words), .text("\(line.author), \(line.when)")) }
        table.write(as: .table, to: context)
        let rest = report.received.count - shown.count
        if rest > 0, let start = report.start, let taken = report.taken {
            context.say(advice: "  and \(rest) more: cotech diff \(start.short)..\(taken.short)")
        }
    }

    private func tell(_ report: SyncReport) {
        for path in report.update?.leftAlone ?? [] {
            context.warning(
                "\(path) was left as it is: it holds an edit by hand, or is no plain file",
                help: "see the difference: git diff HEAD -- \(path.shellWord)")
        }
        if let errors = report.intake?.errorsReceived, !errors.isEmpty, report.taken != nil {
            context.warning(
                "what others have sent has \(counted(errors.count, "error")), the first in \(errors[0].file); that stops nobody from changing and sending something else",
                help: "see what is wrong: cotech check")
        }
        for remark in report.remarks { context.note(remark.text, help: remark.help) }
        if report.failure == nil, let first = report.unsaved.first {
            let what = report.unsaved.count == 1 ? "\(first) was" : "\(counted(report.unsaved.count, "file")) were"
            context.note(
                "\(what) edited by hand and not saved, and so not shared", help: "cotech save, and then cotech sync")
        }
    }

    // MARK: - What went wrong

    /// Says what the other side said, what is left to a person, and why something did not get to its end.
    func tellProblems() {
        for report in reports {
            if !context.isQuiet || report.failure != nil {
                for line in report.said { context.standardError.write("\(report.shared.remote): \(line)\n") }
            }
            for conflict in report.intake?.conflicts ?? [] where report.failure != nil {
                context.standardError.write(conflict.sentence + "\n")
            }
            if let failure = report.failure {
                context.report(failure)
            }
        }
    }

    // MARK: - Changes

    private typealias Line = (title: String, words: String, author: String, when: String)

    /// The files that are not what they were here before, where they are and where they were once; nil where nothing was
    /// taken in.
    private func touchedPaths(_ report: SyncReport) throws -> Set<String>? {
        guard let start = report.start, let taken = report.taken else { return nil }
        let difference = try store.difference(from: start, to: taken, in: report.home, now: context.now())
        return Set(
            difference.entries.flatMap { entry -> [String] in
                let (kind, after) = (entry.change.kind, entry.change.after)
                let former = after?.formerIDs.compactMap { RecordID($0) } ?? []
                return [entry.change.path] + former.flatMap { kind?.path.everyPath(of: $0) ?? [] }
            })
    }

    /// - Parameter touched: the files that came to say something else here; nil where nobody asks.
    private func change(_ id: ObjectID, _ home: Kind.Home, _ touched: Set<String>? = nil) throws -> Line {
        let commit = try store.repository(of: home).commit(id)
        let now = context.now()
        let local = try store.localOffset(at: now)
        let today = now.day(offset: local)
        let seconds = Int(min(commit.author.seconds, commit.committer.seconds))
        let day = Instant(seconds: seconds).day(offset: local)
        var (title, words) = (Safe.oneLine(commit.subject), "")
        if let parent = commit.parents.first {
            let entries = try store.difference(from: parent, to: id, in: home, now: now).entries
            if entries.count == 1 {
                (title, words) = (Safe.oneLine(entries[0].title), Safe.oneLine(entries[0].words))
            } else {
                words = counted(entries.count, "file")
            }
            // What was changed here as well, or has been taken back there since.
            if let touched, !entries.isEmpty, touched.isDisjoint(with: entries.map(\.change.path)) {
                words += words.isEmpty ? "nothing new here" : " (nothing new here)"
            }
        }
        return (title, words, Safe.oneLine(commit.author.name), day.nearby(to: today))
    }

    // MARK: - JSON

    func json() throws -> JSONValue {
        ["repositories": .array(try reports.map(json))]
    }

    private func json(_ report: SyncReport) throws -> JSONValue {
        let intake = report.intake
        return [
            "home": .string(report.home.rawValue), "remote": .string(report.shared.remote),
            "branch": .string(report.shared.shortName), "dry-run": .flag(isRehearsal),
            "before": .optional(report.start?.description), "after": .optional(report.end?.description),
            "received": try changes(report.received, report.home),
            "sent": try changes(report.sent, report.home),
            "waiting": try changes(report.waiting, report.home),
            "reminders-received": .integer(report.remindersReceived), "reminders-sent": .flag(report.areRemindersSent),
            "reminders-waiting": .flag(report.areRemindersWaiting),
            "conflicts": .array((intake?.conflicts ?? []).map(json)),
            "diagnostics": .array(((intake?.clashes ?? []) + (intake?.errorsToSend ?? [])).map { .diagnostic($0) }),
            "standing": .array((intake?.errorsReceived ?? []).map { .diagnostic($0) }),
            "unsaved": .strings(report.unsaved), "failure": report.failure.map { .failure($0) } ?? .null,
        ]
    }

    private func changes(_ ids: [ObjectID], _ home: Kind.Home) throws -> JSONValue {
        let repository = try store.repository(of: home)
        return .array(try ids.map { .change(try repository.commit($0)) })
    }

    private func json(_ conflict: MergeFinding) -> JSONValue {
        var members: [JSONValue.Member] = [
            .init("file", .string(conflict.path)), .init("message", .string(conflict.sentence)),
        ]
        if case .value(let field, let ours, let theirs) = conflict.matter {
            func claim(_ claim: MergeFinding.Claim) -> JSONValue {
                ["value": .optional(claim.value), "author": .optional(claim.author)]
            }
            members += [
                .init("field", .string(field)), .init("ours", claim(ours)), .init("theirs", claim(theirs)),
            ]
        }
        return .object(members)
    }
}

extension Day {
    /// A day not long ago, as people say it: `today`, `yesterday`, `Friday`; `3 May` and before this year `3 May 2025`.
    fileprivate func nearby(to today: Day) -> String {
        switch today.days(since: self) {
        case 0: "today"
        case 1: "yesterday"
        case 2...6: weekday.name
        default:
            parts.year == today.parts.year ? spoken.split(separator: " ").dropLast().joined(separator: " ") : spoken
        }
    }
}
