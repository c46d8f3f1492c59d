public import RecordModel

/// The network's own settings: the one record of its kind, `cotech.yaml` at the top of the store.
public enum Settings: KindDeclaration {
    public static let name = Field("name", .text, "What the network is called.").required().example("Marches Tech")
    public static let mission = Field("mission", .text, "What the network is for, in a sentence.")
    public static let founded = Field("founded", .integer(1800...2200), "The year it was founded.").example("2016")
    public static let currency = Field("currency", .currency, "The currency of its budget, as ISO 4217 has it.")
        .example("GBP")
    public static let coordinators = Field.set(
        "coordinators", of: .identity, "Who may change anything: identities that the host vouches for, HOST:LOGIN.")
    public static let addresses = Field.set(
        "addresses", of: .email,
        "Addresses whose commits count as the coordinators' own, where what landed is listed. They permit nothing.")
    public static let grace = Field(
        "grace", .integer(0...3650),
        "How many days after joining a newcomer is not warned about stale fields; \(defaultGrace) if blank."
    ).example("90").ifBlank(String(defaultGrace))
    /// The days of grace where settings name none.
    public static let defaultGrace = 90
    public static let onboarding = Field.table(
        "onboarding", keys: .slug,
        columns: [
            .init("label", ScalarType.text.form, "What has to be so.", required: true),
            .init("required", ScalarType.flag.form, "Whether nobody becomes a member without it; yes if blank."),
            .init(
                "needs", ScalarType.text.form,
                "The profile's fields that must be filled in; it is then dated by itself."),
        ], "The steps by which a co-op becomes a member.")
    public static let kind = Kind(
        StoreSettings.kindName, singular: "settings", path: "cotech.yaml",
        summary: "The network's settings.",
        fields: [
            name, mission, founded, currency, StoreSettings.timeZone, StoreSettings.web, StoreSettings.companion,
            StoreSettings.companionOf, coordinators, addresses, grace, StoreSettings.sweep, StoreSettings.limits,
            onboarding,
            StoreSettings.extra,
        ],
        removal: .refused(reason: "A store without settings is not a store.", instead: "cotech settings edit"),
        rules: { record, _ in SettingsRules.problems(in: record) })
}
