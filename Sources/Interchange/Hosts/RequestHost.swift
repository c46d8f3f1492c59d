/// A host on which changes are proposed, and how a push asks it for that.
///
/// - GitLab takes push options (`merge_request.create`, docs.gitlab.com, "Push options").
/// - Forgejo and Gitea take a push to `refs/for/BRANCH` (the AGit workflow), for which nobody needs the right to write.
/// - GitHub takes nothing of the kind: it answers a push of a branch with the page on which a request is made.
public enum RequestHost: String, CaseIterable, Sendable {
    case gitlab, forgejo, github
    /// Another one, of which nothing is known: the branch is pushed.
    case plain

    /// The host that an address of a repository belongs to; nil where its name does not tell.
    public static func of(address: String) -> RequestHost? {
        // https://git.example/x, git@git.example:x, ssh://git@git.example:22/x
        var rest = address[...]
        if let scheme = rest.firstRange(of: "://") { rest = rest[scheme.upperBound...] }
        var name = rest.prefix { $0 != "/" && $0 != ":" }
        if let at = rest.prefix(while: { $0 != "/" }).lastIndex(of: "@") {
            name = rest[rest.index(after: at)...].prefix { $0 != "/" && $0 != ":" }
        }
        let labels = name.lowercased().split(separator: ".")
        if labels.suffix(2) == ["github", "com"] { return .github }
        if labels.suffix(2) == ["codeberg", "org"] { return .forgejo }
        return labels.lazy.compactMap { label in
            switch label {
            case "gitlab": .gitlab
            case "forgejo", "gitea": .forgejo
            default: nil
            }
        }.first { _ in true }
    }

    /// How a proposal is pushed: the reference there, and git's push options.
    ///
    /// - Parameters:
    ///   - branch: what the proposal is called, as `sian/headcount`.
    ///   - target: the branch that it is for, as `main`.
    ///   - title: one line.
    public func push(_ branch: String, into target: String, title: String) -> (reference: String, options: [String]) {
        // An option ends with its line.
        let title = title.split(whereSeparator: \.isNewline).joined(separator: " ")
        switch self {
        case .gitlab:
            return (
                "refs/heads/\(branch)",
                ["merge_request.create", "merge_request.target=\(target)", "merge_request.title=\(title)"]
            )
        case .forgejo: return ("refs/for/\(target)", ["topic=\(branch)", "title=\(title)"])
        case .github, .plain: return ("refs/heads/\(branch)", [])
        }
    }
}
