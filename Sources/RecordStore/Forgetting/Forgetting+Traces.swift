public import Git
import RecordModel

extension Forgetting {
    /// Where another repository's history names the person: nothing there is changed.
    public func traces(in repository: Repository) throws(StoreError) -> (places: [Survey.Place], commits: Int) {
        guard let head = try git({ () throws(GitError) in try repository.head.id }) else { return ([], 0) }
        let commits = try RecordTrail.commits(of: repository)
        let count = commits.count { commit in
            let text = Array(Forgetting.words(of: commit).utf8)
            return secrets.contains { !$0.ranges(in: text).isEmpty }
        }
        let files = try Forgetting.files(of: commits, repository)
        return (try Forgetting.places(of: secrets, in: files, upTo: head, repository), count)
    }

    /// Where ids stand that were to go: texts, names of files, messages, and the names and texts of references. A word of
    /// the language counts only where nothing but an id was to go.
    func traces(of ids: Set<String>, in repository: Repository) throws(StoreError) -> [String] {
        let secrets = ids.sorted().filter { !isRemoval || !Forgetting.isPlain($0) }.compactMap { Secret(.id, $0) }
        guard !secrets.isEmpty, let head = try git({ () throws(GitError) in try repository.head.id }) else { return [] }
        func holds(_ bytes: [UInt8]) -> Bool { secrets.contains { !$0.ranges(in: bytes).isEmpty } }
        var found: [String] = []
        try git { () throws(GitError) in
            for name in try repository.referenceNames() {
                if holds(Array(name.utf8)) { found.append(name) }
                guard let id = try repository.reference(name) else { continue }
                let object = try repository.storedObject(id)
                if object.kind == .tag, holds(object.bytes) { found.append("the text of \(name)") }
            }
        }
        let commits = try RecordTrail.commits(of: repository)
        for commit in commits where holds(Array(Forgetting.words(of: commit).utf8)) {
            found.append("commit \(commit.id.short): \(commit.subject)")
        }
        let files = try Forgetting.files(of: commits, repository)
        found += files.keys.filter { holds(Array($0.utf8)) }.sorted().map { "the name of \($0)" }
        let places = try Forgetting.places(of: secrets, in: files, upTo: head, repository)
        return found + places.map { "\($0.path): \($0.line)" }
    }

    /// Whether an id may be a word of the language.
    static func isPlain(_ id: String) -> Bool { !id.contains("-") && !id.contains { $0.isNumber } }

    /// Who made a commit, and what it says.
    private static func words(of commit: Commit) -> String {
        "\(commit.author.name) <\(commit.author.email)> \(commit.committer.email)\n\(commit.message)"
    }

    private static func places(
        of secrets: [Secret], in files: [String: Set<ObjectID>], upTo head: ObjectID, _ repository: Repository
    ) throws(StoreError) -> [Survey.Place] {
        let tree = try git { () throws(GitError) in try repository.commitHeader(head).tree }
        return try places(of: secrets, in: files, repository, now: tree)
    }

    /// Every path and the files that stood there over time.
    private static func files(
        of commits: [Commit], _ repository: Repository
    ) throws(StoreError) -> [String: Set<ObjectID>] {
        var files: [String: Set<ObjectID>] = [:]
        var trees: [ObjectID: ObjectID] = [:]
        for commit in commits {
            trees[commit.id] = commit.tree
            let parent = commit.parents.first.flatMap { trees[$0] }
            for change in try git({ () throws(GitError) in try repository.changedFiles(from: parent, to: commit.tree) })
            {
                if let new = change.new, new.mode.isFile { files[change.path, default: []].insert(new.id) }
            }
        }
        return files
    }
}
