/// The settings that the store itself reads. A network's settings kind is made of these and its own.
public enum StoreSettings {
    public static let timeZone = Field(
        "time-zone", .text, "The time zone in which a day begins and ends, as the IANA database names it; UTC if blank."
    ).example("Europe/London").ifBlank("UTC")
    public static let web = Field(
        "web", .url,
        "The web address of the repository; links to a file's editing page are made from it, or where it holds {path} by putting the file there."
    ).example("https://git.example/network")
    public static let companion = Field(
        "private", .text, "Where the private companion repository is, relative to this one."
    ).example("../network-private")
    public static let companionOf = Field(
        "companion-of", .text, "In a private companion: where the public store is, relative to this one."
    ).example("../network")
    /// Whether settings may name a place for the other repository: a folder beside this one, `../NAME`. Settings come with
    /// proposals, which are not to choose places on somebody's disk.
    public static func isBeside(_ place: String) -> Bool {
        let names = place.split(separator: "/", omittingEmptySubsequences: false)
        return names.count == 2 && names[0] == ".." && !["", ".", ".."].contains(names[1])
    }
    public static let sweep = Field(
        "sweep",
        .integer(1...1000, help: "Leave it blank for \(defaultSweep); with 1000 hardly any commit is a sweep."),
        "A commit that changes existing records of one kind of more than this many co-ops is a sweep, and refreshes nothing; \(defaultSweep) if blank."
    ).example("3").ifBlank(String(defaultSweep))
    /// The sweep threshold where settings name none.
    public static let defaultSweep = 3
    /// The sweep threshold that settings name, or the one where they name none.
    public static func sweepLimit(in settings: Record) -> Int { settings[sweep] ?? defaultSweep }
    public static let limits = Field.map(
        "limits", from: .text, to: .ageLimit,
        "How many days a field stays fresh, or never: by field (headcount), group (capacity) or kind and field (members.headcount)."
    )
    public static let extra = Field.map(
        "extra", from: .text, to: .text,
        "The network's own fields, KIND.NAME and a type each; records keep them under extra.")

    /// The name of the settings kind, of which a store has one record.
    public static let kindName: Kind.Name = "settings"

    /// The limit of a field of a kind: the settings' word, by its full name, its own or its group's, or the
    /// declaration's (`docs/ageing.md`).
    public static func limit(of field: FieldDeclaration, in kind: Kind, settings: Record) -> AgeLimit? {
        let limits = settings[limits] ?? []
        func set(_ name: String) -> AgeLimit? { limits.first { $0.key == name }?.value }
        let group = field.path.count > 1 ? field.path.first : nil
        return set("\(kind.name).\(field.name)") ?? set(field.name) ?? group.flatMap {
            set("\(kind.name).\($0)") ?? set($0)
        }
            ?? field.limit
    }

    /// Whether anything in records of a kind goes stale, by its declaration or by the settings.
    public static func hasLimits(_ kind: Kind, settings: Record) -> Bool {
        kind.fields.contains {
            $0.isSubstantive && limit(of: $0, in: kind, settings: settings).map { $0 != .never } ?? false
        }
    }

    /// A kind with a network's own fields, which live under `extra`.
    public static func kind(_ declared: Kind, settings: Record) -> Kind {
        let extra = extraFields(of: declared.name, settings: settings)
        return extra.isEmpty ? declared : Kind(declared, fields: declared.fields + extra)
    }

    /// A kind with the limits that hold in a network, for who is told of its fields. Whoever judges ages asks for the
    /// ``limit(of:in:settings:)`` of one field.
    public static func limited(_ kind: Kind, settings: Record) -> Kind {
        guard settings[limits]?.isEmpty == false else { return kind }
        return Kind(
            kind,
            fields: kind.fields.map { field in
                var field = field
                field.limit = limit(of: field, in: kind, settings: settings)
                return field
            })
    }

    /// The network's own fields of a kind, as settings declare them; entries whose type is unknown are left to `check`.
    public static func extraFields(of kind: Kind.Name, settings: Record) -> [FieldDeclaration] {
        (settings[extra] ?? []).compactMap { entry in
            let prefix = kind.rawValue + "."
            guard entry.key.hasPrefix(prefix), let shape = Shape.named(entry.value) else { return nil }
            return FieldDeclaration(
                name: "extra." + entry.key.dropFirst(prefix.count), shape: shape, help: "The network's own field.")
        }
    }

    /// The network's own fields of a kind that two states of the settings do not declare alike: those that are new or of
    /// another type, and those that are gone. One whose type is unknown now is left to `check`.
    public static func extraFields(
        of kind: Kind.Name, changedFrom old: Record, to new: Record
    ) -> [FieldDeclaration] {
        func type(of field: FieldDeclaration, in settings: Record) -> String? {
            settings[extra]?.first { $0.key == kind.rawValue + field.name.dropFirst(extra.name.count) }?.value
        }
        return extraFields(of: kind, settings: new).filter { type(of: $0, in: old) != type(of: $0, in: new) }
            + extraFields(of: kind, settings: old).filter { type(of: $0, in: new) == nil }
    }
}

extension Shape {
    /// The shape that settings call by this name: a type, `list of TYPE`, or words parted by `|`.
    public static func named(_ name: String) -> Shape? {
        if name.hasPrefix("list of ") {
            return ScalarForm.named(String(name.dropFirst("list of ".count))).map { .set($0) }
        }
        return ScalarForm.named(name).map { .scalar($0) }
    }
}

extension ScalarForm {
    /// Every type that settings may name, by its name; a choice is written with `|` between its words, of which none may
    /// be missing.
    public static func named(_ name: String) -> ScalarForm? {
        if name.contains("|") {
            let words = name.split(separator: "|", omittingEmptySubsequences: false)
                .map { normalisedLine(String($0)).lowercased() }
            return words.contains("") ? nil : .choice(words)
        }
        return standard.first { $0.name == name }
    }

    /// The types that settings may name.
    public static let standard: [ScalarForm] = [
        ScalarType.text.form, ScalarType.telephone.form, ScalarType.email.form, ScalarType.url.form,
        ScalarType.slug.form, ScalarType.integer().form, ScalarType.quantity.form, ScalarType.day.form,
        ScalarType.expiry.form, ScalarType.money.form, ScalarType.coordinates.form, ScalarType.flag.form,
    ]
}
