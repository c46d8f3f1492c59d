import Git
import RecordModel
import RecordText

/// Who last said what one side of a merge says, from the history of that side.
struct ValueAuthors {
    let repository: Repository
    let kind: Kind
    /// The record's id, and those that it had before.
    let ids: [RecordID]

    /// The most commits that are looked at: a merge must not wait for a walk through a whole history.
    private static let farthest = 10_000

    /// A record's ids by its path and by what one of its texts calls former ones.
    init?(_ repository: Repository, _ kind: Kind, path: String, texts: [[UInt8]]) {
        guard let id = kind.path.id(at: path) else { return nil }
        self.repository = repository
        self.kind = kind
        var ids = [id]
        if kind.hasFormerIDs {
            for text in texts {
                let entry = RecordEntry(id: id, path: path, entry: TreeEntry(mode: .file, id: .zero))
                let record = StoredRecord.parse(text, entry, of: kind).record
                ids += record.formerIDs.compactMap { RecordID($0) }
            }
        }
        self.ids = ids
    }

    /// Whether a commit has the record with exactly this text.
    func has(_ text: [UInt8], at commit: ObjectID) -> Bool {
        do throws(GitError) {
            return try find(at: commit)?.entry.id == ObjectID(blob: text)
        } catch {
            return false
        }
    }

    /// The author of what a commit's version of the record says at a place; nil where that is not known here.
    ///
    /// As for ages: where a parent says the same, it goes on there; otherwise this commit said it.
    ///
    /// - Parameter place: the keys that lead there; empty for the text below the front matter.
    func author(of place: [String], at commit: ObjectID) -> String? {
        do throws(GitError) {
            var commit = commit
            var (found, leaves) = try version(at: commit, place)
            for _ in 0..<Self.farthest {
                var next: (commit: ObjectID, found: TreeEntry?, leaves: Set<FieldLeaf>)?
                for parent in try repository.commitHeader(commit).parents where next == nil {
                    let entry = try find(at: parent)?.entry
                    let same = entry == found ? leaves : try version(at: parent, place).leaves
                    if same == leaves { next = (parent, entry, same) }
                }
                guard let next else { return try repository.commit(commit).author.name }
                (commit, found, leaves) = next
            }
            return nil
        } catch {
            // A clone without its whole history does not know, and a merge goes on all the same.
            return nil
        }
    }

    private func find(at commit: ObjectID) throws(GitError) -> (path: String, entry: TreeEntry)? {
        let tree = try repository.commitHeader(commit).tree
        for id in ids {
            for path in kind.path.everyPath(of: id) {
                if let entry = try repository.lookup(path, in: tree) { return (path, entry) }
            }
        }
        return nil
    }

    private func version(
        at commit: ObjectID, _ place: [String]
    ) throws(GitError) -> (found: TreeEntry?, leaves: Set<FieldLeaf>) {
        guard let (path, entry) = try find(at: commit), entry.mode.isFile else { return (nil, []) }
        let bytes = try repository.blob(entry.id, maximumSize: Document.maximumSize)
        let document = Document(parsing: bytes, form: path.hasSuffix(".md") ? .markdown : .yaml)
        return (entry, leaves(of: document, at: place))
    }

    /// What a version says at a place, as history compares it.
    private func leaves(of document: Document, at place: [String]) -> Set<FieldLeaf> {
        let contents = DocumentContents(document: document, kind: kind)
        let name = place.joined(separator: ".")
        let field =
            place.isEmpty
            ? kind.body
            : kind.fields.filter { place.starts(with: $0.path) }.max { $0.path.count < $1.path.count }
        guard let field else {
            return Set(contents.allLeaves().filter { $0.field == name || $0.field.hasPrefix(name + ".") })
        }
        let below = Array(place.dropFirst(field.path.count))
        return Set(
            contents.content(of: field).map { $0.inField(field) }.filter { leaf in
                (below.isEmpty || leaf.entry == below[0]) && (below.count < 2 || leaf.column == below[1])
            })
    }
}
