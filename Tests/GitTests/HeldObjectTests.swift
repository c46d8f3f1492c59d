import Foundation
import TestSupport
import Testing

@testable import Git

extension Repository {
    /// Puts on disk all that was made, whatever is to name it.
    func storeAll() throws {
        for id in held?.ids.reversed() ?? [] { try storeObjects(of: id) }
    }
}

/// Objects are in memory until something is to name them.
@Suite struct HeldObjectTests {
    private func make(_ count: Int, in repository: Repository) throws -> [ObjectID] {
        try (0..<count).map { try repository.writeBlob(Array("object \($0)\n".utf8)) }
    }

    /// The files below the folder of objects, without those that git made.
    private func files(_ sandbox: Sandbox) -> Set<String> {
        let folder = URL(fileURLWithPath: sandbox.path + "/.git/objects")
        let found = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: [.isRegularFileKey])
        return Set((found?.allObjects as? [URL] ?? []).filter { !$0.hasDirectoryPath }.map(\.lastPathComponent))
    }

    @Test func `What is made can be read here at once, and elsewhere when it is stored`() throws {
        let sandbox = try Sandbox()
        let repository = try sandbox.open()
        let id = try repository.writeBlob(Array("text\n".utf8))
        #expect(try repository.blob(id) == Array("text\n".utf8))
        #expect(repository.contains(id))
        #expect(!repository.isWholeOnDisk)
        #expect(try !sandbox.open().contains(id))
        #expect(files(sandbox).isEmpty)
        try repository.storeAll()
        #expect(repository.isWholeOnDisk)
        #expect(try sandbox.open().blob(id) == Array("text\n".utf8))
        #expect(try repository.blob(id) == Array("text\n".utf8))
    }

    @Test func `All objects are told, those just made among them`() throws {
        let sandbox = try Sandbox()
        try sandbox.write("a", "1")
        let commit = try sandbox.commitAll()
        let repository = try sandbox.open()
        let id = try repository.writeBlob(Array("text\n".utf8))
        let all = try repository.allObjects()
        #expect(all.count == 4)
        #expect(all.isSuperset(of: [id, commit]))
    }

    @Test func `Few objects are loose files as git makes them`() throws {
        let sandbox = try Sandbox()
        let repository = try sandbox.open()
        let ids = try make(5, in: repository) + [repository.writeBlob([])]
        try repository.storeAll()
        #expect(files(sandbox) == Set(ids.map { String($0.description.dropFirst(2)) }))
        for (number, id) in ids.dropLast().enumerated() {
            #expect(try sandbox.git("cat-file", "-p", "\(id)") == "object \(number)")
            let path = ".git/objects/\(id.description.prefix(2))/\(id.description.dropFirst(2))"
            let facts = try FileManager.default.attributesOfItem(atPath: sandbox.path + "/" + path)
            #expect(facts[.posixPermissions] as? Int == 0o444)
        }
        try sandbox.git("fsck", "--strict")
    }

    @Test func `Many objects are one pack, and what names them is a file of its own`() throws {
        let sandbox = try Sandbox()
        let repository = try sandbox.open()
        let ids = try make(500, in: repository)
        let names = ids.enumerated().map { ("\($0.offset)", TreeEntry?.some(.file($0.element))) }
        let tree = try repository.updatingTree(nil, changes: Dictionary(names) { $1 })
        let commit = try repository.createCommit(
            tree: tree, parents: [], author: Sandbox.ada, committer: Sandbox.ada, message: "many")
        try repository.storeObjects(of: commit)
        let kinds = files(sandbox).map { $0.drop { $0 != "." } }.sorted()
        #expect(kinds == ["", ".idx", ".pack"])
        #expect(repository.timeOfWriting(commit) != nil)
        #expect(try repository.blob(ids[7]) == Array("object 7\n".utf8))
        #expect(try sandbox.git("cat-file", "-p", "\(ids[499])") == "object 499")
        #expect(try sandbox.run("ls", [".git/cotech/packing"]).output == "")
        try sandbox.git("fsck", "--strict")
    }

    @Test func `A loose object that exists is not written again, and stays wanted`() throws {
        let sandbox = try Sandbox()
        let repository = try sandbox.open()
        let id = try #require(make(1, in: repository).first)
        try repository.storeObjects(of: id)
        let path = sandbox.path + "/.git/objects/\(id.description.prefix(2))/\(id.description.dropFirst(2))"
        let past = Date(timeIntervalSince1970: 1_000_000)
        try FileManager.default.setAttributes([.modificationDate: past], ofItemAtPath: path)
        let number = try FileManager.default.attributesOfItem(atPath: path)[.systemFileNumber] as? Int
        _ = try make(1, in: repository)
        try repository.storeObjects(of: id)
        let facts = try FileManager.default.attributesOfItem(atPath: path)
        #expect(facts[.systemFileNumber] as? Int == number)
        #expect(facts[.modificationDate] as? Date ?? past > past)
        #expect(files(sandbox).count == 1)
    }

    @Test func `Only what is to be named is stored, and all of that`() throws {
        let sandbox = try Sandbox()
        let repository = try sandbox.open()
        func commit(_ text: String, on parents: [ObjectID]) throws -> ObjectID {
            let blob = try repository.writeBlob(Array(text.utf8))
            let tree = try repository.updatingTree(nil, changes: ["folder/a": .file(blob)])
            return try repository.createCommit(
                tree: tree, parents: parents, author: Sandbox.ada, committer: Sandbox.ada, message: text)
        }
        let first = try commit("1", on: [])
        let lost = try commit("lost", on: [first])
        let second = try commit("2", on: [first])
        let tag = try repository.writeTag("object \(second)\ntype commit\ntag x\ntagger A <a@b> 1 +0000\n\nx\n")
        try repository.storeObjects(of: tag)
        #expect(files(sandbox).count == 9)
        #expect(try !sandbox.open().contains(lost))
        // What stays behind can still be named.
        try repository.storeObjects(of: lost)
        #expect(files(sandbox).count == 13)
        try sandbox.git("fsck", "--strict")
    }

    @Test func `A copy in memory has what is only in memory`() throws {
        let sandbox = try Sandbox()
        let repository = try sandbox.open()
        let id = try repository.writeBlob(Array("text\n".utf8))
        let copy = try repository.openedInMemory()
        #expect(try copy.blob(id) == Array("text\n".utf8))
        #expect(files(sandbox).isEmpty)
    }

    @Test func `Folders that git tidied away are made again`() throws {
        let sandbox = try Sandbox()
        let repository = try sandbox.open()
        try FileManager.default.removeItem(atPath: sandbox.path + "/.git/objects/pack")
        try repository.storeObjects(of: repository.writeBlob([65]))
        let tree = try repository.updatingTree(
            nil,
            changes: Dictionary(
                uniqueKeysWithValues: make(100, in: repository).enumerated().map {
                    ("\($0.offset)", .some(.file($0.element)))
                }))
        try repository.storeObjects(of: tree)
        try sandbox.git("fsck", "--strict")
    }

    @Test func `What is held can be read, and is held no longer once it landed`() throws {
        let sandbox = try Sandbox()
        let repository = try sandbox.open()
        let texts = [[], [65], [UInt8](repeating: 66, count: 100_000)] as [[UInt8]]
        let blobs = try texts.map { try repository.writeBlob($0) }
        #expect(try blobs.map { try repository.blob($0) } == texts)
        #expect(
            failure { try repository.blob(blobs[2], maximumSize: 99_999) }?.kind == .tooLarge(blobs[2], size: 100_000))
        #expect(failure { try repository.tree(blobs[1]).byteCount }?.kind == .wrongType(blobs[1]))
        let made = try repository.write(["a": "one\n"])
        #expect(repository.held?.ids == blobs)
        #expect(try repository.contains(made.commit) && sandbox.id("HEAD") == made.commit)
    }

    @Test func `A change that comes too late leaves nothing behind`() throws {
        let sandbox = try Sandbox()
        try sandbox.write("a", "1")
        let first = try sandbox.commitAll()
        try sandbox.write("a", "2")
        try sandbox.commitAll()
        let before = files(sandbox)
        let repository = try sandbox.open()
        let tree = try repository.updatingTree(nil, changes: ["a": .file(repository.writeBlob([51]))])
        let commit = try repository.createCommit(
            tree: tree, parents: [first], author: Sandbox.ada, committer: Sandbox.ada, message: "late")
        let outcome = try repository.publish(commit, expecting: first, message: "late", by: Sandbox.ada)
        guard case .overtaken = outcome else {
            Issue.record("\(outcome)")
            return
        }
        #expect(files(sandbox) == before)
    }

    @Test func `More than is sensible in memory goes to the disk by itself`() throws {
        let sandbox = try Sandbox(.bare)
        let repository = try sandbox.open()
        for number in 0..<9 {
            try repository.writeBlob([UInt8](repeating: UInt8(number), count: 8 << 20))
        }
        #expect(try sandbox.git("count-objects", "-v").contains("packs: 1"))
        try repository.storeAll()
        try sandbox.git("fsck", "--strict")
    }

    @Test func `The names of folders that a file's folder needed are waited for as well`() throws {
        let sandbox = try Sandbox(.none)
        let root = sandbox.path
        var files = DurableFiles()
        defer { files.discard() }
        try files.add("\(root)/a/b/c/note", by: "\(root)/a/b/c/note.new", [1])
        #expect(files.folders == [root, "\(root)/a", "\(root)/a/b", "\(root)/a/b/c"])
        var more = DurableFiles()
        defer { more.discard() }
        try more.add("\(root)/a/b/c/other", by: "\(root)/a/b/c/other.new", [1])
        #expect(more.folders == ["\(root)/a/b/c"])
    }
}
