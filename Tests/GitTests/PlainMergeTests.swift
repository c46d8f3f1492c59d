import Foundation
import Testing

@testable import Git

/// A branch merged as a host would, with git itself as the oracle (`git merge-tree --write-tree`).
@Suite struct PlainMergeTests {
    /// A store with a branch `topic` that has changed and a branch `main` that has gone on.
    private func diverged(
        _ files: [String: String], topic: (Sandbox) throws -> Void, main: (Sandbox) throws -> Void
    ) throws -> Sandbox {
        let sandbox = try Sandbox()
        for (path, text) in files { try sandbox.write(path, text) }
        try sandbox.commitAll()
        try sandbox.git("switch", "-q", "-c", "topic")
        try topic(sandbox)
        try sandbox.commitAll()
        try sandbox.git("switch", "-q", "main")
        try main(sandbox)
        try sandbox.commitAll()
        return sandbox
    }

    private func merge(_ sandbox: Sandbox) throws -> (merge: PlainMerge, repository: Repository) {
        let repository = try sandbox.open().openedInMemory()
        return (try repository.plainMerge(of: sandbox.id("topic"), into: sandbox.id("main")), repository)
    }

    /// What git makes of it: the tree, and the paths in conflict.
    private func git(_ sandbox: Sandbox) throws -> (tree: String, conflicts: [String]) {
        let (status, output) = try sandbox.run(
            "git", ["merge-tree", "--write-tree", "--name-only", "--no-messages", "main", "topic"])
        let lines = output.split(separator: "\n").map(String.init)
        return (lines.first ?? "", status == 0 ? [] : lines.dropFirst().sorted())
    }

    private static let page = "name: Ash\ntown: Leeds\nemail: a@ash.example\nheadcount: 4\nnote: x\n"

    @Test func `A branch that holds its base is its own merge, and nothing is written`() throws {
        let sandbox = try Sandbox()
        try sandbox.write("a", "1\n")
        let base = try sandbox.commitAll()
        try sandbox.write("a", "2\n")
        let tip = try sandbox.commitAll()
        let before = try sandbox.git("count-objects")
        let merge = try sandbox.open().plainMerge(of: tip, into: base)
        #expect(try merge.tree == sandbox.id("HEAD^{tree}") && merge.ancestor == base && merge.conflicts.isEmpty)
        #expect(try sandbox.git("count-objects") == before)
        // A branch that is behind brings nothing.
        let behind = try sandbox.open().plainMerge(of: base, into: tip)
        #expect(try behind.tree == sandbox.id("HEAD^{tree}"))
        #expect(try sandbox.open().plainMerge(of: base, into: nil).tree == sandbox.id("HEAD~1^{tree}"))
    }

