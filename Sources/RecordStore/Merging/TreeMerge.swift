public import Git
public import RecordModel
import RecordText

/// Two states of a repository as one.
public struct TreeMerge: Sendable {
    /// The merged tree. Where something is left to a person, it holds what git would leave in the working files: both
    /// sides between marks. Such a tree must not be committed as it is.
    public let tree: ObjectID
    /// What is left to a person, by path and line; empty where the merge is done.
    public let findings: [MergeFinding]

    /// Whether nothing is left to a person.
    public var isClean: Bool { findings.isEmpty }
}

extension Store {
    /// Merges two commits: records field by field, everything else as git does, with the bytes that git and the merge
    /// driver would give. Nothing is committed.
    ///
    /// - Throws: `usage` where the two have no history in common; `unavailable` where history is missing, or too
    ///   entangled; what the repository throws.
    public func merge(_ sides: MergeSides, in home: Kind.Home = .public) throws(StoreError) -> TreeMerge {
        let repository = try repository(of: home)
        guard let ours = sides.ours.commit, let theirs = sides.theirs.commit else {
            throw StoreError(.usage, "only commits can be merged", help: "name two of them")
        }
        let merger = TreeMerger(repository: repository, kinds: try mergedKinds(at: ours, in: home))
        return try merger.merge(ours, theirs, sides, depth: 0)
    }

    /// The kinds by which files are merged, with the network's own fields as our side declares them.
    func mergedKinds(at ours: ObjectID?, in home: Kind.Home) throws(StoreError) -> [Kind] {
        let head = try git { () throws(GitError) in try repository.head.id }
        guard let commit = home == .public ? ours ?? head : head else { return kinds }
        let tree = try git { () throws(GitError) in try repository.commitHeader(commit).tree }
        guard let settings = try settings(in: tree, of: repository)?.record else { return kinds }
        return kinds.map { StoreSettings.kind($0, settings: settings) }
    }
}

/// Merges trees, and the bases of trees that were merged crosswise.
struct TreeMerger {
    let repository: Repository
    let kinds: [Kind]

    /// How often two histories may have been merged into each other before this is left to git.
    private static let deepest = 20

    /// Merges two commits from what both come from.
    func merge(
        _ ours: ObjectID, _ theirs: ObjectID, _ sides: MergeSides, depth: Int
    ) throws(StoreError) -> TreeMerge {
        let base = try base(of: ours, theirs, depth: depth)
        return try git { () throws(GitError) in
            // Git marks what bases disagree on by longer marks, so that one conflict can stand in another.
            try merge(
                base: base, ours: repository.commitHeader(ours).tree, theirs: repository.commitHeader(theirs).tree,
                sides, markSize: MergedText.usualMarkSize + 2 * depth)
        }
    }

    /// The tree that two commits come from. Where they were merged into each other crosswise there are several: these are
    /// merged first, the oldest two and then one more at a time, as git does, and what is in conflict between them decides
    /// nothing.
    private func base(of ours: ObjectID, _ theirs: ObjectID, depth: Int) throws(StoreError) -> ObjectID {
        let found = try git { () throws(GitError) in
            try repository.mergeBases(ours, theirs).map { (id) throws(GitError) in
                (id: id, date: try repository.commitHeader(id).committerSeconds)
            }
        }
        let bases = found.sorted { $0.date > $1.date }.map(\.id)
        switch bases.count {
        case 0:
            throw StoreError(
                .usage, "\(ours.short) and \(theirs.short) have no history in common",
                help: "see where each comes from: git log --oneline --graph \(ours.short) \(theirs.short)")
        case 1: return try git { () throws(GitError) in try repository.commitHeader(bases[0]).tree }
        case 2...Self.deepest where depth < Self.deepest:
            let names = MergeSides(
                ours: .init("Temporary merge branch 1"), theirs: .init("Temporary merge branch 2"))
            var (merged, tree) = (bases[bases.count - 1], ObjectID.emptyTree)
            for (left, next) in bases.dropLast().enumerated().reversed() {
                tree = try merge(merged, next, names, depth: depth + 1).tree
                if left > 0 { merged = try unnamed(tree, of: [merged, next]) }
            }
            return tree
        default:
            throw StoreError(
                .unavailable,
                "\(ours.short) and \(theirs.short) were merged into each other in too many ways to be merged here",
                help: "merge them with git, which uses the same merge for each record: git merge \(theirs.short)")
        }
    }

