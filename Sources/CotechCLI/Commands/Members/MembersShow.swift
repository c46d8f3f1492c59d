import ArgumentParser
import CoopNetwork
import RecordModel
import RecordStore

/// `cotech members show ID`: everything about a co-op, be it a member or one that might join.
struct MembersShow: CotechCommand {
    static let declaration = CommandConfiguration(
        commandName: "show", abstract: "Show everything about a member, or about a co-op that might join.")

    @Argument(help: "Its id.", completion: .ids(of: Members.kind.name))
    var ids: [String]

    @OptionGroup(title: "Choosing") var options: ShowOptions
    @OptionGroup(title: "Output") var output: OutputOptions
    @OptionGroup(title: "Store") var store: StoreOptions

    func run(in context: Context) throws -> ExitStatus {
        let moment = try store.moment(context)
        let snapshot = try store.snapshot(context, at: moment)
        let found = try ids.map { typed in
            try snapshot.exactly(Enquiries.kind, typed, unless: Members.kind)
                ?? snapshot.found(snapshot.seen(Members.kind), typed, or: Enquiries.kind)
        }
        let kind = found.first?.record.kind ?? Members.kind
        if options.ages || options.fields != nil, let other = found.first(where: { $0.record.kind.name != kind.name }) {
            throw CommandFailure(
                "\(other.entry.id) is \(other.record.kind.indefinite), with other fields than \(kind.indefinite)",
                help: "ask for each by itself", status: .usage)
        }
        return try RecordView(found, of: kind, in: snapshot, output, options, moment).show(found, in: context)
    }
}

extension Snapshot {
    /// A record of a kind by the very id that was typed, where it can be seen and the preferred kind has none of it.
    func exactly(_ declared: Kind, _ typed: String, unless preferred: Kind) throws -> StoredRecord? {
        let id = RecordID(typed) ?? Folding.identifier(from: typed).flatMap { RecordID($0) }
        guard let id, let kind = kind(declared.name), canSee(kind), let other = self.kind(preferred.name),
            try entry(of: other, id) == nil
        else { return nil }
        return try stored(kind, id)
    }
}
