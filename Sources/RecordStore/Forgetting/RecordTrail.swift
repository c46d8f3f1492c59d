import Git
import RecordModel
import RecordText

/// One record through the whole history of a repository: every id it had, every version of its text.
struct RecordTrail {
    /// Every commit that a reference reaches, parents before children.
    let commits: [Commit]
    /// Every id that the record had.
    let ids: Set<String>
    /// The versions of its text.
    let versions: [StoredRecord]
    /// Every path and the files that stood there over time, the record's own left out.
    let others: [String: Set<ObjectID>]
    /// The commits that change nothing but the record.
    let ownCommits: Set<ObjectID>

    private struct Change {
        let path: String
        let old: ObjectID?
        let new: ObjectID?
    }

    init(of id: RecordID, _ kind: Kind, in repository: Repository) throws(StoreError) {
        let commits = try RecordTrail.commits(of: repository)
        var trees: [ObjectID: ObjectID] = [:]
        var changes: [(commit: Commit, files: [Change])] = []
        for commit in commits {
            trees[commit.id] = commit.tree
            let parent = commit.parents.first.flatMap { trees[$0] }
            let files = try git { () throws(GitError) in try repository.changedFiles(from: parent, to: commit.tree) }
            changes.append((commit, files.map { Change(path: $0.path, old: $0.old?.id, new: $0.new?.id) }))
        }
        let ids = RecordTrail.ids(of: id, kind, changes)
        func isOwn(_ path: String) -> Bool { kind.path.id(at: path).map { ids.contains($0.text) } ?? false }
        var versions: [StoredRecord] = []
        var seen: Set<ObjectID> = []
        var others: [String: Set<ObjectID>] = [:]
        var own: Set<ObjectID> = []
        for (commit, files) in changes {
            if !files.isEmpty, files.allSatisfy({ isOwn($0.path) }) { own.insert(commit.id) }
            for file in files {
                guard let blob = file.new else { continue }
                guard isOwn(file.path), let fileID = kind.path.id(at: file.path) else {
                    others[file.path, default: []].insert(blob)
                    continue
                }
                guard seen.insert(blob).inserted else { continue }
                let entry = RecordEntry(id: fileID, path: file.path, entry: .file(blob))
                versions.append(try StoredRecord.read(entry, of: kind, in: repository))
            }
        }
        self.commits = commits
        self.ids = ids
        self.versions = versions
        self.others = others
        ownCommits = own
    }

    /// An id that says nothing and that no record ever had: `someone-1`, and so on.
    func neutralID(of kind: Kind) -> RecordID? {
        let taken = Set(others.keys.compactMap { kind.path.id(at: $0)?.text })
        return (1...).lazy.map { "someone-\($0)" }.first { !taken.contains($0) }.flatMap { RecordID($0) }
    }

    /// The ids that led to this one: renamed by a commit that says so, or by one that removes a file and adds the same
    /// text under another.
    private static func ids(of id: RecordID, _ kind: Kind, _ changes: [(commit: Commit, files: [Change])]) -> Set<
        String
    > {
        var ids: Set<String> = [id.text]
        var count = 0
        while count != ids.count {
            count = ids.count
            for (commit, files) in changes {
                for trailer in commit.trailers where trailer.key.lowercased() == "cotech-mechanical" {
                    let words = trailer.value.split(separator: " ").map(String.init)
                    let prefix = "\(kind.name)/"
                    guard words.count == 3, words[0] == "rename", words[1].hasPrefix(prefix), words[2].hasPrefix(prefix)
                    else { continue }
                    if ids.contains(String(words[2].dropFirst(prefix.count))) {
                        ids.insert(String(words[1].dropFirst(prefix.count)))
                    }
                }
                for new in files where new.old == nil {
                    guard let arrived = kind.path.id(at: new.path), ids.contains(arrived.text) else { continue }
                    for old in files where old.new == nil && old.old == new.new {
                        if let gone = kind.path.id(at: old.path) { ids.insert(gone.text) }
                    }
                }
            }
        }
        return ids
    }

    /// Everything that references reach, parents before children.
    static func commits(of repository: Repository) throws(StoreError) -> [Commit] {
        var order: [Commit] = []
        var seen: Set<ObjectID> = []
        for tip in try tips(of: repository) {
            var stack: [(id: ObjectID, commit: Commit?)] = [(tip, nil)]
            while let (id, visited) = stack.popLast() {
                if let visited {
                    order.append(visited)
                    continue
                }
                guard seen.insert(id).inserted else { continue }
                let commit = try git { () throws(GitError) in try repository.commit(id) }
                stack.append((id, commit))
                for parent in commit.parents.reversed() where !seen.contains(parent) { stack.append((parent, nil)) }
            }
        }
        return order
    }

    /// The commits that references name, through tags.
    static func tips(of repository: Repository) throws(StoreError) -> [ObjectID] {
        try git { () throws(GitError) in
            var tips: [ObjectID] = []
            for name in try repository.referenceNames() {
                guard var id = try repository.reference(name) else { continue }
                var object = try repository.storedObject(id)
                while object.kind == .tag, let target = TagText(object.bytes)?.target {
                    id = target
                    object = try repository.storedObject(id)
                }
                if object.kind == .commit { tips.append(id) }
            }
            if let head = try repository.head.id { tips.append(head) }
            return tips
        }
    }
}

/// An annotated tag's text.
struct TagText {
    /// What it names.
    let target: ObjectID
    /// The whole text.
    let text: String

    init?(_ bytes: [UInt8]) {
        text = String(decoding: bytes, as: UTF8.self)
        guard text.hasPrefix("object "), let id = ObjectID(text.dropFirst(7).prefix(40)) else { return nil }
        target = id
    }

    /// The same tag of another object, with its lines changed; a signature would no longer hold, and is left out.
    func naming(_ id: ObjectID, _ change: (String) -> String) -> String {
        let unsigned = text.firstRange(of: "-----BEGIN ").map { text[..<$0.lowerBound] } ?? text[...]
        return "object \(id)" + change(String(unsigned.dropFirst(47)))
    }
}
