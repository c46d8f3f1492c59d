public import Git
public import RecordModel

/// What became of a store between two of its states, record by record.
public struct Difference {
    /// The earlier state.
    public let before: Snapshot
    /// The later state.
    public let after: Snapshot
    /// The records and other files that are not the same, by kind in the schema's order, then by id; files that are no
    /// records come last.
    public let entries: [Entry]

    /// What became of one record, or of a file that is none.
    public struct Entry {
        /// The file as rules see it; of a record that was renamed, the new one.
        public let change: ProposedChange
        /// What became of it.
        public let event: Event
        /// What it says otherwise, a field each: `headcount 9 → 12`.
        public let parts: [String]
        /// The same, leaf by leaf, for programs.
        public let leaves: [LeafDifference]

        /// What it is called: a record's name, or what it is one of with its id; a file's path.
        public var title: String { (change.after ?? change.before)?.nameOrPlace ?? change.path }
    }

    /// What became of something.
    public enum Event: Hashable, Sendable {
        case added, removed, changed
        /// It says the same, and only its text is another.
        case rewritten
        /// It goes on under another id.
        case renamed(from: RecordID)
        /// It cannot be read any more.
        case broken
        /// It could not be read before.
        case repaired
    }
}

/// How one leaf differs between two states.
public struct LeafDifference: Sendable {
    /// The field's name, or a key that the schema does not know.
    public let field: String
    /// The element or key within it; empty for a scalar.
    public let entry: String
    /// The column within a table's row.
    public let column: String
    /// What it said; nil where it said nothing.
    public let old: String?
    /// What it says; nil where it says nothing.
    public let new: String?
}

extension Store {
    /// What became of a home between two commits.
    ///
    /// - Parameter isSinceParting: whether the first stands only for the commit that both come from.
    public func difference(
        from old: ObjectID, to new: ObjectID, isSinceParting: Bool = false, in home: Kind.Home, now: Instant
    ) throws(StoreError) -> Difference {
        let repository = try repository(of: home)
        let start = try git { () throws(GitError) in
            isSinceParting ? try repository.mergeBase(old, new) ?? old : old
        }
        let states = try [start, new].map { (commit) throws(StoreError) in
            try git { () throws(GitError) in
                State(commit: commit, tree: try repository.commitHeader(commit).tree)
            }
        }
        return try snapshot(with: states[1], in: home, now: now)
            .difference(since: snapshot(with: states[0], in: home, now: now), in: home)
    }

    /// What was edited by hand in a home's working files and is not saved yet.
    public func unsavedDifference(in home: Kind.Home, now: Instant) throws(StoreError) -> Difference {
        let store = try openedInMemory(home)
        let repository = try store.repository(of: home)
        guard let head = try git({ () throws(GitError) in try repository.head }).id else {
            throw try repository.refusalOfEmptiness()
        }
        let tree = try git { () throws(GitError) in try repository.commitHeader(head).tree }
        let before = try store.snapshot(with: State(commit: head, tree: tree), in: home, now: now)
        let edits = try snapshot(Moment(now: now)).handEdits(in: home)
        let edited = try git { () throws(GitError) in try repository.tree(tree, with: edits) }
        return try store.snapshot(with: State(commit: nil, tree: edited), in: home, now: now)
            .difference(since: before, in: home)
    }
}

extension Snapshot {
    /// What became of a home since an earlier state of the same store.
    ///
    /// - Parameter parting: what some of the files are held against instead of the earlier state.
    func difference(
        since before: Snapshot, parting: ChangeSurvey.Parting? = nil, in home: Kind.Home
    ) throws(StoreError) -> Difference {
        let repository = try store.repository(of: home)
        guard let old = before.tree(of: home), let new = tree(of: home) else {
            throw StoreError(.unavailable, "the private companion is not here")
        }
        let files = try git { () throws(GitError) in try repository.changedFiles(from: old, to: new) }
        let survey = ChangeSurvey(
            base: before, merged: self, home: home, files: files.map { ($0.path, $0.old, $0.new) }, parting: parting)
        let moves = try survey.moves()
        let changes = try survey.changes()
        let moved = Set(moves.values)
        var entries: [Difference.Entry] = []
        for change in changes where !moved.contains(change.path) {
            let source = moves[change.path].flatMap { path in changes.first { $0.path == path } }
            let began = parting?.before(change.path, else: before) ?? before
            entries.append(try Difference.Entry(change, continuing: source, began, self))
        }
        let order = Dictionary(kinds.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { first, _ in first })
        entries.sort { one, other in
            let (left, right) = (one.change, other.change)
            return (left.kind.flatMap { order[$0.name] } ?? .max, left.id?.text ?? left.path)
                < (right.kind.flatMap { order[$0.name] } ?? .max, right.id?.text ?? right.path)
        }
        return Difference(before: before, after: self, entries: entries)
    }
}

extension Record {
    /// What it calls itself; `membership ty-gwydr` where it has no name of its own.
    var nameOrPlace: String { title == id.text ? "\(kind.singular) \(id)" : title }
}

extension Difference.Entry {
    /// - Parameter source: the record that this one goes on, where it was renamed.
    fileprivate init(
        _ change: ProposedChange, continuing source: ProposedChange?, _ before: Snapshot, _ after: Snapshot
    ) throws(StoreError) {
        self.change = change
        guard let kind = change.kind, let id = change.id else {
            event = Difference.Event(change.action)
            (parts, leaves) = ([], [])
            return
        }
        let oldID = source?.id ?? id
        let oldStored = try before.kind(kind.name).flatMap { (kind) throws(StoreError) in
            try before.stored(kind, oldID)
        }
        let newStored = try after.stored(kind, id)
        let old = oldStored.flatMap { $0.isReadable ? $0 : nil }
        let new = newStored.flatMap { $0.isReadable ? $0 : nil }
        let nothing = Record(kind: kind, id: id, contents: ContentsInMemory([:]))
        parts =
            new == nil
            ? []
            : ChangeSentence.parts(old?.record ?? nothing, new?.record ?? nothing)
                + ChangeSentence.undeclaredParts(old, new)
        let comparison = VersionComparison(kind)
        let pairs = comparison.differences(
            from: old?.document.map { comparison.leaves(of: $0) } ?? [],
            to: new?.document.map { comparison.leaves(of: $0) } ?? [])
        leaves = pairs.compactMap { pair in
            (pair.new ?? pair.old).map { any in
                LeafDifference(
                    field: any.field, entry: any.entry, column: any.column, old: pair.old?.value, new: pair.new?.value)
            }
        }
        switch (oldStored, newStored) {
        case (nil, _): event = .added
        case (_, nil): event = .removed
        case _ where new == nil: event = old == nil ? .rewritten : .broken
        case _ where old == nil: event = .repaired
        case _ where oldID != id: event = .renamed(from: oldID)
        default: event = pairs.isEmpty && parts.isEmpty ? .rewritten : .changed
        }
    }
}

extension Difference.Event {
    fileprivate init(_ action: ProposedChange.Action) {
        switch action {
        case .added: self = .added
        case .removed: self = .removed
        case .changed: self = .changed
        }
    }
}
