public import RecordModel

/// What needs a person now, from every kind's dues.
public enum Today {
    /// One thing due, with the record that makes it so.
    public struct Item: Hashable, Sendable {
        /// What is due.
        public let due: Due
        /// The kind of the record.
        public let kind: Kind.Name
        /// The record's id.
        public let id: RecordID
        /// Whether it is to be done some time this week rather than on its day.
        public let isUndated: Bool

        /// Something due.
        public init(due: Due, kind: Kind.Name, id: RecordID, isUndated: Bool = false) {
            self.due = due
            self.kind = kind
            self.id = id
            self.isUndated = isUndated
        }
    }

    /// Everything due until `horizon`, most urgent first.
    public static func items(of kinds: [Kind], until horizon: Day, in context: RuleContext) -> [Item] {
        kinds.flatMap { kind in
            context.records.records(kind.name).flatMap { record in
                kind.dues(record, context).filter { $0.day <= horizon }
                    .map { Item(due: $0, kind: kind.name, id: record.id) }
            }
        }.sorted { ($0.due.day, $0.kind.rawValue, $0.id) < ($1.due.day, $1.kind.rawValue, $1.id) }
    }

    /// How a due day reads on a given day: `4 days late`, `today`, `tomorrow`, `Thursday`, `in 12 days`.
    public static func words(for day: Day, on today: Day) -> String {
        switch day.days(since: today) {
        case ..<0: "\(counted(today.days(since: day), "day")) late"
        case 0: "today"
        case 1: "tomorrow"
        case 2...6: day.weekday.name
        case let ahead: "in \(ahead) days"
        }
    }
}

/// What the network is today, in numbers.
public enum Census {
    /// Members, and the people who work in them by their own statements.
    public struct Count: Hashable, Sendable {
        /// Co-ops that are members.
        public let coops: Int
        /// The sum of their headcounts, in which a person who is known to belong to several counts once.
        public let people: Int
        /// Members that state no headcount: the sum is without them.
        public let withoutHeadcount: [RecordID]
    }

    /// Counts the members of a day.
    public static func count(in context: RuleContext) -> Count {
        var headcounts: [String: Int] = [:]
        var silent: [RecordID] = []
        for record in context.records.records(Members.kind.name) where isMember(record, context) {
            if let headcount = record[Members.headcount] {
                headcounts[record.id.text] = headcount
            } else {
                silent.append(record.id)
            }
        }
        let coops = headcounts.count + silent.count
        for person in context.records.records(People.kind.name) {
            let counting = People.coops(of: person, on: context.today).filter { headcounts[$0] != nil }
            // A co-op that states fewer people than are known to work in it cannot have counted all of them.
            for other in counting.dropFirst() { headcounts[other] = headcounts[other].map { max(0, $0 - 1) } }
        }
        return Count(coops: coops, people: headcounts.values.reduce(0, +), withoutHeadcount: silent)
    }

    /// Whether a profile's co-op counts today: a member, or one of which nobody has said since when.
    public static func isMember(_ profile: Record, _ context: RuleContext) -> Bool {
        guard let membership = context.records.record(Memberships.kind.name, profile.id) else { return true }
        return [.member, .unknown].contains(Memberships.status(of: membership, on: context.today))
    }
}
