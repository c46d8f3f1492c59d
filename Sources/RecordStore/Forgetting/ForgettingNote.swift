import Git
import RecordModel

/// What is being forgotten, kept beside the objects until it is: once references have moved, history no longer tells a
/// command that is repeated after a kill what to look for.
struct ForgettingNote {
    static let name = "forgetting"

    /// What was to be found.
    let secrets: [Secret]

    init(secrets: [Secret]) { self.secrets = secrets }

    /// The note about a record; nil where none is being forgotten.
    init?(of kind: Kind, _ id: RecordID, in repository: Repository) throws(StoreError) {
        let bytes = try git { () throws(GitError) in try repository.ownNote(ForgettingNote.name) }
        guard let bytes else { return nil }
        var lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init)[...]
        guard lines.popFirst() == "\(kind.name)/\(id)" else { return nil }
        secrets = lines.compactMap { line in
            let halves = line.split(separator: ":", maxSplits: 1).map(String.init)
            guard halves.count == 2, let form = Secret.Form(rawValue: halves[0]) else { return nil }
            return Secret(form, halves[1])
        }
    }

    func write(for kind: Kind, _ id: RecordID, in repository: Repository) throws(StoreError) {
        let lines = ["\(kind.name)/\(id)"] + secrets.map { "\($0.form.rawValue):\($0.text)" }
        let bytes = Array((lines.joined(separator: "\n") + "\n").utf8)
        try git { () throws(GitError) in try repository.writeOwnNote(ForgettingNote.name, bytes) }
    }
}
