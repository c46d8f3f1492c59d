import Git
public import RecordModel
import RecordText

extension Forgetting {
    /// What forgetting would touch, and where else the person is still named.
    public struct Survey: Sendable {
        /// Every id that the record had.
        public let ids: [String]
        /// How many versions of the record there are.
        public let versionCount: Int
        /// How many commits there are.
        public let commitCount: Int
        /// How many of them are by one of the addresses.
        public let authoredCount: Int
        /// Files of other records that refer to the person.
        public let mentions: [String]
        /// Other texts that hold something of what tells who it is.
        public let places: [Place]

        /// A text that is no part of the record.
        public struct Place: Hashable, Sendable {
            /// The file, now or formerly.
            public let path: String
            /// What it holds.
            public let secret: Secret
            /// In how many versions.
            public let count: Int
            /// A line that holds it; the newest version's where that does.
            public let line: String
            /// Whether the newest version holds it.
            public let isCurrent: Bool
        }
    }

    /// Works out what the history of a store's repository knows of a record.
    ///
    /// - Parameter chosen: other words to find and replace.
    /// - Throws: where the repository has no such record and never had, or where something stands in the way.
    public init(
        of kind: Kind, _ id: RecordID, _ intent: Intent, chosen: [String] = [], replacement: String? = nil,
        in store: Store
    ) throws(StoreError) {
        let repository = try store.repository(of: kind.home)
        try Forgetting.refuseObstacles(in: repository)
        let note = try ForgettingNote(of: kind, id, in: repository)
        let known = Set(note?.ids ?? [])
        let trail = try RecordTrail(of: id, isWhole: intent.isRemoval, known: known, kind, in: repository)
        guard !trail.versions.isEmpty || note != nil else {
            let recipe =
                "known only from other texts? cotech \(kind.name) add NAME email=ADDRESS, and then: cotech \(kind.name) erase ID --also NAME"
            throw StoreError(
                .usage, "there is and was no \(kind.singular) \"\(id)\"",
                helpLines: ["see them all: cotech \(kind.name) list"] + (intent.isRemoval ? [recipe] : []))
        }
        var secrets = note?.secrets ?? []
        // Whoever changes an id keeps the name, the address and the number.
        for version in trail.versions where intent.isRemoval {
            for secret in Forgetting.secrets(in: version) where !secrets.contains(secret) {
                secrets.append(secret)
            }
        }
        for text in chosen {
            guard let secret = Secret(.words, text) else {
                throw StoreError(
                    .usage, "\"\(text)\" is too short to be replaced everywhere", help: "choose two letters or more")
            }
            if let replacement, !secret.ranges(in: Array(replacement.utf8)).isEmpty {
                throw StoreError(
                    .usage, "\"\(text)\" would be replaced by the present name, \(replacement), which holds it",
                    help: "set the new name first: cotech \(kind.name) set \(id) name=NAME")
            }
            if !secrets.contains(secret) { secrets.append(secret) }
        }
        self.kind = kind
        self.id = trail.versions.isEmpty ? note?.ids.first.flatMap { RecordID($0) } ?? id : trail.id
        knownIDs = known
        switch intent {
        case .rename(let id): fate = .renamed(id)
        case .remove(false): fate = .removed(neutral: nil)
        case .remove(true): fate = .removed(neutral: note?.neutral ?? trail.neutralID(of: kind))
        }
        self.secrets = secrets
        self.replacement = replacement ?? Forgetting.nobody.name
    }

