import RecordModel

/// vCard 4.0 (RFC 6350), with skills as RFC 6715 writes them.
public enum VCard {
    /// One card for an organisation, lines folded and ended with CRLF.
    public static func card(_ organisation: Organisation) -> String {
        var lines = ["BEGIN:VCARD", "VERSION:4.0", "KIND:org"]
        func add(_ name: String, _ value: String?) {
            guard let value, !value.isEmpty else { return }
            lines.append("\(name):\(Safe.contentText(value))")
        }
        func addAddress(_ name: String, _ value: String?) {
            // A URI is not escaped; what could end its line cannot be part of one.
            guard let value, let uri = uri(value) else { return }
            lines.append("\(name):\(uri)")
        }
        lines.append("UID;VALUE=text:\(Safe.contentText(organisation.key))")
        add("FN", organisation.name)
        lines.append("ORG:\(Safe.contentText(organisation.name))")
        add("EMAIL", organisation.email)
        add("TEL;VALUE=text", organisation.telephone)
        if organisation.address != nil || organisation.town != nil {
            let label = organisation.address.map { ";LABEL=" + Safe.contentParameter($0) } ?? ""
            lines.append("ADR\(label):;;;\(Safe.contentText(organisation.town ?? ""));;;")
        }
        addAddress("GEO", organisation.location.map { "geo:\(degrees($0))" })
        addAddress("URL", organisation.website)
        addAddress("LOGO", organisation.logo)
        for account in organisation.social {
            // RFC 9554 §4.4: an address, or a name where VALUE says text.
            let service = "SOCIALPROFILE;SERVICE-TYPE=" + Safe.contentParameter(account.service)
            if account.account.hasPrefix("https://") || account.account.hasPrefix("http://") {
                addAddress(service, account.account)
            } else {
                add(service + ";VALUE=text", account.account)
            }
        }
        let categories = organisation.categories.map { Safe.contentText($0) }
        if !categories.isEmpty { lines.append("CATEGORIES:\(categories.joined(separator: ","))") }
        for skill in organisation.skills {
            add("EXPERTISE" + (skill.level.map { ";LEVEL=\($0)" } ?? ""), skill.label)
        }
        for contact in organisation.contacts {
            let value = contact.email.map { "\(contact.name) <\($0)>" } ?? contact.name
            add("RELATED;TYPE=contact;VALUE=text", value)
        }
        add("NOTE", organisation.description)
        lines.append(contentsOf: organisation.revised.map { ["REV:\(stamp($0))"] } ?? [])
        lines.append("END:VCARD")
        return lines.map { Safe.contentLine($0) }.joined()
    }

    /// `20261127T090000Z`: RFC 6350 §4.3.5 writes a moment without separators.
    private static func stamp(_ instant: Instant) -> String {
        instant.iso.filter { $0 != "-" && $0 != ":" }
    }

    private static func degrees(_ place: Coordinates) -> String {
        place.description.filter { $0 != " " }
    }

    /// The address as it stands; nil where it has something that no address has.
    private static func uri(_ text: String) -> String? {
        text.unicodeScalars.contains { $0.isTreacherous || $0 == " " || $0.breaksLine } ? nil : text
    }
}
