internal import CLibgit2

/// Where a branch is shared with others, as git's configuration has it.
public struct SharedBranch: Hashable, Sendable {
    /// The other repository, by the name that git knows it by: `origin`.
    public let remote: String
    /// The branch there, by its full name.
    public let name: String
    /// The reference here that keeps what was last seen there.
    public let tracking: String
    /// Whether git's own fetch writes that reference.
    public let isFetched: Bool
    /// Whether the configuration says where this branch goes, rather than only that there is another repository.
    public let isConfigured: Bool

    /// The branch's name as people say it: `main`.
    public var shortName: String { name.withoutHeads }
    /// What was last seen there, as people and git say it: `origin/main`.
    public var title: String { "\(remote)/\(shortName)" }
}

extension Repository {
    /// The other repositories that the configuration names, sorted.
    public var remoteNames: [String] {
        let names = config(matching: "^remote\\..*\\.url$").map { name, _ in
            String(name.dropFirst("remote.".count).dropLast(".url".count))
        }
        return Set(names).sorted()
    }

    /// Where a branch is shared: as git was told for it, otherwise under its own name in `origin`, or in the only other
    /// repository there is. Nil where there is none, or nobody can tell which.
    ///
    /// - Parameter branch: its full name, such as `refs/heads/main`.
    public func sharedBranch(of branch: String) -> SharedBranch? {
        let short = branch.withoutHeads
        let names = remoteNames
        let configured = config("branch.\(short).remote").flatMap { names.contains($0) ? $0 : nil }
        guard let remote = configured ?? (names.contains("origin") ? "origin" : names.count == 1 ? names[0] : nil)
        else { return nil }
        let merged = configured == nil ? nil : config("branch.\(short).merge")
        return sharedBranch(named: merged ?? branch, in: remote, isConfigured: merged != nil)
    }

    /// A branch of another repository, and where what was last seen of it is kept here.
    ///
    /// - Parameter name: its full name there.
    public func sharedBranch(named name: String, in remote: String, isConfigured: Bool = true) -> SharedBranch {
        let found = config(matching: "^remote\\..*\\.fetch$").lazy
            .filter { $0.name == "remote.\(remote).fetch" }
            .compactMap { Repository.destination(of: name, by: $0.value) }.first { _ in true }
        return SharedBranch(
            remote: remote, name: name, tracking: found ?? "refs/remotes/\(remote)/\(name.withoutHeads)",
            isFetched: found != nil, isConfigured: isConfigured)
    }

    /// The branch that another repository's HEAD named when this clone was made, by its full name there; nil where that
    /// is not known here.
    public func mainBranch(of remote: String) throws(GitError) -> String? {
        let folder = "refs/remotes/\(remote)/"
        var reference: OpaquePointer?
        let code = unsafe git_reference_lookup(&reference, handle, folder + "HEAD")
        if code == GIT_ENOTFOUND.rawValue || code == GIT_EINVALIDSPEC.rawValue {
            git_error_clear()
            return nil
        }
        try LibGit2.check(code, "read \(folder)HEAD")
        defer { unsafe git_reference_free(reference) }
        guard let target = unsafe git_reference_symbolic_target(reference) else { return nil }
        let name = unsafe String(cString: target)
        return name.hasPrefix(folder) ? "refs/heads/" + name.dropFirst(folder.count) : nil
    }

    /// The branch that is likely to be another repository's main one, by its full name there, where this is no clone of it
    /// and nobody has asked it: the one that git makes first, as far as it was fetched from there.
    private func likelyMainBranch(of remote: String) throws(GitError) -> String? {
        for name in [config("init.defaultBranch"), "main", "master"].compactMap(\.self)
        where try reference("refs/remotes/\(remote)/\(name)") != nil {
            return "refs/heads/\(name)"
        }
        return nil
    }

    /// Another repository's main branch, as far as is known or likely here.
    public func sharedMainBranch(of remote: String) throws(GitError) -> SharedBranch? {
        var name = try mainBranch(of: remote)
        if name == nil { name = try likelyMainBranch(of: remote) }
        return name.map { sharedBranch(named: $0, in: remote) }
    }

    /// Where a rule for fetching, such as `+refs/heads/*:refs/remotes/origin/*`, puts a reference; nil where it does not
    /// fetch it.
    static func destination(of name: String, by rule: String) -> String? {
        let sides = rule.drop { $0 == "+" }.split(separator: ":", omittingEmptySubsequences: false)
        guard sides.count == 2, !rule.hasPrefix("^"), !sides[1].isEmpty else { return nil }
        guard let star = sides[0].firstIndex(of: "*") else { return sides[0] == name ? String(sides[1]) : nil }
        let (before, after) = (sides[0][..<star], sides[0][sides[0].index(after: star)...])
        guard name.hasPrefix(before), name.hasSuffix(after), name.count >= before.count + after.count else {
            return nil
        }
        return String(sides[1].replacing("*", with: name.dropFirst(before.count).dropLast(after.count)))
    }
}

extension StringProtocol {
    /// A branch's full name without `refs/heads/`.
    fileprivate var withoutHeads: String { String(trimmingPrefix("refs/heads/")) }
}
