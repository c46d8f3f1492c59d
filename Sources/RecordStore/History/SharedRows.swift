internal import Git
internal import RecordModel

/// Reads which records commits changed, while the history is still being read: where there are many, a second thread
/// begins with the first of them, and unpacking trees is most of the work.
final class SharedRows {
    private let repository: Repository
    private let kinds: [Kind]
    private let variantsKnown: @Sendable (Kind.Name, RecordID) -> UInt8
    private let sharing: WorkSharing
    private var batches: [[CommitTrees]] = []
    private var commits = 0
    private var parts: SharedParts<[CommitTrees], RowReading, GitError>?

    /// - Parameter kept: what an earlier walk found of the history behind its commit.
    init(_ repository: Repository, kinds: [Kind], kept: (any KeptAnswers)? = nil, _ sharing: WorkSharing) {
        self.repository = repository
        self.kinds = kinds
        self.sharing = sharing
        variantsKnown = { kind, id in kept?.variants(of: kind, id) ?? 0 }
    }

    /// The records that a reader finds, which are none as yet.
    func makeTable() -> RecordTable { RecordTable(kinds, variantsKnown: variantsKnown) }

    /// Takes the commits' trees, to be compared.
    func add(_ trees: [CommitTrees]) {
        batches.append(trees)
        commits += trees.count
        if let parts {
            parts.add([trees])
        } else if commits > sharing.commits, repository.canBeSharedOut {
            let parts = begin()
            parts.add(batches)
            self.parts = parts
        }
    }

    private func begin() -> SharedParts<[CommitTrees], RowReading, GitError> {
        SharedParts { [path = repository.gitDirectory, kinds, variantsKnown] () throws(GitError) in
            let reader = RowReader(
                try Repository.open(path, discovering: false), RecordTable(kinds, variantsKnown: variantsKnown),
                VersionKeys())
            return { (commits) throws(GitError) in
                for commit in commits { try reader.read(commit) }
                return reader.handOver()
            }
        }
    }

    /// Reads what is left, and brings everything together.
    func read(by reader: RowReader) throws(GitError) {
        guard let parts else {
            for batch in batches { for commit in batch { try reader.read(commit) } }
            return
        }
        parts.close()
        var numbers = RowNumbers()
        try parts.complete(0..<batches.count) { (_, commits) throws(GitError) in
            for commit in commits { try reader.read(commit) }
        } theirs: { (_, reading) throws(GitError) in
            reader.add(reading, &numbers)
        }
    }
}