    /// What a whole rewrite would lose or leave behind without anybody having meant it.
    private static func refuseObstacles(in repository: Repository) throws(StoreError) {
        let gap = repository.historyGap
        let tips = try RecordTrail.tips(of: repository)
        let isLacking = try git { () throws(GitError) in
            switch gap {
            case .shallow: true
            case .partial: try repository.lacksFiles(behind: tips)
            case .lost: false
            }
        }
        if isLacking {
            throw StoreError(
                .unavailable, "this clone does not have the whole history, so what it forgets would not be forgotten",
                help: "fetch the rest: \(repository.gitCommand) \(gap.fetching)")
        }
        let head = try git { () throws(GitError) in try repository.head }
        guard head.branch != nil else {
            throw StoreError(.unavailable, "HEAD is on no branch", help: "go to a branch first: git switch main")
        }
        if let refusal = repository.refusalOfUnfinished { throw refusal }
        if try git({ () throws(GitError) in try repository.reference("refs/stash") }) != nil {
            throw StoreError(
                .cannotWrite, "git keeps stashed changes, which may hold what is to be forgotten",
                help: "apply them or drop them: git stash pop, git stash drop")
        }
        if try git({ () throws(GitError) in try repository.linkedWorktreeNames }).isEmpty == false {
            throw StoreError(
                .cannotWrite, "there are linked worktrees, which hold files and an index of their own",
                help: "remove them first: git worktree list, git worktree remove FOLDER")
        }
        let unsaved = try git { () throws(GitError) in try repository.changedWorkingFiles(under: [""]) }
        let edited = unsaved.filter { $0.status != .new }
        let hidden = try repository.refusalOfHidden(
            edited.map(\.path), "nothing was forgotten", git: repository.gitCommand)
        if let hidden { throw hidden }
        if let first = edited.first {
            throw StoreError(
                .tryAgain, "\(first.path) has changes that are not saved", help: "save them first: cotech save")
        }
        let staged = try git { () throws(GitError) in try repository.stagedChanges(under: [""]) }.filter {
            !$0.isInFile
        }
        if let refusal = repository.refusalOfStaged(staged, "nothing was forgotten", git: repository.gitCommand) {
            throw refusal
        }
    }

    /// Looks through the whole history.
    public func survey(in store: Store, _ snapshot: Snapshot) throws(StoreError) -> Survey {
        let repository = try store.repository(of: kind.home)
        let trail = try trail(in: repository)
        let tree = try git { () throws(GitError) in try repository.headTree }
        let places = try Forgetting.places(of: secrets, in: trail.others, repository, now: tree)
        var mentions: [String] = []
        let references = references(trail.ids)
        for (path, blobs) in trail.others {
            guard let (other, otherID) = snapshot.kinds(in: kind.home).record(at: path) else { continue }
            for blob in blobs {
                let stored = try StoredRecord.read(
                    RecordEntry(id: otherID, path: path, entry: .file(blob)), of: other, in: repository)
                guard try references.rewritten(stored, of: other) != nil else { continue }
                mentions.append(path)
                break
            }
        }
        return Survey(
            ids: trail.ids.sorted(), versionCount: trail.versions.count, commitCount: trail.commits.count,
            authoredCount: trail.commits.count {
                addresses.contains($0.author.email.lowercased()) || addresses.contains($0.committer.email.lowercased())
            },
            mentions: mentions.sorted(), places: places)
    }

    /// Where secrets stand in files, by path.
    static func places(
        of secrets: [Secret], in files: [String: Set<ObjectID>], _ repository: Repository, now tree: ObjectID
    ) throws(StoreError) -> [Survey.Place] {
        var found: [Survey.Place] = []
        for (path, blobs) in files.sorted(by: { $0.key < $1.key }) {
            let current = try git { () throws(GitError) in try repository.lookup(path, in: tree)?.id }
            var hits: [Secret: (count: Int, line: String, isCurrent: Bool)] = [:]
            for blob in blobs {
                guard
                    let bytes = try git({ () throws(GitError) -> [UInt8]? in
                        let object = try repository.storedObject(blob)
                        return object.kind == .file ? object.bytes : nil
                    })
                else { continue }
                for secret in secrets {
                    guard let range = secret.ranges(in: bytes).first else { continue }
                    let old = hits[secret] ?? (0, "", false)
                    let line = blob == current || old.line.isEmpty ? Forgetting.line(of: range, in: bytes) : old.line
                    hits[secret] = (old.count + 1, line, old.isCurrent || blob == current)
                }
            }
            for secret in secrets {
                guard let hit = hits[secret] else { continue }
                found.append(
                    Survey.Place(path: path, secret: secret, count: hit.count, line: hit.line, isCurrent: hit.isCurrent)
                )
            }
        }
        return found
    }

    /// The line of a text in which a place is.
    static func line(of range: Range<Int>, in bytes: [UInt8]) -> String {
        let start = bytes[..<range.lowerBound].lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
        let end = bytes[range.upperBound...].firstIndex(of: 0x0A) ?? bytes.count
        return String(decoding: bytes[start..<min(end, start + 160)], as: UTF8.self).trimmed
    }
}
