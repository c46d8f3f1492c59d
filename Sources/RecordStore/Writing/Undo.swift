import Git
import RecordModel
import RecordText

extension Snapshot {
    /// The plan that takes a change back: whole files where nothing happened to them since, fields where other fields
    /// did. Refused where what it changed has been changed again. A change of two halves is taken back in both.
    public func planToUndo(_ change: MadeChange) throws(StoreError) -> Plan {
        var plan = try planToUndoHalf(change.commit, in: change.home)
        if let second = change.second {
            let rest = try planToUndoHalf(second, in: change.home.other)
            plan.restored.formUnion(rest.restored)
            plan.sequel = Plan.Sequel(rest.subject, trailers: rest.trailers, files: rest.files)
        }
        // A half may be undone already, where the other could not be.
        guard !plan.isEmpty else {
            throw StoreError(.usage, "\(change.commit.short) is undone already", help: "see what was done: git log")
        }
        return plan
    }

    private func planToUndoHalf(_ commit: ObjectID, in home: Kind.Home) throws(StoreError) -> Plan {
        let repository = try repository(of: home)
        let undone = try git { () throws(GitError) in try repository.commit(commit) }
        guard undone.parents.count <= 1 || undone.trailers.contains(.imports) else {
            throw StoreError(
                .usage, "\(commit.short) is a merge, which is not one change", help: "git revert -m 1 \(commit.short)")
        }
        let settings = kinds.first { $0.name == StoreSettings.kindName }?.path.path(of: .only) ?? ""
        if undone.parents.isEmpty,
            try git({ () throws(GitError) in try repository.lookup(settings, in: undone.tree) }) != nil
        {
            throw StoreError(
                .usage, "\(commit.short) began \(repository.workingDirectory ?? "the store"): nothing was there before",
                help: "to give it up, delete the folder")
        }
        let parent = try undone.parents.first.map { (id) throws(StoreError) in
            try git { () throws(GitError) in try repository.commitHeader(id).tree }
        }
        let tree = home == .public ? state.tree : companion?.tree ?? .emptyTree
        let changes = try git { () throws(GitError) in try repository.changedFiles(from: parent, to: undone.tree) }
        var plan = Plan(CommitClaims.headline(undoing: undone))
        plan.trailers = [Trailer(key: Trailer.undoes, value: commit.description)]
        plan.takesBack = true
        for change in changes {
            if let old = change.old, let new = change.new, old.mode != new.mode {
                throw StoreError(
                    .usage, "\(commit.short) made \(change.path) another kind of file, which undo cannot take back",
                    help: "take it back with git: \(repository.gitCommand(for: home)) revert \(commit.short)")
            }
            let now = try git { () throws(GitError) in try repository.lookup(change.path, in: tree) }
            if now == change.new {
                plan.restored.insert(change.path)
                plan.files[change.path] = try .some(
                    change.old.map { (old) throws(StoreError) in
                        try git { () throws(GitError) in try repository.blob(old.id) }
                    })
            } else if now == change.old {
                continue
            } else {
                let (path, entry) = try place(of: change.path, in: home) ?? (change.path, now)
                plan.files[path] = try .some(reversed(change, now: entry, at: path, in: repository, home))
            }
        }
        return plan
    }

    /// Where a record is that was at a path, since renamed or kept in another layout; nil where it is there, or is gone, or
    /// the path is none of a record's.
    private func place(of path: String, in home: Kind.Home) throws(StoreError) -> (String, TreeEntry?)? {
        guard let (kind, id) = kinds(in: home).record(at: path) else { return nil }
        if let here = try entry(of: kind, id) { return (here.path, here.entry) }
        guard let heir = try heir(of: id, kind), let there = try entry(of: kind, heir) else { return nil }
        return (there.path, there.entry)
    }

    /// The text of a record that has been changed since, with only what the commit did taken back: what came later is
    /// merged with what was there before, so that comments and keys that no kind declares are taken back and kept as well.
    private func reversed(
        _ change: (path: String, old: TreeEntry?, new: TreeEntry?), now: TreeEntry?, at path: String,
        in repository: Repository, _ home: Kind.Home
    ) throws(StoreError) -> [UInt8] {
        let refusal = StoreError(
            .tryAgain, "\(change.path) has been changed since, so it cannot simply be taken back",
            help: "see what happened to it: \(repository.gitCommand(for: home)) log -p -- \(change.path)")
        guard let old = change.old, let new = change.new, let now,
            let kind = kinds(in: home).record(at: change.path)?.kind, let id = kind.path.id(at: path)
        else { throw refusal }
        func version(_ entry: TreeEntry) throws(StoreError) -> StoredRecord {
            try StoredRecord.read(RecordEntry(id: id, path: path, entry: entry), of: kind, in: repository)
        }
        let (before, after, current) = (try version(old), try version(new), try version(now))
        guard before.isReadable, after.isReadable, current.isReadable, let base = after.document?.bytes,
            let ours = current.document?.bytes, let theirs = before.document?.bytes
        else { throw refusal }
        for field in kind.fields {
            let made = after.record.content(of: field)
            let changed = made.differing(from: before.record.content(of: field))
            guard let leaf = current.record.content(of: field).differing(from: made).first(where: changed.contains)
            else { continue }
            let name = field.name + (leaf.entry.isEmpty ? "" : ", \(leaf.entry),")
            throw StoreError(
                .tryAgain, "\(path): \(name) has been changed since, so it cannot simply be taken back",
                help:
                    "set it yourself: \(kind.command("set", id)) \(field.assignment(to: leaf, as: before.record).shellWord)"
            )
        }
        let merged = try git { () throws(GitError) in
            try FileMerge.merge(base: base, ours: ours, theirs: theirs, path: path, kinds: kinds)
        }
        guard merged.isClean else { throw refusal }
        return merged.text.resolved(with: .ours)
    }
}

/// Where a leaf is in its field.
private struct LeafPlace: Hashable {
    let entry: String
    let column: String
}

extension FieldDeclaration {
    /// How a person says anew what stands at a place of it: `contacts.Ann=...`, or `services+=swift` where a record has
    /// that element.
    fileprivate func assignment(to place: LeafPlace, as record: Record) -> String {
        guard !place.entry.isEmpty else { return "\(name)=..." }
        switch shape {
        case .scalar, .body: return "\(name)=..."
        case .map: return "\(name).\(place.entry)=..."
        case .table where !place.column.isEmpty: return "\(name).\(place.entry).\(place.column)=..."
        case .set, .graded, .table:
            let element = place.entry.replacing(",", with: "\\,")
            guard let there = record.content(of: self).first(where: { $0.entry == place.entry }) else {
                return "\(name)-=\(element)"
            }
            return "\(name)+=\(element)" + (there.value.text.isEmpty ? "" : ":\(there.value.text)")
        }
    }
}

extension Content {
    /// Where this content says something else than another: at an element or an entry of a collection, and as a whole
    /// otherwise.
    fileprivate func differing(from other: Content) -> [LeafPlace] {
        let different = Set(self).symmetricDifference(other)
        var seen: Set<LeafPlace> = []
        return (self + other).filter(different.contains).map { LeafPlace(entry: $0.entry, column: $0.column) }
            .filter { seen.insert($0).inserted }
    }
}
