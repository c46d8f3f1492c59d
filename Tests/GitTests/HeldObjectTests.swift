import Foundation
import TestSupport
import Testing

@testable import Git

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
        try repository.storeObjects()
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
        try repository.storeObjects()
        #expect(files(sandbox) == Set(ids.map { String($0.description.dropFirst(2)) }))
        for (number, id) in ids.dropLast().enumerated() {
            #expect(try sandbox.git("cat-file", "-p", "\(id)") == "object \(number)")
            let path = ".git/objects/\(id.description.prefix(2))/\(id.description.dropFirst(2))"
            let facts = try FileManager.default.attributesOfItem(atPath: sandbox.path + "/" + path)
            #expect(facts[.posixPermissions] as? Int == 0o444)
        }
        try sandbox.git("fsck", "--strict")
    }

    @Test func `Many objects are one pack`() throws {
        let sandbox = try Sandbox()
        let repository = try sandbox.open()
        let ids = try make(500, in: repository)
        try repository.storeObjects()
        let kinds = files(sandbox).map { $0.drop { $0 != "." } }.sorted()
        #expect(kinds == [".idx", ".pack"])
        #expect(try repository.blob(ids[7]) == Array("object 7\n".utf8))
        #expect(try sandbox.git("cat-file", "-p", "\(ids[499])") == "object 499")
        try sandbox.git("fsck", "--strict")
    }

    @Test func `What exists is not written again`() throws {
        let sandbox = try Sandbox()
        try sandbox.write("a", "object 0\n")
        try sandbox.commitAll()
        try sandbox.git("gc", "-q")
        let before = files(sandbox)
        let repository = try sandbox.open()
        _ = try make(1, in: repository)
        try repository.storeObjects()
        #expect(files(sandbox) == before)
        // The same twice is one.
        #expect(try repository.writeBlob([65]) == repository.writeBlob([65]))
        try repository.storeObjects()
        #expect(files(sandbox).count == before.count + 1)
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
        try repository.storeObjects()
        try sandbox.git("fsck", "--strict")
    }
}
