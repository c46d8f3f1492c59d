import Git
import RecordModel

/// Where else the repository's commits are.
extension RepositoryFacts {
    func sharing() throws(StoreError) -> [StoreFact] {
        if repository.isBare, LastFetch(of: repository) == nil {
            return [.ok("sharing", "this is a copy that others share their changes through")]
        }
        guard repository.hasRemote else {
            return [
                StoreFact(
                    .warning, "sharing", "there is no other copy that git knows of",
                    fix: "\(gitCommand) remote add origin ADDRESS; cotech sync")
            ]
        }
        var facts: [StoreFact] = []
        if let last = LastFetch(of: repository) {
            let days = last.days(on: now)
            let words = days == 0 ? "today" : "\(counted(days, "day")) ago"
            if last.isNever {
                facts.append(
                    StoreFact(.warning, "fetched", "never since it was cloned, \(words)", fix: "cotech sync"))
            } else {
                facts.append(
                    last.isOld(on: now)
                        ? StoreFact(.warning, "fetched", words, fix: "cotech sync") : .ok("fetched", words))
            }
        }
        if !repository.isBare, let fact = try pushed() { facts.append(fact) }
        return facts
    }

    private func pushed() throws(StoreError) -> StoreFact? {
        let state = try git { () throws(GitError) -> (shared: SharedBranch, head: ObjectID, there: ObjectID?)? in
            guard case .branch(let name, let head) = try repository.head,
                let shared = repository.sharedBranch(of: name)
            else { return nil }
            return (shared, head, try repository.reference(shared.tracking))
        }
        guard let state else { return nil }
        guard let there = state.there else {
            return StoreFact(
                .warning, "pushed", "the branch \(state.shared.shortName) is nowhere else",
                fix: "cotech sync")
        }
        switch try git({ () throws(GitError) in try repository.isAncestor(state.head, of: there) }) {
        case true?:
            if try SideRecords.reminders(in: repository).news(with: state.shared.remote).here {
                return StoreFact(
                    .warning, "pushed", "what is remembered of reminders is only in this copy", fix: "cotech sync")
            }
            return .ok("pushed", "everything is on \(state.shared.remote)\(lastPush(of: state.shared))")
        case false?:
            return StoreFact(
                .warning, "pushed", "there are changes that only this copy has\(lastPush(of: state.shared))",
                fix: "cotech sync")
        case nil: return nil
        }
    }

    /// The reference log says when a push last moved the other side.
    private func lastPush(of shared: SharedBranch) -> String {
        guard let last = repository.lastMove(of: shared.tracking, { $0.hasSuffix("update by push") }) else { return "" }
        let days = max(0, now.seconds - last.seconds) / 86_400
        return days == 0 ? "; last pushed today" : "; last pushed \(counted(days, "day")) ago"
    }
}
