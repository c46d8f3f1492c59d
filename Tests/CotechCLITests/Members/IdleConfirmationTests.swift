import Foundation
import Testing

/// A confirmation that does not count (`docs/ageing.md`, "The date") does not stand in the way of one that does.
@Suite(.onOwnThreads) struct IdleConfirmationTests {
    @Test func `a confirmation that counts for nothing is replaced, or it is said when it can be`() throws {
        let network = try TestNetwork()
        func page(_ id: String) -> String { "network/members/\(id).md" }
        func sweep(_ lines: String) throws {
            for id in ["a", "b", "c", "d"] {
                try network.write(page(id), "---\nname: \(id)\nheadcount: 4\n\(lines)---\n")
            }
            try network.commit("Many at once", in: "network")
        }
        let isTo = "which counts for nothing, and the same day once more would be no change"
        for (field, key) in [("", "confirmed: "), (" headcount", "confirmed-fields:\n  headcount: ")] {
            let words = "members confirm a\(field)".split(separator: " ").map(String.init)
            try sweep("")
            try sweep("\(key)2026-11-23\n")
            // Of today nothing can be said that is not there already.
            let head = try network.git("rev-parse", "HEAD")
            let today = network.run(words)
            #expect(today.status == 64 && today.error.contains(isTo), "\(today)")
            #expect(today.error.contains("Confirm it tomorrow"), "\(today)")
            #expect(try network.git("rev-parse", "HEAD") == head)
            let advised = today.error.components(separatedBy: "by then: cotech ").last ?? ""
            let earlier = network.run(advised.split(whereSeparator: \.isWhitespace).map(String.init))
            #expect(earlier.status == 0, "\(earlier)")
            #expect(network.read(page("a"))?.contains("\(key)2026-11-22\n") == true)
            let check = network.cotech("check", "members/a.md")
            #expect(check.status == 0 && !check.output.contains("idle-confirmation"), "\(check)")
            #expect(network.run(words).status == 0)
            #expect(network.run(words).output == "Nothing to change: it says so already.\n")
            // Nobody has read it yet on a day that is still to come.
            try network.write(page("a"), "---\nname: a\nheadcount: 4\n\(key)2027-11-24\n---\n")
            try network.commit("A slip", in: "network")
            #expect(network.run(words).status == 0)
            #expect(network.read(page("a"))?.contains("\(key)2026-11-23\n") == true)
            #expect(network.cotech("check", "members/a.md").status == 0)
        }
    }
}
