internal import CLibgit2

/// What an object is.
public enum ObjectKind: Sendable, Hashable {
    case commit, folder, file, tag

    /// What git calls it.
    var name: String {
        switch self {
        case .commit: "commit"
        case .folder: "tree"
        case .file: "blob"
        case .tag: "tag"
        }
    }
}

extension Repository {
    /// The ids of all objects that the database holds, reachable or not, each once. Those of other repositories that it
    /// borrows from are among them.
    public func allObjects() throws(GitError) -> Set<ObjectID> {
        try LibGit2.check(unsafe git_odb_refresh(objects), "look through \(commonDirectory)/objects")
        var found = Set(held?.ids ?? [])
        // The callback runs before the call returns, so the set outlives it.
        let code = unsafe withUnsafeMutablePointer(to: &found) { set in
            unsafe git_odb_foreach(
                objects,
                { id, payload in
                    guard let id = unsafe id, let payload = unsafe payload else { return -1 }
                    unsafe payload.assumingMemoryBound(to: Set<ObjectID>.self).pointee.insert(ObjectID(id.pointee))
                    return 0
                }, set)
        }
        try LibGit2.check(code, "look through \(commonDirectory)/objects")
        return found
    }

    /// An object as it is stored, whatever it is.
    public func storedObject(_ id: ObjectID) throws(GitError) -> (kind: ObjectKind, bytes: [UInt8]) {
        let object = try object(id)
        let kind: ObjectKind
        switch object.type {
        case GIT_OBJECT_COMMIT: kind = .commit
        case GIT_OBJECT_TREE: kind = .folder
        case GIT_OBJECT_TAG: kind = .tag
        default: kind = .file
        }
        return (kind, unsafe [UInt8](object.bytes))
    }

    /// Stores an annotated tag from its text, and gives its id.
    public func writeTag(_ text: String) throws(GitError) -> ObjectID { try write(Array(text.utf8), GIT_OBJECT_TAG) }

    /// Empties every reference log and removes every object that no reference reaches, at once and for good, through
    /// git itself; and what git and this program keep of past commands beside the objects.
    public func dropUnreachable() throws(GitError) {
        let place = ["--git-dir=\(commonDirectory)"]
        let steps = [
            ["reflog", "expire", "--expire=now", "--expire-unreachable=now", "--all"],
            [
                "-c", "gc.reflogExpire=now", "-c", "gc.reflogExpireUnreachable=now", "-c", "gc.cruftPacks=false", "gc",
                "--prune=now", "--quiet",
            ],
        ]
        for name in [
            "COMMIT_EDITMSG", "MERGE_MSG", "SQUASH_MSG", "ORIG_HEAD", "FETCH_HEAD", "MERGE_HEAD", "AUTO_MERGE",
        ] {
            try Posix.remove("\(gitDirectory)/\(name)")
        }
        // What a clone that left objects out has of another repository git never removes: the mark says so.
        for name in Posix.names(in: "\(commonDirectory)/objects/pack") where name.hasSuffix(".promisor") {
            try Posix.remove("\(commonDirectory)/objects/pack/\(name)")
        }
        // Packs that were cut short while they were made.
        Posix.removeTree("\(sharedFolder)/packing")
        for name in Posix.names(in: sharedFolder) where !["lock", "locks", "pending", "notes"].contains(name) {
            if Posix.facts("\(sharedFolder)/\(name)")?.isPlainFile == true {
                try Posix.remove("\(sharedFolder)/\(name)")
            }
        }
        for arguments in steps {
            // A folder for each: it holds the files of the program's streams.
            let folder = try TemporaryFolder()
            let result = try Program.run("git", place + arguments, input: [], in: folder)
            guard result.succeeded else {
                throw GitError(
                    .other, "git \(arguments.first ?? "") failed: \(result.complaint)",
                    fix: "run it by hand: git gc --prune=now")
            }
        }
        packs = PackReader("\(commonDirectory)/objects/pack")
        recentTrees = RecentTrees()
        recentHeader = nil
    }
}

extension Repository {
    private func ownNotePath(_ name: String) -> String { "\(sharedFolder)/notes/\(name)" }

    /// What this program wrote down for itself under a name; nil where it did not.
    public func ownNote(_ name: String) throws(GitError) -> [UInt8]? { try Posix.read(ownNotePath(name)) }

    /// Writes something down for a later run of this program, durably.
    public func writeOwnNote(_ name: String, _ bytes: [UInt8]) throws(GitError) {
        let path = ownNotePath(name)
        try Posix.remove(path + ".new")
        var files = DurableFiles()
        defer { files.discard() }
        try files.add(path, by: path + ".new", bytes)
        try files.settle()
        try files.name()
    }

    /// What this program keeps under a name to be faster; nil where there is nothing.
    public func ownCache(_ name: String) -> MappedFile? { MappedFile("\(sharedFolder)/\(name)") }

    /// Keeps something to be faster: written beside and renamed, so that readers see the old or the new.
    public func writeOwnCache(_ name: String, _ bytes: [UInt8]) throws(GitError) {
        let path = "\(sharedFolder)/\(name)"
        try Posix.makeFolder(sharedFolder)
        // Another process that is writing has as much to keep; one that was killed on the way has not.
        if let age = Posix.age(path + ".new"), (0..<60).contains(age) { return }
        try Posix.remove(path + ".new")
        try Posix.create(path + ".new", bytes, sync: false)
        try Posix.rename(path + ".new", to: path)
    }

    /// Removes what was written down under a name.
    public func removeOwnNote(_ name: String) throws(GitError) { try Posix.remove(ownNotePath(name)) }
}
