import Foundation
import Testing

/// `check`, `fmt` and `save` on files that are edited by hand.
@Suite(.onOwnThreads) struct HandEditCommandTests {
    private static let broken = "---\nname: Plain Sail\ntwon: Falmouth\n---\n"

    @Test(arguments: ["members/plain-sail.md", "./members/plain-sail.md", "members", ".", "../network/members/"])
    func `what is wrong in a file is found by whatever path it is named`(path: String) throws {
        let network = try TestNetwork()
        try network.write("network/members/plain-sail.md", Self.broken)
        try network.commit("Break it", in: "network")
        let answer = network.cotech("check", path)
        #expect(answer.status == 1 && answer.output.contains("members/plain-sail.md:3:1: error:"), "\(answer)")
        let inside = network.cotech("-C", "members", "check", "plain-sail.md")
        #expect(inside.status == 1 && inside.output.contains("1 record looked at: 1 error"), "\(inside)")
        #expect(network.cotech("check", "\(network.store)/members/plain-sail.md").status == 1)
        let other = network.cotech("check", "members/ty-gwydr.md")
        #expect(other.status == 0 && other.output == "1 record looked at: all is well.\n")
    }

    @Test(arguments: [["check"], ["fmt"], ["fmt", "--check"], ["save"]])
    func `a path that is not there is refused`(command: [String]) throws {
        let network = try TestNetwork()
        let answer = network.run(command + ["plain-sale.md"])
        #expect(answer.status == 64 && answer.error.contains("\"plain-sale.md\""), "\(answer)")
    }

    @Test func `a file that is not saved is looked at as it stands, and that is said`() throws {
        let network = try TestNetwork()
        try network.write("network/members/plain-sail.md", Self.broken)
        let answer = network.cotech("check", "members/plain-sail.md")
        #expect(answer.status == 1 && answer.output.contains("instead: town: Falmouth"), "\(answer)")
        #expect(answer.error.hasPrefix("note: members/plain-sail.md is not saved"))
        #expect(network.cotech("check", "--as-of", "2026-11-20").status == 0)
    }

    /// `docs/architecture.md`, "Reading".
    @Test func `whoever reads a record that is edited and not saved is told that the edit is not seen`() throws {
        let network = try TestNetwork()
        for command in [["list"], ["show", "ty-gwydr"], ["history", "ty-gwydr"], ["stale", "ty-gwydr"]] {
            #expect(network.run(["members"] + command).error == "", "\(command)")
        }
        let text = try #require(network.read("network/members/ty-gwydr.md"))
        try network.write(
            "network/members/ty-gwydr.md", text.replacingOccurrences(of: "---\nname", with: "---\n# !\nname"))
        for command in [
            ["list"], ["list", "gwydr"], ["list", "--format", "csv"], ["show", "ty-gwydr"], ["history", "ty-gwydr"],
            ["stale", "ty-gwydr"], ["stale", "--as-of", "2026-11-23", "ty-gwydr"], ["show", "plain-sail"],
            ["list", "sail"],
            ["show", "ty-gwydr", "--at", "HEAD"],
        ] {
            let answer = network.run(["members"] + command)
            let isSaid = answer.error.hasPrefix(
                """
                note: members/ty-gwydr.md has an edit by hand that is not saved, and not seen here
                help: to see it: cotech diff
                help: to commit it: cotech save

                """)
            let isMeant = !command.contains { ["plain-sail", "sail", "--at", "--as-of"].contains($0) }
            #expect(isSaid == isMeant && answer.status == 0, "\(command): \(answer)")
        }
    }

    @Test func `what editors and desktops leave beside records is nobody's to save`() throws {
        let network = try TestNetwork()
        let before = try network.git("rev-parse", "HEAD")
        try network.write("network/members/.ty-gwydr.md.swp", "\u{0}\u{1}")
        try network.write("network/members/ty-gwydr.md~", "---\nname: Before\n---\n")
        try network.write("network/skills/.DS_Store", "\u{0}")
        try FileManager.default.createSymbolicLink(
            atPath: "\(network.store)/members/.#ty-gwydr.md", withDestinationPath: "mair@host.1:1")
        for command in [["check"], ["save"], ["diff"]] {
            #expect(network.run(command).status == 0, "\(command)")
        }
        #expect(try network.git("rev-parse", "HEAD") == before)
    }

