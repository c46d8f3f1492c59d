import CoopNetwork
import Git
import Interchange
import RecordModel
import RecordStore

/// CODEOWNERS as a store's rules make it.
enum CodeOwnersFile {
    /// The file's text for a host.
    static func text(for host: CodeOwners.Host, _ snapshot: Snapshot) -> String {
        let owners = Owners(in: snapshot.context)
        let paths = owners.paths(of: snapshot.kinds) { kind, id in (try? snapshot.entry(of: kind, id))??.path }
        return CodeOwners.text(
            of: paths.map { CodeOwners.Rule($0.pattern, $0.owners) }, others: owners.speakers.coordinators, for: host)
    }

    /// The files in a store that were made so, with what they should say.
    static func kept(in snapshot: Snapshot) throws -> [GeneratedFile] {
        let isShared = try snapshot.repository(of: .public).hasRemote
        return try CodeOwners.places.compactMap { path in
            guard let text = try snapshot.text(at: path), let host = CodeOwners.host(of: text) else { return nil }
            return GeneratedFile(path: path, text: self.text(for: host, snapshot), isMadeByName: isShared)
        }
    }
}
