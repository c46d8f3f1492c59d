import Foundation
import Git
public import RecordModel
import RecordText

/// Begins a store: as a new repository, or in one that is there, where only what is missing is added.
public enum StoreFounding {
    /// A file to begin with.
    public struct File: Hashable, Sendable {
        /// The path from the top of the repository.
        public let path: String
        /// What it says.
        public let bytes: [UInt8]

        /// A file of a text.
        public init(_ path: String, _ text: String) {
            self.init(path, Array(text.utf8))
        }

        /// A file of bytes.
        public init(_ path: String, _ bytes: [UInt8]) {
            self.path = path
            self.bytes = bytes
        }
    }

    /// What stands at a place where a store is to begin.
    public enum Site {
        /// Nothing.
        case vacant
        /// A folder that is no repository.
        case folder
        /// A repository that is no store.
        case repository
        /// A store, by its settings.
        case store(Record)
    }

    /// Looks at a place.
    ///
    /// - Throws: `usage` where it is a file, or a folder inside a repository; `unavailable`.
    public static func site(_ path: String, settingsKind: Kind) throws(StoreError) -> Site {
        guard let standing = FileOrFolder.at(path) else {
            try refuseWithin(path, around: existingFolder(above: path))
            return .vacant
        }
        guard standing == .folder else { throw StoreError(.usage, "\(path) is a file, and a store is a folder") }
        guard let repository = try opened(path) else { return .folder }
        let probe = Store(repository: repository, companion: nil, companionProblem: nil, kinds: [settingsKind])
        return try probe.newestSettings().map { .store($0.record) } ?? .repository
    }

    /// The repository whose top is at a path; nil where there is none.
    static func opened(_ path: String) throws(StoreError) -> Repository? {
        do throws(GitError) {
            return try Repository.open(path, discovering: false)
        } catch {
            guard error.kind == .notARepository else { throw StoreError(error) }
        }
        try refuseWithin(path, around: path)
        return nil
    }

    /// Refuses a place in a repository, which would hold one store within another: a private one within a public one.
    private static func refuseWithin(_ path: String, around folder: String) throws(StoreError) {
        let around: Repository
        do throws(GitError) {
            around = try Repository.open(folder)
        } catch {
            guard error.kind == .notARepository else { throw StoreError(error) }
            return
        }
        let top = around.place
        throw StoreError(
            GitError(
                .invalidPath, "\(path) is inside the repository \(top), and a store is a whole repository",
                fix: "go to its top, or choose a folder outside it"))
    }

    private static func existingFolder(above path: String) -> String {
        var place = path[...]
        while let slash = place.lastIndex(of: "/") {
            place = place[..<slash]
            if FileOrFolder.at(String(place)) != nil { return String(place) }
        }
        return "/"
    }

    /// The settings' text from a template: its keys filled in, its comments kept.
    ///
    /// - Throws: `usage` where a value is not what the field holds, or `check` would find it wrong.
    public static func settings(
        _ template: String, of kind: Kind, _ values: [(field: String, text: String)]
    ) throws(StoreError) -> [UInt8] {
        var edits: [FieldEdit] = []
        for value in values {
            switch kind.field(named: value.field)?.shape.elementForm?.normalise(value.text) {
            case .success(let text): edits.append(.set(field: value.field, text: text))
            case .failure(let problem): throw StoreError(.usage, problem.about(value.field))
            case nil: edits.append(.set(field: value.field, text: value.text))
            }
        }
        let entry = RecordEntry(id: .only, path: kind.path.text, entry: TreeEntry(mode: .file, id: .zero))
        let stored = StoredRecord.parse(Array(template.utf8), entry, of: kind)
        let bytes = try stored.applying(edits, of: kind)
        let written = Document(parsing: bytes, form: entry.form)
        let found = DeclaredText(written, file: kind.path.text, as: kind, guide: "").diagnostics
        if let wrong = found.first(where: { $0.severity == .error }) {
            throw StoreError(.usage, wrong.message, helpLines: [wrong.help].compactMap(\.self))
        }
        return bytes
    }

    /// Those of the files that are not there yet, neither in the newest commit nor in the folder.
    public static func missing(_ files: [File], at path: String) throws(StoreError) -> [File] {
        guard FileManager.default.fileExists(atPath: path), let repository = try opened(path) else {
            return files.filter { !FileManager.default.fileExists(atPath: "\(path)/\($0.path)") }
        }
        return try git { () throws(GitError) in
            let tree = try repository.headTree
            var missing: [File] = []
            for file in files where try repository.lookup(file.path, in: tree) == nil {
                if let folder = repository.workingDirectory,
                    FileManager.default.fileExists(atPath: "\(folder)/\(file.path)")
                {
                    continue
                }
                missing.append(file)
            }
            return missing
        }
    }