    @Test func `A merge that the host has made already needs no history`() throws {
        let sandbox = try diverged(
            ["a": "1\n", "b": "1\n"], topic: { try $0.write("a", "2\n") }, main: { try $0.write("b", "2\n") })
        try sandbox.git("merge", "-q", "--no-edit", "topic")
        let shallow = "\(sandbox.root)/shallow"
        try sandbox.git("clone", "-q", "--depth", "2", "file://\(sandbox.path)", shallow)
        let repository = try sandbox.open(shallow)
        let merge = try repository.plainMerge(of: sandbox.id("main"), into: sandbox.id("main~1"))
        #expect(try merge.tree == sandbox.id("main^{tree}"))
        #expect(throws: GitError.self) {
            try repository.plainMerge(of: sandbox.id("main^2"), into: sandbox.id("main^1"))
        }
    }

    @Test func `What only one side changed is taken, without a disk being written`() throws {
        let sandbox = try diverged(
            ["a": "1\n", "b": "1\n", "f/c": "1\n", "f/d": "1\n"],
            topic: { sandbox in
                try sandbox.write("a", "2\n")
                try sandbox.write("g/new", "1\n")
                try sandbox.git("rm", "-q", "f/c")
            },
            main: { sandbox in
                try sandbox.write("b", "2\n")
                try sandbox.write("f/d", "2\n")
            })
        let before = try sandbox.git("count-objects")
        let (merge, repository) = try merge(sandbox)
        #expect(try sandbox.git("count-objects") == before)
        #expect(try merge.tree.description == git(sandbox).tree && merge.conflicts.isEmpty)
        #expect(try repository.lookup("f/d", in: merge.tree) != nil)
        #expect(try repository.lookup("f/c", in: merge.tree) == nil)
    }

    @Test func `Texts that both changed in different places merge cleanly, even into the same key twice`() throws {
        let sandbox = try diverged(
            ["a": Self.page],
            topic: { try $0.write("a", "telephone: 1\n" + Self.page) },
            main: { try $0.write("a", Self.page + "telephone: 1\n") })
        let (merge, repository) = try merge(sandbox)
        #expect(try merge.tree.description == git(sandbox).tree && merge.conflicts.isEmpty)
        let entry = try #require(try repository.lookup("a", in: merge.tree))
        #expect(try text(repository.blob(entry.id)).components(separatedBy: "telephone").count == 3)
    }

    @Test func `A file that one side renamed keeps what the other changed in it`() throws {
        let long = Self.page + String(repeating: "A line of text.\n", count: 20)
        let sandbox = try diverged(
            ["a": long], topic: { try $0.git("mv", "a", "b") }, main: { try $0.write("a", long + "more\n") })
        let (merge, repository) = try merge(sandbox)
        #expect(try merge.tree.description == git(sandbox).tree && merge.conflicts.isEmpty)
        let entry = try #require(try repository.lookup("b", in: merge.tree))
        #expect(try text(repository.blob(entry.id)).hasSuffix("more\n"))
    }

    @Test func `Each kind of conflict is named, and the tree has the branch's side`() throws {
        let sandbox = try diverged(
            ["lines": Self.page, "gone": "short\n", "kept": "brief\n", "fine": "1\n"],
            topic: { sandbox in
                try sandbox.write("lines", Self.page.replacing("Leeds", with: "Hull"))
                try sandbox.write("new", "theirs\n")
                try sandbox.write("gone", "other\n")
                try sandbox.git("rm", "-q", "kept")
                try sandbox.write("fine", "2\n")
            },
            main: { sandbox in
                try sandbox.write("lines", Self.page.replacing("Leeds", with: "York"))
                try sandbox.write("new", "ours\n")
                try sandbox.git("rm", "-q", "gone")
                try sandbox.write("kept", "different\n")
            })
        let (merge, repository) = try merge(sandbox)
        #expect(
            merge.conflicts == [
                .init(path: "gone", cause: .removedInBase), .init(path: "kept", cause: .removedInBranch),
                .init(path: "lines", cause: .bothChanged), .init(path: "new", cause: .bothAdded),
            ])
        #expect(try merge.conflicts.map(\.path) == git(sandbox).conflicts)
        func read(_ path: String) throws -> String? {
            try repository.lookup(path, in: merge.tree).map { text(try repository.blob($0.id)) }
        }
        #expect(try read("lines")?.contains("Hull") == true && read("new") == "theirs\n" && read("gone") == "other\n")
        #expect(try read("kept") == nil && read("fine") == "2\n")
    }

    @Test func `What one side renamed and the other changed beside it is one conflict, at the new path`() throws {
        let long = Self.page + String(repeating: "A line of text.\n", count: 20)
        func renamed(_ path: String) -> (Sandbox) throws -> Void {
            { sandbox in
                try sandbox.git("mv", "a", path)
                try sandbox.write(path, long.replacing("town:", with: "formerly: [a]\ntown:"))
            }
        }
        func edited(_ sandbox: Sandbox) throws { try sandbox.write("a", long.replacing("Leeds", with: "Hull")) }
        func outcome(_ sandbox: Sandbox) throws -> (conflicts: [PlainMerge.Conflict], texts: [String: String]) {
            let (merge, repository) = try merge(sandbox)
            #expect(try git(sandbox).conflicts.isEmpty == false)
            var texts: [String: String] = [:]
            for path in ["a", "b", "c", "x"] {
                if let entry = try repository.lookup(path, in: merge.tree) {
                    texts[path] = text(try repository.blob(entry.id))
                }
            }
            return (merge.conflicts, texts)
        }
        // It goes on where the base has it, as the base has it.
        var (conflicts, texts) = try outcome(diverged(["a": long], topic: edited, main: renamed("b")))
        #expect(conflicts == [.init(ancestorPath: "a", basePath: "b", branchPath: "a", cause: .bothChanged)])
        #expect(conflicts.map(\.path) == ["b"])
        #expect(texts.keys.sorted() == ["b"] && texts["b"]?.contains("formerly") == true)
        // Or where the branch has it, as the branch has it.
        (conflicts, texts) = try outcome(diverged(["a": long], topic: renamed("b"), main: edited))
        #expect(conflicts == [.init(ancestorPath: "a", basePath: "a", branchPath: "b", cause: .bothChanged)])
        #expect(conflicts.map(\.path) == ["b"])
        #expect(texts.keys.sorted() == ["b"] && texts["b"]?.contains("formerly") == true)
        (conflicts, texts) = try outcome(diverged(["a": long], topic: renamed("c"), main: renamed("b")))
        #expect(conflicts == [.init(ancestorPath: "a", basePath: "b", branchPath: "c", cause: .bothRenamed)])
        #expect(conflicts.map(\.path) == ["b"] && texts.keys.sorted() == ["b"])
        (conflicts, texts) = try outcome(
            diverged(["a": long, "x": "1\n"], topic: { try $0.git("rm", "-q", "a") }, main: renamed("b")))
        #expect(conflicts == [.init(ancestorPath: "a", basePath: "b", branchPath: "a", cause: .removedInBranch)])
        #expect(texts.keys.sorted() == ["x"])
        (conflicts, texts) = try outcome(
            diverged(["a": long, "x": "1\n"], topic: renamed("b"), main: { try $0.git("rm", "-q", "a") }))
        #expect(conflicts == [.init(ancestorPath: "a", basePath: "a", branchPath: "b", cause: .removedInBase)])
        #expect(texts.keys.sorted() == ["b", "x"])
    }

    @Test func `Two files that were renamed to one path are in each other's way there`() throws {
        let long = String(repeating: "A line of text.\n", count: 20)
        let other = String(repeating: "Another line of it.\n", count: 20)
        let sandbox = try diverged(
            ["a": long, "b": other], topic: { try $0.git("mv", "b", "c") }, main: { try $0.git("mv", "a", "c") })
        let (merge, repository) = try merge(sandbox)
        #expect(merge.conflicts.contains(.init(path: "c", cause: .bothAdded)))
        let entry = try #require(try repository.lookup("c", in: merge.tree))
        #expect(try text(repository.blob(entry.id)) == other)
    }

    @Test func `A folder in one side where the other has a file is git's to judge`() throws {
        let sandbox = try diverged(
            ["a": "1\n", "place": "1\n"], topic: { try $0.write("fresh/inner", "1\n") },
            main: { try $0.write("fresh", "1\n") })
        #expect(try merge(sandbox).merge.conflicts.isEmpty == false)
        #expect(try git(sandbox).conflicts.isEmpty == false)
    }

    @Test func `A name that no working tree can hold is a conflict, and the rest is merged`() throws {
        let sandbox = try diverged(
            ["a": "1\n"], topic: { try $0.write("a", "2\n") }, main: { try $0.write("b", "1\n") })
        let repository = try sandbox.open().openedInMemory()
        var bytes: [UInt8] = []
        for (name, id) in [("..", try sandbox.id("topic:a")), ("a", try sandbox.id("topic:a"))] {
            bytes += Array("100644 \(name)".utf8) + [0]
            id.appendBytes(to: &bytes)
        }
        let tree = try #require(
            ObjectID(try sandbox.git("hash-object", "-t", "tree", "--literally", "-w", "--stdin", input: bytes)))
        let tip = try repository.createCommit(
            tree: tree, parents: [sandbox.id("topic")], author: Sandbox.ada, committer: Sandbox.ada, message: "Evil")
        let merge = try repository.plainMerge(of: tip, into: sandbox.id("main"))
        #expect(merge.conflicts == [.init(path: "..", cause: .unusableName)])
        #expect(try repository.lookup("a", in: merge.tree)?.id == sandbox.id("topic:a"))
    }

    @Test func `Branches without a common commit are told apart from merges`() throws {
        let sandbox = try Sandbox()
        try sandbox.write("a", "1\n")
        try sandbox.commitAll()
        try sandbox.git("switch", "-q", "--orphan", "topic")
        try sandbox.write("b", "1\n")
        try sandbox.commitAll()
        #expect(try merge(sandbox).merge.ancestor == nil)
    }

    @Test func `Two branches that met twice are merged as git merges them`() throws {
        let sandbox = try diverged(
            ["a": Self.page], topic: { try $0.write("a", Self.page.replacing("x", with: "y")) },
            main: { try $0.write("a", Self.page.replacing("Ash", with: "Oak")) })
        let (main, topic) = try (sandbox.id("main"), sandbox.id("topic"))
        try sandbox.git("merge", "-q", "--no-edit", topic.description)
        try sandbox.git("switch", "-q", "topic")
        try sandbox.git("merge", "-q", "--no-edit", main.description)
        try sandbox.write("a", Self.page.replacing("x", with: "z").replacing("Ash", with: "Oak"))
        try sandbox.commitAll()
        try sandbox.git("switch", "-q", "main")
        try sandbox.write("b", "1\n")
        try sandbox.commitAll()
        #expect(try sandbox.git("merge-base", "--all", "main", "topic").split(separator: "\n").count == 2)
        #expect(try merge(sandbox).merge.tree.description == git(sandbox).tree)
    }

    @Test(arguments: 1...12) func `Generated branches come to what git makes of them`(seed: Int) throws {
        var random = Seeded(seed)
        let names = ["a", "b", "f/a", "f/b", "g/h/a", "c"]
        func lines(_ mark: String) -> String { (0..<12).map { "line \($0) of \(mark)\n" }.joined() }
        func change(_ sandbox: Sandbox, _ side: String) throws {
            for _ in 0..<3 {
                let name = names[Int.random(in: 0..<names.count, using: &random)]
                switch Int.random(in: 0..<4, using: &random) {
                case 0 where sandbox.exists(name): try sandbox.git("rm", "-qf", name)
                case 1: try sandbox.write("\(name)-\(side)", lines("new \(side) \(name)"))
                default:
                    // Far apart, so that every way of comparing texts finds the same lines.
                    var old = (sandbox.read(name) ?? lines(name)).components(separatedBy: "\n")
                    let place = [0, 5, 10][Int.random(in: 0..<3, using: &random)]
                    old[min(place, old.count - 1)] = "changed by \(side) at \(place)"
                    try sandbox.write(name, old.joined(separator: "\n"))
                }
                try sandbox.git("add", "-A")
            }
        }
        let sandbox = try diverged(
            Dictionary(uniqueKeysWithValues: names.map { ($0, lines($0)) }),
            topic: { try change($0, "topic") }, main: { try change($0, "main") })
        let (made, said) = try (merge(sandbox).merge, git(sandbox))
        #expect(made.conflicts.map(\.path) == said.conflicts)
        if said.conflicts.isEmpty { #expect(made.tree.description == said.tree) }
    }
}

