public import Git
public import RecordModel
import RecordText

/// One attempt at one commit, on one state of a branch.
struct Attempt {
    let home: Kind.Home
    private let repository: Repository
    private let subject: String
    private let body: String
    private let trailers: [Trailer]
    private let base: State
    /// The files and folders that are saved without being named.
    private let savedPlaces: [String]
    private let otherParents: [ObjectID]
    private let savesWorkingFiles: Bool
    private let changes: [(path: String, before: TreeEntry?, after: TreeEntry?, bytes: [UInt8]?)]
    /// The tree as it will be.
    let tree: ObjectID

    enum Outcome {
        case landed(ObjectID, WorkingUpdate)
        case overtaken
        case locked(LockFile)
    }

    /// The attempts that a plan comes to; none where everything is as it wants it already.
    static func all(_ plan: Plan, in home: Kind.Home, of store: Store, on before: Snapshot) throws(StoreError)
        -> [Attempt]
    {
        var attempts = [
            try Attempt(
                home, store, before, plan.subject, plan.trailers, plan.files, body: plan.body,
                otherParents: plan.otherParents, savesWorkingFiles: plan.savesWorkingFiles)
        ]
        if let sequel = plan.sequel, !sequel.files.isEmpty {
            attempts.append(
                try Attempt(
                    home.other, store, before, sequel.subject, sequel.trailers, sequel.files,
                    savesWorkingFiles: plan.savesWorkingFiles))
        }
        return attempts.filter { !$0.changes.isEmpty || !$0.otherParents.isEmpty }
    }

    private init(
        _ home: Kind.Home, _ store: Store, _ before: Snapshot, _ subject: String, _ trailers: [Trailer],
        _ files: [String: [UInt8]?], body: String = "", otherParents: [ObjectID] = [], savesWorkingFiles: Bool = false
    ) throws(StoreError) {
        self.home = home
        self.subject = subject
        self.otherParents = otherParents
        self.savesWorkingFiles = savesWorkingFiles
        self.body = body
        self.trailers = trailers
        savedPlaces = before.recordPlaces(in: home, nil)
        let repository = try store.repository(of: home)
        self.repository = repository
        let state = home == .public ? before.state : before.companion
        let base = state ?? State(commit: nil, tree: .emptyTree)
        self.base = base
        try before.requireFolders(of: files, in: home)
        let changes = try git { () throws(GitError) in
            var changes: [(path: String, before: TreeEntry?, after: TreeEntry?, bytes: [UInt8]?)] = []
            for (path, bytes) in files.sorted(by: { $0.key < $1.key }) {
                let old = try repository.lookup(path, in: base.tree)
                if let bytes, let old, old.mode.isFile, try ObjectID(blob: bytes) == old.id { continue }
                if bytes == nil, old == nil { continue }
                let new = try bytes.map { (bytes) throws(GitError) -> TreeEntry in
                    let mode = old.flatMap { $0.mode.isFile ? $0.mode : nil } ?? .file
                    return TreeEntry(mode: mode, id: try repository.writeBlob(bytes))
                }
                changes.append((path, old, new, bytes))
            }
            return changes
        }
        self.changes = changes
        tree = try git { () throws(GitError) in
            try repository.updatingTree(
                base.tree, changes: Dictionary(changes.map { ($0.path, $0.after) }, uniquingKeysWith: { $1 }))
        }
    }

    private func message(after first: ObjectID?) -> String {
        let following = first.map { Trailer(key: Trailer.follows, value: $0.description) }
        let (line, rest) = headline
        let missing = [following].compactMap(\.self).filter { !trailers.contains($0) }
        return [line, rest, body, (trailers + missing).map(\.line).joined(separator: "\n")].filter { !$0.isEmpty }
            .joined(separator: "\n\n")
    }

    /// What a log shows of a commit in one line, and what goes on below it: a sentence of many changes is parted behind
    /// one of them.
    private var headline: (line: String, rest: String) {
        let most = 100
        // One that quotes another's headline is a little longer, and stays whole.
        guard subject.count > most + 10,
            let comma = subject.prefix(most - 1).ranges(of: ", ").last
        else { return (subject, "") }
        return (subject[..<comma.lowerBound] + ", …", "… " + subject[comma.upperBound...])
    }

    /// The paths it changes.
    var paths: [String] { changes.map(\.path) }

    /// The paths at which there was nothing before.
    var newPaths: [String] { changes.filter { $0.before == nil && $0.after != nil }.map(\.path) }

