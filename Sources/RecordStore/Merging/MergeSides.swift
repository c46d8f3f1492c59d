public import Git
import RecordModel
import RecordText

/// What the two sides of a merge are called, and where their history is, as far as that is known.
public struct MergeSides: Sendable {
    /// One side.
    public struct Side: Sendable {
        /// What it is called behind the marks of a conflict, as git does: `HEAD`, or the branch.
        public let name: String
        /// Its newest commit.
        public let commit: ObjectID?

        /// A side.
        public init(_ name: String, at commit: ObjectID? = nil) {
            self.name = name
            self.commit = commit
        }
    }

    /// The side that is merged into.
    public let ours: Side
    /// The side that is merged.
    public let theirs: Side

    /// Two sides.
    public init(ours: Side, theirs: Side) {
        self.ours = ours
        self.theirs = theirs
    }
}

extension FileMerge {
    /// The file as it is written, with conflicts marked, and what is to be told of it.
    ///
    /// - Parameters:
    ///   - sides: the names behind the marks; with their commits, who said what is looked up.
    ///   - texts: what the sides have.
    public func written(
        _ path: String, _ sides: MergeSides, in repository: Repository?, ours: [UInt8], theirs: [UInt8]
    ) -> (bytes: [UInt8], findings: [MergeFinding]) {
        guard manner != .whole else {
            return (ours, [MergeFinding(path: path, line: nil, matter: .notText)])
        }
        var authors: ValueAuthors?
        if manner == .record, let kind, let repository, !text.conflicts.isEmpty {
            authors = ValueAuthors(repository, kind, path: path, texts: [ours, theirs])
        }
        // A side's text may be another than its commit's: that of a commit being moved, or of a merge of two bases.
        let commits = (
            ours: sides.ours.commit.flatMap { authors?.has(ours, at: $0) == true ? $0 : nil },
            theirs: sides.theirs.commit.flatMap { authors?.has(theirs, at: $0) == true ? $0 : nil }
        )
        var claims: [(ours: MergeFinding.Claim, theirs: MergeFinding.Claim)] = []
        for conflict in text.conflicts {
            claims.append(
                (
                    .init(
                        value: conflict.ours.text,
                        author: commits.ours.flatMap { authors?.author(of: conflict.path, at: $0) }),
                    .init(
                        value: conflict.theirs.text,
                        author: commits.theirs.flatMap { authors?.author(of: conflict.path, at: $0) })
                ))
        }
        let labels = claims.map { (label(sides.ours, $0.ours), label(sides.theirs, $0.theirs)) }
        var next = labels.makeIterator()
        let marked = text.marked { _ in next.next() ?? (sides.ours.name, sides.theirs.name) }
        var findings = zip(zip(text.conflicts, claims), marked.lines).map { entry, line in
            let (conflict, claim) = entry
            let field = conflict.path.isEmpty ? kind?.body?.name : conflict.path.joined(separator: ".")
            let matter: MergeFinding.Matter =
                if manner == .record, let field { .value(field: field, ours: claim.ours, theirs: claim.theirs) } else {
                    .lines
                }
            return MergeFinding(path: path, line: line, matter: matter)
        }
        findings += problems.map { MergeFinding(path: path, line: $0.line, matter: .wrong($0.message)) }
        return (marked.bytes, findings)
    }

    private func label(_ side: MergeSides.Side, _ claim: MergeFinding.Claim) -> String {
        SafeText.escape(side.name) + (claim.author.map { " (\(SafeText.escape($0)))" } ?? "")
    }
}
