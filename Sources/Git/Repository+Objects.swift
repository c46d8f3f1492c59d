internal import CLibgit2

extension Repository {
    /// Reads a blob in place, and gives its bytes to `body` for as long as it runs.
    ///
    /// - Parameters:
    ///   - place: where it stands, if that was asked for before.
    ///   - maximumSize: in bytes; anything larger is refused before it is read.
    /// - Throws: `missingObject`, `wrongType`, `tooLarge`, or what `body` throws.
    public func withBlob<Result: ~Copyable>(
        _ id: ObjectID, at place: PackPlace? = nil, maximumSize: Int = .max,
        _ body: (RawSpan) throws(GitError) -> Result
    ) throws(GitError) -> Result {
        let object = try object(id, GIT_OBJECT_BLOB, "a file", at: place, maximumSize: maximumSize)
        let buffer = unsafe object.bytes
        return try body(unsafe buffer.bytes)
    }

    /// Where an object stands among packs.
    public func packPlace(of id: ObjectID) -> PackPlace { packs.place(of: id) ?? .outside }

    /// A copy of a blob's bytes. See ``withBlob(_:at:maximumSize:_:)`` for the parameters.
    public func blob(_ id: ObjectID, at place: PackPlace? = nil, maximumSize: Int = .max) throws(GitError) -> [UInt8] {
        try withBlob(id, at: place, maximumSize: maximumSize) { bytes in
            unsafe bytes.withUnsafeBytes { unsafe [UInt8]($0) }
        }
    }

    /// Whether one of some texts stands in a file, as bytes. A file that is too large is not looked into.
    public func blob(_ id: ObjectID, holds texts: [String], maximumSize: Int = .max) throws(GitError) -> Bool {
        let object: RawObject
        do throws(GitError) {
            object = try self.object(id, GIT_OBJECT_BLOB, "a file", maximumSize: maximumSize)
        } catch {
            guard case .tooLarge = error.kind else { throw error }
            return false
        }
        return texts.contains { text in
            var text = text
            return text.withUTF8 { wanted in
                unsafe cotech_holds(object.start, object.count, wanted.baseAddress, wanted.count) == 1
            }
        }
    }

    /// Stores a blob and gives its id. One that is there already is not written again.
    @discardableResult
    public func writeBlob(_ bytes: [UInt8]) throws(GitError) -> ObjectID {
        try write(bytes, GIT_OBJECT_BLOB)
    }

    /// Whether the object is in this clone.
    public func contains(_ id: ObjectID) -> Bool {
        if held?[id] != nil { return true }
        var raw = id.libgit2
        return unsafe git_odb_exists(objects, &raw) == 1
    }

    /// An object's size in bytes, read from its header alone.
    public func size(of id: ObjectID) throws(GitError) -> Int {
        var raw = id.libgit2
        var size = 0
        var type = GIT_OBJECT_INVALID
        let code = unsafe git_odb_read_header(&size, &type, objects, &raw)
        if code < 0 { throw readingError(code, id) }
        return size
    }

    func object(
        _ id: ObjectID, _ type: git_object_t, _ what: String, at place: PackPlace? = nil, maximumSize: Int = .max
    ) throws(GitError) -> RawObject {
        let object = try object(id, at: place, maximumSize: maximumSize)
        guard object.type == type else {
            throw GitError(.wrongType(id), "the object \(id.short) is not \(what)")
        }
        return object
    }

    func object(
        _ id: ObjectID, at place: PackPlace? = nil, maximumSize: Int = .max
    ) throws(GitError) -> RawObject {
        let found = held?[id] ?? packs.object(id, at: place, maximumSize: maximumSize)
        if found == nil, packs.isDamaged {
            throw GitError(
                .corrupt, "the index of a pack in \(commonDirectory)/objects/pack is damaged",
                fix: "git fsck shows what is damaged; a fresh clone mends it")
        }
        // Anything else is not read before its size is known.
        let size = if let found { found.count } else { maximumSize < .max ? try size(of: id) : 0 }
        guard size <= maximumSize else {
            throw GitError(
                .tooLarge(id, size: size), "the file \(id.short) has \(size) bytes; at most \(maximumSize) are read")
        }
        if let found { return found }
        var raw = id.libgit2
        var handle: OpaquePointer?
        let code = unsafe git_odb_read(&handle, objects, &raw)
        if code < 0 { throw readingError(code, id) }
        guard let object = unsafe RawObject(adopting: handle) else {
            throw GitError(.corrupt, "the object \(id.short) has no bytes", fix: "git fsck")
        }
        return object
    }

    /// Says why an object could not be read: that it is not here is a fact of its own.
    func readingError(_ code: Int32, _ id: ObjectID) -> GitError {
        let said = LibGit2.lastError(code, "read the object \(id.short)")
        guard code == GIT_ENOTFOUND.rawValue else {
            return GitError(.corrupt, said.message, fix: said.fix ?? "git fsck shows what is damaged")
        }
        let gap = historyGap
        let (place, way) =
            switch gap {
            case .shallow: ("not in this shallow clone", "fetch the whole history: git \(gap.fetching)")
            case .partial: ("not in this partial clone", "fetch what was left out: git \(gap.fetching)")
            case .lost:
                (
                    "missing from \(commonDirectory)",
                    "git fsck shows what is lost; git \(gap.fetching), or a fresh clone, brings it back"
                )
            }
        return GitError(.missingObject(id), "the object \(id.short) is \(place)", fix: way)
    }
}

extension ObjectID {
    /// The id that these bytes have as a blob, in any repository.
    public init(blob bytes: [UInt8]) throws(GitError) { try self.init(of: bytes, as: GIT_OBJECT_BLOB) }

    /// The id that these bytes have as an object of a type, in any repository.
    init(of bytes: [UInt8], as type: git_object_t) throws(GitError) {
        if let failure = LibGit2.failureToStart { throw failure }
        var id = git_oid()
        let code = unsafe bytes.withUnsafeBytes { unsafe git_odb_hash(&id, $0.baseAddress, $0.count, type) }
        try LibGit2.check(code, "hash an object")
        self.init(id)
    }
}
