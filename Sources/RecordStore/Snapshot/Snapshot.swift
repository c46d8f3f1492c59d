public import Git
public import RecordModel
import RecordText

/// What a repository is at: a tree, and the commit that has it, unless the tree is only being considered.
public struct State: Hashable, Sendable {
    /// The commit; nil for a change that is not made yet.
    public let commit: ObjectID?
    /// The tree.
    public let tree: ObjectID
}

/// The store as one commit has it, on one day: what every command reads. It comes from the committed tree, so that it
/// is the same in a clone, a linked worktree and a bare repository.
public final class Snapshot: RecordSource {
    /// What the public store is at.
    public let state: State
    /// What the private companion is at, where there is one to read.
    public let companion: State?
    /// The civil day that rules are applied on.
    public let today: Day
    /// The network's settings.
    public let settings: Record
    /// The kinds, in the order in which they are listed, with the network's own fields.
    public let kinds: [Kind]
    /// Settings as they were found, with what is wrong with them.
    public let storedSettings: StoredRecord?

    /// The store that it reads.
    public let store: Store
    /// The state that a considered one would follow; nil where there is none, and for what is committed.
    var before: Snapshot?
    /// Takes note of what cannot be read and is gone by: of whatever stands where the folder of a kind should be of which
    /// records are read, and of the list of commits that refresh nothing, where ages are asked for.
    public var noteGap: ((ReadGap) -> Void)?
    private var folderSeen: Set<Kind.Name> = []
    /// The ages that were asked for already.
    var knownAges: [AgeQuestion: Ages] = [:]
    /// What stands in the place of each folder that was asked for already.
    var knownFolders: [Kind.Name: BlockedFolder?] = [:]
    private let byName: [Kind.Name: Kind]
    private var entriesOfKind: [Kind.Name: [RecordEntry]] = [:]
    private var recordsOfKind: [Kind.Name: [RecordID: StoredRecord]] = [:]
    /// The records of kinds that were read as a whole, beside their entries.
    private var allOfKind: [Kind.Name: [StoredRecord]] = [:]
    private var lookupsOfKind: [Kind.Name: Int] = [:]
    private var holdersOfKind: [Kind.Name: [RecordID: [RecordID]]] = [:]
    private var isSameBefore: [Kind.Name: Bool] = [:]

