import Git
public import RecordModel
import RecordText

extension Snapshot {
    /// Looks at everything as `check(clock:)` does, and at edits by hand as though they were saved: a file that is
    /// being edited is judged as it stands, and what refers to a removed one as it will be.
    ///
    /// - Parameter named: the files and folders that are asked about; the rest is left out of the report.
    public func check(
        clock: Instant, with edits: [HandEdit], under named: NamedPaths
    ) throws(StoreError) -> CheckReport {
        var report = try check(clock: clock, with: edits)
        guard !named.isEverything else { return report }
        report.diagnostics.removeAll { !named.cover($0.file) }
        report.openDecisions.removeAll { !named.cover($0.path) }
        let edited = EditedRecords(self, edits)
        report.recordCount = 0
        for kind in kinds where canSee(kind) {
            report.recordCount += try entries(of: kind).count { entry in
                named.cover(entry.path, in: kind.home) && !edited.isRemoved(kind.name, entry.id)
            }
        }
        for edit in edits where edit.bytes != nil && named.cover(edit.path, in: edit.home) {
            if let (kind, id) = edit.record, try entry(of: kind, id) == nil { report.recordCount += 1 }
        }
        return report
    }

    private func check(clock: Instant, with edits: [HandEdit]) throws(StoreError) -> CheckReport {
        var report = try check(clock: clock)
        guard !edits.isEmpty else { return report }
        let edited = EditedRecords(self, edits)
        let context = RuleContext(today: today, settings: settings, records: edited)
        let paths = Set(edits.map(\.path))
        var found = Set(try refused(edits))
        // What was found in the committed texts that are judged anew.
        var over: Set<Diagnostic> = []
        for edit in edits {
            guard let (kind, id) = edit.record else { continue }
            let before = try stored(kind, id)
            let past = before.map { problems(of: $0) } ?? []
            over.formUnion(past)
            if let after = edit.stored {
                if before == nil { report.recordCount += 1 }
                let now = RecordValidator(stored: after, kind: kind, context: context).diagnostics()
                found.formUnion(now)
                // A day that cannot be read is no move.
                if !now.without(past).contains(where: { $0.severity == .error }) {
                    found.formUnion(forbiddenMoves(from: before, to: after, kind, in: context))
                }
            } else if edited.isRemoved(kind.name, id) {
                report.recordCount -= 1
                over.formUnion(report.diagnostics.filter { $0.file == edit.path })
                let referring = try references(to: kind.name, id).map(\.stored) + records(about: kind, id)
                for stored in referring where !paths.contains(stored.entry.path) {
                    over.formUnion(problems(of: stored))
                    let validator = RecordValidator(stored: stored, kind: stored.record.kind, context: context)
                    found.formUnion(validator.diagnostics())
                }
            }
        }
        let texts = edits.compactMap(\.stored)
        try found.formUnion(placeErrors(of: edits))
        try found.formUnion(takenIDErrors(of: texts, since: self) { kind, id in edited.exists(kind.name, id) })
        report.diagnostics = (report.diagnostics.filter { !over.contains($0) } + found).sorted()
        return report
    }

    /// What is wrong with where files stand that are not committed yet.
    private func placeErrors(of edits: [HandEdit]) throws(StoreError) -> [Diagnostic] {
        var found: [Diagnostic] = []
        for home in [Kind.Home.public, .private] {
            guard let tree = tree(of: home) else { continue }
            let repository = try repository(of: home)
            let mine = edits.filter { $0.home == home }
            let present = Set(mine.filter { $0.bytes != nil }.map(\.path))
            let gone = Set(mine.map(\.path)).subtracting(present)
            func isKept(_ path: String) throws(StoreError) -> Bool {
                try git { () throws(GitError) in try repository.lookup(path, in: tree) } != nil
            }
            var new: [String] = []
            for path in present.sorted() where try !isKept(path) { new.append(path) }
            found += try placeErrors(ofNew: new, in: home) { (path) throws(StoreError) in
                if present.contains(path) { return true }
                return gone.contains(path) ? false : try isKept(path)
            }
        }
        return found
    }
}
