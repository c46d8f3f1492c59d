import ArgumentParser
import CoopNetwork
import RecordModel
import RecordStore

/// `cotech members enquire NAME`: a co-op that might join has written, rung or been met.
struct MembersEnquire: WritingCommand {
    static let declaration = CommandConfiguration(
        commandName: "enquire", abstract: "Begin an enquiry: a co-op that might join.",
        discussion: "It is kept in the private companion until the co-op joins.")

    @Argument(help: "The co-op's name.")
    var name: String

    @Argument(help: "What else is known, as FIELD=VALUE.", completion: .fields(of: Enquiries.kind.name))
    var assignments: [String] = []

    @Option(help: ArgumentHelp("Who wrote, as 'Name <address>'.", valueName: "contact"))
    var contact: String?

    @Option(help: ArgumentHelp("Who looks after it; 'me' is you.", valueName: "name"))
    var owner: String?

    @Option(help: ArgumentHelp("The next thing to do.", valueName: "text"))
    var next: String?

    @Option(help: ArgumentHelp("When that is due: 2026-11-27, friday, +2w.", valueName: "day"))
    var due: String?

    @Option(
        help: ArgumentHelp("Start from this mail; - reads it from standard input.", valueName: "file"),
        completion: .file())
    var mail: String?

    @Option(help: "Its id, where the name suggests the wrong one.")
    var id: String?

    @OptionGroup(title: "Writing") var writing: WriteOptions
    @OptionGroup(title: "Store") var store: StoreOptions

    func run(in context: Context) throws -> ExitStatus {
        let change = try RecordChange(store, writing, context)
        let letter = try mail.map { try EnquiryMail($0, seenFrom: store, in: context) }
        let me = try? change.author(in: .private)
        let moment = context.now()
        try change.write(in: .private) { snapshot in
            let kind = try snapshot.seen(Enquiries.kind)
            let typed = try snapshot.edits(said(letter) + assignments, of: kind, me: me)
            let edits = typed + (letter?.edits(at: moment, unless: typed) ?? [])
            var plan = try snapshot.planToAdd(kind, named: name, id: id, edits)
            let id = try snapshot.newID(kind, name, chosen: id)
            try refuseMember(id, in: snapshot)
            plan.said = "Added enquiry \(id) (private companion)" + whatIsNext(edits, snapshot.today)
            return plan
        }
        if letter?.isTextMissing == true {
            context.note(
                "the mail has several parts, or a text in a charset that cannot be read: only its headers were read",
                help: "add the rest: cotech members note ID TEXT")
        }
        return .done
    }

    /// What the options say, as `set` would be told it. Who wrote the mail is the contact, unless that is typed.
    private func said(_ letter: EnquiryMail?) -> [String] {
        let isTyped = assignments.contains { Assignment($0)?.name == Enquiries.contact.name }
        let contact = contact ?? (isTyped ? nil : letter?.contact)
        return [("contact", contact), ("owner", owner), ("next", next), ("due", due)].compactMap { name, value in
            value.map { "\(name)=\($0)" }
        }
    }

    private func whatIsNext(_ edits: [FieldEdit], _ today: Day) -> String {
        func value(_ field: String) -> String? {
            edits.lazy.compactMap { if case .set(field, [], let text) = $0 { text } else { nil } }.first { _ in true }
        }
        let day = value(Enquiries.due.name).flatMap { Day(iso: $0) }?.inWords(from: today)
        let parts = [value(Enquiries.next.name), day].compactMap(\.self)
        return parts.isEmpty ? "" : ". Next: \(parts.joined(separator: ", "))"
    }

    private func refuseMember(_ id: RecordID, in snapshot: Snapshot) throws {
        guard let kind = snapshot.kind(Members.kind.name) else { return }
        if let heir = try snapshot.heir(of: id, kind) {
            throw CommandFailure(
                "\"\(id)\" is a former name of \(heir), and ids are never used again",
                help: "see it: cotech members show \(heir)", "another co-op needs another id: --id ID", status: .usage)
        }
        guard try snapshot.entry(of: kind, id) != nil else { return }
        throw CommandFailure(
            "\"\(id)\" is in the network's directory already", help: "see it: cotech members show \(id)",
            "one that left comes back with: cotech members rejoin \(id)", "another co-op needs another id: --id ID",
            status: .usage)
    }
}
