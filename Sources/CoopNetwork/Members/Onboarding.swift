public import RecordModel

/// The checklist by which a co-op becomes a member, as the network's settings declare it.
public enum Onboarding {
    /// One step of the checklist.
    public struct Step: Hashable, Sendable {
        /// Its id: `principles`.
        public let id: String
        /// What has to be so: `Keeps the seven co-operative principles`.
        public let label: String
        /// Whether nobody becomes a member without it.
        public let isRequired: Bool
        /// The fields that must be filled in; such a step is done by filling them in, not by dating it.
        public let needs: [String]

        /// Whether it is done by a member, which is named (`--by`): a step whose id begins with `introduced`.
        public var needsIntroducer: Bool { id.hasPrefix("introduced") }
    }

    /// Where one step stands.
    public struct State: Hashable, Sendable {
        /// The step.
        public let step: Step
        /// The day it was done; nil where it is not, or is done by filling in fields.
        public let day: Day?
        /// The fields that are still blank.
        public let blank: [String]

        /// Whether the step is done.
        public var isDone: Bool { step.needs.isEmpty ? day != nil : blank.isEmpty }
    }

    /// The steps, in the settings' order.
    public static func steps(in settings: Record) -> [Step] {
        (settings[Settings.onboarding] ?? []).map { row in
            Step(
                id: row.key, label: row["label", as: .text] ?? row.key,
                isRequired: row["required", as: .flag] ?? true,
                needs: (row["needs", as: .text] ?? "").split { $0 == "," || $0 == " " }.map(String.init))
        }
    }

    /// Where each step stands for an enquiry or a membership; `profile` is the record whose fields are asked for.
    public static func states(of record: Record, profile: Record, settings: Record) -> [State] {
        let dated = Dictionary((record[Memberships.steps] ?? []).map { ($0.key, $0.value) }, uniquingKeysWith: { $1 })
        return steps(in: settings).map { step in
            State(step: step, day: dated[step.id], blank: step.needs.filter { isBlank($0, in: profile) })
        }
    }

    /// Whether a field, or every field of a group such as `skills`, is blank. What a record of the kind cannot have nobody
    /// can fill in: an enquiry has fewer fields than a profile.
    private static func isBlank(_ name: String, in record: Record) -> Bool {
        let fields = record.kind.fields.filter { $0.name == name || $0.name.hasPrefix(name + ".") }
        return !fields.isEmpty && fields.allSatisfy { record.content(of: $0).isEmpty }
    }
}
