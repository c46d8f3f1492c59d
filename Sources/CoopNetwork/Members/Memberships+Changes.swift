import RecordModel

extension Memberships {
    /// What a change of a membership must keep beyond the steps of its pipeline. What was written before is not judged:
    /// founders joined before there was a checklist, and their days are told to a store long after.
    static func problems(from before: Record?, to after: Record, _ context: RuleContext) -> [RecordProblem] {
        Onboarding.unknownSteps(from: before, to: after, settings: context.settings)
            + checklist(from: before, to: after, context) + days(from: before, to: after)
    }

    /// Whoever joins has all required steps behind them, and no step of a member is undone again. A day of joining so long
    /// ago that no newcomer's grace is left is history, which may be told as it is known.
    private static func checklist(
        from before: Record?, to after: Record, _ context: RuleContext
    ) -> [RecordProblem] {
        guard let day = after[joined], status(of: after, on: context.today) == .member || day > context.today else {
            return []
        }
        let profile = context.records.record(Members.kind.name, after.id) ?? after
        let grace = context.settings[Settings.grace] ?? Settings.defaultGrace
        // A co-op that comes back after leaving went through the checklist when it joined.
        let isMoved = before.map { $0[joined].map { $0 < day } ?? true } ?? true
        let isBack =
            before.map { status(of: $0, on: context.today) } == .left || after[left].map { $0 <= day } ?? false
        let isJoining = isMoved && !isBack && day.advanced(byDays: max(grace, 1)) > context.today
        let undated = Set((before?[steps] ?? []).map(\.key)).subtracting((after[steps] ?? []).map(\.key))
        let missing = Onboarding.progress(of: after, profile: profile, settings: context.settings).missing.filter {
            isJoining || undated.contains($0.step.id)
        }
        guard !missing.isEmpty else { return [] }
        let names = missing.map(\.step.id).joined(separator: ", ")
        let days = missing.filter { $0.blank.isEmpty }.map { "\(steps.name).\($0.step.id)=DAY" }
        let blank = missing.filter { !$0.blank.isEmpty }.map(\.blankWords)
        let answers = [
            days.isEmpty ? nil : "Say when each was done: \(days.joined(separator: "; ")).",
            blank.isEmpty
                ? nil
                : "Fill in its profile, where \(blank.joined(separator: " and ")): cotech members edit \(after.id)",
        ]
        return [
            RecordProblem(
                isJoining ? joined.name : steps.name,
                ValueProblem(
                    "It is no member before its required steps are done: \(names)", code: "bad-transition",
                    help: answers.compactMap(\.self).joined(separator: " "))
            )
        ]
    }

    /// What ends a membership comes after its beginning. A co-op that came back has a later day of joining, so only what
    /// a change itself says is held to it.
    private static func days(from before: Record?, to after: Record) -> [RecordProblem] {
        guard let before, let since = after[joined], before[joined] == since || before[joined] == nil else { return [] }
        // One that was only listed left and came back, which one change may tell as well.
        let endings = before[joined] == nil ? [suspended, emeritus] : [left, suspended, emeritus]
        return endings.compactMap { field in
            guard let day = after[field], day != before[field], day < since else { return nil }
            return RecordProblem(
                field.name,
                ValueProblem(
                    "\(day) is before it joined, on \(since)", code: "contradicting-days",
                    help: "Change one of the two days."))
        }
    }
}
