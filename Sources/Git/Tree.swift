internal import CLibgit2

/// What kind of thing a tree's entry is, in git's octal numbers.
public struct FileMode: RawRepresentable, Hashable, Sendable {
    /// Git's number, such as octal 100644.
    public let rawValue: UInt32

    /// Takes any number; what git does not know is neither a file nor a folder.
    @inlinable public init(rawValue: UInt32) { self.rawValue = rawValue }

    /// A plain file.
    public static let file = FileMode(rawValue: 0o100644)
    /// A file that may be run.
    public static let executable = FileMode(rawValue: 0o100755)
    /// A symbolic link; the blob is where it points.
    public static let symbolicLink = FileMode(rawValue: 0o120000)
    /// A commit of another repository.
    public static let submodule = FileMode(rawValue: 0o160000)
    /// A tree.
    public static let folder = FileMode(rawValue: 0o40000)

    /// Whether it is a tree.
    public var isFolder: Bool { rawValue & 0o170000 == 0o40000 }
    /// Whether it is a plain or executable file, also with the odd permissions of very old commits.
    public var isFile: Bool { rawValue & 0o170000 == 0o100000 }
    /// Whether it is a file that may be run.
    public var isExecutable: Bool { isFile && rawValue & 0o100 != 0 }

    /// What stands there, as a sentence has it: `a symbolic link`.
    public var phrase: String {
        switch self {
        case .symbolicLink: "a symbolic link"
        case .submodule: "a submodule"
        case _ where isFolder: "a folder"
        case _ where isFile: "a file"
        default: "nothing that git keeps"
        }
    }
}

/// What a tree says of one name.
public struct TreeEntry: Hashable, Sendable {
    /// What it is.
    public var mode: FileMode
    /// The blob, tree or (for a submodule) foreign commit.
    public var id: ObjectID

    /// Pairs a mode and an object.
    public init(mode: FileMode, id: ObjectID) {
        self.mode = mode
        self.id = id
    }

    /// The tree, where it is a folder.
    public var folder: ObjectID? { mode.isFolder ? id : nil }

    /// A plain file with these contents.
    public static func file(_ blob: ObjectID) -> TreeEntry { TreeEntry(mode: .file, id: blob) }
}

/// One folder of a commit, read in place: entries are parsed from git's own bytes as they are asked for.
@safe public struct Tree: ~Copyable {
    private let object: RawObject

    init(_ object: RawObject) { self.object = object }

    /// The size of git's own bytes for this folder.
    public var byteCount: Int { object.count }

    var cursor: TreeCursor {
        unsafe TreeCursor(object.start, count: object.count)
    }

    /// Gives each entry in git's order, in which a folder sorts as though its name ended in `/`.
    ///
    /// The name is valid only while `body` runs; it need not be UTF-8.
    /// - Throws: `corrupt`, or what `body` throws.
    public func forEachEntry(
        _ body: (_ name: RawSpan, _ entry: TreeEntry) throws(GitError) -> Void
    ) throws(GitError) {
        var cursor = unsafe cursor
        while unsafe cursor.hasEntry {
            try unsafe cursor.read()
            try unsafe body(cursor.name.bytes, cursor.entry)
            unsafe cursor.advance()
        }
    }

    /// The entries as values, for folders that are small or read once.
    public func entries() throws(GitError) -> [(name: String, entry: TreeEntry)] {
        var entries: [(name: String, entry: TreeEntry)] = []
        try forEachEntry { (name, entry) throws(GitError) in entries.append((String(git: name), entry)) }
        return entries
    }

    /// Whether there are folders in it.
    public var holdsFolders: Bool {
        get throws(GitError) {
            var cursor = unsafe cursor
            while unsafe cursor.hasEntry {
                try unsafe cursor.read()
                if unsafe cursor.entry.mode.isFolder { return true }
                unsafe cursor.advance()
            }
            return false
        }
    }

    /// The entry of that name, or `nil`.
    public func entry(named name: String) throws(GitError) -> TreeEntry? { try entry(named: Array(name.utf8)[...]) }

    /// The entry whose name has these bytes, or `nil`. As git does, it looks no further than where the name would stand.
    func entry(named wanted: ArraySlice<UInt8>) throws(GitError) -> TreeEntry? {
        var cursor = unsafe cursor
        while unsafe cursor.hasEntry {
            try unsafe cursor.read()
            let order = unsafe cursor.order(of: wanted)
            if order == 0 { return unsafe cursor.entry }
            if order < 0 { break }
            unsafe cursor.advance()
        }
        return nil
    }
}

