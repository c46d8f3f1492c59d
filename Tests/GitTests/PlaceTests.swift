import Foundation
import TestSupport
import Testing

@testable import Git

/// Repositories that are cut short, shared, broken, or somebody else's.
@Suite struct PlaceTests {
    private func history(_ count: Int = 5) throws -> (Sandbox, [ObjectID]) {
        let sandbox = try Sandbox()
        try sandbox.git("config", "uploadpack.allowFilter", "true")
        let ids = try (0..<count).map { turn in
            try sandbox.write("members/a.md", "\(turn)")
            try sandbox.write("other", "\(turn)")
            return try sandbox.commitAll("\(turn)")
        }
        return (sandbox, ids)
    }

    /// What the file `other` says in a commit.
    private func text(_ repository: Repository, _ commit: ObjectID) throws -> String? {
        let tree = try repository.commit(commit).tree
        return try repository.lookup("other", in: tree).map {
            String(decoding: try repository.blob($0.id), as: UTF8.self)
        }
    }

    @Test(arguments: [1, 3])
    func `A shallow clone says where it ends, also in a linked worktree`(depth: Int) throws {
        let (sandbox, ids) = try history()
        let clone = sandbox.root + "/clone"
        try sandbox.git("clone", "-q", "--depth", "\(depth)", "file://\(sandbox.path)", clone)
        try sandbox.git("worktree", "add", "-q", "../linked", in: clone)
        for place in [clone, sandbox.root + "/linked"] {
            let repository = try sandbox.open(place)
            #expect(repository.isShallow)
            #expect(!repository.isPartialClone)
            #expect(try repository.shallowBoundary == [ids[5 - depth]])
            var steps: [HistoryStep] = []
            try repository.firstParentChain(from: ids[4]) { (step) throws(GitError) in
                steps.append(step)
                return true
            }
            #expect(steps.count == depth)
            guard case .boundary(let id, let header)? = steps.last else {
                throw Program.Failure(description: "\(steps)")
            }
            #expect(id == ids[5 - depth] && header.parents == [ids[4 - depth]])
            #expect(try repository.isAncestor(ids[0], of: ids[4]) == nil)
            let found = failure { try repository.commit(ids[0]) }
            #expect(found?.kind == .missingObject(ids[0]))
            #expect(found?.fix?.contains("git fetch --unshallow") == true)
            try repository.write(["members/a.md": "shallow"])
            #expect(try sandbox.git("status", "--porcelain", in: place) == "")
            #expect(repository.isShallow)
        }
        #expect(try !sandbox.open().isShallow)
        #expect(try sandbox.open().shallowBoundary.isEmpty)
    }

    @Test(arguments: ["blob:none", "tree:0"])
    func `A partial clone says that objects are missing, and the fix brings them`(filter: String) throws {
        let (sandbox, ids) = try history()
        let clone = sandbox.root + "/clone"
        try sandbox.git("clone", "-q", "--filter=\(filter)", "file://\(sandbox.path)", clone)
        let repository = try sandbox.open(clone)
        #expect(repository.isPartialClone && !repository.isShallow)
        #expect(try text(repository, ids[4]) == "4")
        let found = failure {
            try text(repository, ids[0])
        }
        #expect(found?.isMissingObject == true)
        let fix = try #require(found?.fix)
        #expect(fix.hasSuffix("git fetch --refetch --no-filter"))
        try sandbox.git("fetch", "-q", "--refetch", "--no-filter", in: clone)
        let again = try sandbox.open(clone)
        #expect(try text(again, ids[0]) == "0")
        try again.write(["other": "here"])
        #expect(try sandbox.git("status", "--porcelain", in: clone) == "")
    }

    @Test func `Replaced objects and grafts are noticed`() throws {
        let (sandbox, ids) = try history()
        let repository = try sandbox.open()
        #expect(try repository.replacedObjects.isEmpty && !repository.hasGrafts)
        try sandbox.git("replace", "\(ids[1])", "\(ids[0])")
        try sandbox.write(".git/info/grafts", "\(ids[2])\n")
        #expect(try repository.replacedObjects == [ids[1]])
        #expect(repository.hasGrafts)
    }

