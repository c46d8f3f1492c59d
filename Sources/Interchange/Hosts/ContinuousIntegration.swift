/// The files by which a host runs checks by itself: on each request to merge, and once a week.
///
/// They are part of the store, so that whoever proposes a change can propose another check as well. What each host makes
/// of that is said in `docs/continuous-integration.md`.
public enum ContinuousIntegration {
    /// One of the files.
    public struct File: Hashable, Sendable {
        /// Where it is, from the top of the repository.
        public let path: String
        /// What it says.
        public let text: String
        /// Whether the network fills it in, so that it is right whatever it says.
        public let isFilledIn: Bool

        init(_ path: String, _ text: String, isFilledIn: Bool = false) {
            self.path = path
            self.text = text
            self.isFilledIn = isFilledIn
        }
    }

    /// Where the network says which release of cotech its checks run.
    public static let releasePath = ".cotech/ci/release"

    /// A host's files.
    ///
    /// - Parameter version: the release that a new store begins with.
    public static func files(for host: CodeOwners.Host, version: String) -> [File] {
        let jobs: [File] =
            switch host {
            case .gitlab: [File(".gitlab-ci.yml", gitlab)]
            case .github:
                [
                    File(".github/workflows/cotech-check.yml", githubCheck),
                    File(".github/workflows/cotech-gate.yml", githubGate),
                    File(".github/workflows/cotech-weekly.yml", githubWeekly),
                ]
            case .forgejo:
                [
                    File(".forgejo/workflows/cotech-check.yml", forgejoCheck),
                    File(".forgejo/workflows/cotech-weekly.yml", forgejoWeekly),
                ]
            }
        return jobs + [
            File(releasePath, release(version), isFilledIn: true), File(".cotech/ci/fetch", fetch),
        ]
    }

    /// Whether a text of ``releasePath`` says where a release is, and what its checksum is.
    public static func namesRelease(_ text: String) -> Bool {
        ["address=", "sha256="].allSatisfy { key in
            text.split(whereSeparator: \.isNewline).contains { $0.hasPrefix(key) && $0.count > key.count }
        }
    }

    /// What is left to do on a host, a sentence each.
    ///
    /// - Parameter hasRelease: whether the store names a release already.
    public static func steps(for host: CodeOwners.Host, hasRelease: Bool) -> [String] {
        let release =
            "Put the release's address and checksum into \(releasePath). Until then every check fails, and says so."
        let own =
            switch host {
            case .gitlab: "For the weekly job make a schedule: Build > Pipeline schedules, \"0 7 * * 1\"."
            case .github: "To enforce it, protect the main branch, and require the check \"gate\"."
            case .forgejo: "Where Actions are off, switch them on: the repository's settings, under Units."
            }
        return (hasRelease ? [] : [release]) + [own]
    }
}
