internal import CLibgit2

/// Something that git has begun in a working tree and a person is to finish.
public enum UnfinishedWork: Sendable, Hashable {
    case merge, rebase, cherryPick, revert, mailbox, bisection

    /// What it is called: `a merge`.
    public var title: String {
        switch self {
        case .merge: "a merge"
        case .rebase: "a rebase"
        case .cherryPick: "a cherry-pick"
        case .revert: "a revert"
        case .mailbox: "git am"
        case .bisection: "a bisection"
        }
    }

    /// The commands that end it: as it was meant, and as if it had not begun.
    public var endings: (done: String, given: String) {
        switch self {
        case .merge: ("git commit -a", "git merge --abort")
        case .rebase: ("git rebase --continue", "git rebase --abort")
        case .cherryPick: ("git cherry-pick --continue", "git cherry-pick --abort")
        case .revert: ("git revert --continue", "git revert --abort")
        case .mailbox: ("git am --continue", "git am --abort")
        case .bisection: ("git bisect reset", "git bisect reset")
        }
    }
}

extension Repository {
    /// What git has begun in this working tree and nobody has finished; nil where there is nothing.
    public var unfinishedWork: UnfinishedWork? {
        let state = unsafe git_repository_state_t(UInt32(git_repository_state(handle)))
        switch state {
        case GIT_REPOSITORY_STATE_MERGE: return .merge
        case GIT_REPOSITORY_STATE_REBASE, GIT_REPOSITORY_STATE_REBASE_INTERACTIVE, GIT_REPOSITORY_STATE_REBASE_MERGE:
            return .rebase
        case GIT_REPOSITORY_STATE_CHERRYPICK, GIT_REPOSITORY_STATE_CHERRYPICK_SEQUENCE: return .cherryPick
        case GIT_REPOSITORY_STATE_REVERT, GIT_REPOSITORY_STATE_REVERT_SEQUENCE: return .revert
        case GIT_REPOSITORY_STATE_APPLY_MAILBOX, GIT_REPOSITORY_STATE_APPLY_MAILBOX_OR_REBASE: return .mailbox
        case GIT_REPOSITORY_STATE_BISECT: return .bisection
        default: return nil
        }
    }
}