    /// The refusal where git has something under way in the working tree; nil where it has not.
    func refusalOfUnfinished() -> StoreError? { repository.refusalOfUnfinished }

    /// A command never builds on a file that somebody is editing: the two would undo each other.
    ///
    /// - Returns: the refusal; nil where none of its files differs from HEAD, in the working tree or as it is staged.
    func refusalOfUnsavedEdits() throws(StoreError) -> StoreError? {
        guard !repository.isBare, !savesWorkingFiles else { return nil }
        let paths = paths
        let unsaved = try git { () throws(GitError) in try repository.changedWorkingFiles(under: paths) }
        guard let first = unsaved.first(where: { paths.contains($0.path) }) else {
            return try repository.refusalOfStaged(
                git { () throws(GitError) in try repository.stagedChanges(of: paths) }, "nothing was written",
                git: repository.gitCommand(for: home))
        }
        let command = repository.gitCommand(for: home)
        if let refusal = try repository.refusalOfHidden([first.path], "nothing was written", git: command) {
            return refusal
        }
        let isFound = savedPlaces.contains { first.path == $0 || first.path.hasPrefix($0 + "/") }
        let name = isFound ? "" : " \(repository.word(for: first.path, of: home))"
        // Saved, they are the last change, which undo by itself would take back.
        let undone = trailers.first { $0.key == Trailer.undoes }.map { ", then cotech undo \($0.value.prefix(9))" }
        return StoreError(
            .tryAgain, "\(first.path) has changes that are not saved",
            help: "save them first: cotech save\(name)\(undone ?? "")",
            "or throw them away: \(try repository.wayToDiscard(first.path, git: command))")
    }

    /// A record that stands at two paths is not changed: it would say one thing at one of them and another at the
    /// other. Removing one of the two by hand is how that is mended.
    func refusalOfDoubles(_ kinds: [Kind]) throws(StoreError) -> StoreError? {
        let newPaths = newPaths
        for change in changes where change.after != nil || !savesWorkingFiles {
            for kind in kinds where kind.home == home && kind.path.covers(change.path) {
                guard let id = kind.path.id(at: change.path) else { continue }
                let others = try git { () throws(GitError) in
                    try repository.otherPaths(of: id, kind, besides: change.path, in: tree)
                }
                // What only moves is gone from where it was.
                guard let other = others.first(where: { change.after != nil || !newPaths.contains($0) }) else {
                    continue
                }
                // Only what was committed is git's to remove.
                func removal(_ path: String) -> String {
                    newPaths.contains(path)
                        ? "rm \(repository.word(for: path, of: home))"
                        : "\(repository.gitCommand(for: home)) rm \(path.shellWord), then cotech save"
                }
                return StoreError(
                    .badData, "\"\(id)\" stands at two paths, \(change.path) and \(other), so it cannot be changed",
                    help: "keep one of the two: \(removal(change.path))", "or keep the other: \(removal(other))",
                    diagnostics: [Snapshot.secondFile(change.path, other, id)])
            }
        }
        return nil
    }

    /// Makes the commit and moves the branch, if nobody else has.
    ///
    /// - Parameter first: the commit of the other repository of which this is the second half.
    func publish(by hand: Hand, after first: ObjectID?) throws(StoreError) -> Outcome {
        let branch = try repository.branchToWrite(for: home)
        return try git { () throws(GitError) in
            let (author, committer) = try hand.signatures(in: repository)
            let commit = try repository.createCommit(
                tree: tree, parents: (base.commit.map { [$0] } ?? []) + otherParents, author: author,
                committer: committer, message: message(after: first))
            switch try repository.publish(
                commit, expecting: base.commit, on: branch, message: "cotech: \(subject)", by: committer,
                overEdits: savesWorkingFiles)
            {
            case .landed(let update): return .landed(commit, update)
            case .overtaken: return .overtaken
            case .locked(let lock): return .locked(lock)
            }
        }
    }

    /// What it changes, with the texts.
    var texts: [(path: String, before: [UInt8]?, after: [UInt8]?)] {
        changes.map { change in
            (path: change.path, before: change.before.flatMap { try? repository.blob($0.id) }, after: change.bytes)
        }
    }
}

extension Trailer {
    /// The key that names, in the second half of a change, the commit of the other repository that is its first.
    public static let follows = "Cotech-Follows"
    /// The key that names, in a confirmation on a co-op's behalf, who said so and how.
    public static let saidBy = "Said-By"
}

extension Kind.Home {
    /// The other repository.
    public var other: Kind.Home { self == .public ? .private : .public }
}
