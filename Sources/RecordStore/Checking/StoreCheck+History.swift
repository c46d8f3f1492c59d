import Git
import RecordModel
import RecordText

extension Repository {
    /// The only commit whose id begins with some digits.
    fileprivate func commit(beginning digits: String) -> ObjectID? {
        guard let id = (try? expand(digits)) ?? nil, (try? commitHeader(id)) != nil else { return nil }
        return id
    }
}

/// What is wrong with the history that ages are read from.
extension Snapshot {
    /// Lines of a home's `.git-blame-ignore-revs` that are no commits.
    func ignoreRevisionProblems(in home: Kind.Home) throws(StoreError) -> [Diagnostic] {
        let repository = try repository(of: home)
        return try ignoredRevisions(home).problems.map { problem in
            let line = problem.excerpt
            let part = line.firstRange(of: problem.text) ?? line.startIndex..<line.endIndex
            return Diagnostic(
                file: Self.ignoredRevisionsPath, line: problem.line, line, at: part, severity: .error,
                code: "bad-revision", message: "\(problem.text) is not the full id of a commit",
                help: "One id of 40 digits a line; a comment begins with #.",
                replacement: repository.commit(beginning: problem.text).map {
                    "\(line[..<part.lowerBound])\($0)\(line[part.upperBound...])"
                })
        }
    }

    /// Values whose commit is dated in the future, and confirmations that count for nothing.
    ///
    /// - Parameter committed: the state that has the history; of what differs from it none of this can be said yet.
    func ageProblems(of kind: Kind, clock: Instant, committed: Snapshot) throws(StoreError) -> [Diagnostic] {
        let ages = try committed.ages(in: kind.home)
        var asWritten: Ages?
        var found: [Diagnostic] = []
        for stored in try all(kind) where stored.isReadable {
            guard let known = ages.ages(of: kind.name, stored.entry.id) else { continue }
            for answer in known.answers(aheadOf: clock) {
                found.append(futureCommit(answer.commit, answer.date, at: stored.entry.path))
            }
            // Of a day that is still to come the record's own rules tell.
            var suspicious = unfoundedConfirmations(of: stored.record, known).filter {
                $0.day <= today.advanced(byDays: 1)
            }
            if suspicious.isEmpty { continue }
            if committed !== self {
                let before = try committed.stored(kind, stored.entry.id)?.record
                suspicious.removeAll { confirmed in
                    before?.content(of: confirmed.field).contains { leaf in
                        leaf.entry == confirmed.entry && Day(iso: leaf.value.text) == confirmed.day
                    } != true
                }
            }
            if asWritten == nil { asWritten = try committed.agesAsWritten(in: kind.home) }
            guard let written = asWritten?.ages(of: kind.name, stored.entry.id) else { continue }
            found += try confirmationProblems(suspicious, stored, kind, written)
        }
        return found
    }

    func futureCommit(_ commit: ObjectID, _ date: Instant, at path: String) -> Diagnostic {
        Diagnostic(
            file: path, severity: .warning, code: "future-commit",
            message: "The commit \(commit.short) that changed it is dated \(local.day(of: date)), in the future",
            help: "Its age is unknown until then. The clock of the machine that made the commit is wrong.")
    }

    /// The ages without setting any commit aside: which commit wrote each line.
    private func agesAsWritten(in home: Kind.Home) throws(StoreError) -> Ages? {
        guard let commit = commit(of: home) else { return nil }
        let repository = try repository(of: home)
        let mine = kinds(in: home)
        return try git { () throws(GitError) in
            try Ages.compute(in: repository, at: commit, kinds: mine, options: AgeOptions(setsSweepsAside: false))
        }
    }

    /// A confirmation dated more than a day after its own commit cannot be so; one that came with a sweep, or an ignored
    /// commit, says nothing, since nobody read each of them.
    private func confirmationProblems(
        _ confirmations: [WrittenConfirmation], _ stored: StoredRecord, _ kind: Kind, _ written: RecordAges
    ) throws(StoreError) -> [Diagnostic] {
        guard let document = stored.document else { return [] }
        let contents = DocumentContents(document: document, kind: kind)
        let ignored = try ignoredRevisions(kind.home).ids
        return confirmations.compactMap { confirmation in
            guard case .set(let commit, let date, _)? = written.leaf(confirmation.field.name, entry: confirmation.entry)
            else { return nil }
            let wrote = local.day(of: date)
            let isLate = confirmation.day.days(since: wrote) > 1
            let problem =
                isLate
                ? ValueProblem(
                    "This confirmation of \(confirmation.day) is dated after its commit of \(wrote)",
                    code: "future-confirmation", help: "Put the day on which somebody read it.")
                : idle(confirmation, stored.record, ignored: ignored.contains(commit) ? commit : nil)
            let node = contents.node(of: confirmation.field)
            return validator(of: stored, kind).diagnostic(
                problem, at: node.flatMap { contents.node(of: confirmation.entry, in: $0) } ?? node, document,
                severity: isLate ? .error : .warning)
        }
    }

    /// - Parameter ignored: the commit that it came with, where that is listed among those that say nothing.
    private func idle(_ confirmation: WrittenConfirmation, _ record: Record, ignored: ObjectID?) -> ValueProblem {
        let why =
            ignored.map { "its commit \($0.short) is listed in \(Self.ignoredRevisionsPath)" }
            ?? "it came with a sweep over many \(record.kind.pages)"
        let field = confirmation.entry.isEmpty ? nil : confirmation.entry
        let what = field ?? "each \(record.kind.page)"
        // The same day said again would be no change.
        let since = confirmation.day == today ? ", from tomorrow on" : ""
        return ValueProblem(
            "This confirmation of \(confirmation.day) counts for nothing: \(why)", code: "idle-confirmation",
            help: "Confirm \(what) by itself\(since): \(Confirmation.command(record, field))")
    }
}
