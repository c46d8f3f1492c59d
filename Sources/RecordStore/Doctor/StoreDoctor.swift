import Git
public import RecordModel
import RecordText

/// Looks at a store and everything it stands on.
public struct StoreDoctor {
    private let store: Store
    private let now: Instant
    private let naming: (String) -> String?

    /// A doctor for a store.
    ///
    /// - Parameter naming: how a person who types commands names a folder; nil for the one they are in, which is every
    ///   one unless it is said otherwise.
    public init(_ store: Store, now: Instant, naming: @escaping (String) -> String? = { _ in nil }) {
        self.store = store
        self.now = now
        self.naming = naming
    }

    /// The facts of a repository, whose commands a person can type where they are.
    private func facts(of repository: Repository, begin: String) -> RepositoryFacts {
        let place = naming(repository.place)
        return RepositoryFacts(
            repository: repository, now: now, gitCommand: place.map { "git -C \($0.shellWord)" } ?? "git", begin: begin)
    }

    /// The facts of a store's own repository and its records.
    public func facts() throws(StoreError) -> [StoreFact] {
        let repository = facts(of: store.repository, begin: "cotech init")
        var facts = try repository.all()
        guard try git({ () throws(GitError) in try store.repository.head }).id != nil else { return facts }
        let snapshot = try store.snapshot(Moment(now: now))
        facts.append(try settings(snapshot))
        facts.append(try records(snapshot))
        facts += try edits(snapshot, .public, repository)
        facts += try ignoredRevisions(snapshot, .public) + folders(snapshot) + collisions(snapshot)
        facts += try RepositoryFacts(repository: store.repository, now: now).merging(store.mergedKinds(in: .public))
        return facts
    }

    /// The facts of the private companion; only that it is not here, or that there is none, where that is so.
    public func companionFacts() throws(StoreError) -> [StoreFact] {
        if let problem = store.companionProblem {
            return [StoreFact(.problem, "companion", problem.message, fix: problem.help.first)]
        }
        guard let companion = store.companion else {
            if let missing = try store.missingSettings() {
                return [
                    StoreFact(
                        .problem, "companion", "without settings nobody can tell whether there is one",
                        fix: missing.way(in: naming(store.repository.place)))
                ]
            }
            return [
                StoreFact(
                    .warning, "companion",
                    "the settings name no private companion, so there are no people and no enquiries",
                    fix: "cotech init --private")
            ]
        }
        let repository = facts(of: companion, begin: "cotech init --private")
        var facts = try repository.all()
        if try git({ () throws(GitError) in try companion.head }).id != nil {
            let snapshot = try store.snapshot(Moment(now: now))
            facts += try edits(snapshot, .private, repository) + ignoredRevisions(snapshot, .private)
            facts += try RepositoryFacts(repository: companion, now: now).merging(store.mergedKinds(in: .private))
        }
        return facts
    }

    // MARK: - Records

    private func settings(_ snapshot: Snapshot) throws(StoreError) -> StoreFact {
        guard let stored = snapshot.storedSettings else {
            return StoreFact(
                .problem, "settings", "there are none",
                fix: try snapshot.missingSettings().way(in: naming(store.repository.place)))
        }
        let errors = snapshot.problems(of: stored).count { $0.severity == .error }
        if errors > 0 {
            return StoreFact(
                .problem, "settings", "\(stored.entry.path) has \(counted(errors, "error"))", fix: "cotech check")
        }
        let zone = snapshot.settings[StoreSettings.timeZone]
        guard LocalTime(zone: zone) != nil else {
            return StoreFact(
                .problem, "settings", "there is no time zone \"\(zone ?? "")\", so days are those of UTC",
                fix: "cotech settings edit")
        }
        return .ok("settings", "days begin and end in \(zone ?? "UTC")")
    }

    private func records(_ snapshot: Snapshot) throws(StoreError) -> StoreFact {
        let report = try snapshot.check(clock: now)
        let errors = report.diagnostics.count { $0.severity == .error }
        let looked = "\(counted(report.recordCount, "record")) looked at"
        return errors == 0
            ? .ok("records", "\(looked), no errors")
            : StoreFact(.problem, "records", "\(looked), \(counted(errors, "error"))", fix: "cotech check")
    }

