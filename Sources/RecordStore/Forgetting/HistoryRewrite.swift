import Git
import RecordModel
import RecordText

/// Makes a whole history again in which one record is not there, or has another id, and what is secret is neutral.
struct HistoryRewrite {
    let repository: Repository
    let home: Kind.Home
    let kinds: [Kind]
    let kind: Kind
    let trail: RecordTrail
    let forgetting: Forgetting
    /// What becomes of references.
    let references: ReferenceChange
    /// What is replaced in files.
    let files: Scrubber
    /// What is replaced in messages and in the names of people.
    let messages: Scrubber

    private(set) var commits: [ObjectID: ObjectID] = [:]
    private var blobs: [BlobKey: ObjectID] = [:]
    private var folders: [FolderKey: [(path: String, entry: TreeEntry?)]] = [:]

    private struct BlobKey: Hashable {
        let id: ObjectID
        let kind: Kind.Name?
    }

    private struct FolderKey: Hashable {
        let id: ObjectID
        let path: String
    }

    init(_ forgetting: Forgetting, _ trail: RecordTrail, _ snapshot: Snapshot, _ repository: Repository) {
        self.repository = repository
        home = forgetting.kind.home
        kinds = snapshot.kinds.filter { $0.home == forgetting.kind.home }
        kind = forgetting.kind
        self.trail = trail
        self.forgetting = forgetting
        references = forgetting.references(trail.ids)
        files = forgetting.fileScrubber
        messages = forgetting.messageScrubber(trail.ids)
    }

    /// Makes the new commits; no reference moves yet.
    mutating func run() throws(StoreError) {
        for commit in trail.commits {
            let new = try rewritten(commit)
            commits[commit.id] = new
        }
    }

    private mutating func rewritten(_ commit: Commit) throws(StoreError) -> ObjectID {
        let changes = try changes(in: commit.tree, at: "")
        let parents = commit.parents.map { commits[$0] ?? $0 }
        let author = person(commit.author)
        let committer = person(commit.committer)
        let message = message(of: commit)
        guard
            !changes.isEmpty || parents != commit.parents || author != commit.author || committer != commit.committer
                || message != commit.message
        else { return commit.id }
        let repository = repository
        return try git { () throws(GitError) in
            let tree =
                changes.isEmpty
                ? commit.tree
                : try repository.updatingTree(
                    commit.tree,
                    changes: Dictionary(changes.map { ($0.path, $0.entry) }, uniquingKeysWith: { $1 ?? $0 }))
            return try repository.createCommit(
                tree: tree, parents: parents, author: author, committer: committer, message: message, signing: .never)
        }
    }

    // MARK: - People and messages

    private func person(_ signature: Signature) -> Signature {
        var signature = signature
        if forgetting.addresses.contains(signature.email.lowercased()) {
            (signature.name, signature.email) = Forgetting.nobody
        } else {
            signature.name = messages.scrubbed(signature.name)
            signature.email = files.scrubbed(signature.email)
        }
        return signature
    }

    /// A commit about nothing but the record says nothing any more; another loses what is secret in its message, and
    /// names the commits that it names by their new ids.
    private func message(of commit: Commit) -> String {
        if trail.ownCommits.contains(commit.id), case .removed = forgetting.fate { return Forgetting.emptyMessage }
        return renumbered(messages.scrubbed(commit.message))
    }

    /// The text of an annotated tag, of another commit.
    func tag(_ tag: TagText, naming id: ObjectID) -> String {
        tag.naming(id) { text in
            let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map { line -> String in
                let address = line.hasPrefix("tagger ") ? line.split { $0 == "<" || $0 == ">" }.dropFirst().first : nil
                guard let address, forgetting.addresses.contains(address.lowercased()),
                    let close = line.lastIndex(of: ">")
                else { return String(line) }
                return "tagger \(Forgetting.nobody.name) <\(Forgetting.nobody.email)>"
                    + line[line.index(after: close)...]
            }
            return renumbered(messages.scrubbed(lines.joined(separator: "\n")))
        }
    }

    private func renumbered(_ text: String) -> String {
        renumbered(Array(text.utf8)).map { String(decoding: $0, as: UTF8.self) } ?? text
    }

