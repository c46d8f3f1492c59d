internal import CLibgit2

/// What is to become of one file, gathered from all the notes that name it.
private struct FileUpdate {
    let path: String
    /// Everything that the file can be without a person having edited it; `nil` is its absence.
    var known: Set<TreeEntry?>
    /// The same of its entry in the index.
    var staged: Set<TreeEntry?>
    /// What it is to say; `nil` where it is to go.
    var target: TreeEntry?
}

extension Repository {
    /// Makes the files that some notes name what a tree says, as far as nobody edited them, then the index.
    func bringUpToDate(_ notes: [PendingNote], with tree: ObjectID) throws(GitError) -> WorkingUpdate {
        // Two names that look the same are two files.
        var files: [[UInt8]: FileUpdate] = [:]
        for note in notes {
            for change in note.changes {
                let name = Array(change.path.utf8)
                var file = files[name] ?? FileUpdate(path: change.path, known: [], staged: [])
                file.known.formUnion(change.isSaved ? [change.old] : [change.old, change.new])
                file.staged.formUnion([change.old, change.new])
                files[name] = file
            }
        }
        var result = WorkingUpdate()
        var index: [IndexChange] = []
        var updates: [FileUpdate] = []
        for var file in files.values.sorted(by: { $0.path < $1.path }) {
            let entry = try lookup(file.path, in: tree)
            file.target = entry?.mode.isFolder == true ? nil : entry
            updates.append(file)
        }
        // Removals first, so that a file can give way to a folder of its name.
        let ordered = updates.filter { $0.target == nil } + updates.filter { $0.target != nil }
        if let lock = try takeIndexLock() {
            result.unfinished = lock.error
            return result
        }
        defer { releaseIndexLock() }
        let staged = try currentIndex()
        for (position, file) in ordered.enumerated() {
            // A sparse checkout leaves the file out on purpose: only the index follows.
            if staged.isSkipped(file.path), Posix.facts("\(workingDirectory ?? "")/\(file.path)") == nil {
                index.append(IndexChange(path: file.path, known: file.staged, target: file.target, facts: nil))
                continue
            }
            do throws(GitError) {
                let (facts, wasSaved) = try bringUpToDate(file)
                index.append(
                    IndexChange(
                        path: file.path, known: file.staged, target: file.target, facts: facts, isSaved: wasSaved))
            } catch {
                switch error.kind {
                case .diskFull, .readOnly, .locked, .other, .corrupt, .missingObject:
                    result.unfinished = error
                    return result
                default:
                    // An edit by hand, or something in its place that is no plain file. The index follows
                    // HEAD, so that git shows exactly that edit.
                    result.leftAlone.append(file.path)
                    index.append(IndexChange(path: file.path, known: file.staged, target: file.target, facts: nil))
                }
            }
            if position == 0 { try reached(.betweenFiles) }
        }
        try reached(.afterFiles)
        try updateIndex(index)
        try reached(.afterIndex)
        return result
    }

    /// Writes or removes one file, and gives what the index should know of it.
    ///
    /// - Throws: `overtaken` where a person edited it.
    private func bringUpToDate(
        _ file: FileUpdate
    ) throws(GitError) -> (facts: cotech_file_facts?, wasSaved: Bool) {
        let edited = GitError(.overtaken, "\(file.path) was edited by hand")
        if let target = file.target, !target.mode.isFile { throw edited }
        let temporary = ".cotech-\(try ObjectID(blob: Array(file.path.utf8)).hex(digits: 12)).new"
        let conversion = Conversion(of: file.path, in: self)
        var isEmptied = false
        var wasSaved = false
        let facts = try withFolder(of: file.path, creating: file.target != nil) {
            (folder, name) throws(GitError) -> cotech_file_facts? in
            folder.removeLeftover(temporary)
            let seen = try folder.read(name)
            if seen == nil, Posix.facts(folder.descriptor, name) != nil {
                // An empty folder may give way to a file; one with files in it is a person's own.
                folder.removeFolder(name)
                if let facts = try folder.facts(name) {
                    // A file that is to go has gone already where a folder is.
                    if facts.isFolder, file.target == nil { return nil }
                    throw edited
                }
            }
            // A change of mode is as much one as of bytes.
            let old = file.target.flatMap { target in
                file.known.compactMap { $0 }.first { $0.mode.isExecutable != target.mode.isExecutable }
            }
            if let target = file.target, let seen, try conversion.isSame(seen.bytes, as: target.id),
                old == nil || (seen.facts.permissions & 0o100 != 0) == target.mode.isExecutable
            {
                wasSaved = true
                return seen.facts
            }
            guard try isKnown(seen?.bytes, file, conversion) else { throw edited }
            guard let target = file.target else {
                if let seen, try !folder.remove(name, seen: seen.facts) { throw edited }
                isEmptied = true
                return nil
            }
            let written = try folder.write(
                name, conversion.smudged(target.id), temporary: temporary,
                permissions: old == nil ? seen?.facts.permissions : nil, isExecutable: target.mode.isExecutable,
                replacing: seen?.facts)
            guard let written else { throw edited }
            return written
        }
        if isEmptied { removeEmptiedFolders(above: file.path) }
        return (facts ?? nil, wasSaved)
    }

    private func isKnown(
        _ bytes: [UInt8]?, _ file: FileUpdate, _ conversion: Conversion
    ) throws(GitError) -> Bool {
        guard let bytes else { return file.known.contains(nil) || file.target == nil }
        return try conversion.isSame(bytes, asOneOf: file.known)
    }

    private func removeEmptiedFolders(above path: String) {
        var above = Posix.parent(of: path)
        while let folder = above {
            // Whatever stands in the way of tidying up, the files are right; the folder stays.
            try? withFolder(of: folder, creating: false) { (parent, name) throws(GitError) in
                parent.removeFolder(name)
            }
            above = Posix.parent(of: folder)
        }
    }
}
