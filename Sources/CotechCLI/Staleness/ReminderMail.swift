import CoopNetwork
import Interchange
import RecordModel
import RecordStore

/// The e-mail that asks a co-op to look at its profile again. Its words are "last checked", never "stale".
struct ReminderMail {
    let freshness: RecordFreshness
    let stage: Reminders.Stage
    let snapshot: Snapshot
    /// Whom it comes from, as a header has it.
    let sender: String

    /// Whom it goes to: the people who may speak for the co-op, otherwise its own address.
    var recipients: [String] {
        let contacts = (freshness.record[Members.contacts] ?? []).compactMap {
            Safe.mailAddress(name: $0.key, address: $0.value)
        }
        if !contacts.isEmpty { return contacts }
        return freshness.record[Members.email].flatMap { Safe.mailAddress(name: freshness.record.title, address: $0) }
            .map { [$0] } ?? []
    }

    /// The whole message, ready for `sendmail -t` or a maildir.
    func text(date: String) -> String {
        let parties = [("From", [sender]), ("To", recipients)]
        let headers = [
            ("Subject", subject), ("Date", date), ("MIME-Version", "1.0"),
            ("Content-Type", "text/plain; charset=utf-8"), ("Content-Transfer-Encoding", "8bit"),
            ("Auto-Submitted", "auto-generated"),
        ]
        let lines =
            parties.map { Safe.mailHeader($0.0, addresses: $0.1) } + headers.map { Safe.mailHeader($0.0, $0.1) }
        return lines.map { $0 + "\n" }.joined() + "\n" + body
    }

    private var subject: String {
        let title = freshness.record.title
        return switch stage {
        case .first: "Is what we say of \(title) still right?"
        case .second: "Once more: is what we say of \(title) still right?"
        case .final: "Last time of asking: is what we say of \(title) still right?"
        }
    }

    /// The body. Lines from a profile are made safe, and none of them can look like a header.
    var body: String {
        let network = snapshot.settings[Settings.name] ?? "the network"
        var lines = ["Hello \(Safe.oneLine(freshness.record.title)),", ""]
        lines.append("\(Safe.oneLine(network)) tells others this about you:")
        lines.append("")
        for field in freshness.stale {
            let when = field.freshness.agoInWords(on: snapshot.today)
            let value = Cell(freshness.record.content(of: field.field), field.field.shape).words
            lines.append("  \(field.field.name): \(value)")
            lines.append("      last checked \(when)")
        }
        lines += ["", "If it is all still right, reply \"still right\" and nothing else."]
        if let address = WebAddress.editing(freshness.record, snapshot) {
            lines += ["If something has changed, change that line here:", "", "  \(address)"]
        } else {
            lines += ["If something has changed, reply with what is right now."]
        }
        if stage == .final { lines += ["", "We shall not ask again until something changes."] }
        return Safe.mailText(lines.joined(separator: "\n")) + "\n"
    }
}
