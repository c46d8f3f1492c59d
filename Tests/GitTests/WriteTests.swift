import Foundation
import TestSupport
import Testing

@testable import Git

extension Repository {
    /// One whole write, as the layers above do it: read, change, commit, publish, and again when overtaken.
    @discardableResult
    func write(
        _ changes: [String: String?], _ message: String = "A change", attempts: Int = 500
    ) throws(GitError) -> (commit: ObjectID, update: WorkingUpdate) {
        for _ in 0..<attempts {
            let old = try head.id
            let tree: ObjectID? = if let old { try commitHeader(old).tree } else { nil }
            var entries: [String: TreeEntry?] = [:]
            for (path, text) in changes {
                let entry: TreeEntry? = if let text { .file(try writeBlob(Array(text.utf8))) } else { nil }
                entries[path] = .some(entry)
            }
            let new = try createCommit(
                tree: updatingTree(tree, changes: entries), parents: old.map { [$0] } ?? [],
                author: Sandbox.ada, committer: Sandbox.ada, message: message)
            if case .landed(let update) = try publish(new, expecting: old, message: message, by: Sandbox.ada) {
                return (new, update)
            }
        }
        throw GitError(.overtaken, "others were always first")
    }
}

@Suite struct WriteTests {
    @Test func `The first commit of an empty repository lands, and git finds nothing wrong`() throws {
        let sandbox = try Sandbox()
        let repository = try sandbox.open()
        #expect(try repository.head == .unborn(name: "refs/heads/main"))
        let made = try repository.write(["members/bram.md": "name: Bram\n", "cotech.yaml": "name: Net\n"])
        #expect(try repository.head == .branch(name: "refs/heads/main", id: made.commit))
        #expect(made.update == WorkingUpdate())
        #expect(sandbox.read("members/bram.md") == "name: Bram\n" && sandbox.read("cotech.yaml") == "name: Net\n")
        #expect(try sandbox.complaints() == "")
        #expect(
            try sandbox.git("log", "-1", "--format=%an <%ae> %ad %s", "--date=raw")
                == "Ada <ada@example.org> 1700000000 +0100 A change")
        #expect(try sandbox.git("reflog", "-1", "--format=%gs") == "A change")
        #expect(try sandbox.git("reflog", "-1", "--format=%gs", "main") == "A change")
    }

    @Test func `Changes, removals and new folders all reach the files and the index`() throws {
        let sandbox = try Sandbox()
        try sandbox.write("a/one", "1")
        try sandbox.write("a/two", "2")
        try sandbox.write("b/only", "3")
        try sandbox.write("keep", "4")
        try sandbox.commitAll()
        let repository = try sandbox.open()
        try repository.write(["a/one": "changed", "b/only": nil, "c/d/e": "new"])
        #expect(try sandbox.complaints() == "")
        #expect(sandbox.read("a/one") == "changed")
        #expect(sandbox.read("c/d/e") == "new")
        #expect(!sandbox.exists("b"))
        try repository.write(["keep": nil, "keep/below": "5", "c/d/e": nil, "c/d": "file"])
        #expect(try sandbox.complaints() == "")
        #expect(sandbox.read("keep/below") == "5")
        #expect(sandbox.read("c/d") == "file")
    }

    @Test func `An edit made by hand is left alone and is all that git shows`() throws {
        let sandbox = try Sandbox()
        try sandbox.write("a", "1")
        try sandbox.write("b", "1")
        try sandbox.write("staged", "1")
        try sandbox.commitAll()
        try sandbox.write("a", "by hand")
        try sandbox.write("new", "by hand")
        try sandbox.write("staged", "by hand")
        try sandbox.git("add", "staged")
        let made = try sandbox.open().write(["a": "2", "b": "2", "new": "2", "staged": "2"])
        #expect(made.update.leftAlone.sorted() == ["a", "new", "staged"])
        #expect(sandbox.read("a") == "by hand" && sandbox.read("new") == "by hand" && sandbox.read("b") == "2")
        #expect(try sandbox.git("status", "--porcelain") == " M a\n M new\nM  staged")
    }

    @Test func `An edit made by hand stops a write that may not go past it, and nothing of it stays`() throws {
        let sandbox = try Sandbox()
        for name in ["a", "b", "c"] { try sandbox.write(name, "1") }
        let before = try sandbox.commitAll()
        let repository = try sandbox.open()
        let tree = try repository.updatingTree(
            repository.commit(before).tree,
            changes: [
                "a": .file(repository.writeBlob([65])), "b": .file(repository.writeBlob([66])), "c": nil,
                "new": .file(repository.writeBlob([67])),
            ])
        let commit = try repository.createCommit(
            tree: tree, parents: [before], author: Sandbox.ada, committer: Sandbox.ada, message: "Two")
        try sandbox.write("b", "by hand")
        let found = failure {
            try repository.publish(commit, expecting: before, message: "Two", by: Sandbox.ada, overEdits: false)
        }
        #expect(found?.kind == .overtaken)
        #expect(try repository.head.id == before && !repository.hasPendingUpdates)
        #expect(sandbox.read("a") == "1" && sandbox.read("b") == "by hand" && !sandbox.exists("new"))
        #expect(try sandbox.git("status", "--porcelain") == " M b")
    }

    @Test func `A disk that is full between two files stops the whole write`() throws {
        let sandbox = try Sandbox()
        try sandbox.write("a", "1")
        try sandbox.write("z/b", "1")
        let before = try sandbox.commitAll()
        let repository = try sandbox.open()
        var isFull = true
        repository.interruption = { (step) throws(GitError) in
            defer { if step == .betweenFiles { isFull = false } }
            if step == .betweenFiles, isFull { throw GitError(.diskFull, "full") }
        }
        #expect(failure { try repository.write(["a": "2", "z/b": "2"]) }?.kind == .diskFull)
        #expect(try repository.head.id == before && !repository.hasPendingUpdates)
        #expect(sandbox.read("a") == "1")
        #expect(try sandbox.complaints() == "")
    }

    @Test func `A file keeps its permissions, and a new mode reaches it`() throws {
        let sandbox = try Sandbox()
        try sandbox.write("a", "1")
        _ = try sandbox.run("chmod", ["600", "a"])
        try sandbox.commitAll()
        let repository = try sandbox.open()
        try repository.write(["a": "2"])
        #expect(try sandbox.run("stat", ["-c", "%a", "a"]).output == "600")
        let old = try #require(try repository.head.id)
        let blob = try repository.writeBlob([65])
        let tree = try repository.updatingTree(
            repository.commit(old).tree, changes: ["a": TreeEntry(mode: .executable, id: blob)])
        let commit = try repository.createCommit(
            tree: tree, parents: [old], author: Sandbox.ada, committer: Sandbox.ada, message: "Run it")
        _ = try repository.publish(commit, expecting: old, message: "Run it", by: Sandbox.ada)
        #expect(try sandbox.complaints() == "")
        #expect(try sandbox.run("test", ["-x", "a"]).status == 0)
        // The mode alone, both ways.
        for mode in [FileMode.file, .executable] {
            let old = try #require(try repository.head.id)
            let tree = try repository.updatingTree(
                repository.commit(old).tree, changes: ["a": TreeEntry(mode: mode, id: blob)])
            let commit = try repository.createCommit(
                tree: tree, parents: [old], author: Sandbox.ada, committer: Sandbox.ada, message: "Another mode")
            _ = try repository.publish(commit, expecting: old, message: "Another mode", by: Sandbox.ada)
            #expect(try sandbox.complaints() == "")
            #expect(try sandbox.run("test", ["-x", "a"]).status == (mode == .executable ? 0 : 1))
        }
    }

    @Test func `A name whose accent is written otherwise from now on is another file`() throws {
        let (composed, decomposed) = ("si\u{e2}n.svg", "sia\u{302}n.svg")
        let sandbox = try Sandbox()
        let repository = try sandbox.open()
        try repository.write([decomposed: "1", "a": "1"])
        try repository.write([decomposed: nil])
        try repository.write([composed: "1"])
        let old = try #require(try repository.head.id)
        // Both in one commit, as a rename has it.
        let blob = try repository.writeBlob([65])
        let gone = try repository.updatingTree(repository.commit(old).tree, changes: [composed: nil])
        let commit = try repository.createCommit(
            tree: repository.updatingTree(gone, changes: [decomposed: .file(blob)]), parents: [old],
            author: Sandbox.ada, committer: Sandbox.ada, message: "Rename it")
        _ = try repository.publish(commit, expecting: old, message: "Rename it", by: Sandbox.ada)
        #expect(try sandbox.complaints() == "")
        let names = try sandbox.git("ls-files", "-z").split(separator: "\0").map { Array($0.utf8) }
        #expect(names == [Array("a".utf8), Array(decomposed.utf8)])
    }

    @Test func `A branch that is a second name of another moves that one`() throws {
        let sandbox = try Sandbox()
        try sandbox.write("a", "1")
        try sandbox.commitAll()
        try sandbox.git("symbolic-ref", "refs/heads/alias", "refs/heads/main")
        try sandbox.git("symbolic-ref", "HEAD", "refs/heads/alias")
        try sandbox.open().write(["a": "2"])
        #expect(try sandbox.git("show", "main:a") == "2")
        #expect(try sandbox.git("symbolic-ref", "refs/heads/alias") == "refs/heads/main")
        #expect(try sandbox.complaints() == "")
    }

    @Test func `A folder that is a symbolic link is never written through`() throws {
        let sandbox = try Sandbox()
        try sandbox.write("members/a", "1")
        try sandbox.commitAll()
        try FileManager.default.createDirectory(atPath: sandbox.root + "/outside", withIntermediateDirectories: true)
        try FileManager.default.removeItem(atPath: sandbox.path + "/members")
        try FileManager.default.createSymbolicLink(
            atPath: sandbox.path + "/members", withDestinationPath: sandbox.root + "/outside")
        let repository = try sandbox.open()
        let made = try repository.write(["members/a": "2", "members/b": "2"])
        #expect(made.update.leftAlone == ["members/a", "members/b"])
        #expect(try FileManager.default.contentsOfDirectory(atPath: sandbox.root + "/outside").isEmpty)
        #expect(failure { try repository.workingFile("members/a") }?.kind == .symbolicLink)
        try sandbox.write("elsewhere", "secret")
        try FileManager.default.createSymbolicLink(
            atPath: sandbox.path + "/link", withDestinationPath: sandbox.path + "/elsewhere")
        #expect(failure { try repository.workingFile("link") }?.kind == .symbolicLink)
        #expect(try repository.workingFile("nothing") == nil)
        #expect(try repository.workingFile("elsewhere") == Array("secret".utf8))
    }

    @Test(arguments: ["config", "attributes"])
    func `A working tree with CRLF line ends stays clean and keeps them`(how: String) throws {
        let sandbox = try Sandbox()
        if how == "config" {
            try sandbox.git("config", "core.autocrlf", "true")
        } else {
            try sandbox.write(".gitattributes", "*.md text eol=crlf\n")
        }
        try sandbox.write("a.md", "one\r\ntwo\r\n")
        try sandbox.commitAll()
        let repository = try sandbox.open()
        let made = try repository.write(["a.md": "one\nthree\n"])
        #expect(made.update.leftAlone.isEmpty)
        #expect(sandbox.read("a.md") == "one\r\nthree\r\n")
        #expect(try sandbox.complaints() == "")
    }

    @Test func `What attributes say of a file is looked up once in one write to it, and afresh in the next`() throws {
        let sandbox = try Sandbox()
        try sandbox.write("a.md", "one\n")
        try sandbox.commitAll()
        let blob = try sandbox.id("HEAD:a.md")
        let repository = try sandbox.open()
        let write = Conversion(of: "a.md", in: repository)
        #expect(try !write.isSame(Array("one\r\n".utf8), as: blob))
        try sandbox.write(".gitattributes", "*.md text eol=crlf\n")
        #expect(try text(write.smudged(blob)) == "one\n")
        let next = Conversion(of: "a.md", in: repository)
        #expect(try text(next.smudged(blob)) == "one\r\n")
        #expect(try next.isSame(Array("one\r\n".utf8), asOneOf: [nil, .file(blob)]))
    }

    @Test func `A bare repository moves its branch alone`() throws {
        let sandbox = try Sandbox(.bare)
        let repository = try sandbox.open()
        #expect(repository.isBare)
        let made = try repository.write(["a": "1"])
        try repository.write(["a": "2"])
        #expect(made.update == WorkingUpdate())
        #expect(try sandbox.git("fsck", "--strict") == "")
        #expect(try sandbox.git("show", "main:a") == "2")
        #expect(!sandbox.exists("index"))
    }

    @Test func `A detached HEAD is refused before anything is written`() throws {
        let sandbox = try Sandbox()
        try sandbox.write("a", "1")
        let id = try sandbox.commitAll()
        try sandbox.git("checkout", "-q", "--detach")
        let repository = try sandbox.open()
        #expect(try repository.head == .detached(id))
        let found = failure { try repository.write(["a": "2"]) }
        #expect(found?.kind == .detachedHead)
        #expect(found?.fix?.contains("git switch") == true)
        #expect(try sandbox.complaints() == "")
    }

    @Test func `A linked worktree is written as well as the first`() throws {
        let sandbox = try Sandbox()
        try sandbox.write("a", "1")
        try sandbox.commitAll()
        try sandbox.git("worktree", "add", "-q", "-b", "side", "../side")
        let side = sandbox.root + "/side"
        let repository = try sandbox.open(side)
        #expect(repository.isLinkedWorktree)
        try repository.write(["a": "2", "b/c": "3"])
        #expect(try sandbox.complaints(in: side) == "")
        #expect(try sandbox.complaints() == "")
        #expect(try sandbox.git("reflog", "-1", "--format=%gs", in: side) == "A change")
        #expect(try sandbox.git("show", "side:a") == "2")
        #expect(sandbox.read("a") == "1")
    }

    @Test func `Four writers of ten commits each lose nothing`() async throws {
        let sandbox = try Sandbox()
        try sandbox.write("one", "")
        try sandbox.commitAll()
        let path = sandbox.path
        try await withThrowingTaskGroup(of: Void.self) { group in
            for writer in 0..<4 {
                group.addTask {
                    for turn in 0..<10 {
                        let repository = try Repository.open(path)
                        _ = try repository.finishPending()
                        try repository.write(
                            ["one": "\(writer) \(turn)", "own/\(writer)": "\(turn)"], "\(writer) \(turn)")
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect(try sandbox.git("rev-list", "--count", "HEAD") == "41")
        #expect(try Set(sandbox.git("log", "--format=%s").split(separator: "\n")).count == 41)
        #expect(try sandbox.complaints() == "")
        #expect(sandbox.read("own/3") == "9")
    }

    @Test func `An edit in the same second as two writes is still seen by git`() throws {
        let sandbox = try Sandbox()
        let repository = try sandbox.open()
        try repository.write(["a": "1", "b": "1"])
        try repository.write(["b": "2"])
        try sandbox.write("a", "x")
        try repository.write(["b": "3"])
        #expect(try sandbox.git("status", "--porcelain") == " M a")
    }

    @Test func `Nobody commits from an index that is older than the branch`() throws {
        let sandbox = try Sandbox()
        try sandbox.write("a", "1")
        try sandbox.commitAll()
        try sandbox.write("b", "1")
        try sandbox.git("add", "b")
        let repository = try sandbox.open()
        var refusals = 0
        repository.interruption = { (step) throws(GitError) in
            guard [.indexLocked, .referenceLocked, .afterSwap, .afterFiles, .indexWritten].contains(step) else {
                return
            }
            do { try sandbox.git("commit", "-qm", "mine") } catch { refusals += 1 }
            // Git reads both before it takes any lock.
            let staged = (try? sandbox.git("show", ":a")) ?? ""
            if (try? sandbox.git("show", "HEAD:a")) == "2" { #expect(staged == "2") }
        }
        try repository.write(["a": "2"])
        #expect(refusals == 5)
        #expect(try sandbox.git("status", "--porcelain") == "A  b")
        #expect(try sandbox.git("show", "HEAD:a") == "2")
    }

    @Test func `The index lock of a git process is waited for, then named, and nothing is written`() throws {
        let sandbox = try Sandbox()
        try sandbox.write("a", "1")
        try sandbox.commitAll()
        try sandbox.write(".git/index.lock", "")
        let repository = try sandbox.open()
        let before = try repository.head.id
        #expect(throws: GitError.self) { try repository.write(["a": "2"], attempts: 1) }
        #expect(try repository.head.id == before && sandbox.read("a") == "1")
        try FileManager.default.removeItem(atPath: sandbox.path + "/.git/index.lock")
        try repository.write(["a": "3"])
        #expect(sandbox.read("a") == "3")
        #expect(try sandbox.complaints() == "")
        #expect(!repository.hasPendingUpdates)
    }
}
