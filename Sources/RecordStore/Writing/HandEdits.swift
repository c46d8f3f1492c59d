import Git
public import RecordModel
import RecordText

/// An edit that somebody made in a working file and did not commit.
public struct HandEdit: Sendable {
    /// The path.
    public let path: String
    /// The record, where the path is one's.
    public let record: (kind: Kind, id: RecordID)?
    /// The text as it stands in the file; nil where the file was removed.
    public let bytes: [UInt8]?
    /// Why it cannot be saved: a symbolic link or the like where a file should be.
    public let obstacle: String?
}

extension Snapshot {
    /// Edits by hand in a home's records, settings and helping files that are not committed.
    ///
    /// - Parameter paths: only these files and folders; all of the kinds' folders where there are none.
    public func handEdits(in home: Kind.Home, under paths: [String] = []) throws(StoreError) -> [HandEdit] {
        let repository = try repository(of: home)
        guard !repository.isBare else { return [] }
        let mine = kinds.filter { $0.home == home }
        var prefixes = paths
        if prefixes.isEmpty {
            prefixes = mine.map { $0.path.folder.isEmpty ? $0.path.text : String($0.path.folder.dropLast()) }
        }
        let changed = try git { () throws(GitError) in try repository.changedWorkingFiles(under: prefixes) }
        return try changed.map { (change) throws(StoreError) in
            let record = mine.lazy.compactMap { kind in kind.path.id(at: change.path).map { (kind: kind, id: $0) } }
                .first { _ in true }
            switch change.status {
            case .replaced:
                return HandEdit(
                    path: change.path, record: record, bytes: nil, obstacle: "it is not a plain file any more")
            case .deleted: return HandEdit(path: change.path, record: record, bytes: nil, obstacle: nil)
            case .modified, .new:
                // As git would store it: line ends as `core.autocrlf` and the attributes say.
                let bytes = try git { () throws(GitError) -> [UInt8]? in
                    guard let bytes = try repository.workingFile(change.path) else { return nil }
                    return try repository.cleaned(bytes, path: change.path)
                }
                return HandEdit(path: change.path, record: record, bytes: bytes, obstacle: nil)
            }
        }
    }

    /// A commit of edits by hand. What they say is checked like any other change.
    public func planToSave(_ edits: [HandEdit]) throws(StoreError) -> Plan {
        if let blocked = edits.first(where: { $0.obstacle != nil }), let why = blocked.obstacle {
            throw StoreError(.badData, "\(blocked.path) cannot be saved: \(why)", help: "put a plain file in its place")
        }
        if let refusal = try refusalOfRemovals(edits) { throw refusal }
        var sentences: [String] = []
        for edit in edits { sentences.append(try sentence(of: edit)) }
        var plan = Plan(sentences.count == 1 ? sentences[0] : "Save \(edits.count) files by hand")
        if sentences.count > 1 { plan.body = sentences.joined(separator: "\n") }
        for edit in edits { plan.files[edit.path] = .some(edit.bytes) }
        plan.trailers = [Trailer(key: "Cotech", value: "save")]
        plan.savesWorkingFiles = true
        return plan
    }

    private func sentence(of edit: HandEdit) throws(StoreError) -> String {
        guard let (kind, id) = edit.record else {
            return edit.bytes == nil ? "Remove \(edit.path)" : "Edit \(edit.path)"
        }
        let before = try stored(kind, id)
        guard let bytes = edit.bytes else { return "Remove \(kind.singular) \(before?.record.title ?? id.text)" }
        let entry = RecordEntry(id: id, path: edit.path, entry: TreeEntry(mode: .file, id: .zero))
        let after = StoredRecord.parse(bytes, entry, of: kind)
        guard let before else { return "Add \(kind.singular) \(after.record.title)" }
        return before.isReadable ? ChangeSentence.between(before.record, after.record) : "Repair \(after.record.title)"
    }

    /// The owners whose records of one kind these edits change, where they are more than a sweep's: such a commit
    /// freshens nobody (`docs/ageing.md`).
    public func sweptOwners(by edits: [HandEdit]) -> [String] {
        let limit = settings[StoreSettings.sweep] ?? StoreSettings.defaultSweep
        var owners: [Kind.Name: Set<String>] = [:]
        for case let (kind, id)? in edits.map(\.record) where exists(kind.name, id) {
            let named = record(kind.name, id).map { kind.ownership.owners(of: $0) } ?? []
            owners[kind.name, default: []].formUnion(named.isEmpty ? [id.text] : named)
        }
        return owners.values.first { $0.count > limit }?.sorted() ?? []
    }
}
