public import Git
public import RecordModel
import RecordText

/// A change to a repository, worked out from a snapshot: which files it writes, and the sentence that says so.
public struct Plan: Sendable {
    /// The commit's first line: a sentence a person would write.
    public var subject: String
    /// More about it, where one sentence is not enough.
    public var body = ""
    /// Lines for machines, below the message.
    public var trailers: [Trailer] = []
    /// The new text of each path; nil removes it.
    public var files: [String: [UInt8]?] = [:]
    /// Parents besides the branch, for a merge of another history.
    public var otherParents: [ObjectID] = []

    /// Whether the new texts are the edits by hand that stand in the working files.
    public var savesWorkingFiles = false

    /// A plan that changes nothing yet.
    public init(_ subject: String) {
        self.subject = subject
    }

    /// Whether nothing would change.
    public var isEmpty: Bool { files.isEmpty && otherParents.isEmpty }

    var message: String {
        let lines = trailers.map { "\($0.key): \($0.value)" }.joined(separator: "\n")
        return [subject, body, lines].filter { !$0.isEmpty }.joined(separator: "\n\n")
    }
}

/// Who makes a change, and when.
public struct Hand: Sendable {
    /// Whose words they are; nil for the configured identity.
    public var author: (name: String, email: String)?
    /// Who writes them down; nil for the configured identity.
    public var committer: (name: String, email: String)?
    /// The moment.
    public var now: Instant
    /// Seconds that local time is ahead of UTC.
    public var offset: Int

    /// A hand at a moment.
    public init(
        author: (name: String, email: String)? = nil, committer: (name: String, email: String)? = nil, now: Instant,
        offset: Int = 0
    ) {
        self.author = author
        self.committer = committer
        self.now = now
        self.offset = offset
    }
}

/// What a write came to.
public struct Written: Sendable {
    /// The commit; nil where nothing had to change, or it was only a rehearsal.
    public let commit: ObjectID?
    /// The sentence.
    public let subject: String
    /// The files that changed: path, the text before, the text after.
    public let changes: [(path: String, before: [UInt8]?, after: [UInt8]?)]
    /// Paths whose files hold an edit by hand and were left alone.
    public let leftAlone: [String]
    /// What kept the working tree from following the commit just now; the next command tries again.
    public let unfinished: StoreError?
}

extension Store {
    /// Makes one change as one commit: works it out from the newest state, refuses what it would break, and moves the
    /// branch only if nobody else has; if somebody has, everything is done again on what they made.
    ///
    /// - Parameters:
    ///   - home: which repository is written.
    ///   - rehearsal: whether to stop before writing.
    ///   - plan: works the change out; it may run several times.
    public func write(
        in home: Kind.Home = .public, by hand: Hand, rehearsal: Bool = false,
        plan: (Snapshot) throws -> Plan
    ) throws -> Written {
        let clock = ContinuousClock()
        let deadline = clock.now + .seconds(5)
        var obstacle = Obstacle.overtaken
        var losses = 0
        repeat {
            let outcome: Outcome
            if rehearsal || losses < Store.lossesBeforeWaiting {
                outcome = try attempt(in: home, by: hand, rehearsal: rehearsal, isAlone: false, plan)
            } else {
                // Writers that keep losing to others stand in line: whoever holds the lock reads, changes and writes
                // while nobody else can, so that each is served and none gives up.
                outcome = try alone(in: home) {
                    try attempt(in: home, by: hand, rehearsal: false, isAlone: true, plan)
                }
            }
            switch outcome {
            case .written(let written): return written
            case .failed(.unsaved): losses = Store.lossesBeforeWaiting
            case .failed(let met):
                obstacle = met
                losses += 1
                Pause.jitter()
            }
        } while clock.now < deadline
        throw obstacle.error
    }

    /// Does something while no other process of this program writes to a repository, and after what killed ones left
    /// half done is finished: then a working file that differs from HEAD is an edit by hand, and not a write under way.
    public func alone<Result>(in home: Kind.Home, _ body: () throws -> Result) throws -> Result {
        let repository = try repository(of: home)
        let result = try git { () throws(GitError) in
            try repository.withWriteLock { () throws(GitError) -> Swift.Result<Result, any Error> in
                _ = try repository.finishPending()
                return Swift.Result { try body() }
            }
        }
        return try result.get()
    }

    /// How often a writer loses before it waits for the lock. Most of the time nobody else is writing, and then the
    /// lock is held for a moment only.
    private static let lossesBeforeWaiting = 2

    /// What kept a change from being written.
    private enum Obstacle {
        case overtaken
        case lock(LockFile)
        /// A file differs from HEAD: an edit by hand, or another writer that is between its commit and its files.
        case unsaved

        var error: StoreError {
            switch self {
            case .overtaken, .unsaved:
                StoreError(
                    .tryAgain, "the change could not be written within 5 seconds: another writer was always first",
                    help: "try again")
            case .lock(let lock): StoreError(lock.error)
            }
        }
    }

    private enum Outcome {
        case written(Written)
        case failed(Obstacle)
    }

