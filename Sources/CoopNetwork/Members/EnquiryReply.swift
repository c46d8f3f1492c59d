public import RecordModel

/// The answer to a co-op that asks about joining: a draft, to be read before it is sent.
public struct EnquiryReply: Hashable, Sendable {
    /// Whom it goes to.
    public let contact: Contact
    /// The subject.
    public let subject: String
    /// The text, one paragraph a line group.
    public let body: String

    /// A draft for an enquiry, or why there can be none.
    public static func draft(
        for enquiry: Record, from author: String, in context: RuleContext
    ) -> Result<EnquiryReply, ValueProblem> {
        guard let text = enquiry[Enquiries.contact], let contact = Contact(text), contact.address != nil else {
            return .failure(
                ValueProblem(
                    "The enquiry from \(enquiry.title) has no contact with an address", code: "no-contact",
                    help: "Add it: cotech enquiries set \(enquiry.id) contact='NAME <ADDRESS>'"))
        }
        let network = context.settings[Settings.name] ?? "the network"
        let count = Census.count(in: context)
        let mission = context.settings[Settings.mission].map { " What we are for: \($0)" } ?? ""
        let steps = Onboarding.steps(in: context.settings).map { "  - \($0.labelInList)" }
        let paragraphs = [
            "Dear \(contact.name.isEmpty ? "friends" : contact.name),",
            "Thank you for writing to \(network) about \(enquiry.title). We are \(counted(count.coops, "co-op")).\(mission)",
            steps.isEmpty ? nil : "A co-op becomes a member when these are so:\n\n\(steps.joined(separator: "\n"))",
            "Shall we talk? Tell me a day and a time that suit you, and a number to call.",
            "\(author)\n\(network)",
        ].compactMap(\.self)
        return .success(
            EnquiryReply(
                contact: contact, subject: "\(enquiry.title) and \(network)",
                body: paragraphs.joined(separator: "\n\n") + "\n"))
    }

    /// Whether an enquiry's day is the one to answer by: nobody has, and nothing else is to be done on it.
    static func isDue(to enquiry: Record) -> Bool {
        Enquiries.stage(of: enquiry) == Enquiries.first && enquiry[Enquiries.next] == nil
            && enquiry[Enquiries.due] != nil
    }

    /// What an answer does to what was due.
    public static func done(for enquiry: Record) -> [FieldEdit] {
        isDue(to: enquiry) ? [.set(field: Enquiries.due.name, text: nil)] : []
    }

    /// The stage that an enquiry is at once it has been answered.
    public static func stage(after stage: String) -> String { stage == Enquiries.first ? "contacted" : stage }
}

/// Somebody to write to, as `Name <address>` or an address alone.
public struct Contact: Hashable, Sendable {
    /// The name; empty where only an address is given.
    public let name: String
    /// The address, where one is given.
    public let address: String?

    /// Reads `Name <address>`, `Name address`, an address, or a name.
    public init?(_ text: String) {
        if let open = text.lastIndex(of: "<"), let close = text.lastIndex(of: ">"), open < close {
            name = text[..<open].split(separator: " ").joined(separator: " ")
            address = Contact.address(String(text[text.index(after: open)..<close]))
        } else {
            let words = text.split(whereSeparator: \.isWhitespace)
            address = words.last.flatMap { Contact.address(String($0)) }
            let named = (address == nil ? words[...] : words.dropLast()).joined(separator: " ")
            name = address != nil && named.hasSuffix(",") ? String(named.dropLast()) : named
        }
        if name.isEmpty, address == nil { return nil }
    }

    private static func address(_ text: String) -> String? {
        if case .text(let address) = ScalarType.email.form.read(text) { address } else { nil }
    }
}
