public import Git
internal import RecordModel

/// What the history tells of settings that are not there, and so what brings them back: new ones would have the limits,
/// coordinators and fields of nobody.
public enum MissingSettings: Hashable, Sendable {
    /// They were taken away: the commit before that one, which has them still, and their path in it.
    case lost(before: ObjectID, path: String)
    /// No state of the history has any.
    case neverMade
    /// The history that was looked at tells nothing, and it is not the whole one.
    case unknown(path: String)

    /// How many commits are looked at: a person waits for the answer, and can look further with git.
    private static let mostSearched = 10_000

    /// Looks for settings behind a commit that has none.
    ///
    /// - Throws: `unavailable` or `badData` where the history cannot be read.
    init(_ kind: Kind, behind head: ObjectID, in repository: Repository) throws(StoreError) {
        self = try git { () throws(GitError) in
            var search = try RemovalSearch(of: .only, kind, behind: head, in: repository)
            let isDone = try search.run(limit: MissingSettings.mostSearched)
            if let last = try search.newest() { return .lost(before: last.parent, path: last.path) }
            return isDone && search.isComplete ? .neverMade : .unknown(path: kind.path.text)
        }
    }

    /// The commands that bring them back, or else make them or look for them.
    ///
    /// - Parameter folder: how a person names the repository's folder; nil where they are in it.
    public func way(in folder: String? = nil) -> String {
        let place = folder.map { " -C \($0.shellWord)" } ?? ""
        switch self {
        case .lost(let commit, let path):
            return "git\(place) checkout \(commit.short) -- \(path), then cotech\(place) save"
        case .neverMade: return "cotech\(place) init --name NAME"
        case .unknown(let path): return "git\(place) log -- \(path)"
        }
    }

    /// The same as advice: `bring them back: ...`.
    public func advice(in folder: String? = nil) -> String {
        switch self {
        case .lost: "bring them back: \(way(in: folder))"
        case .neverMade: "make them: \(way(in: folder))"
        case .unknown: "see when they went: \(way(in: folder))"
        }
    }
}

extension Store {
    /// What became of the settings that the newest state does not have; nil where it has some.
    ///
    /// - Throws: `unavailable` or `badData` where the history cannot be read.
    public func missingSettings() throws(StoreError) -> MissingSettings? {
        guard let head = try git({ () throws(GitError) in try repository.head }).id else { return .neverMade }
        guard try newestSettings() == nil else { return nil }
        return try MissingSettings(settingsKind, behind: head, in: repository)
    }
}

extension Snapshot {
    /// What became of the settings that this state does not have, or that an edit of it takes away.
    ///
    /// - Throws: `unavailable` or `badData` where the history cannot be read.
    public func missingSettings() throws(StoreError) -> MissingSettings {
        guard let commit = commit(of: .public) else { return .neverMade }
        let kind = store.settingsKind
        guard storedSettings == nil else { return .lost(before: commit, path: kind.path.text) }
        return try MissingSettings(kind, behind: commit, in: store.repository)
    }
}
