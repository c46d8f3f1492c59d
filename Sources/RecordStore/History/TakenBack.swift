public import Git

/// Which commits others say they take back.
public struct TakenBack {
    private var undoers: [ObjectID: [ObjectID]] = [:]

    /// Nothing is taken back yet.
    public init() {}

    /// Takes in what a commit's message says.
    public mutating func note(_ message: String, of id: ObjectID, in repository: Repository) {
        for undone in CommitClaims(parsing: message, in: repository).undoes { undoers[undone, default: []].append(id) }
    }

    /// The commits that say they take a commit back.
    public func undoers(of id: ObjectID) -> [ObjectID] { undoers[id] ?? [] }

    /// Whether a commit was taken back, and that was not taken back itself.
    public func contains(_ id: ObjectID) -> Bool {
        // What takes a commit back is younger than it, so this ends.
        undoers(of: id).contains { !contains($0) }
    }
}
