public import Git

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
