public import RecordModel

/// Profiles for the Murmurations network: `organizations_schema-v1.0.0` and `offers_wants_schema-v0.1.0` of its library.
public enum Murmurations {
    /// An organisation's profile. Its schema requires `linked_schemas` and `name`.
    public static func organisation(_ organisation: Organisation) -> JSONValue {
        var members: [JSONValue.Member] = [
            .init("linked_schemas", ["organizations_schema-v1.0.0"]), .init("name", .string(organisation.name)),
        ]
        if let website = webAddress(organisation.website) { members.append(.init("primary_url", .string(website))) }
        let tags = unique(organisation.categories + organisation.skills.map(\.label))
        if !tags.isEmpty { members.append(.init("tags", .strings(tags))) }
        let urls = organisation.social.compactMap { account in
            webAddress(account.account).map { address -> JSONValue in
                ["name": .string(account.service), "url": .string(address)]
            }
        }
        if !urls.isEmpty { members.append(.init("urls", .array(urls))) }
        if let text = organisation.description { members.append(.init("description", .string(text))) }
        if let address = organisation.address { members.append(.init("full_address", .string(address))) }
        if let place = organisation.location { members.append(.init("geolocation", geolocation(place))) }
        if let logo = webAddress(organisation.logo) { members.append(.init("image", .string(logo))) }
        if let email = organisation.email { members.append(.init("contact_details", ["email": .string(email)])) }
        if let telephone = organisation.telephone { members.append(.init("telephone", .string(telephone))) }
        return .object(members)
    }

    /// A profile for each offer and want. Their schema requires a way to answer, so there is none without an address.
    public static func offersAndWants(_ organisation: Organisation, local: (Day) -> Instant) -> [JSONValue] {
        guard let email = organisation.email else { return [] }
        return organisation.exchanges.map { exchange in
            var members: [JSONValue.Member] = [
                .init("linked_schemas", ["offers_wants_schema-v0.1.0"]),
                .init("exchange_type", exchange.isOffer ? "offer" : "want"), .init("item_type", "service"),
                .init("transaction_type", [exchange.isGift ? "receive-donate" : "buy-sell"]),
                .init("tags", .strings([exchange.title])),
                .init("title", .string(exchange.title)),
                .init(
                    "description",
                    .string("\(exchange.title): \(exchange.isOffer ? "offered" : "wanted") by \(organisation.name).")),
            ]
            if let website = webAddress(organisation.website) { members.append(.init("details_url", .string(website))) }
            if let place = organisation.location { members.append(.init("geolocation", geolocation(place))) }
            members.append(.init("geographic_scope", "national"))
            members.append(.init("contact_details", ["email": .string(email)]))
            if let day = exchange.expires { members.append(.init("expires_at", .integer(local(day).seconds))) }
            return .object(members)
        }
    }

    private static func geolocation(_ place: Coordinates) -> JSONValue {
        let halves = place.description.split(separator: ",").map { $0.filter { $0 != " " } }
        return ["lat": .number(halves[0]), "lon": .number(halves.count > 1 ? halves[1] : "0")]
    }

    /// The schemas take web addresses only with their scheme.
    private static func webAddress(_ text: String?) -> String? {
        text.flatMap { $0.hasPrefix("https://") || $0.hasPrefix("http://") ? $0 : nil }
    }

    private static func unique(_ texts: [String]) -> [String] {
        var seen: Set<String> = []
        return texts.filter { seen.insert($0).inserted }
    }
}
