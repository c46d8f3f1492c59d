import Git
import RecordModel
import RecordStore
import RecordText

/// Which files of a source's commits become which records. Folders that did not change are listed once.
final class SourceSurvey {
    private let repository: Repository
    private let files: ImportMapping.Files
    private var byFolders: [[ObjectID?]: Claims] = [:]
    private var byFolder: [FolderTree: [(RecordKey, Claim)]] = [:]
    private var surveyed: Set<FolderTree> = []
    /// Paths that are no records, with the reason.
    private(set) var skipped: [String: String] = [:]
    /// Paths whose names are no ids, with the id that was made of each.
    private(set) var changedIDs: [String: String] = [:]

    /// A record by kind and id.
    struct RecordKey: Hashable {
        let kind: Kind.Name
        let id: RecordID
    }

    /// A file that says that it is a record.
    struct Claim: Hashable {
        let folder: Int
        let path: String
        let blob: ObjectID
    }

    typealias Claims = [RecordKey: [Claim]]

    private struct FolderTree: Hashable {
        let path: String
        let tree: ObjectID
    }

    init(_ repository: Repository, files: ImportMapping.Files) {
        self.repository = repository
        self.files = files
    }

    /// The records of a commit's tree, each with the files that claim it, the first having the say.
    func claims(in tree: ObjectID) throws(GitError) -> Claims {
        try surveyRest(of: tree, under: "")
        var folders: [ObjectID?] = []
        for folder in files.folders {
            let entry = try repository.lookup(folder.path, in: tree)
            folders.append(entry?.mode.isFolder == true ? entry?.id : nil)
        }
        if let known = byFolders[folders] { return known }
        var claims: Claims = [:]
        for (index, id) in folders.enumerated() {
            guard let id else { continue }
            for (key, claim) in try list(index, id) { claims[key, default: []].append(claim) }
        }
        byFolders[folders] = claims
        return claims
    }

    private func list(_ index: Int, _ tree: ObjectID) throws(GitError) -> [(RecordKey, Claim)] {
        let folder = files.folders[index]
        let place = FolderTree(path: folder.path, tree: tree)
        if let known = byFolder[place] { return known }
        var found: [(key: RecordKey, claim: Claim)] = []
        for (name, entry) in try repository.tree(tree).entries() {
            let path = folder.path + "/" + name
            if entry.mode.isFolder {
                try skipAll(below: path, entry.id, because: "only files directly in a folder are records")
                continue
            }
            guard let id = try self.id(name, path, entry, folder) else { continue }
            let key = RecordKey(kind: folder.table.kind.name, id: id)
            let claim = Claim(folder: index, path: path, blob: entry.id)
            // NAME.md and NAME are one record, which the file with the ending has.
            if let other = found.firstIndex(where: { $0.key == key }) {
                let loser =
                    path.hasSuffix(".md") && !found[other].claim.path.hasSuffix(".md") ? found[other].claim : claim
                if loser != claim { found[other].claim = claim }
                skipped[loser.path] = "the same record as \(found[other].claim.path)"
            } else {
                found.append((key, claim))
            }
        }
        let result = found.map { ($0.key, $0.claim) }
        byFolder[place] = result
        return result
    }

    /// The id of a file's record; nil, with a reason, where it is none.
    private func id(
        _ name: String, _ path: String, _ entry: TreeEntry, _ folder: ImportMapping.Folder
    ) throws(GitError) -> RecordID? {
        func skip(_ reason: String) -> RecordID? {
            skipped[path] = reason
            return nil
        }
        if let reason = files.skip.first(where: { $0.pattern.matches(path) })?.reason { return skip(reason) }
        guard entry.mode.isFile else {
            return skip(entry.mode.phrase + (entry.mode == .symbolicLink ? ", which is not followed" : ""))
        }
        var stem = Substring(name)
        while stem.hasPrefix(".") { stem.removeFirst() }
        if stem.hasSuffix(".md") {
            stem.removeLast(3)
        } else if stem.contains(".") {
            return skip("not a text with front matter")
        } else if try !beginsWithFrontMatter(entry.id) {
            return skip("without an ending, and not a text with front matter")
        }
        var source = String(stem)
        if let key = folder.table.id {
            guard let text = try text(of: key, in: entry.id) else {
                return skip("without \"\(key)\", which makes its id")
            }
            source = text
        }
        guard let made = Folding.identifier(from: source), let id = RecordID(made) else {
            return skip("its name has nothing that an id can be made of")
        }
        if made != name, made + ".md" != name { changedIDs[path] = made }
        return id
    }

    private func beginsWithFrontMatter(_ blob: ObjectID) throws(GitError) -> Bool {
        guard try repository.size(of: blob) <= Document.maximumSize else { return false }
        return try repository.blob(blob).starts(with: "---".utf8)
    }

    private func text(of key: String, in blob: ObjectID) throws(GitError) -> String? {
        guard try repository.size(of: blob) <= Document.maximumSize,
            let document = Mending.read(try repository.blob(blob), codes: files.mend)?.document,
            let node = document.child(of: document.root, named: key), document.kind(of: node) == .scalar
        else { return nil }
        return document.text(of: node)
    }

    // MARK: - What is no record

    /// Says why each file outside the mapping's folders is not imported.
    private func surveyRest(of tree: ObjectID, under path: String) throws(GitError) {
        guard surveyed.insert(FolderTree(path: path, tree: tree)).inserted else { return }
        for (name, entry) in try repository.tree(tree).entries() {
            let here = path.isEmpty ? name : path + "/" + name
            if files.folders.contains(where: { $0.path == here }) { continue }
            if entry.mode.isFolder {
                try surveyRest(of: entry.id, under: here)
            } else {
                skipped[here] = reason(here) ?? "in no folder that the mapping names"
            }
        }
    }

    private func skipAll(below path: String, _ tree: ObjectID, because reason: String) throws(GitError) {
        guard surveyed.insert(FolderTree(path: path, tree: tree)).inserted else { return }
        for (name, entry) in try repository.tree(tree).entries() {
            let here = path + "/" + name
            if files.folders.contains(where: { $0.path == here }) { continue }
            if entry.mode.isFolder {
                try skipAll(below: here, entry.id, because: reason)
            } else {
                skipped[here] = self.reason(here) ?? reason
            }
        }
    }

    private func reason(_ path: String) -> String? {
        files.skip.first { $0.pattern.matches(path) }?.reason
    }
}
