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
            State(step: step, day: dated[step.id], blank: step.needs.filter { !isFilled($0, in: profile) })
        }
    }

    /// Why a co-op is no member yet: a co-op becomes one only when its required steps are dated. Nil where it may be.
    ///
    /// A membership that is written down later, with the day long past on which it began, is of before the checklist; so
    /// is one that had a step missing already.
    static func obstacle(to after: Record, from before: Record?, _ context: RuleContext) -> RecordProblem? {
        guard Memberships.status(of: after, on: context.today) == .member else { return nil }
        switch before.map({ Memberships.status(of: $0, on: context.today) }) {
        case nil: guard let day = after[Memberships.joined], day >= context.today else { return nil }
        case .onboarding: break
        case .member: guard before.map({ missing(in: $0, context).isEmpty }) ?? false else { return nil }
        case .suspended, .left, .emeritus: return nil
        }
        let open = missing(in: after, context)
        guard !open.isEmpty else { return nil }
        return RecordProblem(
            Memberships.steps.name,
            ValueProblem(
                "It is no member without \(open.map(\.step.id).joined(separator: ", "))", code: "bad-transition",
                help: "Date what is done: cotech memberships set \(after.id) steps.\(open[0].step.id)=today"))
    }

    /// The required steps that are not done.
    private static func missing(in membership: Record, _ context: RuleContext) -> [State] {
        let profile = context.records.record(Members.kind.name, membership.id) ?? membership
        return states(of: membership, profile: profile, settings: context.settings)
            .filter { $0.step.isRequired && !$0.isDone }
    }

    /// Whether a field, or any field of a group such as `skills`, is filled in.
    private static func isFilled(_ name: String, in record: Record) -> Bool {
        record.kind.fields.contains { field in
            (field.name == name || field.name.hasPrefix(name + ".")) && !record.content(of: field).isEmpty
        }
    }
}
