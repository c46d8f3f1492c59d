public import Git

/// What an import of a history did, so that nothing is dropped or changed without a word.
public struct HistoryReport: Sendable {
    /// Source commits that were replayed this time.
    public internal(set) var commits = 0
    /// How many of them have several parents.
    public internal(set) var merges = 0
    /// How many of them change no record.
    public internal(set) var empty = 0
    /// How many source commits had been imported before.
    public internal(set) var known = 0
    /// Source keys that are kept under another name, by folder, in how many versions.
    public internal(set) var kept: [KeyUse: Int] = [:]
    /// Source keys that were left out, by folder, in how many versions.
    public internal(set) var ignored: [KeyUse: Int] = [:]
    /// Paths that are no records, with the reason.
    public internal(set) var skipped: [String: String] = [:]
    /// Paths whose names were no ids, with the id that each became.
    public internal(set) var changedIDs: [String: String] = [:]
    /// Elements of lists of terms that were no ids, with the id that each became.
    public internal(set) var elements: [String: String] = [:]
    /// Versions that were read although they have faults.
    public internal(set) var mended: [Version] = []
    /// Versions that could not be read.
    public internal(set) var unread: [Version] = []
    /// Commits that a message cites and that were not imported.
    public internal(set) var unknownCitations: [ObjectID: String] = [:]

    /// A source key in a folder, and what became of it.
    public struct KeyUse: Hashable, Comparable, Sendable {
        /// The source's folder.
        public let folder: String
        /// The key.
        public let key: String
        /// What it is kept under, or why it is left out.
        public let fate: String

        /// By folder, then by key.
        public static func < (left: KeyUse, right: KeyUse) -> Bool {
            (left.folder, left.key, left.fate) < (right.folder, right.key, right.fate)
        }
    }

    /// One version of a file with faults.
    public struct Version: Hashable, Sendable {
        /// The source commit that brought it.
        public let commit: ObjectID
        /// The file.
        public let path: String
        /// The line of the first fault, from 1.
        public let line: Int
        /// What is wrong with it.
        public let reason: String
        /// Where its text was kept; nil where it is only listed.
        public let keptUnder: String?
    }
}
