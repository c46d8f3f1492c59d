public import RecordModel

/// A co-op as other directories know an organisation, whatever the network calls its fields.
public struct Organisation: Sendable {
    /// A skill, and how well it is mastered.
    public struct Skill: Sendable {
        /// What it is called.
        public var label: String
        /// `beginner`, `average` or `expert`.
        public var level: String?

        /// A skill.
        public init(label: String, level: String? = nil) {
            self.label = label
            self.level = level
        }
    }

    /// Something on offer or looked for.
    public struct Exchange: Sendable {
        /// Whether it is offered, rather than wanted.
        public var isOffer: Bool
        /// A few words.
        public var title: String
        /// When it ends; nil for never, or where nobody said.
        public var expires: Day?
        /// Whether nothing is asked in return.
        public var isGift: Bool

        /// An offer or a want.
        public init(isOffer: Bool, title: String, expires: Day? = nil, isGift: Bool = false) {
            self.isOffer = isOffer
            self.title = title
            self.expires = expires
            self.isGift = isGift
        }
    }

    /// A stable name in its network, such as `members/ty-gwydr`.
    public var key: String
    /// The name.
    public var name: String
    /// The website.
    public var website: String?
    /// The address that anybody may write to.
    public var email: String?
    /// The telephone number.
    public var telephone: String?
    /// The postal address, as on an envelope.
    public var address: String?
    /// The town.
    public var town: String?
    /// Where it is.
    public var location: Coordinates?
    /// The logo's web address.
    public var logo: String?
    /// What it says of itself.
    public var description: String?
    /// Accounts elsewhere, by service.
    public var social: [(service: String, account: String)] = []
    /// What it offers.
    public var skills: [Skill] = []
    /// What it does, in a word each.
    public var categories: [String] = []
    /// People who may be named, each with an address only where that may be shown.
    public var contacts: [(name: String, email: String?)] = []
    /// What it offers and wants.
    public var exchanges: [Exchange] = []
    /// When it last changed.
    public var revised: Instant?

    /// An organisation of which nothing but the name is known.
    public init(key: String, name: String) {
        self.key = key
        self.name = name
    }
}
