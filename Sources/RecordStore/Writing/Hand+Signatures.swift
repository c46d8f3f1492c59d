public import Git
import RecordModel

extension Hand {
    /// Whom the log of a reference names that only follows the others: nobody's words are made, so that a machine whose
    /// git was never told a name can do it.
    func follower(in repository: Repository) -> Signature {
        do throws(GitError) {
            return try signatures(in: repository).committer
        } catch {
            return Signature(
                name: "cotech", email: "cotech@localhost", seconds: Int64(now.seconds), offset: offset / 60)
        }
    }

    /// The author and the committer of a commit by this hand: the configured identity where none is named.
    ///
    /// - Throws: `other` where git was told no identity, with the commands that tell it.
    public func signatures(in repository: Repository) throws(GitError) -> (author: Signature, committer: Signature) {
        let committer: Signature
        if let named = self.committer {
            committer = Signature(
                name: named.name, email: named.email, seconds: Int64(now.seconds), offset: offset / 60)
        } else {
            committer = try repository.configuredIdentity(seconds: Int64(now.seconds), offset: offset / 60)
        }
        var author = committer
        if let named = self.author { (author.name, author.email) = named }
        if let said { author.seconds = Int64(said.seconds) }
        return (author, committer)
    }
}
