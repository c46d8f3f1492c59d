public import Git
public import RecordModel

/// What a branch would make of a store once its host had merged it: the state that `check --base` judges. Nothing of it
/// is written anywhere.
public struct Proposal {
    /// The repository that the branch is one of.
    public let home: Kind.Home
    /// The store as the base has it. Who may change what is read from here, never from the branch.
    public let base: Snapshot
    /// The store as the merge would leave it. Where the host could not merge a file, it has the branch's side; of one that
    /// the base renamed, the base's.
    public let merged: Snapshot
    /// The files that would change, by path.
    public let changes: [ProposedChange]
    /// The files that the host could not merge.
    public let conflicts: [PlainMerge.Conflict]
    /// Files that say what neither side says, since both changed them and their texts were merged.
    public let mergedTexts: Set<String>
    /// What people call the base: `main`.
    public let baseName: String
    /// The branch's own commits, newest first; nil where the clone does not hold all of them.
    public let commits: [ObjectID]?

    /// Whether some file of these would change, or one of these kinds' records.
    public func touches(paths: [String], kinds: [Kind.Name]) -> Bool {
        changes.contains { change in paths.contains(change.path) || kinds.contains { $0 == change.kind?.name } }
    }

    /// The files that would change, with what stands there.
    let files: [File]
    /// The two commits, and the one that both come from; nil where there is no base yet, and nothing is merged.
    let ends: (base: ObjectID, branch: ObjectID, ancestor: ObjectID)?
    /// The state that both come from, for the files that both changed and the host cannot merge; nil where there are none.
    let parting: ChangeSurvey.Parting?
    /// New paths of records that stood at another one before, with that one.
    let moves: [String: String]

    /// A file that would change: its path, and what stands there before and after.
    typealias File = (path: String, old: TreeEntry?, new: TreeEntry?)
}

extension Store {
    /// The store as it would be with a branch merged into a base, by a plain merge of texts, as hosts do it.
    ///
    /// - Parameters:
    ///   - base: the newest commit of the branch to merge into; nil where there is none yet.
    ///   - name: what people call the base, as they would type it; its id where nobody said.
    ///   - home: which repository the commits are of.
    /// - Throws: `unavailable` where the two share no history, or it is not here; `usage` where the store is the private
    ///   companion of one that is not here.
    public func proposal(
        of branch: ObjectID, onto base: ObjectID?, called name: String? = nil, in home: Kind.Home = .public,
        now: Instant
    ) throws(StoreError) -> Proposal {
        let name = name ?? base?.short ?? ""
        let store = try openedInMemory(home)
        let repository = try store.repository(of: home)
        let merge = try git { () throws(GitError) in try repository.plainMerge(of: branch, into: base) }
        guard let base, merge.ancestor == nil else {
            return try store.proposal(merge, of: branch, onto: base, called: name, in: home, now: now)
        }
        throw StoreError(
            .unavailable, "\(branch.short) and \(base.short) have no commit in common, so no host would merge them",
            help: "begin the branch at the newest commit: git switch -c NAME \(base.short)")
    }

    private func proposal(
        _ merge: PlainMerge, of branch: ObjectID, onto base: ObjectID?, called name: String, in home: Kind.Home,
        now: Instant
    ) throws(StoreError) -> Proposal {
        let repository = try repository(of: home)
        var old = State(commit: nil, tree: .emptyTree)
        var commits: [ObjectID]? = []
        if let base {
            old = try git { () throws(GitError) in State(commit: base, tree: try repository.commitHeader(base).tree) }
            commits = try ownCommits(of: branch, since: base, in: repository)
        }
        let before = try snapshot(with: old, in: home, now: now)
        guard before.storedSettings?.record[StoreSettings.companionOf] == nil || home == .private else {
            throw StoreError(
                .unavailable, "this is a private companion, and who may change it stands in its public store",
                help: "say where that is: git config \(Store.publicKey) PLACE", companionProblem?.help.first ?? "")
        }
        let after = try snapshot(with: State(commit: nil, tree: merge.tree), in: home, now: now)
        after.before = before
        var files: [Proposal.File] = []
        for file in try git({ () throws(GitError) in try repository.changedFiles(from: old.tree, to: merge.tree) }) {
            files.append(file)
        }
        var mergedTexts: Set<String> = []
        for file in files {
            let side = try git { () throws(GitError) in
                try repository.lookup(file.path, in: repository.commitHeader(branch).tree)
            }
            if let new = file.new, let side, side.id != new.id { mergedTexts.insert(file.path) }
        }
        var parting: ChangeSurvey.Parting?
        let contested = merge.conflicts.filter { $0.cause == .bothChanged }
        if let ancestor = merge.ancestor, !contested.isEmpty {
            let tree = try git { () throws(GitError) in try repository.commitHeader(ancestor).tree }
            parting = ChangeSurvey.Parting(
                state: try snapshot(with: State(commit: ancestor, tree: tree), in: home, now: now),
                paths: Set(contested.flatMap { [$0.path, $0.ancestorPath] }))
        }
        let survey = ChangeSurvey(base: before, merged: after, home: home, files: files, parting: parting)
        let ends = base.flatMap { base in merge.ancestor.map { (base: base, branch: branch, ancestor: $0) } }
        return Proposal(
            home: home, base: before, merged: after, changes: try survey.changes(), conflicts: merge.conflicts,
            mergedTexts: mergedTexts, baseName: name, commits: commits, files: files, ends: ends,
            parting: parting, moves: try survey.moves())
    }

    /// A branch's own commits; nil where the history that would tell is cut off.
    private func ownCommits(
        of branch: ObjectID, since base: ObjectID, in repository: Repository
    ) throws(StoreError) -> [ObjectID]? {
        do throws(GitError) {
            return try repository.commits(of: branch, since: base)
        } catch {
            guard error.isMissingObject || repository.isShallow else { throw StoreError(error) }
            return nil
        }
    }

    /// The same store with one repository opened so that what is written to it stays in memory.
    func openedInMemory(_ home: Kind.Home) throws(StoreError) -> Store {
        let original = try repository(of: home)
        let copy = try git { () throws(GitError) in try original.openedInMemory() }
        return Store(
            repository: home == .public ? copy : repository, companion: home == .private ? copy : companion,
            companionProblem: companionProblem, kinds: kinds, openedHome: openedHome)
    }

    /// The store with one state of a repository. Settings are those of that state: what a branch says is never asked
    /// about its base. The companion is left out when the public store is judged: a host does not have it beside it, and
    /// whoever pushes is not to learn what stands in it.
    func snapshot(with state: State, in home: Kind.Home, now: Instant) throws(StoreError) -> Snapshot {
        var mine: State? = state
        if home == .private { mine = try head(of: repository) }
        let main = mine ?? State(commit: nil, tree: .emptyTree)
        let zone = try settings(in: main.tree, of: repository)?.record[StoreSettings.timeZone]
        let today = (LocalTime(zone: zone) ?? .utc).day(of: now)
        return try snapshot(at: main, companion: home == .private ? state : nil, today: today, hasOwnSettings: true)
    }

    private func head(of repository: Repository) throws(StoreError) -> State? {
        guard let id = try git({ () throws(GitError) in try repository.head }).id else { return nil }
        return try git { () throws(GitError) in State(commit: id, tree: try repository.commitHeader(id).tree) }
    }
}
