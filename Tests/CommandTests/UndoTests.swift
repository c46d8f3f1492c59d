import Foundation
import TestSupport
import Testing

@Suite(.serialized) struct UndoTests {
    private func head(_ network: Network) throws -> String { try network.git("rev-parse", "HEAD") }

    @Test func `The last change is taken back to the last byte, and said twice the one before it`() throws {
        let network = try Network.usual()
        let files = try (network.read("members/ash.md"), network.read("members/birch.md"))
        try network.cotech("members", "set", "ash", "headcount=5", "services+=swift")
        try network.cotech("members", "set", "birch", "town=")
        let first = try network.cotech("undo")
        #expect(first.status == 0 && first.output.contains("Taking back"), "\(first.text)")
        #expect(try network.read("members/birch.md") == files.1)
        #expect(try network.read("members/ash.md") != files.0)
        #expect(try network.cotech("undo").status == 0)
        #expect(try network.read("members/ash.md") == files.0)
        let none = try network.cotech("undo")
        #expect(none.status == 64 && none.error.contains("help: name a commit"), "\(none.text)")
        #expect(try network.complaints() == "")
    }

    @Test func `A named change is taken back field by field when other fields have changed since`() throws {
        let network = try Network.usual()
        try network.cotech("members", "set", "ash", "headcount=5")
        let target = try head(network)
        try network.cotech("members", "set", "ash", "town=Bradford", "services+=swift")
        #expect(try network.cotech("undo", String(target.prefix(9))).status == 0)
        let text = try network.read("members/ash.md")
        #expect(text.contains("headcount: 4\n") && text.contains("town: Bradford # the new office\n"))
        #expect(text.contains("# Ring before ten.") && text.contains("# Learnt last year."))
        let again = try network.cotech("undo", target)
        #expect(again.status != 0 && again.error.contains("help: "), "\(again.text)")
    }

    @Test func `One entry or element of several is taken back when others have changed since`() throws {
        let network = try Network.usual()
        func set(_ words: String...) throws -> String {
            let answer = try network.cotech(["members", "set", "ash"] + words)
            #expect(answer.status == 0, "\(answer.text)")
            return try head(network)
        }
        let entry = try set("contacts.Ann=ann@ash.example")
        let element = try set("services+=swift")
        _ = try set("contacts.Bob=bob@ash.example", "services-=web-design")
        for target in [entry, element] { #expect(try network.cotech("undo", target).status == 0) }
        let shown = try network.cotech("members", "show", "ash", "--plain", "--fields", "contacts,services").output
        #expect(
            shown.contains("Bob: bob@ash.example") && !shown.contains("Ann") && !shown.contains("swift"), "\(shown)")
    }

    @Test(arguments: [
        ("contacts.Bob=robert@ash.example", "contacts.Bob=rob@ash.example", "contacts, Bob,", "contacts.Bob=..."),
        ("contacts.Bob S=bs@ash.example", "contacts.Bob S=s@ash.example", "contacts, Bob S,", "'contacts.Bob S=...'"),
        (
            "skills.needed+=web-design:beginner", "skills.needed+=web-design:expert", "skills.needed, web-design,",
            "skills.needed-=web-design"
        ),
        (
            "skills.needed+=swift:expert", "skills.needed-=swift", "skills.needed, swift,",
            "skills.needed+=swift:beginner"
        ),
    ])
    func `Where an entry has become somebody else's word, the command that sets it names it`(
        first: String, second: String, place: String, command: String
    ) throws {
        let network = try Network.usual()
        try network.cotech("members", "set", "ash", "skills.needed+=swift:beginner")
        try network.cotech("members", "set", "ash", first)
        let target = try head(network)
        try network.cotech("members", "set", "ash", second, "note=Short")
        let refused = try network.cotech("undo", target)
        #expect(refused.status == 75 && refused.error.contains("\(place) has been changed since"), "\(refused.text)")
        #expect(refused.error.contains("set it yourself: cotech members set ash \(command)\n"), "\(refused.text)")
    }

    @Test func `A field that was changed again is not taken back, and neither is a merge or a stranger's word`() throws
    {
        let network = try Network.usual()
        try network.cotech("members", "set", "ash", "headcount=5")
        let target = try head(network)
        try network.cotech("members", "set", "ash", "headcount=6")
        let before = try network.state()
        let answer = try network.cotech("undo", target)
        #expect(answer.status == 75 && answer.error.contains("headcount has been changed since"), "\(answer.text)")
        #expect(answer.error.contains("cotech members set ash headcount="))
        #expect(try network.state() == before)
        let unknown = try network.cotech("undo", "no-such-commit")
        #expect(unknown.status == 64 && unknown.error.contains("no-such-commit"), "\(unknown.text)")
        try network.git("checkout", "-q", "-b", "side", "HEAD~1")
        try network.write("members/birch.md", "---\nname: Birch\n---\n")
        try network.commit("Side")
        try network.git("checkout", "-q", "main")
        try network.git("merge", "-q", "--no-edit", "side")
        let merge = try network.cotech("undo", "HEAD")
        #expect(merge.status == 64 && merge.error.contains("git revert -m 1"), "\(merge.text)")
    }

