import Git
public import RecordModel
import RecordText

/// Something else where the folder of a kind should be, so that nobody can tell which of its records there are: an empty
/// list of them would say that there are none.
public struct BlockedFolder: Hashable, Sendable {
    /// The kind that keeps its records in the folder.
    public let kind: Kind.Name
    /// The folder's path from the top of its repository.
    public let path: String
    /// What stands there, as a sentence has it: `a symbolic link`.
    let standing: String
    /// The commands that put the folder back, or find out who took it away.
    let way: String

    /// What is wrong, as one sentence without its full stop.
    public var message: String { "\(path) is \(standing), where \(kind) are kept in a folder, so none can be read" }
    /// What to do about it.
    public var help: String { "put the folder back: \(way)" }

    var gap: ReadGap { ReadGap(message: message, help: help) }

    var diagnostic: Diagnostic {
        Diagnostic(
            file: path, severity: .error, code: "bad-path",
            message: "\(kind) are kept in the folder \(path), and this is \(standing)", help: help.withCapital)
    }
}

extension StoreError {
    /// The refusal of whatever depends on the records of such a folder.
    public init(_ blocked: BlockedFolder) { self.init(.badData, blocked.message, help: blocked.help) }
}

extension Snapshot {
    /// How many commits are looked at for one that has the folder: a person waits for the answer.
    private static let mostSearched = 10_000

    /// What stands in this state where the folder of a kind should be; nil where the folder does, or nothing.
    ///
    /// - Throws: `unavailable` or `badData` where the repository cannot be read.
    public func blockedFolder(of kind: Kind) throws(StoreError) -> BlockedFolder? {
        if let known = knownFolders[kind.name] { return known }
        let found = try obstacle(toFolderOf: kind)
        knownFolders[kind.name] = .some(found)
        return found
    }

    private func obstacle(toFolderOf kind: Kind) throws(StoreError) -> BlockedFolder? {
        guard let (repository, tree) = place(of: kind), let folder = kind.path.folderPath else { return nil }
        let found = try git { () throws(GitError) in try repository.lookup(folder, in: tree) }
        guard let found, !found.mode.isFolder else { return nil }
        let git = repository.gitCommand(for: kind.home)
        var way = "\(git) log -- \(folder) shows who took it away"
        // A state that is only considered has no history; the one that it follows does.
        let known = commit(of: kind.home) ?? before?.commit(of: kind.home)
        if let last = try Self.lastCommit(with: folder, behind: known, in: repository) {
            // Git leaves the files of another repository where they are.
            let removal = found.mode == .submodule ? "move \(folder) away, then " : ""
            way = "\(removal)\(git) checkout \(last.short) -- \(folder), then cotech save"
        }
        return BlockedFolder(kind: kind.name, path: folder, standing: found.mode.phrase, way: way)
    }

    /// The newest commit along the first parents that has a folder; nil where none is found.
    private static func lastCommit(
        with folder: String, behind commit: ObjectID?, in repository: Repository
    ) throws(StoreError) -> ObjectID? {
        var next = commit
        do throws(GitError) {
            for _ in 0..<mostSearched {
                guard let id = next else { return nil }
                let header = try repository.commitHeader(id)
                if try repository.lookup(folder, in: header.tree)?.mode.isFolder == true { return id }
                next = header.parents.first
            }
        } catch {
            // The history is not whole here.
            guard error.isMissingObject else { throw StoreError(error) }
        }
        return nil
    }
}

extension Snapshot {
    /// Refuses what depends on all records of some kinds where something else stands in the place of a folder of theirs.
    ///
    /// - Throws: `badData`, with what puts the folder back; `unavailable` where the repository cannot be read.
    public func requireFolders(of kinds: [Kind]) throws(StoreError) {
        for kind in kinds { if let blocked = try blockedFolder(of: kind) { throw StoreError(blocked) } }
    }

    /// Refuses to put records where something else stands in the place of their folder, in this state or in the working
    /// tree.
    ///
    /// - Parameter files: what is to be written; nil for what is to go, the thing in the way perhaps among it.
    func requireFolders(of files: [String: [UInt8]?], in home: Kind.Home) throws(StoreError) {
        for kind in kinds(in: home) {
            guard let folder = kind.path.folderPath, !files.keys.contains(folder),
                files.contains(where: { $0.value != nil && kind.path.covers($0.key) })
            else { continue }
            if let blocked = try blockedFolder(of: kind) { throw StoreError(blocked) }
            if let edit = try blockingEdit(of: kind), let obstacle = edit.obstacle {
                throw StoreError(
                    .tryAgain, "nothing can be written to \(folder) in the working tree: \(obstacle.clause)",
                    help: obstacle.help)
            }
        }
    }
}
