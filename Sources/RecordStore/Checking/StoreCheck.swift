import Git
public import RecordModel
public import RecordText

/// What `check` found in a store.
public struct CheckReport: Sendable {
    /// Errors, warnings and notes, by file and line.
    public internal(set) var diagnostics: [Diagnostic] = []
    /// Values that are marked as still to be decided: `???`.
    public internal(set) var openDecisions: [OpenDecision] = []
    /// How many records were looked at.
    public internal(set) var recordCount = 0

    /// A decision that somebody still has to take.
    public struct OpenDecision: Hashable, Sendable {
        /// The file.
        public let path: String
        /// The field.
        public let field: String
        /// The placeholder as written.
        public let text: String
    }

    /// The same report with findings of others among its own.
    public func adding(_ others: [Diagnostic]) -> CheckReport {
        var copy = self
        copy.diagnostics = (diagnostics + others).sorted()
        return copy
    }

    /// What is only worth knowing. There may be as many as records, so it is listed only where somebody asks.
    public var notes: [Diagnostic] { diagnostics.filter { $0.severity == .note } }
}

extension Snapshot {
    /// Looks at every record, every path in the kinds' folders, the settings and the dates in history.
    ///
    /// - Parameters:
    ///   - clock: the moment that commits' dates are held against.
    ///   - named: the files and folders that are asked about; the rest is left out of the report.
    public func check(clock: Instant, under named: NamedPaths = .everything) throws(StoreError) -> CheckReport {
        try check(clock: clock, under: named, committed: self)
    }

    /// - Parameter committed: the state that this one is an edit of, which has the history; itself where it is none.
    func check(
        clock: Instant, under named: NamedPaths, committed: Snapshot
    ) throws(StoreError) -> CheckReport {
        var report = CheckReport()
        func add(_ found: [Diagnostic], in home: Kind.Home) {
            report.diagnostics += found.filter { named.cover($0.file, in: home) }
        }
        if storedSettings == nil { add([absenceOfSettings(try committed.missingSettings())], in: .public) }
        for kind in kinds where canSee(kind) {
            add(try pathProblems(of: kind), in: kind.home)
            for stored in try all(kind) where named.cover(stored.entry.path, in: kind.home) {
                report.recordCount += 1
                report.diagnostics += validator(of: stored, kind).diagnostics()
                report.openDecisions += openDecisions(in: stored, kind)
            }
        }
        // A state that is only considered has no commit, and so no history.
        let kept = kinds.filter { place(of: $0) != nil && committed.commit(of: $0.home) != nil }
        for kind in kept where kind.canBeConfirmed {
            add(try ageProblems(of: kind, clock: clock, committed: committed), in: kind.home)
        }
        add(try misplacedRecords(), in: .public)
        for home in [Kind.Home.public, .private] where tree(of: home) != nil {
            add(try ignoreRevisionProblems(in: home), in: home)
        }
        report.diagnostics.sort()
        return report
    }

    func absenceOfSettings(_ missing: MissingSettings) -> Diagnostic {
        return Diagnostic(
            file: store.settingsKind.path.text, severity: .error, code: "missing-settings",
            message: "The store has no settings", help: missing.advice().withCapital)
    }

    /// Every problem of one record.
    public func problems(of stored: StoredRecord) -> [Diagnostic] {
        kind(stored.record.kind.name).map { validator(of: stored, $0).diagnostics() } ?? stored.errors
    }

    func validator(of stored: StoredRecord, _ kind: Kind) -> RecordValidator {
        RecordValidator(stored: stored, kind: kind, context: context)
    }

    func openDecisions(in stored: StoredRecord, _ kind: Kind) -> [CheckReport.OpenDecision] {
        kind.fields.flatMap { field in
            stored.record.content(of: field).compactMap { leaf -> CheckReport.OpenDecision? in
                guard case .undecided(let text) = leaf.value else { return nil }
                // An element that is still open has no name yet.
                let place = [leaf.entry == text ? "" : leaf.entry, leaf.column]
                let name = ([field.name] + place).filter { !$0.isEmpty }.joined(separator: ".")
                return CheckReport.OpenDecision(path: stored.entry.path, field: name, text: text)
            }
        }
    }
}