    @Test func `a link that somebody put among the records keeps nothing else from being looked at`() throws {
        let network = try TestNetwork()
        try FileManager.default.createSymbolicLink(
            atPath: "\(network.store)/members/lent.md", withDestinationPath: "../cotech.yaml")
        try network.write("network/members/plain-sail.md", Self.broken)
        let answer = network.cotech("check")
        #expect(
            answer.status == 1 && answer.output.contains("instead: town: Falmouth")
                && answer.output.contains(
                    "members/lent.md: error: This cannot be saved: it is not a plain file any more"),
            "\(answer)")
    }

    @Test func `git is told of the top of the store by whoever stands in a folder of it`() throws {
        let network = try TestNetwork()
        let text = try #require(network.read("network/members/ty-gwydr.md"))
        try network.write("network/members/ty-gwydr.md", text + "More.\n")
        let below = network.run(["members", "set", "ty-gwydr", "town=Leeds"], below: "members")
        #expect(below.status == 75 && below.error.contains("git -C .. restore members/ty-gwydr.md\n"), "\(below)")
        let named = network.cotech("-C", "members", "members", "set", "ty-gwydr", "town=Leeds")
        #expect(named.error.contains("away: git -C . restore members/ty-gwydr.md\n"), "\(named)")
    }

    @Test func `what names a page that was deleted by hand is not told to add it again`() throws {
        let network = try TestNetwork()
        #expect(network.cotech("skills", "add", "Weaving").status == 0)
        #expect(network.cotech("members", "set", "ty-gwydr", "services+=weaving").status == 0)
        try FileManager.default.removeItem(atPath: "\(network.store)/skills/weaving.yaml")
        let answer = network.cotech("check")
        #expect(
            answer.output.contains(
                "Take it out here: cotech members set ty-gwydr services-=weaving, or bring it back where it went: git checkout "
            ) && !answer.output.contains("skills add"), "\(answer)")
    }

    @Test func `save names everything that is wrong with the edits in one run, as check does`() throws {
        let network = try TestNetwork()
        try FileManager.default.removeItem(atPath: "\(network.store)/members/plain-sail.md")
        try network.write("network/members/ty-gwydr.md", "---\nname: [Ty\n---\n")
        try FileManager.default.removeItem(atPath: "\(network.store)/skills/gis.yaml")
        try FileManager.default.createSymbolicLink(
            atPath: "\(network.store)/skills/gis.yaml", withDestinationPath: "swift.yaml")
        let head = try network.git("rev-parse", "HEAD")
        let (saved, checked) = (network.cotech("save"), network.cotech("check"))
        #expect(saved.status == 65 && checked.status == 1)
        for said in [
            "members/plain-sail.md: error: A member's record is kept", "members/ty-gwydr.md:2:7: error: ",
            "skills/gis.yaml: error: This cannot be saved: it is not a plain file any more",
        ] {
            #expect(saved.error.contains(said), "\(saved.error)")
            #expect(checked.output.contains(said), "\(checked.output)")
        }
        #expect(
            saved.error.contains("error: the change would leave 3 errors, so nothing was written\n"), "\(saved.error)")
        #expect(try network.git("rev-parse", "HEAD") == head)
    }

    @Test func `a page moved to another id is answered with its rename`() throws {
        let network = try TestNetwork()
        try network.git("mv", "members/ty-gwydr.md", "members/glass-house.md")
        let (saved, checked) = (network.cotech("save"), network.cotech("check", "memberships/ty-gwydr.yaml"))
        #expect(saved.status == 65 && saved.error.contains("cotech members rename ty-gwydr glass-house\n"), "\(saved)")
        #expect(!saved.error.contains("Take it out first"), "\(saved)")
        // What stands at another path than its member does is found as well.
        #expect(checked.status == 1 && checked.output.contains("[unknown-reference]"), "\(checked)")
        try network.git("mv", "members/glass-house.md", "members/ty-gwydr.md")
        #expect(network.cotech("members", "rename", "ty-gwydr", "glass-house").status == 0)
        #expect(network.cotech("check").status == 0)
    }

    @Test func `a page moved to another id may say itself that it was the old one`() throws {
        let network = try TestNetwork()
        #expect(network.cotech("members", "add", "Elder").status == 0)
        try network.git("mv", "members/elder.md", "members/rowan.md")
        let refused = network.cotech("save")
        #expect(refused.status == 65 && refused.error.contains("rename elder rowan\n"), "\(refused)")
        #expect(network.cotech("check").output.contains("[former-id]"))
        try network.write("network/members/rowan.md", "---\nname: Elder\nformerly: [elder]\n---\n")
        try network.git("add", "-A")
        let saved = network.cotech("save")
        #expect(saved.status == 0, "\(saved)")
        #expect(network.cotech("members", "show", "rowan").output.contains("formerly"))
    }

    @Test func `each of several commits of edits names the one to take back`() throws {
        let network = try TestNetwork()
        for id in ["ty-gwydr", "plain-sail"] {
            let page = try #require(network.read("network/members/\(id).md"))
            try network.write(
                "network/members/\(id).md",
                page.replacing("---\nname:", with: "---\nwebsite: https://example.coop\nname:"))
        }
        let saved = network.cotech("save", "--each")
        let head = try network.git("rev-parse", "--short=7", "HEAD")
        #expect(saved.output.contains("Wrong? cotech undo \(head)"), "\(saved)")
        #expect(saved.output.matches(of: /Wrong\? cotech undo [0-9a-f]+/).count == 2, "\(saved)")
    }

    @Test func `a sweep and a removal that is refused are told in one run`() throws {
        let network = try TestNetwork()
        #expect(network.cotech("settings", "set", "sweep=1").status == 0)
        for (id, name) in [("ash", "Ash"), ("birch", "Birch"), ("cedar", "Cedar")] {
            try network.write("network/members/\(id).md", "---\nname: \(name)\n---\n")
        }
        try network.commit("Three more", in: "network")
        for (id, name) in [("ash", "Ash"), ("birch", "Birch"), ("cedar", "Cedar")] {
            try network.write("network/members/\(id).md", "---\nname: \(name)\ntown: Rye\n---\n")
        }
        try FileManager.default.removeItem(atPath: "\(network.store)/members/plain-sail.md")
        let answer = network.cotech("save")
        #expect(answer.status == 65 && answer.output == "", "\(answer)")
        #expect(answer.error.contains("records of 4 co-ops at once"), "\(answer.error)")
        #expect(answer.error.contains("members/plain-sail.md: error: A member's record is kept"), "\(answer.error)")
        try network.git("checkout", "-q", "--", "members/plain-sail.md")
        #expect(network.cotech("save").status == 64)
        #expect(network.cotech("save", "--each").status == 0)
    }

    @Test func `fmt and its check agree: what is committed counts, and an edit is left as it is`() throws {
        let network = try TestNetwork()
        #expect(network.cotech("fmt").status == 0)
        try network.write("network/skills/gis.yaml", "label:   Maps\n")
        try network.write("network/members/plain-sail.md", "---\nname:   Plain Sail\n---\n")
        try network.commit("Untidy", in: "network")
        let edit = "---\nname:   Plain Sail\ntown:   Fowey\n---\n"
        try network.write("network/members/plain-sail.md", edit)
        let unsaved = "warning: members/plain-sail.md is not saved: the edits by hand stay as they are\n"
        let named = network.cotech("fmt", "--check")
        #expect(named.status == 1 && named.output == "skills/gis.yaml\n" && named.error.hasPrefix(unsaved), "\(named)")
        let mended = network.cotech("fmt")
        #expect(mended.status == 0 && mended.output.hasPrefix("Format 1 record.") && mended.error.hasPrefix(unsaved))
        #expect(network.read("network/members/plain-sail.md") == edit)
        for words in [["fmt", "--check"], ["fmt"]] {
            let idle = network.run(words)
            #expect(idle.status == 0 && idle.error.hasPrefix(unsaved), "\(idle)")
        }
        #expect(network.cotech("save").status == 0)
        let saved = network.cotech("fmt", "--check")
        #expect(saved.status == 1 && saved.output == "members/plain-sail.md\n" && saved.error == "", "\(saved)")
        #expect(network.cotech("fmt").status == 0 && network.cotech("fmt", "--check").status == 0)
    }

    @Test func `a field that is given two values is refused, and several elements are not`() throws {
        let network = try TestNetwork()
        for words in [
            ["headcount=1", "headcount=2"], ["headcount=1", "headcount="], ["members=1", "headcount=2"],
            ["up-for=hosting", "up-for=mentoring"], ["up-for+=hosting", "up-for=mentoring"],
            ["skills.offered+=gis:expert", "skills.offered+=gis:beginner"],
            ["social.git=a", "social.git=b"], ["social.git=a", "social="],
            ["up-for+=hosting", "up-for-=hosting"], ["up-for-=hosting", "up-for+=hosting"],
            ["up-for=hosting", "up-for-=hosting"],
        ] {
            let answer = network.run(["members", "set", "plain-sail"] + words)
            let said = "error: \"\(words[0])\" and \"\(words[1])\" contradict each other\n"
            #expect(answer.status == 64 && answer.error.hasPrefix(said), "\(answer)")
            #expect(network.run(["members", "add", "Elm"] + words).status == 64)
        }
        #expect(try network.complaints() == "")
        for words in [
            ["up-for+=hosting", "up-for+=mentoring"], ["up-for-=hosting", "up-for+=exchange"],
            ["up-for=a", "up-for+=b"],
            ["social=", "social.git=a", "social.chat=b"], ["headcount=1", "headcount=1", "town=Looe"],
            ["skills.offered+=gis", "skills.offered+=swift"],
        ] {
            let answer = network.run(["members", "set", "plain-sail"] + words)
            #expect(answer.status == 0, "\(words): \(answer)")
        }
        #expect(network.read("network/members/plain-sail.md")?.contains("up-for:\n  - a\n  - b\n") == true)
        #expect(
            network.cotech("members", "enquire", "Elm", "owner=Ada", "--owner", "Bo").error.contains(
                "contradict each other"))
    }

    @Test func `several changes to one list are made one after another`() throws {
        let network = try TestNetwork()
        func services(_ words: String...) throws -> [String] {
            let answer = network.run(["members", "set", "plain-sail"] + words)
            #expect(answer.status == 0, "\(answer)")
            let text = try #require(network.read("network/members/plain-sail.md"))
            let list = text.split(separator: "up-for:\n").last.map { $0.split(separator: "\n") } ?? []
            return list.prefix { $0.hasPrefix("  - ") }.map { String($0.dropFirst(4)) }
        }
        #expect(try services("up-for=hosting,mentoring") == ["hosting", "mentoring"])
        // What stood there before says nothing of what stands there by then.
        #expect(try services("up-for=exchange", "up-for+=mentoring") == ["exchange", "mentoring"])
        #expect(try services("up-for=exchange", "up-for+=exchange") == ["exchange"])
        #expect(try services("up-for=hosting", "up-for-=mentoring") == ["hosting"])
        func skills(_ words: String...) throws -> String {
            #expect(network.run(["members", "set", "plain-sail"] + words).status == 0)
            let text = try #require(network.read("network/members/plain-sail.md"))
            return text.split(separator: "offered:\n").last.map { String($0.prefix(60)) } ?? ""
        }
        _ = try skills("skills.offered=gis:expert")
        let both = try skills("skills.offered=swift:expert,gis:expert")
        #expect(both.hasPrefix("    - gis: expert\n    - swift: expert\n"), "\(both)")
        let again = try skills("skills.offered=swift", "skills.offered+=gis:expert")
        #expect(again.hasPrefix("    - gis: expert\n    - swift\n"), "\(again)")
    }

    @Test func `a setting out of its bounds is told them, and how to do without`() throws {
        let network = try TestNetwork()
        let sweep = network.cotech("settings", "set", "sweep=0")
        #expect(
            sweep.error == """
                error: sweep: "0" is not a whole number from 1 to 1000
                help: Leave it blank for 3; with 1000 hardly any commit is a sweep.

                """)
        #expect(network.cotech("settings", "set", "sweep=never").error.contains("is not a whole number such as 12"))
        let place = network.cotech("settings", "set", "private=/etc")
        #expect(place.status == 64 && place.error.contains("\"/etc\" is not a folder beside this store"), "\(place)")
        let limit = network.cotech("settings", "set", "limits.headcount=0")
        #expect(
            limit.error
                == "error: limits.headcount: \"0\" is not a number of days, 1 or more, or never for no limit\n")
        for words in [["sweep=1000"], ["limits.headcount=never"], ["limits.headcount=1"]] {
            #expect(network.run(["settings", "set"] + words).status == 0)
        }
    }

    @Test func `nothing is committed while an edit has an error, in either store`() throws {
        let network = try TestNetwork()
        try network.write("network/members/ty-gwydr.md", "---\nname: Tŷ Gwydr\n---\n")
        try network.write("network-private/people/sian.yaml", "name: Siân Rees\nmeail: x@y.example\n")
        let heads = try network.git("rev-parse", "HEAD") + network.git("rev-parse", "HEAD", in: "network-private")
        for flags in [["save"], ["save", "--each"], ["save", "--together"]] {
            let answer = network.run(flags)
            #expect(answer.status == 65 && answer.error.contains("people/sian.yaml:2:1"), "\(answer)")
        }
        #expect(
            try network.git("rev-parse", "HEAD") + network.git("rev-parse", "HEAD", in: "network-private") == heads)
        #expect(network.read("network/members/ty-gwydr.md") == "---\nname: Tŷ Gwydr\n---\n")
    }

    @Test func `edits that lean on each other are saved each by itself`() throws {
        let network = try TestNetwork()
        try network.write("network/members/new.md", "---\nname: New\nservices:\n  - zebra\n---\n")
        try network.write("network/skills/zebra.yaml", "label: Zebra\n")
        try network.write("network-private/people/ana.yaml", "name: Ana\ncoops:\n  new:\n    role: owner\n")
        let answer = network.cotech("save", "--each")
        #expect(answer.status == 0, "\(answer)")
        #expect(try network.git("log", "-2", "--format=%s") == "Add skill Zebra\nAdd member New")
        #expect(network.cotech("check").status == 0)
        #expect(try network.complaints() == "")
    }

    @Test func `a sweep is not committed before somebody chose, and nothing is lost`() throws {
        let network = try TestNetwork()
        let names = ["elm", "fir", "oak", "yew"]
        for name in names { try network.write("network/members/\(name).md", "---\nname: \(name)\n---\n") }
        try network.commit("Four more", in: "network")
        let head = try network.git("rev-parse", "HEAD")
        for name in names { try network.write("network/members/\(name).md", "---\nname: \(name)\ntown: Hull\n---\n") }
        let refused = network.cotech("save")
        #expect(refused.status == 64 && refused.error.contains("cotech save --each"), "\(refused)")
        #expect(try network.git("rev-parse", "HEAD") == head)
        #expect(network.cotech("save", "--each", "--together").status == 64)
        #expect(network.cotech("save", "--each", "-q").status == 0)
        #expect(try network.git("rev-list", "--count", "\(head)..HEAD") == "4")
        for name in names { try network.write("network/members/\(name).md", "---\nname: \(name)\ntown: Bath\n---\n") }
        #expect(network.cotech("save", "--together").status == 0)
        #expect(try network.git("rev-list", "--count", "\(head)..HEAD") == "5")
        #expect(try network.complaints() == "")
    }

    @Test func `what is wrong in one repository is not told where the other is named`() throws {
        let network = try TestNetwork()
        try network.write("network/members/plain-sail.md", "---\nname: Plain Sail\ntwon: Rye\n---\n")
        try network.commit("A slip", in: "network")
        try network.write("network-private/people/zed.yaml", "name: Zed\nnaem: Zed\n")
        func check(_ path: String) -> String { network.cotech("check", path).output }
        #expect(!check("../network-private").contains("twon") && check("../network-private").contains("naem"))
        #expect(check(".").contains("twon") && !check(".").contains("naem"))
    }
}