    /// Those of the files that are there and say something else: in the newest commit, or in the folder where it has
    /// none. What is no file, such as a symbolic link, says something else.
    public static func differing(_ files: [File], at path: String) throws(StoreError) -> [File] {
        let repository = FileManager.default.fileExists(atPath: path) ? try opened(path) : nil
        return try git { () throws(GitError) in
            let tree: ObjectID? =
                if let head = try repository?.head.id { try repository?.commitHeader(head).tree } else { nil }
            var differing: [File] = []
            for file in files {
                if let repository, let tree, let entry = try repository.lookup(file.path, in: tree) {
                    let bytes: [UInt8]? = entry.mode.isFile ? try repository.blob(entry.id) : nil
                    if bytes != file.bytes { differing.append(file) }
                } else if FileManager.default.fileExists(atPath: "\(path)/\(file.path)"),
                    FileManager.default.contents(atPath: "\(path)/\(file.path)").map({ Array($0) }) != file.bytes
                {
                    differing.append(file)
                }
            }
            return differing
        }
    }

    /// Refuses to begin anew in a repository whose settings are gone: the limits, coordinators and fields that its history
    /// has would count no more.
    ///
    /// - Parameter folder: how a person names the place; nil where they are in it.
    /// - Throws: `usage`; `unavailable` where the history cannot be read.
    public static func refuseLostSettings(
        at path: String, as folder: String?, settingsKind: Kind
    ) throws(StoreError) {
        guard FileManager.default.fileExists(atPath: path), let repository = try opened(path),
            let head = try git({ () throws(GitError) in try repository.head }).id
        else { return }
        let missing = try MissingSettings(settingsKind, behind: head, in: repository)
        guard case .lost = missing else { return }
        throw StoreError(
            .usage, "the history at \(path) has settings, which new ones would replace",
            help: missing.advice(in: folder))
    }

    /// Refuses a place where git has something under way, as every other write does.
    public static func refuseUnfinished(at path: String) throws(StoreError) {
        guard FileManager.default.fileExists(atPath: path) else { return }
        if let refusal = try opened(path)?.refusalOfUnfinished { throw refusal }
    }

    /// Writes files as one commit.
    ///
    /// Where nothing stands at the path, the repository is made beside it and renamed: killed at any moment, there is
    /// the whole store or none. Elsewhere it is one commit like any other.
    public static func write(
        _ files: [File], at path: String, message: String, by hand: Hand
    ) throws(StoreError) {
        guard !FileManager.default.fileExists(atPath: path) else {
            return try commit(files, at: path, message, hand)
        }
        let place = URL(fileURLWithPath: path)
        let folder = place.deletingLastPathComponent().path
        let beside = "\(folder)/.\(place.lastPathComponent).cotech-\(ProcessInfo.processInfo.processIdentifier)"
        do throws(StoreError) {
            try onDisk("make a folder in \(folder)") {
                try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            }
            try commit(files, at: beside, message, hand)
            try onDisk("put the store at \(path)") { try FileManager.default.moveItem(atPath: beside, toPath: path) }
        } catch {
            try? FileManager.default.removeItem(atPath: beside)
            throw error
        }
    }

    private static func onDisk(_ doing: String, _ body: () throws -> Void) throws(StoreError) {
        do {
            try body()
        } catch {
            throw StoreError(.cannotWrite, "cannot \(doing): \(error.localizedDescription)")
        }
    }

    private static func signatures(
        of hand: Hand, in repository: Repository
    ) throws(GitError) -> (author: Signature, committer: Signature) {
        do throws(GitError) {
            return try hand.signatures(in: repository)
        } catch {
            // A repository that is given up has no settings to say it in.
            guard error.fix?.contains(repository.place) == true else { throw error }
            throw GitError(
                error.kind, error.message,
                fix: "export GIT_COMMITTER_NAME='Your Name' GIT_COMMITTER_EMAIL=you@example.org")
        }
    }

    private static func commit(
        _ files: [File], at path: String, _ message: String, _ hand: Hand
    ) throws(StoreError) {
        let publication = try git { () throws(GitError) -> Publication in
            let repository = try Repository.initialise(path)
            let (author, committer) = try signatures(of: hand, in: repository)
            let head = try repository.head.id
            let base: ObjectID? = if let head { try repository.commitHeader(head).tree } else { nil }
            var entries: [String: TreeEntry?] = [:]
            for file in files { entries[file.path] = .file(try repository.writeBlob(file.bytes)) }
            let commit = try repository.createCommit(
                tree: repository.updatingTree(base, changes: entries), parents: head.map { [$0] } ?? [], author: author,
                committer: committer, message: message)
            return try repository.publish(commit, expecting: head, message: "cotech: \(message)", by: committer)
        }
        switch publication {
        case .landed: return
        case .overtaken: throw StoreError(.tryAgain, "another writer was first", help: "try again")
        case .locked(let lock): throw StoreError(lock.error)
        }
    }
}
