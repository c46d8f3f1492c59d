import Foundation
import Testing

/// What the transcript of `init` cannot show: what is left when it fails, and whether git agrees.
@Suite("init")
struct InitTests {
    @Test("A new network is a repository that git finds nothing wrong with, and so is its companion")
    func isWhole() async throws {
        let sandbox = try CommandSandbox()
        let answer = try await sandbox.cotech("init", "bees", "--name", "Bees", "--time-zone", "Europe/London")
        #expect(answer.status == 0, "\(answer.error)")
        for store in ["bees", "bees-private"] {
            #expect(try await sandbox.run("git", "fsck", "--strict", "--no-dangling", in: store) == "")
            #expect(try await sandbox.run("git", "status", "--porcelain", in: store) == "")
            #expect(try await sandbox.run("git", "rev-list", "--count", "HEAD", in: store) == "1\n")
        }
        #expect(try await sandbox.cotech("check", in: "bees").status == 0)
        #expect(try await sandbox.cotech("check", in: "bees-private").status == 0)
    }

    @Test("Where nobody is known to git, nothing is left behind")
    func failsWhole() async throws {
        let sandbox = try CommandSandbox()
        let answer = try await sandbox.cotech("init", "bees", "--name", "Bees", as: [:])
        #expect(answer.status == 69)
        #expect(answer.error.contains("git does not know who you are"))
        #expect(try sandbox.names() == [])
    }

    @Test("What a killed init left beside the place is in nobody's way")
    func survivesAKilledOne() async throws {
        let sandbox = try CommandSandbox()
        try FileManager.default.createDirectory(
            atPath: "\(sandbox.root)/.bees.cotech-1/.git", withIntermediateDirectories: true)
        #expect(try await sandbox.cotech("init", "bees", "--name", "Bees").status == 0)
        #expect(try await sandbox.cotech("check", in: "bees").status == 0)
    }

    @Test("A public store whose companion never came is usable, and gets one later")
    func companionLater() async throws {
        let sandbox = try CommandSandbox()
        #expect(try await sandbox.cotech("init", "bees", "--name", "Bees").status == 0)
        try FileManager.default.removeItem(atPath: "\(sandbox.root)/bees-private")
        #expect(try await sandbox.cotech("members", "list", in: "bees").status == 0)
        let people = try await sandbox.cotech("people", "list", in: "bees")
        #expect(people.status == 69)
        #expect(people.error.contains("cotech init --private"))
        let later = try await sandbox.cotech("init", "--private", in: "bees")
        #expect(later.status == 0, "\(later.error)")
        #expect(later.error.contains("clone that one"))
        #expect(try await sandbox.cotech("people", "add", "Ada Lane", in: "bees").status == 0)
    }

    @Test("A companion that was made before the settings named it is taken up")
    func companionUnnamed() async throws {
        let sandbox = try CommandSandbox()
        #expect(try await sandbox.cotech("init", "bees", "--name", "Bees", "--no-private").status == 0)
        #expect(try await sandbox.cotech("init", "--private", in: "bees").status == 0)
        try await sandbox.run("git", "reset", "-q", "--hard", "HEAD~1", in: "bees")
        let again = try await sandbox.cotech("init", "--private", in: "bees")
        #expect(again.status == 0, "\(again.error)")
        #expect(try #require(sandbox.read("bees/cotech.yaml")).contains("private: ../bees-private\n"))
        #expect(try await sandbox.run("git", "rev-list", "--count", "HEAD", in: "bees-private") == "1\n")
    }

    @Test("In a repository with work in progress, the work stays as it is")
    func leavesWorkAlone() async throws {
        let sandbox = try CommandSandbox()
        try await sandbox.run("git", "init", "-q", "-b", "trunk", "ours")
        try sandbox.write("ours/README.md", "Ours.\r\n")
        try await sandbox.run("git", "add", ".", in: "ours")
        try await sandbox.run("git", "commit", "-qm", "Ours", in: "ours")
        try sandbox.write("ours/README.md", "Ours, and being edited.\r\n")
        try sandbox.write("ours/draft.txt", "draft")
        #expect(try await sandbox.cotech("init", "--name", "Ours", "--no-private", in: "ours").status == 0)
        #expect(sandbox.read("ours/README.md") == "Ours, and being edited.\r\n")
        let status = try await sandbox.run("git", "status", "--porcelain", in: "ours")
        #expect(status == " M README.md\n?? draft.txt\n")
        #expect(try await sandbox.run("git", "branch", "--show-current", in: "ours") == "trunk\n")
    }

    @Test("A folder inside a repository, a file and a bad place are refused with the reason")
    func refuses() async throws {
        let sandbox = try CommandSandbox()
        try await sandbox.run("git", "init", "-q", "around")
        try FileManager.default.createDirectory(
            atPath: "\(sandbox.root)/around/inner", withIntermediateDirectories: true)
        try sandbox.write("file", "")
        let inner = try await sandbox.cotech("init", "--name", "Inner", in: "around/inner")
        #expect(inner.status == 64)
        #expect(inner.error.contains("is inside the repository"))
        #expect(try await sandbox.cotech("init", "file", "--name", "File").status == 64)
        #expect(try await sandbox.cotech("init", "a", "--name", "A", "--private", "a/b").status == 64)
        #expect(try sandbox.names() == ["around", "file"])
    }

    @Test("Names that YAML would take for something else are written so that they stay names")
    func quotes() async throws {
        let sandbox = try CommandSandbox()
        for (folder, name) in [("a", "no"), ("b", "Bees: the # network"), ("c", "'Bees'"), ("d", "Tŷ Gwydr")] {
            let answer = try await sandbox.cotech("init", folder, "--name", name, "--no-private")
            #expect(answer.status == 0, "\(answer.error)")
            let shown = try await sandbox.cotech("settings", "show", "--format", "tsv", in: folder)
            #expect(shown.output.contains("\tname\t\(name)\n"), "\(shown.output)\(shown.error)")
            #expect(try await sandbox.cotech("check", in: folder).output.contains("all is well."))
        }
    }
}