    /// A commit that stands for what two come from, so that what it and a third come from can be found. No branch has it.
    private func unnamed(_ tree: ObjectID, of parents: [ObjectID]) throws(StoreError) -> ObjectID {
        try git { () throws(GitError) in
            // Never older than its parents: walks go by dates.
            var latest: Int64 = 0
            for parent in parents { latest = max(latest, try repository.commitHeader(parent).committerSeconds) }
            let nobody = Signature(name: "cotech", email: "nobody@invalid", seconds: latest, offset: 0)
            return try repository.createCommit(
                tree: tree, parents: parents, author: nobody, committer: nobody, message: "merged tree", signing: .never
            )
        }
    }

    /// Merges two trees from a third.
    func merge(
        base: ObjectID, ours: ObjectID, theirs: ObjectID, _ sides: MergeSides,
        markSize: Int = MergedText.usualMarkSize
    ) throws(GitError) -> TreeMerge {
        let (here, there) = (
            try repository.changedFiles(from: base, to: ours), try repository.changedFiles(from: base, to: theirs)
        )
        try RepositoryPath.checkNames((here + there).map(\.path))
        let changes = TreeChanges(ours: here, theirs: there)
        var cases = changes.cases
        var findings: [MergeFinding] = []
        let search = RenameSearch(repository: repository, kinds: kinds, base: base, ours: ours, theirs: theirs)
        try search.apply(changes, to: &cases, &findings)
        var results: [String: TreeEntry?] = [:]
        for (path, file) in cases.sorted(by: { $0.key < $1.key }) {
            let (entry, more) = try merged(file, path, sides, markSize)
            findings += try more.map { (finding) throws(GitError) in try search.naming(heirOf: finding, changes) }
            if entry != file.inOurTree { results[path] = .some(entry) }
        }
        findings += try withoutClashes(&results, in: ours)
        let tree = try repository.updatingTree(ours, changes: results)
        return TreeMerge(tree: tree, findings: findings.sorted { ($0.path, $0.line ?? 0) < ($1.path, $1.line ?? 0) })
    }

    // MARK: - Files

    private func merged(
        _ file: MergeCase, _ path: String, _ sides: MergeSides, _ markSize: Int
    ) throws(GitError) -> (TreeEntry?, [MergeFinding]) {
        if file.ours == file.theirs || file.theirs == file.base { return (file.ours, []) }
        if file.ours == file.base { return (file.theirs, []) }
        guard let ours = file.ours else {
            return (file.theirs, [MergeFinding(path: path, line: nil, matter: .removed(by: .ours))])
        }
        guard let theirs = file.theirs else {
            return (ours, [MergeFinding(path: path, line: nil, matter: .removed(by: .theirs))])
        }
        guard ours.mode.isFile, theirs.mode.isFile else {
            return (ours, [MergeFinding(path: path, line: nil, matter: .otherKind)])
        }
        if let kept = keptApart(path) { return (ours, [kept]) }
        let base = file.base.flatMap { $0.mode.isFile ? $0 : nil }
        let mode = ours.mode == base?.mode ? theirs.mode : ours.mode
        guard let texts = try texts(base, ours, theirs) else {
            return (ours, [MergeFinding(path: path, line: nil, matter: .notText)])
        }
        let merge = try FileMerge.merge(
            base: texts.base, ours: texts.ours, theirs: texts.theirs, path: path, kinds: kinds)
        let written = merge.written(
            path, sides, in: repository, markSize: markSize, ours: texts.ours, theirs: texts.theirs)
        return (TreeEntry(mode: mode, id: try repository.writeBlob(written.bytes)), written.findings)
    }

