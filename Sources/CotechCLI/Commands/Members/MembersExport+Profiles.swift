import CoopNetwork
import Interchange
import RecordModel
import RecordStore

/// Which people may be shown outside the network: those whose own record says so. Of others nothing is known, and
/// nothing is shown.
struct PublicPeople {
    private var visibility: [String: String] = [:]

    init(_ context: RuleContext) {
        for person in context.records.records(People.kind.name) {
            let word = person[People.visibility] ?? "no"
            for name in [person[People.name], person[People.email]].compactMap(\.self) {
                let key = Folding.key(name)
                // Two people of one name: the more reserved of them is meant.
                let known = visibility[key]
                if known == nil || Self.order(word) < Self.order(known ?? "all") { visibility[key] = word }
            }
        }
    }

    private static func order(_ word: String) -> Int { ["no", "name", "all"].firstIndex(of: word) ?? 0 }

    private func word(_ name: String, _ email: String) -> String {
        let said = [visibility[Folding.key(name)], visibility[Folding.key(email)]].compactMap(\.self)
        return said.min { Self.order($0) < Self.order($1) } ?? "no"
    }

    /// A profile's contacts that may be named, and written to.
    func contacts(of record: Record) -> [(name: String, email: String?)] {
        record.content(of: Members.contacts.declaration).compactMap { leaf in
            switch word(leaf.entry, leaf.value.text) {
            case "all": (leaf.entry, leaf.value.text)
            case "name": (leaf.entry, nil)
            default: nil
            }
        }
    }

    /// What a field holds, without people who may not be shown.
    func content(of field: FieldDeclaration, in record: Record) -> Content {
        let content = record.content(of: field)
        guard field.name == Members.contacts.name else { return content }
        let shown = contacts(of: record).filter { $0.email != nil }.map(\.name)
        return content.filter { shown.contains($0.entry) }
    }

    /// The record without people who may not be shown.
    func withoutOthers(_ record: Record) -> Record {
        let contents = Dictionary(
            record.kind.fields.map { ($0.name, content(of: $0, in: record)) }, uniquingKeysWith: { first, _ in first })
        return Record(kind: record.kind, id: record.id, contents: ContentsInMemory(contents))
    }
}

extension Organisation {
    /// A profile as other directories know it: terms by their labels.
    init(_ record: Record, _ context: RuleContext, _ showing: PublicPeople) {
        func label(_ id: String) -> String {
            RecordID(id).flatMap { context.records.record(Skills.kind.name, $0) }?.title ?? id
        }
        self.init(key: "members/\(record.id)", name: record.title)
        website = record[Members.website]
        email = record[Members.email]
        telephone = record[Members.telephone]
        address = record[Members.address]
        town = record[Members.town]
        location = record[Members.location]
        logo = record[Members.logo].flatMap { $0.hasPrefix("https://") || $0.hasPrefix("http://") ? $0 : nil }
        description = record[Members.description]
        social = (record[Members.social] ?? []).map { ($0.key, $0.value) }
        skills = (record[Members.skillsOffered] ?? []).map { Skill(label: label($0.name), level: $0.level) }
        let offered = Set(skills.map(\.label))
        skills += (record[Members.technologies] ?? []).map { Skill(label: label($0)) }.filter {
            !offered.contains($0.label)
        }
        categories = (record[Members.services] ?? []).map(label) + (record[Members.sectors] ?? [])
        contacts = showing.contacts(of: record)
        func exchanges(_ field: Field<[(key: String, value: Expiry)]>, isOffer: Bool) -> [Exchange] {
            (record[field] ?? []).compactMap { entry in
                guard case .on(let day) = entry.value else { return Exchange(isOffer: isOffer, title: entry.key) }
                return day < context.today ? nil : Exchange(isOffer: isOffer, title: entry.key, expires: day)
            }
        }
        self.exchanges =
            exchanges(Members.opportunities, isOffer: true) + exchanges(Members.needs, isOffer: false)
            + (record[Members.inKind] ?? []).map { Exchange(isOffer: true, title: $0, isGift: true) }
    }
}

extension Snapshot {
    /// When each record last said something new, by its history as this network's settings have it read.
    func lastChanges() throws -> (Record) -> Instant? {
        guard state.commit != nil else { return { _ in nil } }
        let ages = try ages(in: .public)
        return { record in
            guard let answer = ages.ages(of: record.kind.name, record.id)?.record, answer.isKnown else { return nil }
            return answer.date
        }
    }
}
