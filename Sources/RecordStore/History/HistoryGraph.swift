internal import Git

/// The commits behind a head, by index, in an order in which each comes before its parents.
///
/// A kept result stands for its commit and everything behind it: those commits are entered only when something has
/// to be followed there after all (`loadOlder`).
final class HistoryGraph {
    let repository: Repository
    let head: Int
    private(set) var ids: [ObjectID] = []
    private(set) var trees: [ObjectID] = []
    /// The earlier of the author's and the committer's seconds.
    private(set) var seconds: [Int] = []
    /// The commits from the head to the kept one, children first; the older ones follow when they are loaded.
    private(set) var order: [Int] = []
    /// The commits whose message may claim something, see ``CommitClaims``.
    private(set) var claimants: Set<Int> = []
    private var parentsOf: [[Int]] = []
    private var states: [State] = []
    private var positions: [Int] = []
    private var indexes: [ObjectID: Int] = [:]
    private var outside: [Int] = []
    private var hasOlder = false
    private let shallow: Set<ObjectID>
    private let isKept: (ObjectID) -> Bool

    private enum State: UInt8 { case unseen, loaded, missing }

    /// Reads the headers of every commit from `head` back to those that `isKept` knows.
    init(
        _ repository: Repository, head: ObjectID, isKept: @escaping (ObjectID) -> Bool = { _ in false }
    ) throws(GitError) {
        self.repository = repository
        self.isKept = isKept
        shallow = try repository.shallowBoundary
        self.head = 0
        let first = add(head)
        guard !isKept(head) else {
            outside = [first]
            return
        }
        // A head that is not here is an error; a parent that is not here is the end of what is known.
        _ = try repository.commitHeader(head)
        try load(from: [first], stopping: true)
    }

    var count: Int { ids.count }

    func index(of id: ObjectID) -> Int? { indexes[id] }

    func parents(of commit: Int) -> [Int] { parentsOf[commit] }

    /// Whether the parents of a commit exist but are not here.
    func isCut(_ commit: Int) -> Bool {
        states[commit] == .missing || shallow.contains(ids[commit])
            || parentsOf[commit].contains { states[$0] == .missing }
    }

    /// Whether any commit's parents are missing.
    var isTruncated: Bool { !shallow.isEmpty || states.contains(.missing) }

    /// A number that grows towards the root; the commits not loaded lie beyond every other.
    func position(of commit: Int) -> Int { positions[commit] }

    func isLoaded(_ commit: Int) -> Bool { states[commit] == .loaded }

    /// Enters the commits behind the kept one. Gives their part of the order.
    func loadOlder() throws(GitError) -> Range<Int> {
        let start = order.count
        guard !hasOlder else { return start..<start }
        hasOlder = true
        try load(from: outside, stopping: false)
        return start..<order.count
    }

    /// Whether `ancestor` lies behind `descendant`, or is it.
    func isAncestor(_ ancestor: ObjectID, of descendant: Int) throws(GitError) -> Int? {
        if indexes[ancestor].map({ positions[$0] == .max }) ?? true {
            guard isKept(ancestor) else { return nil }
            _ = try loadOlder()
        }
        guard let wanted = indexes[ancestor], try isAncestor(wanted, of: descendant) else { return nil }
        return wanted
    }

    func isAncestor(_ ancestor: Int, of descendant: Int) throws(GitError) -> Bool {
        if ancestor == descendant { return true }
        if positions[ancestor] == .max { _ = try loadOlder() }
        let limit = positions[ancestor]
        guard limit != .max, limit > positions[descendant] else { return false }
        var seen: Set<Int> = [descendant]
        var waiting = [descendant]
        while let commit = waiting.popLast() {
            for parent in parentsOf[commit] where positions[parent] <= limit {
                if parent == ancestor { return true }
                if seen.insert(parent).inserted { waiting.append(parent) }
            }
        }
        return false
    }

    private func add(_ id: ObjectID) -> Int {
        if let known = indexes[id] { return known }
        indexes[id] = ids.count
        ids.append(id)
        trees.append(.zero)
        seconds.append(0)
        parentsOf.append([])
        states.append(.unseen)
        positions.append(.max)
        return ids.count - 1
    }

    private func load(from starts: [Int], stopping: Bool) throws(GitError) {
        var waiting = starts
        var children: [Int: Int] = [:]
        var loaded: [Int] = []
        while let commit = waiting.popLast() {
            guard states[commit] == .unseen else { continue }
            guard try readHeader(commit) else { continue }
            loaded.append(commit)
            for parent in parentsOf[commit] {
                if states[parent] != .unseen { continue }
                if stopping, isKept(ids[parent]) {
                    // Its parents are not followed, but what it holds is compared with.
                    if trees[parent].isZero { trees[parent] = try repository.commitHeader(ids[parent]).tree }
                    outside.append(parent)
                } else {
                    waiting.append(parent)
                }
            }
        }
        for commit in loaded {
            for parent in parentsOf[commit] { children[parent, default: 0] += 1 }
        }
        sort(loaded, children)
    }

    private func readHeader(_ commit: Int) throws(GitError) -> Bool {
        let header: CommitHeader
        do {
            let (read, hasClaims) = try repository.commitHeader(ids[commit], noting: CommitClaims.beginnings)
            header = read
            if hasClaims { claimants.insert(commit) }
        } catch {
            guard error.isMissingObject else { throw error }
            states[commit] = .missing
            return false
        }
        states[commit] = .loaded
        trees[commit] = header.tree
        seconds[commit] = Int(min(header.authorSeconds, header.committerSeconds))
        if !shallow.contains(ids[commit]) { parentsOf[commit] = header.parents.map { add($0) } }
        return true
    }

    /// Each commit after all its children; a chain of first parents stays together, so that trees are read in turn.
    private func sort(_ loaded: [Int], _ counts: [Int: Int]) {
        var children = counts
        var ready = loaded.filter { children[$0] == nil }
        while let commit = ready.popLast() {
            positions[commit] = order.count
            order.append(commit)
            for parent in parentsOf[commit].reversed() {
                guard let left = children[parent] else { continue }
                children[parent] = left - 1
                if left == 1, states[parent] == .loaded, positions[parent] == .max { ready.append(parent) }
            }
        }
    }
}
