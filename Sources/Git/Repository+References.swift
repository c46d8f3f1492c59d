internal import CLibgit2

/// Where HEAD is.
public enum Head: Sendable, Hashable {
    /// On a branch with commits; `name` is the full name, such as `refs/heads/main`.
    case branch(name: String, id: ObjectID)
    /// On a branch without a commit yet.
    case unborn(name: String)
    /// On a commit and on no branch.
    case detached(ObjectID)

    /// The commit, if there is one.
    public var id: ObjectID? {
        switch self {
        case .branch(_, let id), .detached(let id): id
        case .unborn: nil
        }
    }

    /// The branch's full name, if there is one.
    public var branch: String? {
        switch self {
        case .branch(let name, _), .unborn(let name): name
        case .detached: nil
        }
    }
}

extension Repository {
    /// Where HEAD is now.
    public var head: Head {
        get throws(GitError) {
            var reference: OpaquePointer?
            try LibGit2.check(unsafe git_reference_lookup(&reference, handle, "HEAD"), "read HEAD")
            defer { unsafe git_reference_free(reference) }
            if let target = unsafe git_reference_symbolic_target(reference) {
                let name = unsafe String(cString: target)
                // The branch may be another one's second name: what is written is that one.
                var branch: OpaquePointer?
                let code = unsafe git_reference_resolve(&branch, reference)
                if code == GIT_ENOTFOUND.rawValue {
                    git_error_clear()
                    return .unborn(name: name)
                }
                try LibGit2.check(code, "read \(name)")
                defer { unsafe git_reference_free(branch) }
                guard let id = unsafe git_reference_target(branch), let full = unsafe git_reference_name(branch) else {
                    throw GitError(.corrupt, "\(name) names nothing", fix: "git fsck shows what is damaged")
                }
                return .branch(name: unsafe String(cString: full), id: unsafe ObjectID(id.pointee))
            }
            guard let id = unsafe git_reference_target(reference) else {
                throw GitError(.corrupt, "HEAD names nothing", fix: "git symbolic-ref HEAD refs/heads/main")
            }
            return .detached(unsafe ObjectID(id.pointee))
        }
    }

    /// The full name of the reference that one leads to: its own, unless it is symbolic.
    public func resolvedName(of name: String) throws(GitError) -> String {
        var reference: OpaquePointer?
        var resolved: OpaquePointer?
        defer {
            unsafe git_reference_free(resolved)
            unsafe git_reference_free(reference)
        }
        guard unsafe git_reference_lookup(&reference, handle, name) == 0 else {
            git_error_clear()
            return name
        }
        if unsafe git_reference_resolve(&resolved, reference) == 0, let full = unsafe git_reference_name(resolved) {
            return unsafe String(cString: full)
        }
        git_error_clear()
        return unsafe git_reference_symbolic_target(reference).map { unsafe String(cString: $0) } ?? name
    }

    /// What a reference points at, followed through symbolic ones; `nil` where there is no such reference.
    ///
    /// - Parameter name: the full name, such as `refs/heads/main`.
    /// - Throws: `invalidName`.
    public func reference(_ name: String) throws(GitError) -> ObjectID? {
        guard Repository.isValidReference(name) else {
            throw GitError(.invalidName, "'\(name)' cannot be the name of a reference")
        }
        var id = git_oid()
        let code = unsafe git_reference_name_to_id(&id, handle, name)
        if code == GIT_ENOTFOUND.rawValue {
            git_error_clear()
            return nil
        }
        try LibGit2.check(code, "read \(name)")
        return ObjectID(id)
    }

    /// The full names of the references that fit a pattern, sorted.
    ///
    /// - Parameter pattern: `*` fits anything, such as `refs/heads/*`.
    public func referenceNames(matching pattern: String = "refs/*") throws(GitError) -> [String] {
        var iterator: OpaquePointer?
        try LibGit2.check(
            unsafe git_reference_iterator_glob_new(&iterator, handle, pattern), "list the references")
        defer { unsafe git_reference_iterator_free(iterator) }
        var names: [String] = []
        var name: UnsafePointer<CChar>?
        while true {
            let code = unsafe git_reference_next_name(&name, iterator)
            if code == GIT_ITEROVER.rawValue { break }
            try LibGit2.check(code, "list the references")
            if let name = unsafe name { names.append(unsafe String(cString: name)) }
        }
        return names.sorted()
    }
}
