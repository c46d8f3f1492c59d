internal import CLibgit2

/// Something of git's own that was begun in a working tree and waits for its end. A commit made beside it would take
/// the place of its own, and lose what it was to join.
public enum UnfinishedOperation: String, Sendable {
    case merge
    case revert
    case cherryPick = "cherry-pick"
    case rebase
    case mailbox = "am"

    /// What it is called in a sentence: `a merge`.
    public var phrase: String { self == .mailbox ? "git am" : "a \(rawValue)" }

    /// What is said to git to end it once its files are right.
    public var finishing: String { self == .merge ? "commit" : "\(rawValue) --continue" }

    /// What is said to git to give it up.
    public var givingUp: String { "\(rawValue) --abort" }
}

extension Repository {
    /// What was begun in this working tree and is not finished; nil where nothing was.
    public var unfinishedOperation: UnfinishedOperation? {
        let state = unsafe git_repository_state(handle)
        switch git_repository_state_t(rawValue: numericCast(state)) {
        case GIT_REPOSITORY_STATE_MERGE: return .merge
        case GIT_REPOSITORY_STATE_REVERT, GIT_REPOSITORY_STATE_REVERT_SEQUENCE: return .revert
        case GIT_REPOSITORY_STATE_CHERRYPICK, GIT_REPOSITORY_STATE_CHERRYPICK_SEQUENCE: return .cherryPick
        case GIT_REPOSITORY_STATE_REBASE, GIT_REPOSITORY_STATE_REBASE_INTERACTIVE, GIT_REPOSITORY_STATE_REBASE_MERGE:
            return .rebase
        case GIT_REPOSITORY_STATE_APPLY_MAILBOX, GIT_REPOSITORY_STATE_APPLY_MAILBOX_OR_REBASE: return .mailbox
        default: return nil
        }
    }

    /// The files that git holds for conflicts, as after a `git stash pop` that met other changes.
    public var conflictedPaths: [String] {
        get throws(GitError) { try wholeIndex().conflictedPaths }
    }
}
