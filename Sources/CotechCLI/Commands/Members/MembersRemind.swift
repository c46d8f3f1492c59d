import ArgumentParser
import CoopNetwork
import Interchange
import Git
import Interchange
import RecordModel
import RecordStore

/// `cotech members remind`: an e-mail to each co-op whose profile should be looked at again.
struct MembersRemind: CotechCommand {
    static let declaration = CommandConfiguration(
        commandName: "remind", abstract: "Write to the co-ops whose profiles should be looked at again.",
        discussion: """
            Prints one e-mail a co-op, worst first. With --maildir or --send they are delivered, and what was sent is remembered: \
            a first, a second and a final reminder, two weeks apart, and a few a week. An answer begins anew.
            """)

    static let endings = Endings.writing.saying(
        .badData, "a profile or the settings cannot be read: who else should have been written to is not known")

    @Argument(help: "Only these members.", completion: .ids(of: Members.kind.name))
    var ids: [String] = []

    @Option(help: "At most this many in a week.")
    var limit = Reminders.weeklyLimit

    @Option(help: ArgumentHelp("Put the e-mails into this maildir.", valueName: "dir"), completion: .directory)
    var maildir: String?

    @Flag(help: "Hand the e-mails to sendmail -t.")
    var send = false

    @Option(
        help: ArgumentHelp(
            "Whom they come from, as 'Name <address>'; git's configured identity otherwise.", valueName: "address"))
    var from: String?

    @OptionGroup(title: "Store") var store: StoreOptions

    func validate() throws {
        if limit < 0 { throw ValidationError("--limit is how many mails may go out in a week: 0 or more") }
        if send, maildir != nil {
            throw ValidationError("--send and --maildir are two ways to deliver the e-mails: leave one of them out")
        }
    }

    func run(in context: Context) throws -> ExitStatus {
        let moment = try store.moment(context)
        let snapshot = try store.snapshot(context, at: moment)
        let opened = snapshot.store
        if send || maildir != nil { try store.refusePast() }
        let kind = try snapshot.seen(Members.kind)
        let report = try snapshot.staleness(of: kind, clock: snapshot.clock(moment))
        let (mails, waiting) = try due(report, snapshot, opened, context)
        try context.tellOldData(of: snapshot)
        let told = try context.tellLimits(of: report, in: snapshot, kind)
        guard !mails.isEmpty else {
            if waiting > 0 {
                context.note(
                    "\(counted(waiting, "co-op")) to remind, and at most \(limit) in a week are written to",
                    help: "wait, or name another number: --limit \(limit + waiting)")
            } else {
                context.note("nobody has to be reminded today")
            }
            return told
        }
        let offset = snapshot.local.offset(at: moment.now)
        let hand = context.hand(now: moment.now, offset: offset)
        // What was sent and could not be remembered would be sent again at every run.
        if send || maildir != nil { _ = try hand.signatures(in: opened.repository) }
        let date = MailDate.text(moment.now, offset: offset)
        for mail in mails {
            if let maildir {
                try Maildir(store.resolve(maildir, context)).deliver(mail.text(date: date), at: moment.now)
            } else if send {
                try Sendmail.send(
                    mail.text(date: date), instead: "put the mails into a folder: --maildir DIR", in: context)
            } else {
                context.standardOutput.write(Safe.workflowLog(mail.text(date: date)) + "\n")
            }
            if send || maildir != nil { try remember(mail, opened, snapshot, by: hand) }
        }
        if send || maildir != nil {
            context.say(
                StyledText(
                    "Sent \(counted(mails.count, "reminder")): \(mails.map { $0.freshness.record.title }.joined(separator: ", "))."
                ))
        }
        return told
    }

    private func due(
        _ report: StaleReport, _ snapshot: Snapshot, _ store: Store, _ context: Context
    ) throws -> (mails: [ReminderMail], waiting: Int) {
        let kind = try snapshot.seen(Members.kind)
        let wanted = try ids.map { try snapshot.found(kind, $0).entry.id }
        let remembered = try SideRecords.reminders(of: store).all(Reminders.kind)
        let past = remembered.filter(\.isReadable).map(\.record)
        let lost = Set(remembered.filter { !$0.isReadable }.map(\.entry.id))
        // Where nobody has to be reminded, nobody has to say who writes.
        var known: String?
        let room = max(0, limit - Reminders.count(in: past, before: snapshot.today))
        var mails: [ReminderMail] = []
        var waiting = 0
        for freshness in report.records.filter({ $0.excuse == nil && $0.state == .stale }).sorted(by: isWorse) {
            let id = freshness.id
            guard wanted.isEmpty || wanted.contains(id),
                let stage = Reminders.next(
                    after: Reminders.sendings(to: freshness.record, in: past), answered: freshness.lastWord,
                    on: snapshot.today)
            else { continue }
            // Who was asked yesterday must not be asked again because nobody can tell.
            guard !lost.contains(id) else {
                context.warning(
                    "what was sent to \(freshness.record.title) cannot be read, so it is not reminded",
                    help: "see it: git show refs/cotech/reminders:\(Reminders.kind.path.path(of: id))")
                continue
            }
            let sender = try known ?? sender(store)
            known = sender
            let mail = ReminderMail(freshness: freshness, stage: stage, snapshot: snapshot, sender: sender)
            if mail.recipients.isEmpty {
                context.warning(
                    "\(freshness.record.title) has no address to write to",
                    help: "cotech members set \(id) email=ADDRESS")
            } else if mails.count < room {
                mails.append(mail)
            } else {
                waiting += 1
            }
        }
        return (mails, waiting)
    }

    private func isWorse(_ left: RecordFreshness, _ right: RecordFreshness) -> Bool {
        func worst(_ freshness: RecordFreshness) -> Int {
            freshness.stale.compactMap { field in field.freshness.age.map { $0 - (field.freshness.limit ?? 0) } }.max()
                ?? 0
        }
        return (worst(left), right.id) > (worst(right), left.id)
    }

    /// Whom the mails come from, as a header has it: an address that nobody can answer is refused.
    private func sender(_ store: Store) throws -> String {
        let named = from.flatMap { Contact($0) }.flatMap { contact in contact.address.map { (contact.name, $0) } }
        let signature = from == nil ? try store.repository.configuredIdentity(seconds: 0) : nil
        guard let (name, address) = named ?? signature.map({ ($0.name, $0.email) }),
            let sender = Safe.mailAddress(name: name, address: address)
        else {
            throw CommandFailure(
                "\"\(from ?? signature?.email ?? "")\" is no address that the mails can come from",
                help: "for example: --from 'Mair Owen <mair@marches.example>'", status: .usage)
        }
        return sender
    }

    private func remember(_ mail: ReminderMail, _ store: Store, _ snapshot: Snapshot, by hand: Hand) throws {
        let day = snapshot.today.description
        let fields = mail.freshness.stale.map(\.field.name).joined(separator: ", ")
        let edits: [FieldEdit] = [
            .set(field: Reminders.sent.name, below: [day, "stage"], text: mail.stage.rawValue),
            .set(field: Reminders.sent.name, below: [day, "fields"], text: fields),
        ]
        try SideRecords.reminders(of: store).write(
            [(mail.freshness.id, edits)], of: Reminders.kind, subject: "Remind \(mail.freshness.record.title)",
            by: hand)
    }
}
