import Foundation
import RecordModel

/// What settings must keep beyond the types of their fields: names in them must be names of something.
enum SettingsRules {
    static func problems(in record: Record) -> [RecordProblem] {
        timeZone(in: record) + places(in: record) + extra(in: record) + limits(in: record) + needs(in: record)
    }

    private static func timeZone(in record: Record) -> [RecordProblem] {
        guard let name = record[StoreSettings.timeZone], TimeZone(identifier: name) == nil else { return [] }
        return [
            RecordProblem(
                StoreSettings.timeZone.name,
                ValueProblem(
                    "There is no time zone \"\(name)\"", code: "unknown-time-zone",
                    // Towns without a zone of their own are near in letters to towns far away: Leeds to Athens.
                    help: "Write it as the IANA database does, by a capital or another large town: "
                        + "Europe/London, Europe/Dublin, America/New_York."))
        ]
    }

    private static func places(in record: Record) -> [RecordProblem] {
        [(StoreSettings.companion, "private"), (StoreSettings.companionOf, "public")].compactMap { field, key in
            guard let place = record[field], !StoreSettings.isBeside(place) else { return nil }
            return RecordProblem(
                field.name,
                ValueProblem(
                    "\"\(place)\" is not a folder beside this store, such as ../NAME", code: "bad-value",
                    help: "A place elsewhere is each clone's own affair: git config cotech.\(key) PLACE"))
        }
    }

    private static func extra(in record: Record) -> [RecordProblem] {
        (record[StoreSettings.extra] ?? []).compactMap { entry in
            let halves = entry.key.split(separator: ".", maxSplits: 1).map(String.init)
            let names = Network.kinds.map(\.name.rawValue)
            guard halves.count == 2, names.contains(halves[0]) else {
                return RecordProblem(
                    StoreSettings.extra.name, entry: entry.key, ofKey: true,
                    ValueProblem(
                        "\"\(entry.key)\" is not KIND.NAME", code: "unknown-kind",
                        help: "The kinds are \(names.joined(separator: ", ")).",
                        replacement: halves.count == 2
                            ? Suggestion.nearest(to: halves[0], among: names).map { "\($0).\(halves[1])" } : nil))
            }
            guard Shape.named(entry.value) == nil else { return nil }
            if entry.value.contains("|") { return missingWord(in: entry) }
            let types = ScalarForm.standard.map(\.name)
            return RecordProblem(
                StoreSettings.extra.name, entry: entry.key,
                ValueProblem(
                    "There is no type \"\(entry.value)\"", code: "unknown-type",
                    help: "The types are \(types.joined(separator: ", ")), list of one of them, or words parted by |.",
                    replacement: Suggestion.nearest(to: entry.value, among: types)))
        }
    }

    /// A choice in which nothing stands beside a `|`.
    private static func missingWord(in entry: (key: String, value: String)) -> RecordProblem {
        let words = entry.value.split(separator: "|").map { $0.split(separator: " ").joined(separator: " ") }
            .filter { !$0.isEmpty }
        return RecordProblem(
            StoreSettings.extra.name, entry: entry.key,
            ValueProblem(
                "There is no type \"\(entry.value)\": a word is missing beside a |", code: "unknown-type",
                help: "Write the words that are allowed with | between them: small | large.",
                replacement: words.count > 1 ? words.joined(separator: " | ") : nil))
    }

    /// A limit for a field that does not exist would never hold.
    private static func limits(in record: Record) -> [RecordProblem] {
        var names: Set<String> = []
        for kind in Network.kinds {
            for name in fieldsAndGroups(of: kind, record) { names.formUnion([name, "\(kind.name).\(name)"]) }
        }
        return (record[StoreSettings.limits] ?? []).compactMap { entry in
            guard !names.contains(entry.key) else { return nil }
            // An own field is called by its group; otherwise a name with as many parts may be meant.
            let parts = entry.key.split(separator: ".")
            let own = (parts.dropLast() + ["extra"] + parts.suffix(1)).joined(separator: ".")
            let alike = names.filter { name in name.count { $0 == "." } == parts.count - 1 }
            let nearest = names.contains(own) ? own : Suggestion.nearest(to: entry.key, among: alike)
            return RecordProblem(
                StoreSettings.limits.name, entry: entry.key, ofKey: true,
                ValueProblem(
                    "There is no field \"\(entry.key)\" to limit" + (nearest.map { ". Did you mean \"\($0)\"?" } ?? ""),
                    code: "unknown-field",
                    help: nearest == nil
                        ? "A limit is for a field, a group or KIND.FIELD; the fields are listed by: cotech schema members"
                        : nil, replacement: nearest))
        }
    }

    /// What a kind's fields and the groups of them are called, the network's own among them.
    private static func fieldsAndGroups(of kind: Kind, _ settings: Record) -> [String] {
        let own = (settings[StoreSettings.extra] ?? []).compactMap { entry -> String? in
            let halves = entry.key.split(separator: ".", maxSplits: 1)
            return halves.count == 2 && halves[0] == kind.name.rawValue ? "extra.\(halves[1])" : nil
        }
        return kind.fields.flatMap { [$0.name, $0.path[0]] } + own + (own.isEmpty ? [] : ["extra"])
    }

    /// A step that needs a field which no profile has would never be done, or never be asked for.
    private static func needs(in record: Record) -> [RecordProblem] {
        let names = fieldsAndGroups(of: Members.kind, record)
        return Onboarding.steps(in: record).flatMap { step in
            step.needs.filter { !names.contains($0) }.map { need in
                let nearest = Suggestion.nearest(to: need, among: names)
                return RecordProblem(
                    Settings.onboarding.name, entry: step.id, ofKey: true,
                    ValueProblem(
                        "\(step.id): members have no field \"\(need)\" to fill in"
                            + (nearest.map { ". Did you mean \"\($0)\"?" } ?? ""),
                        code: "unknown-field", help: "The fields are listed by: cotech schema members"))
            }
        }
    }
}
