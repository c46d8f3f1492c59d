import Git
import RecordModel
import RecordText

/// What is wrong with where records are, rather than with what they say.
extension Snapshot {
    /// Files in a kind's folder that are not records of it, ids that stand at two paths, and ids that others had before.
    func pathProblems(of kind: Kind) throws(StoreError) -> [Diagnostic] {
        guard !kind.path.placeholders.isEmpty else { return [] }
        var found = try blockedFolder(of: kind).map { [$0.diagnostic] } ?? []
        var paths: [RecordID: String] = [:]
        try forEachFile(of: kind) { path, _ in
            guard let id = kind.path.id(at: path) else {
                if let stray = strayFile(path, of: kind) { found.append(stray) }
                return
            }
            if let other = paths.updateValue(path, forKey: id) {
                found.append(Self.secondFile(path, other, id))
            }
        }
        return try found + reusedIDs(of: kind)
    }

    /// What is wrong with a file in a kind's folder that is no record of it; nil where it may be there, or is another
    /// kind's to tell of: several may keep theirs in one folder, and a folder may explain itself.
    func strayFile(_ path: String, of kind: Kind) -> Diagnostic? {
        guard !kind.path.placeholders.isEmpty, kind.path.covers(path), kind.path.id(at: path) == nil else { return nil }
        let name = path.split(separator: "/").last.map(String.init) ?? path
        guard kinds(in: kind.home).record(at: path) == nil, !Self.isAside(path),
            nearest(to: path, in: kind.home)?.name == kind.name
        else { return nil }
        let stem = name.split(separator: ".").first.map(String.init) ?? name
        let suggested = kind.path.isLone ? Folding.identifier(from: stem).flatMap { RecordID($0) } : nil
        let isYAML = [".yml", ".yaml"].contains(where: name.hasSuffix)
        let rule = "Its place is \(kind.path.text), where an id is written in a-z, 0-9 and -"
        let help =
            if let suggested, let other = (try? entry(of: kind, suggested)) ?? nil {
                "\(rule). \(other.path) is there already: give this one another id, or remove it."
            } else if let suggested {
                "\(rule): \(isYAML ? kind.path.yamlPath(of: suggested) : kind.path.path(of: suggested))"
            } else {
                rule + "."
            }
        return Diagnostic(
            file: path, severity: .error, code: "bad-path",
            message: "This file is in \(kind.path.folder) but is not \(kind.indefinite)", help: help)
    }

    /// Whether a file may lie among records and be none: a folder may explain itself, and git asks for some of its own.
    private static func isAside(_ path: String) -> Bool {
        guard let name = path.split(separator: "/").last else { return false }
        return name.lowercased() == "readme.md" || name.hasPrefix(".")
    }

    /// Whether a file is what an editor or a desktop keeps beside the files that people see, such as a copy of before or
    /// the sign that one is being edited: nobody's to save, unless somebody committed it.
    static func isLeftByProgram(_ path: String) -> Bool {
        guard let name = path.split(separator: "/").last else { return false }
        return name.hasPrefix(".") && !name.hasPrefix(".git") || name.hasSuffix("~")
            || name.hasPrefix("#") && name.hasSuffix("#")
    }

    /// Whether a file of the public store lies where a private kind has its records: as private as one, whatever it is
    /// called.
    func isMisplaced(_ path: String, _ kind: Kind) -> Bool {
        guard kind.home == .private, !kind.path.folder.isEmpty, kind.path.covers(path) else { return false }
        guard kinds(in: .public).record(at: path) == nil else { return false }
        return kind.path.id(at: path) != nil
            || !Self.isAside(path) && nearest(to: path, in: .public)?.name == kind.name
    }

    /// The kind among whose records a file of a home seems to be meant: the one whose folders it lies in most deeply, and
    /// of several the first. What lies in the public store may be meant for a private kind too.
    private func nearest(to path: String, in home: Kind.Home) -> Kind? {
        let candidates = home == .public ? kinds(in: .public) + kinds(in: .private) : kinds(in: .private)
        var nearest: (kind: Kind, likeness: Int)?
        for kind in candidates where kind.path.covers(path) {
            let likeness = kind.path.likeness(to: path)
            if nearest.map({ $0.likeness < likeness }) ?? true { nearest = (kind, likeness) }
        }
        return nearest?.kind
    }

    static func secondFile(_ path: String, _ other: String, _ id: RecordID) -> Diagnostic {
        Diagnostic(
            file: path, severity: .error, code: "duplicate-id",
            message: "\"\(id)\" stands at two paths: \(other) is the other",
            help: "Keep one of them, and remove the other.")
    }

    static func reusedID(_ id: RecordID, of owner: RecordID, at path: String, _ kind: Kind) -> Diagnostic {
        Diagnostic(
            file: path, severity: .error, code: "former-id",
            message: "\"\(id)\" was the id of \(owner), and a former id is not used again",
            help: "Give this \(kind.singular) another id.")
    }

    static func misplaced(_ path: String, _ kind: Kind) -> Diagnostic {
        Diagnostic(
            file: path, severity: .error, code: "private-in-public",
            message: "\(kind.name) belong in the private companion, and this store is public",
            help: "Move it there, and forget it here: its text stays in the history until that is rewritten.")
    }

    /// Ids that another record of the kind gave up: a reference of long ago would lead to somebody else.
    private func reusedIDs(of kind: Kind) throws(StoreError) -> [Diagnostic] {
        var found: [Diagnostic] = []
        for (former, holders) in try formerHolders(of: kind) {
            if former != holders[0], let entry = try entry(of: kind, former) {
                found.append(Self.reusedID(former, of: holders[0], at: entry.path, kind))
            }
            for other in holders.dropFirst() {
                guard let entry = try entry(of: kind, other) else { continue }
                found.append(
                    Diagnostic(
                        file: entry.path, severity: .warning, code: "former-id",
                        message: "\"\(former)\" is a former id of \(holders[0]) as well, as if one were here twice",
                        help:
                            "If they are one \(kind.singular), keep one of the two; if not, only one can have been it.")
                )
            }
        }
        return found
    }

    /// Records of a private kind that lie in the public store, where everyone can read them.
    func misplacedRecords() throws(StoreError) -> [Diagnostic] {
        var found: [Diagnostic] = []
        for kind in kinds where kind.home == .private {
            guard let folder = kind.path.folderPath else { continue }
            let tree = state.tree
            try git { () throws(GitError) in
                try store.repository.forEachFile(under: folder, in: tree) { path, _ in
                    if isMisplaced(path, kind) { found.append(Self.misplaced(path, kind)) }
                }
            }
        }
        return found
    }
}

extension PathTemplate {
    /// A record's path where its fields stand by themselves, without a text below them.
    fileprivate func yamlPath(of id: RecordID) -> String {
        everyPath(of: id).first { $0.hasSuffix(".yaml") } ?? path(of: id)
    }
}
