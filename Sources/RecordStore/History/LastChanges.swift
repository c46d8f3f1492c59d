public import Git
public import RecordModel

/// When files last changed in any way, their layout and mode included: for each file the commit that `git log -1 -- FILE`
/// names. This says nothing of how old what they hold is, see ``Ages``.
///
/// Whatever a commit and its parent hold alike is followed as one set, so that a commit costs what it changed, and the
/// walk ends where the last answer is found.
public struct LastChanges {
    private let repository: Repository
    private let graph: HistoryGraph
    private var folders: [Folder] = [Folder()]
    private var paths: [String] = []
    private var answers: [String: AgeAnswer] = [:]
    /// By commit the files that are still open there.
    private var open: [Int: Set<Int>] = [:]

    /// A folder with files that are asked for, by number.
    private struct Folder {
        var folders: [String: Int] = [:]
        var files: [String: Int] = [:]
    }

    /// Finds when files last changed.
    ///
    /// - Parameters:
    ///   - paths: files that the commit holds.
    ///   - head: the commit.
    /// - Returns: by path the commit that made it what it is at `head`; unknown where a shallow or partial clone ends
    ///   before that.
    public static func of(
        _ paths: [String], in repository: Repository, at head: ObjectID
    ) throws(GitError) -> [String: AgeAnswer] {
        if paths.isEmpty { return [:] }
        var changes = LastChanges(repository, try HistoryGraph(repository, head: head), paths)
        for commit in changes.graph.order where !changes.open.isEmpty { try changes.visit(commit) }
        return changes.answers
    }

    private init(_ repository: Repository, _ graph: HistoryGraph, _ paths: [String]) {
        self.repository = repository
        self.graph = graph
        self.paths = paths
        for (file, path) in paths.enumerated() {
            var names = path.split(separator: "/").map(String.init)
            let name = names.removeLast()
            var folder = 0
            for name in names {
                if folders[folder].folders[name] == nil {
                    folders[folder].folders[name] = folders.count
                    folders.append(Folder())
                }
                folder = folders[folder].folders[name] ?? 0
            }
            folders[folder].files[name] = file
        }
        open[graph.head] = Set(paths.indices)
    }

    private mutating func visit(_ commit: Int) throws(GitError) {
        guard var here = open.removeValue(forKey: commit) else { return }
        guard !graph.isCut(commit), let changed = try changes(of: commit) else { return giveUp(here, at: commit) }
        let parents = graph.parents(of: commit)
        for (file, entry) in changed where here.remove(file) != nil {
            switch try other(of: parents, holding: entry, at: paths[file]) {
            case .parent(let other): open[other, default: []].insert(file)
            case .unseen: giveUp([file], at: commit)
            case .none: answers[paths[file]] = graph.set(by: commit)
            }
        }
        guard let first = parents.first, !here.isEmpty else { return }
        // The smaller set goes into the larger, and neither is copied.
        var there = open.removeValue(forKey: first) ?? []
        if there.count < here.count { swap(&there, &here) }
        there.formUnion(here)
        open[first] = there
    }

    /// Which of a merge's parents besides the first holds a file as the merge does.
    private enum Other {
        case parent(Int)
        /// A folder of one is not in this clone, so that nobody can tell.
        case unseen
        case none
    }

    private func other(of parents: [Int], holding entry: TreeEntry, at path: String) throws(GitError) -> Other {
        do {
            for parent in parents.dropFirst() where try repository.lookup(path, in: graph.trees[parent]) == entry {
                return .parent(parent)
            }
            return .none
        } catch {
            guard error.isMissingObject else { throw error }
            return .unseen
        }
    }

    private mutating func giveUp(_ files: Set<Int>, at commit: Int) {
        for file in files { answers[paths[file]] = graph.unknown(since: commit) }
    }

    /// The files of a commit that its first parent does not hold alike; nil where a folder is not in this clone.
    private func changes(of commit: Int) throws(GitError) -> [(file: Int, entry: TreeEntry)]? {
        var changed: [(file: Int, entry: TreeEntry)] = []
        do {
            let base = graph.parents(of: commit).first.map { graph.trees[$0] } ?? .emptyTree
            try compare(base, graph.trees[commit], in: 0) { changed.append(($0, $1)) }
        } catch {
            guard error.isMissingObject else { throw error }
            return nil
        }
        return changed
    }

    private func compare(
        _ old: ObjectID, _ new: ObjectID, in folder: Int, _ body: (Int, TreeEntry) -> Void
    ) throws(GitError) {
        if old == new { return }
        try Tree.forEachDifference(from: repository.tree(old), to: repository.tree(new)) {
            (name, old, new) throws(GitError) in
            guard let new else { return }
            let name = String(git: name)
            if !new.mode.isFolder {
                if let file = folders[folder].files[name] { body(file, new) }
            } else if let inner = folders[folder].folders[name] {
                try compare(old?.folder ?? .emptyTree, new.id, in: inner, body)
            }
        }
    }
}

extension Snapshot {
    /// When the files of a kind's records last changed in any way, by record.
    public func lastChanges(of kind: Kind, only ids: Set<RecordID>) throws(StoreError) -> [RecordID: AgeAnswer] {
        let repository = try repository(of: kind.home)
        guard let head = commit(of: kind.home) else { return [:] }
        let wanted = try entries(of: kind).filter { ids.contains($0.id) }
        let found = try git { () throws(GitError) in
            try LastChanges.of(wanted.map(\.path), in: repository, at: head)
        }
        let pairs = wanted.compactMap { entry in found[entry.path].map { (entry.id, $0) } }
        return Dictionary(pairs, uniquingKeysWith: { first, _ in first })
    }
}
