import Foundation
import Testing

@Suite(.onOwnThreads) struct PeopleCommandTests {
    @Test("of a reference that is a key, the line to put instead keeps what stands behind it")
    func keys() throws {
        let network = try TestNetwork()
        try network.write(
            "network-private/people/jory.yaml", "name: Jory\ncoops:\n  plain-sial: {role: writer}  # since spring\n")
        try network.commit("A slip", in: "network-private")
        let check = network.cotech("check")
        #expect(check.status == 1)
        #expect(
            check.output.hasPrefix(
                """
                people/jory.yaml:3:3: error: There is no "plain-sial" among members. Did you mean "plain-sail"? [unknown-reference]
                3 |   plain-sial: {role: writer}  # since spring
                  |   ^^^^^^^^^^
                instead:   plain-sail: {role: writer}  # since spring

                """), "\(check.output)")
    }

    @Test func `where the companion is not here a history in it is not nobody's`() throws {
        let network = try TestNetwork()
        try network.shell("mv ../network-private ../elsewhere")
        for words in [["people", "history", "sian"], ["history", "people/sian"], ["history", "sian"]] {
            let answer = network.run(words)
            #expect(answer.status == 69 && answer.error.contains("the private companion is not at"), "\(answer)")
            #expect(answer.error.contains("help: git clone ADDRESS "), "\(answer)")
        }
        let near = network.cotech("history", "ty-gwyd")
        #expect(near.status == 69 && near.error.contains("help: did you mean ty-gwydr?\n"), "\(near)")
        #expect(network.cotech("history", "ty-gwydr").status == 0)
        #expect(network.cotech("history", "no such id").status == 64)
        // Where the network has none by choice, nothing is hidden.
        let settings = try #require(network.read("network/cotech.yaml"))
        try network.write("network/cotech.yaml", settings.replacing("private: ../network-private\n", with: ""))
        try network.commit("None", in: "network")
        let none = network.cotech("history", "sian")
        #expect(none.status == 64 && none.error.contains("there is no record \"sian\""), "\(none)")
    }

    @Test func `that a person belongs to a co-op, and nothing more, is an entry that stands alone`() throws {
        let network = try TestNetwork()
        #expect(network.cotech("people", "add", "Ifan", "coops.plain-sail=").status == 64)
        #expect(network.read("network-private/people/ifan.yaml") == nil)
        let path = "network-private/people/ifan.yaml"
        #expect(network.cotech("people", "add", "Ifan", "coops=plain-sail").status == 0)
        #expect(network.read(path) == "name: Ifan\ncoops:\n  plain-sail:\n")
        #expect(network.cotech("people", "set", "ifan", "coops.plain-sail.role=Cook", "coops+=ty-gwydr").status == 0)
        #expect(network.read(path) == "name: Ifan\ncoops:\n  plain-sail:\n    role: Cook\n  ty-gwydr:\n")
        // What is there already keeps its columns.
        #expect(network.cotech("people", "set", "ifan", "coops=plain-sail").status == 0)
        #expect(network.read(path) == "name: Ifan\ncoops:\n  plain-sail:\n    role: Cook\n")
        #expect(network.cotech("people", "set", "ifan", "coops-=plain-sail", "coops+=ty-gwydr").status == 0)
        #expect(network.read(path)?.hasSuffix("coops:\n  ty-gwydr:\n") == true, "\(network.read(path) ?? "")")
        #expect(network.cotech("check").status == 0)
        try network.write(path, "name: Ifan\ncoops: {plain-sail: ~}\n")
        try network.commit("In brackets", in: "network-private")
        #expect(network.cotech("people", "set", "ifan", "coops+=ty-gwydr").status == 0)
        #expect(network.read(path)?.contains("{plain-sail: ~, ty-gwydr: ~}") == true)
        #expect(network.cotech("check").status == 0)
        #expect(network.cotech("people", "list", "--where", "coops=ty-gwydr").output.contains("Ifan"))
    }

    @Test func `a first role at a co-op, or none any more, is no leaving and no coming`() throws {
        let network = try TestNetwork()
        network.cotech("people", "add", "Ifan", "coops=plain-sail")
        let first = network.cotech("people", "set", "ifan", "coops.plain-sail.role=Cook")
        #expect(first.output.hasPrefix("Ifan: coops + plain-sail role: Cook.\n"), "\(first)")
        let last = network.cotech("people", "set", "ifan", "coops.plain-sail.role=")
        #expect(last.output.hasPrefix("Ifan: coops - plain-sail role.\n"), "\(last)")
        let history = network.cotech("history", "people/ifan")
        #expect(
            history.output.contains("    coops plain-sail role: Cook\n")
                && history.output.contains("    coops plain-sail role cleared, was Cook\n"), "\(history)")
        #expect(
            !history.output.contains("    coops + plain-sail\n") && !history.output.contains("    coops - plain-sail\n")
        )
    }

    @Test func `a person leaves a co-op, and what points at them is listed`() throws {
        let network = try TestNetwork()
        let answer = network.cotech("people", "leave", "sian", "ty-gwydr")
        #expect(
            answer.output.hasPrefix(
                "Siân Rees leaves Tŷ Gwydr today.\nStill pointing at them:\n  Tŷ Gwydr names Siân as a contact   cotech members set ty-gwydr 'contacts-=Siân'\n"
            ), "\(answer.output)")
        #expect(network.read("network-private/people/sian.yaml")?.contains("until: 2026-11-23") == true)
        #expect(network.cotech("members", "set", "ty-gwydr", "contacts-=Siân").status == 0)
        #expect(network.cotech("people", "leave", "sian", "ty-gwydr").status == 64)
        #expect(network.cotech("people", "leave", "jory", "plain-sale").error.contains("did you mean \"plain-sail\"?"))
    }

    @Test func `a person is renamed, and remembered under the old id`() throws {
        let network = try TestNetwork()
        #expect(network.cotech("people", "rename", "jory", "jory-b").status == 0)
        #expect(network.read("network-private/people/jory-b.yaml")?.contains("formerly:\n  - jory\n") == true)
        #expect(network.cotech("people", "show", "jory").error.contains("it is called jory-b now"))
    }

    /// A companion whose history knows Siân by two ids, as an author, in a message, on another branch and in a tag.
    private func knowing() throws -> TestNetwork {
        let network = try TestNetwork()
        let folder = "network-private"
        try network.write(
            "\(folder)/enquiries/osprey.md",
            "---\nname: Osprey & Reed\nowner: Siân Rees\n---\n\nRing Siân: +44 1970 555-0199 or SIAN@ty-gwydr.example.\n"
        )
        try network.commit("Siân Rees takes it on", in: folder, by: "Siân Rees <Sian@ty-gwydr.example>")
        try network.git("branch", "side", in: folder)
        try network.git("tag", "-a", "v1", "-m", "As Siân Rees left it", in: folder)
        #expect(network.cotech("people", "set", "sian", "telephone=01970 555 0133").status == 0)
        #expect(network.cotech("people", "rename", "sian", "sian-rees").status == 0)
        let last = try network.git("rev-parse", "HEAD", in: folder)
        try network.write("\(folder)/.git-blame-ignore-revs", "\(last)\n")
        try network.commit("Ignore it\n\nThis reverts commit \(last).", in: folder)
        return network
    }

    private static let secrets = [
        "sian@ty-gwydr.example", "555 0199", "555-0199", "555 0133", "sian.yaml", "sian-rees",
    ]

    @Test func `a person is forgotten in every commit, branch, tag, message and object`() throws {
        let network = try knowing()
        let commits = try network.git("rev-list", "--all", "--count", in: "network-private")
        let answer = network.cotech("people", "erase", "sian-rees", "--yes", "--also", "Siân Rees", "--also", "Siân")
        #expect(answer.status == 0, "\(answer.error)")
        let objects = try network.objects(of: "network-private").lowercased()
        for secret in Self.secrets + ["siân"] { #expect(!objects.contains(secret), "\(secret)") }
        #expect(try network.git("rev-list", "--all", "--count", in: "network-private") == commits)
        #expect(network.read("network-private/people/sian-rees.yaml") == nil)
        #expect(network.read("network-private/enquiries/osprey.md")?.contains("owner: Someone\n") == true)
        #expect(try network.git("reflog", "--all", in: "network-private") == "")
        #expect(
            try network.git("log", "--all", "--format=%an <%ae> %s", in: "network-private").contains(
                "Someone <nobody@invalid> Someone takes it on"))
        #expect(try network.git("tag", "-n", in: "network-private").contains("As Someone left it"))
        #expect(network.cotech("check").status == 0)
        #expect(try network.complaints() == "")
    }

    @Test func `a person whom others still have is not brought back by sync`() throws {
        let network = try knowing()
        for name in ["network", "network-private"] {
            try network.git("init", "-q", "--bare", "-b", "main", "\(name).git", in: ".")
            try network.git("remote", "add", "origin", "../\(name).git", in: name)
            try network.git("push", "-q", "--mirror", "origin", in: name)
        }
        #expect(network.cotech("sync").status == 0)
        #expect(network.cotech("people", "erase", "sian-rees", "--yes").status == 0)
        let forgotten = try network.git("rev-parse", "HEAD", in: "network-private")
        for words in [["sync"], ["sync", "--read-only"], ["sync", "--dry-run"]] {
            let answer = network.run(words)
            #expect(answer.status == 75 && answer.error.contains("made again here to forget somebody"), "\(answer)")
            #expect(try network.git("rev-parse", "HEAD", in: "network-private") == forgotten)
            let objects = try network.objects(of: "network-private")
            #expect(!objects.contains("sian@ty-gwydr.example"), "nothing of it is fetched")
        }
        // Somebody else has gone on meanwhile with what they have.
        try network.git("clone", "-q", "network-private.git", "other", in: ".")
        try network.git("config", "user.name", "Mair Owen", in: "other")
        try network.git("config", "user.email", "mair@ty-gwydr.example", in: "other")
        try network.write("other/notes.txt", "A note\n")
        try network.commit("A note", in: "other")
        try network.git("push", "-q", "origin", "HEAD", in: "other")
        // Another branch is still as it was: then nothing is fetched.
        for words in [["sync"], ["submit", "-C", "../network-private"]] {
            let early = network.run(words)
            #expect(early.status == 75 && early.error.contains("origin, in refs/heads/side, still has"), "\(early)")
            #expect(early.error.contains(" push --force origin refs/heads/side refs/tags/v1\n"), "\(early)")
            #expect(try !network.objects(of: "network-private").contains("sian@ty-gwydr.example"))
        }
        try network.git("push", "-q", "--force", "origin", "side", "v1", in: "network-private")
        let late = network.cotech("sync")
        #expect(late.status == 75 && late.error.contains(" cherry-pick "), "\(late)")
        try network.git(
            "cherry-pick", "\(try network.git("rev-parse", "HEAD~1", in: "other"))..origin/main", in: "network-private")
        try network.git("push", "-q", "--force", "--all", "origin", in: "network-private")
        let answer = network.cotech("sync")
        #expect(answer.status == 0, "\(answer)")
        #expect(network.read("network-private/notes.txt") == "A note\n")
        #expect(network.read("network-private/people/sian-rees.yaml") == nil)
    }

    @Test func `what was done last is taken back first, also once somebody was forgotten`() throws {
        let network = try knowing()
        #expect(network.cotech("members", "set", "ty-gwydr", "headcount=20").status == 0)
        #expect(network.cotech("members", "note", "osprey", "Rang again").status == 0)
        #expect(network.cotech("people", "erase", "sian-rees", "--yes").status == 0)
        let answer = network.cotech("undo")
        #expect(answer.status == 0 && answer.output.contains("Note on Osprey"), "\(answer)")
        #expect(network.cotech("undo").output.contains("20"))
    }

    @Test func `a person is forgotten by an id that they had long ago`() throws {
        let network = try knowing()
        #expect(network.cotech("people", "rename", "sian-rees", "sian-r").status == 0)
        let rehearsal = network.cotech("people", "erase", "sian", "--dry-run")
        #expect(rehearsal.output.hasPrefix("people/sian-r is to be removed"), "\(rehearsal)")
        #expect(rehearsal.output.contains("its ids over time        sian, sian-r, sian-rees"), "\(rehearsal)")
        let answer = network.cotech("people", "erase", "sian", "--yes")
        #expect(answer.status == 0, "\(answer.error)")
        let objects = try network.objects(of: "network-private").lowercased()
        for secret in Self.secrets + ["sian-r"] { #expect(!objects.contains(secret), "\(secret)") }
        #expect(network.cotech("people", "erase", "sian", "--yes").status == 64)
        #expect(try network.complaints() == "")
    }

    @Test func `a person who was moved by hand, or renamed for a while, is forgotten by every id`() throws {
        let network = try TestNetwork()
        let text = try #require(network.read("network-private/people/sian.yaml"))
        try network.git("rm", "-q", "people/sian.yaml", in: "network-private")
        try network.write("network-private/people/sian-rees.yaml", "formerly:\n  - sian\n" + text)
        try network.commit("Her whole name", in: "network-private")
        #expect(network.cotech("people", "rename", "sian-rees", "rees").status == 0)
        #expect(network.cotech("undo").status == 0)
        let answer = network.cotech("people", "erase", "sian", "--yes")
        #expect(answer.status == 0, "\(answer.error)")
        let objects = try network.objects(of: "network-private").lowercased()
        for secret in ["sian", "rees.yaml", "555 0199"] { #expect(!objects.contains(secret), "\(secret)") }
        #expect(network.read("network-private/people/jory.yaml") != nil)
    }

    @Test func `an id that somebody has now is theirs, whoever had it before`() throws {
        let network = try knowing()
        try network.write("network-private/people/sian.yaml", "name: Another\nemail: another@x.example\n")
        try network.commit("Somebody else", in: "network-private")
        #expect(network.cotech("people", "erase", "sian", "--dry-run").output.hasPrefix("people/sian is to be removed"))
        #expect(network.cotech("people", "erase", "sian-rees", "--yes").status == 0)
        #expect(network.read("network-private/people/sian.yaml")?.contains("another@x.example") == true)
    }

    @Test func `commits that name others by their id name them by the new one`() throws {
        let network = try knowing()
        #expect(network.cotech("people", "erase", "sian-rees", "--yes").status == 0)
        let parent = try network.git("rev-parse", "HEAD~1", in: "network-private")
        #expect(network.read("network-private/.git-blame-ignore-revs") == "\(parent)\n")
        #expect(try network.git("log", "-1", "--format=%b", in: "network-private") == "This reverts commit \(parent).")
    }

    @Test func `before anything is rewritten it is shown, and asked`() throws {
        let network = try knowing()
        let head = try network.git("rev-parse", "HEAD", in: "network-private")
        let rehearsal = network.cotech("people", "erase", "sian-rees", "--dry-run")
        #expect(rehearsal.output.contains("its ids over time        sian, sian-rees"), "\(rehearsal.output)")
        #expect(rehearsal.output.contains("enquiries/osprey.md: owner: Siân Rees"))
        #expect(network.cotech("people", "erase", "sian-rees").status == 64)
        #expect(network.cotech("people", "erase", "sian-rees", input: "sian\n", asked: true).status == 64)
        #expect(try network.git("rev-parse", "HEAD", in: "network-private") == head)
        #expect(network.cotech("people", "erase", "sian-rees", input: "sian-rees\n", asked: true).status == 0)
    }

    @Test func `a name that was not chosen is left and counted, and the public store's traces are listed`() throws {
        let network = try knowing()
        let answer = network.cotech("people", "erase", "sian-rees", "--yes")
        #expect(answer.output.contains("others may share it; --also replaces it"))
        #expect(
            answer.output.contains("the public store: members/ty-gwydr.md: Siân: sian@ty-gwydr.example"),
            "\(answer.output)")
        #expect(
            network.read("network-private/enquiries/osprey.md")?.contains("Ring Siân:  or nobody@erased.invalid.")
                == true)
    }

    @Test func `an account that must be kept has a neutral id that nobody ever had`() throws {
        let network = try knowing()
        network.cotech("people", "add", "Someone 1")
        network.cotech("people", "remove", "someone-1")
        #expect(network.cotech("people", "erase", "sian-rees", "--keep-account", "--yes").status == 0)
        #expect(network.read("network-private/people/someone-2.yaml") == "name: Someone\n")
        #expect(network.cotech("check").status == 0)
    }

    @Test func `an id that is forgotten never was, and nothing else changes`() throws {
        let network = try TestNetwork()
        #expect(network.cotech("people", "set", "jory", "telephone=01970 555 0101").status == 0)
        #expect(
            network.cotech("people", "rename", "jory", "jay", "--forget-old", "--also", "Jory", "--yes").status == 64)
        #expect(network.cotech("people", "set", "jory", "name=Jay").status == 0)
        let answer = network.cotech("people", "rename", "jory", "jay", "--forget-old", "--also", "Jory", "--yes")
        #expect(answer.status == 0, "\(answer.error)")
        let objects = try network.objects(of: "network-private")
        #expect(!objects.contains("jory.yaml"))
        #expect(!objects.contains("people/jory"))
        #expect(!objects.contains("Jory"))
        #expect(network.read("network-private/people/jay.yaml")?.contains("telephone: 01970 555 0101") == true)
        #expect(network.read("network-private/people/jay.yaml")?.contains("formerly") == false)
        #expect(try network.git("log", "-1", "--format=%an", in: "network-private") == "Mair Owen")
        #expect(try network.complaints() == "")
    }

    @Test func `an id that was renamed before may be forgotten afterwards`() throws {
        let network = try TestNetwork()
        network.cotech("people", "rename", "jory", "jory-b")
        let wrong = network.cotech("people", "rename", "jory", "sian", "--forget-old", "--yes")
        #expect(wrong.status == 64 && wrong.error.contains("it is called jory-b now"), "\(wrong)")
        #expect(network.cotech("people", "rename", "jory", "jory-b", "--forget-old", "--yes").status == 0)
        #expect(network.read("network-private/people/jory-b.yaml")?.contains("formerly") == false)
        #expect(try !network.objects(of: "network-private").contains("people/jory\n"))
    }

    @Test func `what a rewrite would lose stands in its way`() throws {
        let network = try knowing()
        try network.write("network-private/enquiries/osprey.md", "---\nname: Osprey\n---\n")
        #expect(network.cotech("people", "erase", "sian-rees", "--yes").status == 75)
        try network.git("stash", "-q", in: "network-private")
        let answer = network.cotech("people", "erase", "sian-rees", "--yes")
        #expect(answer.status == 73)
        #expect(answer.error.contains("git stash drop"))
        try network.git("stash", "drop", "-q", in: "network-private")
        #expect(network.cotech("people", "erase", "nobody", "--yes").status == 64)
        #expect(network.cotech("people", "erase", "sian-rees", "--yes", "--also", "x").status == 64)
        #expect(network.cotech("people", "erase", "sian-rees", "--yes").status == 0)
    }

    @Test func `an erasure that was killed before the old objects went is finished by the same command`() throws {
        let network = try knowing()
        let objects = "\(network.companion)/.git/objects"
        try FileManager.default.copyItem(atPath: objects, toPath: "\(network.root)/objects")
        #expect(network.cotech("people", "erase", "sian-rees", "--yes").status == 0)
        // As it was when the references had moved: the old objects are there, and the note that tells what to look for.
        for name in try FileManager.default.subpathsOfDirectory(atPath: "\(network.root)/objects") {
            let (old, new) = ("\(network.root)/objects/\(name)", "\(objects)/\(name)")
            if FileManager.default.fileExists(atPath: new) { continue }
            try FileManager.default.copyItem(atPath: old, toPath: new)
        }
        let note = "people/sian-rees\ne-mail:sian@ty-gwydr.example\ntelephone:01970 555 0199\nname:Siân Rees\n"
        try network.write("network-private/.git/cotech/notes/forgetting", note)
        #expect(try network.objects(of: "network-private").contains("sian@ty-gwydr.example"))
        let answer = network.cotech("people", "erase", "sian-rees", "--yes")
        #expect(answer.status == 0, "\(answer.error)")
        #expect(try !network.objects(of: "network-private").lowercased().contains("sian@ty-gwydr.example"))
        #expect(network.cotech("people", "erase", "sian-rees", "--yes").status == 64)
        // Whoever began it by a former id repeats it by that.
        try network.write(
            "network-private/.git/cotech/notes/forgetting", note.replacing("rees\n", with: "rees people/sian\n"))
        #expect(network.cotech("people", "erase", "sian", "--yes").status == 0)
        #expect(network.read("network-private/.git/cotech/notes/forgetting") == nil)
    }

    @Test func `what cannot be removed is not said to be gone`() throws {
        let network = try knowing()
        // A pack that somebody told git to keep.
        try network.git("gc", "-q", in: "network-private")
        let packs = "\(network.companion)/.git/objects/pack"
        let pack = try #require(
            try FileManager.default.contentsOfDirectory(atPath: packs).first { $0.hasSuffix(".pack") })
        try network.write("network-private/.git/objects/pack/\(pack.replacing(".pack", with: ".keep"))", "")
        let answer = network.cotech("people", "erase", "sian-rees", "--yes")
        #expect(answer.status == 1)
        #expect(answer.output.contains("STILL in"))
        #expect(answer.error.contains("objects/pack/*.keep"))
    }
}