extension String {
    /// The text of bytes that git keeps, such as a file's name; what is not UTF-8 becomes U+FFFD.
    public init(git bytes: RawSpan) {
        self = unsafe bytes.withUnsafeBytes { unsafe String(decoding: $0, as: UTF8.self) }
    }
}

/// A place in the raw bytes of a tree: `mode SP name NUL id`, again and again.
@unsafe struct TreeCursor {
    private(set) var start: UnsafeRawPointer?
    private(set) var remaining: Int
    private(set) var nameStart: UnsafeRawPointer?
    private(set) var nameCount = 0
    private(set) var mode: UInt32 = 0
    private var length = 0

    init(_ start: UnsafeRawPointer?, count: Int) {
        unsafe self.start = start
        unsafe remaining = count
    }

    var hasEntry: Bool { unsafe remaining > 0 }

    /// Parses the entry here, without moving.
    @inline(__always)
    mutating func read() throws(GitError) {
        guard let start = unsafe start else { throw GitError.damagedFolder }
        var mode: UInt32 = 0
        var offset = 0
        let limit = unsafe remaining
        while true {
            guard offset < limit else { throw GitError.damagedFolder }
            let digit = unsafe start.load(fromByteOffset: offset, as: UInt8.self)
            offset += 1
            if digit == 0x20 { break }
            guard digit >= 0x30, digit <= 0x37, offset <= 7 else { throw GitError.damagedFolder }
            mode = mode << 3 | UInt32(digit &- 0x30)
        }
        let name = offset
        while true {
            guard offset < limit else { throw GitError.damagedFolder }
            if unsafe start.load(fromByteOffset: offset, as: UInt8.self) == 0 { break }
            offset += 1
        }
        guard offset > name, limit - offset >= 21 else { throw GitError.damagedFolder }
        unsafe nameStart = start + name
        unsafe nameCount = offset - name
        unsafe self.mode = mode
        unsafe length = offset + 21
    }

    /// Moves past the entry last read.
    @inline(__always)
    mutating func advance() {
        unsafe start = start.map { unsafe $0 + length }
        unsafe remaining -= length
    }

    /// Moves on by bytes that are known to end at an entry's end.
    @inline(__always)
    mutating func skip(_ count: Int) {
        unsafe start = start.map { unsafe $0 + count }
        unsafe remaining -= count
    }

    var name: UnsafeRawBufferPointer { unsafe UnsafeRawBufferPointer(start: nameStart, count: nameCount) }

    /// All the bytes of the entry last read.
    var bytes: UnsafeRawBufferPointer { unsafe UnsafeRawBufferPointer(start: start, count: length) }

    var entry: TreeEntry {
        guard let start = unsafe nameStart else { return TreeEntry(mode: FileMode(rawValue: 0), id: .zero) }
        return unsafe TreeEntry(mode: FileMode(rawValue: mode), id: ObjectID(at: start + nameCount + 1))
    }

    /// How a name compares with that of the entry last read: 0 where it is the same, and negative where it cannot come
    /// any more. Of a name that this one begins with, a folder may come before and a file after.
    @inline(__always)
    func order(of wanted: ArraySlice<UInt8>) -> Int {
        unsafe wanted.withUnsafeBytes { wanted in
            let common = unsafe min(nameCount, wanted.count)
            if let order = unsafe compareBytes(wanted, name, common: common) { return order }
            if unsafe nameCount <= wanted.count { return unsafe wanted.count - nameCount }
            return unsafe name[common] > UInt8(ascii: "/") ? -1 : 1
        }
    }

    /// Compares as git orders a tree: a folder's name has a `/` after it.
    @inline(__always)
    func isOrdered(before other: TreeCursor) -> Bool {
        let common = unsafe min(nameCount, other.nameCount)
        if let order = unsafe compareBytes(name, other.name, common: common) { return order < 0 }
        return unsafe byteAfter(common) < other.byteAfter(common)
    }

    @inline(__always)
    private func byteAfter(_ offset: Int) -> UInt8 {
        if unsafe offset < nameCount, let nameStart = unsafe nameStart {
            return unsafe nameStart.load(fromByteOffset: offset, as: UInt8.self)
        }
        return unsafe mode & 0o170000 == 0o40000 ? UInt8(ascii: "/") : 0
    }
}

/// The order of the first `common` bytes, or `nil` where they are equal.
@inline(__always)
@unsafe private func compareBytes(
    _ left: UnsafeRawBufferPointer, _ right: UnsafeRawBufferPointer, common: Int
) -> Int? {
    var index = 0
    while index < common {
        let (one, other) = unsafe (left[index], right[index])
        if one != other { return Int(one) - Int(other) }
        index += 1
    }
    return nil
}
