public import Git
public import RecordModel

extension Store {
    /// The commits that one end of a history has and the other has not, newest first, without merges: these say nothing
    /// of their own.
    ///
    /// - Parameter base: nil for the whole history.
    /// - Throws: `unavailable` where the history between the two is not here.
    public func changes(
        of tip: ObjectID?, since base: ObjectID?, in home: Kind.Home
    ) throws(StoreError) -> [ObjectID] {
        let repository = try repository(of: home)
        guard let tip else { return [] }
        return try git { () throws(GitError) in
            var found: [ObjectID] = []
            for id in try repository.commits(of: tip, since: base) {
                if try repository.commitHeader(id).parents.count < 2 { found.append(id) }
            }
            return found
        }
    }

    /// How many changes this clone holds that were never elsewhere, as far as was last heard; nil where there is no other
    /// copy, or nobody can tell. What others took out again is not to be shared any more.
    public func unsharedCount(in home: Kind.Home) -> Int? {
        guard let repository = try? repository(of: home), !repository.isBare,
            case .branch(let branch, let tip)? = try? repository.head,
            let shared = repository.sharedBranch(of: branch)
        else { return nil }
        do throws(StoreError) {
            let theirs = try git { () throws(GitError) -> ObjectID? in
                if let there = try repository.reference(shared.tracking) { return there }
                // A branch that is nowhere else yet began where the main one was.
                guard let main = try repository.sharedMainBranch(of: shared.remote) else { return nil }
                return try repository.reference(main.tracking)
            }
            guard theirs != tip else { return 0 }
            if let rewriting = try rewriting(of: shared, heard: nil, by: tip, in: home) { return rewriting.own.count }
            return try changes(of: tip, since: theirs, in: home).count
        } catch {
            return nil
        }
    }
}
