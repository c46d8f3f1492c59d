internal import CLibgit2

/// The objects that were made through a repository and are in memory only.
///
/// They go to the disk together, when a reference is to name them: several files at once take a disk little longer than
/// one, and what is refused in the end is never written.
@safe struct HeldObjects {
    private let backend: UnsafeMutablePointer<git_odb_backend>
    /// Whether they go to the disk only when that is asked for. See ``Repository/openedInMemory()``.
    let staysInMemory: Bool
    /// In the order in which they were made.
    private(set) var ids: [ObjectID] = []
    private(set) var byteCount = 0
    /// For reading: libgit2 would look for each on the disk first.
    private var objects: [ObjectID: RawObject] = [:]

    /// Gives an object database a place in memory.
    init(in database: OpaquePointer, staysInMemory: Bool) throws(GitError) {
        var made: UnsafeMutablePointer<git_odb_backend>?
        try LibGit2.check(unsafe git_mempack_new(&made), "hold objects in memory")
        guard let backend = unsafe made else { throw GitError(.other, "cannot hold objects in memory") }
        // Libgit2 asks every place to tell all that it holds, and this one cannot.
        unsafe backend.pointee.foreach = { _, _, _ in 0 }
        // Libgit2 itself writes to the highest priority, such as what its merges make. From here on the database owns it.
        try LibGit2.check(
            unsafe git_odb_add_backend(database, backend, staysInMemory ? 1_000 : 0), "hold objects in memory")
        unsafe self.backend = unsafe backend
        self.staysInMemory = staysInMemory
    }

    /// Whether there is something that another handle would not find, or may be.
    var hasAny: Bool { staysInMemory || !ids.isEmpty }

    subscript(id: ObjectID) -> RawObject? { objects[id] }

    mutating func hold(_ id: ObjectID, _ bytes: [UInt8], _ type: git_object_t) throws(GitError) {
        var raw = id.libgit2
        let code = unsafe bytes.withUnsafeBytes {
            unsafe cotech_hold_object(backend, &raw, $0.baseAddress, $0.count, type)
        }
        try LibGit2.check(code, "hold an object in memory")
        objects[id] = unsafe RawObject(type, count: bytes.count) {
            unsafe $0.copyBytes(from: bytes)
            return true
        }
        ids.append(id)
        byteCount += bytes.count
    }

    /// These are on disk now.
    mutating func letGo(of stored: Set<ObjectID>) throws(GitError) {
        ids.removeAll { stored.contains($0) }
        for id in stored { byteCount -= objects.removeValue(forKey: id)?.count ?? 0 }
        // Libgit2 lets go of all of them or of none.
        if ids.isEmpty { try LibGit2.check(unsafe git_mempack_reset(backend), "let go of objects in memory") }
    }
}

extension Repository {
    /// More bytes than these are not held in memory: the history of a large store may be made again at once.
    private static let mostBytes = 64 << 20

    /// The same repository opened again, with what is only in memory here, so that what is written through the result
    /// stays in memory until ``writePack()``, and is gone where that is never called.
    ///
    /// - Throws: as ``open(_:discovering:)``.
    public func openedInMemory() throws(GitError) -> Repository {
        let copy = try Repository.open(
            isBare ? commonDirectory : gitDirectory, discovering: false, quarantine: quarantine)
        var holding = try unsafe HeldObjects(in: copy.objects, staysInMemory: true)
        for id in held?.ids ?? [] {
            let made = try object(id)
            try holding.hold(id, unsafe [UInt8](made.bytes), made.type)
        }
        copy.held = holding
        return copy
    }

    /// Whether opening the same folder again gives the same objects: none is only in memory or in quarantine.
    public var isWholeOnDisk: Bool { quarantine == nil && held?.hasAny != true }

    /// Makes an object, in memory. Whether it is on disk already is not asked before it is stored: until then another
    /// process may tidy it away.
    func write(_ bytes: [UInt8], _ type: git_object_t) throws(GitError) -> ObjectID {
        let id = try ObjectID(of: bytes, as: type)
        if held?[id] != nil { return id }
        if held == nil { held = try unsafe HeldObjects(in: objects, staysInMemory: false) }
        try held?.hold(id, bytes, type)
        if let held, !held.staysInMemory, held.byteCount > Self.mostBytes { try writePack() }
        return id
    }

    /// Puts on disk what an object is made of and is only in memory, durably. What nothing is to name, such as a change
    /// that came too late, stays in memory and ends with it.
    ///
    /// Whatever makes an object known to others does this first: moving a reference, and another process that reads here.
    public func storeObjects(of id: ObjectID) throws(GitError) {
        guard held?[id] != nil else { return }
        try letGo(of: storeObjects(of: id) { _ in })
    }

