import Git
public import RecordModel
import RecordText

/// What came of joining the others' side records with ours.
public struct Joining: Hashable, Sendable {
    /// How many records say something else here now.
    public let received: Int
    /// Whether this clone holds something that the others do not.
    public let isAhead: Bool
}

extension SideRecords {
    /// Where they are, by the full name of a reference that the others keep them under as well.
    public var name: String { reference }

    /// Where what was last seen of them in another repository is kept here.
    public func tracking(in remote: String) -> String {
        "refs/cotech-remotes/\(remote)/\(reference.trimmingPrefix("refs/cotech/"))"
    }

    /// The rule by which git fetches them. Where the others have none, it fetches nothing.
    public func fetchRule(in remote: String) -> String { "+\(reference)*:\(tracking(in: remote))*" }

    /// Takes in what was fetched of them: all that either side has is kept. Nothing of it is left to a person, since
    /// nobody looks at these records as texts.
    ///
    /// - Parameters:
    ///   - mayMerge: whether what only this clone has may be joined with what came.
    ///   - settling: what a value is that both sides gave otherwise, by the keys that lead there.
    public func takeIn(
        from remote: String, _ kind: Kind, by hand: Hand, mayMerge: Bool,
        settling: ([String], String, String) -> String?
    ) throws(StoreError) -> Joining {
        for _ in 0..<50 {
            let (ours, theirs) = try git { () throws(GitError) in
                (try repository.reference(reference), try repository.reference(tracking(in: remote)))
            }
            guard let theirs, ours != theirs else { return Joining(received: 0, isAhead: ours != theirs) }
            guard let ours else {
                if try move(from: nil, to: theirs, hand) { return try Joining(count(nil, theirs), false) }
                continue
            }
            let bases = try git { () throws(GitError) in try repository.mergeBases(ours, theirs) }
            if bases == [theirs] { return Joining(received: 0, isAhead: true) }
            if bases == [ours] {
                if try move(from: ours, to: theirs, hand) { return try Joining(count(ours, theirs), false) }
                continue
            }
            guard mayMerge else { return Joining(received: 0, isAhead: true) }
            let commit = try joined(ours, theirs, from: bases.first, remote, kind, hand, settling)
            if try move(from: ours, to: commit, hand) { return try Joining(count(ours, commit), true) }
        }
        throw StoreError(
            .tryAgain, "\(reference) could not be written: another writer was always first", help: "try again")
    }

    /// Which of the two sides holds something of them that the other does not, as far as was last heard.
    public func news(with remote: String) throws(StoreError) -> (here: Bool, there: Bool) {
        try git { () throws(GitError) in
            let ours = try repository.reference(reference)
            let theirs = try repository.reference(tracking(in: remote))
            guard ours != theirs else { return (false, false) }
            guard let ours, let theirs else { return (ours != nil, theirs != nil) }
            let bases = try repository.mergeBases(ours, theirs)
            return (bases != [ours], bases != [theirs])
        }
    }

    private func move(from old: ObjectID?, to new: ObjectID, _ hand: Hand) throws(StoreError) -> Bool {
        try git { () throws(GitError) in
            try repository.compareAndSwap(
                reference, expected: old, new: new, message: "sync", by: hand.follower(in: repository)) == .done
        }
    }

    private func count(_ old: ObjectID?, _ new: ObjectID) throws(StoreError) -> Int {
        try git { () throws(GitError) in
            try repository.changedFiles(from: tree(old), to: repository.commitHeader(new).tree).count
        }
    }

    private func tree(_ commit: ObjectID?) throws(GitError) -> ObjectID? {
        if let commit { try repository.commitHeader(commit).tree } else { nil }
    }

    // MARK: - Both changed

    private func joined(
        _ ours: ObjectID, _ theirs: ObjectID, from base: ObjectID?, _ remote: String, _ kind: Kind, _ hand: Hand,
        _ settling: ([String], String, String) -> String?
    ) throws(StoreError) -> ObjectID {
        let trees = try git { () throws(GitError) in (base: try tree(base), ours: try tree(ours)) }
        let changed = try git { () throws(GitError) in
            try repository.changedFiles(from: trees.base, to: repository.commitHeader(theirs).tree)
        }
        var files: [String: TreeEntry?] = [:]
        for file in changed {
            guard let new = file.new else { continue }
            let here = try git { () throws(GitError) in try repository.lookup(file.path, in: trees.ours ?? .emptyTree) }
            // Removed on one side and changed on the other: what was changed is still so.
            guard let here, here != file.old, here != new else {
                files[file.path] = .some(new)
                continue
            }
            let bytes = try joined(base: file.old, here, new, at: file.path, kind, settling)
            files[file.path] = try .file(git { () throws(GitError) in try repository.writeBlob(bytes) })
        }
        return try git { () throws(GitError) in
            let (author, committer) = try hand.signatures(in: repository)
            return try repository.createCommit(
                tree: repository.updatingTree(trees.ours, changes: files), parents: [ours, theirs], author: author,
                committer: committer, message: "Join what was sent from here and what \(remote) has")
        }
    }

    private func joined(
        base: TreeEntry?, _ ours: TreeEntry, _ theirs: TreeEntry, at path: String, _ kind: Kind,
        _ settling: ([String], String, String) -> String?
    ) throws(StoreError) -> [UInt8] {
        let merge = try git { () throws(GitError) in
            var old: [UInt8]?
            if let base { old = try repository.blob(base.id) }
            return try FileMerge.merge(
                base: old, ours: repository.blob(ours.id), theirs: repository.blob(theirs.id), path: path,
                kinds: [kind])
        }
        // Whoever joins the two, they come to the same.
        let bytes = merge.text.resolved(with: ours.id < theirs.id ? .ours : .theirs)
        guard let id = kind.path.id(at: path), !merge.text.conflicts.isEmpty else { return bytes }
        let edits = merge.text.conflicts.compactMap { conflict -> FieldEdit? in
            guard let field = conflict.path.first, let one = conflict.ours.text, let other = conflict.theirs.text,
                let value = settling(conflict.path, one, other)
            else { return nil }
            return .set(field: field, below: Array(conflict.path.dropFirst()), text: value)
        }
        let entry = RecordEntry(id: id, path: path, entry: TreeEntry(mode: .file, id: .zero))
        return try StoredRecord.parse(bytes, entry, of: kind).applying(edits, of: kind)
    }
}

extension Joining {
    fileprivate init(_ received: Int, _ isAhead: Bool) { self.init(received: received, isAhead: isAhead) }
}
