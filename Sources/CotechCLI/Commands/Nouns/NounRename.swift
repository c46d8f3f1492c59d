import ArgumentParser
import CoopNetwork
import RecordModel
import RecordStore

/// `cotech NOUN rename A B`: another id for a record, wherever it stands.
struct NounRename<Declared: KindDeclaration>: WritingCommand {
    static var declaration: CommandConfiguration {
        CommandConfiguration(
            commandName: "rename",
            abstract: "Give \(Declared.kind.indefinite) another id, and rewrite every reference to it.",
            discussion: discussion)
    }

    private static var discussion: String {
        let kind = Declared.kind
        let old =
            kind.hasFormerIDs
            ? "The old id is kept in 'formerly', so that search finds it and ages carry over; it is not used again."
            : "Ages carry over, and the old id is not used again."
        let name = kind.namingField.map {
            " The \($0.name) is a field like others: cotech \(kind.name) set ID \($0.name)=\($0.name.uppercased())."
        }
        let merge = kind.name == Members.kind.name ? " Two records of one co-op become one: cotech members merge." : ""
        return old + (name ?? "") + merge
    }

    @Argument(help: "The id it has.", completion: .ids(of: Declared.kind.name))
    var old: String

    @Argument(help: "The id it gets.")
    var new: String

    @OptionGroup(title: "Writing") var writing: WriteOptions
    @OptionGroup(title: "Store") var store: StoreOptions

    func run(in context: Context) throws -> ExitStatus {
        try RecordChange(store, writing, context).rename(Declared.kind, typed: old, to: new)
    }
}

extension RecordChange {
    /// Gives a record another id, as a person typed both.
    func rename(_ declared: Kind, typed old: String, to new: String) throws -> ExitStatus {
        try write(in: declared.home) { try $0.planToRename($0.seen(declared), typed: old, to: new) }
        return .done
    }
}

extension Snapshot {
    /// A change of ids as a person typed them.
    func planToRename(_ kind: Kind, typed old: String, to new: String, isRemembered: Bool = true) throws -> Plan {
        guard let id = RecordID(new) else {
            let suggestion = Folding.identifier(from: new).map { "did you mean \"\($0)\"?" }
            throw CommandFailure(
                "\"\(new)\" is not an id: it is written in a-z, 0-9 and -", helpLines: [suggestion].compactMap(\.self),
                status: .usage)
        }
        if let former = RecordID(old), try entry(of: kind, former) == nil, try heir(of: former, kind) == id {
            return try planToRename(kind, former, to: id)
        }
        var plan = try planToRename(kind, found(kind, old).entry.id, to: id, isRemembered: isRemembered)
        plan.said = "\(plan.subject.replacing("Rename", with: "Renamed")), with \(counted(plan.fileCount, "file"))"
        return plan
    }
}

extension Plan {
    /// How many records it writes.
    var fileCount: Int { (files.values.map { $0 } + (sequel?.files.values.map { $0 } ?? [])).count { $0 != nil } }
}