    /// The same, with other files that are to be durable by then. The write lock is held.
    ///
    /// - Returns: what is on disk now, and is held until ``letGo(of:)``.
    func storeObjects(
        of id: ObjectID, with others: (inout DurableFiles) throws(GitError) -> Void
    ) throws(GitError) -> [ObjectID] {
        let parts = try heldParts(of: id)
        var files = DurableFiles()
        defer { files.discard() }
        try others(&files)
        if parts.count > DurableFiles.most {
            try writePack(of: parts)
            // The day it was made can be told from a file of its own.
            try add(id, to: &files)
        } else {
            for part in parts { try add(part, to: &files) }
        }
        try files.settle()
        try reached(.objectsWritten)
        try files.name()
        try reached(.objectsStored)
        return parts
    }

    /// Lets go of objects that are on disk.
    func letGo(of stored: [ObjectID]) throws(GitError) { try held?.letGo(of: Set(stored)) }

    /// An object and all that it leads to, so far as that is only in memory; parts before what is made of them.
    private func heldParts(of id: ObjectID) throws(GitError) -> [ObjectID] {
        guard let held, !held.staysInMemory, held[id] != nil else { return [] }
        var found: Set<ObjectID> = [id]
        var open = [id]
        while let next = open.popLast() {
            var named: [ObjectID] = []
            let object = try object(next)
            switch object.type {
            case GIT_OBJECT_COMMIT:
                let header = try commitHeader(next)
                named = [header.tree] + header.parents
            case GIT_OBJECT_TREE:
                let tree = Tree(object)
                var cursor = unsafe tree.cursor
                while unsafe cursor.hasEntry {
                    try unsafe cursor.read()
                    unsafe named.append(cursor.entry.id)
                    unsafe cursor.advance()
                }
            case GIT_OBJECT_TAG:
                // Its first line is "object" and an id.
                let id = unsafe [UInt8](object.bytes).dropFirst(7).prefix(40)
                named = ObjectID(String(decoding: id, as: UTF8.self)).map { [$0] } ?? []
            default: break
            }
            for id in named where held[id] != nil && found.insert(id).inserted { open.append(id) }
        }
        return held.ids.filter { found.contains($0) }
    }

    /// Adds an object as a file of its own, a "loose" one, unless there is one.
    private func add(_ id: ObjectID, to files: inout DurableFiles) throws(GitError) {
        let name = id.description
        let folder = "\(commonDirectory)/objects/\(name.prefix(2))"
        let path = "\(folder)/\(name.dropFirst(2))"
        // One that is wanted again is not tidied away for its age.
        if Posix.touch(path) { return }
        let (kind, bytes) = try storedObject(id)
        // Git's tidying removes what has such a name and was left behind.
        let temporary = "\(folder)/tmp_obj_cotech_\(Posix.newName)"
        try files.add(
            path, by: temporary, Deflater.deflate(Array("\(kind.name) \(bytes.count)\0".utf8) + bytes), mode: 0o444)
    }

    /// Stores what was made and is only in memory as one pack.
    public func writePack() throws(GitError) {
        guard let held, !held.ids.isEmpty else { return }
        try writePack(of: held.ids)
        try letGo(of: held.ids)
    }

    private func writePack(of ids: [ObjectID]) throws(GitError) {
        var builder: OpaquePointer?
        try LibGit2.check(unsafe git_packbuilder_new(&builder, handle), "make a pack")
        defer { unsafe git_packbuilder_free(builder) }
        // Packs hold what is newest first, since that is what is read most.
        for id in ids.reversed() {
            var raw = id.libgit2
            try LibGit2.check(unsafe git_packbuilder_insert(builder, &raw, nil), "put \(id.short) into a pack")
        }
        // Of one that is cut short nothing stays where git looks, which does not know libgit2's names for what can go.
        let place = "\(sharedFolder)/packing"
        for left in Posix.names(in: place) where Posix.age("\(place)/\(left)") ?? 0 > 86_400 {
            Posix.removeTree("\(place)/\(left)")
        }
        let folder = "\(place)/\(Posix.newName)"
        try Posix.makeFolder(folder)
        defer { Posix.removeTree(folder) }
        try LibGit2.check(
            unsafe git_packbuilder_write(builder, folder, 0, nil, nil), "write a pack in \(commonDirectory)")
        let packs = "\(commonDirectory)/objects/pack"
        let changed = try Posix.makeFolder(packs)
        // A pack counts from when it has an index.
        for name in Posix.names(in: folder).sorted(by: { !$0.hasSuffix(".idx") && $1.hasSuffix(".idx") }) {
            try Posix.rename("\(folder)/\(name)", to: "\(packs)/\(name)")
        }
        try Posix.settle(folders: [packs] + changed)
    }
}
