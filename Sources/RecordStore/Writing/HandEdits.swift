import Git
public import RecordModel
import RecordText

/// An edit that somebody made in a working file and did not commit.
public struct HandEdit: Sendable {
    /// The path.
    public let path: String
    /// The repository that it is in.
    public let home: Kind.Home
    /// The record, where the path is one's.
    public let record: (kind: Kind, id: RecordID)?
    /// The text as it stands in the file; nil where the file was removed.
    public let bytes: [UInt8]?
    /// Why it cannot be saved; nil where it can.
    public let obstacle: Obstacle?

    /// A symbolic link or the like where a file or a folder of records should be.
    public struct Obstacle: Sendable {
        let code: String
        /// What is there, as a clause: `it is not a plain file any more`.
        let clause: String
        let help: String

        static let notAFile = Obstacle(
            code: "not-a-file", clause: "it is not a plain file any more", help: "put a plain file in its place")
    }
}

extension HandEdit {
    /// Whether a path is its own, or lies in the folder in whose place it stands.
    fileprivate func hides(_ path: String) -> Bool { path == self.path || path.hasPrefix(self.path + "/") }

    /// The record as the file has it; nil where it is none, or was removed.
    public var stored: StoredRecord? {
        guard let record, let bytes else { return nil }
        let entry = RecordEntry(id: record.id, path: path, entry: TreeEntry(mode: .file, id: .zero))
        return StoredRecord.parse(bytes, entry, of: record.kind)
    }
}

extension Snapshot {
    /// Edits by hand in a home's records, settings and helping files that are not committed; none where the home is not
    /// here, or has no working files.
    ///
    /// - Parameter named: only these files and folders. A whole repository stands for the kinds' folders in it.
    public func handEdits(in home: Kind.Home, under named: NamedPaths? = nil) throws(StoreError) -> [HandEdit] {
        let all = try editedFiles(in: home, under: named)
        guard !all.isEmpty else { return [] }
        let repository = try repository(of: home)
        let mine = kinds(in: home)
        // What git was told to take no notice of is nobody's to save.
        let hidden = try git { () throws(GitError) in try repository.hiddenFiles(among: all.map(\.path)).map(\.path) }
        let changed = all.filter {
            !hidden.contains($0.path) && !($0.status == .new && Snapshot.isLeftByProgram($0.path))
        }
        var blocking: [HandEdit] = []
        for kind in mine where !changed.isEmpty {
            guard let edit = try blockingEdit(of: kind), changed.contains(where: { edit.hides($0.path) }),
                !blocking.contains(where: { $0.path == edit.path })
            else { continue }
            blocking.append(edit)
        }
        let others = changed.filter { change in !blocking.contains { $0.hides(change.path) } }
        return try blocking
            + others.map { (change) throws(StoreError) in
                let record = mine.record(at: change.path)
                switch change.status {
                case .replaced:
                    return HandEdit(
                        path: change.path, home: home, record: record, bytes: nil,
                        obstacle: .notAFile)
                case .deleted:
                    return HandEdit(path: change.path, home: home, record: record, bytes: nil, obstacle: nil)
                case .new
                where try git { () throws(GitError) in try repository.workingMode(change.path) }?.isFile == false:
                    return HandEdit(path: change.path, home: home, record: record, bytes: nil, obstacle: .notAFile)
                case .modified, .new:
                    // As git would store it: line ends as `core.autocrlf` and the attributes say.
                    let bytes = try git { () throws(GitError) -> [UInt8]? in
                        guard let bytes = try repository.workingFile(change.path) else { return nil }
                        return try repository.cleaned(bytes, path: change.path)
                    }
                    return HandEdit(path: change.path, home: home, record: record, bytes: bytes, obstacle: nil)
                }
            }
    }

    /// Edits by hand of some of a home's records as HEAD has them, for which nothing else is looked at.
    public func handEdits(of entries: [RecordEntry], in home: Kind.Home) throws(StoreError) -> [HandEdit] {
        let repository = try repository(of: home)
        let files = entries.map { ($0.path, $0.entry) }
        let changed = try git { () throws(GitError) in try repository.changedWorkingFiles(among: files) }
        return changed.isEmpty ? [] : try handEdits(in: home, under: .files(changed.map(\.path), in: home))
    }

