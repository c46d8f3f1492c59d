import CoopNetwork
import Foundation
import Interchange
import RecordModel
import RecordStore

/// A mail from which an enquiry begins: who wrote, about what, and the text as a first description.
struct EnquiryMail {
    private let message: MailMessage

    /// Reads a mail from a file, or from standard input where that is `-`.
    init(_ path: String, seenFrom store: StoreOptions, in context: Context) throws {
        let bytes: [UInt8]
        if path == "-" {
            do { bytes = try context.standardInput.rest() } catch {
                throw CommandFailure(error.reason, doing: "Reading the mail", status: .unavailable)
            }
        } else {
            bytes = try InputFile.bytes(of: path, at: store.resolve(path, context))
        }
        guard let message = MailMessage(bytes), message.sender != nil else {
            throw CommandFailure(
                "this is not a mail: it has no From line", doing: "Reading \(path == "-" ? "the mail" : path)",
                help: "save the mail with its headers: 'Save as', 'Show original' or 'View source'", status: .badData)
        }
        self.message = message
    }

    /// Who wrote it, as `Name <address>`.
    var contact: String? {
        message.sender.map { $0.name.isEmpty ? $0.address : "\($0.name) <\($0.address)>" }
    }

    /// Whether the mail's text could not be read, so that only its headers count.
    var isTextMissing: Bool { message.text == nil }

    /// The first note and a draft of the description; what was typed beside it comes first.
    func edits(at moment: Instant, unless typed: [FieldEdit]) -> [FieldEdit] {
        let by = message.sender.map { $0.name.isEmpty ? $0.address : $0.name } ?? "somebody"
        var edits = Enquiries.note(
            "Wrote: \(message.subject ?? "a mail without a subject")", by: by, at: moment, taken: [])
        if let text = message.ownText, !text.isEmpty, !typed.contains(where: { $0.field == Members.description.name }) {
            edits.append(.set(field: Members.description.name, text: text))
        }
        return edits
    }
}
