import CoopNetwork
import Git
import Interchange
import RecordModel
import RecordStore
import RecordText

/// What editors are given, so that they complete and check records as they are typed, without a line in any record.
enum EditorFiles {
    /// The files of a new repository that keeps records of these kinds.
    static func files(for kinds: [Kind]) -> [StoreFounding.File] {
        let extensions: JSONValue = ["recommendations": ["redhat.vscode-yaml"]]
        return kinds.map { StoreFounding.File(path(of: $0), schema(of: $0)) } + [
            StoreFounding.File(placesPath, places(of: kinds)),
            StoreFounding.File(".vscode/extensions.json", extensions.pretty + "\n"),
        ]
    }

    /// The files in a store that were made so, with what they should say now: where a network keeps the schema of one kind,
    /// those of kinds that are newer as well. The list of them is left alone where somebody has changed it.
    static func kept(in snapshot: Snapshot) throws -> [GeneratedFile] {
        // Settings that are wrong may hide fields, which must not be taken out of what editors know.
        guard snapshot.storedSettings != nil, snapshot.settingsErrors.isEmpty else { return [] }
        return try [Kind.Home.public, .private].flatMap { home -> [GeneratedFile] in
            let kinds = snapshot.describedKinds.filter { $0.home == home || $0.name == StoreSettings.kindName }
            guard try kinds.contains(where: { try snapshot.text(at: path(of: $0), in: home) != nil }) else { return [] }
            let isShared = try snapshot.repository(of: home).hasRemote
            var texts = kinds.map { (path(of: $0), schema(of: $0)) }
            if let list = try snapshot.text(at: placesPath, in: home),
                list == places(of: kinds.filter { list.contains("\"\(path(of: $0))\"") })
            {
                texts.append((placesPath, places(of: kinds)))
            }
            return texts.map { path, text in
                GeneratedFile(
                    path: path, home: home, text: text, severity: .warning,
                    message:
                        "Editors go by this file, and it is not what the settings and cotech \(Version.text) say any more",
                    isMadeByName: isShared)
            }
        }
    }

    /// Where the schemas are.
    static var paths: [String] { Network.kinds.map(path(of:)) }

    private static let placesPath = ".vscode/settings.json"

    private static func path(of kind: Kind) -> String { ".cotech/schema/\(kind.name).json" }

    private static func schema(of kind: Kind) -> String { JSONSchema.document(for: kind).pretty + "\n" }

    /// Which files each schema is for.
    private static func places(of kinds: [Kind]) -> String {
        let members = kinds.map { JSONValue.Member(path(of: $0), .strings($0.path.patterns)) }
        return JSONValue.object([JSONValue.Member("yaml.schemas", .object(members))]).pretty + "\n"
    }
}

extension Snapshot {
    /// The kinds as they are described to people and their editors: with the network's own fields and limits.
    var describedKinds: [Kind] { kinds.map { StoreSettings.limited($0, settings: settings) } }
}

extension GeneratedFile {
    /// The files in a store that commands have made, with what they should say now.
    static func kept(in snapshot: Snapshot) throws -> [GeneratedFile] {
        try CodeOwnersFile.kept(in: snapshot) + EditorFiles.kept(in: snapshot)
    }
}
