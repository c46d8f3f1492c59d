import Foundation
import Testing

@testable import Git

@Suite struct ReferenceTests {
    private func store() throws -> (Sandbox, Repository, [ObjectID]) {
        let sandbox = try Sandbox()
        let ids = try (0..<4).map { turn in
            try sandbox.write("a", "\(turn)")
            return try sandbox.commitAll("\(turn)")
        }
        return (sandbox, try sandbox.open(), ids)
    }

    @Test func `A reference moves only from where the caller saw it`() throws {
        let (sandbox, repository, ids) = try store()
        let name = "refs/cotech/reminders/2025"
        func swap(_ expected: ObjectID?, _ new: ObjectID) throws -> ReferenceUpdate {
            try repository.compareAndSwap(name, expected: expected, new: new, message: "m", by: Sandbox.ada)
        }
        #expect(try repository.reference(name) == nil)
        #expect(try swap(ids[0], ids[1]) == .overtaken(by: nil))
        #expect(try swap(nil, ids[0]) == .done)
        #expect(try swap(nil, ids[1]) == .overtaken(by: ids[0]))
        #expect(try swap(ids[0], ids[1]) == .done)
        #expect(try sandbox.id(name) == ids[1])
        try sandbox.git("pack-refs", "--all", "--prune")
        #expect(try swap(ids[0], ids[2]) == .overtaken(by: ids[1]))
        #expect(try swap(ids[1], ids[2]) == .done)
        #expect(try repository.referenceNames(matching: "refs/cotech/*") == [name])
        #expect(try repository.deleteReference(name, expected: ids[1]) == .overtaken(by: ids[2]))
        #expect(try repository.deleteReference(name, expected: ids[2]) == .done)
        #expect(try repository.reference(name) == nil)
        // The folders that it leaves do not keep a reference of their name from being made.
        let above = "refs/cotech/reminders"
        let update = try repository.compareAndSwap(above, expected: nil, new: ids[0], message: "", by: Sandbox.ada)
        #expect(update == .done)
        #expect(failure { try swap(nil, ids[0]) }?.kind == .invalidName)
        try sandbox.git("pack-refs", "--all", "--prune")
        #expect(failure { try swap(nil, ids[0]) }?.kind == .invalidName)
        try sandbox.git("fsck", "--strict")
    }

    @Test(arguments: [
        "refs/heads/../x", "refs/heads/a..b", "refs/heads/a b", "refs/heads/", "HEAD", "x", "refs/heads/a\u{0}b",
        "refs/heads/x.lock",
    ])
    func `A name that git does not allow is refused`(name: String) throws {
        let (_, repository, ids) = try store()
        let found = failure {
            try repository.compareAndSwap(name, expected: nil, new: ids[0], message: "", by: Sandbox.ada)
        }
        #expect(found?.kind == .invalidName)
    }

    @Test func `A reference to an object that is not there is refused`() throws {
        let (_, repository, _) = try store()
        let absent = try #require(ObjectID(String(repeating: "1", count: 40)))
        let found = failure {
            try repository.compareAndSwap("refs/heads/x", expected: nil, new: absent, message: "", by: Sandbox.ada)
        }
        #expect(found?.kind == .missingObject(absent))
    }

    @Test func `Only one of many creators of a reference wins`() async throws {
        let (sandbox, _, ids) = try store()
        let path = sandbox.path
        let wins = try await withThrowingTaskGroup(of: Int.self) { group in
            for turn in 0..<4 {
                group.addTask {
                    let repository = try Repository.open(path)
                    var won = 0
                    for number in 0..<10 {
                        let update = try repository.compareAndSwap(
                            "refs/cotech/n\(number)", expected: nil, new: ids[turn], message: "", by: Sandbox.ada)
                        if update == .done { won += 1 }
                    }
                    return won
                }
            }
            return try await group.reduce(0, +)
        }
        #expect(wins == 10)
    }