@Suite struct QuarantineTests {
    @Test func `Objects in quarantine are read only where it is named`() throws {
        let sandbox = try Sandbox()
        try sandbox.write("a", "1\n")
        try sandbox.commitAll()
        let folder = "\(sandbox.root)/incoming"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let id = try #require(
            ObjectID(
                try sandbox.run(
                    "sh",
                    [
                        "-c",
                        "echo apart | GIT_OBJECT_DIRECTORY=\(folder) GIT_ALTERNATE_OBJECT_DIRECTORIES=.git/objects git hash-object -w --stdin",
                    ]
                ).output))
        #expect(failure { try sandbox.open().blob(id) }?.isMissingObject == true)
        let repository = try Repository.open(sandbox.path, quarantine: folder)
        #expect(try text(repository.blob(id)) == "apart\n")
        #expect(try text(repository.openedInMemory().blob(id)) == "apart\n")
        #expect(!repository.isWholeOnDisk)
        #expect(try sandbox.open().isWholeOnDisk)
    }

    @Test func `Bytes are found in a file, and not in one that is too large`() throws {
        let sandbox = try Sandbox()
        let repository = try sandbox.open()
        let id = try repository.writeBlob(Array("from: bram\n".utf8))
        #expect(try repository.blob(id, holds: ["bram"]))
        #expect(try repository.blob(id, holds: ["x", "from"]))
        #expect(try !repository.blob(id, holds: ["bran", "\\"]))
        #expect(try !repository.blob(id, holds: ["bram"], maximumSize: 3))
    }
}
