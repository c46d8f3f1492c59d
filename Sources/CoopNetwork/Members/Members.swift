public import RecordModel

/// A co-op's profile: what it says of itself. Its pull requests touch nothing else.
public enum Members: KindDeclaration {
    public static let name = Field("name", .text, "The name as the co-op writes it.").required().example("Tidy Bees")
    public static let formerly = Field.set(
        SharedField.formerly, of: .text, "Earlier names or ids; search still finds them, and ages carry over.")
    public static let legalForm = Field("legal-form", .text, "The legal form, such as Ltd, LLP, CIC or society.")
    public static let website = Field("website", .url, "The website.").limit(days: 365)
    public static let logo = Field("logo", .text, "The logo's file name or address.").formerly("image")
    public static let email = Field("email", .email, "The address that anybody may write to.").limit(days: 365)
    public static let telephone = Field("telephone", .telephone, "The telephone number.").limit(days: 365)
    public static let address = Field("address", .text, "The postal address.").limit(days: 365)
    public static let town = Field("town", .text, "The town that people would say it is in.").limit(days: 365)
    public static let location = Field("location", .coordinates, "Latitude and longitude, for distances and maps.")
    public static let headcount = Field("headcount", .integer(0...100_000), "How many people work in the co-op.")
        .formerly("members").limit(days: 365).example("9")
    public static let contacts = Field.map(
        "contacts", from: .text, to: .email, "People who may speak for the co-op, each with an e-mail address."
    ).limit(days: 365)
    public static let social = Field.map(
        "social", from: .text, to: .text, "Accounts elsewhere, by service: mastodon, github.")
    public static let skillsOffered = Field.graded(
        "skills.offered", of: .reference(to: "skills"), level: .level, "Skills that others may ask for."
    ).limit(days: 365)
    public static let skillsNeeded = Field.graded(
        "skills.needed", of: .reference(to: "skills"), level: .level, "Skills that the co-op looks for in others."
    ).limit(days: 365)
    public static let services = Field.set("services", of: .reference(to: "skills"), "What the co-op does for clients.")
        .limit(days: 365)
    public static let technologies = Field.set(
        "technologies", of: .reference(to: "skills"), "What the co-op builds with."
    ).limit(days: 365)
    public static let sectors = Field.set("sectors", of: .text, "The fields its clients work in.").limit(days: 730)
    public static let clients = Field.set("clients", of: .text, "Clients who may be named.").limit(days: 730)
    public static let tools = Field.set("tools", of: .text, "The tools it works with every day.").limit(days: 730)
    public static let officeDesks = Field("office.desks", .integer(0...10_000), "Desks that visitors may use.")
        .limit(days: 365)
    public static let officeTown = Field("office.town", .text, "The town the desks are in.")
    public static let officeTerms = Field("office.terms", .text, "On what terms.")
    public static let inKind = Field.set("in-kind", of: .text, "Support on offer without pay.").limit(days: 365)
    public static let opportunities = Field.map(
        "opportunities", from: .text, to: .expiry, "Work to pass on, each with the day it expires, or never."
    ).limit(days: 180)
    public static let needs = Field.map(
        "needs", from: .text, to: .expiry, "Work to buy in, each with the day it expires, or never."
    ).limit(days: 180)
    public static let capacityDays = Field("capacity.days", .quantity, "Person-days free in a month.")
        .limit(days: 60)
    public static let capacityFrom = Field("capacity.from", .day, "Free from this day.").limit(days: 60)
    public static let capacityUntil = Field("capacity.until", .day, "Free until this day.").limit(days: 60)
    public static let upFor = Field.set(
        "up-for", of: .text, "What it would join in: joint ventures, people exchange, mentoring, hosting."
    ).limit(days: 365)
    public static let note = Field("note", .text, "Anything else, in a line.")
    public static let awayUntil = Field("away-until", .day, "On leave until this day: nobody is warned meanwhile.")
        .notSubstantive()
    public static let description = Field.body("description", "The co-op in its own words.").limit(days: 730)

    /// Where the co-op stands with the network today.
    public static let status = Derived(
        "status", .choice(of: Memberships.Status.self), "Where it stands with the network, from its membership."
    ) { record, context in Memberships.status(of: record.id, in: context) }

    public static let kind = Kind(
        "members", singular: "member", page: "profile", path: "members/{id}.md",
        summary: "Co-ops of the network: each profile is what the co-op says of itself.",
        fields: [
            name, formerly, legalForm, website, logo, email, telephone, address, town, location, headcount, contacts,
            social, skillsOffered, skillsNeeded, services, technologies, sectors, clients, tools, officeDesks,
            officeTown, officeTerms, inKind, opportunities, needs, capacityDays, capacityFrom, capacityUntil, upFor,
            note, awayUntil, SharedField.confirmation, SharedField.fieldConfirmations, description,
        ],
        derived: [status],
        ownership: .placeholder("id", .asks),
        columns: ["name", "town", "headcount", "status"],
        synonyms: ["co-ops", "coops", "profiles", "directory", "join", "leave"],
        removal: .refused(
            reason: "A member's record is kept: the leavers' page and everyone's references need it.",
            instead: "cotech members leave ID"),
        rules: { record, context in
            ProfileRules.problems(in: record, context)
        },
        beginning: { record, context in ProfileRules.beginning(of: record, context) },
        excuse: .days { record, context in ProfileRules.excuse(for: record, context) })

    /// A profile alone makes nobody a member.
    public static func sequel(toAdding id: RecordID) -> String? {
        "Once it is a member, say since when: cotech memberships add \(id) joined=DAY"
    }
}

extension ScalarType where Value == String {
    /// How well a skill is mastered, as RFC 6715 grades expertise.
    public static var level: Self { .choice("beginner", "average", "expert") }
}
