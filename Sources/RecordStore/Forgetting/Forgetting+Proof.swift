import Git
import RecordModel
import RecordText

extension Forgetting {
    /// What was done, and what every object that is left says about it.
    public struct Proof: Sendable {
        /// How many commits were made again.
        public let rewrittenCount: Int
        /// How many objects were read afterwards: all there are, reachable or not.
        public let objectCount: Int
        /// What is still there, or may be; what is not is told too.
        public let remains: [Remnant]
        /// Commits, reachable or not, that still hold the record's file.
        public let commitsWithRecord: Int
        /// Files beside the objects that still hold a secret: in the git directory, or in the working folder unknown to
        /// git.
        public let otherFiles: [String]
        /// Such files that hold no more than the name, which others may share.
        public let filesWithName: [String]
        /// Where an id that had to go still stands, beside the record: nothing is replaced there.
        public let idTraces: [String]

        /// Whether git still holds something that had to go.
        public var isLeft: Bool {
            commitsWithRecord > 0 || remains.contains { $0.count > 0 && $0.secret.form != .name }
        }

        /// Whether nothing is left that had to go, nor anything that looks like it.
        public var isComplete: Bool {
            !isLeft && otherFiles.isEmpty && idTraces.isEmpty && remains.allSatisfy { $0.doubtful.isEmpty }
        }
    }

    /// What is left of something that had to go.
    public struct Remnant: Sendable {
        /// What was looked for.
        public let secret: Secret
        /// How many objects hold it.
        public var count = 0
        /// Lines in which it may stand, or something else that looks like it: nobody but a person can tell.
        public var doubtful: [String] = []

        /// Whether nothing is left that is it, or looks like it.
        public var isGone: Bool { count == 0 && doubtful.isEmpty }
    }

    /// Rewrites the history, removes what nothing reaches any more, and reads every object that is left.
    ///
    /// Killed at any moment it can be done again: references move only when all commits are made, each by itself. No other
    /// process of this program may write to the repository meanwhile: see ``Store/alone(in:_:)``.
    public func carryOut(in store: Store, _ snapshot: Snapshot, by hand: Hand) throws(StoreError) -> Proof {
        let repository = try store.repository(of: kind.home)
        let trail = try trail(in: repository)
        var rewrite = HistoryRewrite(self, trail, snapshot, repository)
        try rewrite.run()
        let others = trail.ids.subtracting([id.text]).sorted()
        try ForgettingNote(ids: [id.text] + others, neutral: isRemoval ? newID : nil, secrets: secrets)
            .write(for: kind, in: repository)
        try remember(rewrite, repository)
        try moveReferences(rewrite, repository, hand)
        try git { () throws(GitError) in try repository.dropUnreachable() }
        let count = rewrite.commits.count { $0.key != $0.value }
        let proof = try proof(
            trail.ids, rewritten: count, at: repository.place)
        // Until then the same command goes on.
        if proof.isComplete { try git { () throws(GitError) in try repository.removeOwnNote(ForgettingNote.name) } }
        return proof
    }

    /// Remembers where the history was, so that nobody who still has it brings it back.
    private func remember(_ rewrite: HistoryRewrite, _ repository: Repository) throws(StoreError) {
        try git { () throws(GitError) in
            var replaced: [ObjectID] = []
            for name in try repository.referenceNames() {
                guard let old = try repository.reference(name), let new = try target(of: old, rewrite, repository),
                    new != old
                else { continue }
                replaced.append(old)
            }
            var forgotten = try ForgottenHistory(in: repository)
            try forgotten.add(replaced)
        }
    }

    private func moveReferences(_ rewrite: HistoryRewrite, _ repository: Repository, _ hand: Hand) throws(StoreError) {
        try git { () throws(GitError) in
            let committer = try repository.configuredIdentity(
                seconds: Int64(hand.now.seconds), offset: hand.offset / 60)
            let message = "cotech: the history is made again"
            let head = try repository.head
            if case .branch(_, let old) = head, let new = rewrite.commits[old], new != old {
                guard
                    case .landed = try repository.publish(
                        new, expecting: old, message: message, by: committer)
                else {
                    throw GitError(.overtaken, "another writer was at it, so nothing was forgotten", fix: "try again")
                }
            }
            // A symbolic reference goes before what it names.
            for name in try repository.referenceNames().sorted(by: { $0.hasSuffix("/HEAD") && !$1.hasSuffix("/HEAD") })
            {
                guard let old = try repository.reference(name) else { continue }
                if name.hasPrefix("refs/remotes/") {
                    // What was fetched is the old history; the next fetch brings back what the remote has by then.
                    _ = try repository.deleteReference(name, expected: old)
                    continue
                }
                // What a symbolic one names has moved, or moves by itself.
                if try repository.resolvedName(of: name) != name { continue }
                guard let new = try target(of: old, rewrite, repository), new != old else { continue }
                guard
                    case .done = try repository.compareAndSwap(
                        name, expected: old, new: new, message: message, by: committer)
                else {
                    throw GitError(
                        .overtaken, "\(name) was moved meanwhile", fix: "run the same command again: it goes on")
                }
            }
        }
    }

