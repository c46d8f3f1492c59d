/// Why something about a repository could not be done, and the command that mends it.
public struct GitError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What kind of failure it is, for code that must tell one from another.
    public enum Kind: Sendable, Hashable {
        /// No repository is at the path or, when discovering, above it.
        case notARepository
        /// The repository belongs to somebody else, and git's `safe.directory` does not name it.
        case wrongOwner
        /// The repository uses an extension, a format or an index feature that is not understood here.
        case unsupported
        /// There is no commit yet.
        case noCommits
        /// No commit, branch or tag is called that.
        case noSuchRevision
        /// A shortened id fits several objects, or a name several references.
        case ambiguousRevision
        /// A reference name that git does not allow.
        case invalidName
        /// A path that must not be in a repository, such as one through `..` or `.git`.
        case invalidPath
        /// A folder on the way to a working file is a symbolic link, or the file itself is one.
        case symbolicLink
        /// The object is not here. In a shallow or partial clone this means "unknown", never "unchanged".
        case missingObject(ObjectID)
        /// The object is of another type than was asked for.
        case wrongType(ObjectID)
        /// The object has more bytes than the caller allowed.
        case tooLarge(ObjectID, size: Int)
        /// The bytes of an object or file are not what git writes.
        case corrupt
        /// A lock file is in the way.
        case locked(LockFile)
        /// The branch moved since it was read. Reading again and retrying is right.
        case overtaken
        /// HEAD names a commit and no branch, so a new commit would soon be lost.
        case detachedHead
        /// The program may not write there.
        case readOnly
        /// The disk is full.
        case diskFull
        /// The commit had to be signed, and could not be.
        case signingFailed
        /// Anything else that libgit2 or the operating system refused.
        case other
    }

    /// What kind of failure it is.
    public let kind: Kind
    /// One sentence, without a full stop: what was being done and what is wrong.
    public let message: String
    /// What a person can do about it, most often a command to type. `nil` where nobody can know.
    public let fix: String?

    /// Describes a failure.
    public init(_ kind: Kind, _ message: String, fix: String? = nil) {
        self.kind = kind
        self.message = message
        self.fix = fix
    }

    /// The message, and the fix on a line of its own.
    public var description: String {
        guard let fix else { return message }
        return "\(message)\nhelp: \(fix)"
    }

    static let damagedFolder = GitError(
        .corrupt, "a folder in the history is damaged", fix: "git fsck shows what is damaged")
    static let damagedCommit = GitError(
        .corrupt, "a commit in the history is damaged", fix: "git fsck shows what is damaged")

    /// Whether this says that an object is not in this clone.
    public var isMissingObject: Bool {
        if case .missingObject = kind { return true }
        return false
    }
}

/// A file by which one program keeps the others from writing.
public struct LockFile: Sendable, Hashable {
    /// Where it is.
    public let path: String
    /// How long ago it was made, in seconds; `nil` where it was gone before it could be looked at.
    public let age: Int?

    /// The error that says so, with the fix.
    public var error: GitError {
        guard let age else {
            return GitError(
                .locked(self), "another program held the lock \(path)", fix: "try again")
        }
        return GitError(
            .locked(self), "the lock \(path) is in the way; it is \(LockFile.words(seconds: age)) old",
            fix: "try again; if no git process is running, remove it: rm '\(path)'")
    }

    static func words(seconds: Int) -> String {
        func words(_ count: Int, _ unit: String) -> String { "\(count) \(unit)\(count == 1 ? "" : "s")" }
        switch seconds {
        case ..<120: return words(max(seconds, 0), "second")
        case ..<7_200: return words(seconds / 60, "minute")
        case ..<172_800: return words(seconds / 3_600, "hour")
        default: return words(seconds / 86_400, "day")
        }
    }
}
