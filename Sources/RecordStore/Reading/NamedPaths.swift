import Foundation
import Git
public import RecordModel

/// Files and folders of a network's two repositories that a person named; everything where none was named.
public struct NamedPaths: Sendable {
    private let chosen: [(home: Kind.Home, path: String)]?

    /// What was named, from the top of each repository, "" for the whole of one; nil for everything.
    fileprivate init(_ chosen: [(home: Kind.Home, path: String)]?) { self.chosen = chosen }

    /// Everything, where none is named.
    public static let everything = NamedPaths(nil)

    /// Some files of one repository.
    static func files(_ paths: [String], in home: Kind.Home) -> NamedPaths { NamedPaths(paths.map { (home, $0) }) }

    /// Whether none was named.
    public var isEverything: Bool { chosen == nil }

    /// The names in one repository.
    public func names(in home: Kind.Home) -> [String] { chosen?.filter { $0.home == home }.map(\.path) ?? [] }

    /// Whether a file is meant: one of those named, or one in a folder named.
    ///
    /// - Parameter home: the repository that the file is in.
    public func cover(_ path: String, in home: Kind.Home) -> Bool {
        guard let chosen else { return true }
        return chosen.contains { name in
            home == name.home
                && (name.path.isEmpty || path == name.path || path.hasPrefix(name.path + "/"))
        }
    }
}

extension Snapshot {
    /// The files and folders that a person means, which have to be in the working tree or in this state.
    ///
    /// A path is seen from the folder that the person is in. Where nothing is there it is seen from the top of the store
    /// and then of its companion, since that is how findings are told.
    ///
    /// - Parameters:
    ///   - typed: the paths, relative or not; everything where there are none.
    ///   - folder: the absolute path of the folder that the person is in.
    public func paths(_ typed: [String], from folder: String) throws(StoreError) -> NamedPaths {
        guard !typed.isEmpty else { return .everything }
        var chosen: [(home: Kind.Home, path: String)] = []
        for text in typed {
            guard let found = try places(of: text, from: folder).first(where: \.isThere) else {
                throw try unknownPath(text)
            }
            chosen.append((found.home, found.path))
        }
        return NamedPaths(chosen)
    }

    /// The places that a path may mean, the likeliest first.
    private func places(
        of text: String, from folder: String
    ) throws(StoreError) -> [(home: Kind.Home, path: String, isThere: Bool)] {
        let absolute = text.hasPrefix("/") ? text : "\(folder)/\(text)"
        let spellings = [Self.plain(absolute), Self.withoutLinks(absolute)]
        var found: [(home: Kind.Home, path: String, isThere: Bool)] = []
        for home in [Kind.Home.public, .private] where home == .public || companion != nil {
            guard let top = try repository(of: home).workingDirectory else { continue }
            let tops = [Self.plain(top), URL(fileURLWithPath: top).resolvingSymlinksInPath().path]
            for (spelling, top) in zip(spellings, tops) where spelling == top || spelling.hasPrefix(top + "/") {
                let path = String(spelling.dropFirst(top.count + 1))
                found.append((home, path, try isThere(path, in: home)))
            }
        }
        guard !text.hasPrefix("/") else { return found }
        let fromTop = String(Self.plain("/" + text).dropFirst())
        for home in [Kind.Home.public, .private] where home == .public || companion != nil {
            found.append((home, fromTop, try isThere(fromTop, in: home)))
        }
        return found
    }

    private func isThere(_ path: String, in home: Kind.Home) throws(StoreError) -> Bool {
        if path.isEmpty { return true }
        let repository = try repository(of: home)
        if let top = repository.workingDirectory,
            (try? FileManager.default.attributesOfItem(atPath: "\(top)/\(path)")) != nil
        {
            return true
        }
        guard let tree = tree(of: home) else { return false }
        return try git { () throws(GitError) in
            try RepositoryPath.check(path)
            return try repository.lookup(path, in: tree) != nil
        }
    }

    private func unknownPath(_ text: String) throws(StoreError) -> StoreError {
        var known: [String] = []
        // Somebody may name a record as every other command has it.
        var named: [String] = []
        for kind in kinds where canSee(kind) {
            let entries = try entries(of: kind)
            known += entries.map(\.path)
            named += entries.filter { $0.id.description == text }.map(\.path)
        }
        let ranked = Suggestion.ranked(String(Self.plain("/" + text).dropFirst()), among: known)
        let near = (named.isEmpty ? ranked : named).prefix(3)
        return StoreError(
            .usage, "there is no file or folder \"\(text)\" in the store",
            help: near.isEmpty
                ? "paths are seen from the current folder: members/ID.md"
                : "did you mean \(near.joined(separator: ", or "))?")
    }

    /// A path without `.`, `..` and doubled slashes.
    private static func plain(_ path: String) -> String {
        var names: [Substring] = []
        for name in path.split(separator: "/") where name != "." {
            if name == ".." { _ = names.popLast() } else { names.append(name) }
        }
        return "/" + names.joined(separator: "/")
    }

    /// A path with the links in its folders followed; what it names itself may be a link that is looked at.
    private static func withoutLinks(_ path: String) -> String {
        let plain = plain(path)
        let folder = URL(fileURLWithPath: plain).deletingLastPathComponent().resolvingSymlinksInPath().path
        let name = plain.split(separator: "/").last.map(String.init) ?? ""
        return Self.plain("\(folder)/\(name)")
    }
}