    init(
        store: Store, state: State, companion: State?, today: Day, settings: StoredRecord?, emptySettings: Record
    ) {
        self.store = store
        self.state = state
        self.companion = companion
        self.today = today
        storedSettings = settings
        let readable = settings?.record ?? emptySettings
        self.settings = readable
        kinds = store.kinds.map { StoreSettings.kind($0, settings: readable) }
        byName = Dictionary(kinds.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// The repository of a home, or why it is not here.
    public func repository(of home: Kind.Home) throws(StoreError) -> Repository { try store.repository(of: home) }

    /// The commit that a home is at; nil where it has none yet, is only considered, or is not here.
    public func commit(of home: Kind.Home) -> ObjectID? { home == .public ? state.commit : companion?.commit }

    /// The tree that a home is at; nil where it is not here.
    func tree(of home: Kind.Home) -> ObjectID? { home == .public ? state.tree : companion?.tree }

    /// The kinds whose records a home keeps.
    func kinds(in home: Kind.Home) -> [Kind] { kinds.filter { $0.home == home } }

    /// What rules may know.
    public var context: RuleContext { RuleContext(today: today, settings: settings, records: self) }

    /// A kind as this snapshot has it, with the network's own fields.
    public func kind(_ name: Kind.Name) -> Kind? { byName[name] }

    /// Whether a kind's records can be seen: those of the private companion only where it is here.
    public func canSee(_ kind: Kind) -> Bool { kind.home == .public || companion != nil }

    /// The kinds whose records are not here to be seen; none where the network has no private companion by choice.
    public var hiddenKinds: [Kind] {
        let isByChoice = storedSettings?.isReadable == true && store.companionProblem == nil
        return isByChoice ? [] : kinds.filter { !canSee($0) }
    }

    /// The records of a kind by id, each id once; a second file of one id is left to `check`.
    public func entries(of kind: Kind) throws(StoreError) -> [RecordEntry] {
        if let known = entriesOfKind[kind.name] { return known }
        if let before = try before(withSame: kind) { return try before.entries(of: kind) }
        try lookAtFolder(of: kind)
        var found: [RecordEntry] = []
        try forEachFile(of: kind) { path, entry in
            if let id = kind.path.id(at: path) { found.append(RecordEntry(id: id, path: path, entry: entry)) }
        }
        found.sort { ($0.id, $0.path) < ($1.id, $1.path) }
        var unique: [RecordEntry] = []
        for entry in found where unique.last?.id != entry.id { unique.append(entry) }
        entriesOfKind[kind.name] = unique
        return unique
    }

    /// Sees whether a kind's folder is one, before its records are read.
    func lookAtFolder(of kind: Kind) throws(StoreError) {
        guard let noteGap, folderSeen.insert(kind.name).inserted else { return }
        if let blocked = try blockedFolder(of: kind) { noteGap(blocked.gap) }
    }

    /// The state before, where the files of a kind are the same there: what was found in them is not looked for again.
    private func before(withSame kind: Kind) throws(StoreError) -> Snapshot? {
        guard let before, before.store === store, before.storedSettings?.entry == storedSettings?.entry,
            let folder = kind.path.folderPath, let (repository, tree) = place(of: kind),
            let (_, old) = before.place(of: kind)
        else { return nil }
        try lookAtFolder(of: kind)
        if let isSame = isSameBefore[kind.name] { return isSame ? before : nil }
        let isSame = try git { () throws(GitError) in
            let now = try repository.lookup(folder, in: tree)
            return try repository.lookup(folder, in: old) == now
        }
        isSameBefore[kind.name] = isSame
        return isSame ? before : nil
    }

    /// Every file in a kind's folder, records or not.
    func forEachFile(of kind: Kind, _ body: (String, TreeEntry) -> Void) throws(StoreError) {
        guard let (repository, tree) = place(of: kind) else { return }
        try git { () throws(GitError) in
            if let folder = kind.path.folderPath {
                try repository.forEachFile(under: folder, in: tree) { path, entry in body(path, entry) }
            } else if let entry = try repository.lookup(kind.path.text, in: tree) {
                body(kind.path.text, entry)
            }
        }
    }

    /// The repository and the tree that hold a kind; nil where the companion is not here.
    func place(of kind: Kind) -> (Repository, ObjectID)? {
        switch kind.home {
        case .public: return (store.repository, state.tree)
        case .private:
            guard let repository = store.companion, let companion else { return nil }
            return (repository, companion.tree)
        }
    }

    /// A record by its kind and id, readable or not; nil where there is none.
    public func stored(_ kind: Kind, _ id: RecordID) throws(StoreError) -> StoredRecord? {
        if let all = allOfKind[kind.name], let entries = entriesOfKind[kind.name] {
            return entries.place(of: id).map { all[$0] }
        }
        if let known = recordsOfKind[kind.name]?[id] { return known }
        if let before = try before(withSame: kind) { return try before.stored(kind, id) }
        guard let entry = try entry(of: kind, id) else { return nil }
        let stored = try read(entry, of: kind)
        recordsOfKind[kind.name, default: [:]][id] = stored
        return stored
    }

    /// A record's place, looked up without listing its whole folder where that can be avoided.
    public func entry(of kind: Kind, _ id: RecordID) throws(StoreError) -> RecordEntry? {
        guard kind.path.takes(id), let (repository, tree) = place(of: kind) else { return nil }
        if let before = try before(withSame: kind) { return try before.entry(of: kind, id) }
        let isListed = entriesOfKind[kind.name] != nil
        if try isListed ? true : isWorthListing(kind, repository, tree) {
            let entries = try entries(of: kind)
            return entries.place(of: id).map { entries[$0] }
        }
        try lookAtFolder(of: kind)
        return try git { () throws(GitError) in
            // Where one id stands at two paths, the first of them is every reader's.
            for path in kind.path.everyPath(of: id).sorted() {
                if let found = try repository.lookup(path, in: tree), !found.mode.isFolder {
                    return RecordEntry(id: id, path: path, entry: found)
                }
            }
            return nil
        }
    }

    /// Whether one more record is better looked up in a list of all. Looking one up reads its folder up to the record's
    /// name, so that few of them cost as much as the list where all are in one folder; in a sharded one, many do.
    private func isWorthListing(_ kind: Kind, _ repository: Repository, _ tree: ObjectID) throws(StoreError) -> Bool {
        let before = lookupsOfKind[kind.name, default: 0]
        lookupsOfKind[kind.name] = before + 1
        guard before == 8 else { return before > 256 }
        return try git { () throws(GitError) in
            guard let folder = try repository.lookup(kind.path.folder, in: tree), folder.mode.isFolder else {
                return false
            }
            return try !repository.tree(folder.id).holdsFolders
        }
    }

    /// Every record of a kind by id, readable or not.
    public func all(_ kind: Kind) throws(StoreError) -> [StoredRecord] {
        if let known = allOfKind[kind.name] { return known }
        if let before = try before(withSame: kind) { return try before.all(kind) }
        guard let (repository, _) = place(of: kind) else { return [] }
        let records = try StoredRecord.read(entries(of: kind), of: kind, in: repository)
        allOfKind[kind.name] = records
        return records
    }

    /// The records of a kind in whose text an id or a key may stand, readable or not. Where the kind has not been read
    /// yet, its texts are searched as bytes, which costs a fraction of reading them as records.
    func all(_ kind: Kind, thatMayHold texts: [String]) throws(StoreError) -> [StoredRecord] {
        if let known = allOfKind[kind.name] { return known }
        if let before = try before(withSame: kind) { return try before.all(kind, thatMayHold: texts) }
        guard let (repository, _) = place(of: kind) else { return [] }
        var found: [StoredRecord] = []
        for entry in try entries(of: kind) where entry.entry.mode.isFile {
            let mayHold = try git { () throws(GitError) in
                // What is written with escapes does not look like itself.
                try repository.blob(entry.entry.id, holds: texts + ["\\"], maximumSize: Document.maximumSize)
            }
            if mayHold { found.append(try StoredRecord.read(entry, of: kind, in: repository)) }
        }
        return found
    }

    /// The ids that records of a kind had before, each with everybody who says so in `formerly`. A former name counts as
    /// the id that would be made of it.
    func formerHolders(of kind: Kind) throws(StoreError) -> [RecordID: [RecordID]] {
        guard let field = kind.field(named: SharedField.formerly) else { return [:] }
        if let known = holdersOfKind[kind.name] { return known }
        var holders: [RecordID: [RecordID]] = [:]
        for stored in try all(kind, thatMayHold: [field.name] + field.formerly) {
            for name in stored.record.formerIDs {
                let id = RecordID(name) ?? Folding.identifier(from: name).flatMap { RecordID($0) }
                if let id, holders[id]?.contains(stored.entry.id) != true {
                    holders[id, default: []].append(stored.entry.id)
                }
            }
        }
        holdersOfKind[kind.name] = holders
        return holders
    }

    private func read(_ entry: RecordEntry, of kind: Kind) throws(StoreError) -> StoredRecord {
        guard let (repository, _) = place(of: kind) else {
            throw StoreError(.unavailable, "the private companion is not here")
        }
        return try StoredRecord.read(entry, of: kind, in: repository)
    }

    // MARK: - What rules see

    public func record(_ kind: Kind.Name, _ id: RecordID) -> Record? {
        guard let kind = byName[kind], let stored = (try? stored(kind, id)) ?? nil, stored.isReadable else {
            return nil
        }
        return stored.record
    }

    public func records(_ kind: Kind.Name) -> [Record] {
        guard let kind = byName[kind], let all = try? all(kind) else { return [] }
        return all.filter(\.isReadable).map(\.record)
    }

    public func ids(_ kind: Kind.Name) -> [RecordID] {
        guard let kind = byName[kind], let entries = try? entries(of: kind) else { return [] }
        return entries.map(\.id)
    }

    public func exists(_ kind: Kind.Name, _ id: RecordID) -> Bool {
        guard let kind = byName[kind] else { return false }
        return ((try? entry(of: kind, id)) ?? nil) != nil
    }

    public func heir(of id: RecordID, _ kind: Kind.Name) -> RecordID? {
        guard let kind = byName[kind] else { return nil }
        return (try? heir(of: id, kind)) ?? nil
    }

    public func wayBack(to id: RecordID, _ kind: Kind.Name) -> String? {
        byName[kind].flatMap { (try? wayBack(to: id, $0)) ?? nil }
    }

    public func unsavedFile(of kind: Kind.Name, _ id: RecordID) -> String? {
        byName[kind].flatMap { (try? unsavedFile(of: $0, id)) ?? nil }
    }

    public func canSee(_ kind: Kind.Name) -> Bool {
        byName[kind].map { canSee($0) } ?? false
    }

    public func placeOfFault(_ kind: Kind.Name, _ id: RecordID) -> String? {
        guard let kind = byName[kind], let stored = (try? stored(kind, id)) ?? nil, !stored.isReadable else {
            return nil
        }
        return stored.entry.path + (stored.errors.lazy.compactMap(\.line).first.map { ":\($0)" } ?? "")
    }
}

extension [RecordEntry] {
    fileprivate func place(of id: RecordID) -> Int? {
        var low = 0
        var high = count
        while low < high {
            let middle = (low + high) / 2
            if self[middle].id < id { low = middle + 1 } else { high = middle }
        }
        return low < count && self[low].id == id ? low : nil
    }
}