    @Test func `No repository, an empty one and a bare one are told apart`() throws {
        let sandbox = try Sandbox(.none)
        let found = failure { try sandbox.open() }
        #expect(found?.kind == .notARepository)
        #expect(found?.fix?.contains("-C") == true)
        let made = try Repository.initialise(sandbox.path, initialBranch: "trunk")
        #expect(try made.head == .unborn(name: "refs/heads/trunk"))
        #expect(failure { try made.resolve("HEAD") }?.kind == .noCommits)
        #expect(try sandbox.git("status", "--porcelain") == "")
        let bare = try Repository.initialise(sandbox.root + "/b/are", bare: true)
        #expect(bare.isBare && bare.workingDirectory == nil)
        #expect(failure { try Repository.initialise(sandbox.root + "/c", initialBranch: "a..b") }?.kind == .invalidName)
        try sandbox.write("deep/er/x", "")
        #expect(try Repository.open(sandbox.path + "/deep/er").workingDirectory == made.workingDirectory)
        #expect(failure { try Repository.open(sandbox.path + "/deep", discovering: false) }?.kind == .notARepository)
    }

    @Test(.enabled(if: getuid() == 0, "only root can give a folder away"))
    func `Somebody else's repository is refused with git's own remedy`() throws {
        let (sandbox, _) = try history(1)
        #expect(try sandbox.run("chown", ["-R", "12345", "."]).status == 0)
        let found = failure { try sandbox.open() }
        #expect(found?.kind == .wrongOwner)
        #expect(found?.fix?.contains("git config --global --add safe.directory '\(sandbox.path)'") == true)
    }

    @Test func `An extension that is not understood is refused by name, and worktree settings are not`() throws {
        let (sandbox, ids) = try history(1)
        try sandbox.git("config", "core.repositoryFormatVersion", "1")
        try sandbox.git("config", "extensions.worktreeConfig", "true")
        #expect(try sandbox.open().head.id == ids[0])
        try sandbox.git("config", "--file", ".git/config", "extensions.objectFormat", "sha256")
        #expect(failure { try sandbox.open() }?.fix?.contains("--object-format=sha1") == true)
        try sandbox.git("config", "--file", ".git/config", "--unset", "extensions.objectFormat")
        try sandbox.git("config", "extensions.unheardOf", "true")
        let found = failure { try sandbox.open() }
        #expect(found?.kind == .unsupported)
        #expect(found?.message.lowercased().contains("unheardof") == true)
        #expect(found?.fix != nil)
    }

    @Test(.enabled(if: getuid() == 0, "only root can make a folder that root cannot write"))
    func `A repository that cannot be written says so and is not changed`() throws {
        let (sandbox, ids) = try history(1)
        // The mode bits do not stop root; the attribute does, where the file system has it.
        guard try sandbox.run("chattr", ["+i", ".git", ".git/objects", ".git/refs/heads"]).status == 0 else { return }
        defer { _ = try? sandbox.run("chattr", ["-i", ".git", ".git/objects", ".git/refs/heads"]) }
        let repository = try sandbox.open()
        #expect(try repository.head.id == ids[0])
        #expect(try repository.finishPending() == WorkingUpdate())
        let found = failure { try repository.write(["other": "2"]) }
        #expect(found?.kind == .readOnly)
        #expect(found?.fix != nil)
        #expect(try sandbox.complaints() == "")
    }

    @Test func `The reasons of the operating system become kinds with a fix`() {
        #expect(Posix.error(ENOSPC, "write", "/x").kind == .diskFull)
        #expect(Posix.error(EROFS, "write", "/x").kind == .readOnly)
        #expect(Posix.error(EACCES, "write", "/x").message.contains("/x"))
        #expect(Posix.error(ELOOP, "open", "/x").kind == .symbolicLink)
        #expect(LockFile(path: "/x.lock", age: 3 * 3_600 + 5).error.message.contains("3 hours old"))
        #expect(LockFile.words(seconds: 61) == "61 seconds" && LockFile.words(seconds: 600) == "10 minutes")
        #expect(LockFile.words(seconds: 86_400 * 3) == "3 days" && LockFile.words(seconds: 1) == "1 second")
    }

