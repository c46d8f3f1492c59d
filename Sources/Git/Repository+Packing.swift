internal import CLibgit2

// Thousands of objects at once, such as a replayed history, are one file rather than as many, and one wait for the disk.
extension Repository {
    /// The same repository opened again, so that what is written through the result stays in memory until
    /// ``writePack()``, and is gone where that is never called.
    ///
    /// - Throws: as ``open(_:discovering:)``.
    public func openedInMemory() throws(GitError) -> Repository {
        let copy = try Repository.open(
            isBare ? commonDirectory : gitDirectory, discovering: false, quarantine: quarantine)
        var backend: OpaquePointer?
        try LibGit2.check(unsafe git_mempack_new(&backend), "hold objects in memory")
        // The highest priority is the one that is written to; from here on the database owns the backend.
        try LibGit2.check(unsafe git_odb_add_backend(copy.objects, backend, 1_000), "hold objects in memory")
        copy.unpacked = []
        return copy
    }

    /// Stores what was written since ``openedInMemory()`` as one pack.
    public func writePack() throws(GitError) {
        guard let ids = unpacked, !ids.isEmpty else { return }
        var builder: OpaquePointer?
        try LibGit2.check(unsafe git_packbuilder_new(&builder, handle), "make a pack")
        defer { unsafe git_packbuilder_free(builder) }
        // Packs hold what is newest first, since that is what is read most.
        for id in ids.reversed() {
            var raw = id.libgit2
            try LibGit2.check(unsafe git_packbuilder_insert(builder, &raw, nil), "put \(id.short) into a pack")
        }
        try LibGit2.check(unsafe git_packbuilder_write(builder, nil, 0, nil, nil), "write a pack in \(commonDirectory)")
        unpacked = []
    }
}