    private func edits(
        _ snapshot: Snapshot, _ home: Kind.Home, _ facts: RepositoryFacts
    ) throws(StoreError) -> [StoreFact] {
        let (edits, staged, left): ([HandEdit], [StagedChange], [String])
        do throws(StoreError) {
            (edits, staged) = (try snapshot.handEdits(in: home), try snapshot.stagedOnly(in: home))
            left = try snapshot.filesLeftBehind(in: home)
        } catch {
            // What else is so can be said all the same.
            return [
                StoreFact(
                    .problem, "hand edits", "nobody can tell what is saved: \(error.message)", fix: facts.fix(of: error)
                )
            ]
        }
        // What else git has under way was told before.
        let work = left.isEmpty ? nil : try snapshot.repository(of: home).unfinishedWork
        var found = [StoreFact.ok("hand edits", "all are saved")]
        if !edits.isEmpty {
            let way = try snapshot.wayToSave(edits)
            found = [StoreFact(.warning, "hand edits", "not saved: \(StoreDoctor.list(edits.map(\.path)))", fix: way)]
        }
        if let work, case .leftBehind = work {
            found.append(
                StoreFact(
                    .warning, "left behind", "not up to date, and edited by nobody: \(StoreDoctor.list(left))",
                    fix: work.ways(facts.gitCommand)))
        }
        if !staged.isEmpty {
            found.append(
                StoreFact(
                    .warning, "staged",
                    "the files do not show what is staged of \(StoreDoctor.list(staged.map(\.path))), so they cannot be changed",
                    fix: "\(facts.gitCommand) commit; or unstage it: \(facts.gitCommand) \(staged.unstaging)"))
        }
        return found
    }

    private static func list(_ paths: [String]) -> String {
        paths.prefix(5).joined(separator: ", ") + (paths.count > 5 ? " and \(paths.count - 5) more" : "")
    }

    /// Commits that the ignore list names and that are not here: they set nothing aside. In a shallow clone they may be in
    /// the history that it leaves out, of which another fact tells.
    private func ignoredRevisions(_ snapshot: Snapshot, _ home: Kind.Home) throws(StoreError) -> [StoreFact] {
        let repository = try snapshot.repository(of: home)
        if repository.isShallow { return [] }
        let missing = try snapshot.ignoredRevisions(home).ids.filter { !repository.contains($0) }.sorted()
        guard let first = missing.first else { return [] }
        return [
            StoreFact(
                .warning, "ignore list",
                "\(counted(missing.count, "commit")) in .git-blame-ignore-revs \(missing.count == 1 ? "is" : "are") not here: \(first.short)",
                fix: "take it out, or fetch the history that has it")
        ]
    }

    /// A flat folder of thousands makes every walk slower and every pack larger.
    private func folders(_ snapshot: Snapshot) throws(StoreError) -> [StoreFact] {
        var facts: [StoreFact] = []
        for kind in snapshot.kinds where snapshot.canSee(kind) && kind.path.placeholders.count == 1 {
            let flat = try snapshot.entries(of: kind).count { entry in
                !entry.path.dropFirst(kind.path.folder.count).contains("/")
            }
            guard flat > 1000 else { continue }
            facts.append(
                StoreFact(
                    .warning, "folders",
                    "\(kind.path.folder) holds \(flat) records side by side, which slows history down",
                    fix:
                        "move them into folders by their first two characters: \(kind.path.folder)_ab/abacus.\(kind.path.fileExtension)"
                ))
        }
        return facts
    }

    /// Two paths that differ only by case are one file on macOS and Windows.
    private func collisions(_ snapshot: Snapshot) throws(StoreError) -> [StoreFact] {
        var seen: [String: String] = [:]
        var facts: [StoreFact] = []
        try git { () throws(GitError) in
            try store.repository.forEachFile(under: "", in: snapshot.state.tree) { (path, _) throws(GitError) in
                guard let other = seen.updateValue(path, forKey: path.lowercased())
                else { return }
                facts.append(
                    StoreFact(
                        .problem, "paths", "\(other) and \(path) are one file on macOS and Windows",
                        fix: "git mv one of them"))
            }
        }
        return facts
    }
}