    /// Why an edit is none of ``handEdits(in:under:)``: git was told to take no notice of it. Nil where there is none.
    ///
    /// - Parameter undone: what was not done: `it was not saved`.
    public func refusalOfHiddenEdit(
        in home: Kind.Home, under named: NamedPaths? = nil, _ undone: String
    ) throws(StoreError) -> StoreError? {
        let paths = try editedFiles(in: home, under: named).map(\.path)
        let repository = try repository(of: home)
        return try repository.refusalOfHidden(paths, undone, git: repository.gitCommand(for: home))
    }

    /// The files of a home that nobody edited, and that are still those of a commit from which the branch was moved on
    /// elsewhere. None where nobody can tell.
    ///
    /// - Parameter named: only these files and folders.
    public func filesLeftBehind(in home: Kind.Home, under named: NamedPaths? = nil) throws(StoreError) -> [String] {
        let changes = try changedFiles(in: home, under: named)
        guard !changes.isEmpty else { return [] }
        return (try? repository(of: home).leftBehind(among: changes).map(\.path)) ?? []
    }

    /// The working files of a home that somebody made to say something else than HEAD does.
    private func editedFiles(in home: Kind.Home, under named: NamedPaths?) throws(StoreError) -> [WorkingChange] {
        let changes = try changedFiles(in: home, under: named)
        guard !changes.isEmpty, let left = try? repository(of: home).leftBehind(among: changes) else { return changes }
        return left.isEmpty ? changes : changes.filter { !left.contains($0) }
    }

    /// The working files of a home that are not what HEAD has.
    private func changedFiles(
        in home: Kind.Home, under named: NamedPaths?
    ) throws(StoreError) -> [WorkingChange] {
        guard home == .public || companion != nil else { return [] }
        let repository = try repository(of: home)
        guard !repository.isBare else { return [] }
        let places = recordPlaces(in: home, named)
        return try git { () throws(GitError) in try repository.changedWorkingFiles(under: places) }
    }

    /// Something else that stands in the working tree where the folder of a kind should be: one edit, whatever became of
    /// the files that were in the folder. Nil where there is none.
    func blockingEdit(of kind: Kind) throws(StoreError) -> HandEdit? {
        guard let folder = kind.path.folderPath, let (repository, tree) = place(of: kind) else { return nil }
        return try git { () throws(GitError) in
            guard let mode = try repository.workingMode(folder), !mode.isFolder else { return nil }
            let kept = try repository.lookup(folder, in: tree)
            let isKept = kept?.mode.isFolder == true
            if mode == .submodule, let kept, isKept, try repository.hasFile(of: kept.id, at: folder) {
                let inner = repository.word(for: "\(folder)/.git", of: kind.home)
                return HandEdit(
                    path: folder, home: kind.home, record: nil, bytes: nil,
                    obstacle: HandEdit.Obstacle(
                        code: "bad-path", clause: "another repository was begun in it", help: "remove \(inner)"))
            }
            let way = "\(repository.gitCommand(for: kind.home)) checkout HEAD -- \(folder)"
            return HandEdit(
                path: folder, home: kind.home, record: nil, bytes: nil,
                obstacle: HandEdit.Obstacle(
                    code: "bad-path", clause: "it is \(mode.phrase), and \(kind.name) are kept in a folder",
                    help: "move it away" + (isKept ? ", and put the folder back: \(way)" : "")))
        }
    }

    /// The file of a record that was written by hand and is not committed yet; nil where there is none.
    public func unsavedFile(of kind: Kind, _ id: RecordID) throws(StoreError) -> String? {
        guard kind.path.takes(id), canSee(kind) else { return nil }
        let repository = try repository(of: kind.home)
        let changes = try git { () throws(GitError) in
            try repository.changedWorkingFiles(under: kind.path.everyPath(of: id))
        }
        return changes.first { $0.status == .new }?.path
    }

