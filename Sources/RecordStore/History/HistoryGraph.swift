internal import Git
internal import RecordModel

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
    /// For each commit the first-parent line that it is on: of two on one line, the later in the order is behind the other.
    private var lines: [Int] = []
    private var lineCount = 0
    private var indexes: [ObjectID: Int] = [:]
    private var outside: [Int] = []
    private var hasOlder = false
    private let ends: Set<ObjectID>
    private let isKept: (ObjectID) -> Bool
    private var seen = Marks()

    private enum State: UInt8 { case unseen, loaded, missing }

    /// Reads the headers of every commit from `head` back to those that `isKept` knows.
    ///
    /// - Parameter noting: takes the commits' trees, many at a time, while others are still being read.
    init(
        _ repository: Repository, head: ObjectID, isKept: @escaping (ObjectID) -> Bool = { _ in false },
        noting: ([CommitTrees]) -> Void = { _ in }
    ) throws(GitError) {
        self.repository = repository
        self.isKept = isKept
        ends = try repository.historyEnds
        self.head = 0
        let first = add(head)
        guard !isKept(head) else {
            outside = [first]
            return
        }
        // A head that is not here is an error; a parent that is not here is the end of what is known.
        _ = try repository.commitHeader(head)
        try load(from: [first], stopping: true, noting)
    }

    var count: Int { ids.count }

    func index(of id: ObjectID) -> Int? { indexes[id] }

    func parents(of commit: Int) -> [Int] { parentsOf[commit] }

    /// Whether the parents of a commit exist but are not here, or are said to be others.
    func isCut(_ commit: Int) -> Bool {
        states[commit] == .missing || ends.contains(ids[commit])
            || parentsOf[commit].contains { states[$0] == .missing }
    }

    /// Whether any commit's parents are missing.
    var isTruncated: Bool { ends.contains { indexes[$0] != nil } || states.contains(.missing) }

    /// A number that grows towards the root; the commits not loaded lie beyond every other.
    func position(of commit: Int) -> Int { positions[commit] }

    func isLoaded(_ commit: Int) -> Bool { states[commit] == .loaded }

    /// Enters the commits behind the kept one. Gives their part of the order.
    func loadOlder() throws(GitError) -> Range<Int> {
        let start = order.count
        guard !hasOlder else { return start..<start }
        hasOlder = true
        try load(from: outside, stopping: false) { _ in }
        return start..<order.count
    }

    /// The index of a commit that lies behind `descendant`, or is it; nil where it does not, or is not here.
    func index(of ancestor: ObjectID, behind descendant: Int) throws(GitError) -> Int? {
        if indexes[ancestor].map({ positions[$0] == .max }) ?? true {
            guard isKept(ancestor) else { return nil }
            _ = try loadOlder()
        }
        guard let wanted = indexes[ancestor], try isAncestor(wanted, of: descendant) else { return nil }
        return wanted
    }

    /// Whether `ancestor` lies behind `descendant`, or is it.
    private func isAncestor(_ ancestor: Int, of descendant: Int) throws(GitError) -> Bool {
        if ancestor == descendant { return true }
        if positions[ancestor] == .max { _ = try loadOlder() }
        let limit = positions[ancestor]
        guard limit != .max, limit > positions[descendant] else { return false }
        let line = lines[ancestor]
        if lines[descendant] == line { return true }
        seen.begin(count)
        var waiting = [descendant]
        while let commit = waiting.popLast() {
            for parent in parentsOf[commit] where positions[parent] <= limit {
                if lines[parent] == line { return true }
                if seen.insert(parent) { waiting.append(parent) }
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
        lines.append(-1)
        return ids.count - 1
    }

    /// The answer that a commit set something.
    func set(by commit: Int, bySweep: Bool = false) -> AgeAnswer {
        .set(commit: ids[commit], date: Instant(seconds: seconds[commit]), bySweep: bySweep)
    }

    /// The answer that nobody can tell, beyond that it was so at a commit.
    func unknown(since commit: Int) -> AgeAnswer {
        .unknown(unchangedSince: ids[commit], date: Instant(seconds: seconds[commit]))
    }

    /// What comparing a commit's tree with its parents' takes.
    func comparedTrees(of commit: Int) -> CommitTrees {
        let parents = parents(of: commit)
        let isCut = isCut(commit)
        return CommitTrees(
            commit: commit, tree: trees[commit],
            base: isCut ? nil : parents.first.map { trees[$0] } ?? .emptyTree,
            others: isCut ? [] : parents.dropFirst().map { (commit: $0, tree: trees[$0]) })
    }

    private func load(
        from starts: [Int], stopping: Bool, _ noting: ([CommitTrees]) -> Void
    ) throws(GitError) {
        // By date, the latest last: git packs older trees as differences from younger ones.
        var waiting: [Int] = []
        var loaded: [Int] = []
        var noted = 0
        for start in starts where states[start] == .unseen { if try readHeader(start) { queue(start, in: &waiting) } }
        while let commit = waiting.popLast() {
            loaded.append(commit)
            for parent in parentsOf[commit] where states[parent] == .unseen {
                if stopping, isKept(ids[parent]) {
                    // Its parents are not followed, but what it holds is compared with.
                    if trees[parent].isZero { trees[parent] = try repository.commitHeader(ids[parent]).tree }
                    outside.append(parent)
                } else if try readHeader(parent) {
                    queue(parent, in: &waiting)
                }
            }
            guard loaded.count - noted == HistoryGraph.noted || waiting.isEmpty else { continue }
            noting(loaded[noted...].map { comparedTrees(of: $0) })
            noted = loaded.count
        }
        var children = Array(repeating: 0, count: ids.count)
        for commit in loaded {
            for parent in parentsOf[commit] { children[parent] += 1 }
        }
        sort(loaded, children)
    }

    /// Puts a commit among those that wait, which are few.
    private func queue(_ commit: Int, in waiting: inout [Int]) {
        var (low, high) = (0, waiting.count)
        while low < high {
            let middle = (low + high) / 2
            if seconds[waiting[middle]] < seconds[commit] { low = middle + 1 } else { high = middle }
        }
        waiting.insert(commit, at: low)
    }

    /// How many commits are noted together.
    private static let noted = 1_000

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
        seconds[commit] = header.seconds
        if !ends.contains(ids[commit]) { parentsOf[commit] = header.parents.map { add($0) } }
        return true
    }

    /// Each commit after all its children; a chain of first parents stays together, so that trees are read in turn.
    private func sort(_ loaded: [Int], _ counts: [Int]) {
        var children = counts
        var ready = loaded.filter { children[$0] == 0 }
        while let commit = ready.popLast() {
            positions[commit] = order.count
            order.append(commit)
            if lines[commit] < 0 {
                lines[commit] = lineCount
                lineCount += 1
            }
            if let first = parentsOf[commit].first, lines[first] < 0 { lines[first] = lines[commit] }
            for parent in parentsOf[commit].reversed() {
                children[parent] -= 1
                if children[parent] == 0, states[parent] == .loaded, positions[parent] == .max { ready.append(parent) }
            }
        }
    }
}

/// A set of commits that is emptied at once: of a long history thousands are entered, again and again.
private struct Marks {
    private var roundOf: [Int32] = []
    private var round: Int32 = 0

    /// Empties it, and makes room for so many commits.
    mutating func begin(_ count: Int) {
        round += 1
        if roundOf.count < count { roundOf += Array(repeating: 0, count: count - roundOf.count) }
    }

    /// - Returns: whether it was not there.
    mutating func insert(_ commit: Int) -> Bool {
        defer { roundOf[commit] = round }
        return roundOf[commit] != round
    }
}
