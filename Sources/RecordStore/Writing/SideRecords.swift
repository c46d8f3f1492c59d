import Git
public import RecordModel
import RecordText

/// Ordinary records that are kept under a reference of their own, outside the branch: what was sent to whom is nobody's
/// business in a profile's history, and must not make a checkout dirty.
public struct SideRecords {
    let repository: Repository
    let reference: String

    /// The reminders that were sent, under `refs/cotech/reminders`.
    public static func reminders(of store: Store) -> SideRecords { reminders(in: store.repository) }

    /// The same, where only the repository is known.
    static func reminders(in repository: Repository) -> SideRecords {
        SideRecords(repository: repository, reference: "refs/cotech/reminders")
    }

    /// The records of a kind, readable or not.
    public func all(_ kind: Kind) throws(StoreError) -> [StoredRecord] {
        let entries = try git { () throws(GitError) in
            guard let head = try repository.reference(reference) else { return [RecordEntry]() }
            var entries: [RecordEntry] = []
            let tree = try repository.commitHeader(head).tree
            try repository.forEachFile(under: kind.path.folderPath ?? "", in: tree) { path, entry in
                if let id = kind.path.id(at: path) { entries.append(RecordEntry(id: id, path: path, entry: entry)) }
            }
            return entries
        }
        return try entries.map { (entry) throws(StoreError) in try StoredRecord.read(entry, of: kind, in: repository) }
    }

    /// Changes records, each made if it is not there yet, as one commit on the reference.
    public func write(
        _ edits: [(id: RecordID, edits: [FieldEdit])], of kind: Kind, subject: String, by hand: Hand
    ) throws(StoreError) {
        for _ in 0..<50 {
            var files: [String: [UInt8]] = [:]
            let known = try all(kind)
            for (id, edits) in edits {
                if let old = known.first(where: { $0.entry.id == id }) {
                    files[kind.path.path(of: id)] = try old.applying(edits, of: kind)
                } else {
                    files[kind.path.path(of: id)] = try kind.newText(edits)
                }
            }
            if try publish(files, subject, hand) { return }
            Pause.jitter()
        }
        throw StoreError(
            .tryAgain, "\(reference) could not be written: another writer was always first", help: "try again")
    }

    private func publish(_ files: [String: [UInt8]], _ subject: String, _ hand: Hand) throws(StoreError) -> Bool {
        try git { () throws(GitError) in
            let head = try repository.reference(reference)
            var entries: [String: TreeEntry?] = [:]
            for (path, bytes) in files { entries[path] = .file(try repository.writeBlob(bytes)) }
            let base = try head.map { (id) throws(GitError) in try repository.commitHeader(id).tree }
            let tree = try repository.updatingTree(base, changes: entries)
            let committer = try hand.signatures(in: repository).committer
            let commit = try repository.createCommit(
                tree: tree, parents: head.map { [$0] } ?? [], author: committer, committer: committer, message: subject)
            let update = try repository.compareAndSwap(
                reference, expected: head, new: commit, message: "cotech: \(subject)", by: committer)
            return update == .done
        }
    }
}