    /// The folders and files of a home in which edits by hand are looked for: those named, and those of its kinds where
    /// none were, or the whole repository was. In the public store a private record is looked for as well, since it must
    /// not get there.
    func recordPlaces(in home: Kind.Home, _ named: NamedPaths?) -> [String] {
        let own = kinds.filter { home == .public || $0.home == home }.map { $0.path.folderPath ?? $0.path.text }
        let names = named.flatMap { $0.isEverything ? nil : $0.names(in: home) } ?? own
        return names.contains("") ? names.filter { !$0.isEmpty } + own : names
    }

    /// A commit of edits by hand. What they say is checked like any other change.
    ///
    /// - Parameter areJudged: whether all of several commits were judged together already, so that one of them may lean
    ///   on another.
    public func planToSave(_ edits: [HandEdit], areJudged: Bool = false) throws(StoreError) -> Plan {
        // What cannot be saved is left out of what is judged: its consequences would be told as faults of their own.
        let faults = areJudged ? [] : try refused(edits)
        let left = Set(faults.map(\.file))
        let edits = edits.filter { !left.contains($0.path) }
        var sentences: [String] = []
        for edit in edits { sentences.append(try sentence(of: edit)) }
        var plan = Plan(sentences.count == 1 ? sentences[0] : "Save \(edits.count) files by hand")
        if sentences.count > 1 { plan.body = sentences.joined(separator: "\n") }
        for edit in edits { plan.files[edit.path] = .some(edit.bytes) }
        plan.trailers = [Trailer(key: "Cotech", value: "save")]
        plan.savesWorkingFiles = true
        plan.faults = faults
        plan.bringsErrors = areJudged
        return plan
    }

    /// Everything that was edited, in both repositories, as one change: to judge it before a part of it is committed.
    public func planToJudge(_ edits: [HandEdit]) throws(StoreError) -> Plan {
        let home = edits.first?.home ?? .public
        var plan = try planToSave(edits.filter { $0.home == home })
        let rest = try planToSave(edits.filter { $0.home != home })
        plan.sequel = Plan.Sequel(rest.subject, trailers: rest.trailers, files: rest.files)
        plan.faults += rest.faults
        return plan
    }

    private func sentence(of edit: HandEdit) throws(StoreError) -> String {
        guard let (kind, id) = edit.record else {
            return edit.bytes == nil ? "Remove \(edit.path)" : "Edit \(edit.path)"
        }
        let before = try stored(kind, id)
        guard let after = edit.stored else { return "Remove \(kind.singular) \(before?.record.title ?? id.text)" }
        guard let before else { return "Add \(kind.singular) \(after.record.title)" }
        return ChangeSentence.ofText(before, after)
    }

    /// The owners of the records of one kind that these edits remove or make say something else, where they are more than
    /// a sweep's: such a commit freshens nobody (`docs/ageing.md`). Removals alone are nobody's word, and never too many.
    public func sweptOwners(by edits: [HandEdit]) throws(StoreError) -> [String] {
        let none = SweepCount(limit: StoreSettings.sweepLimit(in: settings))
        var counts: [Kind.Name: SweepCount] = [:]
        var changed: Set<Kind.Name> = []
        for edit in edits {
            guard let (kind, id) = edit.record, let before = try stored(kind, id) else { continue }
            if let after = edit.stored {
                guard !ChangeSentence.parts(before.record, after.record).isEmpty else { continue }
                changed.insert(kind.name)
            }
            counts[kind.name, default: none].add(before.record)
        }
        return counts.first { changed.contains($0.key) && $0.value.isSweep }?.value.owners.sorted() ?? []
    }
    /// The same of files of a home that are to say something else, by path.
    public func sweptOwners(by files: [String: [UInt8]], in home: Kind.Home) throws(StoreError) -> [String] {
        let mine = kinds(in: home)
        return try sweptOwners(
            by: files.map { path, bytes in
                HandEdit(path: path, home: home, record: mine.record(at: path), bytes: bytes, obstacle: nil)
            })
    }
}

extension Repository {
    /// Whether anything that a folder of a commit holds stands in the working tree at the folder's path.
    fileprivate func hasFile(of tree: ObjectID, at folder: String) throws(GitError) -> Bool {
        for (name, _) in try self.tree(tree).entries() {
            if try workingMode("\(folder)/\(name)") != nil { return true }
        }
        return false
    }
}
