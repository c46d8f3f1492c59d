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
    private var known: Set<ObjectID> = []

    /// Gives an object database a place in memory.
    init(in database: OpaquePointer, staysInMemory: Bool) throws(GitError) {
        var made: UnsafeMutablePointer<git_odb_backend>?
        try LibGit2.check(unsafe git_mempack_new(&made), "hold objects in memory")
        guard let backend = unsafe made else { throw GitError(.other, "cannot hold objects in memory") }
        // Libgit2 asks every place to tell all that it holds, and this one cannot. Whoever asks has stored them before.
        unsafe backend.pointee.foreach = { _, _, _ in 0 }
        // Libgit2 itself writes to the highest priority, such as what its merges make. From here on the database owns it.
        try LibGit2.check(
            unsafe git_odb_add_backend(database, backend, staysInMemory ? 1_000 : 0), "hold objects in memory")
        unsafe self.backend = unsafe backend
        self.staysInMemory = staysInMemory
    }

    func contains(_ id: ObjectID) -> Bool { known.contains(id) }

    mutating func hold(_ id: ObjectID, _ bytes: [UInt8], _ type: git_object_t) throws(GitError) {
        var raw = id.libgit2
        let code = unsafe bytes.withUnsafeBytes {
            unsafe cotech_hold_object(backend, &raw, $0.baseAddress, $0.count, type)
        }
        try LibGit2.check(code, "hold an object in memory")
        known.insert(id)
        ids.append(id)
        byteCount += bytes.count
    }

    /// They are on disk now.
    mutating func letGo() throws(GitError) {
        try LibGit2.check(unsafe git_mempack_reset(backend), "let go of objects in memory")
        ids = []
        known = []
        byteCount = 0
    }
}

extension Repository {
    /// More bytes than these are not held in memory: the history of a large store may be made again at once.
    private static let mostBytes = 64 << 20
    /// More objects than these are one file rather than as many.
    private static let mostFiles = 64

    /// The same repository opened again, so that what is written through the result stays in memory until
    /// ``writePack()``, and is gone where that is never called.
    ///
    /// - Throws: as ``open(_:discovering:)``.
    public func openedInMemory() throws(GitError) -> Repository {
        try storeObjects()
        let copy = try Repository.open(
            isBare ? commonDirectory : gitDirectory, discovering: false, quarantine: quarantine)
        copy.held = try unsafe HeldObjects(in: copy.objects, staysInMemory: true)
        return copy
    }

    /// Whether opening the same folder again gives the same objects: none is only in memory or in quarantine.
    public var isWholeOnDisk: Bool { quarantine == nil && !(held.map { $0.staysInMemory || !$0.ids.isEmpty } ?? false) }

    func write(_ bytes: [UInt8], _ type: git_object_t) throws(GitError) -> ObjectID {
        var raw = git_oid()
        let code = unsafe bytes.withUnsafeBytes { unsafe git_odb_hash(&raw, $0.baseAddress, $0.count, type) }
        try LibGit2.check(code, "name an object")
        let id = ObjectID(raw)
        if held?.contains(id) == true { return id }
        if unsafe git_odb_exists_ext(objects, &raw, UInt32(GIT_ODB_LOOKUP_NO_REFRESH.rawValue)) == 1 {
            // It is not written again, and git's tidying sees that it is wanted.
            let code = unsafe bytes.withUnsafeBytes {
                unsafe git_odb_write(&raw, objects, $0.baseAddress, $0.count, type)
            }
            try LibGit2.check(code, "store an object in \(commonDirectory)")
            return id
        }
        if held == nil { held = try unsafe HeldObjects(in: objects, staysInMemory: false) }
        try held?.hold(id, bytes, type)
        if let held, !held.staysInMemory, held.byteCount > Self.mostBytes { try writePack() }
        return id
    }

    /// Puts on disk what was made and is only in memory, durably.
    ///
    /// Whatever makes an object known to others does this first: moving a reference, opening the same repository again, and
    /// another process that reads here.
    public func storeObjects() throws(GitError) { try storeObjects(and: nil) }

    /// The same, with a note of what is pending. The write lock is held.
    func storeObjects(and note: PendingNote?) throws(GitError) {
        let ids = held.map { $0.staysInMemory ? [] : $0.ids } ?? []
        guard note != nil || !ids.isEmpty else { return }
        var files = DurableFiles()
        defer { files.discard() }
        if let note { try add(note, to: &files) }
        if ids.count > Self.mostFiles {
            try writePack()
        } else {
            for id in ids { try add(id, to: &files) }
        }
        try files.settle()
        try reached(.objectsWritten)
        try files.name()
        if !ids.isEmpty { try held?.letGo() }
        try reached(.objectsStored)
    }

    /// Adds an object as a file of its own, a "loose" one.
    private func add(_ id: ObjectID, to files: inout DurableFiles) throws(GitError) {
        let (kind, bytes) = try storedObject(id)
        let database = "\(commonDirectory)/objects"
        let name = id.description
        // Git's tidying removes what has such a name and was left behind.
        let temporary = "\(database)/tmp_obj_cotech_\(String(UInt64.random(in: .min ... .max), radix: 36))"
        try files.add(
            "\(database)/\(name.prefix(2))/\(name.dropFirst(2))", by: temporary,
            Deflater.deflate(Array("\(kind.name) \(bytes.count)\0".utf8) + bytes), mode: 0o444)
    }

    /// Stores what was written since ``openedInMemory()`` as one pack.
    public func writePack() throws(GitError) {
        guard let held, !held.ids.isEmpty else { return }
        var builder: OpaquePointer?
        try LibGit2.check(unsafe git_packbuilder_new(&builder, handle), "make a pack")
        defer { unsafe git_packbuilder_free(builder) }
        // Packs hold what is newest first, since that is what is read most.
        for id in held.ids.reversed() {
            var raw = id.libgit2
            try LibGit2.check(unsafe git_packbuilder_insert(builder, &raw, nil), "put \(id.short) into a pack")
        }
        try LibGit2.check(unsafe git_packbuilder_write(builder, nil, 0, nil, nil), "write a pack in \(commonDirectory)")
        try self.held?.letGo()
    }
}
