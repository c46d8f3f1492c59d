import Testing

@testable import Git

@Suite("Where a branch is shared")
struct RemoteTests {
    @Test(
        "A rule for fetching says where a reference is kept here",
        arguments: [
            ("+refs/heads/*:refs/remotes/origin/*", "refs/remotes/origin/main"),
            ("refs/heads/main:refs/x", "refs/x"), ("+refs/heads/ma*:refs/x/a*b", "refs/x/ainb"),
            ("+refs/heads/other:refs/x", nil), ("^refs/heads/main", nil), ("refs/heads/*", nil),
            ("+refs/heads/*:", nil),
            ("+refs/heads/mainly*:refs/x/*", nil),
        ] as [(String, String?)])
    func rules(_ rule: String, _ destination: String?) {
        #expect(Repository.destination(of: "refs/heads/main", by: rule) == destination)
    }

    @Test("Git's configuration comes first, then origin, then the only other repository")
    func places() throws {
        let sandbox = try Sandbox()
        let repository = try Repository.open(sandbox.path)
        func shared() -> SharedBranch? { repository.sharedBranch(of: "refs/heads/main") }
        #expect(shared() == nil && repository.remoteNames.isEmpty)
        try sandbox.git("remote", "add", "my.hub", "x")
        #expect(shared()?.title == "my.hub/main" && shared()?.tracking == "refs/remotes/my.hub/main")
        #expect(shared()?.isConfigured == false && shared()?.isFetched == true)
        try sandbox.git("remote", "add", "two", "y")
        #expect(shared() == nil && repository.remoteNames == ["my.hub", "two"])
        try sandbox.git("remote", "add", "origin", "z")
        #expect(shared()?.title == "origin/main")
        try sandbox.git("config", "branch.main.remote", "two")
        try sandbox.git("config", "branch.main.merge", "refs/heads/trunk")
        try sandbox.git("config", "--unset", "remote.two.fetch")
        #expect(shared()?.title == "two/trunk" && shared()?.isConfigured == true && shared()?.isFetched == false)
        try sandbox.git("config", "branch.main.remote", "gone")
        #expect(shared()?.title == "origin/main")
    }

    @Test("The other side's main branch is known where git has noted it")
    func mainBranch() throws {
        let sandbox = try Sandbox()
        let repository = try Repository.open(sandbox.path)
        #expect(try repository.mainBranch(of: "origin") == nil)
        try sandbox.git("symbolic-ref", "refs/remotes/origin/HEAD", "refs/remotes/origin/trunk")
        #expect(try repository.mainBranch(of: "origin") == "refs/heads/trunk")
    }

    @Test("What git has begun and nobody finished is named")
    func unfinished() throws {
        let sandbox = try Sandbox()
        try sandbox.git("commit", "-q", "--allow-empty", "-m", "one")
        try sandbox.git("switch", "-q", "-c", "side")
        try sandbox.git("commit", "-q", "--allow-empty", "-m", "two")
        try sandbox.git("switch", "-q", "main")
        try sandbox.git("commit", "-q", "--allow-empty", "-m", "three")
        let repository = try Repository.open(sandbox.path)
        #expect(repository.unfinishedOperation == nil)
        try sandbox.git("merge", "-q", "--no-commit", "--no-ff", "side")
        #expect(repository.unfinishedOperation == .merge)
        try sandbox.git("merge", "--abort")
        #expect(repository.unfinishedOperation == nil)
    }
}
