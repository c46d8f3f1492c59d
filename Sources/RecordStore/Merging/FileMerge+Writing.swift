import Git
import RecordModel
import RecordText

extension FileMerge {
    /// The file as it is written, with conflicts marked, and what is to be told of it.
    ///
    /// - Parameters:
    ///   - sides: the names behind the marks; with their commits, who said what is looked up.
    ///   - repository: where the sides' history is; nil where it is not known.
    ///   - markSize: how many letters each mark has.
    ///   - ours: our side's text.
    ///   - theirs: their side's text.
    func written(
        _ path: String, _ sides: MergeSides, in repository: Repository?, markSize: Int = MergedText.usualMarkSize,
        ours: [UInt8], theirs: [UInt8]
    ) -> (bytes: [UInt8], findings: [MergeFinding]) {
        guard manner != .whole else { return (ours, [MergeFinding(path: path, line: nil, matter: .notText)]) }
        let claims = claims(path, sides, repository, ours, theirs)
        var labels = claims.map { (label(sides.ours, $0.ours), label(sides.theirs, $0.theirs)) }.makeIterator()
        let marked = text.marked(size: markSize) { _ in labels.next() ?? (sides.ours.name, sides.theirs.name) }
        var findings: [MergeFinding] = []
        for (index, conflict) in text.conflicts.enumerated() {
            let field = conflict.path.isEmpty ? kind?.body?.name : conflict.path.joined(separator: ".")
            var matter = MergeFinding.Matter.lines
            if manner == .record, let field {
                matter = .value(field: field, ours: claims[index].ours, theirs: claims[index].theirs)
            }
            findings.append(MergeFinding(path: path, line: marked.lines[index], matter: matter))
        }
        findings += problems.map { MergeFinding(path: path, line: $0.line, matter: .wrong($0.message)) }
        return (marked.bytes, findings)
    }

    /// What each side says at each conflict, and whose word it is.
    private func claims(
        _ path: String, _ sides: MergeSides, _ repository: Repository?, _ ours: [UInt8], _ theirs: [UInt8]
    ) -> [(ours: MergeFinding.Claim, theirs: MergeFinding.Claim)] {
        var authors: ValueAuthors?
        if manner == .record, let kind, let repository, !text.conflicts.isEmpty {
            authors = ValueAuthors(repository, kind, path: path, texts: [ours, theirs])
        }
        /// A side's text may be another than its commit's: that of a commit being moved, or of a merge of two bases.
        func commit(_ side: MergeSides.Side, _ text: [UInt8]) -> ObjectID? {
            guard let authors, let commit = side.commit, authors.has(text, at: commit) else { return nil }
            return commit
        }
        let commits = (ours: commit(sides.ours, ours), theirs: commit(sides.theirs, theirs))
        return text.conflicts.map { conflict in
            (
                MergeFinding.Claim(
                    value: conflict.ours.text,
                    author: commits.ours.flatMap { authors?.author(of: conflict.path, at: $0) }),
                MergeFinding.Claim(
                    value: conflict.theirs.text,
                    author: commits.theirs.flatMap { authors?.author(of: conflict.path, at: $0) })
            )
        }
    }

    private func label(_ side: MergeSides.Side, _ claim: MergeFinding.Claim) -> String {
        SafeText.escape(side.name) + (claim.author.map { " (\(SafeText.escape($0)))" } ?? "")
    }
}
