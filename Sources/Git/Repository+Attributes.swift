internal import CLibgit2

extension Repository {
    /// The value that attributes (`.gitattributes`, `info/attributes`) give a path; `nil` where they give it none, or
    /// only say yes or no.
    public func attribute(_ name: String, of path: String) -> String? {
        var value: UnsafePointer<CChar>?
        let flags = isBare ? UInt32(GIT_ATTR_CHECK_INDEX_ONLY | GIT_ATTR_CHECK_INCLUDE_HEAD) : 0
        guard unsafe git_attr_get(&value, handle, flags, path, name) == 0 else {
            git_error_clear()
            return nil
        }
        guard unsafe git_attr_value(value) == GIT_ATTR_VALUE_STRING, let value = unsafe value else { return nil }
        return unsafe String(cString: value)
    }
}
