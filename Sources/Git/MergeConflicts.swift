internal import CLibgit2

/// The conflicts that libgit2 left in the index of a merge.
struct MergeConflicts {
    /// What the three commits have at a path, as far as it is in conflict.
    private struct Sides {
        var ancestor: TreeEntry?
        var base: TreeEntry?
        var branch: TreeEntry?
    }

    /// Where a file in conflict that somebody renamed is, or was. A side that removed it has nil.
    private typealias Names = (ancestor: String, base: String?, branch: String?)

    private var sides: [String: Sides] = [:]
    private var renames: [Names] = []

    /// - Throws: what libgit2 says where it cannot list them.
    @unsafe init(in index: OpaquePointer?) throws(GitError) {
        guard unsafe git_index_has_conflicts(index) == 1 else { return }
        for number in unsafe 0..<git_index_name_entrycount(index) {
            guard let names = unsafe git_index_name_get_byindex(index, number)?.pointee,
                let ancestor = unsafe names.ancestor
            else { continue }
            renames.append(
                unsafe (
                    String(cString: ancestor), names.ours.map { unsafe String(cString: $0) },
                    names.theirs.map { unsafe String(cString: $0) }
                ))
        }
        var iterator: OpaquePointer?
        try LibGit2.check(unsafe git_index_conflict_iterator_new(&iterator, index), "list conflicts")
        defer { unsafe git_index_conflict_iterator_free(iterator) }
        while true {
            var (ancestor, base, branch): (Entry?, Entry?, Entry?)
            let code = unsafe git_index_conflict_next(&ancestor, &base, &branch, iterator)
            if code == GIT_ITEROVER.rawValue { break }
            try LibGit2.check(code, "list conflicts")
            guard let any = unsafe branch ?? base ?? ancestor, let path = unsafe any.pointee.path else { continue }
            sides[unsafe String(cString: path)] = unsafe Sides(
                ancestor: treeEntry(ancestor), base: treeEntry(base), branch: treeEntry(branch))
        }
    }

    /// The conflicts by path, and what the merged tree is to have at each of their paths.
    func judged() -> (conflicts: [PlainMerge.Conflict], chosen: [String: TreeEntry?]) {
        var conflicts: [PlainMerge.Conflict] = []
        var chosen: [String: TreeEntry?] = [:]
        var alone = sides
        for names in renames where isOneFile(names) {
            let base = names.base.flatMap { alone[$0]?.base }
            let branch = names.branch.flatMap { alone[$0]?.branch }
            alone[names.ancestor]?.ancestor = nil
            if let path = names.base { alone[path]?.base = nil }
            if let path = names.branch { alone[path]?.branch = nil }
            let isRenamedTwice =
                names.base != nil && names.branch != nil && names.base != names.branch
                && names.base != names.ancestor && names.branch != names.ancestor
            let conflict = PlainMerge.Conflict(
                ancestorPath: names.ancestor, basePath: names.base ?? names.ancestor,
                branchPath: names.branch ?? names.ancestor,
                cause: branch == nil
                    ? .removedInBranch : base == nil ? .removedInBase : isRenamedTwice ? .bothRenamed : .bothChanged)
            for path in [names.ancestor, names.base, names.branch].compactMap(\.self) { chosen[path] = .some(nil) }
            // The record has gone on where the base has it, and what the branch says stands where it was.
            let isBranchs = base == nil || branch == nil || conflict.path == names.branch
            chosen[conflict.path] = .some(isBranchs ? branch : base)
            conflicts.append(conflict)
        }
        for (path, sides) in alone {
            guard sides.ancestor != nil || sides.base != nil || sides.branch != nil else { continue }
            let cause: PlainMerge.Cause =
                sides.branch == nil
                ? .removedInBranch
                : sides.base == nil ? .removedInBase : sides.ancestor != nil ? .bothChanged : .bothAdded
            conflicts.append(PlainMerge.Conflict(path: path, cause: cause))
            chosen[path] = .some(sides.branch)
        }
        return (conflicts.sorted { $0.path < $1.path }, chosen)
    }

    /// Whether a renamed file has its new path for itself: two that were renamed to one are in each other's way there.
    private func isOneFile(_ names: Names) -> Bool {
        if let path = names.base, names.branch != path, sides[path]?.branch != nil { return false }
        if let path = names.branch, names.base != path, sides[path]?.base != nil { return false }
        return true
    }

    private typealias Entry = UnsafePointer<git_index_entry>

    @unsafe private func treeEntry(_ entry: Entry?) -> TreeEntry? {
        guard let entry = unsafe entry?.pointee else { return nil }
        return unsafe TreeEntry(mode: FileMode(rawValue: entry.mode), id: ObjectID(entry.id))
    }
}
