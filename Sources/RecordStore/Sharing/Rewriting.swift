public import Git
public import RecordModel

/// What others took out of a branch by rewriting it, such as a person who is to be forgotten, and what this clone still
/// builds on: sent from here, it would be there again.
public struct Rewriting: Sendable {
    /// The newest commit that was there, is not there any more, and is still here.
    public let old: ObjectID
    /// The changes that were there, are not there any more, and are still here, newest first.
    public let removed: [ObjectID]
    /// The changes made here since then, newest first.
    public let own: [ObjectID]
}

extension Store {
    /// Whether the others have rewritten a branch; nil where everything that was there once and is here is there still.
    ///
    /// - Parameters:
    ///   - shared: where the branch is shared; what was last fetched from there counts.
    ///   - heard: what was seen there before that was fetched; what the reference's log knows counts besides.
    ///   - ours: the commit that would be sent.
    /// - Throws: `unavailable` where the history that would tell is not here.
    public func rewriting(
        of shared: SharedBranch, heard: ObjectID?, by ours: ObjectID?, in home: Kind.Home
    ) throws(StoreError) -> Rewriting? {
        let repository = try repository(of: home)
        let theirs = try git { () throws(GitError) in try repository.reference(shared.tracking) }
        guard let ours, let theirs, ours != theirs else { return nil }
        let unshared = try git { () throws(GitError) in Set(try repository.commits(of: ours, since: theirs)) }
        guard !unshared.isEmpty else { return nil }
        let seen = (heard.map { [$0] } ?? []) + repository.formerValues(of: shared.tracking)
        guard let old = seen.first(where: { unshared.contains($0) }) else { return nil }
        return Rewriting(
            old: old, removed: try changes(of: old, since: theirs, in: home),
            own: try changes(of: ours, since: old, in: home).filter { unshared.contains($0) })
    }
}
