import Foundation
import Testing

/// Who joined, left and rested, when, and who said so: each transition is a commit, and no counter is kept beside them.
@Suite(.onOwnThreads) struct FlowTests {
    /// The transitions that a membership's history tells, oldest first: the field's day, and who said so.
    private func flows(_ network: TestNetwork, _ id: String) -> [String] {
        let rows = network.cotech("memberships", "history", id, "--format", "csv").output.split(separator: "\n")
        let flows = ["joined", "left", "suspended", "emeritus"]
        return rows.reversed().compactMap { row in
            let cells = row.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
            guard cells.count > 8, flows.contains(cells[5]) else { return nil }
            return "\(cells[5]) \(cells[8].isEmpty ? "over" : cells[8]), \(cells[2])"
        }
    }

    @Test func `each transition is one commit, from which its day and who said so are read`() throws {
        let network = try TestNetwork()
        func commits() throws -> Int? { Int(try network.git("rev-list", "--count", "HEAD")) }
        let before = try commits()
        network.cotech("members", "suspend", "plain-sail", "--date", "2026-11-20")
        network.cotech("members", "rejoin", "plain-sail")
        network.cotech("members", "leave", "plain-sail", "--author", "Ada <ada@x.example>")
        #expect(try commits() == before.map { $0 + 3 })
        #expect(
            flows(network, "plain-sail") == [
                "joined 2019-10-14, Mair Owen", "suspended 2026-11-20, Mair Owen", "suspended over, Mair Owen",
                "left 2026-11-23, Ada",
            ])
        // What was undone is no flow of today, and is told all the same.
        network.cotech("undo")
        #expect(network.cotech("memberships", "show", "plain-sail").output.contains("status         member\n"))
        #expect(flows(network, "plain-sail").last == "left over, Mair Owen")
    }

    @Test func `a leaver is no member from that day on, and its record stays`() throws {
        let network = try TestNetwork()
        #expect(network.cotech("members", "leave", "plain-sail", "--date", "2026-11-25").status == 0)
        func members(_ day: String) -> String {
            network.cotech(
                "memberships", "list", "--where", "status=member", "--fields", "id", "--format", "csv", "--as-of", day
            ).output
        }
        #expect(members("2026-11-24") == "id\nplain-sail\nty-gwydr\n")
        #expect(members("2026-11-25") == "id\nty-gwydr\n")
        let shown = network.cotech("members", "show", "plain-sail", "--as-of", "2027-01-01")
        #expect(shown.output.contains("Falmouth") && shown.output.contains("left"), "\(shown)")
    }

    @Test func `a co-op is found by a name that it had before`() throws {
        let network = try TestNetwork()
        for words in [["slow-boat"], ["Slow", "BOAT"], ["Plain"]] {
            let found = network.run(["members", "list"] + words + ["--fields", "id", "--format", "csv"]).output
            #expect(found == "id\nplain-sail\n", "\(words)")
        }
    }
}

/// What a warning says, and to whom it says "stale".
@Suite(.onOwnThreads) struct WarningTests {
    private static let later = ["--as-of", "2027-11-19"]

    @Test func `a warning names the co-op, the field, its value, age and limit, who changed it, and how to answer`()
        throws
    {
        let network = try TestNetwork()
        let settings = try #require(network.read("network/cotech.yaml"))
        try network.write("network/cotech.yaml", settings + "web: https://git.example/network\n")
        try network.commit("Where it is", in: "network")
        let warning = network.run(["members", "stale", "ty-gwydr"] + Self.later).output
        for part in [
            "Tŷ Gwydr   telephone 01970 555 0142   last changed 1 year ago by Mair Owen (limit 1 year)",
            "cotech members confirm ty-gwydr telephone",
            "https://git.example/network/-/edit/main/members/ty-gwydr.md",
        ] { #expect(warning.contains(part), "\(warning)") }
    }

    @Test func `nothing is printed while nothing is stale, and one line where that is asked for`() throws {
        let network = try TestNetwork()
        #expect(network.cotech("members", "stale", "--exit-code").output.isEmpty)
        #expect(network.cotech("members", "stale", "--exit-code").status == 0)
        let told = network.cotech("members", "stale", "--heartbeat").output.split(separator: "\n")
        #expect(told.count == 2 && told.last == "All 2 profiles are fresh or excused.", "\(told)")
    }

    @Test func `who is written to reads "last checked", and never that it is stale`() throws {
        let network = try TestNetwork()
        let mail = network.run(["members", "remind", "ty-gwydr"] + Self.later).output
        #expect(mail.contains("last checked 1 year ago"), "\(mail)")
        #expect(!mail.lowercased().contains("stale") && !mail.contains("limit"), "\(mail)")
    }
}
