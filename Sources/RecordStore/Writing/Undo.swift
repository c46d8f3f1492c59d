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
        var plan = Plan("Undo \"\(undone.subject)\"")
        plan.trailers = [Trailer(key: Trailer.undoes, value: commit.description)]
        plan.takesBack = true
        for change in changes {
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
                plan.files[change.path] = try .some(reversed(change, now: now, in: repository, home))
            }
        }
        guard !plan.files.isEmpty else {
            throw StoreError(.usage, "\(commit.short) is undone already", help: "see what was done: git log")
        }
        return plan
    }

    /// The text of a record that has been changed since, with only the commit's own fields taken back.
    private func reversed(
        _ change: (path: String, old: TreeEntry?, new: TreeEntry?), now: TreeEntry?, in repository: Repository,
        _ home: Kind.Home
    ) throws(StoreError) -> [UInt8] {
        let refusal = StoreError(
            .tryAgain, "\(change.path) has been changed since, so it cannot simply be taken back",
            help: "see what happened to it: \(repository.gitCommand(for: home)) log -p -- \(change.path)")
        guard let old = change.old, let new = change.new, let now,
            let kind = kinds.first(where: { $0.home == home && $0.path.id(at: change.path) != nil }),
            let id = kind.path.id(at: change.path)
        else { throw refusal }
        func version(_ entry: TreeEntry) throws(StoreError) -> StoredRecord {
            try StoredRecord.read(RecordEntry(id: id, path: change.path, entry: entry), of: kind, in: repository)
        }
        let (before, after, current) = (try version(old), try version(new), try version(now))
        guard before.isReadable, after.isReadable, current.isReadable else { throw refusal }
        var edits: [FieldEdit] = []
        for field in kind.fields {
            let (was, became, is_) = (
                before.record.content(of: field), after.record.content(of: field), current.record.content(of: field)
            )
            if was.saysTheSame(as: became) { continue }
            guard is_.saysTheSame(as: became) else {
                throw StoreError(
                    .tryAgain,
                    "\(change.path): \(field.name) has been changed since, so it cannot simply be taken back",
                    help: "set it yourself: cotech \(kind.name) set \(id) \(field.name)=...")
            }
            edits += FieldEdit.restoring(field, was)
        }
        return try current.applying(edits, of: kind)
    }
}

extension FieldEdit {
    /// The edits that make a field say what it said before.
    static func restoring(_ field: FieldDeclaration, _ content: Content) -> [FieldEdit] {
        let clearing: FieldEdit
        switch field.shape {
        case .scalar, .body, .map, .table: clearing = .set(field: field.name, text: nil)
        case .list, .set, .graded: clearing = .setElements(field: field.name, [])
        }
        return [clearing] + (content.isEmpty ? [] : FieldEdit.copying(content, to: field))
    }
}
