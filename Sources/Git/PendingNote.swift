/// What a write is about to do to working files, made durable before it begins, so that it can be taken back.
///
/// It lies in the worktree's own git directory, so it names its worktree by where it is. A process that is killed before
/// the branch moved leaves it behind, with files that say what no commit does; the next command makes them what HEAD says.
struct PendingNote {
    /// One file of the commit.
    struct Change: Hashable {
        var path: String
        var old: TreeEntry?
        var new: TreeEntry?
        /// Whether the file said so before, by a person's hand, which is not to be taken back.
        var isSaved = false
    }

    var commit: ObjectID
    var changes: [Change]

    var text: String {
        var text = "cotech pending update 1\ncommit \(commit)\n"
        for change in changes {
            let words = [PendingNote.word(change.old), PendingNote.word(change.new), PendingNote.escaped(change.path)]
            text += "\(change.isSaved ? "saved" : "path") \(words.joined(separator: " "))\n"
        }
        return text + "end\n"
    }

    init(commit: ObjectID, changes: [Change]) {
        self.commit = commit
        self.changes = changes
    }

    /// `nil` for anything that is not a whole note.
    init?(_ bytes: [UInt8]) {
        var lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n")[...]
        guard lines.popFirst() == "cotech pending update 1", lines.popLast() == "end",
            let first = lines.popFirst(), first.hasPrefix("commit "), let commit = ObjectID(first.dropFirst(7))
        else { return nil }
        self.commit = commit
        changes = []
        for line in lines {
            let words = line.split(separator: " ", maxSplits: 3)
            guard words.count == 4, ["path", "saved"].contains(words[0]), let old = PendingNote.entry(words[1]),
                let new = PendingNote.entry(words[2])
            else { return nil }
            changes.append(
                Change(path: PendingNote.unescaped(words[3]), old: old, new: new, isSaved: words[0] == "saved"))
        }
    }

    private static func word(_ entry: TreeEntry?) -> String {
        guard let entry else { return "-" }
        return "\(String(entry.mode.rawValue, radix: 8)):\(entry.id)"
    }

    private static func entry(_ word: Substring) -> TreeEntry?? {
        if word == "-" { return .some(nil) }
        let parts = word.split(separator: ":")
        guard parts.count == 2, let mode = UInt32(parts[0], radix: 8), let id = ObjectID(parts[1]) else { return nil }
        return TreeEntry(mode: FileMode(rawValue: mode), id: id)
    }

    /// A path that git took from elsewhere may hold a newline.
    private static func escaped(_ path: String) -> String {
        guard path.utf8.contains(where: { $0 < 0x20 || $0 == UInt8(ascii: "%") }) else { return path }
        var bytes: [UInt8] = []
        for byte in path.utf8 {
            if byte < 0x20 || byte == UInt8(ascii: "%") {
                let digits = String(byte, radix: 16)
                bytes += Array("%\(digits.count == 1 ? "0" : "")\(digits)".utf8)
            } else {
                bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func unescaped(_ path: Substring) -> String {
        guard path.utf8.contains(UInt8(ascii: "%")) else { return String(path) }
        var bytes: [UInt8] = []
        var rest = Array(path.utf8)[...]
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "%"), rest.count >= 2,
                let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16)
            {
                bytes.append(value)
                rest = rest.dropFirst(2)
            } else {
                bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}

extension Repository {
    private var pendingFolder: String { "\(ownFolder)/pending" }

    /// Whether a write in this worktree was cut short, or is going on.
    public var hasPendingUpdates: Bool { !isBare && !Posix.names(in: pendingFolder).isEmpty }

    /// Writes a note, among other files that are to be durable. The write lock is held.
    func add(_ note: PendingNote, to files: inout DurableFiles) throws(GitError) {
        let temporary = "\(pendingFolder)/new"
        try Posix.remove(temporary)
        try files.add("\(pendingFolder)/\(note.commit)", by: temporary, Array(note.text.utf8))
    }

    func remove(_ note: PendingNote) throws(GitError) { try Posix.remove("\(pendingFolder)/\(note.commit)") }

    /// The notes that were left, with those that never became whole removed. The write lock is held, so no
    /// process that is alive is between writing one and keeping it.
    func pendingNotes() throws(GitError) -> [PendingNote] {
        var notes: [PendingNote] = []
        for name in Posix.names(in: pendingFolder).sorted() {
            let path = "\(pendingFolder)/\(name)"
            guard let bytes = try Posix.read(path) else { continue }
            if let note = PendingNote(bytes), note.commit.description == name {
                notes.append(note)
            } else {
                try Posix.remove(path)
            }
        }
        return notes
    }

    /// What the index may still have of some paths for a write that is going on or was cut short. The write lock need not
    /// be held.
    func entriesUnderWay() throws(GitError) -> [String: Set<TreeEntry?>] {
        var entries: [String: Set<TreeEntry?>] = [:]
        for name in Posix.names(in: pendingFolder) {
            guard let bytes = try Posix.read("\(pendingFolder)/\(name)"), let note = PendingNote(bytes) else {
                continue
            }
            for change in note.changes { entries[change.path, default: []].formUnion([change.old, change.new]) }
        }
        return entries
    }
}
