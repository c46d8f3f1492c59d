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
            var appeared: [RecordID] = []
            var count = SweepCount(limit: limit)
            for file in candidates {
                guard let new = file.new, let id = kind.path.id(at: file.path) else { continue }
                let sides = try [file.old, new].map { (entry) throws(StoreError) in
                    try entry.map { (entry) throws(StoreError) in
                        let place = RecordEntry(id: id, path: file.path, entry: entry)
                        return try StoredRecord.read(place, of: kind, in: repository).record
                    }
                }
                let before = sides[0] ?? Record(kind: kind, id: id, contents: ContentsInMemory([:]))
                guard let after = sides[1],
                    fields.contains(where: { !before.content(of: $0).saysTheSame(as: after.content(of: $0)) })
                else { continue }
                confirmed.append(file.path)
                if sides[0] == nil { appeared.append(id) }
                count.add(after)
            }
            guard count.isSweep, let first = confirmed.first else { continue }
            // What was never there before is as new as its confirmation, which takes nothing away from it.
            var isLost = confirmed.count > appeared.count
            for id in appeared where !isLost { isLost = try base.departure(of: id, kind) != nil }
            guard isLost else { continue }
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
