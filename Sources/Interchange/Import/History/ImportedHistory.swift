public import Git
import RecordStore

/// What a store's history holds of histories that were replayed before.
public struct ImportedHistory {
    /// The source commits that were replayed, and the replay of each.
    public private(set) var replays: [ObjectID: ObjectID] = [:]
    /// The merges that joined replays, each with the newest replayed commit that it brought.
    private var joins: [ObjectID: ObjectID] = [:]
    private var takenBack = TakenBack()
    /// Whether what was joined once was taken back, so that it is joined again without being replayed again.
    public var isAnyTakenBack: Bool { joins.keys.contains(where: takenBack.contains) }

    /// Reads the messages of every commit behind one.
    public init(behind head: ObjectID, in repository: Repository) throws(GitError) {
        try repository.ancestors(of: [head]) { (step) throws(GitError) -> Bool in
            guard case .commit(let id, let header) = step else { return true }
            let message = try repository.commit(id).message
            takenBack.note(message, of: id, in: repository)
            if message.contains(MessageRewriting.origin) { note(message, id) }
            if header.parents.count > 1, try repository.commit(id).trailers.contains(.imports) {
                joins[id] = header.parents[1]
            }
            return true
        }
    }

    private mutating func note(_ message: String, _ id: ObjectID) {
        // The last such line is the one that the import added.
        let lines = message.split(separator: "\n").reversed()
        guard let line = lines.first(where: { $0.hasPrefix("\(MessageRewriting.origin): ") }),
            let origin = ObjectID(line.dropFirst(MessageRewriting.origin.utf8.count + 2))
        else { return }
        replays[origin] = id
    }

    /// The newest replayed commit whose files the store holds: what an import goes on from. Nil where there is none, or
    /// where each join was taken back, so that everything comes again.
    ///
    /// - Parameters:
    ///   - tip: the newest commit of the replay that is to be joined, in `repository`.
    ///   - head: the store's own newest commit.
    public func base(of tip: ObjectID, and head: ObjectID, in repository: Repository) throws(GitError) -> ObjectID? {
        let lost = joins.keys.filter(takenBack.contains)
        guard !lost.isEmpty else { return try repository.mergeBase(head, tip) }
        var newest: ObjectID?
        for (join, brought) in joins where !takenBack.contains(join) {
            // What a join brought before another was taken back is only what that one had not brought.
            var isWhole = true
            for earlier in lost {
                for undoer in takenBack.undoers(of: earlier) where try repository.isAncestor(undoer, of: join) != true {
                    isWhole = false
                }
            }
            guard isWhole, try repository.isAncestor(brought, of: tip) == true else { continue }
            if let older = newest, try repository.isAncestor(brought, of: older) == true { continue }
            newest = brought
        }
        return newest
    }
}
