/// Where the records of a kind are kept: `members/{id}.md`, `memberships/{member:members}.yaml`.
///
/// A template that is a folder and one name in it may shard the folder as `members/_ab/abacus.md`; `_` cannot begin an id, so the
/// two never meet. Both are read always.
public struct PathTemplate: Hashable, Sendable {
    /// The template as declared.
    public let text: String
    /// The placeholders, in order.
    public let placeholders: [Placeholder]
    /// The folder that holds every record of the kind, with its final `/`; empty at the top.
    public let folder: String
    /// `yaml` or `md`.
    public let fileExtension: String
    private let pieces: [Piece]
    /// Whether it is a folder and one name in it, as most are.
    public let isLone: Bool

    /// A part of the id.
    public struct Placeholder: Hashable, Sendable {
        /// Its name: `id`, `member`, `round`.
        public let name: String
        /// The kind whose ids it takes, where it refers to another record.
        public let reference: Kind.Name?
    }

    private enum Piece: Hashable, Sendable {
        case fixed(String)
        case placeholder
    }

    /// Parses a template. A template is part of the program, so a wrong one is a programmer's error.
    init(_ text: String) {
        var stem = Substring(text)
        let dot = stem.lastIndex(of: ".")
        precondition(dot != nil, "a path template needs a file extension: \(text)")
        fileExtension = dot.map { String(stem[stem.index(after: $0)...]) } ?? ""
        stem = dot.map { stem[..<$0] } ?? stem
        var placeholders: [Placeholder] = []
        var pieces: [Piece] = []
        for segment in stem.split(separator: "/") {
            guard segment.hasPrefix("{"), segment.hasSuffix("}") else {
                pieces.append(.fixed(String(segment)))
                continue
            }
            let halves = segment.dropFirst().dropLast().split(separator: ":")
            placeholders.append(
                Placeholder(
                    name: String(halves[0]),
                    reference: halves.count > 1 ? Kind.Name(rawValue: String(halves[1])) : nil))
            pieces.append(.placeholder)
        }
        self.text = text
        self.placeholders = placeholders
        self.pieces = pieces
        let fixed = pieces.prefix { $0 != .placeholder }.map { piece in
            if case .fixed(let name) = piece { name } else { "" }
        }
        folder = placeholders.isEmpty ? "" : fixed.map { $0 + "/" }.joined()
        isLone = placeholders.count == 1 && pieces.last == .placeholder
    }

    /// The folder that holds every record of the kind, as a path; nil where they are at the top.
    public var folderPath: String? { folder.isEmpty ? nil : String(folder.dropLast()) }

    /// Whether a part of the id is the record's own, rather than another record's id as a membership's is its member's.
    public var hasOwnIDs: Bool { placeholders.contains { $0.reference == nil } }

    /// Whether an id has a part for each placeholder. One that has not is no record's, and would be taken for another's.
    public func takes(_ id: RecordID) -> Bool { id.segmentCount == placeholders.count }

    /// The part of an id that a placeholder of this name stands for; nil where there is none.
    public func part(_ name: String, of id: RecordID) -> RecordID? {
        guard let index = placeholders.firstIndex(where: { $0.name == name }), id.segments.indices.contains(index)
        else { return nil }
        return RecordID(id.segments[index])
    }

    /// The path of a record.
    public func path(of id: RecordID, sharded: Bool = false) -> String {
        var segments = id.segments[...]
        var names: [String] = []
        for piece in pieces {
            switch piece {
            case .fixed(let name): names.append(name)
            case .placeholder:
                guard let segment = segments.popFirst() else { continue }
                if sharded, isLone { names.append("_\(segment.prefix(2))") }
                names.append(segment)
            }
        }
        return names.joined(separator: "/") + "." + fileExtension
    }

    /// The paths of every record whose placeholder of this name is `segment`, with `*` for any other one.
    public func pattern(where name: String, is segment: String) -> String {
        let segments = placeholders.map { $0.name == name ? segment : "*" }
        return path(of: RecordID(unchecked: segments.joined(separator: "/")))
    }

