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

extension Hand {
    /// The people that a commit names.
    func signatures(in repository: Repository) throws(GitError) -> (author: Signature, committer: Signature) {
        let seconds = Int64(now.seconds)
        let writer =
            if let committer {
                Signature(name: committer.name, email: committer.email, seconds: seconds, offset: offset / 60)
            } else {
                try repository.configuredIdentity(seconds: seconds, offset: offset / 60)
            }
        var named = writer
        if let author { (named.name, named.email) = author }
        return (named, writer)
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
        let repository = try repository(of: home)
        let clock = ContinuousClock()
        let deadline = clock.now + .seconds(5)
        var lastFailure = "another writer was always first"
        repeat {
            let before = try snapshot(Moment(now: hand.now))
            let plan = try plan(before)
            let attempt = try Attempt(store: self, home: home, repository: repository, before: before, plan: plan)
            guard !attempt.changes.isEmpty || !plan.otherParents.isEmpty else {
                return Written(commit: nil, subject: plan.subject, changes: [], leftAlone: [])
            }
            try attempt.refuseUnsavedEdits()
            try attempt.refuseNewErrors()
            if rehearsal { return attempt.written(commit: nil, leftAlone: []) }
            switch try attempt.publish(by: hand) {
            case .landed(let commit, let update): return attempt.written(commit: commit, leftAlone: update.leftAlone)
            case .failed(let reason): lastFailure = reason
            }
            Pause.jitter()
        } while clock.now < deadline
        throw StoreError(.tryAgain, "the change could not be written within 5 seconds: \(lastFailure)", help: "try again")
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
        case failed(String)
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
    func refuseUnsavedEdits() throws(StoreError) {
        guard !repository.isBare, !plan.savesWorkingFiles else { return }
        let paths = changes.map(\.path)
        let unsaved = try git { () throws(GitError) in try repository.changedWorkingFiles(under: paths) }
        guard let first = unsaved.first(where: { paths.contains($0.path) }) else { return }
        throw StoreError(
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
            let (author, committer) = try hand.signatures(in: repository)
            let commit = try repository.createCommit(
                tree: tree, parents: (base.commit.map { [$0] } ?? []) + plan.otherParents, author: author,
                committer: committer, message: plan.message)
            switch try repository.publish(
                commit, expecting: base.commit, message: "cotech: \(plan.subject)", by: committer)
            {
            case .landed(let update): return .landed(commit, update)
            case .overtaken: return .failed("another writer was always first")
            case .locked(let lock): return .failed("\(lock.path) is in the way\(lock.age.map { ", \($0) seconds old" } ?? "")")
            }
        }
    }

    func written(commit: ObjectID?, leftAlone: [String]) -> Written {
        let texts = changes.map { change in
            (path: change.path, before: change.before.flatMap { try? repository.blob($0.id) }, after: change.bytes)
        }
        return Written(commit: commit, subject: plan.subject, changes: texts, leftAlone: leftAlone)
    }
}
