import Git
public import RecordModel
import RecordText

/// Takes a person out of the whole history of a repository: the record, whatever refers to it, and what would still tell
/// who it was. Or takes away only an id that somebody no longer goes by.
///
/// Every commit is made again, so other clones no longer fit: this is for what must not be known any more, not for what
/// is merely over.
public struct Forgetting: Sendable {
    /// What is wanted.
    public enum Intent: Hashable, Sendable {
        /// The person is to be forgotten; where accounts must be kept, something neutral stands in.
        case remove(keepingAccount: Bool)
        /// The record's id is to be forgotten, for another.
        case rename(RecordID)

        var isRemoval: Bool { if case .remove = self { true } else { false } }
    }

    /// What becomes of the record.
    public enum Fate: Hashable, Sendable {
        /// It is gone from every commit. Where accounts must be kept, a record without anything but this id stands in.
        case removed(neutral: RecordID?)
        /// It is kept under another id, and was never called otherwise.
        case renamed(RecordID)
    }

    /// The file in which it is kept what is to be forgotten, until all of it is gone.
    public static let noteFile = ForgettingNote.path
    /// The name and address that commits have instead.
    public static let nobody = (name: "Someone", email: "nobody@invalid")
    /// What a commit says that changed nothing but the record.
    static let emptyMessage = "About a record that has been erased\n"
    /// An address for texts, where it must still be one.
    private static let addressInTexts = "nobody@erased.invalid"

    /// The kind of the record.
    public let kind: Kind
    /// The id that it has now, or had last.
    public let id: RecordID
    /// What becomes of it.
    public let fate: Fate
    /// What the record ever said of the person that names them, and what was chosen beside it.
    public internal(set) var secrets: [Secret]
    /// What chosen words become.
    let replacement: String
    /// Ids that the record had, as an earlier attempt at this has kept them.
    var knownIDs: Set<String> = []

    /// The addresses whose commits are nobody's from now on, in lower case.
    var addresses: Set<String> {
        if case .renamed = fate { return [] }
        return Set(secrets.filter { $0.form == .address }.map { $0.text.lowercased() })
    }

    /// Whether the person is to be forgotten, and not only an id.
    public var isRemoval: Bool { if case .removed = fate { true } else { false } }

    /// The id that the record is known by from now on, where it has one.
    public var newID: RecordID? {
        switch fate {
        case .removed(let neutral): neutral
        case .renamed(let id): id
        }
    }

    /// What is replaced wherever it stands. A name is not: too many people share one, so it must be chosen.
    var fileScrubber: Scrubber {
        Scrubber(
            replacements: secrets.compactMap { secret in
                switch secret.form {
                case .address: (secret, Forgetting.addressInTexts)
                case .number: (secret, "")
                case .words: (secret, replacement)
                case .name, .id: nil
                }
            })
    }

    /// In messages names go too: they tell who did what.
    func messageScrubber(_ ids: Set<String>) -> Scrubber {
        let new = newID?.text ?? "someone"
        var replacements = fileScrubber.replacements
        if case .removed = fate {
            replacements += secrets.filter { $0.form == .name }.map { ($0, Forgetting.nobody.name) }
        }
        for id in ids.sorted() where id != newID?.text {
            // A short id may be a word of the language: it is meant only where the kind stands in front of it.
            let spellings =
                Forgetting.isPlain(id)
                ? ["\(kind.name)/\(id)", "\(kind.singular) \(id)", "\(kind.singular) \(new) to \(id)"] : [id]
            for spelling in spellings {
                guard let secret = Secret(.name, spelling) else { continue }
                replacements.append((secret, spelling.replacing(id, with: new)))
            }
        }
        return Scrubber(replacements: replacements)
    }

    /// The record through a repository's history.
    func trail(in repository: Repository) throws(StoreError) -> RecordTrail {
        try RecordTrail(of: id, isWhole: isRemoval, known: knownIDs, kind, in: repository)
    }

    func references(_ ids: Set<String>) -> ReferenceChange {
        var change = ReferenceChange()
        if let newID {
            change.ids[kind.name] = Dictionary(
                ids.filter { $0 != newID.text }.map { ($0, newID.text) }, uniquingKeysWith: { $1 })
        } else {
            change.gone[kind.name] = ids
        }
        return change
    }
}

extension Forgetting {
    /// What a record says that tells who a person is, also under keys of which the network knows nothing.
    static func secrets(in stored: StoredRecord) -> [Secret] {
        let record = stored.record
        let declared = record.kind.fields.flatMap { field -> [Secret] in
            guard let form = field.shape.elementForm else { return [] }
            let texts = record.content(of: field).map(\.value.text)
            switch form.name {
            case ScalarType.email.form.name: return texts.compactMap { Secret(.address, $0) }
            case ScalarType.telephone.form.name: return texts.compactMap { Secret(.number, $0) }
            default: return field.name == "name" ? texts.compactMap { Secret(.name, $0) } : []
            }
        }
        guard let document = stored.document else { return declared }
        let others = DocumentContents(document: document, kind: record.kind).undeclaredKeys()
        return declared + others.flatMap { Secret.shaped(in: $0.text) }
    }
}