    /// What a reference names from now on; nil where it names no commit.
    private func target(of old: ObjectID, _ rewrite: HistoryRewrite, _ repository: Repository) throws(GitError)
        -> ObjectID?
    {
        if let new = rewrite.commits[old] { return new }
        let object = try repository.storedObject(old)
        guard object.kind == .tag, let tag = TagText(object.bytes),
            let named = try target(of: tag.target, rewrite, repository)
        else { return nil }
        let text = rewrite.tag(tag, naming: named)
        return text == tag.text ? old : try repository.writeTag(text)
    }

    private func proof(_ ids: Set<String>, rewritten: Int, at path: String) throws(StoreError) -> Proof {
        // Opened anew: what was read before must not be believed.
        let repository = try git { () throws(GitError) in try Repository.open(path, discovering: false) }
        let all = try git { () throws(GitError) in try repository.allObjects() }
        var remains = secrets.map { Remnant(secret: $0) }
        var commitsWithRecord = 0
        let gone = ids.filter { $0 != newID?.text }
        for id in all {
            let object = try git { () throws(GitError) in try repository.storedObject(id) }
            var text = object.bytes
            if object.kind == .folder {
                let entries = try git { () throws(GitError) in try repository.tree(id).entries() }
                text = Array(entries.map(\.name).joined(separator: "\n").utf8)
            }
            for index in remains.indices { remains[index].look(in: text, areNames: object.kind == .folder) }
            guard object.kind == .commit else { continue }
            let tree = try git { () throws(GitError) in try repository.commitHeader(id).tree }
            if try holdsRecord(gone, tree, repository) { commitsWithRecord += 1 }
        }
        let files = try looseFiles(of: repository)
        return Proof(
            rewrittenCount: rewritten, objectCount: all.count, remains: remains, commitsWithRecord: commitsWithRecord,
            otherFiles: files.filter { !$0.isNameOnly }.map(\.path),
            filesWithName: files.filter(\.isNameOnly).map(\.path), idTraces: try traces(of: gone, in: repository))
    }

    /// The files beside the objects that hold something of it, in order.
    private func looseFiles(of repository: Repository) throws(StoreError) -> [(path: String, isNameOnly: Bool)] {
        var kinds: [Bool] = []
        let paths = try git { () throws(GitError) in
            try repository.looseFiles { bytes in
                let found = secrets.filter { !$0.hits(in: bytes).isEmpty }
                if !found.isEmpty { kinds.append(found.allSatisfy { $0.form == .name }) }
                return !found.isEmpty
            }
        }
        return zip(paths, kinds).map { ($0, $1) }.filter { $0.path != ForgettingNote.path }.sorted { $0.path < $1.path }
    }

    private func holdsRecord(_ ids: Set<String>, _ tree: ObjectID, _ repository: Repository) throws(StoreError) -> Bool
    {
        var isFound = false
        let folder = kind.path.folderPath ?? ""
        try git { () throws(GitError) in
            try repository.forEachFile(under: folder, in: tree) { path, _ in
                if let id = kind.path.id(at: path), ids.contains(id.text) { isFound = true }
            }
        }
        return isFound
    }
}

extension Forgetting.Remnant {
    /// Counts what an object holds.
    fileprivate mutating func look(in bytes: [UInt8], areNames: Bool) {
        let hits = secret.hits(in: bytes, areNames: areNames)
        if hits.contains(where: \.isCertain) { count += 1 }
        for hit in hits where !hit.isCertain {
            let line = Forgetting.line(of: hit.range, in: bytes)
            if !doubtful.contains(line) { doubtful.append(line) }
        }
    }
}
