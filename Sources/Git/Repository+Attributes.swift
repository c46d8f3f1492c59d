internal import CLibgit2

extension Repository {
    /// The value that attributes (`.gitattributes`, `info/attributes`) give a path; `nil` where they give it none, or
    /// only say yes or no.
    public func attribute(_ name: String, of path: String) -> String? {
        guard let value = unsafe attributeValue(name, of: path),
            unsafe git_attr_value(value) == GIT_ATTR_VALUE_STRING
        else { return nil }
        return unsafe String(cString: value)
    }

    /// Whether attributes say anything of a path, be it only yes or no.
    public func hasAttribute(_ name: String, of path: String) -> Bool {
        let value = unsafe attributeValue(name, of: path)
        return unsafe git_attr_value(value) != GIT_ATTR_VALUE_UNSPECIFIED
    }

    /// Whether attributes say no to something for a path: `-text`.
    func denies(_ name: String, of path: String) -> Bool {
        let value = unsafe attributeValue(name, of: path)
        return unsafe git_attr_value(value) == GIT_ATTR_VALUE_FALSE
    }

    /// Runs something that looks for attributes without libgit2's parsing and checking the whole index first, since a file
    /// of theirs may only be there. Where all that the index has are on disk as well, an empty one gives the same answers.
    func withoutIndex<Result>(_ body: () throws(GitError) -> Result) throws(GitError) -> Result {
        if areAttributesOnDisk == nil, let workingDirectory {
            let files = (try? currentIndex())?.paths(endingIn: ".gitattributes")
            areAttributesOnDisk = files?.allSatisfy { Posix.facts("\(workingDirectory)/\($0)") != nil } ?? false
        }
        guard areAttributesOnDisk == true else { return try body() }
        var empty: OpaquePointer?
        if unsafe git_index_new(&empty) >= 0 { _ = unsafe git_repository_set_index(handle, empty) }
        defer {
            _ = unsafe git_repository_set_index(handle, nil)
            unsafe git_index_free(empty)
        }
        return try body()
    }

    @unsafe private func attributeValue(_ name: String, of path: String) -> UnsafePointer<CChar>? {
        var value: UnsafePointer<CChar>?
        let flags = isBare ? UInt32(GIT_ATTR_CHECK_INDEX_ONLY | GIT_ATTR_CHECK_INCLUDE_HEAD) : 0
        if unsafe git_attr_get(&value, handle, flags, path, name) == 0 { return unsafe value }
        git_error_clear()
        // An index that libgit2 does not take says nothing of the files that are on disk.
        let code = try? withoutIndex { () throws(GitError) in
            unsafe git_attr_get(&value, handle, flags, path, name)
        }
        git_error_clear()
        return unsafe code == 0 ? value : nil
    }
}
