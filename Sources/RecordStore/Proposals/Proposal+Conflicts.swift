import Git
import RecordModel
import RecordText

/// What a host cannot merge, said of the record that it is: whoever reads it has to decide about a value, not about lines.
extension Proposal {
    /// - Returns: a finding for each value that both changed; one for the file where that cannot be told.
    func findings(of conflict: PlainMerge.Conflict) throws(StoreError) -> [Diagnostic] {
        let decide = help("decide what the file is to say")
        // Who changed a file that the other renamed knows it by its old path.
        let file =
            conflict.branchPath != conflict.path
            ? "this file (\(conflict.branchPath) in the branch)"
            : conflict.basePath != conflict.path ? "this file (\(conflict.basePath) in \(name))" : "this file"
        let what: String
        switch conflict.cause {
        case .bothChanged, .bothAdded:
            let values = try contestedValues(conflict)
            if let values, !values.isEmpty {
                return values.map { finding($0, at: conflict.path, help: decide) }
            }
            if values != nil {
                let both =
                    conflict.cause == .bothAdded ? "both added this file" : "changed neighbouring lines of \(file)"
                return [
                    finding(
                        "The branch and \(name) \(both), so the host cannot merge it, though they do not contradict each other",
                        at: conflict.path,
                        help: help("keep what both say"))
                ]
            }
            what =
                conflict.cause == .bothAdded
                ? "The branch and \(name) both added this file, and not the same one"
                : "The branch and \(name) changed the same lines of \(file)"
        case .bothRenamed:
            what = "The branch renamed \(conflict.ancestorPath) to \(conflict.branchPath), and \(name) to this file"
        case .removedInBase:
            what =
                conflict.branchPath == conflict.ancestorPath
                ? "The branch changed this file, and \(name) removed or renamed it"
                : "The branch renamed \(conflict.ancestorPath) to this file, and \(name) removed it"
        case .removedInBranch:
            what =
                conflict.basePath == conflict.ancestorPath
                ? "The branch removed or renamed this file, and \(name) changed it"
                : "The branch removed \(conflict.ancestorPath), and \(name) renamed it to this file"
        case .unusableName:
            return [
                finding(
                    "No working tree can hold a file of this name, so the host cannot merge it", at: conflict.path,
                    help: "Take it out of the branch.")
            ]
        }
        return [finding("\(what), so the host cannot merge it", at: conflict.path, help: decide)]
    }

    /// What whoever made the branch can do, with a clone or without.
    ///
    /// - Parameter copying: what also ends the conflict, in any editor.
    private func help(_ deciding: String) -> String {
        "In a web editor, use the host's button for resolving conflicts. "
            + "In a clone, merge \(name) into the branch, \(deciding), and save again: \(merge)"
    }

    /// The remote that the base is a branch of, as whoever checks calls it.
    private var remote: String? {
        (try? merged.repository(of: home))?.remoteNames.first { baseName.hasPrefix($0 + "/") }
    }

    /// What the base is called for somebody else than whoever checks: a host's job calls it by the remote that it made.
    private var name: String { remote.map { String(baseName.dropFirst($0.utf8.count + 1)) } ?? baseName }

    /// How whoever made the branch takes in what the base has, from wherever their clone is.
    private var merge: String {
        guard let web = merged.settings[StoreSettings.web] else { return "git merge \(baseName.shellWord)" }
        var place = String(describing: web)
        // A pattern for editing pages is no address that git could fetch from.
        if place.contains("{") {
            guard let remote else { return "git merge \(baseName.shellWord)" }
            place = remote
        }
        return "git pull \(place.shellWord) \(name.shellWord)"
    }

    private func finding(_ message: String, at path: String, help: String) -> Diagnostic {
        Diagnostic(file: path, severity: .error, code: "merge-conflict", message: message, help: help)
    }

    private func finding(_ value: ContestedValue, at path: String, help: String) -> Diagnostic {
        finding(
            "Both changed \(value.field), so the host cannot merge it: \(name) \(value.base.words), the branch \(value.branch.words)",
            at: path, help: help)
    }

    /// A field that both sides changed, and what each says.
    private typealias ContestedValue = (field: String, base: MergeFinding.Claim, branch: MergeFinding.Claim)

    /// The values of a record that both sides changed; none where its fields do not contradict each other; nil where it is
    /// no record, or cannot be merged as one.
    private func contestedValues(_ conflict: PlainMerge.Conflict) throws(StoreError) -> [ContestedValue]? {
        guard let ends else { return nil }
        let repository = try merged.repository(of: home)
        let path = conflict.path
        func text(of path: String, at commit: ObjectID) throws(GitError) -> [UInt8]? {
            let tree = try repository.commitHeader(commit).tree
            guard let entry = try repository.lookup(path, in: tree), entry.mode.isFile else { return nil }
            return try repository.blob(entry.id, maximumSize: Document.maximumSize)
        }
        let kinds = try merged.store.mergedKinds(at: ends.base, in: home)
        let found = try git { () throws(GitError) -> [MergeFinding]? in
            guard let ours = try text(of: conflict.basePath, at: ends.base),
                let theirs = try text(of: conflict.branchPath, at: ends.branch)
            else { return nil }
            let merge = try FileMerge.merge(
                base: text(of: conflict.ancestorPath, at: ends.ancestor), ours: ours, theirs: theirs, path: path,
                kinds: kinds)
            guard merge.manner == .record else { return nil }
            let sides = MergeSides(ours: .init(name, at: ends.base), theirs: .init("branch", at: ends.branch))
            return merge.written(path, sides, in: repository, ours: ours, theirs: theirs).findings
        }
        return found?.compactMap { finding in
            guard case .value(let field, let ours, let theirs) = finding.matter else { return nil }
            return (field, ours, theirs)
        }
    }
}
