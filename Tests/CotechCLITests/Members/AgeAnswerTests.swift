import Foundation
import Testing

/// What is said of ages is meant for people, and is true.
@Suite(.onOwnThreads) struct AgeAnswerTests {
    @Test func `An explanation names the confirmation that an age counts from, who made it and who said so`() throws {
        let network = try TestNetwork()
        let confirm = network.run(["members", "confirm", "ty-gwydr", "telephone", "--said-by", "Siân, by phone"])
        #expect(confirm.status == 0, "\(confirm)")
        let answer = network.run(["members", "stale", "ty-gwydr", "--explain"])
        let line = answer.output.split(separator: "\n").first { $0.contains("telephone") } ?? ""
        #expect(
            line.contains("confirmed 2026-11-23 by Mair Owen (Siân, by phone); set by Mair Owen, \"Begin\""), "\(line)")
        let other = answer.output.split(separator: "\n").first { $0.contains("contacts") } ?? ""
        #expect(!other.contains("confirmed") && other.contains("set by Mair Owen"), "\(other)")
        let json = network.run(["members", "stale", "ty-gwydr", "--explain", "--format", "json"]).output
        #expect(
            json.contains("\"said-by\": \"Siân, by phone\"") && json.contains("\"set-on\": \"2026-11-18\""), "\(json)")
        let plain = network.run(["members", "stale", "ty-gwydr", "--explain", "--plain"]).output
        #expect(plain.contains("Field: telephone\n") && plain.contains("Because: confirmed 2026-11-23"), "\(plain)")
        let rows = network.run(["members", "stale", "ty-gwydr", "--explain", "--format", "csv"]).output
        #expect(rows.hasPrefix("field,value,age,date,"), "\(rows)")
        let ages = network.run(["members", "stale", "ty-gwydr", "--ages", "--format", "csv"]).output
        #expect(
            ages.split(separator: "\n").contains {
                $0.hasPrefix("ty-gwydr,telephone,0,2026-11-23,") && $0.hasSuffix(",2026-11-23")
            })
    }

    @Test func `A stale field that was confirmed is said to have been confirmed, by whoever did it`() throws {
        let network = try TestNetwork()
        #expect(network.run(["members", "confirm", "ty-gwydr", "telephone"]).status == 0)
        let answer = network.run(["members", "stale", "ty-gwydr", "--as-of", "2028-01-01"]).output
        #expect(
            answer.contains("telephone 01970 555 0142   last confirmed 1 year 1 month ago by Mair Owen"), "\(answer)")
        #expect(answer.contains("contacts Siân: sian@ty-gwydr.example   last changed "), "\(answer)")
    }

    @Test func `A change of today is not from today ago`() throws {
        let network = try TestNetwork()
        #expect(network.run(["members", "set", "plain-sail", "town=Fowey"]).status == 0)
        for words in [["--explain"], []] {
            let answer = network.run(["members", "stale", "plain-sail"] + words).output
            #expect(answer.contains(" today") && !answer.contains("today ago"), "\(answer)")
        }
    }

    // MARK: - Narrow terminals

    @Test func `what is explained without an id is each profile that is due`() throws {
        let network = try TestNetwork()
        let all = network.cotech("members", "stale", "--explain", "--as-of", "2028-01-01").output
        #expect(all.contains("Plain Sail   last substantive") && all.contains("Tŷ Gwydr   last substantive"))
        let rows = network.cotech("members", "stale", "--explain", "--as-of", "2028-01-01", "--format", "csv").output
        #expect(rows.hasPrefix("id,field,value,") && rows.contains("\nty-gwydr,telephone,"))
        #expect(network.cotech("members", "stale", "--explain").output == "")
    }

    @Test func `a field that a sweep introduced is marked as set by one`() throws {
        let network = try TestNetwork()
        for name in ["ash", "elm", "oak", "yew"] {
            try network.write("network/members/\(name).md", "---\nname: \(name.capitalized)\n---\n")
        }
        try network.commit("Trees", in: "network")
        for name in ["ash", "elm", "oak", "yew"] {
            try network.write(
                "network/members/\(name).md", "---\nname: \(name.capitalized)\nlegal-form: Ltd\n---\n")
        }
        try network.commit("Legal forms, from the register", in: "network")
        let told = network.run(["members", "stale", "ash", "--explain"]).output
        #expect(told.contains(#" in a sweep, "Legal forms, from the register""#), "\(told)")
        #expect(!told.contains(#" in a sweep, "Trees""#))
        let answer = network.run(["members", "stale", "ash", "--explain", "--format", "json"]).output
        let json = try #require(JSONSerialization.jsonObject(with: Data(answer.utf8)) as? [String: Any])
        let fields = try #require(json["fields"] as? [[String: Any]])
        let marked = fields.filter { $0["by-sweep"] as? Bool == true }
        #expect(marked.map { $0["field"] as? String } == ["legal-form"], "\(answer)")
    }

    @Test func `what was set aside in a profile that is gone has its place in JSON as well`() throws {
        let network = try TestNetwork()
        try network.write("network/members/ash.md", "---\nname: Ash\n---\n")
        try network.commit("Ash", in: "network")
        try network.write("network/members/ash.md", "---\nname: Ash Tree\n---\n")
        try network.commit("Tidy up", in: "network")
        let aside = try network.git("rev-parse", "HEAD")
        try network.write("network/.git-blame-ignore-revs", "\(aside)\n")
        try network.git("rm", "-q", "members/ash.md")
        try network.commit("Ash goes", in: "network")
        let words = ["members", "stale", "--explain", "--as-of", "2028-01-01"]
        #expect(network.run(words).output.contains("Set aside in members that were removed since: 1 commit\n"))
        let answer = network.run(words + ["--format", "json"]).output
        let all = try #require(JSONSerialization.jsonObject(with: Data(answer.utf8)) as? [[String: Any]])
        #expect(all.allSatisfy { $0["id"] is String && $0["fields"] is [Any] && $0["set-aside"] is [Any] })
        let gone = all.filter { $0["removed"] as? Bool == true }
        #expect(gone.map { $0["id"] as? String } == ["ash"], "\(answer)")
        let entries = try #require(gone.first?["set-aside"] as? [[String: Any]])
        let told = entries.compactMap { $0["commit"] as? String }
        #expect(told == [aside], "\(answer)")
        #expect(network.run(words + ["--format", "jsonl"]).output.split(separator: "\n").count == all.count)
    }

    @Test func `of a member that has no membership yet, how it is begun is told`() throws {
        let network = try TestNetwork()
        network.cotech("members", "add", "Dry Dock")
        let answer = network.run(["memberships", "set", "dry-dock", "joined=2026-01-05"])
        #expect(
            answer.status == 64
                && answer.error == """
                    error: there is no membership of dry-dock yet
                    help: begin one: cotech memberships add dry-dock FIELD=VALUE

                    """,
            "\(answer)")
        #expect(network.run(["memberships", "add", "dry-dock", "joined=2026-01-05"]).status == 0)
    }

    @Test func `of a profile that was removed beside its membership, the removal is told`() throws {
        let network = try TestNetwork()
        let before = try network.git("rev-parse", "--short=7", "HEAD")
        try network.git("rm", "-q", "members/plain-sail.md")
        try network.commit("Plain Sail goes", in: "network")
        let commit = try network.git("rev-parse", "--short=7", "HEAD")
        for words in [["members", "show", "plain-sail"], ["members", "show", "plain-sail", "--at", commit]] {
            let answer = network.run(words)
            #expect(
                answer.status == 64
                    && answer.error == """
                        error: the member "plain-sail" was removed on 18 November 2026, in \(commit) "Plain Sail goes"
                        help: as it was: cotech members show plain-sail --at \(before)
                        help: its commands are those of memberships: cotech memberships show plain-sail

                        """,
                "\(answer)")
        }
        #expect(network.cotech("members", "show", "plain-sail", "--at", before).output.contains("Falmouth"))
    }
}
