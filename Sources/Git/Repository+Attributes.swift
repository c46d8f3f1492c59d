internal import CLibgit2

/// What attributes (`.gitattributes`, `info/attributes`) say of a path under one name.
enum Attribute: Equatable {
    case nothing
    /// `text`
    case yes
    /// `-text`
    case no
    /// `text=auto`
    case value(String)
}

/// How attributes have a file merged.
public enum MergeAttribute: Equatable, Sendable {
    /// As lines, or as whoever merges knows better.
    case usual
    /// Not at all: `-merge`, `binary`.
    case never
    /// By a driver of that name, or as `union` does.
    case driver(String)
}

extension Repository {
    /// How attributes have a file merged that two sides changed.
    public func mergeAttribute(of path: String) -> MergeAttribute {
        switch attributes(["merge"], of: path).first {
        case .no, .value("binary"): .never
        case .value("text"), .nothing, .yes, nil: .usual
        // One that nobody has set up is passed over by git as well.
        case .value(let name): name == "union" || config("merge.\(name).driver") != nil ? .driver(name) : .usual
        }
    }

    /// The value that attributes give a path; `nil` where they give it none, or only say yes or no.
    public func attribute(_ name: String, of path: String) -> String? {
        if case .value(let value)? = attributes([name], of: path).first { value } else { nil }
    }

    /// Whether attributes say anything of a path, be it only yes or no.
    public func hasAttribute(_ name: String, of path: String) -> Bool { attributes([name], of: path) != [.nothing] }

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

    /// What attributes say of a path, under several names at once: each time libgit2 looks for a dozen files.
    func attributes(_ names: [String], of path: String) -> [Attribute] {
        var values = unsafe [UnsafePointer<CChar>?](repeating: nil, count: names.count)
        let flags = isBare ? UInt32(GIT_ATTR_CHECK_INDEX_ONLY | GIT_ATTR_CHECK_INCLUDE_HEAD) : 0
        func read() -> Int32 {
            unsafe Posix.withCStrings(names) { wanted in
                var wanted = unsafe wanted
                return unsafe git_attr_get_many(&values, handle, flags, path, names.count, &wanted)
            }
        }
        var code = read()
        if code < 0 {
            // An index that libgit2 does not take says nothing of the files that are on disk.
            code = (try? withoutIndex { () throws(GitError) in read() }) ?? code
            git_error_clear()
        }
        guard code == 0 else { return names.map { _ in .nothing } }
        return unsafe values.map { value in
            switch unsafe git_attr_value(value) {
            case GIT_ATTR_VALUE_TRUE: .yes
            case GIT_ATTR_VALUE_FALSE: .no
            case GIT_ATTR_VALUE_STRING: unsafe value.map { unsafe .value(String(cString: $0)) } ?? .nothing
            default: .nothing
            }
        }
    }
}
