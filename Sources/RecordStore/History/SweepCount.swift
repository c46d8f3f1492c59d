internal import RecordModel

/// Counts the records of one kind that a commit changes or removes, and whose they are. More of both than the limit are
/// a sweep, which refreshes nothing (`docs/ageing.md`, rule 3d).
struct SweepCount {
    private let limit: Int
    private var records = 0
    private(set) var owners: Set<String> = []

    init(limit: Int) { self.limit = limit }

    mutating func add(ownedBy owners: [String]) {
        records += 1
        self.owners.formUnion(owners)
    }

    /// Counts a record for those whose it is; one that is the coordinators' for whoever its id begins with.
    mutating func add(_ record: Record) {
        let owners = record.kind.ownership.owners(of: record)
        add(ownedBy: owners.isEmpty ? [record.id.segments.first ?? ""] : owners)
    }

    /// Of how many co-ops they are; 0 where they are so few that one record which five co-ops share would be a sweep.
    var coops: Int { records > limit ? owners.count : 0 }

    var isSweep: Bool { coops > limit }
}
