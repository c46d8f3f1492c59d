internal import CLibgit2

/// The index, for reading, as `git help gitformat-index` describes it: versions 2, 3 and 4.
///
/// libgit2 makes an object of each entry and checks the sum of them all, which in a large store was a third of what a
/// write costs; here the places of the entries are noted, and only what is asked for is looked at. libgit2 writes it.
struct IndexFile {
    /// What a file's time must be before for the index to speak for it.
    private let modified: (seconds: Int64, nanoseconds: UInt32)
    private let file: MappedFile?
    private var entries: [Entry] = []
    /// The paths of all entries, one after another.
    private var paths: [UInt8] = []
    /// Why it cannot be told from it what is staged or in conflict; nil where it can.
    private(set) var damage: GitError?

    private struct Entry {
        /// Where the entry begins in the file.
        let start: Int
        /// Where its path is among ``paths``.
        let path: Range<Int>
        /// 0; or 1 to 3 for the base, ours and theirs of a conflict.
        let stage: Int
        let isSkipped: Bool
        /// Whether git was told to take the file for unchanged.
        let isAssumed: Bool
        /// Whether only its name was given to git, and nothing that would be committed.
        let isAnnounced: Bool
    }

    /// Where the parts of an entry stand, from its beginning.
    private enum Part {
        static let modified = 8
        static let inode = 20
        static let mode = 24
        static let size = 36
        static let id = 40
        static let flags = 60
        static let path = 62
    }

    /// Without an index, or with a damaged one, every file is read, which is slower and as right. What only the index can
    /// tell is refused then: see ``damage``.
    ///
    /// - Throws: `unsupported` where an index has parts without which it cannot be understood: a split one has most of
    ///   its entries elsewhere, and a sparse one has folders in the place of files.
    init(_ repository: borrowing Repository) throws(GitError) {
        let path = "\(repository.gitDirectory)/index"
        // The time is taken first: an index written in between then only costs a closer look.
        modified = Posix.facts(path).map { ($0.modified_seconds, $0.modified_nanoseconds) } ?? (0, 0)
        file = MappedFile(path)
        guard let file, let end = readEntries() else {
            (entries, paths) = ([], [])
            damage = try IndexFile.damage(path, repository)
            return
        }
        // Extensions follow, each with a name of four letters and its size, and the checksum ends the file.
        var start = end
        while start + 8 <= file.count - 20 {
            if let first = file.byte(at: start), first > UInt8(ascii: "Z") { throw IndexFile.unsupported(path) }
            start += 8 + Int(file.word(at: start + 4))
        }
        if start != file.count - 20 { damage = try IndexFile.damage(path, repository) }
    }

    /// What is said of an index that is not there, or not whole. Without one git takes every file of HEAD for removed; a
    /// repository without a commit or without working files needs none.
    private static func damage(_ path: String, _ repository: borrowing Repository) throws(GitError) -> GitError? {
        guard let facts = Posix.facts(path) else {
            guard !repository.isBare, try repository.head.id != nil else { return nil }
            return GitError(
                .corrupt, "there is no index, so git takes every file for removed: \(path)", fix: "git reset")
        }
        // Of one that cannot be read nobody knows whether anything is wrong with it.
        if !facts.isFolder { do { _ = try Posix.read(path) } catch { return error } }
        return GitError(
            .corrupt, facts.isFolder ? "the index is a folder: \(path)" : "the index is not whole: \(path)",
            fix: "rm \(facts.isFolder ? "-r " : "")'\(path)' && git reset")
    }

    /// What is said of an index that libgit2, which writes it, would not take either.
    private static func unsupported(_ path: String) -> GitError {
        GitError(
            .unsupported, "the index is split or leaves folders out, which cannot be read here: \(path)",
            fix: "git update-index --no-split-index, and git sparse-checkout reapply --no-sparse-index")
    }

    /// Notes where the entries stand, and gives the place after the last; nil where that cannot be told.
    private mutating func readEntries() -> Int? {
        guard let file, file.count >= 32, file.word(at: 0) == 0x4449_5243 else { return nil }
        let version = file.word(at: 4)
        let count = Int(file.word(at: 8))
        guard (2...4).contains(version), count <= file.count / Part.path else { return nil }
        entries.reserveCapacity(count)
        paths.reserveCapacity(file.count / 2)
        var start = 12
        while entries.count < count {
            guard start + Part.path < file.count else { return nil }
            let flags = file.word(at: start + Part.flags - 2) & 0xffff
            let isExtended = version > 2 && flags & 0x4000 != 0
            let more = isExtended ? file.byte(at: start + Part.path) ?? 0 : 0
            var offset = start + Part.path + (isExtended ? 2 : 0)
            let begin = paths.count
            // From version 4 on a path begins with that of the entry before, less so many bytes at its end.
            if version == 4, !keepPrefix(at: &offset) { return nil }
            guard let end = file.appendText(at: offset, to: &paths) else { return nil }
            entries.append(
                Entry(
                    start: start, path: begin..<paths.count, stage: Int(flags >> 12 & 3), isSkipped: more & 0x40 != 0,
                    isAssumed: flags & 0x8000 != 0, isAnnounced: more & 0x20 != 0))
            // Before version 4 an entry's length is a multiple of eight, with one to eight zeros at the end.
            start = version == 4 ? end + 1 : start + (end - start + 8) & ~7
        }
        return start
    }

    /// Copies what a path has in common with the one before.
    private mutating func keepPrefix(at offset: inout Int) -> Bool {
        guard let left = file?.distance(at: &offset) else { return false }
        guard let last = entries.last?.path else { return left == 0 }
        guard left <= last.count else { return false }
        paths.append(contentsOf: paths[last.lowerBound..<last.upperBound - left])
        return true
    }

