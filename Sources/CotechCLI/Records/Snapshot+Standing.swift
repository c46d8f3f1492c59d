import CoopNetwork
import RecordModel
import RecordStore

extension Snapshot {
    /// The change that brings a co-op to a status on a day, in its membership; one is begun where there is none.
    func planToBring(
        _ typed: String, to status: Memberships.Status, on day: Day, reason: String?, verb: String
    ) throws -> Plan {
        let profile = try found(seen(Members.kind), typed)
        let kind = try seen(Memberships.kind)
        let stored = try self.stored(kind, profile.entry.id)
        let edits = try Memberships.edits(
            bringing: stored?.record, of: profile.entry.id, to: status, on: day, today: today, reason: reason
        ).mapError { $0.about(profile.record.title) }.orThrow()
        let staying = status == .member ? stored.flatMap { self.staying($0.record, edits) } : nil
        var plan =
            try stored.map { try planToEdit($0, edits, trailer: .command(verb, kind, profile.entry.id)) }
            ?? planToCreate(kind, profile.entry.id, edits)
        plan.trailers = [.command(verb, profile.record.kind, profile.entry.id)]
        let when = status.isLasting ? "from \(day == today ? "today" : day.inWords(from: today))" : day.said(on: today)
        let happening = staying ?? status.happening
        plan.subject = "\(profile.record.title) \(happening)" + (reason.map { ": \($0)" } ?? "")
        plan.said = staying != nil ? plan.subject : "\(profile.record.title) \(happening) \(when)"
        return plan
    }

    /// What is said where the edits only call off what was to end a membership, or what ended it today.
    private func staying(_ membership: Record, _ edits: [FieldEdit]) -> String? {
        switch Memberships.status(of: membership, on: today) {
        case .member: "stays a member"
        case .unknown, .onboarding: "stays in the network"
        case .left
        where !edits.contains { $0.field == Memberships.joined.name } && membership[Memberships.joined] == nil:
            "stays in the network"
        default: nil
        }
    }
}

extension Memberships.Status {
    /// Whether it is told by the day since which it holds, and not by the day it happened.
    fileprivate var isLasting: Bool { self == .member || self == .suspended }

    /// What happens when a co-op comes to it.
    fileprivate var happening: String {
        switch self {
        case .unknown: "is listed"
        case .onboarding: "is on its way in"
        case .member: "is a member again"
        case .suspended: "is suspended"
        case .left: "leaves the network"
        case .emeritus: "becomes emeritus"
        }
    }
}

extension Context {
    /// Lists what still points at whoever has gone, each with its command; nothing where nothing does.
    func tell(_ traces: [Departures.Trace], pointingAt whom: String) {
        guard !traces.isEmpty else { return }
        say(StyledText("Still pointing at \(whom):"))
        var table = Table(columns: [Table.Column("what"), Table.Column("command", mayShrink: false)])
        table.layout = Table.Layout(hasHeadings: false, indent: 2, gap: 3, isWhole: true)
        for trace in traces { table.add(.text(trace.sentence), .text(placed(trace.command))) }
        table.write(as: .table, to: self)
    }
}
