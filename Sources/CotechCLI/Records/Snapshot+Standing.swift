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
        var plan =
            try stored.map { try planToEdit($0, edits, trailer: .command(verb, kind, profile.entry.id)) }
            ?? planToCreate(kind, profile.entry.id, edits)
        plan.trailers = [.command(verb, profile.record.kind, profile.entry.id)]
        let happening = Memberships.happening(stored?.record, edits, to: status, on: day, today: today)
        plan.subject = "\(profile.record.title) \(happening.what)" + (reason.map { ": \($0)" } ?? "")
        plan.said =
            happening.when.map { "\(profile.record.title) \(happening.what) \($0)" } ?? plan.subject
        return plan
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
