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

    /// Spares libgit2 the index, which it parses and checks whole before it looks for attributes, since a file of theirs may
    /// only be there. Where all that the index has are on disk as well, an empty one gives the same answers.
    func prepareAttributes() {
        guard !areAttributesPrepared, let workingDirectory else { return }
        areAttributesPrepared = true
        let files = IndexFile(self).paths(endingIn: ".gitattributes")
        guard files.allSatisfy({ Posix.facts("\(workingDirectory)/\($0)") != nil }) else { return }
        var empty: OpaquePointer?
        if unsafe git_index_new(&empty) >= 0 { _ = unsafe git_repository_set_index(handle, empty) }
        unsafe git_index_free(empty)
    }

    @unsafe private func attributeValue(_ name: String, of path: String) -> UnsafePointer<CChar>? {
        prepareAttributes()
        var value: UnsafePointer<CChar>?
        let flags = isBare ? UInt32(GIT_ATTR_CHECK_INDEX_ONLY | GIT_ATTR_CHECK_INCLUDE_HEAD) : 0
        guard unsafe git_attr_get(&value, handle, flags, path, name) == 0 else {
            git_error_clear()
            return nil
        }
        return unsafe value
    }
}