    @Test(.enabled(if: getuid() == 0, "only root can mount a small file system"))
    func `A full disk is said to be full, and the repository stays whole`() throws {
        let sandbox = try Sandbox(.none)
        guard try sandbox.run("mount", ["-t", "tmpfs", "-o", "size=600k", "tmpfs", sandbox.path]).status == 0 else {
            return
        }
        defer { _ = try? sandbox.run("umount", ["-l", sandbox.path], in: "/") }
        try sandbox.git("init", "-q", "-b", "main", "--template=")
        try sandbox.write("a", "1")
        let before = try sandbox.commitAll()
        let repository = try sandbox.open()
        let found = failure {
            for turn in 0..<100 {
                let noise = (0..<20_000).map { _ in String(UnicodeScalar(UInt8.random(in: 33...126))) }.joined()
                try repository.write(["file\(turn)": noise])
            }
        }
        #expect(found?.kind == .diskFull)
        try sandbox.git("fsck", "--strict")
        #expect(try sandbox.id("HEAD") != before || sandbox.complaints() == "")
    }

    @Test func `Changes in the working tree are found as git finds them`() throws {
        let sandbox = try Sandbox()
        for name in ["members/a.md", "members/b.md", "members/c.md", "members/deep/d.md", "other/e", "top"] {
            try sandbox.write(name, "1")
        }
        try sandbox.write(".gitignore", "*.swp\n/build/\n")
        try sandbox.commitAll()
        let repository = try sandbox.open()
        #expect(try repository.changedWorkingFiles(under: [""]).isEmpty)
        try sandbox.write("members/a.md", "2")
        try sandbox.write("members/new.md", "1")
        try sandbox.write("members/.a.swp", "1")
        try sandbox.write("members/fresh/x.md", "1")
        try sandbox.write("build/x", "1")
        try FileManager.default.removeItem(atPath: sandbox.path + "/members/b.md")
        try FileManager.default.removeItem(atPath: sandbox.path + "/members/c.md")
        try FileManager.default.createSymbolicLink(atPath: sandbox.path + "/members/c.md", withDestinationPath: "a.md")
        try sandbox.write("other/e", "2")
        try sandbox.git("add", "other/e")
        func changes(_ prefixes: [String]) throws -> [String] {
            try repository.changedWorkingFiles(under: prefixes).map { "\($0.status.rawValue) \($0.path)" }
        }
        let members = [
            "modified members/a.md", "deleted members/b.md", "replaced members/c.md", "new members/fresh/x.md",
            "new members/new.md",
        ]
        #expect(try changes(["members"]) == members)
        #expect(try changes([""]) == members + ["modified other/e"])
        #expect(try changes(["members/a.md"]) == ["modified members/a.md"])
        #expect(try changes(["nowhere", "top"]).isEmpty)
        #expect(try sandbox.git("status", "--porcelain", "-uall").split(separator: "\n").count == 6)
        try FileManager.default.removeItem(atPath: sandbox.path + "/members/deep")
        #expect(try changes(["members/deep"]) == ["deleted members/deep/d.md"])
        try FileManager.default.createSymbolicLink(
            atPath: sandbox.path + "/members/deep", withDestinationPath: "../other")
        #expect(try changes(["members/deep"]) == ["replaced members/deep/d.md"])
    }

    @Test func `Settings are read in git's spellings`() throws {
        let sandbox = try Sandbox()
        try sandbox.git("config", "user.name", "Ada L")
        try sandbox.git("config", "commit.gpgsign", "yes")
        let repository = try sandbox.open()
        #expect(repository.config("user.name") == "Ada L")
        #expect(repository.config("user.email") == nil)
        #expect(repository.configBool("commit.gpgsign") == true)
        #expect(repository.configBool("commit.nothing") == nil)
        #expect(
            failure { try repository.configuredIdentity(seconds: 0) }?.fix?.contains("git config --global user.name")
                == true)
        try repository.setConfig("user.email", "a@b")
        #expect(try repository.configuredIdentity(seconds: 5) == Signature(name: "Ada L", email: "a@b", seconds: 5))
        #expect(try sandbox.git("config", "user.email") == "a@b")
    }
}
