internal import CLibgit2

#if canImport(Darwin)
    internal import Darwin
#elseif canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#endif

/// A move of a reference, as its log has it.
public struct LoggedMove: Hashable, Sendable {
    /// What it pointed at before; zero where it was not there.
    public let old: ObjectID
    /// What it points at since then; zero where it is not there any more.
    public let new: ObjectID
    /// When, in seconds since 1970.
    public let seconds: Int64
    /// What moved it: `fetch origin: fast-forward`. Empty where nothing says.
    public let message: String
}

/// The log of a reference, read from its end and only as far as somebody asks: one that was kept for years is long.
public struct ReferenceLog: ~Copyable {
    private let descriptor: Int32
    private let path: String
    /// How many bytes of the file have not been read yet.
    private var unread: Int
    /// What was read and not given yet.
    private var rest: ArraySlice<UInt8> = []

    /// At least so many bytes are read at once.
    static let blockSize = 4096

    /// Nil where there is no such file, or a folder, as a branch leaves behind that was removed.
    fileprivate init?(_ path: String) throws(GitError) {
        let descriptor = Posix.open(path, O_RDONLY)
        guard descriptor >= 0 else {
            if errno == ENOENT || errno == ENOTDIR { return nil }
            throw Posix.error(errno, "read", path)
        }
        var facts = cotech_file_facts()
        guard unsafe cotech_open_file_facts(descriptor, &facts) == 0, !facts.isFolder else {
            close(descriptor)
            return nil
        }
        self.descriptor = descriptor
        self.path = path
        unread = Int(clamping: facts.size)
    }

    deinit { close(descriptor) }

    /// The newest move that was not given yet; nil where there is none left. As for git, a line counts that is whole.
    public mutating func next() throws(GitError) -> LoggedMove? {
        while let line = try nextLine() {
            if line.last == UInt8(ascii: "\n"), let move = LoggedMove(line.dropLast()) { return move }
        }
        return nil
    }

    /// The last line that was not given yet, with its end.
    private mutating func nextLine() throws(GitError) -> ArraySlice<UInt8>? {
        while true {
            if let end = rest.dropLast().lastIndex(of: UInt8(ascii: "\n")) {
                defer { rest = rest[...end] }
                return rest[(end + 1)...]
            }
            guard unread > 0 else { break }
            // A line that is longer than a block is not looked through for each block anew.
            let count = min(unread, max(Self.blockSize, rest.count))
            unread -= count
            rest = try (Posix.read(descriptor, path, from: unread, count: count) + rest)[...]
        }
        defer { rest = [] }
        return rest.isEmpty ? nil : rest
    }
}

extension LoggedMove {
    /// `OLD NEW NAME <ADDRESS> SECONDS ZONE` and, behind a tab, what moved it; nil for anything else.
    fileprivate init?(_ line: ArraySlice<UInt8>) {
        let words = line.split(separator: UInt8(ascii: " "), maxSplits: 2)
        func text(_ bytes: ArraySlice<UInt8>) -> String { String(decoding: bytes, as: UTF8.self) }
        guard words.count == 3, let old = ObjectID(text(words[0])), let new = ObjectID(text(words[1])),
            // A name may hold a tab.
            let person = words[2].firstIndex(of: UInt8(ascii: ">"))
        else { return nil }
        let parts = words[2][(person + 1)...].split(
            separator: UInt8(ascii: "\t"), maxSplits: 1, omittingEmptySubsequences: false)
        guard let time = parts[0].split(separator: UInt8(ascii: " ")).first, let seconds = Int64(text(time)) else {
            return nil
        }
        var message = parts.count > 1 ? parts[1] : []
        if message.last == UInt8(ascii: "\r") { message.removeLast() }
        self.init(old: old, new: new, seconds: seconds, message: text(message))
    }
}

extension Repository {
    /// The log of a reference; nil where none is kept.
    ///
    /// - Parameter name: its full name, such as `refs/remotes/origin/main`.
    public func log(of name: String) throws(GitError) -> ReferenceLog? { try ReferenceLog(logPath(of: name)) }

    /// Where a reference's log is: that of HEAD belongs to the worktree.
    func logPath(of name: String) -> String { "\(name == "HEAD" ? gitDirectory : commonDirectory)/logs/\(name)" }

    /// What a reference pointed at before, as its log has it, the newest first and what it points at now among it;
    /// nothing where no log is kept, or none that can be read.
    ///
    /// - Parameter name: its full name.
    public func formerValues(of name: String) -> [ObjectID] {
        guard var log = (try? log(of: name)) ?? nil else { return [] }
        var found: [ObjectID] = []
        while let move = (try? log.next()) ?? nil {
            for value in [move.new, move.old] where !value.isZero && found.last != value { found.append(value) }
        }
        return found
    }
}
