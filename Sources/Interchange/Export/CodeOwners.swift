public import RecordModel

/// The file by which a host knows whom to ask for a review of which files.
///
/// What it is worth differs by host: GitHub asks for the review of owners where the branch is protected so, GitLab does
/// in its paid tiers only, and Forgejo invites owners as reviewers (`docs/ownership.md`).
public enum CodeOwners {
    /// A host whose format is written.
    public enum Host: String, CaseIterable, Sendable {
        case gitlab, github, forgejo

        /// As it writes its own name.
        public var title: String {
            switch self {
            case .gitlab: "GitLab"
            case .github: "GitHub"
            case .forgejo: "Forgejo"
            }
        }
    }

    /// Files with their own reviewers.
    public struct Rule: Hashable, Sendable {
        /// The path; `*` stands for any one name.
        public let pattern: String
        /// Who reviews them.
        public let owners: [HostIdentity]

        /// Files by their path.
        public init(_ pattern: String, _ owners: [HostIdentity]) {
            self.pattern = pattern
            self.owners = owners
        }
    }

    /// Where hosts look for the file.
    public static let places = [
        "CODEOWNERS", "docs/CODEOWNERS", ".github/CODEOWNERS", ".gitlab/CODEOWNERS", ".forgejo/CODEOWNERS",
        ".gitea/CODEOWNERS",
    ]

    /// The host that a file was written for; nil where somebody wrote it by hand.
    public static func host(of text: String) -> Host? {
        let first = text.prefix { !$0.isNewline }
        return Host.allCases.first { first == mark($0) }
    }

    /// The file's text. Only identities of the host count.
    ///
    /// - Parameters:
    ///   - rules: files with their own reviewers; those that nobody of this host reviews are left to `others`.
    ///   - others: who reviews those too, and everything else.
    public static func text(of rules: [Rule], others: [HostIdentity], for host: Host) -> String {
        let names = logins(others, host)
        let mine = rules.map { ($0.pattern, logins($0.owners, host)) }.filter { !$0.1.isEmpty }
        var lines = [mark(host), "# Do not edit it: after a change of logins, cotech check --fix writes it anew."]
        switch host {
        case .gitlab, .github:
            // The last line that fits a file counts.
            lines.append("* \(names.joined(separator: " "))")
            lines += mine.map { pattern, logins in "/\(pattern) \(together(logins, names))" }
        case .forgejo:
            // Every line that fits a file counts, so the first must fit only what no other does.
            let patterns = mine.map { expression($0.0) }
            let everything = patterns.isEmpty ? ".*" : "!(\(patterns.joined(separator: "|")))"
            lines.append("\(everything) \(names.joined(separator: " "))")
            lines += zip(patterns, mine).map { pattern, rule in "\(pattern) \(together(rule.1, names))" }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func mark(_ host: Host) -> String { "# Made by: cotech owners --codeowners \(host.rawValue)" }

    private static func logins(_ identities: [HostIdentity], _ host: Host) -> [String] {
        identities.filter { $0.host == host.rawValue }.map { "@\($0.login)" }
    }

    private static func together(_ owners: [String], _ others: [String]) -> String {
        (owners + others.filter { !owners.contains($0) }).joined(separator: " ")
    }

    /// A path as a regular expression, whose backslashes the file's own reader takes one of.
    private static func expression(_ pattern: String) -> String {
        pattern.map { character in
            switch character {
            case "*": "[^/]*"
            case ".": "\\\\."
            default: String(character)
            }
        }.joined()
    }
}
