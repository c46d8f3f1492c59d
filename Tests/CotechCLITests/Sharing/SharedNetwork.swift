import CoopNetwork
import Foundation
import RecordModel
import Testing

/// A network's store in a bare repository, and clones of it by several people: `mair`, `sian`, `zoe`.
final class SharedNetwork {
    let sandbox: CommandSandbox

    static let files: [String: String] = [
        "cotech.yaml": "name: Marches Tech\ntime-zone: Europe/London\n",
        ".gitattributes": Network.kinds.mergeAttributes.joined(separator: "\n") + "\n",
        "members/ash.md": "---\nname: Ash\ntown: Leeds\nheadcount: 4\n---\n\nA co-op.\n",
        "members/birch.md": "---\nname: Birch\ntown: York\n---\n", "skills/swift.yaml": "label: Swift\n",
        "notes.txt": "one\n",
    ]

    private static let names = ["mair": "Mair Owen", "sian": "Siân Rees", "zoe": "Zoë O'Hara"]

    static func person(_ clone: String) -> [String: String] {
        let name = names[clone] ?? "Mair Owen"
        let address = "\(clone)@example.org"
        return CommandSandbox.identity.merging([
            "GIT_AUTHOR_NAME": name, "GIT_AUTHOR_EMAIL": address, "GIT_COMMITTER_NAME": name,
            "GIT_COMMITTER_EMAIL": address,
        ]) { $1 }
    }

    /// The store in `origin.git`, and a clone of it for each person.
    init(_ clones: String..., files: [String: String] = SharedNetwork.files) throws {
        sandbox = try CommandSandbox()
        try sandbox.run("git", "init", "-q", "--bare", "-b", "main", "origin.git")
        try sandbox.run("git", "init", "-q", "-b", "main", "first")
        for (path, text) in files { try write("first", path, text) }
        try sandbox.run("sh", "-c", "git add -A && git commit -qm Begin", in: "first")
        try sandbox.run("git", "push", "-q", "../origin.git", "main", in: "first")
        for clone in clones { try add(clone) }
    }

    func add(_ clone: String) throws {
        try sandbox.run("git", "clone", "-q", "origin.git", clone)
        try git("config user.name '\(Self.names[clone]?.replacing("'", with: "'\\''") ?? clone)'", in: clone)
        try git("config user.email \(clone)@example.org", in: clone)
    }

    @discardableResult
    func cotech(_ words: String, in clone: String) async throws -> CommandSandbox.Answer {
        try await cotech(words.split(separator: " ").map(String.init), in: clone)
    }

    @discardableResult
    func cotech(_ arguments: [String], in clone: String) async throws -> CommandSandbox.Answer {
        try await sandbox.cotech(arguments, in: clone, as: Self.person(clone))
    }

    /// Does what must succeed, and gives what it said.
    @discardableResult
    func done(_ words: String, in clone: String) async throws -> String {
        let answer = try await cotech(words, in: clone)
        try #require(answer.status == 0, "\(words): \(answer.output)\(answer.error)")
        return answer.output
    }

    /// What git answers, without the newline at its end.
    @discardableResult
    func git(_ words: String, in clone: String) throws -> String {
        let text = try sandbox.run("sh", "-c", "git \(words)", in: clone)
        return String(text.reversed().drop { $0.isNewline }.reversed())
    }

    /// A commit by plain git.
    func commit(_ changes: [String: String?], in clone: String, _ message: String = "By hand") throws {
        for (path, text) in changes {
            if let text { try write(clone, path, text) } else { try git("rm -q '\(path)'", in: clone) }
        }
        try git("add -A && git commit -qm '\(message)'", in: clone)
    }

    func write(_ clone: String, _ path: String, _ text: String) throws {
        let folder = URL(fileURLWithPath: "\(sandbox.root)/\(clone)/\(path)").deletingLastPathComponent()
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try sandbox.write("\(clone)/\(path)", text)
    }

    func read(_ clone: String, _ path: String) -> String? { sandbox.read("\(clone)/\(path)") }

    /// A hook of a repository, as a shell script.
    func hook(_ name: String, of repository: String, _ script: String) throws {
        let path = "\(repository)/hooks/\(name)"
        try write(repository, "hooks/\(name)", "#!/bin/sh\n\(script)\n")
        try sandbox.run("chmod", "+x", path)
    }

    /// Where a clone is: its commit, its index and its files.
    func state(of clone: String) throws -> String {
        try git("rev-parse HEAD", in: clone) + git("ls-files -s", in: clone)
            + git("status --porcelain", in: clone)
            + sandbox.run("sh", "-c", "find . -path ./.git -prune -o -type f -print | sort | xargs cksum", in: clone)
    }

    /// The tree of the branch that everybody shares.
    func tree(of repository: String) throws -> String { try git("rev-parse main^{tree}", in: repository) }
}