    /// Every path at which a record may be: in either layout and either format, the usual one first.
    public func everyPath(of id: RecordID) -> [String] {
        guard !placeholders.isEmpty else { return [text] }
        let layouts = isLone ? [path(of: id), path(of: id, sharded: true)] : [path(of: id)]
        let other = fileExtension == "md" ? "yaml" : "md"
        return layouts + layouts.map { $0.dropLast(fileExtension.count) + other }
    }

    /// The record that a path holds; nil where the path is not one of this kind. Both formats are read, so that
    /// moving a record from `.yaml` to `.md` is only a move.
    public func id(at path: some StringProtocol) -> RecordID? {
        if isLone { return loneID(at: Array(path.utf8)) }
        guard path.hasPrefix(folder) else { return nil }
        let stem: Substring
        if path.hasSuffix(".md") {
            stem = Substring(path.dropLast(3))
        } else if path.hasSuffix(".yaml") {
            stem = Substring(path.dropLast(5))
        } else {
            return nil
        }
        let segments = stem.split(separator: "/", omittingEmptySubsequences: false)
        guard segments.count == pieces.count else { return nil }
        var ids: [Substring] = []
        for (piece, segment) in zip(pieces, segments) {
            switch piece {
            case .fixed(let name): guard segment == name else { return nil }
            case .placeholder:
                guard RecordID.isSegment(segment) else { return nil }
                ids.append(segment)
            }
        }
        return RecordID(unchecked: ids.joined(separator: "/"))
    }

    /// The id where the template is a folder and one name in it: of bytes, since this is asked of every file of a store.
    private func loneID(at path: [UInt8]) -> RecordID? {
        let ending = path.suffix(3).elementsEqual(".md".utf8) ? 3 : path.suffix(5).elementsEqual(".yaml".utf8) ? 5 : 0
        guard ending > 0, path.starts(with: folder.utf8) else { return nil }
        var name = path.dropLast(ending).dropFirst(folder.utf8.count)
        if let slash = name.firstIndex(of: UInt8(ascii: "/")) {
            let shard = name[..<slash]
            name = name[(slash + 1)...]
            guard shard.first == UInt8(ascii: "_"), shard.dropFirst().elementsEqual(name.prefix(2)) else { return nil }
        }
        return RecordID.isSegment(name) ? RecordID(unchecked: String(decoding: name, as: UTF8.self)) : nil
    }

    /// Where records are, as editors and `.gitattributes` match files: both formats, and sharded folders.
    public var patterns: [String] {
        placeholders.isEmpty ? [text] : ["yaml", "md"].map { "\(folder)**/*.\($0)" }
    }

    /// The name by which `.gitattributes` asks for the merge of records.
    public static let mergeDriver = "cotech"

    /// What stands above those lines, for whoever reads the file.
    public static let mergeAttributesComment = """
        # Records are merged field by field. A clone has to know how: cotech doctor --fix. One that does not, and the
        # host, merge them as lines.
        """

    /// The lines of `.gitattributes` that have git merge these records by that driver.
    var mergeAttributes: [String] { patterns.map { "\($0) merge=\(Self.mergeDriver)" } }

    /// Whether a path lies in this kind's folder and looks like a record, whatever its id.
    public func covers(_ path: some StringProtocol) -> Bool {
        placeholders.isEmpty ? path == text : path.hasPrefix(folder)
    }

    /// How many of the folders that a path lies in are those of a record of this kind, from the top: kinds may share a
    /// folder and part below it.
    public func likeness(to path: String) -> Int {
        zip(pieces.dropLast(), path.split(separator: "/").dropLast()).prefix { piece, segment in
            switch piece {
            case .fixed(let name): segment == name
            case .placeholder: true
            }
        }.count
    }
}

extension Sequence where Element == Kind {
    /// The record that a path is of: the first kind that has such paths, and the id; nil where it is no record's.
    public func record(at path: String) -> (kind: Kind, id: RecordID)? {
        for kind in self {
            if let id = kind.path.id(at: path) { return (kind, id) }
        }
        return nil
    }
}

extension Collection<Kind> {
    /// The lines of `.gitattributes` by which git has their records merged; kinds that share a folder share its lines.
    public var mergeAttributes: [String] {
        var seen: Set<String> = []
        return flatMap(\.path.mergeAttributes).filter { seen.insert($0).inserted }
    }
}
