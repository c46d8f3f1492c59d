internal import Git
internal import RecordModel

/// The records and paths that a history speaks of, each by an index.
final class RecordTable {
    let kinds: [Kind]
    private(set) var kindOf: [Int] = []
    private(set) var idOf: [RecordID] = []
    /// Which of a record's possible paths have held it somewhere, as bits by `variant`.
    private(set) var variantsOf: [UInt8] = []
    private var indexes: [Key: Int] = [:]
    private var folders: [Folder]

    private struct Key: Hashable {
        let kind: Int
        let id: String
    }

    private struct Folder {
        let path: String
        let depth: Int
        var folders: [String: Int] = [:]
        var files: [String: Place] = [:]
    }

    /// What a path holds.
    enum Place {
        case nothing
        case record(Int, variant: Int)
    }

    private let variantsKnown: @Sendable (Kind.Name, RecordID) -> UInt8

    /// - Parameter variantsKnown: the paths at which an earlier walk has seen a record.
    init(_ kinds: [Kind], variantsKnown: @escaping @Sendable (Kind.Name, RecordID) -> UInt8 = { _, _ in 0 }) {
        self.kinds = kinds
        self.variantsKnown = variantsKnown
        folders = [Folder(path: "", depth: 0)]
    }

    var count: Int { idOf.count }

    func kind(of record: Int) -> Kind { kinds[kindOf[record]] }

    /// The record of an id, where the history has ever held it.
    func find(kind: Int, id: String) -> Int? {
        if let known = indexes[Key(kind: kind, id: id)] { return known }
        guard let id = id.isEmpty ? .only : RecordID(id), variantsKnown(kinds[kind].name, id) != 0 else { return nil }
        return add(kind: kind, id: id)
    }

    func add(kind: Int, id: RecordID) -> Int {
        let key = Key(kind: kind, id: id.text)
        if let known = indexes[key] { return known }
        indexes[key] = idOf.count
        kindOf.append(kind)
        idOf.append(id)
        variantsOf.append(variantsKnown(kinds[kind].name, id))
        return idOf.count - 1
    }

    /// What was noted that had not been known.
    private(set) var notes: [(record: Int, variants: UInt8)] = []

    /// Notes that a record has been at one of its paths.
    func note(_ record: Int, variants: UInt8) {
        guard variantsOf[record] | variants != variantsOf[record] else { return }
        variantsOf[record] |= variants
        notes.append((record, variants))
    }

    /// Whether a record has been at more than one path, so that a path alone does not tell whether it is held.
    func isScattered(_ record: Int) -> Bool { variantsOf[record].nonzeroBitCount > 1 }

    /// The paths that have held a record, in the order in which the first of them is the record's.
    func paths(of record: Int) -> [String] {
        (0..<4).filter { variantsOf[record] & (1 << $0) != 0 }.map { path(of: record, variant: $0) }.sorted()
    }

    private func path(of record: Int, variant: Int) -> String {
        let template = kind(of: record).path
        let path = template.path(of: idOf[record], sharded: variant & 2 != 0)
        return path.dropLast(template.fileExtension.utf8.count) + (variant & 1 == 0 ? "md" : "yaml")
    }

    // MARK: - Paths

    /// The top folder.
    var top: Int { 0 }

    /// The folder of a name within another; nil where no kind keeps records below it.
    func folder(named name: String, in parent: Int) -> Int? {
        if let known = folders[parent].folders[name] { return known < 0 ? nil : known }
        let path = folders[parent].path + name + "/"
        let leads = kinds.contains { kind in
            let folder = kind.path.folder
            if folder.isEmpty { return kind.path.text.hasPrefix(path) }
            return folder.hasPrefix(path) || path.hasPrefix(folder)
        }
        // Deeper than any template reaches, whatever is there is not a record.
        guard leads, folders[parent].depth < 8 else {
            folders[parent].folders[name] = -1
            return nil
        }
        folders.append(Folder(path: path, depth: folders[parent].depth + 1))
        folders[parent].folders[name] = folders.count - 1
        return folders.count - 1
    }

    /// What a file of a name within a folder is.
    func place(named name: String, in folder: Int) -> Place {
        if let known = folders[folder].files[name] { return known }
        let found = place(at: folders[folder].path + name)
        folders[folder].files[name] = found
        return found
    }

    /// What a path holds.
    func place(at path: String) -> Place {
        for (index, kind) in kinds.enumerated() where kind.path.covers(path) {
            guard let id = kind.path.id(at: path) else { continue }
            let record = add(kind: index, id: id)
            let isMarkdown = path.hasSuffix(".md")
            let flat = kind.path.path(of: id)
            let isFlat =
                path.dropLast(isMarkdown ? 3 : 5) == flat.dropLast(kind.path.fileExtension.utf8.count + 1)
            let variant = (isMarkdown ? 0 : 1) | (isFlat ? 0 : 2)
            return .record(record, variant: variant)
        }
        return .nothing
    }
}
