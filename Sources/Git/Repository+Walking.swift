internal import CLibgit2

extension Repository {
    /// The commits that a branch has and its base does not, the newest first; without a base, all of them.
    ///
    /// - Throws: `missingObject` where the history is cut off before all of the branch's own are seen.
    public func commits(of branch: ObjectID, since base: ObjectID?) throws(GitError) -> [ObjectID] {
        if branch == base { return [] }
        guard let base else { return try walked(from: branch, since: nil) }
        if let line = try line(of: branch, since: base) { return line }
        do throws(GitError) {
            return try without(base, walked(from: branch, since: base))
        } catch {
            // libgit2 reads what lies behind the base as well, all of which nobody asked for.
            guard error.isMissingObject || isShallow else { throw error }
            return try visible(from: branch, since: base)
        }
    }

    private func walked(from branch: ObjectID, since base: ObjectID?) throws(GitError) -> [ObjectID] {
        var walk: OpaquePointer?
        try LibGit2.check(unsafe git_revwalk_new(&walk, handle), "walk through the history")
        defer { unsafe git_revwalk_free(walk) }
        var tip = branch.libgit2
        var isReady = unsafe git_revwalk_push(walk, &tip)
        if var end = base?.libgit2 { isReady |= unsafe git_revwalk_hide(walk, &end) }
        if isReady < 0 { throw readingError(isReady, branch) }
        var found: [ObjectID] = []
        var id = git_oid()
        while true {
            let code = unsafe git_revwalk_next(&id, walk)
            if code == GIT_ITEROVER.rawValue { return found }
            if code < 0 { throw readingError(code, found.last ?? branch) }
            found.append(ObjectID(id))
        }
    }

    /// The same where what lies before the base is not all here: as far as it is, it is not the branch's own.
    private func visible(from branch: ObjectID, since base: ObjectID) throws(GitError) -> [ObjectID] {
        var seen: Set<ObjectID> = []
        try ancestors(of: [base]) { (step) throws(GitError) -> Bool in
            seen.insert(step.id)
            if case .boundary(_, let header) = step { seen.formUnion(header.parents) }
            return true
        }
        var found: [(id: ObjectID, seconds: Int64)] = []
        var stack = [branch]
        while let id = stack.popLast() {
            guard seen.insert(id).inserted else { continue }
            let header = try commitHeader(id)
            found.append((id, header.committerSeconds))
            stack += header.parents.reversed()
        }
        return found.sorted { $0.seconds > $1.seconds }.map(\.id)
    }

    /// What such a walk found, without what the base has all the same: a walk ends by dates, so that where clocks differ it
    /// can take commits of both for the branch's own, as git's does. What comes before them is among them then too, so that
    /// it is enough to ask about the oldest.
    private func without(_ base: ObjectID, _ found: [ObjectID]) throws(GitError) -> [ObjectID] {
        let all = Set(found)
        do throws(GitError) {
            for id in found where try commitHeader(id).parents.allSatisfy({ !all.contains($0) }) {
                guard try mergeBases(id, base).contains(id) else { continue }
                var own = all
                try ancestors(of: [base]) { (step) throws(GitError) -> Bool in
                    own.remove(step.id)
                    return !own.isEmpty
                }
                return found.filter { own.contains($0) }
            }
        } catch {
            // Where the history is cut off, what the walk could see is all there is to see.
            guard error.isMissingObject else { throw error }
        }
        return found
    }

    /// The commits that a branch has and its base does not, where no merge is among those of either since they parted,
    /// as is so of most; nil otherwise. A walk that must find out where two histories part looks at thousands.
    private func line(of branch: ObjectID, since base: ObjectID) throws(GitError) -> [ObjectID]? {
        var (ours, theirs) = ([branch], [base])
        var (isOpen, isOpenThere) = (true, true)
        while isOpen || isOpenThere {
            // The two go back step by step, so that neither looks much further than the other.
            if let found = ours.firstIndex(where: { theirs.contains($0) }) { return Array(ours[..<found]) }
            if isOpen { isOpen = try extend(&ours) }
            if isOpenThere { isOpenThere = try extend(&theirs) }
        }
        return nil
    }

    /// Goes one commit further back; false where that is not one, is not here, or has been gone far enough.
    private func extend(_ line: inout [ObjectID]) throws(GitError) -> Bool {
        guard let last = line.last, line.count < 100 else { return false }
        do throws(GitError) {
            let parents = try commitHeader(last).parents
            guard parents.count == 1 else { return false }
            line.append(parents[0])
            return true
        } catch {
            guard error.isMissingObject else { throw error }
            return false
        }
    }
}
