public import Git
public import RecordModel
import RecordText

/// A network's records: the public repository and, where it is here, its private companion.
public final class Store {
    /// The repository that everyone may read.
    public let repository: Repository
    /// The private companion; nil where settings name none, or it is not here.
    public let companion: Repository?
    /// Why the companion that settings name cannot be used, for those who ask for its records.
    public let companionProblem: StoreError?
    /// The kinds of record, settings among them.
    public let kinds: [Kind]
    /// Which of the two the path lies in by which it was opened.
    public let openedHome: Kind.Home
    /// The settings read last: one command comes by the same again and again.
    private var recentSettings: StoredRecord?

    init(
        repository: Repository, companion: Repository?, companionProblem: StoreError?, kinds: [Kind],
        openedHome: Kind.Home = .public
    ) {
        self.repository = repository
        self.companion = companion
        self.companionProblem = companionProblem
        self.kinds = kinds
        self.openedHome = openedHome
    }

    /// The settings kind, which every schema has.
    var settingsKind: Kind {
        kinds.first { $0.name == StoreSettings.kindName }
            ?? Kind(StoreSettings.kindName, singular: "settings", path: "cotech.yaml", summary: "Settings.", fields: [])
    }

    /// Opens the store that `path` is in, the public one even where `path` is in its companion.
    ///
    /// - Parameter quarantine: where git keeps the objects of a push that is not accepted yet.
    public static func open(
        _ path: String, kinds: [Kind], quarantine: String? = nil
    ) throws(StoreError) -> Store {
        let first: Repository
        do throws(GitError) {
            first = try Repository.open(path, quarantine: quarantine)
        } catch {
            let failure = StoreError(error)
            guard error.kind == .notARepository else { throw failure }
            throw StoreError(
                failure.kind, failure.message, helpLines: failure.help + ["or begin a store here: cotech init"])
        }
        let probe = Store(repository: first, companion: nil, companionProblem: nil, kinds: kinds)
        guard let settings = try probe.newestSettings()?.record else { return probe }
        let (main, problem) = publicStore(of: first, settings: settings, kinds: kinds)
        if let main {
            return Store(
                repository: main, companion: first, companionProblem: nil, kinds: kinds, openedHome: .private)
        }
        if let problem { return Store(repository: first, companion: nil, companionProblem: problem, kinds: kinds) }
        let (companion, missing) = companion(of: first, settings: settings, kinds: kinds)
        return Store(repository: first, companion: companion, companionProblem: missing, kinds: kinds)
    }

    /// The settings in the newest state, readable or not; nil where there are none.
    func newestSettings() throws(StoreError) -> StoredRecord? {
        guard let head = try git({ () throws(GitError) in try repository.head }).id else { return nil }
        let tree = try git { () throws(GitError) in try repository.commitHeader(head).tree }
        return try settings(in: tree, of: repository)
    }

    /// The settings in a tree, readable or not; nil where there are none.
    func settings(in tree: ObjectID, of repository: Repository) throws(StoreError) -> StoredRecord? {
        let kind = settingsKind
        let found = try git { () throws(GitError) -> TreeEntry? in
            try repository.lookup(kind.path.text, in: tree)
        }
        guard let found else { return nil }
        let entry = RecordEntry(id: .only, path: kind.path.text, entry: found)
        if let recentSettings, recentSettings.entry == entry { return recentSettings }
        let settings = try StoredRecord.read(entry, of: kind, in: repository)
        recentSettings = settings
        return settings
    }
}

extension Store {
    /// Finishes what killed commands left half done, as far as that can be done now. Reading goes on whatever is in the
    /// way: it is done from the committed tree.
    ///
    /// - Returns: the paths that hold an edit by hand and were left alone, and what kept the rest from being finished.
    public func finishPending() -> (leftAlone: [String], unfinished: [StoreError]) {
        var leftAlone: [String] = []
        var unfinished: [StoreError] = []
        for repository in [repository, companion].compactMap(\.self) {
            do throws(GitError) {
                // A process that holds the write lock is alive, and finishes all of this itself.
                let update = try repository.finishPending(timeout: 200)
                leftAlone += update.leftAlone
                if let obstacle = update.unfinished { unfinished.append(StoreError(obstacle)) }
            } catch {
                if case .locked = error.kind { continue }
                unfinished.append(StoreError(error))
            }
        }
        return (leftAlone, unfinished)
    }

    /// Seconds that the network's local time is ahead of UTC; nought before there are settings.
    public func localOffset(at now: Instant) throws(StoreError) -> Int {
        guard let head = try git({ () throws(GitError) in try repository.head }).id else { return 0 }
        return try localTime(at: head).offset(at: now)
    }
}

extension Repository {
    /// What is said to git to go to a branch that has commits, where HEAD's has none yet; nil where none has.
    func goingToCommits() throws(GitError) -> String? {
        let others = try referenceNames(matching: "refs/heads/*")
        guard let name = others.first(where: { $0 == "refs/heads/main" }) ?? others.first else { return nil }
        return isBare ? "symbolic-ref HEAD \(name.shellWord)" : "switch \(RepositoryFacts.short(name).shellWord)"
    }

    /// The refusal of whatever needs a commit, where HEAD's branch has none.
    func refusalOfEmptiness() throws(StoreError) -> StoreError {
        let way = try git { () throws(GitError) in try goingToCommits() }
        return StoreError(
            .unavailable, "the repository has no commit yet" + (way == nil ? "" : " on the branch that it is on"),
            help: way.map { "go to a branch that has some: \(gitCommand) \($0)" } ?? "begin a store here: cotech init")
    }
}
