import RecordModel

/// What a profile must keep beyond the types of its fields, and when nobody is warned about it.
enum ProfileRules {
    /// Leave is not neglect; newcomers have a grace period; leavers are left in peace.
    static func excuse(for record: Record, _ context: RuleContext) -> Excuse? {
        let today = context.today
        let membership = context.records.record(Memberships.kind.name, record.id)
        if let excuse = membership.flatMap({ Memberships.excuse(for: $0, on: today) }) { return excuse }
        if let until = record[Members.awayUntil], today <= until {
            return Excuse(.away, "away until \(until.inWords(from: today))")
        }
        if let until = membership.flatMap({ lastDayOfGrace($0, context) }), today <= until {
            return Excuse(.newcomer, "new, in grace until \(until.inWords(from: today))")
        }
        return nil
    }

    /// The last day on which a newcomer is not warned; nil for one that has not joined.
    private static func lastDayOfGrace(_ membership: Record, _ context: RuleContext) -> Day? {
        if let given = membership[Memberships.graceUntil] { return given }
        guard let joined = membership[Memberships.joined] else { return nil }
        return joined.advanced(byDays: (context.settings[Settings.grace] ?? Settings.defaultGrace) - 1)
    }

    static func problems(in record: Record, _ context: RuleContext) -> [RecordProblem] {
        headcount(of: record, context) + openWindow(in: record)
    }

    /// The profile of a co-op that is still an enquiry is made when it joins, by whichever command it would be made
    /// otherwise: its checklist is not passed over.
    static func beginning(of profile: Record, _ context: RuleContext) -> [RecordProblem] {
        guard let enquiry = context.records.record(Enquiries.kind.name, profile.id),
            Enquiries.stage(of: enquiry) != "member"
        else { return [] }
        return [
            RecordProblem(
                Members.name.name,
                ValueProblem(
                    "\(enquiry.title) is an enquiry, and becomes a member by: cotech members onboard \(profile.id)",
                    code: "bad-transition"))
        ]
    }

    /// The co-op's own statement beside the people whom the network knows: shown where they differ, not mended.
    private static func headcount(of record: Record, _ context: RuleContext) -> [RecordProblem] {
        guard let stated = record[Members.headcount] else { return [] }
        let everybody = context.records.records(People.kind.name).filter { person in
            (person[People.coops] ?? []).contains { $0.key == record.id.text }
        }
        let listed = everybody.count { People.coops(of: $0, on: context.today).contains(record.id.text) }
        // Fewer may be listed than there are: many co-ops name only who speaks for them, and some nobody.
        guard listed > 0, listed != stated else { return [] }
        let isTooMany = listed > stated
        let says = "The profile says \(counted(stated, "person", plural: "people"))"
        let are = "\(listed) \(listed == 1 ? "is" : "are") listed"
        // The list that is advised shows everybody who is at the co-op, was there or is to come.
        let others = everybody.count - listed
        let them = others == 0 ? "them" : "them, and \(others) who \(others == 1 ? "is" : "are") not there now"
        return [
            RecordProblem(
                Members.headcount.name,
                ValueProblem(
                    isTooMany ? "\(says), but \(are)" : "\(says), of whom \(are)", code: "headcount-differs",
                    help: "See \(them): cotech people list --where coops=\(record.id)"),
                weight: isTooMany ? .warning : .note)
        ]
    }

    private static func openWindow(in record: Record) -> [RecordProblem] {
        guard let from = record[Members.capacityFrom], let until = record[Members.capacityUntil], until < from
        else { return [] }
        return [
            RecordProblem(
                Members.capacityUntil.name,
                ValueProblem(
                    "Capacity ends (\(until)) before it begins (\(from))", code: "contradicting-days",
                    help: "Change one of the two days."))
        ]
    }
}
