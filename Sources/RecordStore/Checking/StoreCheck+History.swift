import Git
import RecordModel
import RecordText

/// What is wrong with the history that ages are read from.
extension Snapshot {
    /// Lines of `.git-blame-ignore-revs` that are no commits.
    func ignoreRevisionProblems() throws(StoreError) -> [Diagnostic] {
        try ignoredRevisions(.public).problems.map { problem in
            Diagnostic(
                file: Self.ignoredRevisionsPath, severity: .error, code: "bad-revision",
                message: "Line \(problem.line) is not the full id of a commit: \(problem.text)",
                help: "One id of 40 digits a line; a comment begins with #.")
        }
    }

    /// Values whose commit is dated in the future, and confirmations that count for nothing.
    func ageProblems(of kind: Kind, clock: Instant) throws(StoreError) -> [Diagnostic] {
        let ages = try ages(in: kind.home)
        var found: [Diagnostic] = []
        for stored in try all(kind) where stored.isReadable {
            guard let known = ages.ages(of: kind.name, stored.entry.id) else { continue }
            if known.record.isAhead(of: clock) {
                found.append(futureCommit(known.record.commit, known.record.date, at: stored.entry.path))
            }
            found += confirmationProblems(stored, kind, known)
        }
        return found
    }

    func futureCommit(_ commit: ObjectID, _ date: Instant, at path: String) -> Diagnostic {
        Diagnostic(
            file: path, severity: .warning, code: "future-commit",
            message: "The commit \(commit.short) that changed it is dated \(local.day(of: date)), in the future",
            help: "Its age is unknown until then. The clock of the machine that made the commit is wrong.")
    }

    /// A confirmation counts when it stands in a commit of its own, not dated later than that commit by more than a day.
    private func confirmationProblems(_ stored: StoredRecord, _ kind: Kind, _ ages: RecordAges) -> [Diagnostic] {
        guard let document = stored.document else { return [] }
        let contents = DocumentContents(document: document, kind: kind)
        return ["confirmed", "confirmed-fields"].compactMap { kind.field(named: $0) }.flatMap { field in
            stored.record.content(of: field).compactMap { leaf -> Diagnostic? in
                guard let day = Day(iso: leaf.value.text), day <= today.advanced(byDays: 1),
                    let answer = ages.leaf(field.name, entry: leaf.entry), case .set(_, let date, _) = answer,
                    day.days(since: local.day(of: date)) > 1
                else { return nil }
                let node = contents.node(of: field)
                return validator(of: stored, kind).diagnostic(
                    ValueProblem(
                        "This confirmation of \(day) counts for nothing: it came with a sweep, or is dated after its commit",
                        code: "idle-confirmation",
                        help: "Confirm each profile by itself: cotech members confirm \(stored.entry.id)"),
                    at: node.flatMap { contents.node(of: leaf.entry, in: $0) } ?? node, document, severity: .warning)
            }
        }
    }
}
