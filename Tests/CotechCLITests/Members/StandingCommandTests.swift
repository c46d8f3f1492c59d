import Foundation
import Testing

@Suite(.onOwnThreads) struct StandingCommandTests {
    @Test func `a co-op leaves once, keeps its record, and what points at it is listed`() throws {
        let network = try TestNetwork()
        let answer = network.cotech("members", "leave", "ty-gwydr", "--reason", "Grew up")
        #expect(
            answer.output.hasPrefix(
                """
                Tŷ Gwydr leaves the network today.
                Still pointing at it:
                  Jory is still listed there        cotech people leave jory ty-gwydr
                  Siân Rees is still listed there   cotech people leave sian ty-gwydr

                """), "\(answer.output)")
        #expect(
            network.read("network/memberships/ty-gwydr.yaml")
                == "joined: 2016-10-28\nleft: 2026-11-23\nreason: Grew up\n")
        #expect(network.read("network/members/ty-gwydr.md") != nil)
        #expect(network.cotech("members", "leave", "ty-gwydr").status == 64)
        #expect(network.cotech("members", "remove", "ty-gwydr").error.contains("cotech members leave ty-gwydr"))
        #expect(
            network.cotech("members", "show", "ty-gwydr", "--format", "json").output.contains("\"status\": \"left\""))
    }

    @Test func `a member is suspended, comes back, and goes as emeritus`() throws {
        let network = try TestNetwork()
        #expect(
            network.cotech("members", "suspend", "plain-sail", "--date", "2026-11-01").output.hasPrefix(
                "Plain Sail is suspended from Sunday 1 November.\n"))
        #expect(
            network.cotech("members", "leave", "plain-sail", "--emeritus").error.contains(
                "a co-op that is suspended does not become emeritus"))
        #expect(
            network.cotech("members", "rejoin", "plain-sail").output.hasPrefix(
                "Plain Sail is a member again from today.\n"))
        #expect(network.cotech("members", "rejoin", "plain-sail").status == 64)
        #expect(network.cotech("members", "leave", "plain-sail", "--emeritus").status == 0)
        #expect(
            network.read("network/memberships/plain-sail.yaml")
                == "joined: 2019-10-14\nemeritus: 2026-11-23\nintroduced-by: ty-gwydr  # at the fair\n")
        #expect(try network.complaints() == "")
    }

    @Test func `a leaving that is still to come moves to another day, and is called off`() throws {
        let network = try TestNetwork()
        #expect(network.cotech("members", "leave", "plain-sail", "--date", "+2w").status == 0)
        #expect(
            network.cotech("members", "leave", "plain-sail", "--date", "+3w").output.hasPrefix(
                "Plain Sail leaves the network on Monday 14 December.\n"))
        #expect(
            network.cotech("members", "leave", "ty-gwydr", "--date", "+3w").output.contains(
                "cotech people leave jory ty-gwydr --date 2026-12-14\n"))
        let answer = network.cotech("members", "rejoin", "plain-sail")
        #expect(answer.output.hasPrefix("Plain Sail stays a member.\n"), "\(answer)")
        #expect(
            network.read("network/memberships/plain-sail.yaml")
                == "joined: 2019-10-14\nintroduced-by: ty-gwydr  # at the fair\n")
        #expect(network.cotech("members", "suspend", "plain-sail", "--date", "tomorrow").status == 0)
        #expect(network.cotech("members", "rejoin", "plain-sail").output.hasPrefix("Plain Sail stays a member.\n"))
        #expect(try network.complaints() == "")
    }

    @Test func `who never joined is not suspended, and coming back has a day after the going`() throws {
        let network = try TestNetwork()
        network.cotech("members", "add", "Brand New")
        let suspended = network.cotech("members", "suspend", "brand-new")
        #expect(suspended.status == 64 && suspended.error.contains("cotech memberships add brand-new joined=DAY"))
        #expect(network.cotech("members", "rejoin", "plain-sail", "--date", "2010-01-01").status == 64)
        network.cotech("members", "suspend", "plain-sail")
        let early = network.cotech("members", "rejoin", "plain-sail", "--date", "2010-01-01")
        #expect(early.status == 64 && early.error.contains("2010-01-01 is before it was suspended"), "\(early)")
        #expect(
            network.read("network/memberships/plain-sail.yaml")?.hasPrefix(
                "joined: 2019-10-14\nsuspended: 2026-11-23\n") == true)
    }

    @Test func `taking back goes against the pipeline's order`() throws {
        let network = try TestNetwork()
        network.cotech("members", "suspend", "plain-sail")
        #expect(network.cotech("members", "leave", "plain-sail").status == 0)
        let answer = network.cotech("undo")
        #expect(answer.status == 0, "\(answer.error)")
        #expect(network.read("network/memberships/plain-sail.yaml")?.contains("left") == false)
    }

    @Test func `a confirmation touches only its own line, one commit a co-op`() throws {
        let network = try TestNetwork()
        let before = try #require(network.read("network/members/ty-gwydr.md"))
        let answer = network.cotech("members", "confirm", "ty-gwydr", "telephone", "--said-by", "Siân, by\nphone")
        #expect(
            answer.output.hasPrefix(
                "Tŷ Gwydr: telephone confirmed today on its behalf (Siân, by\nphone). Other fields unchanged.\n"))
        let after = try #require(network.read("network/members/ty-gwydr.md"))
        #expect(after.replacing("confirmed-fields:\n  telephone: 2026-11-23\n", with: "") == before)
        #expect(
            try network.git("log", "-1", "--format=%b") == "Cotech: confirm members/ty-gwydr\nSaid-By: Siân, by phone")
        let several = network.cotech("members", "confirm", "ty-gwydr", "plain-sail").output
        #expect(several.contains("Plain Sail: the whole profile confirmed today."))
        #expect(
            try network.git("log", "-2", "--format=%s")
                == "Plain Sail: the whole profile confirmed\nTŷ Gwydr: the whole profile confirmed")
        // Each of them can be taken back by itself.
        for commit in try network.git("log", "-2", "--format=%h", "--abbrev=7").split(separator: "\n") {
            #expect(several.contains("Wrong? cotech undo \(commit)\n"), "\(several)")
        }
    }

    @Test func `what is not there to confirm is refused before anything is written`() throws {
        let network = try TestNetwork()
        let head = try network.git("rev-parse", "HEAD")
        #expect(
            network.cotech("members", "confirm", "ty-gwydr", "telepone").error.contains("did you mean \"telephone\"?"))
        #expect(
            network.cotech("members", "confirm", "ty-gwydr", "plain-sail", "telephone").error.contains(
                "telephone is blank"))
        #expect(network.cotech("members", "confirm", "ty-gwidr").error.contains("did you mean ty-gwydr?"))
        #expect(network.cotech("members", "confirm", "ty-gwydr", "--date", "2027-01-01").status == 64)
        #expect(try network.git("rev-parse", "HEAD") == head)
        try network.write("network/members/plain-sail.md", "---\nname: Plain Sail\nconfirmed: 2026-05-04\n---\n")
        try network.commit("Read in May", in: "network")
        let confirmed = try network.git("rev-parse", "HEAD")
        let early = network.cotech("members", "confirm", "ty-gwydr", "plain-sail", "--date", "2019-01-01")
        #expect(early.status == 64 && early.error.contains("on 4 May 2026"), "\(early)")
        #expect(try network.git("rev-parse", "HEAD") == confirmed)
    }

    @Test func `a member is renamed wherever it stands, and the comments stay`() throws {
        let network = try TestNetwork()
        #expect(network.cotech("members", "rename", "ty-gwydr", "glass-house").status == 0)
        #expect(network.read("network/members/ty-gwydr.md") == nil)
        #expect(
            network.read("network/members/glass-house.md")?.contains(
                "formerly:\n  - ty-gwydr\ntelephone: 01970 555 0142  # the office\n") == true)
        #expect(network.read("network/memberships/glass-house.yaml") == "joined: 2016-10-28\n")
        #expect(
            network.read("network/memberships/plain-sail.yaml")
                == "joined: 2019-10-14\nintroduced-by: glass-house  # at the fair\n")
        #expect(
            network.read("network-private/people/jory.yaml")
                == "name: Jory\ncoops:\n  plain-sail:\n    role: writer\n  glass-house:\n    role: guest\n")
        #expect(
            try network.git("log", "-1", "--format=%s%n%b") == """
                Rename member ty-gwydr to glass-house
                Cotech-Mechanical: rename members/ty-gwydr members/glass-house
                Cotech-Mechanical: rename memberships/ty-gwydr memberships/glass-house
                """)
        #expect(
            try network.git("log", "-1", "--format=%b", in: "network-private").contains(
                "Cotech-Mechanical: rename members/ty-gwydr members/glass-house"))
        #expect(network.cotech("check").status == 0)
        #expect(try network.complaints() == "")
        #expect(network.cotech("members", "rename", "glass-house", "ty-gwydr").status == 0)
        #expect(network.read("network/members/ty-gwydr.md")?.contains("formerly:\n  - glass-house\n") == true)
    }

    @Test func `a term is renamed wherever it stands, as the advice after a move by hand says`() throws {
        let network = try TestNetwork()
        try network.write("network/members/plain-sail.md", "---\nname: Plain Sail\nservices:\n  - gis\n---\n")
        try network.commit("Use a term", in: "network")
        try FileManager.default.moveItem(
            atPath: "\(network.store)/skills/gis.yaml", toPath: "\(network.store)/skills/maps.yaml")
        #expect(network.cotech("save").error.contains("rename it everywhere: cotech skills rename gis maps"))
        try FileManager.default.moveItem(
            atPath: "\(network.store)/skills/maps.yaml", toPath: "\(network.store)/skills/gis.yaml")
        let answer = network.cotech("skills", "rename", "gis", "maps")
        #expect(answer.status == 0, "\(answer.error)")
        #expect(network.read("network/members/plain-sail.md")?.contains("  - maps\n") == true)
        #expect(network.cotech("check").status == 0)
        #expect(network.cotech("memberships", "rename", "ty-gwydr", "glass-house").status == 64)
    }

    @Test func `a rename is taken back in both repositories`() throws {
        let network = try TestNetwork()
        network.cotech("members", "rename", "ty-gwydr", "glass-house")
        let answer = network.cotech("undo")
        #expect(answer.status == 0, "\(answer.error)")
        #expect(network.read("network/members/ty-gwydr.md")?.contains("formerly") == false)
        #expect(network.read("network-private/people/sian.yaml")?.contains("ty-gwydr:") == true)
        #expect(network.cotech("check").status == 0)
    }

    @Test func `taking back of a rename is taken back in both repositories, and an older one by either half`() throws {
        let network = try TestNetwork()
        network.cotech("members", "rename", "ty-gwydr", "glass-house")
        network.cotech("members", "set", "plain-sail", "town=Fowey")
        let person = try network.git("rev-parse", "HEAD", in: "network-private")
        #expect(network.cotech("undo", person).status == 0)
        #expect(network.read("network/members/ty-gwydr.md") != nil)
        #expect(network.read("network-private/people/sian.yaml")?.contains("ty-gwydr:") == true)
        let answer = network.cotech("undo", "HEAD")
        #expect(answer.status == 0, "\(answer.error)")
        #expect(network.read("network/members/glass-house.md") != nil)
        #expect(network.read("network-private/people/sian.yaml")?.contains("glass-house:") == true)
        #expect(network.read("network/members/plain-sail.md")?.contains("town: Fowey") == true)
        #expect(network.cotech("check").status == 0)
        #expect(try network.complaints() == "")
    }

    @Test func `a rename whose second half came later is taken back in both repositories`() throws {
        let network = try TestNetwork()
        for words in [["rename", "ty-gwydr", "glass-house"], ["merge", "ty-gwydr", "--into", "plain-sail"]] {
            let people = network.read("network-private/people/sian.yaml")
            try network.shell("mv ../network-private ../elsewhere")
            let first = network.run(["members"] + words)
            #expect(first.status == 0 && !first.error.contains("error"), "\(first)")
            try network.shell("mv ../elsewhere ../network-private")
            #expect(network.run(["members"] + words).status == 0)
            #expect(network.read("network-private/people/sian.yaml") != people)
            let answer = network.cotech("undo")
            #expect(answer.status == 0, "\(answer)")
            #expect(network.read("network/members/ty-gwydr.md") != nil)
            #expect(network.read("network-private/people/sian.yaml") == people)
            #expect(network.cotech("check").status == 0)
        }
        #expect(try network.complaints() == "")
    }

    @Test func `an id that is taken, or was, is not given again`() throws {
        let network = try TestNetwork()
        #expect(network.cotech("members", "rename", "ty-gwydr", "plain-sail").status == 64)
        #expect(
            network.cotech("members", "rename", "ty-gwydr", "slow-boat").error.contains("former name of plain-sail"))
        #expect(
            network.cotech("members", "rename", "ty-gwydr", "Glass House").error.contains(
                "did you mean \"glass-house\"?"))
        #expect(network.cotech("members", "rename", "ty-gwidr", "x").error.contains("did you mean ty-gwydr?"))
        #expect(network.cotech("members", "add", "Slow Boat").status == 64)
    }

    @Test func `a member is merged into another, and what is lost is said`() throws {
        let network = try TestNetwork()
        let answer = network.cotech("members", "merge", "ty-gwydr", "--into", "plain-sail", "--take", "telephone")
        #expect(
            answer.output.hasPrefix(
                "Merged Tŷ Gwydr into Plain Sail.\nNot taken over:\n  contacts: Siân\n  skills.offered: swift\n  description: Websites in two languages.\n"
            ), "\(answer)")
        #expect(
            network.read("network/members/plain-sail.md")?.contains("formerly:\n  - slow-boat\n  - ty-gwydr\n") == true)
        #expect(network.read("network/members/plain-sail.md")?.contains("telephone: 01970 555 0142\n") == true)
        #expect(network.read("network/memberships/ty-gwydr.yaml") == nil)
        // Whoever belonged to both belongs once.
        #expect(
            network.read("network-private/people/jory.yaml") == "name: Jory\ncoops:\n  plain-sail:\n    role: writer\n")
        #expect(network.read("network-private/people/sian.yaml")?.contains("plain-sail:\n    from: 2016-10-28") == true)
        #expect(network.cotech("members", "merge", "plain-sail", "--into", "plain-sail").status == 64)
        #expect(try network.complaints() == "")
    }

    @Test func `what a merge would lose is told before it is made, keys that no command reads among it`() throws {
        let network = try TestNetwork()
        for (id, key) in [("plain-sail", "x-ours: 1"), ("ty-gwydr", "x-old-number: [1, 2]")] {
            try network.shell("sed -i 's/^name:/x-key: of both\\n\(key)\\nname:/' members/\(id).md")
        }
        try network.commit("Notes of our own", in: "network")
        let head = try network.git("rev-parse", "HEAD")
        let merge = ["members", "merge", "ty-gwydr", "--into", "plain-sail"]
        let told = """
            Not taken over:
              telephone: 01970 555 0142
              contacts: Siân
              skills.offered: swift
              description: Websites in two languages.
              joined: 2016-10-28 (the other says 2019-10-14)
              coops: Jory at ty-gwydr: role guest (the other says writer)
              x-old-number: [1, 2]

            """
        let rehearsal = network.run(merge + ["--dry-run"])
        #expect(rehearsal.output.hasSuffix(told + "To take some of it: merge with --take FIELD\n"), "\(rehearsal)")
        #expect(try network.git("rev-parse", "HEAD") == head)
        let answer = network.run(merge)
        #expect(answer.output.contains(told + "To take some of it: cotech undo, then merge again"), "\(answer)")
    }

    @Test func `the name of the one that goes is told of, and search finds it where it is taken`() throws {
        let network = try TestNetwork()
        #expect(network.cotech("members", "set", "plain-sail", "name=Plain Sail Web Ltd").status == 0)
        let merge = ["members", "merge", "plain-sail", "--into", "ty-gwydr"]
        #expect(network.run(merge + ["--dry-run"]).output.contains("Not taken over:\n  formerly: Plain Sail Web Ltd\n"))
        #expect(network.run(merge + ["--take", "formerly"]).status == 0)
        let listed = network.cotech("members", "list", "Plain Sail Web Ltd")
        #expect(listed.status == 0 && listed.output.contains("Tŷ Gwydr"), "\(listed)")
        #expect(network.cotech("check").status == 0)
    }

    @Test func `merging takes only what there is to take`() throws {
        let network = try TestNetwork()
        #expect(
            network.cotech("members", "merge", "ty-gwydr", "--into", "plain-sail", "--take", "town").error.contains(
                "it does in telephone"))
        #expect(
            network.cotech("members", "merge", "ty-gwydr", "--into", "plain-sale").error.contains(
                "did you mean plain-sail?"))
    }

    @Test func `what both co-ops say, each in its own way, is listed and can be taken`() throws {
        let network = try TestNetwork()
        network.cotech(
            "members", "set", "plain-sail", "contacts=Siân: sian@plain-sail.example", "skills.offered=swift:beginner")
        network.cotech("memberships", "set", "ty-gwydr", "steps.worker-owned=2016-11-01")
        network.cotech("memberships", "set", "plain-sail", "steps.worker-owned=2019-11-01")
        let merge = ["members", "merge", "ty-gwydr", "--into", "plain-sail"]
        let answer = network.run(merge)
        for line in [
            "  contacts: Siân: sian@ty-gwydr.example (the other says sian@plain-sail.example)\n",
            "  skills.offered: swift: expert (the other says beginner)\n",
            "  steps: worker-owned: 2016-11-01 (the other says 2019-11-01)\n",
            "  coops: Jory at ty-gwydr: role guest (the other says writer)\n",
        ] { #expect(answer.output.contains(line), "\(answer)") }
        #expect(network.read("network/members/plain-sail.md")?.contains("sian@plain-sail.example") == true)
        #expect(network.cotech("undo").status == 0)
        let taken = network.run(merge + ["contacts", "skills.offered", "steps", "coops"].flatMap { ["--take", $0] })
        #expect(taken.status == 0, "\(taken)")
        let profile = network.read("network/members/plain-sail.md") ?? ""
        #expect(profile.contains("Siân: sian@ty-gwydr.example") && profile.contains("swift: expert"), "\(profile)")
        #expect(network.read("network/memberships/plain-sail.yaml")?.contains("worker-owned: 2016-11-01") == true)
        #expect(network.read("network-private/people/jory.yaml")?.contains("role: guest") == true)
        #expect(try network.complaints() == "")
    }

    @Test func `nobody leaves the merged co-op for having left one of the two`() throws {
        let network = try TestNetwork()
        network.cotech("people", "set", "jory", "coops.plain-sail.until=2019-12-01")
        network.cotech("people", "set", "sian", "coops.ty-gwydr.until=2020-01-01", "coops.plain-sail.role=Director")
        let merge = ["members", "merge", "ty-gwydr", "--into", "plain-sail"]
        let refused = network.run(merge + ["--take", "coops"])
        #expect(refused.status == 64 && refused.error.contains("says nothing in \"coops\""), "\(refused)")
        let answer = network.run(merge)
        #expect(
            answer.output.contains(
                """
                  coops: Jory at plain-sail: role writer (the other says guest), until 2019-12-01
                  coops: Siân Rees at ty-gwydr: from 2016-10-28, until 2020-01-01

                """), "\(answer)")
        #expect(
            network.read("network-private/people/jory.yaml") == "name: Jory\ncoops:\n  plain-sail:\n    role: guest\n")
        #expect(
            network.read("network-private/people/sian.yaml")?.contains(
                "coops:\n  plain-sail:\n    role: Director\nemail") == true)
    }

    @Test func `a change of two halves is taken back when the companion has moved on since`() throws {
        let network = try TestNetwork()
        network.cotech("members", "rename", "ty-gwydr", "glass-house")
        let rename = try network.git("rev-parse", "HEAD")
        network.cotech("people", "set", "jory", "telephone=01970 555 0123")
        network.cotech("members", "set", "plain-sail", "town=Truro")
        let answer = network.cotech("undo", rename)
        #expect(answer.status == 0, "\(answer.error)")
        #expect(network.read("network/members/ty-gwydr.md") != nil)
        #expect(network.read("network-private/people/sian.yaml")?.contains("ty-gwydr:") == true)
        #expect(network.read("network-private/people/jory.yaml")?.contains("01970 555 0123") == true)
        #expect(network.cotech("check").status == 0)
    }

    @Test func `renaming and merging leave every age as it was, and reminders where they were`() throws {
        let network = try TestNetwork()
        func own(_ id: String) -> String {
            let answer = network.cotech("members", "stale", id, "--format", "csv", "--as-of", "2027-11-23")
            return answer.output.split(separator: "\n").last.map { $0.split(separator: ",").dropFirst().joined() } ?? ""
        }
        let (renamed, kept) = (own("ty-gwydr"), own("plain-sail"))
        #expect(network.cotech("members", "rename", "ty-gwydr", "glass-house").status == 0)
        #expect(own("glass-house") == renamed)
        #expect(network.cotech("members", "merge", "glass-house", "--into", "plain-sail").status == 0)
        let formerly = "formerly:\n  - glass-house\n  - slow-boat\n  - ty-gwydr\n"
        let text = network.read("network/members/plain-sail.md")
        #expect(text?.contains(formerly) == true, "\(text ?? "")")
        #expect(own("plain-sail") == kept)
    }

    @Test func `a text is not put into a file that cannot hold one, and the command that mends it works`() throws {
        let network = try TestNetwork()
        try network.git("rm", "-q", "members/plain-sail.md")
        try network.write("network/members/plain-sail.yaml", "name: Plain Sail\nformerly:\n  - slow-boat")
        try network.commit("In the other form", in: "network")
        let answer = network.cotech("members", "set", "plain-sail", "description=We mend sails.")
        #expect(answer.status == 65 && answer.error.contains("a .yaml file has no text below its facts"), "\(answer)")
        let line = try #require(answer.error.split(separator: "\n").first { $0.hasPrefix("help: make it a page: ") })
        let command = line.dropFirst("help: make it a page: ".count).replacing(" && cotech save", with: "")
        try network.shell(String(command))
        #expect(network.cotech("save").status == 0)
        #expect(network.cotech("members", "set", "plain-sail", "description=We mend sails.").status == 0)
        #expect(network.read("network/members/plain-sail.md")?.hasSuffix("\n\nWe mend sails.\n") == true)
        #expect(network.cotech("check").status == 0)
    }

    @Test func `a member that runs is not merged into one that left`() throws {
        let network = try TestNetwork()
        #expect(network.cotech("members", "leave", "plain-sail").status == 0)
        let refused = network.cotech("members", "merge", "ty-gwydr", "--into", "plain-sail")
        #expect(refused.status == 64 && refused.error.contains("plain-sail is a leaver and ty-gwydr is a member"))
        #expect(network.cotech("members", "merge", "plain-sail", "--into", "ty-gwydr").status == 0)
    }
}
