import RecordModel
import RecordText

/// A record that no change touches, and that has to be judged anew: it says something in fields of the network's own that
/// the settings do not declare as they did.
struct RejudgedRecord {
    /// Its kind as it is declared now.
    let kind: Kind
    /// The record as the earlier settings have it.
    let old: StoredRecord
    /// The record as the settings have it now.
    let now: StoredRecord
    /// Those of the fields that stand in it.
    let fields: [FieldDeclaration]
}

extension Snapshot {
    /// The records of a home that the settings may have made wrong since an earlier state, besides those at these paths.
    /// Nothing else that settings say decides whether a record is right (`docs/settings.md`), so none is read for it; and
    /// of settings that cannot be read nobody knows what they declare.
    func recordsJudgedAnew(
        since before: Snapshot, besides paths: [String], in home: Kind.Home
    ) throws(StoreError) -> [RejudgedRecord] {
        guard let storedSettings, storedSettings.isReadable, storedSettings.entry != before.storedSettings?.entry
        else { return [] }
        var found: [RejudgedRecord] = []
        let paths = Set(paths)
        for kind in kinds(in: home) where canSee(kind) && !kind.isSingle {
            let fields = StoreSettings.extraFields(of: kind.name, changedFrom: before.settings, to: settings)
            guard !fields.isEmpty, let earlier = before.kind(kind.name) else { continue }
            for now in try all(kind, thatMayHold: fields.compactMap(\.path.last)) where !paths.contains(now.entry.path)
            {
                guard let document = now.document, let old = try before.stored(earlier, now.entry.id) else { continue }
                let contents = DocumentContents(document: document, kind: kind)
                let standing = fields.filter { contents.node(of: $0) != nil }
                guard !standing.isEmpty else { continue }
                found.append(RejudgedRecord(kind: kind, old: old, now: now, fields: standing))
            }
        }
        return found
    }

    /// What the settings made wrong in a record. Where something was wrong before, it still is, whatever is said of it.
    func newProblems(of record: RejudgedRecord, since before: Snapshot) -> [Diagnostic] {
        let past = before.problems(of: record.old)
        let wrong = past.filter { $0.severity == .error && !$0.keys.isEmpty }.map(\.keys)
        return problems(of: record.now, besides: past).filter { finding in
            !wrong.contains { finding.keys.starts(with: $0) }
        }
    }
}

extension Snapshot {
    /// What is to be told of a change to the network's own fields while not every record can be seen that may have one.
    func remarks(onFieldsChangedBy plan: Plan, in home: Kind.Home) -> [Plan.Remark] {
        guard home == .public, let storedSettings, let bytes = plan.files[storedSettings.entry.path] ?? nil,
            !hiddenKinds.isEmpty
        else { return [] }
        let new = StoredRecord.parse(bytes, storedSettings.entry, of: store.settingsKind).record
        let isConcerned = hiddenKinds.contains {
            !StoreSettings.extraFields(of: $0.name, changedFrom: settings, to: new).isEmpty
        }
        guard isConcerned else { return [] }
        return [
            Plan.Remark(
                text: "the private companion is not here, so what its records say in that field was not looked at",
                help: "where it is, see whether it is right still: cotech check")
        ]
    }
}

extension RejudgedRecord {
    /// A finding with the command that takes out what it is about, for as long as the settings are what they were.
    func advising(_ finding: Diagnostic) -> Diagnostic {
        let concerned = fields.filter { $0.path.starts(with: finding.keys) || finding.keys.starts(with: $0.path) }
        guard !concerned.isEmpty else { return finding }
        let assignments = concerned.map { "\($0.name)=".shellWord }.joined(separator: " ")
        return finding.advising(only: "Take it out first: \(kind.command("set", now.entry.id)) \(assignments)")
    }
}

extension [RejudgedRecord] {
    /// The most findings in them that are shown of a change that is refused: it is one cause, and which records it
    /// concerns a list shows.
    private static let mostShown = 5

    /// The errors that a change is refused for, with the commands that put right those in these records.
    ///
    /// - Returns: what is shown, and what is said besides.
    func advising(_ errors: [Diagnostic]) -> (shown: [Diagnostic], help: [String]) {
        let byPath = Dictionary(map { ($0.now.entry.path, $0) }, uniquingKeysWith: { first, _ in first })
        var shown: [Diagnostic] = []
        var untouched = 0
        var lists: [String] = []
        for error in errors {
            guard let record = byPath[error.file] else {
                shown.append(error)
                continue
            }
            untouched += 1
            if untouched <= Self.mostShown {
                shown.append(record.advising(error))
                continue
            }
            for field in record.fields {
                let list = "cotech \(record.kind.name) list --where \("\(field.name)!=".shellWord)"
                if !lists.contains(list) { lists.append(list) }
            }
        }
        guard untouched > 0 else { return (errors, []) }
        let hidden = untouched - Self.mostShown
        let more = "\(hidden) more \(hidden == 1 ? "is" : "are") not shown; see them all: "
        let way = "that can be done while the settings are as they were; then do this again"
        return (shown, (hidden > 0 ? [more + lists.joined(separator: ", ")] : []) + [way])
    }
}
