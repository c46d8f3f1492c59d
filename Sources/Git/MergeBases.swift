internal import CLibgit2

extension Repository {
    /// The best commit that both come from; `nil` where they share none.
    ///
    /// - Throws: `missingObject` where the history is cut off before one is found.
    public func mergeBase(_ one: ObjectID, _ other: ObjectID) throws(GitError) -> ObjectID? {
        try mergeBases(one, other).first
    }

    /// The commits that both come from and that none of the others comes from: several where the two have been merged
    /// into each other crosswise. None where they share none.
    ///
    /// - Throws: `missingObject` where the history is cut off before one is found.
    public func mergeBases(_ one: ObjectID, _ other: ObjectID) throws(GitError) -> [ObjectID] {
        if let only = onlyMergeBase(one, other) { return [only] }
        var first = one.libgit2
        var second = other.libgit2
        var found = unsafe git_oidarray()
        defer { unsafe git_oidarray_dispose(&found) }
        let code = unsafe git_merge_bases(&found, handle, &first, &second)
        if code < 0 {
            let said = LibGit2.lastError(code, "find what \(one.short) and \(other.short) both come from")
            // libgit2 says the same for "none" and "cannot tell", and fails in more than one way where it cannot.
            for start in [one, other] {
                var gap: ObjectID?
                try ancestors(of: [start]) { (step) throws(GitError) -> Bool in
                    switch step {
                    case .commit: break
                    case .boundary(_, let header): gap = header.parents.first { !contains($0) } ?? gap
                    case .missing(let id): gap = id
                    }
                    return gap == nil
                }
                if let gap { throw readingError(Int32(GIT_ENOTFOUND.rawValue), gap) }
            }
            guard code == GIT_ENOTFOUND.rawValue else { throw said }
            return []
        }
        return unsafe UnsafeBufferPointer(start: found.ids, count: found.count).map { ObjectID($0) }
    }

    /// The one commit that both come from, where there is one and what lies before it need not be read; `nil` otherwise.
    ///
    /// What either comes from is marked, the youngest first, until everything that is left to look at lies behind a commit
    /// that both come from. libgit2 goes on to the beginning of the history: on 100,000 commits, most of a check. What a
    /// shallow clone left out is not needed either where it all lies behind such a commit.
    private func onlyMergeBase(_ one: ObjectID, _ other: ObjectID) -> ObjectID? {
        if one == other { return one }
        var marks: [ObjectID: Marks] = [one: .first, other: .second]
        var waiting: [(id: ObjectID, header: CommitHeader)] = []
        var shared: [ObjectID] = []
        var absent: Set<ObjectID> = []
        do throws(GitError) {
            for id in [one, other] { waiting.append((id, try commitHeader(id))) }
            func isOpen(_ id: ObjectID) -> Bool { marks[id]?.contains(.behind) == false }
            // Where clocks are wrong, what is absent may have been met before what shows that it lies behind.
            while waiting.contains(where: { isOpen($0.id) }) || !waiting.isEmpty && absent.contains(where: isOpen) {
                let youngest = waiting.indices.max {
                    waiting[$0].header.committerSeconds < waiting[$1].header.committerSeconds
                }
                guard let youngest else { break }
                let (id, header) = waiting.remove(at: youngest)
                guard var mark = marks[id] else { continue }
                if mark == .both {
                    if !shared.contains(id) { shared.append(id) }
                    mark.insert(.behind)
                }
                for parent in header.parents where marks[parent]?.isSuperset(of: mark) != true {
                    marks[parent, default: []].formUnion(mark)
                    do throws(GitError) {
                        waiting.append((parent, try commitHeader(parent)))
                    } catch {
                        guard error.isMissingObject else { throw error }
                        absent.insert(parent)
                    }
                }
            }
        } catch {
            // Why something cannot be read is said by whoever needs it.
            return nil
        }
        // What lies behind it may be what both come from, too.
        guard absent.allSatisfy({ marks[$0]?.contains(.behind) == true }) else { return nil }
        // Of several, some may come from others, since clocks are wrong.
        let best = shared.filter { marks[$0]?.contains(.behind) == false }
        return best.count == 1 ? best[0] : nil
    }

    /// From which of two commits a third can be reached.
    private struct Marks: OptionSet {
        let rawValue: UInt8
        static let first = Marks(rawValue: 1)
        static let second = Marks(rawValue: 2)
        static let both: Marks = [.first, .second]
        /// It lies before a commit that both come from.
        static let behind = Marks(rawValue: 4)
    }
}
