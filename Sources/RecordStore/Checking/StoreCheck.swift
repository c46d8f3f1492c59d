import Git
import RecordModel
public import RecordText

/// What `check` found in a store.
public struct CheckReport: Sendable {
    /// Errors and warnings, by file and line.
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

    /// Whether anything is wrong, rather than merely untidy.
    public var hasErrors: Bool { diagnostics.contains { $0.severity == .error } }
}

extension Snapshot {
    /// Looks at every record, every path in the kinds' folders, and the settings.
    public func check() throws(StoreError) -> CheckReport {
        var report = CheckReport()
        if storedSettings == nil {
            report.diagnostics.append(
                Diagnostic(
                    file: store.settingsKind.path.text, severity: .error, code: "missing-settings", message: "The store has no settings",
                    help: "Make them: cotech init"))
        }
        for kind in kinds where canSee(kind) {
            report.diagnostics += try pathProblems(of: kind)
            for stored in try all(kind) {
                report.recordCount += 1
                report.diagnostics += validator(of: stored, kind).diagnostics()
                report.openDecisions += openDecisions(in: stored, kind)
            }
        }
        report.diagnostics.sort()
        return report
    }

    /// Every problem of one record.
    public func problems(of stored: StoredRecord) -> [Diagnostic] {
        kind(stored.record.kind.name).map { validator(of: stored, $0).diagnostics() } ?? stored.errors
    }

    func validator(of stored: StoredRecord, _ kind: Kind) -> RecordValidator {
        RecordValidator(stored: stored, kind: kind, context: context)
    }

    private func openDecisions(in stored: StoredRecord, _ kind: Kind) -> [CheckReport.OpenDecision] {
        kind.fields.flatMap { field in
            stored.record.content(of: field).compactMap { leaf -> CheckReport.OpenDecision? in
                guard case .undecided(let text) = leaf.value else { return nil }
                let name = [field.name, leaf.entry, leaf.column].filter { !$0.isEmpty }.joined(separator: ".")
                return CheckReport.OpenDecision(path: stored.entry.path, field: name, text: text)
            }
        }
    }

    /// Files in a kind's folder that are not records of it, and ids that stand at two paths.
    private func pathProblems(of kind: Kind) throws(StoreError) -> [Diagnostic] {
        guard !kind.path.placeholders.isEmpty else { return [] }
        var found: [Diagnostic] = []
        var paths: [RecordID: String] = [:]
        let parents = Set(kinds.filter { $0.name != kind.name && $0.home == kind.home }.map(\.path.folder))
        try forEachFile(of: kind) { path, _ in
            guard let id = kind.path.id(at: path) else {
                let name = path.split(separator: "/").last.map(String.init) ?? path
                // Other kinds may keep theirs further down, and a folder may explain itself.
                let isOther = parents.contains { $0 != kind.path.folder && $0.hasPrefix(kind.path.folder) && path.hasPrefix($0) }
                guard !isOther, name.lowercased() != "readme.md", !name.hasPrefix(".") else { return }
                found.append(Self.strayFile(path, name, kind))
                return
            }
            if let other = paths.updateValue(path, forKey: id) {
                found.append(
                    Diagnostic(
                        file: path, severity: .error, code: "duplicate-id", message: "\"\(id)\" stands at two paths: \(other) is the other",
                        help: "Keep one of them, and remove the other."))
            }
        }
        return found
    }

    private static func strayFile(_ path: String, _ name: String, _ kind: Kind) -> Diagnostic {
        let stem = name.split(separator: ".").first.map(String.init) ?? name
        let suggested = Folding.identifier(from: stem).flatMap { RecordID($0) }
        let place = suggested.map { kind.path.placeholders.count == 1 ? kind.path.path(of: $0) : "" } ?? ""
        return Diagnostic(
            file: path, severity: .error, code: "bad-path", message: "This file is in \(kind.path.folder) but is not a \(kind.singular)",
            help: "Its place is \(kind.path.text), where an id is written in a-z, 0-9 and -"
                + (place.isEmpty ? "." : ": \(place)"))
    }
}
