import Foundation
import Testing

@Suite("sync: others who were first")
struct SyncRaceTests {
    @Test("Overtaken, it begins again; overtaken for ever, it ends, with nothing lost")
    func overtaken() async throws {
        let network = try SharedNetwork("mair", "sian")
        try await network.done("members set birch town=Hull -q", in: "sian")
        // Git calls this between fetching and pushing, which is when another's push is in the way.
        try network.hook("pre-push", of: "mair/.git", "git -C ../sian push -q 2>/dev/null; exit 0")
        try await network.done("members set ash headcount=7 -q", in: "mair")
        #expect(
            try await network.done("sync", in: "mair").hasPrefix("Received 1 change, sent 1. Nothing is waiting.\n"))
        #expect(network.read("mair", "members/birch.md")?.contains("Hull") == true)
        try network.hook(
            "pre-push", of: "mair/.git",
            "unset GIT_DIR; cd ../sian && git pull -q --no-rebase && git commit -q --allow-empty -m again && git push -q; exit 0"
        )
        try await network.done("members set ash headcount=8 -q", in: "mair")
        let never = try await network.cotech("sync", in: "mair")
        #expect(
            never.status == 75 && never.error.contains("somebody else was first each of 12 times"), "\(never.error)")
        // The rounds that were in vain leave no merges behind.
        #expect(try network.git("log --format=%s origin/main..HEAD", in: "mair") == "Ash: headcount 7 → 8")
        #expect(try network.git("status --porcelain", in: "mair") == "")
        try FileManager.default.removeItem(atPath: "\(network.sandbox.root)/mair/.git/hooks/pre-push")
        try await network.done("sync", in: "mair")
        #expect(network.read("mair", "members/ash.md")?.contains("headcount: 8") == true)
        #expect(try network.tree(of: "origin.git") == network.tree(of: "mair"))
    }

    @Test("A race that was lost there and won the next time is nobody's business")
    func quietRace() async throws {
        let network = try SharedNetwork("mair", "sian")
        try await network.done("members set birch town=Hull -q", in: "sian")
        try network.hook(
            "update", of: "origin.git",
            "[ -e raced ] && exit 0; touch raced; git fetch -q ../sian main && git update-ref refs/heads/main FETCH_HEAD"
        )
        try await network.done("members set ash headcount=7 -q", in: "mair")
        let answer = try await network.cotech("sync", in: "mair")
        #expect(network.read("origin.git", "raced") != nil)
        #expect(answer.status == 0 && answer.error == "", "\(answer.error)")
        #expect(answer.output.hasPrefix("Received 1 change, sent 1. Nothing is waiting.\n"), "\(answer.output)")
        #expect(try network.git("rev-list --count --merges HEAD", in: "mair") == "1")
    }
}
