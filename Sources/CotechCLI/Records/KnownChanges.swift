import Git
import Interchange
import RecordModel
import RecordStore

/// When the files of records last changed in any way, for what shows them with that (`--changed`).
struct KnownChanges {
    private let changes: [RecordID: AgeAnswer]
    private let clock: Instant
    private let local: LocalTime

    init(of kind: Kind, only ids: [RecordID], in snapshot: Snapshot, _ moment: Moment) throws {
        changes = try snapshot.lastChanges(of: kind, only: Set(ids))
        clock = snapshot.clock(moment)
        local = snapshot.local
    }

    static let name = "changed"

    static let column = Table.Column(name, mayShrink: false)

    /// Says where history is missing.
    func tellLimits(in snapshot: Snapshot, _ kind: Kind, to context: Context) throws {
        guard changes.values.contains(where: { !$0.isKnown }) else { return }
        let repository = try snapshot.repository(of: kind.home)
        context.tellMissingHistory("when some of them last changed is unknown", in: repository, kind.home)
    }

    /// The day; nil where history does not tell, or the commit is dated ahead of the clock.
    func day(of id: RecordID) -> Day? {
        changes[id].flatMap { $0.isKnown && !$0.isAhead(of: clock) ? local.day(of: $0.date) : nil }
    }

    func cell(of id: RecordID, as format: OutputFormat) -> Cell {
        day(of: id).map { .day($0) } ?? (format.isForPeople ? .text("unknown") : .none)
    }

    /// `{"date", "commit"}`, each null where it is not known. A commit that is dated ahead of the clock has no date.
    func json(of id: RecordID) -> JSONValue {
        .object([
            .init("date", cell(of: id, as: .json).json),
            .init("commit", changes[id]?.setter.map { .string($0.description) } ?? .null),
        ])
    }
}
