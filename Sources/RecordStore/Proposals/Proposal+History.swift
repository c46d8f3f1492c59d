import Git
import RecordModel
import RecordText

/// What is wrong with a branch's commits, rather than with what they leave.
extension Proposal {
    /// Commits dated in the future, whose claims would have an unknown age, and sweeps of confirmations, which would
    /// confirm nothing (`docs/ageing.md`): both can still be mended before they land.
    func historyProblems(clock: Instant) throws(StoreError) -> [Diagnostic] {
        let repository = try merged.repository(of: home)
        var found: [Diagnostic] = []
        for id in commits ?? [] {
            let header = try git { () throws(GitError) in try repository.commitHeader(id) }
            // A merge says nothing of its own.
            guard header.parents.count < 2 else { continue }
            let changed = try git { () throws(GitError) -> [Proposal.File] in
                let parent = try header.parents.first.map { (id) throws(GitError) in
                    try repository.commitHeader(id).tree
                }
                return try repository.changedFiles(from: parent, to: header.tree)
            }
            guard let first = changed.first else { continue }
            let date = Instant(seconds: header.seconds)
            if AgeAnswer.isAhead(date, of: clock) {
                found.append(merged.futureCommit(id, date, at: first.path))
            }
            found += try confirmationSweep(id, changed, in: repository)
        }
        return found
    }

    private func confirmationSweep(
        _ commit: ObjectID, _ changed: [Proposal.File], in repository: Repository
    ) throws(StoreError) -> [Diagnostic] {
        let limit = StoreSettings.sweepLimit(in: base.settings)
        var found: [Diagnostic] = []
        for kind in merged.kinds where kind.home == home {
            let fields = kind.confirmationFields
            // Only where there are enough of them for a sweep are they read.
            let candidates = fields.isEmpty ? [] : changed.filter { kind.path.id(at: $0.path) != nil }
            guard candidates.count > limit else { continue }
            var confirmed: [String] = []
            var count = SweepCount(limit: limit)
            for file in candidates {
                guard let old = file.old, let new = file.new, let id = kind.path.id(at: file.path) else { continue }
                let sides = try [old, new].map { (entry) throws(StoreError) in
                    try StoredRecord.read(RecordEntry(id: id, path: file.path, entry: entry), of: kind, in: repository)
                }
                let isConfirmed = fields.contains { field in
                    !sides[0].record.content(of: field).saysTheSame(as: sides[1].record.content(of: field))
                }
                if !isConfirmed { continue }
                confirmed.append(file.path)
                count.add(sides[0].record)
            }
            guard count.isSweep, let first = confirmed.first else { continue }
            found.append(
                Diagnostic(
                    file: first, severity: .warning, code: "idle-confirmation",
                    message:
                        "The commit \(commit.short) confirms \(confirmed.count) \(kind.pages) at once, so it counts for none of them",
                    help: "Confirm each in a commit of its own: cotech \(kind.name) confirm ID"))
        }
        return found
    }
}