    private func attempt(
        in home: Kind.Home, by hand: Hand, rehearsal: Bool, isAlone: Bool, _ plan: (Snapshot) throws -> Plan
    ) throws -> Outcome {
        let before = try snapshot(Moment(now: hand.now))
        let plan = try plan(before)
        let repository = try repository(of: home)
        let attempt = try Attempt(store: self, home: home, repository: repository, before: before, plan: plan)
        guard !attempt.changes.isEmpty || !plan.otherParents.isEmpty else {
            return .written(Written(commit: nil, subject: plan.subject, changes: [], leftAlone: [], unfinished: nil))
        }
        if let refusal = try attempt.refusalOfUnsavedEdits() {
            if isAlone || (rehearsal && !repository.hasPendingUpdates) { throw refusal }
            if !rehearsal { return .failed(.unsaved) }
        }
        try attempt.refuseNewErrors()
        if rehearsal { return .written(attempt.written(commit: nil, nil)) }
        switch try attempt.publish(by: hand) {
        case .landed(let commit, let update): return .written(attempt.written(commit: commit, update))
        case .overtaken: return .failed(.overtaken)
        case .locked(let lock): return .failed(.lock(lock))
        }
    }

    /// The repository of a home, or why it is not here.
    public func repository(of home: Kind.Home) throws(StoreError) -> Repository {
        switch home {
        case .public: return repository
        case .private:
            if let companion { return companion }
            throw companionProblem
                ?? StoreError(
                    .unavailable, "this needs the private companion, and the settings name none",
                    help: "make one beside the store: cotech init --private")
        }
    }
}

/// One attempt at a write, on one state of the branch.
private struct Attempt {
    let store: Store
    let home: Kind.Home
    let repository: Repository
    let before: Snapshot
    let plan: Plan
    let base: State
    let changes: [(path: String, before: TreeEntry?, bytes: [UInt8]?)]

    enum Outcome {
        case landed(ObjectID, WorkingUpdate)
        case overtaken
        case locked(LockFile)
    }

    init(store: Store, home: Kind.Home, repository: Repository, before: Snapshot, plan: Plan) throws(StoreError) {
        self.store = store
        self.home = home
        self.repository = repository
        self.before = before
        self.plan = plan
        let state = home == .public ? before.state : before.companion
        base = state ?? State(commit: nil, tree: .emptyTree)
        let tree = base.tree
        changes = try git { () throws(GitError) in
            var changes: [(path: String, before: TreeEntry?, bytes: [UInt8]?)] = []
            for (path, bytes) in plan.files.sorted(by: { $0.key < $1.key }) {
                let old = try repository.lookup(path, in: tree)
                if let bytes, let old, old.mode.isFile, try repository.blobID(of: bytes) == old.id { continue }
                if bytes == nil, old == nil { continue }
                changes.append((path, old, bytes))
            }
            return changes
        }
    }

    /// A command never builds on a file that somebody is editing: the two would undo each other.
    func refusalOfUnsavedEdits() throws(StoreError) -> StoreError? {
        guard !repository.isBare, !plan.savesWorkingFiles else { return nil }
        let paths = changes.map(\.path)
        let unsaved = try git { () throws(GitError) in try repository.changedWorkingFiles(under: paths) }
        guard let first = unsaved.first(where: { paths.contains($0.path) }) else { return nil }
        return StoreError(
            .tryAgain, "\(first.path) has changes that are not saved", help: "save them first: cotech save",
            "or throw them away: git checkout -- \(first.path)")
    }

    /// Only what this change breaks is refused: what was wrong before must not stop anyone.
    func refuseNewErrors() throws(StoreError) {
        var entries: [String: TreeEntry?] = [:]
        for change in changes {
            entries[change.path] = try git { () throws(GitError) -> TreeEntry? in
                try change.bytes.map { (bytes) throws(GitError) in .file(try repository.writeBlob(bytes)) }
            }
        }
        let tree = try git { () throws(GitError) in try repository.updatingTree(base.tree, changes: entries) }
        let changed = State(commit: nil, tree: tree)
        let after = try store.snapshot(
            at: home == .public ? changed : before.state, companion: home == .private ? changed : before.companion,
            today: before.today)
        let errors = try after.newErrors(since: before, paths: changes.map(\.path), home: home)
        guard errors.isEmpty else {
            throw StoreError(
                .badData, "the change would leave \(counted(errors.count, "error")), so nothing was written",
                diagnostics: errors)
        }
    }

    func publish(by hand: Hand) throws(StoreError) -> Outcome {
        try git { () throws(GitError) in
            var entries: [String: TreeEntry?] = [:]
            for change in changes {
                entries[change.path] = try change.bytes.map { (bytes) throws(GitError) in
                    let id = try repository.writeBlob(bytes)
                    return TreeEntry(mode: change.before?.mode.isFile == true ? change.before?.mode ?? .file : .file, id: id)
                }
            }
            let tree = try repository.updatingTree(base.tree, changes: entries)
            let committer = try repository.configuredIdentity(seconds: Int64(hand.now.seconds), offset: hand.offset / 60)
            var author = committer
            if let named = hand.author { (author.name, author.email) = named }
            let commit = try repository.createCommit(
                tree: tree, parents: (base.commit.map { [$0] } ?? []) + plan.otherParents, author: author,
                committer: committer, message: plan.message)
            switch try repository.publish(
                commit, expecting: base.commit, message: "cotech: \(plan.subject)", by: committer)
            {
            case .landed(let update): return .landed(commit, update)
            case .overtaken: return .overtaken
            case .locked(let lock): return .locked(lock)
            }
        }
    }

    func written(commit: ObjectID?, _ update: WorkingUpdate?) -> Written {
        let texts = changes.map { change in
            (path: change.path, before: change.before.flatMap { try? repository.blob($0.id) }, after: change.bytes)
        }
        return Written(commit: commit, subject: plan.subject, changes: texts, leftAlone: update?.leftAlone ?? [],
            unfinished: update?.unfinished.map { StoreError($0) })
    }
}
