public import Git
public import RecordModel
public import RecordText

/// What taking in the others' changes comes to: worked out, and not done yet.
public struct Intake: Sendable {
    /// How a branch stands to what the others have.
    public enum Relation: String, Sendable {
        /// Both are the same.
        case same
        /// Only this clone has something new.
        case ahead
        /// Only the others have.
        case behind
        /// Both have.
        case parted
        /// The others have no such branch.
        case unshared
    }

    /// How the branch stands to what the others have.
    public let relation: Relation
    /// Where the branch is here; nil before its first commit.
    public let ours: ObjectID?
    /// Where it is there; nil where there is none.
    public let theirs: ObjectID?
    /// Where the branch is to be: theirs, ours, or a merge of the two. Nil where something is left to a person, and
    /// where there is nothing on either side.
    public let result: ObjectID?
    /// What is left to a person: then nothing is taken in.
    public internal(set) var conflicts: [MergeFinding] = []
    /// Errors that only come of both sides together: then nothing is taken in either.
    public internal(set) var clashes: [Diagnostic] = []
    /// Errors in what this clone would send, that the others do not have: then it is not sent.
    public internal(set) var errorsToSend: [Diagnostic] = []
    /// Errors in what the others have sent. They stop nobody.
    public internal(set) var errorsReceived: [Diagnostic] = []

    /// Whether the branch can move to the result.
    public var canBeTaken: Bool { conflicts.isEmpty && clashes.isEmpty && result != nil }
    /// Whether the branch moves.
    public var moves: Bool { canBeTaken && result != ours }
}

extension Intake {
    /// Tells an error that comes of a record which one side renamed as that, once an entry.
    fileprivate mutating func tellRenamed(_ renamed: RenamedEntries) throws(StoreError) {
        var others: [Diagnostic] = []
        for clash in clashes {
            if let finding = try renamed.finding(for: clash) {
                if !conflicts.contains(finding) { conflicts.append(finding) }
            } else {
                others.append(clash)
            }
        }
        clashes = others
    }
}

extension Store {
    /// Works out what taking in the others' changes comes to. The branch and the files stay as they are.
    ///
    /// - Parameters:
    ///   - shared: where the branch is shared; what was last fetched from there counts.
    ///   - message: the message of the merge, where there is one.
    ///   - mayMerge: whether a merge is worked out where both sides have something new; else there is no result then, and
    ///     whose merge it would be is not asked.
    /// - Throws: `unavailable` where the two are not copies of one store, or the history that would tell is not here.
    public func intake(
        from shared: SharedBranch, in home: Kind.Home, by hand: Hand, message: String, mayMerge: Bool = true
    ) throws(StoreError) -> Intake {
        let repository = try repository(of: home)
        let (ours, theirs) = try git { () throws(GitError) in
            (try repository.head.id, try repository.reference(shared.tracking))
        }
        let relation = try relation(ours, theirs, shared, repository)
        switch relation {
        case .same: return Intake(relation: relation, ours: ours, theirs: theirs, result: ours)
        case .unshared where ours == nil:
            if let refusal = try wrongBranch(shared, repository) { throw refusal }
            return Intake(relation: relation, ours: ours, theirs: theirs, result: ours)
        case .unshared, .ahead:
            var intake = Intake(relation: relation, ours: ours, theirs: theirs, result: ours)
            // A first copy elsewhere is worth more than a store without errors.
            if let ours, let theirs { intake.errorsToSend = try errors(of: ours, since: theirs, home, hand.now) }
            return intake
        case .behind:
            var intake = Intake(relation: relation, ours: ours, theirs: theirs, result: theirs)
            if let ours, let theirs { intake.errorsReceived = try errors(of: theirs, since: ours, home, hand.now) }
            return intake
        case .parted where !mayMerge: return Intake(relation: relation, ours: ours, theirs: theirs, result: nil)
        case .parted:
            guard let ours, let theirs else { preconditionFailure("only two commits can part") }
            return try merged(ours, theirs, shared, home, hand, message)
        }
    }

