public import Git
public import RecordModel

extension Repository {
    /// Why nothing is written to files of which something is staged that they do not say: a later `git commit` would
    /// take what was written back, and to take the one or the other for what was meant would be a guess.
    ///
    /// - Parameters:
    ///   - undone: what was not done: `nothing was written`.
    ///   - git: the command that is git in this repository.
    /// - Returns: nil where there are none.
    public func refusalOfStaged(_ changes: [StagedChange], _ undone: String, git: String) -> StoreError? {
        guard let first = changes.first?.path else { return nil }
        let more = changes.count == 1 ? "" : ", as \(counted(changes.count - 1, "other file")),"
        return StoreError(
            .tryAgain, "\(first)\(more) has a staged change that the file does not show, so \(undone)",
            help: "commit what is staged first: \(git) commit", "or unstage it: \(git) \(changes.unstaging)")
    }

    /// Why nothing is written over edits of which git was told to take no notice: they are somebody's own, and not meant to
    /// be saved.
    ///
    /// - Parameters:
    ///   - paths: files that are not what HEAD has.
    ///   - undone: what was not done: `nothing was written`.
    ///   - command: the command that is git in this repository.
    /// - Returns: nil where there are none.
    public func refusalOfHidden(
        _ paths: [String], _ undone: String, git command: String
    ) throws(StoreError) -> StoreError? {
        let hidden = try git { () throws(GitError) in try hiddenFiles(among: paths) }
        guard let (path, option) = hidden.first else { return nil }
        return StoreError(
            .tryAgain, "\(path) has an edit by hand of which git was told to take no notice, so \(undone)",
            help: "have it take notice, and then save the edit or throw it away: "
                + "\(command) update-index \(option) \(path.shellWord)")
    }

    /// How an edit by hand is thrown away, so that the file is what HEAD has.
    ///
    /// - Parameter git: the command that is git in this repository.
    public func wayToDiscard(_ path: String, git command: String) throws(StoreError) -> String {
        let (isCommitted, isStaged) = try git { () throws(GitError) in
            (try lookup(path, in: headTree) != nil, try !stagedChanges(of: [path]).isEmpty)
        }
        let word = path.shellWord
        switch (isCommitted, isStaged) {
        case (true, false): return "\(command) restore \(word)"
        case (true, true): return "\(command) checkout HEAD -- \(word)"
        case (false, false): return "\(command) clean -f \(word)"
        case (false, true): return "\(command) rm -f \(word)"
        }
    }
}

extension [StagedChange] {
    /// What is said to git so that nothing of them is staged any more.
    var unstaging: String { "restore --staged \(prefix(5).map(\.path.shellWord).joined(separator: " "))" }
}

extension Snapshot {
    /// What is staged of a home's records, settings and helping files and stands neither in HEAD nor in the working
    /// files; nothing where the home is not here, or has no working files.
    ///
    /// - Parameter named: only these files and folders.
    public func stagedOnly(in home: Kind.Home, under named: NamedPaths? = nil) throws(StoreError) -> [StagedChange] {
        guard home == .public || companion != nil else { return [] }
        let repository = try repository(of: home)
        let staged = try git { () throws(GitError) in
            try repository.stagedChanges(under: recordPlaces(in: home, named))
        }
        return staged.filter { !$0.isInFile }
    }
}
