/// What a walk towards the beginning met next.
public enum HistoryStep: Sendable, Hashable {
    /// A commit that could be read.
    case commit(ObjectID, CommitHeader)
    /// A commit at which a shallow clone ends: it can be read, and its parents cannot.
    case boundary(ObjectID, CommitHeader)
    /// A commit that should be here and is not.
    case missing(ObjectID)

    /// The commit that was met.
    public var id: ObjectID {
        switch self {
        case .commit(let id, _), .boundary(let id, _), .missing(let id): id
        }
    }
}

extension Repository {
    /// The first parents from a commit back to the beginning, starting with itself.
    ///
    /// - Parameter body: returns false to stop.
    /// - Throws: `corrupt`, or what `body` throws. A missing commit is a step, not an error.
    public func firstParentChain(
        from start: ObjectID, _ body: (HistoryStep) throws(GitError) -> Bool
    ) throws(GitError) {
        let boundary = try shallowBoundary
        var next: ObjectID? = start
        while let id = next {
            let step = try self.step(id, boundary)
            guard try body(step), case .commit(_, let header) = step else { return }
            next = header.parents.first
        }
    }

    /// Every commit that can be reached from some commits, each once, those included; in no particular order.
    ///
    /// - Parameter body: returns false to stop.
    public func ancestors(
        of starts: [ObjectID], _ body: (HistoryStep) throws(GitError) -> Bool
    ) throws(GitError) {
        let boundary = try shallowBoundary
        var seen = Set(starts)
        var stack = Array(seen)
        while let id = stack.popLast() {
            let step = try self.step(id, boundary)
            guard try body(step) else { return }
            guard case .commit(_, let header) = step else { continue }
            for parent in header.parents where seen.insert(parent).inserted { stack.append(parent) }
        }
    }

    private func step(_ id: ObjectID, _ boundary: Set<ObjectID>) throws(GitError) -> HistoryStep {
        do {
            let header = try commitHeader(id)
            return boundary.contains(id) ? .boundary(id, header) : .commit(id, header)
        } catch {
            guard error.isMissingObject else { throw error }
            return .missing(id)
        }
    }

    /// Whether one commit is the other or comes before it; `nil` where the history is cut off or incomplete
    /// before that is known.
    public func isAncestor(_ ancestor: ObjectID, of descendant: ObjectID) throws(GitError) -> Bool? {
        if ancestor == descendant { return true }
        var isKnown = true
        var found = false
        // The chain of first parents is the most likely way, and much the shortest.
        var steps = 0
        try firstParentChain(from: descendant) { (step) throws(GitError) -> Bool in
            steps += 1
            if step.id == ancestor { found = true }
            return !found && steps < 64
        }
        if found { return true }
        try ancestors(of: [descendant]) { (step) throws(GitError) -> Bool in
            found = step.id == ancestor
            switch step {
            case .commit: break
            case .boundary(_, let header): if !header.parents.isEmpty { isKnown = false }
            case .missing: isKnown = false
            }
            return !found
        }
        return found ? true : isKnown ? false : nil
    }
}
