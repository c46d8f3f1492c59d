import ArgumentParser
import CoopNetwork
import RecordModel
import RecordStore

/// `cotech members note ID TEXT`: what happened with a co-op that might join, with the moment and who wrote it down.
struct MembersNote: WritingCommand {
    static let declaration = CommandConfiguration(
        commandName: "note", abstract: "Write down what happened with an enquiry.")

    @Argument(help: "The enquiry's id.", completion: .ids(of: Enquiries.kind.name))
    var id: String

    @Argument(help: "What happened, in a line or two.")
    var text: String

    @OptionGroup(title: "Writing") var writing: WriteOptions
    @OptionGroup(title: "Store") var store: StoreOptions

    func run(in context: Context) throws -> ExitStatus {
        let change = try RecordChange(store, writing, context)
        let me = try change.author(in: .private)
        let moment = context.now()
        try change.write(in: .private) { snapshot in
            let stored = try snapshot.enquiry(id)
            let edits = Enquiries.note(
                text, by: me, at: moment, taken: (stored.record[Enquiries.notes] ?? []).map(\.key))
            guard !edits.isEmpty else {
                throw CommandFailure(
                    "the note is empty", help: "cotech members note \(id) 'What happened'", status: .usage)
            }
            var plan = try snapshot.planToEdit(
                stored, edits, trailer: .command("note", stored.record.kind, stored.entry.id))
            plan.subject = "Note on \(stored.record.title)"
            plan.said = "Noted on \(stored.entry.id)"
            return plan
        }
        return .done
    }
}

extension Snapshot {
    /// An enquiry by the id that a person typed; for a member's it says where notes are kept.
    func enquiry(_ typed: String) throws -> StoredRecord {
        let kind = try seen(Enquiries.kind)
        if let members = self.kind(Members.kind.name), try !has(kind, typed), try has(members, typed) {
            throw CommandFailure(
                "\"\(typed)\" is in the directory and never enquired here",
                help: "its profile: cotech members show \(typed)", status: .usage)
        }
        return try readable(kind, typed)
    }
}