    /// The entry of a path that is not in conflict, also one that is only announced; nil where there is none.
    private func entry(_ path: String) -> Entry? {
        var path = path
        return path.withUTF8 { wanted in
            var (low, high) = (0, entries.count)
            while low < high {
                let middle = (low + high) / 2
                let found = unsafe order(of: entries[middle], wanted)
                if found == 0 { return entries[middle] }
                if found < 0 { low = middle + 1 } else { high = middle }
            }
            return nil
        }
    }

    /// How an entry's path and stage compare with a path without a conflict, as git sorts them.
    private func order(of entry: Entry, _ wanted: UnsafeBufferPointer<UInt8>) -> Int {
        let common = min(entry.path.count, wanted.count)
        for index in 0..<common {
            let (one, other) = unsafe (paths[entry.path.lowerBound + index], wanted[index])
            if one != other { return Int(one) - Int(other) }
        }
        return entry.path.count == wanted.count ? entry.stage : entry.path.count - wanted.count
    }

    /// What is staged of a path; nil where nothing is, it is only announced (`git add -N`), or it is in conflict.
    func staged(_ path: String) -> TreeEntry? { entry(path).flatMap(staged) }

    /// What is staged of everything in a folder, or of one file, in the order of the paths.
    ///
    /// - Parameter prefix: without a slash at the end; `""` for everything.
    func forEachStaged(under prefix: String, _ body: (String, TreeEntry) throws(GitError) -> Void) throws(GitError) {
        let wanted = Array(prefix.utf8)
        for entry in entries {
            let path = paths[entry.path]
            guard wanted.isEmpty || path.starts(with: wanted) else { continue }
            let rest = path.dropFirst(wanted.count)
            guard wanted.isEmpty || rest.isEmpty || rest.first == UInt8(ascii: "/"), let staged = staged(entry) else {
                continue
            }
            try body(String(decoding: path, as: UTF8.self), staged)
        }
    }

    private func staged(_ entry: Entry) -> TreeEntry? {
        guard let file, entry.stage == 0, !entry.isAnnounced else { return nil }
        return TreeEntry(
            mode: FileMode(rawValue: file.word(at: entry.start + Part.mode)), id: file.id(at: entry.start + Part.id))
    }

    /// Whether git, too, would take the file for what HEAD has without reading it.
    func isUntouched(_ path: String, _ head: TreeEntry, _ facts: cotech_file_facts) -> Bool {
        guard let file, let start = entry(path)?.start else { return false }
        let seconds = file.word(at: start + Part.modified)
        let nanoseconds = file.word(at: start + Part.modified + 4)
        let inode = file.word(at: start + Part.inode)
        // As young as the index itself: it may have been written again since. Where no parts of a second are kept, the
        // whole of one is too near.
        guard (Int64(Int32(bitPattern: seconds)), nanoseconds == 0 ? .max : nanoseconds) < modified else {
            return false
        }
        return file.id(at: start + Part.id) == head.id && facts.isPlainFile
            && file.word(at: start + Part.mode) & 0o170000 == 0o100000
            && UInt64(file.word(at: start + Part.size)) == facts.size
            && seconds == UInt32(truncatingIfNeeded: facts.modified_seconds)
            && (nanoseconds == 0 || nanoseconds == facts.modified_nanoseconds)
            && (inode == 0 || inode == UInt32(truncatingIfNeeded: facts.inode))
    }

    /// Whether a sparse checkout leaves the file out on purpose.
    func isSkipped(_ path: String) -> Bool { entry(path)?.isSkipped ?? false }

    /// What is said to `git update-index` so that git takes notice of a file again; nil where it does.
    func wayToNotice(_ path: String, inSparseCheckout isSparse: Bool) -> String? {
        guard let entry = entry(path) else { return nil }
        if entry.isAssumed { return "--no-assume-unchanged" }
        // Where files are left out, git takes notice of those that are there all the same.
        return entry.isSkipped && !isSparse ? "--no-skip-worktree" : nil
    }

    /// The paths that end in a name.
    func paths(endingIn name: String) -> [String] {
        let name = Array(name.utf8)
        return entries.filter { paths[$0.path].suffix(name.count).elementsEqual(name) }
            .map { String(decoding: paths[$0.path], as: UTF8.self) }
    }

    /// The files that git holds for conflicts, in the order of their paths.
    var conflictedPaths: [String] {
        var found: [String] = []
        for entry in entries where entry.stage > 0 {
            let path = String(decoding: paths[entry.path], as: UTF8.self)
            if found.last != path { found.append(path) }
        }
        return found
    }
}

extension Repository {
    /// The index, which is read again only where it is another file than before: git never writes into one that is there.
    func currentIndex() throws(GitError) -> IndexFile {
        let file = Posix.facts("\(gitDirectory)/index")
        if let file, let recentIndex, recentIndex.file.isSameFile(as: file) { return recentIndex.index }
        let index = try IndexFile(self)
        recentIndex = file.map { ($0, index) }
        return index
    }

    /// The index, for what only it can tell.
    ///
    /// - Throws: `corrupt` where it is damaged, or not there although there are files that were committed.
    func wholeIndex() throws(GitError) -> IndexFile {
        let index = try currentIndex()
        if let damage = index.damage { throw damage }
        return index
    }
}

extension cotech_file_facts {
    fileprivate func isSameFile(as other: cotech_file_facts) -> Bool {
        (device, inode, size) == (other.device, other.inode, other.size)
            && (modified_seconds, modified_nanoseconds) == (other.modified_seconds, other.modified_nanoseconds)
            && (changed_seconds, changed_nanoseconds) == (other.changed_seconds, other.changed_nanoseconds)
    }
}