    @Test func `A creation, a removal and a save are taken back`() throws {
        let network = try Network.usual()
        try network.cotech("skills", "add", "Rust")
        #expect(try network.cotech("undo").status == 0)
        #expect(try network.shell("ls skills").contains("rust") == false)
        try network.cotech("skills", "add", "Rust", "aliases=oxide")
        let text = try network.read("skills/rust.yaml")
        #expect(try network.cotech("skills", "remove", "rust").status == 0)
        #expect(try network.cotech("undo").status == 0)
        #expect(try network.read("skills/rust.yaml") == text)
        let saved = try network.read("members/ash.md")
        try network.write("members/ash.md", saved.replacing("headcount: 4", with: "headcount: 40"))
        try network.write("members/cedar.md", "---\nname: Cedar & Sons\n---\n")
        #expect(try network.cotech("save").status == 0)
        #expect(try network.cotech("undo").status == 0)
        #expect(try network.read("members/ash.md") == saved)
        #expect(try network.read("members/cedar.md") == "---\nname: Cedar\n---\n")
        #expect(try network.complaints() == "")
    }

    @Test func `The id of a removed record is not given again, and the command that brings the record back is named`()
        throws
    {
        let network = try Network.usual()
        try network.cotech("skills", "add", "Rust", "aliases=oxide")
        let text = try network.read("skills/rust.yaml")
        try network.cotech("skills", "remove", "rust")
        let removal = try head(network).prefix(7)
        try network.cotech("members", "set", "ash", "headcount=5")
        let before = try network.state()
        let refused = try network.cotech("skills", "add", "Rust")
        #expect(refused.status == 64 && refused.error.contains("ids are never used again"), "\(refused.text)")
        #expect(refused.error.contains("help: bring it back: cotech undo \(removal)\n"), "\(refused.text)")
        #expect(try network.state() == before)
        #expect(try network.cotech("undo", String(removal)).status == 0)
        #expect(try network.read("skills/rust.yaml") == text)
        #expect(try network.cotech("skills", "set", "rust", "kind=tech").status == 0)
        #expect(try network.complaints() == "")
    }

    @Test func `What is taken back is as old as it was before`() throws {
        let network = try Network.sample()
        func age() throws -> String {
            let answer = try network.cotech(
                "members", "stale", "ty-gwydr", "--ages", "--format", "csv", "--as-of", "2026-11-24")
            return try #require(answer.lines.first { $0.contains(",telephone,") }, "\(answer.text)")
        }
        let before = try age()
        network.now = "2026-11-23T10:00:00Z"
        try network.cotech("members", "set", "ty-gwydr", "telephone=01970 555 0199")
        #expect(try age() != before)
        network.now = "2026-11-23T11:00:00Z"
        #expect(try network.cotech("undo").status == 0)
        #expect(try age() == before)
    }

    @Test func `A rehearsal of undo changes nothing`() throws {
        let network = try Network.usual()
        try network.cotech("members", "set", "ash", "headcount=5")
        let before = try network.state()
        let answer = try network.cotech("undo", "--dry-run")
        #expect(
            answer.status == 0 && answer.output.contains("-headcount: 5") && answer.output.contains("+headcount: 4"))
        #expect(try network.state() == before)
    }

    @Test func `Of two changes in one second the later is taken back, whichever store it is in`() throws {
        let network = try Network.sample()
        let profile = try network.read("members/ty-gwydr.md")
        let person = try network.read("../network-private/people/sian.yaml")
        let open = ["members", "set", "ty-gwydr", "headcount=31"]
        let hidden = ["people", "set", "sian", "telephone=01970 555 0188"]
        for (first, second) in [(open, hidden), (hidden, open)] {
            #expect(try network.cotech(first).status == 0)
            #expect(try network.cotech(second).status == 0)
            let answer = try network.cotech("undo")
            #expect(answer.status == 0, "\(answer.text)")
            let isProfileBack = try network.read("members/ty-gwydr.md") == profile
            let isPersonBack = try network.read("../network-private/people/sian.yaml") == person
            #expect(isProfileBack == (second == open) && isPersonBack == (second == hidden), "\(answer.text)")
            #expect(try network.cotech("undo").status == 0)
        }
    }

    @Test func `What was taken back comes again by the id that undo gives, and can be taken back again`() throws {
        let network = try Network.usual()
        try network.cotech("members", "set", "ash", "headcount=22")
        try network.cotech("members", "set", "ash", "town=Hull")
        let after = try network.read("members/ash.md")
        let undone = try network.cotech("undo")
        let hint = try #require(undone.lines.last { $0.contains("Wrong? cotech undo ") }, "\(undone.text)")
        let id = try #require(hint.split(separator: " ").last.map(String.init))
        #expect(try network.git("rev-parse", "HEAD").hasPrefix(id))
        #expect(try network.cotech("undo", id).status == 0)
        #expect(try network.read("members/ash.md") == after)
        // The same change once more, and then the one before it.
        #expect(try network.cotech("undo").status == 0)
        #expect(try network.read("members/ash.md").contains("town: Leeds"))
        #expect(try network.read("members/ash.md").contains("headcount: 22"))
        #expect(try network.cotech("undo").status == 0)
        #expect(try network.read("members/ash.md").contains("headcount: 4"))
    }
}

