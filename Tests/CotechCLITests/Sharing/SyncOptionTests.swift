import Foundation
import Testing

@Suite("sync: its options")
struct SyncOptionTests {
    @Test("--read-only goes forward, and does nothing else")
    func readOnly() async throws {
        let network = try SharedNetwork("mair", "sian")
        try await network.done("members set birch town=Hull -q", in: "sian")
        try await network.done("sync -q", in: "sian")
        #expect(try await network.done("sync --read-only -q", in: "mair") == "")
        #expect(network.read("mair", "members/birch.md")?.contains("Hull") == true)
        try await network.done("members set ash headcount=9 -q", in: "mair")
        let shared = try network.git("rev-parse main", in: "origin.git")
        #expect(
            try await network.done("sync --read-only", in: "mair")
                == "Nothing is new on either side. 1 change made here waits: cotech sync.\n")
        try await network.done("members set birch town=Bath -q", in: "sian")
        try await network.done("sync -q", in: "sian")
        let before = try network.state(of: "mair")
        let parted = try await network.cotech("sync --read-only", in: "mair")
        #expect(parted.status == 75 && parted.error.contains("--read-only merges nothing"), "\(parted.error)")
        #expect(try network.state(of: "mair") == before)
        #expect(try network.git("rev-parse main~1", in: "origin.git") == shared)
    }

    @Test("Going forward needs nobody's name")
    func nobody() async throws {
        let network = try SharedNetwork("mair", "sian")
        try await network.done("members set birch headcount=8 -q", in: "sian")
        try await network.done("sync -q", in: "sian")
        try network.git("config --unset user.name", in: "mair")
        let cron = CommandSandbox.identity.filter { !$0.key.hasSuffix("_NAME") && !$0.key.hasSuffix("_EMAIL") }
        let answer = try await network.sandbox.cotech("sync", "--read-only", in: "mair", as: cron)
        #expect(answer.status == 0, "\(answer.error)")
        #expect(try network.tree(of: "mair") == network.tree(of: "origin.git"))
    }

    @Test func `--read-only needs nobody's name where both sides have something new, or what was there is gone`()
        async throws
    {
        let network = try SharedNetwork("mair", "sian")
        try await network.done("members set birch headcount=8 -q", in: "sian")
        try await network.done("sync -q", in: "sian")
        try await network.done("members set ash headcount=9 -q", in: "mair")
        try network.git("config --unset user.name", in: "mair")
        let cron = CommandSandbox.identity.filter { !$0.key.hasSuffix("_NAME") && !$0.key.hasSuffix("_EMAIL") }
        let parted = try await network.sandbox.cotech("sync", "--read-only", in: "mair", as: cron)
        #expect(parted.status == 75 && parted.error.contains("--read-only merges nothing"), "\(parted.error)")
        try network.git("fetch -q && git reset -q --hard origin/main", in: "mair")
        try network.git("reset -q --hard HEAD~1 && git commit -q --allow-empty -m Anew", in: "sian")
        try network.git("push -q --force", in: "sian")
        let rewritten = try await network.sandbox.cotech("sync", "--read-only", in: "mair", as: cron)
        #expect(rewritten.status == 75 && rewritten.error.contains("was rewritten"), "\(rewritten.error)")
    }

    @Test("--dry-run says what would come and go, and moves nothing")
    func dryRun() async throws {
        let network = try SharedNetwork("mair", "sian")
        try await network.done("members set birch town=Hull -q", in: "sian")
        try await network.done("sync -q", in: "sian")
        try await network.done("members set ash headcount=9 -q", in: "mair")
        let (before, there) = (try network.state(of: "mair"), try network.tree(of: "origin.git"))
        let answer = try await network.cotech("sync --dry-run", in: "mair")
        #expect(
            answer.status == 0 && answer.output.hasPrefix("Would receive 1 change and send 1 change.\n  Birch  town"))
        #expect(try network.state(of: "mair") == before)
        #expect(try network.tree(of: "origin.git") == there)
    }

    @Test("For programs there is JSON")
    func json() async throws {
        struct Answer: Decodable {
            struct Change: Decodable { let subject: String, author: String }
            struct Repository: Decodable {
                let home: String, remote: String, branch: String
                let received: [Change], sent: [Change], waiting: [Change]
            }
            let repositories: [Repository]
        }
        let network = try SharedNetwork("mair", "sian")
        try await network.done("members set birch town=Hull -q", in: "sian")
        try await network.done("sync -q", in: "sian")
        try await network.done("members set ash headcount=9 -q", in: "mair")
        let output = try await network.done("sync --format json", in: "mair")
        let only = try #require(try JSONDecoder().decode(Answer.self, from: Data(output.utf8)).repositories.first)
        #expect([only.home, only.remote, only.branch] == ["public", "origin", "main"])
        #expect(only.received.map(\.author) == ["Siân Rees"] && only.waiting.isEmpty)
        #expect(only.sent.map(\.subject) == ["Ash: headcount 4 → 9"])
    }
}
