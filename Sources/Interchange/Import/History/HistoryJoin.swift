public import Git
import RecordModel
public import RecordStore
import RecordText

/// How a replayed history joins a store: what it changes there since it was last joined.
public struct HistoryJoin: Sendable {
    /// The merge's files and parents.
    public private(set) var plan: Plan
    /// Files that both sides changed, which stay as the store has them.
    public private(set) var conflicts: [String] = []
    /// Terms that elements of lists made, by path, with the label of each.
    public private(set) var terms: [(path: String, label: String)] = []
    /// Whether there is anything to join.
    public var isEmpty: Bool { plan.otherParents.isEmpty }

    /// Works out the merge of a replayed history into a store.
    ///
    /// - Parameters:
    ///   - tip: the newest replayed commit, in `repository`.
    ///   - base: the replayed commit that the store holds already; nil for a first import.
    ///   - repository: where the replayed objects are.
    ///   - spellings: how elements were written before they were made ids.
    public init(
        of tip: ObjectID, since base: ObjectID?, in repository: Repository, into snapshot: Snapshot,
        mapping: ImportMapping, spellings: [String: String], from name: String
    ) throws(StoreError) {
        plan = Plan("Import the history of \(name)")
        plan.bringsErrors = true
        guard tip != base else { return }
        plan.otherParents = [tip]
        do throws(GitError) {
            let old = try base.map { (id) throws(GitError) in try repository.commitHeader(id).tree }
            let changed = try repository.changedFiles(from: old, to: try repository.commitHeader(tip).tree)
            for change in changed {
                guard let ours = try ours(change.path, snapshot) else { continue }
                if ours.entry == change.new, ours.path == change.path { continue }
                guard ours.entry == change.old, ours.path == change.path else {
                    conflicts.append(ours.path)
                    continue
                }
                plan.files[change.path] = .some(
                    try change.new.map { (entry) throws(GitError) in try repository.blob(entry.id) })
            }
        } catch {
            throw StoreError(error)
        }
        try addTerms(mapping, spellings, snapshot)
    }

    /// What the store holds for the record that a path is one of, wherever it stands; nil for a path of no kind.
    private func ours(_ path: String, _ snapshot: Snapshot) throws(GitError) -> (path: String, entry: TreeEntry?)? {
        guard let kind = snapshot.kinds.first(where: { !$0.path.placeholders.isEmpty && $0.path.id(at: path) != nil }),
            let id = kind.path.id(at: path)
        else { return nil }
        guard let entry = (try? snapshot.entry(of: kind, id)) ?? nil else { return (path, nil) }
        return (entry.path, entry.entry)
    }

    /// Elements that name no term make one, where the mapping says of which sort.
    private mutating func addTerms(
        _ mapping: ImportMapping, _ spellings: [String: String], _ snapshot: Snapshot
    ) throws(StoreError) {
        guard case .files(let files) = mapping.source else { return }
        for (path, bytes) in plan.files.sorted(by: { $0.key < $1.key }) {
            guard let bytes, let kind = files.folders.map(\.table.kind).first(where: { $0.path.id(at: path) != nil })
            else { continue }
            let form: RecordForm = path.hasSuffix(".md") ? .markdown : .yaml
            let contents = DocumentContents(document: Document(parsing: bytes, form: form), kind: kind)
            for (name, sort) in mapping.terms.sorted(by: { $0.key < $1.key }) {
                guard let field = kind.field(named: name), let made = field.shape.references.first,
                    let terms = snapshot.kind(made)
                else { continue }
                for leaf in contents.content(of: field) {
                    guard let id = RecordID(leaf.entry), case let path = terms.path.path(of: id),
                        plan.files[path] == nil,
                        try snapshot.entry(of: terms, id) == nil
                    else { continue }
                    let term = NewTerm(kind: terms, id: id, label: spellings[leaf.entry] ?? leaf.entry, sort: sort)
                    plan.files[path] = try term.text()
                    self.terms.append((path, term.label))
                }
            }
        }
    }
}

/// A term that an element of a list makes.
struct NewTerm {
    let kind: Kind
    let id: RecordID
    /// How it was written.
    let label: String
    /// The value of its own field `kind`.
    let sort: String

    var path: String { kind.path.path(of: id) }

    /// The record's text.
    func text() throws(StoreError) -> [UInt8] {
        var edits: [FieldEdit] = []
        if let naming = ["label", "name", "title"].first(where: { kind.field(named: $0) != nil }) {
            edits.append(.set(field: naming, text: label))
        }
        if kind.field(named: "kind") != nil { edits.append(.set(field: "kind", text: sort)) }
        return try kind.newText(edits)
    }
}
