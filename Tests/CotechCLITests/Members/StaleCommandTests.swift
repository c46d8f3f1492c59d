import Foundation
import Testing

/// What is said where something is stale, unknown, or not here at all.
@Suite struct StaleCommandTests {
    @Test func `a field of which nobody can tell is named beside one that is provably stale (§2.7)`() throws {
        let network = try TestNetwork()
        try network.write(
            "network/members/plain-sail.md", "---\nname: Plain Sail\nheadcount: 3\ncapacity:\n  days: 4\n---\n")
        try network.commit("Say more", in: "network")
        let shallow = "\(network.root)/shallow"
        try network.git("clone", "-q", "--depth", "1", "file://\(network.store)", shallow)
        // Both are at least 103 days old: more than a capacity's limit, and less than a headcount's.
        let answer = network.cotech("-C", shallow, "members", "stale", "--as-of", "2027-03-01")
        #expect(answer.output.contains("Still waiting: Plain Sail (capacity.days)"), "\(answer.output)")
        #expect(answer.output.contains("Plain Sail (headcount)") && !answer.output.contains("Unknown: none"))
    }

    @Test func `what cannot be read ends every answer about staleness with 65, whatever its format`() throws {
        let network = try TestNetwork()
        try network.write("network/members/broken.md", "---\nname: \"Broken\n---\n")
        try network.commit("Break one", in: "network")
        let answers = [
            network.cotech("today"), network.cotech("today", "--format", "json"),
            network.cotech("today", "--format", "csv"), network.cotech("members", "remind"),
            network.cotech("members", "stale"),
        ]
        for answer in answers {
            #expect(answer.status == 65 && answer.error.contains("members/broken.md"), "\(answer.error)")
        }
    }

    @Test func `nobody is reminded of what is unknown, and that is said`() throws {
        let network = try TestNetwork()
        let shallow = "\(network.root)/shallow"
        try network.git("clone", "-q", "--depth", "1", "file://\(network.store)", shallow)
        let answer = network.cotech("-C", shallow, "members", "remind")
        #expect(answer.status == 0 && answer.output == "")
        #expect(answer.error.contains("so some ages are unknown\nhelp: git fetch --unshallow"), "\(answer.error)")
    }

    @Test func `bare cotech without the companion says that it does not know what is due there`() throws {
        let network = try TestNetwork()
        network.cotech("enquiries", "set", "osprey", "due=yesterday")
        #expect(network.cotech().output.contains("1 day late"))
        try FileManager.default.moveItem(atPath: network.companion, toPath: network.companion + "-away")
        let answer = network.cotech()
        #expect(answer.status == 0 && !answer.output.contains("late"))
        #expect(answer.error.contains("nothing is known of what is due in the private companion"), "\(answer.error)")
    }
}
