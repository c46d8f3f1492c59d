import Foundation
import Testing

/// What the transcript of `init --ci` cannot show: what it leaves alone.
@Suite("init --ci")
struct InitChecksTests {
    private func begun() async throws -> CommandSandbox {
        let sandbox = try CommandSandbox()
        #expect(try await sandbox.cotech("init", "bees", "--name", "Bees", "--no-private").status == 0)
        return sandbox
    }

    private func head(_ sandbox: CommandSandbox) throws -> String {
        try sandbox.run("git", "rev-parse", "HEAD", in: "bees")
    }

    @Test("A rehearsal writes nothing, and shows what it would", arguments: ["gitlab", "github", "forgejo"])
    func rehearsal(_ host: String) async throws {
        let sandbox = try await begun()
        let before = try head(sandbox)
        let answer = try await sandbox.cotech("init", "--ci", host, "--dry-run", in: "bees")
        #expect(answer.status == 0 && answer.output.contains("+++ b/.cotech/ci/release"), "\(answer)")
        #expect(try head(sandbox) == before)
        #expect(try sandbox.run("git", "status", "--porcelain", in: "bees") == "")
    }

    @Test("It is one change, which undo takes back, and a second time it is none")
    func once() async throws {
        let sandbox = try await begun()
        let before = try sandbox.run("git", "rev-parse", "HEAD^{tree}", in: "bees")
        #expect(try await sandbox.cotech("init", "--ci", "gitlab", in: "bees").status == 0)
        let after = try head(sandbox)
        #expect(try await sandbox.cotech("init", "bees", "--ci", "gitlab").status == 0)
        #expect(try head(sandbox) == after)
        #expect(try await sandbox.cotech("undo", in: "bees").status == 0)
        #expect(try sandbox.run("git", "rev-parse", "HEAD^{tree}", in: "bees") == before)
    }

    @Test("What is not committed, and what is no file, is not written over either")
    func others() async throws {
        let sandbox = try await begun()
        let before = try head(sandbox)
        try sandbox.write("bees/.gitlab-ci.yml", "check:\n  script: [make]\n")
        let draft = try await sandbox.cotech("init", "bees", "--ci", "gitlab")
        #expect(draft.status == 73 && draft.error.contains("cotech -C bees init --ci gitlab --dry-run"), "\(draft)")
        #expect(sandbox.read("bees/.gitlab-ci.yml") == "check:\n  script: [make]\n")
        #expect(try head(sandbox) == before)
        try sandbox.run("sh", "-c", "ln -sf README.md .gitlab-ci.yml; git add -A; git commit -qm Link", in: "bees")
        #expect(try await sandbox.cotech("init", "bees", "--ci", "gitlab").status == 73)
    }

    @Test("The release that a network has chosen stays, committed or not")
    func release() async throws {
        let sandbox = try await begun()
        try FileManager.default.createDirectory(
            atPath: "\(sandbox.root)/bees/.cotech/ci", withIntermediateDirectories: true)
        try sandbox.write("bees/.cotech/ci/release", "address=https://git.example\nsha256=01\n")
        #expect(try await sandbox.cotech("init", "bees", "--ci", "gitlab").status == 0)
        #expect(sandbox.read("bees/.cotech/ci/release") == "address=https://git.example\nsha256=01\n")
        #expect(try sandbox.run("git", "status", "--porcelain", in: "bees") == "?? .cotech/ci/release\n")
        try sandbox.run("sh", "-c", "git add -A; git commit -qm Release", in: "bees")
        let second = try await sandbox.cotech("init", "bees", "--ci", "forgejo")
        #expect(second.status == 0 && !second.output.contains("Put the release"), "\(second)")
        #expect(sandbox.read("bees/.cotech/ci/release") == "address=https://git.example\nsha256=01\n")
    }

    @Test("A companion and checks can be asked for at once, in a store that is there")
    func both() async throws {
        let sandbox = try await begun()
        let answer = try await sandbox.cotech("init", "bees", "--private", "--ci", "github")
        #expect(answer.status == 0, "\(answer)")
        #expect(try sandbox.names(in: "bees/.github/workflows").count == 3)
        #expect(try sandbox.names() == ["bees", "bees-private"])
        #expect(try await sandbox.cotech("check", in: "bees").status == 0)
    }
}
