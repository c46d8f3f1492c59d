import ArgumentParser
import CoopNetwork
import Git
import Interchange
import RecordModel
import RecordStore

/// `cotech members reply ID`: a draft of the answer to an enquiry; sent or told to have been sent, it is written down.
struct MembersReply: WritingCommand {
    static let declaration = CommandConfiguration(
        commandName: "reply", abstract: "Draft the answer to an enquiry, and send it with --send.",
        discussion: """
            The draft is a whole mail on standard output. Once it is sent, the enquiry says so in a note, and one that \
            nobody had answered is contacted.
            """)

    @Argument(help: "The enquiry's id.", completion: .ids(of: Enquiries.kind.name))
    var id: String

    @Flag(help: "Hand the mail to 'sendmail -t'.")
    var send = false

    @Flag(help: "Only write down that you have sent an answer yourself.")
    var sent = false

    @OptionGroup(title: "Writing") var writing: WriteOptions
    @OptionGroup(title: "Store") var store: StoreOptions

    func validate() throws {
        if send, sent { throw ValidationError("--send sends it, --sent says that you have: give one of them") }
    }

    func run(in context: Context) throws -> ExitStatus {
        if send || sent { try store.refusePast() }
        let change = RecordChange(try store.open(context), writing, context)
        let snapshot = try change.snapshot(at: store.moment(context))
        let stored = try snapshot.enquiry(id)
        if Enquiries.stage(of: stored.record) == "member" {
            throw CommandFailure(
                "\(stored.record.title) has joined, and this answers those who might",
                help: "see how they are reached: cotech members show \(stored.entry.id)", status: .usage)
        }
        let me = try change.author(in: .private)
        if !sent {
            let reply = try EnquiryReply.draft(for: stored.record, from: me, in: snapshot.context).orThrow()
            let mail = try written(reply, from: me, change.store)
            context.standardOutput.write(Safe.workflowLog(mail))
            guard send, !writing.dryRun else {
                context.note(
                    "nothing was sent or written down", help: "send it: cotech members reply \(stored.entry.id) --send",
                    "sent it yourself? cotech members reply \(stored.entry.id) --sent")
                return .done
            }
            try Sendmail.send(mail, instead: "send it yourself, then: cotech members reply \(id) --sent", in: context)
        }
        let moment = context.now()
        try change.write(in: .private) { try plan($0, me, moment) }
        return .done
    }

    private func plan(_ snapshot: Snapshot, _ me: String, _ moment: Instant) throws -> Plan {
        let stored = try snapshot.enquiry(id)
        let old = Enquiries.stage(of: stored.record)
        let new = EnquiryReply.stage(after: old)
        var edits = Enquiries.note(
            "Answered by mail", by: me, at: moment, taken: (stored.record[Enquiries.notes] ?? []).map(\.key))
        if new != old { edits.append(.set(field: Enquiries.stage.name, text: new)) }
        edits += EnquiryReply.done(for: stored.record)
        var plan = try snapshot.planToEdit(
            stored, edits, trailer: .command("reply", stored.record.kind, stored.entry.id))
        plan.subject = "\(stored.record.title): answered" + (new == old ? "" : ", \(old) → \(new)")
        plan.said = new == old ? "Noted that \(stored.entry.id) was answered" : "\(stored.entry.id): \(old) → \(new)"
        return plan
    }

    /// The mail as `sendmail -t` takes it.
    private func written(_ reply: EnquiryReply, from me: String, _ store: Store) throws -> String {
        guard let address = reply.contact.address, let to = Safe.mailAddress(name: reply.contact.name, address: address)
        else {
            throw CommandFailure("the contact of \(id) has no address to write to", status: .badData)
        }
        let sender = try store.repository(of: .private).config("user.email").flatMap {
            Safe.mailAddress(name: me, address: $0)
        }
        let lines =
            [Safe.mailHeader("To", addresses: [to])]
            + (sender.map { [Safe.mailHeader("From", addresses: [$0])] } ?? []) + [
                Safe.mailHeader("Subject", reply.subject), "MIME-Version: 1.0",
                "Content-Type: text/plain; charset=utf-8",
                "Content-Transfer-Encoding: 8bit",
            ]
        return lines.joined(separator: "\n") + "\n\n" + reply.body
    }
}