    /// Commits are named by their ids in reverts, undos and lists of what to ignore. Nil where none is named.
    private func renumbered(_ bytes: [UInt8]) -> [UInt8]? {
        func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) || (0x61...0x66).contains(byte) }
        var result = bytes
        var isChanged = false
        var start = 0
        while start < bytes.count {
            guard isDigit(bytes[start]) else {
                start += 1
                continue
            }
            let end = bytes[start...].firstIndex { !isDigit($0) } ?? bytes.count
            if end - start == 40, let old = ObjectID(String(decoding: bytes[start..<end], as: UTF8.self)),
                let new = commits[old], new != old
            {
                result.replaceSubrange(start..<end, with: new.description.utf8)
                isChanged = true
            }
            start = end
        }
        return isChanged ? result : nil
    }

    // MARK: - Files

    /// What changes below a folder, by whole paths.
    private mutating func changes(in tree: ObjectID, at prefix: String) throws(StoreError) -> [(
        path: String, entry: TreeEntry?
    )] {
        let key = FolderKey(id: tree, path: prefix)
        if let known = folders[key] { return known }
        let repository = repository
        let entries = try git { () throws(GitError) in try repository.tree(tree).entries() }
        var found: [(path: String, entry: TreeEntry?)] = []
        for (name, entry) in entries {
            let path = prefix + name
            if entry.mode.isFolder {
                found += try changes(in: entry.id, at: path + "/")
            } else if entry.mode.isFile || entry.mode == .symbolicLink {
                found += try changes(of: entry, at: path)
            }
        }
        folders[key] = found
        return found
    }

    private mutating func changes(of entry: TreeEntry, at path: String) throws(StoreError) -> [(
        path: String, entry: TreeEntry?
    )] {
        guard let place = kinds.record(at: path) else {
            let new = TreeEntry(mode: entry.mode, id: try rewritten(entry.id, of: nil, at: path))
            return new == entry ? [] : [(path, new)]
        }
        if place.kind.name == kind.name, trail.ids.contains(place.id.text) {
            switch forgetting.fate {
            case .removed(nil): return [(path, nil)]
            case .removed(let neutral?):
                let stub = try writeBlob(Array("name: \(Forgetting.nobody.name)\n".utf8))
                return [(path, nil), (kind.path.path(of: neutral, insteadOf: path), .file(stub))]
            case .renamed(let id):
                let new = try rewritten(entry.id, of: kind, at: path)
                return [(path, nil), (kind.path.path(of: id, insteadOf: path), TreeEntry(mode: entry.mode, id: new))]
            }
        }
        if references.isGone(place.id, of: place.kind) { return [(path, nil)] }
        let new = TreeEntry(mode: entry.mode, id: try rewritten(entry.id, of: place.kind, at: path))
        if let id = references.id(place.id, of: place.kind) {
            return [(path, nil), (place.kind.path.path(of: id, insteadOf: path), new)]
        }
        return new == entry ? [] : [(path, new)]
    }

    private mutating func rewritten(_ id: ObjectID, of kind: Kind?, at path: String) throws(StoreError) -> ObjectID {
        let key = BlobKey(id: id, kind: kind?.name)
        if let known = blobs[key] { return known }
        let repository = repository
        let old = try git { () throws(GitError) in try repository.blob(id) }
        var bytes = old
        if let kind, old.count <= Document.maximumSize {
            let entry = RecordEntry(id: kind.path.id(at: path) ?? .only, path: path, entry: .file(id))
            let stored = StoredRecord.parse(old, entry, of: kind)
            if let changed = try references.rewritten(stored, of: kind) { bytes = changed }
            if kind.name == self.kind.name, let changed = try withoutFormerID(bytes, entry, kind) { bytes = changed }
        }
        if let changed = files.scrubbed(bytes) { bytes = changed }
        if let changed = renumbered(bytes) { bytes = changed }
        let new = bytes == old ? id : try writeBlob(bytes)
        blobs[key] = new
        return new
    }

    /// A record does not go on naming, among its former ids, the one that is to be forgotten.
    private func withoutFormerID(_ bytes: [UInt8], _ entry: RecordEntry, _ kind: Kind) throws(StoreError) -> [UInt8]? {
        guard kind.hasFormerIDs else { return nil }
        let stored = StoredRecord.parse(bytes, entry, of: kind)
        let all = stored.record.formerIDs
        let named = all.filter { trail.ids.contains($0) && $0 != forgetting.newID?.text }
        guard stored.isReadable, !named.isEmpty else { return nil }
        let edits: [FieldEdit] =
            named.count == all.count
            ? [.setElements(field: SharedField.formerly, [])]
            : named.map { .removeElement(field: SharedField.formerly, text: $0) }
        return try stored.applying(edits, of: kind)
    }

    private func writeBlob(_ bytes: [UInt8]) throws(StoreError) -> ObjectID {
        let repository = repository
        return try git { () throws(GitError) in try repository.writeBlob(bytes) }
    }
}
