public import Git
public import RecordModel
public import RecordText

/// A change to a repository, worked out from a snapshot: which files it writes, and the sentence that says so.
public struct Plan: Sendable {
    /// The commit's first line: a sentence a person would write.
    public var subject: String
    /// More about it, where one sentence is not enough.
    public var body = ""
    /// Lines for machines, below the message.
    public var trailers: [Trailer] = []
    /// The new text of each path; nil removes it.
    public var files: [String: [UInt8]?] = [:]
    /// Files that are the continuation of another: new path, old path. What was wrong in the old one is not new.
    public var moves: [String: String] = [:]
    /// Parents besides the branch, for a merge of another history.
    public var otherParents: [ObjectID] = []
    /// Whether the new texts are the edits by hand that stand in the working files.
    public var savesWorkingFiles = false
    /// Paths that get back the very text that they had: what was wrong in it may be wrong again.
    public var restored: Set<String> = []
    /// What is wrong with the change itself, rather than with what it would leave. It is refused for it.
    public var faults: [Diagnostic] = []
    /// Whether texts that are wrong are brought in all the same, and their errors only told: what another history holds
    /// is not refused for what it says.
    public var bringsErrors = false
    /// Whether what it says was typed as a command's arguments: what is wrong with it is then said of the command, and not
    /// of a record or a file.
    public var isTyped = false
    /// Whether it takes back what was done: the steps that a pipeline lists are for going on, not for that.
    public var takesBack = false
    /// What the person is told, where the subject is not the thing to say: a sentence without its full stop.
    public var said: String?
    /// What else the person should know.
    public var remarks: [Remark] = []
    /// What the same change does in the other repository: a commit of its own there, once this one has landed. Both
    /// are checked before either is written. Nothing joins two repositories, so a plan must be able to start from a
    /// state in which only the first half is done.
    public var sequel: Sequel?

    /// Something worth knowing about a change, which stops nothing.
    public struct Remark: Hashable, Sendable {
        /// A sentence without its full stop.
        public let text: String
        /// What to do about it.
        public let help: String
    }

    /// The second half of a change that concerns both repositories.
    public struct Sequel: Sendable {
        /// The commit's first line there.
        public var subject: String
        /// Lines for machines, below the message.
        public var trailers: [Trailer]
        /// The new text of each path; nil removes it.
        public var files: [String: [UInt8]?]

        /// A second half.
        public init(_ subject: String, trailers: [Trailer] = [], files: [String: [UInt8]?]) {
            self.subject = subject
            self.trailers = trailers
            self.files = files
        }
    }

    /// A plan that changes nothing yet.
    public init(_ subject: String) {
        self.subject = subject
    }

    /// Whether nothing would change.
    public var isEmpty: Bool { files.isEmpty && otherParents.isEmpty && (sequel?.files.isEmpty ?? true) }
}

/// Who makes a change, and when.
public struct Hand: Sendable {
    /// Whose words they are; nil for the configured identity.
    public var author: (name: String, email: String)?
    /// When they were said, where that was before now.
    public var said: Instant?
    /// Who writes them down; nil for the configured identity.
    public var committer: (name: String, email: String)?
    /// The moment.
    public var now: Instant
    /// Seconds that local time is ahead of UTC.
    public var offset: Int

    /// A hand at a moment.
    public init(
        author: (name: String, email: String)? = nil, committer: (name: String, email: String)? = nil, now: Instant,
        offset: Int = 0
    ) {
        self.author = author
        self.committer = committer
        self.now = now
        self.offset = offset
    }
}

/// What a write came to.
public struct Written: Sendable {
    /// The commit; nil where nothing had to change, or it was only a rehearsal.
    public let commit: ObjectID?
    /// What the person is told: a sentence without its full stop.
    public let sentence: String
    /// The files that changed: path, the text before, the text after.
    public let changes: [(path: String, before: [UInt8]?, after: [UInt8]?)]
    /// Paths whose files hold an edit by hand and were left alone.
    public let leftAlone: [String]
    /// Errors that the change brought in, where its plan allowed that, and warnings.
    let findings: [Diagnostic]
    /// What else the person should know.
    public let remarks: [Plan.Remark]

    /// Errors that the change brought in, where its plan allowed that.
    public var errors: [Diagnostic] { findings.filter { $0.severity == .error } }
    /// Warnings that it brought in.
    public var warnings: [Diagnostic] { findings.filter { $0.severity == .warning } }
}