    private func relation(
        _ ours: ObjectID?, _ theirs: ObjectID?, _ shared: SharedBranch, _ repository: Repository
    ) throws(StoreError) -> Intake.Relation {
        guard let theirs else { return .unshared }
        guard let ours else { return .behind }
        if ours == theirs { return .same }
        let bases = try git { () throws(GitError) in try repository.mergeBases(ours, theirs) }
        guard !bases.isEmpty else {
            throw StoreError(
                .unavailable,
                "\(shared.title) and what is here have no commit in common: they are not copies of one store",
                help: "see where it is fetched from: git remote -v",
                "if it was made anew there, so that something is forgotten: clone it again",
                "if both belong together: git merge --allow-unrelated-histories \(shared.title)")
        }
        return bases == [theirs] ? .ahead : bases == [ours] ? .behind : .parted
    }

    /// A clone of what has other branches only stands on one without a commit, and git says nothing of it later.
    private func wrongBranch(
        _ shared: SharedBranch, _ repository: Repository
    ) throws(StoreError) -> StoreError? {
        let folder = "refs/remotes/\(shared.remote)/"
        let names = try git { () throws(GitError) in try repository.referenceNames(matching: folder + "*") }
            .map { $0.dropFirst(folder.count) }.filter { $0 != "HEAD" }
        guard let first = names.first(where: { $0 == "main" }) ?? names.first else { return nil }
        return StoreError(
            .unavailable, "\(shared.remote) has no branch \(shared.shortName), and nothing was begun on it here",
            help: "go to one that it has: git switch \(first)")
    }

    private func merged(
        _ ours: ObjectID, _ theirs: ObjectID, _ shared: SharedBranch, _ home: Kind.Home, _ hand: Hand,
        _ message: String
    ) throws(StoreError) -> Intake {
        let sides = MergeSides(ours: .init("HEAD", at: ours), theirs: .init(shared.title, at: theirs))
        let merge = try merge(sides, in: home)
        let repository = try repository(of: home)
        let base = try git { () throws(GitError) in try repository.mergeBases(ours, theirs) }.first ?? theirs
        guard merge.isClean else {
            var intake = Intake(relation: .parted, ours: ours, theirs: theirs, result: nil)
            intake.conflicts = try RenamedEntries(
                self, base: base, ours: ours, theirs: theirs, in: home, now: hand.now
            ).naming(merge.findings)
            return intake
        }
        let commit = try git { () throws(GitError) in
            let (author, committer) = try hand.signatures(in: repository)
            return try repository.createCommit(
                tree: merge.tree, parents: [ours, theirs], author: author, committer: committer, message: message)
        }
        var intake = Intake(relation: .parted, ours: ours, theirs: theirs, result: commit)
        let sent = try errors(of: commit, since: theirs, home, hand.now)
        let received = try errors(of: commit, since: ours, home, hand.now)
        guard !sent.isEmpty || !received.isEmpty else { return intake }
        // What neither side has by itself is there because of the two together.
        let own = Set(try errors(of: ours, since: base, home, hand.now).map(Place.init))
        let foreign = Set(try errors(of: theirs, since: base, home, hand.now).map(Place.init))
        intake.clashes = sent.filter { !own.contains(Place($0)) }
        let told = Set(intake.clashes.map(Place.init))
        intake.clashes += received.filter { !foreign.contains(Place($0)) && !told.contains(Place($0)) }
        try intake.tellRenamed(
            RenamedEntries(self, base: base, ours: ours, theirs: theirs, in: home, now: hand.now))
        intake.errorsToSend = sent.filter { own.contains(Place($0)) }
        intake.errorsReceived = received.filter { foreign.contains(Place($0)) }
        return intake
    }

    /// What is wrong at a commit and was not at one before it.
    private func errors(
        of commit: ObjectID, since base: ObjectID, _ home: Kind.Home, _ now: Instant
    ) throws(StoreError) -> [Diagnostic] {
        try proposal(of: commit, onto: base, in: home, now: now).check(clock: now).diagnostics
            .filter { $0.severity == .error }
    }

    /// What a finding is about. Seen from the two sides it need not be said in the same words: one misses a record, and
    /// the other still names it.
    private struct Place: Hashable {
        let file: String
        let code: String

        init(_ diagnostic: Diagnostic) { (file, code) = (diagnostic.file, diagnostic.code) }
    }
}
