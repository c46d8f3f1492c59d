public import Git
internal import RecordModel
public import RecordText

/// One line of what git tells a `pre-receive` hook: a reference that somebody wants to move.
public struct PushedReference: Hashable, Sendable {
    /// What it points at now; nil where it does not exist yet.
    public let old: ObjectID?
    /// What it is to point at; nil where it is to be deleted.
    public let new: ObjectID?
    /// Its full name.
    public let name: String
    /// The code of a push that takes back what is there.
    public static let rewriting = "rewritten-history"

    /// Reads `OLD NEW NAME`; nil where the line is nothing of the kind.
    public init?(line: some StringProtocol) {
        let parts = line.split(separator: " ", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3, let old = ObjectID(String(parts[0])), let new = ObjectID(String(parts[1])),
            !parts[2].isEmpty
        else { return nil }
        self.old = old.isZero ? nil : old
        self.new = new.isZero ? nil : new
        name = String(parts[2])
    }
}

extension Store {
    /// What has to be looked at before a reference is moved.
    public enum Scrutiny: Sendable {
        /// Nothing: a branch is a proposal until it is merged, and a tag is only a name.
        case none
        /// What it brings to the main branch: from the first commit, or from nothing, to the second.
        case judging(of: ObjectID, onto: ObjectID?)
        /// Only a coordinator may move it: what commands keep outside branches, and replacements of objects.
        case coordinators
        /// It would lose what the main branch holds, which nobody may push.
        case refused(Diagnostic)
    }

    /// The branch that others follow, by its full name: the one that HEAD names.
    public func mainBranch() throws(StoreError) -> String {
        let repository = try repository(of: openedHome)
        return try git { () throws(GitError) in try repository.head }.branch ?? "refs/heads/main"
    }

    /// How a pushed reference is to be judged.
    ///
    /// - Throws: `refused` where HEAD names no branch that is there, while another is pushed.
    public func scrutiny(of reference: PushedReference) throws(StoreError) -> Scrutiny {
        let main = try mainBranch()
        try refuseUnknownMain(reference, main)
        // A symbolic one, such as the old name of the main branch, moves that one.
        let repository = try repository(of: openedHome)
        let name = try git { () throws(GitError) in
            reference.name.hasPrefix("refs/") ? try repository.resolvedName(of: reference.name) : reference.name
        }
        guard name == main else {
            let isFree = ["refs/heads/", "refs/tags/"].contains { reference.name.hasPrefix($0) }
            return isFree ? .none : .coordinators
        }
        guard let new = reference.new else {
            return .refused(
                lost("This is the network's memory, and nobody deletes it", main, help: "Leave it where it is."))
        }
        guard let old = reference.old else { return .judging(of: new, onto: nil) }
        guard try git({ () throws(GitError) in try repository.mergeBase(old, new) }) == old else {
            return .refused(
                lost(
                    "This push would take back commits that are there already", main,
                    help: "Take in what is there first, and push again: git pull --no-rebase"))
        }
        return .judging(of: new, onto: old)
    }

    /// Where HEAD names a branch that is not there, nobody knows which is the main one, and none would be judged.
    private func refuseUnknownMain(_ reference: PushedReference, _ main: String) throws(StoreError) {
        let repository = try repository(of: openedHome)
        guard reference.name != main, reference.new != nil, reference.name.hasPrefix("refs/heads/"),
            try git({ () throws(GitError) in try repository.head }).id == nil
        else { return }
        throw StoreError(
            .refused, "HEAD names \(main) here, which is not there, so nobody can tell which branch is the network's",
            help: "whoever looks after this repository says it there: git symbolic-ref HEAD \(reference.name.shellWord)"
        )
    }

    private func lost(_ message: String, _ name: String, help: String) -> Diagnostic {
        Diagnostic(file: name, severity: .error, code: PushedReference.rewriting, message: message, help: help)
    }
}
