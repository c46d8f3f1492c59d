import Foundation
import Testing

@testable import Git

/// What a branch has and its base does not, with git and with a slow, obvious reference as oracles.
@Suite struct OwnCommitsTests {
    @Test func `A branch's own commits are those that its base has not, as git lists them`() throws {
        let sandbox = try Sandbox()
        try sandbox.commitAll("The beginning")
        try sandbox.git("switch", "-q", "-c", "topic")
        for name in ["One", "Two"] { try sandbox.commitAll(name) }
        try sandbox.git("switch", "-q", "main")
        try sandbox.commitAll("On main")
        func expectAsGitLists(_ names: [String]) throws {
            let repository = try sandbox.open()
            for one in names {
                for other in names {
                    let found = try repository.commits(of: sandbox.id(one), since: sandbox.id(other)).map(\.description)
                    let listed = try sandbox.git("rev-list", "\(other)..\(one)").split(separator: "\n").map(String.init)
                    #expect(Set(found) == Set(listed) && found.count == listed.count, "\(other)..\(one)")
                }
            }
        }
        try expectAsGitLists(["main", "topic", "topic~1"])
        try sandbox.git("merge", "-q", "-m", "Merge the branch", "topic")
        for branch in ["topic", "main", "topic"] {
            try sandbox.git("switch", "-q", branch)
            try sandbox.commitAll("More on \(branch)")
        }
        try sandbox.git("merge", "-q", "-m", "Merge back", "main")
        try sandbox.commitAll("After it")
        try expectAsGitLists(["topic", "topic~1", "topic~2", "topic~3", "main", "main~1", "main~2"])
    }

    /// A history whose commits are dated as they come: each names its parents by their places before it.
    private func history(_ commits: [(date: Int, parents: [Int])]) throws -> (Repository, [ObjectID], Sandbox) {
        let sandbox = try Sandbox()
        var stream = ""
        for (index, commit) in commits.enumerated() {
            stream += "commit refs/heads/c\(index)\nmark :\(index + 1)\n"
            stream += "committer Ada <ada@example.org> \(1_700_000_000 + commit.date) +0000\n"
            stream += "data 2\n\(10 + index)\n"
            for (place, parent) in commit.parents.enumerated() {
                stream += "\(place == 0 ? "from" : "merge") :\(parent + 1)\n"
            }
            stream += "\n"
        }
        try sandbox.git("fast-import", "--quiet", input: Array(stream.utf8))
        let repository = try sandbox.open()
        let ids = try commits.indices.map { try #require(try repository.reference("refs/heads/c\($0)")) }
        return (repository, ids, sandbox)
    }

    /// Such as `git rev-list` lists (git 2.39).
    @Test func `Clocks that differ make nothing of the base's the branch's own`() throws {
        // The branch is behind the base: by the long way, whose clock was slow, and by a short one past the branch.
        let slow = (3...13).map { (date: 50, parents: [$0 - 1]) }
        let (repository, ids, sandbox) = try history(
            [(date: 0, parents: []), (date: 200, parents: [0]), (date: 100, parents: [1])] + slow
                + [(date: 50, parents: [13, 1])])
        #expect(try repository.isAncestor(ids[2], of: ids[14]) == true)
        #expect(try repository.commits(of: ids[2], since: ids[14]).isEmpty)
        withExtendedLifetime(sandbox) {}
    }

    @Test(arguments: 1...12)
    func `A branch's own commits, and where it parted from its base, are exact, whatever the clocks said`(seed: Int)
        throws
    {
        var random = Seeded(seed)
        var commits: [(date: Int, parents: [Int])] = [(0, [])]
        let isLine = seed % 4 == 0
        for index in 1..<30 {
            let nearby = max(0, index - (isLine ? 3 : 9))..<index
            let parents = (0..<(isLine || Int.random(in: 0..<3, using: &random) > 0 ? 1 : 2))
                .map { _ in Int.random(in: nearby, using: &random) }
            commits.append((Int.random(in: 0..<6, using: &random), Array(Set(parents)).sorted()))
        }
        let (repository, ids, sandbox) = try history(commits)
        var behind: [Set<Int>] = []
        for (index, commit) in commits.enumerated() {
            behind.append(commit.parents.reduce(into: [index]) { $0.formUnion(behind[$1]) })
        }
        for branch in commits.indices {
            for base in commits.indices {
                let found = try repository.commits(of: ids[branch], since: ids[base])
                let own = behind[branch].subtracting(behind[base]).map { ids[$0] }
                #expect(Set(found) == Set(own) && found.count == own.count, "c\(base)..c\(branch)")
                let shared = behind[branch].intersection(behind[base])
                let newest = shared.filter { one in !shared.contains { $0 != one && behind[$0].contains(one) } }
                let bases = try repository.mergeBases(ids[branch], ids[base])
                #expect(Set(bases) == Set(newest.map { ids[$0] }), "c\(base)...c\(branch)")
            }
        }
        withExtendedLifetime(sandbox) {}
    }

    @Test func `Where both parted is known without what lies before it, and unknown where that may tell`() throws {
        let sandbox = try Sandbox()
        let first = try sandbox.commitAll("The beginning")
        let second = try sandbox.commitAll("More")
        let shallow = "\(sandbox.root)/shallow"
        try sandbox.git("clone", "-q", "--depth", "1", "file://\(sandbox.path)", shallow)
        let repository = try sandbox.open(shallow)
        let tree = try repository.commitHeader(second).tree
        func commit(_ message: String, _ parents: ObjectID...) throws -> ObjectID {
            try repository.createCommit(
                tree: tree, parents: parents, author: Sandbox.ada, committer: Sandbox.ada, message: message)
        }
        let (one, other) = (try commit("One", second), try commit("Other", second))
        #expect(try repository.mergeBases(one, second) == [second] && repository.mergeBases(second, one) == [second])
        #expect(try repository.mergeBases(one, other) == [second])
        let merge = try commit("Merge", one, other)
        #expect(try Set(repository.commits(of: merge, since: other)) == [merge, one])
        #expect(try repository.commits(of: other, since: merge) == [])
        // What is not here is what both come from.
        let apart = try commit("Apart", first)
        #expect { try repository.mergeBases(apart, one) } throws: { ($0 as? GitError)?.isMissingObject == true }
        withExtendedLifetime(sandbox) {}
    }
}
