import Git
import RecordModel
import RecordText

/// One record through the whole history of a repository: every id it had, every version of its text.
struct RecordTrail {
    /// The id that it has now, or had last.
    let id: RecordID
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

    private typealias Changes = [(commit: Commit, files: [Change])]

    /// An id that a record was given in the place of another.
    private typealias Renaming = (old: String, new: String)

    /// - Parameter isWhole: whether all that is known of the record is meant, by whichever of its ids: one that is not in
    ///   use any more stands for the record that it became. Otherwise it is this id and those that led to it.
    /// - Parameter known: ids that an earlier attempt found in what it has made again since.
    init(
        of id: RecordID, isWhole: Bool = false, known: Set<String> = [], _ kind: Kind, in repository: Repository
    ) throws(StoreError) {
        let commits = try RecordTrail.commits(of: repository)
        var trees: [ObjectID: ObjectID] = [:]
        var changes: Changes = []
        for commit in commits {
            trees[commit.id] = commit.tree
            let parent = commit.parents.first.flatMap { trees[$0] }
            let files = try git { () throws(GitError) in try repository.changedFiles(from: parent, to: commit.tree) }
            changes.append((commit, files.map { Change(path: $0.path, old: $0.old?.id, new: $0.new?.id) }))
        }
        var renamings = changes.flatMap { RecordTrail.renamings(of: kind, in: $0.commit, $0.files) }
        var id = id
        let ids: Set<String>
        if isWhole {
            renamings += try RecordTrail.remembered(of: kind, changes, in: repository)
            let present = try RecordTrail.presentIDs(of: kind, in: repository)
            id = RecordTrail.present(id, renamings, present)
            ids = RecordTrail.ids(of: id, renamings, notOthers: present).union(known)
        } else {
            ids = RecordTrail.ids(of: id, renamings).union(known)
        }
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
        self.id = id
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

    /// The ids that led to this one.
    ///
    /// - Parameter present: the ids that records have now. Where it is given, ids that this one led to count too, and
    ///   none that somebody else has.
    private static func ids(
        of id: RecordID, _ renamings: [Renaming], notOthers present: Set<String>? = nil
    ) -> Set<String> {
        var ids: Set<String> = [id.text]
        var count = 0
        while count != ids.count {
            count = ids.count
            for renaming in renamings {
                if ids.contains(renaming.new), present?.contains(renaming.old) != true { ids.insert(renaming.old) }
                if let present, ids.contains(renaming.old), !present.contains(renaming.new) { ids.insert(renaming.new) }
            }
        }
        return ids
    }

    /// The id that one of long ago became; itself where a record has it, or where nothing tells.
    private static func present(_ id: RecordID, _ renamings: [Renaming], _ present: Set<String>) -> RecordID {
        var passed: Set<String> = []
        var now = id.text
        while !present.contains(now), passed.insert(now).inserted {
            // Of several the last counts.
            guard let next = renamings.last(where: { $0.old == now && !passed.contains($0.new) }) else { break }
            now = next.new
        }
        return RecordID(now) ?? id
    }

    private static func presentIDs(of kind: Kind, in repository: Repository) throws(StoreError) -> Set<String> {
        var ids: Set<String> = []
        try git { () throws(GitError) in
            guard let head = try repository.head.id else { return }
            let tree = try repository.commitHeader(head).tree
            try repository.forEachFile(under: kind.path.folderPath ?? "", in: tree) { path, _ in
                if let id = kind.path.id(at: path) { ids.insert(id.text) }
            }
        }
        return ids
    }

    /// The ids that a commit gives to records that had others: as its message says, or by removing a file and adding the
    /// same text under another id.
    private static func renamings(of kind: Kind, in commit: Commit, _ files: [Change]) -> [Renaming] {
        let prefix = "\(kind.name)/"
        var found: [Renaming] = []
        for trailer in commit.trailers where trailer.key.lowercased() == "cotech-mechanical" {
            let words = trailer.value.split(separator: " ").map(String.init)
            guard words.count == 3, words[0] == "rename", words[1].hasPrefix(prefix), words[2].hasPrefix(prefix) else {
                continue
            }
            found.append((String(words[1].dropFirst(prefix.count)), String(words[2].dropFirst(prefix.count))))
        }
        for new in files where new.old == nil {
            guard let arrived = kind.path.id(at: new.path) else { continue }
            for old in files where old.new == nil && old.old == new.new {
                if let gone = kind.path.id(at: old.path) { found.append((gone.text, arrived.text)) }
            }
        }
        return found
    }

    /// What records say of the ids that they had before: a file that was moved and changed by hand tells it no other way.
    private static func remembered(
        of kind: Kind, _ changes: Changes, in repository: Repository
    ) throws(StoreError) -> [Renaming] {
        guard kind.hasFormerIDs else { return [] }
        var found: [Renaming] = []
        for file in changes.lazy.flatMap(\.files) {
            guard let blob = file.new, let id = kind.path.id(at: file.path) else { continue }
            let entry = RecordEntry(id: id, path: file.path, entry: .file(blob))
            let record = try StoredRecord.read(entry, of: kind, in: repository).record
            for former in record.formerIDs where RecordID(former) != nil && former != id.text {
                found.append((former, id.text))
            }
        }
        return found
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

    /// The same tag of another object, with its lines changed; a signature would no longer hold then, and is left out.
    func naming(_ id: ObjectID, _ change: (String) -> String) -> String {
        let unsigned = text.firstRange(of: "-----BEGIN ").map { text[..<$0.lowerBound] } ?? text[...]
        let changed = "object \(id)" + change(String(unsigned.dropFirst(47)))
        return changed.utf8.elementsEqual(unsigned.utf8) ? text : changed
    }
}