    @Test func `Revisions that people type mean what git says they mean`() throws {
        let (sandbox, repository, ids) = try store()
        try sandbox.git("tag", "-a", "-m", "t", "v1", "HEAD~1")
        try sandbox.git("branch", "side/track", "HEAD~2")
        try sandbox.git("checkout", "-q", "-b", "other", "HEAD~2")
        try sandbox.write("b", "1")
        try sandbox.commitAll("other")
        try sandbox.git("merge", "-q", "-s", "ours", "-m", "merge", "main")
        try sandbox.git("update-ref", "refs/remotes/origin/main", "\(ids[1])")
        try sandbox.git("symbolic-ref", "refs/remotes/origin/HEAD", "refs/remotes/origin/main")
        for revision in [
            "HEAD", "@", "main", "heads/main", "refs/heads/main", "v1", "tags/v1", "side/track", "origin/main",
            "origin",
            "HEAD~", "HEAD~2", "HEAD^", "HEAD^2", "HEAD^2~1", "HEAD^^", "HEAD^0", "v1^0", "v1~1", "main~3",
            "\(ids[2])", "\(ids[2])~1", ids[3].hex(digits: 10), ids[3].hex(digits: 10).uppercased(),
        ] {
            #expect(try repository.resolve(revision) == sandbox.id("\(revision)^{commit}"), "\(revision)")
        }
        for revision in [
            "nothing", "", "~", "^", "HEAD~~x", "HEAD@{1}", ":/a", "HEAD:a", "main..other", "-1", "--all", "HEAD~9",
            "HEAD^3", "HEAD~99999999999999999999", "abc", "main.lock", "../x", "a\u{0}b", "HEAD~2^x",
            String(repeating: "f", count: 40),
        ] {
            #expect(failure { try repository.resolve(revision) }?.kind == .noSuchRevision, "\(revision)")
        }
        let blob = try sandbox.id("HEAD:b")
        #expect(failure { try repository.resolve("\(blob)") }?.kind == .wrongType(blob))
        try sandbox.git("tag", "main", "HEAD~2")
        #expect(failure { try repository.resolve("main") }?.kind == .ambiguousRevision)
    }

    @Test func `A shortened id that fits two commits is ambiguous`() throws {
        let sandbox = try Sandbox()
        let repository = try sandbox.open()
        var seen: [String: ObjectID] = [:]
        var clash: String?
        for turn in 0..<3_000 where clash == nil {
            let id = try repository.createCommit(
                tree: .emptyTree, parents: [], author: Sandbox.ada, committer: Sandbox.ada, message: "\(turn)")
            if seen.updateValue(id, forKey: id.hex(digits: 4)) != nil { clash = id.hex(digits: 4) }
        }
        let prefix = try #require(clash)
        try repository.storeAll()
        #expect(failure { try repository.resolve(prefix) }?.kind == .ambiguousRevision)
    }

    @Test func `Ancestry is what git says`() throws {
        let (sandbox, repository, ids) = try store()
        try sandbox.git("checkout", "-q", "-b", "other", "\(ids[1])")
        try sandbox.write("b", "1")
        let other = try sandbox.commitAll("other")
        try sandbox.git("checkout", "-q", "--orphan", "alone")
        let alone = try sandbox.commitAll("alone")
        #expect(try repository.isAncestor(ids[0], of: other) == true)
        #expect(try repository.isAncestor(ids[2], of: other) == false)
        #expect(try repository.isAncestor(other, of: other) == true)
        #expect(try repository.mergeBase(ids[3], other) == ids[1])
        #expect(try repository.mergeBase(alone, other) == nil)
        var chain: [ObjectID] = []
        try repository.firstParentChain(from: ids[3]) { (step) throws(GitError) in
            if case .commit(let id, _) = step { chain.append(id) }
            return true
        }
        #expect(chain == ids.reversed())
    }

    @Test func `An ignore-revs file gives its commits and the lines that name none`() {
        let id = ObjectID.emptyBlob
        let text = "\u{feff}# comment\n\n\(id) # a sweep\r\n  \(ObjectID.emptyTree)\nabc\n\(id)f\n"
        let parsed = IgnoreRevisions(parsing: Array(text.utf8))
        #expect(parsed.ids == [id, .emptyTree])
        #expect(parsed.problems.map(\.line) == [5, 6])
        #expect(parsed.problems.first?.text == "abc")
        let commented = IgnoreRevisions(parsing: Array("  abc # short\r\n".utf8)).problems.first
        #expect(commented?.text == "abc" && commented?.excerpt == "  abc # short")
    }
}