    /// What attributes say against merging a file here: git would not, or in a way of its own.
    private func keptApart(_ path: String) -> MergeFinding? {
        switch repository.mergeAttribute(of: path) {
        case .usual, .driver("cotech"): nil
        case .never: MergeFinding(path: path, line: nil, matter: .keptApart(driver: nil))
        case .driver(let name): MergeFinding(path: path, line: nil, matter: .keptApart(driver: name))
        }
    }

    /// What is larger than this is no text that anybody wrote.
    private static let largest = 64 << 20

    private func texts(
        _ base: TreeEntry?, _ ours: TreeEntry, _ theirs: TreeEntry
    ) throws(GitError) -> (base: [UInt8]?, ours: [UInt8], theirs: [UInt8])? {
        do throws(GitError) {
            var old: [UInt8]?
            if let base { old = try repository.blob(base.id, maximumSize: Self.largest) }
            return (
                old, try repository.blob(ours.id, maximumSize: Self.largest),
                try repository.blob(theirs.id, maximumSize: Self.largest)
            )
        } catch {
            if case .tooLarge = error.kind { return nil }
            throw error
        }
    }

    // MARK: - Folders

    /// Leaves out files that cannot be put beside what is there, a file where a folder stays or the other way round, and
    /// those whose name no repository may hold.
    private func withoutClashes(
        _ results: inout [String: TreeEntry?], in ours: ObjectID
    ) throws(GitError) -> [MergeFinding] {
        var findings: [MergeFinding] = []
        for (path, entry) in results.sorted(by: { $0.key < $1.key }) where entry != nil {
            let matter: MergeFinding.Matter
            if !isUsable(path) {
                matter = .unusableName
            } else if try clashes(path, results, in: ours) {
                matter = .otherKind
            } else {
                continue
            }
            results[path] = nil
            findings.append(MergeFinding(path: path, line: nil, matter: matter))
        }
        return findings
    }

    private func isUsable(_ path: String) -> Bool {
        do throws(GitError) {
            try RepositoryPath.check(path)
            return true
        } catch {
            return false
        }
    }

    private func clashes(
        _ path: String, _ results: [String: TreeEntry?], in ours: ObjectID
    ) throws(GitError) -> Bool {
        /// Whether a path is taken away, so that it is in nobody's way.
        func goes(_ path: String) -> Bool { results[path].map { $0 == nil } ?? false }
        for (index, character) in zip(path.indices, path) where character == "/" {
            let folder = String(path[..<index])
            if let entry = try repository.lookup(folder, in: ours), !entry.mode.isFolder, !goes(folder) { return true }
            if case .some(.some) = results[folder] { return true }
        }
        guard let entry = try repository.lookup(path, in: ours), entry.mode.isFolder else { return false }
        var stays = false
        try repository.forEachFile(under: path, in: ours) { file, _ in stays = stays || !goes(file) }
        return stays
    }
}

/// What one path holds in the base and on both sides.
struct MergeCase {
    var base: TreeEntry?
    var ours: TreeEntry?
    var theirs: TreeEntry?
    /// What our tree has at the path now.
    var inOurTree: TreeEntry?
}

/// The files that each side changed since the base.
struct TreeChanges {
    typealias Change = (path: String, old: TreeEntry?, new: TreeEntry?)

    let ours: [String: Change]
    let theirs: [String: Change]

    init(ours: [Change], theirs: [Change]) {
        self.ours = Dictionary(ours.map { ($0.path, $0) }, uniquingKeysWith: { $1 })
        self.theirs = Dictionary(theirs.map { ($0.path, $0) }, uniquingKeysWith: { $1 })
    }

    /// Each path that either side changed.
    var cases: [String: MergeCase] {
        var cases: [String: MergeCase] = [:]
        for path in Set(ours.keys).union(theirs.keys) {
            let old = ours[path]?.old ?? theirs[path]?.old
            let here = ours[path].map(\.new) ?? old
            cases[path] = MergeCase(base: old, ours: here, theirs: theirs[path].map(\.new) ?? old, inOurTree: here)
        }
        return cases
    }
}
