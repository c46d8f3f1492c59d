import Git
import RecordModel

/// What is being forgotten, kept beside the objects until it is: once references have moved, history no longer tells a
/// command that is repeated after a kill what to look for.
struct ForgettingNote {
    static let name = "forgetting"
    /// Where it is, as files beside the objects are named.
    static let path = ".git/cotech/notes/\(name)"

    /// The id that the record had last, and every other that it had.
    let ids: [String]
    /// The id of what stands in the record's place, where something does.
    let neutral: RecordID?
    /// What was to be found.
    let secrets: [Secret]
    private static let neutralWord = "neutral"

    /// - Parameter ids: the last one first.
    init(ids: [String], neutral: RecordID?, secrets: [Secret]) {
        self.ids = ids
        self.neutral = neutral
        self.secrets = secrets
    }

    /// The note about a record; nil where none is being forgotten.
    init?(of kind: Kind, _ id: RecordID, in repository: Repository) throws(StoreError) {
        let bytes = try git { () throws(GitError) in try repository.ownNote(ForgettingNote.name) }
        guard let bytes else { return nil }
        var lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init)[...]
        let prefix = "\(kind.name)/"
        let places = lines.popFirst()?.split(separator: " ").filter { $0.hasPrefix(prefix) } ?? []
        ids = places.map { String($0.dropFirst(prefix.count)) }
        // Whoever repeats the command may have known the record by any of its ids.
        guard ids.contains(id.text) else { return nil }
        let rest = lines.map { $0.split(separator: ":", maxSplits: 1).map(String.init) }.filter { $0.count == 2 }
        neutral = rest.first { $0[0] == Self.neutralWord }.flatMap { RecordID($0[1]) }
        secrets = rest.compactMap { halves in Secret.Form(rawValue: halves[0]).flatMap { Secret($0, halves[1]) } }
    }

    func write(for kind: Kind, in repository: Repository) throws(StoreError) {
        let lines =
            [ids.map { "\(kind.name)/\($0)" }.joined(separator: " ")]
            + (neutral.map { ["\(Self.neutralWord):\($0)"] } ?? []) + secrets.map { "\($0.form.rawValue):\($0.text)" }
        let bytes = Array((lines.joined(separator: "\n") + "\n").utf8)
        try git { () throws(GitError) in try repository.writeOwnNote(ForgettingNote.name, bytes) }
    }
}
