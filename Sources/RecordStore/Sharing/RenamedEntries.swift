import Git
import RecordModel
import RecordText

/// Finds the entries of a record that name another which one side renamed, while the other side changed what they say of
/// it: together, the record would name it twice, and neither side did.
struct RenamedEntries {
    private let base: Snapshot
    private let ours: Snapshot
    private let theirs: Snapshot
    private let kinds: [Kind]

    /// - Parameters:
    ///   - base: a commit that both sides come from.
    ///   - home: which repository the commits are of.
    init(
        _ store: Store, base: ObjectID, ours: ObjectID, theirs: ObjectID, in home: Kind.Home, now: Instant
    ) throws(StoreError) {
        let repository = try store.repository(of: home)
        func snapshot(_ commit: ObjectID) throws(StoreError) -> Snapshot {
            let tree = try git { () throws(GitError) in try repository.commitHeader(commit).tree }
            return try store.snapshot(with: State(commit: commit, tree: tree), in: home, now: now)
        }
        self.base = try snapshot(base)
        self.ours = try snapshot(ours)
        self.theirs = try snapshot(theirs)
        kinds = self.ours.kinds(in: home)
    }

    /// What a merge leaves to a person, with what comes of such an entry told as that, once an entry.
    func naming(_ findings: [MergeFinding]) throws(StoreError) -> [MergeFinding] {
        var told: [MergeFinding] = []
        for finding in findings {
            var named = finding
            if case .value(let field, _, _) = finding.matter {
                named =
                    try entries(at: finding.path) { "\(field).".hasPrefix("\($0.field).\($0.old).") }.first ?? finding
            }
            if !told.contains(named) { told.append(named) }
        }
        return told
    }

    /// The entry from which an error comes that only both sides together have; nil where it comes of something else.
    func finding(for clash: Diagnostic) throws(StoreError) -> MergeFinding? {
        guard clash.code == "unknown-reference" else { return nil }
        return try entries(at: clash.file) { clash.message.contains("\"\($0.old)\"") }.first
    }

    private func entries(
        at path: String, where isMeant: (MergeFinding.RenamedEntry) -> Bool
    ) throws(StoreError) -> [MergeFinding] {
        guard let (kind, id) = kinds.record(at: path), let before = try base.stored(kind, id),
            let here = try ours.stored(kind, id), let there = try theirs.stored(kind, id), before.isReadable,
            here.isReadable, there.isReadable
        else { return [] }
        var found: [MergeFinding] = []
        for field in kind.fields {
            guard let target = field.shape.entryReference else { continue }
            let (old, mine, others) = (
                before.record.content(of: field), here.record.content(of: field), there.record.content(of: field)
            )
            for entry in old.entries {
                for (side, snapshot, renamed, changed) in [
                    (MergeSide.ours, ours, mine, others), (.theirs, theirs, others, mine),
                ] {
                    guard !renamed.entries.contains(entry), Set(changed.of(entry)) != Set(old.of(entry)),
                        changed.entries.contains(entry), let id = RecordID(entry), !snapshot.exists(target, id),
                        let heir = snapshot.heir(of: id, target)?.text
                            ?? renamed.heir(of: entry, in: old, where: { snapshot.exists(target, $0) }),
                        renamed.entries.contains(heir), !changed.entries.contains(heir)
                    else { continue }
                    let matter = MergeFinding.RenamedEntry(
                        kind: target, old: entry, new: heir, field: field.name,
                        takingBack: field.assignments(bringing: changed, to: old, in: entry, as: entry),
                        again: field.assignments(bringing: old, to: changed, in: entry, as: heir))
                    if isMeant(matter) {
                        found.append(MergeFinding(path: path, line: nil, matter: .renamed(matter, by: side)))
                    }
                }
            }
        }
        return found
    }
}

extension Content {
    /// The leaves of an entry.
    fileprivate func of(_ entry: String) -> Content { filter { $0.entry == entry } }

    /// The only entry that this content has and another has not, and that says what an entry there said: where records do
    /// not say which ids they had, that tells what became of one.
    fileprivate func heir(of entry: String, in other: Content, where isThere: (RecordID) -> Bool) -> String? {
        let said = Set(other.of(entry))
        let heirs = entries.filter { heir in
            !other.entries.contains(heir) && RecordID(heir).map(isThere) == true
                && Set(of(heir).map { Leaf(entry: entry, column: $0.column, value: $0.value) }) == said
        }
        return heirs.count == 1 ? heirs[0] : nil
    }
}

extension Shape {
    /// The kind of record that the entries name; nil where they name none.
    fileprivate var entryReference: Kind.Name? {
        switch self {
        case .graded(let form, _), .map(let form, _), .table(let form, _): form.reference
        case .set, .scalar, .body: nil
        }
    }
}

extension FieldDeclaration {
    /// The assignments that make an entry say what it says in another content, under a name; none where it takes more.
    fileprivate func assignments(
        bringing content: Content, to other: Content, in entry: String, as name: String
    ) -> [String] {
        var (now, then): ([String: String], [String: String]) = ([:], [:])
        for leaf in content.of(entry) { now[leaf.column] = leaf.value.text }
        for leaf in other.of(entry) { then[leaf.column] = leaf.value.text }
        let columns = Set(now.keys).union(then.keys).filter { now[$0] != then[$0] }.sorted()
        switch shape {
        case .map: return columns.map { "\(self.name).\(name)=\(then[$0] ?? "")" }
        case .table:
            return columns.filter { !$0.isEmpty }.map { "\(self.name).\(name).\($0)=\(then[$0] ?? "")" }
        case .graded:
            return columns.compactMap { then[$0] }.filter { !$0.isEmpty }.map { "\(self.name)+=\(name):\($0)" }
        case .set, .scalar, .body: return []
        }
    }
}