/// What git has under way, what was reset away, and how a store began.
@Suite(.serialized) struct UndoLimitTests {
    @Test func `Nothing is written beside a merge that waits for its own commit`() throws {
        let network = try Network.usual()
        try network.git("checkout", "-q", "-b", "side")
        try network.write("members/birch.md", "---\nname: Birch\ntown: York\n---\n")
        try network.commit("Side")
        try network.git("checkout", "-q", "main")
        try network.write("members/birch.md", "---\nname: Birch\ntown: Hull\n---\n")
        try network.commit("Ours")
        #expect(throws: Program.Failure.self) { try network.git("merge", "-q", "side") }
        try network.write("members/birch.md", "---\nname: Birch\ntown: Leeds\n---\n")
        let before = try network.git("rev-parse", "HEAD")
        for words in [["save"], ["members", "set", "ash", "headcount=5"], ["undo", "HEAD"]] {
            let answer = try network.cotech(words)
            #expect(answer.status == 75 && answer.error.contains("a merge is not finished in "), "\(answer.text)")
            let git = "git -C \(network.path)"
            #expect(answer.error.contains("then \(git) add -u and \(git) commit\nhelp: or give it up"))
        }
        #expect(try network.cotech("doctor").output.contains("a merge is not finished, so nothing else can be written"))
        #expect(try network.git("rev-parse", "HEAD") == before)
        // What was said of how to finish it works.
        try network.git("add", "-u")
        try network.git("commit", "-qm", "Merge")
        #expect(try network.git("rev-list", "--merges", "--count", "HEAD") == "1")
        #expect(try network.cotech("members", "set", "ash", "headcount=5").status == 0)
    }

    @Test func `A change that was reset away is passed over`() throws {
        let network = try Network.usual()
        let first = try network.read("members/ash.md")
        try network.cotech("members", "set", "ash", "headcount=5")
        try network.cotech("members", "set", "ash", "headcount=6")
        try network.git("reset", "-q", "--hard", "HEAD~1")
        #expect(try network.cotech("undo").status == 0)
        #expect(try network.read("members/ash.md") == first)
    }

    @Test func `How a store began is not taken back`() throws {
        let network = try Network()
        try network.cotech("init", "bees", "--name", "Bees", "--private", "bees-private", in: network.root)
        let folder = "\(network.root)/bees"
        for words in [["undo"], ["undo", "HEAD"]] {
            let answer = try network.cotech(words, in: folder)
            #expect(answer.status == 64 && answer.error.contains("nothing was there before"), "\(answer.text)")
        }
        #expect(try network.cotech("doctor", in: folder).status == 0)
    }

    @Test func `A fetch that failed is no fetch`() throws {
        let network = try Network.usual()
        try network.git("clone", "-q", network.path, "\(network.root)/clone")
        let clone = "\(network.root)/clone"
        try network.shell("find .git -exec touch -h -d 2020-01-01 {} +", in: clone)
        try network.git("remote", "set-url", "origin", "\(network.root)/gone", in: clone)
        #expect(throws: Program.Failure.self) { try network.git("fetch", "-q", in: clone) }
        #expect(try network.shell("wc -c < .git/FETCH_HEAD", in: clone) == "0\n")
        let answer = try network.cotech("members", "stale", "--heartbeat", in: clone)
        #expect(!answer.output.contains("fetched today"), "\(answer.output)")
    }

    @Test func `Nothing is written over what git holds for a conflict`() throws {
        let network = try Network.usual()
        let saved = try network.read("members/birch.md")
        try network.write("members/birch.md", saved.replacing("town: York", with: "town: Ely"))
        try network.git("stash", "-q")
        try network.cotech("members", "set", "birch", "town=Hull")
        #expect(throws: Program.Failure.self) { try network.git("stash", "pop", "-q") }
        try network.write("members/birch.md", saved.replacing("town: York", with: "town: Goole"))
        let refused = try network.cotech("save")
        #expect(refused.status == 75 && refused.error.contains("members/birch.md is in conflict for git"))
        #expect(try network.cotech("doctor").output.contains("members/birch.md is in conflict for git"))
        try network.git("add", "members/birch.md")
        #expect(try network.cotech("save").status == 0)
        #expect(try network.git("status", "--porcelain") == "")
    }

    @Test func `A push is no fetch`() throws {
        let network = try Network.usual()
        try network.git("clone", "-q", network.path, "\(network.root)/clone")
        let clone = "\(network.root)/clone"
        try network.shell("find .git -exec touch -h -d 2020-01-01 {} +", in: clone)
        try network.shell(
            "git fetch -q /nonexistent 2>/dev/null; git push -q origin HEAD:refs/heads/proposal", in: clone)
        let answer = try network.cotech("members", "stale", "--heartbeat", in: clone)
        #expect(!answer.output.contains("fetched today"), "\(answer.output)")
    }
}
