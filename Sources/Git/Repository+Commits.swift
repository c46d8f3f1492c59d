internal import CLibgit2

#if canImport(Darwin)
    internal import Darwin
#elseif canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#endif

extension Repository {
    /// A commit with its people and message.
    ///
    /// - Throws: `missingObject`, `wrongType`, `corrupt`.
    public func commit(_ id: ObjectID) throws(GitError) -> Commit {
        let object = try object(id, GIT_OBJECT_COMMIT, "a commit")
        var parser = unsafe CommitParser(object.bytes)
        return try unsafe parser.commit(id)
    }

    /// A commit's tree, parents and times: several times cheaper than the whole.
    public func commitHeader(_ id: ObjectID) throws(GitError) -> CommitHeader {
        if let recentHeader, recentHeader.id == id { return recentHeader.header }
        let header = try commitHeader(id, noting: []).header
        recentHeader = (id, header)
        return header
    }

    /// What a commit says of itself besides its message, and whether a line of its message begins with one of the
    /// texts: a walk that asks this of every commit need not read messages a second time.
    public func commitHeader(
        _ id: ObjectID, noting beginnings: [StaticString]
    ) throws(GitError) -> (header: CommitHeader, isNoted: Bool) {
        let object = try object(id, GIT_OBJECT_COMMIT, "a commit")
        var parser = unsafe CommitParser(object.bytes)
        let header = try unsafe parser.header()
        return (header, unsafe parser.hasLine(beginningWith: beginnings))
    }

    /// Stores a commit and gives its id. No branch moves: see ``publish(_:)``.
    ///
    /// - Parameters:
    ///   - parents: none for the first commit of a history.
    ///   - message: trailers included; a newline is added at the end where there is none.
    ///   - signing: whether to sign. By default as `commit.gpgsign` says.
    /// - Throws: `signingFailed`, and then nothing is stored.
    public func createCommit(
        tree: ObjectID, parents: [ObjectID], author: Signature, committer: Signature, message: String,
        signing: CommitSigning = .asConfigured
    ) throws(GitError) -> ObjectID {
        var header = "tree \(tree)\n"
        for parent in parents { header += "parent \(parent)\n" }
        header += "author \(author.line)\n"
        header += "committer \(committer.line)\n"
        // A NUL would end the message for git, which warns of such commits.
        var message = message.utf8.contains(0) ? String(message.split(separator: "\0").joined()) : message
        if message.utf8.last != UInt8(ascii: "\n") { message += "\n" }
        let unsigned = Array((header + "\n" + message).utf8)
        guard let signature = try signature(of: unsigned, committer, signing) else {
            return try write(unsigned, GIT_OBJECT_COMMIT)
        }
        // The signature is a header of several lines, each but the first beginning with a space.
        let plain = String(signature.unicodeScalars.filter { $0 != "\r" }.map(Character.init))
        var lines = plain.split(separator: "\n", omittingEmptySubsequences: false)
        while lines.last?.isEmpty == true { lines.removeLast() }
        header += "gpgsig " + lines.joined(separator: "\n ") + "\n"
        return try write(Array((header + "\n" + message).utf8), GIT_OBJECT_COMMIT)
    }

    /// The person that git's settings name, at a moment.
    ///
    /// - Throws: `other`, with the commands that set the name and the address: for every repository of the user, or, where
    ///   there is no folder to keep that in, for this one.
    public func configuredIdentity(seconds: Int64, offset: Int = 0) throws(GitError) -> Signature {
        guard let name = config("user.name"), let email = config("user.email"), !name.isEmpty else {
            // A service's user has no folder that git could keep its own settings in.
            let git = Repository.isUserAtHome ? "git config --global" : "git -C '\(place)' config"
            throw GitError(
                .other, "git does not know who you are",
                fix: "\(git) user.name 'Your Name'; \(git) user.email you@example.org")
        }
        return Signature(name: name, email: email, seconds: seconds, offset: offset)
    }

    /// Whether the user has a folder for settings that hold in every repository.
    private static var isUserAtHome: Bool {
        guard let home = unsafe getenv("HOME").flatMap({ unsafe String(validatingCString: $0) }) else { return false }
        return Posix.facts(home)?.isFolder == true
    }
}

extension Signature {
    /// `Name <email> seconds +hhmm`, as commits and reference logs hold it.
    var line: String {
        let minutes = offset.magnitude
        let hours = minutes / 60
        let rest = minutes % 60
        let zone = "\(offset < 0 ? "-" : "+")\(hours < 10 ? "0" : "")\(hours)\(rest < 10 ? "0" : "")\(rest)"
        return "\(Signature.plain(name)) <\(Signature.plain(email))> \(seconds) \(zone)"
    }

    /// Git drops what would break the line; a name of nothing else would make a commit that fsck rejects.
    private static func plain(_ text: String) -> String {
        var scalars = String.UnicodeScalarView()
        for scalar in text.unicodeScalars where scalar != "<" && scalar != ">" && scalar.value >= 0x20 {
            scalars.append(scalar)
        }
        var plain = Substring(String(scalars))
        while plain.first == " " { plain.removeFirst() }
        while plain.last == " " { plain.removeLast() }
        return String(plain)
    }
}
