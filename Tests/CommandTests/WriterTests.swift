import TestSupport
import Foundation
import Testing

/// Many processes at once, and processes that are killed. `scripts/stress` runs these in full.
@Suite(.serialized) struct WriterTests {
    private static let turns = Effort.isFull ? 50 : 5
    private static let kills = Effort.isFull ? 200 : 40

    private static func store() throws -> Network {
        var files = ["cotech.yaml": "name: Many writers\n"]
        for number in 0..<8 { files["members/m\(number).md"] = "---\nname: M\(number)\nheadcount: 0\n---\n" }
        return try Network(files)
    }

    /// Each of eight loops of processes writes its own mark again and again; what the processes said is returned.
    private static func race(_ network: Network, _ command: (Int) -> String) throws -> String {
        let binary = try #require(Binary.path)
        let loops = try (0..<8).map { writer in
            let script = """
                for turn in $(seq 1 \(turns)); do
                  '\(binary)' members set \(command(writer)) --quiet || echo "exit $? in turn $turn"
                done
                """
            return try Program.start("sh", ["-c", script], in: network.path, environment: network.environment)
        }
        return try loops.map { try $0.answer(within: 600).text }.joined()
    }

    @Test(arguments: [false, true])
    func `Eight processes at once lose no commit and leave everything clean`(onOneRecord: Bool) throws {
        let network = try WriterTests.store()
        let said = try WriterTests.race(network) { writer in
            onOneRecord ? "m0 note=w\(writer)-$turn" : "m\(writer) headcount=$turn"
        }
        #expect(said == "")
        let wanted = 8 * WriterTests.turns
        #expect(try network.git("rev-list", "--count", "HEAD") == "\(wanted + 1)")
        #expect(try network.git("rev-list", "--merges", "--count", "HEAD") == "0")
        let subjects = try network.git("log", "--format=%s").split(separator: "\n").dropLast()
        if onOneRecord {
            // Each commit says what its writer wrote: none was lost, and none was written twice.
            let written = Set(subjects.compactMap { $0.split(separator: " ").last.map { $0.trimmingPrefix("→") } })
            #expect(written.count == wanted)
        } else {
            for writer in 0..<8 {
                #expect(try network.read("members/m\(writer).md").contains("headcount: \(WriterTests.turns)\n"))
            }
        }
        #expect(try network.complaints() == "")
        #expect(try network.shell("ls .git/cotech/pending") == "")
    }

    @Test func `Saving edits by hand while others write commits those edits and nothing else`() throws {
        let network = try WriterTests.store()
        let binary = try #require(Binary.path)
        let turns = WriterTests.turns * 3
        let writing = try Program.start(
            "sh", ["-c", "for turn in $(seq 1 \(turns)); do '\(binary)' members set m1 headcount=$turn -q; done"],
            in: network.path, environment: network.environment)
        var saves = 0
        while writing.isRunning {
            saves += 1
            try network.write("members/m2.md", "---\nname: M2\nheadcount: \(saves)\n---\n")
            let answer = try network.cotech("save", "--quiet")
            #expect(answer.status == 0, "\(answer.text)")
        }
        #expect(try writing.answer().text == "")
        // A save that took a file about to be written for an edit would have taken a number back.
        let numbers = try network.git("log", "--reverse", "--format=%H", "--", "members/m1.md").split(separator: "\n")
            .map { try network.git("show", "\($0):members/m1.md") }
            .compactMap { $0.split(separator: "\n").first { $0.hasPrefix("headcount") }?.split(separator: " ").last }
            .compactMap { Int($0) }
        #expect(numbers == Array(0...turns))
        #expect(try network.complaints() == "")
    }

    @Test func `A process killed at a random moment leaves the whole change or none, and edits by hand alone`() throws {
        let network = try WriterTests.store()
        let edited = "---\nname: M3, by hand\n---\n"
        try network.write("members/m3.md", edited)
        var usual = try network.cotech("members", "set", "m0", "headcount=999").seconds
        var random = SystemRandomNumberGenerator()
        var killed = 0
        var landed = 0
        for turn in 0..<WriterTests.kills {
            let before = try network.git("rev-parse", "HEAD")
            let command =
                turn % 3 == 0
                ? ["members", "add", "New \(turn)", "town=Leeds"]
                : ["members", "set", "m\(turn % 2)", "headcount=\(turn)", "note=turn \(turn)"]
            let writing = try network.startCotech(command)
            usleep(UInt32(Double.random(in: 0...1.2, using: &random) * usual * 1_000_000))
            kill(writing.identifier, SIGKILL)
            if try writing.answer().signal == SIGKILL { killed += 1 }
            let next = try network.cotech("members", "set", "m5", "town=Town \(turn)")
            // A machine may be busier now than it was at first.
            usual = max(usual, next.seconds)
            #expect(next.status == 0, "\(next.text)")
            #expect(try network.git("status", "--porcelain") == " M members/m3.md")
            #expect(try network.read("members/m3.md") == edited)
            let commits = try network.git("rev-list", "--count", "\(before)..HEAD")
            #expect(commits == "1" || commits == "2")
            if commits == "2" { landed += 1 }
        }
        #expect(killed > WriterTests.kills / 4)
        #expect(landed > 0)
        #expect(try network.git("fsck", "--strict", "--no-dangling", "--no-progress") == "")
        #expect(try network.shell("ls .git/cotech/pending; ls -A members | grep cotech- || true") == "")
    }
}
