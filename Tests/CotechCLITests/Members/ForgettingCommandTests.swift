import Foundation
import Testing

@Suite(.onOwnThreads) struct ForgettingCommandTests {
    @Test func `an address between signs and a number parted by any space or dash is found`() throws {
        let network = try TestNetwork()
        try network.write(
            "network-private/notes.md",
            "Write to _sian@ty-gwydr.example_ or see...sian@ty-gwydr.example,\nring 01970\u{A0}555\u{A0}0199 or 01970–555–0199\n"
        )
        try network.commit("Notes", in: "network-private")
        let answer = network.cotech("people", "erase", "sian", "--yes")
        #expect(answer.status == 0, "\(answer)")
        #expect(
            network.read("network-private/notes.md")
                == "Write to _nobody@erased.invalid_ or see...nobody@erased.invalid,\nring  or \n")
    }

    @Test func `what may be the address or the number is told, and is no success until somebody has said what it is`()
        throws
    {
        let network = try TestNetwork()
        let text = "see--sian@ty-gwydr.example\n01970, 555 0199\nx_sian@ty-gwydr.example, sian@ty-gwydr.example.org\n"
        try network.write("network-private/notes.md", text)
        try network.write("network-private/sian@ty-gwydr.example.txt", "A scan\n")
        try network.commit("Notes", in: "network-private")
        let answer = network.cotech("people", "erase", "sian", "--yes")
        #expect(answer.status == 1, "\(answer)")
        #expect(
            answer.output.contains("e-mail sian@ty-gwydr.example   PERHAPS in: see--sian@ty-gwydr.example\n"),
            "\(answer.output)")
        #expect(answer.output.contains("telephone 01970 555 0199       PERHAPS in: 01970, 555 0199\n"))
        #expect(answer.output.contains("PERHAPS in: sian@ty-gwydr.example.txt\n"))
        #expect(!answer.output.contains("x_sian"))
        #expect(answer.error.contains("with --also and the whole of it"))
        #expect(network.read("network-private/notes.md") == text)
        // The same command goes on with what was meant.
        try network.git("mv", "sian@ty-gwydr.example.txt", "scan.txt", in: "network-private")
        try network.commit("Another name", in: "network-private")
        #expect(
            network.cotech(
                "people", "erase", "sian", "--yes", "--also", "see--sian@ty-gwydr.example", "--also",
                "01970, 555 0199", "--also", "sian@ty-gwydr.example.txt"
            ).status == 1)
        #expect(
            network.read("network-private/notes.md")
                == "Someone\nSomeone\nx_sian@ty-gwydr.example, sian@ty-gwydr.example.org\n")
        #expect(network.read("network-private/.git/cotech/notes/forgetting")?.contains("see--sian") == true)
    }

    @Test func `what is written like an address or a number under any key of the record is forgotten too`() throws {
        let network = try TestNetwork()
        let text = try #require(network.read("network-private/people/sian.yaml"))
        let more = "x-home: sian@home.example\nx-mobile: 07700 900123\nx-since: 2016-10-28\n"
        try network.write("network-private/people/sian.yaml", text + more)
        try network.commit("More", in: "network-private")
        try network.write(
            "network-private/notes.md", "sian@home.example or 07700-900123 since 2016-10-28\n")
        try network.commit("Notes", in: "network-private")
        try network.write("network-private/people/sian.yaml", text)
        try network.commit("Less", in: "network-private")
        let answer = network.cotech("people", "erase", "sian", "--yes")
        #expect(answer.status == 0, "\(answer)")
        #expect(network.read("network-private/notes.md") == "nobody@erased.invalid or  since 2016-10-28\n")
        #expect(try !network.objects(of: "network-private").contains("home.example"))
    }

    @Test func `a file beside the objects that holds it is no success`() throws {
        let network = try TestNetwork()
        try network.write("network-private/.git/info/exclude", "/list.txt\n")
        try network.write("network-private/list.txt", "sian@ty-gwydr.example\n")
        let answer = network.cotech("people", "erase", "sian", "--yes")
        #expect(answer.status == 1, "\(answer)")
        #expect(
            answer.error.contains("error: list.txt holds some of it and is not in the history\n"), "\(answer.error)")
        // With no more than the name it may be about somebody else.
        try network.write("network-private/list.txt", "Siân Rees\n")
        let again = network.cotech("people", "erase", "sian", "--yes")
        #expect(again.status == 0 && again.error.contains("warning: list.txt holds the name"), "\(again)")
    }

    @Test func `an id that stands elsewhere is told once it is forgotten, and is no success`() throws {
        let network = try TestNetwork()
        try network.write("network-private/notes.md", "Ask jory. Not jory@x.example, a.jory@x.example or jory-b.\n")
        try network.write("network-private/photos/jory.txt", "A photo\n")
        try network.commit("As jory said", in: "network-private")
        try network.git("branch", "for/jory", in: "network-private")
        try network.git("tag", "-a", "v1", "-m", "With jory", in: "network-private")
        let answer = network.cotech("people", "rename", "jory", "jay", "--forget-old", "--yes")
        #expect(answer.status == 1, "\(answer)")
        for place in [
            "refs/heads/for/jory", "the text of refs/tags/v1", ": As jory said", "the name of photos/jory.txt",
            "notes.md: Ask jory. Not jory@x.example, a.jory@x.example or jory-b.",
        ] { #expect(answer.output.contains("\(place)\n"), "\(place): \(answer.output)") }
        #expect(answer.error.contains("the id still stands in 5 places where nothing was replaced"))
        // Without those it is one.
        let other = try TestNetwork()
        try other.write("network-private/notes.md", "jory@x.example, a.jory@x.example or jory-b.\n")
        try other.commit("Notes", in: "network-private")
        #expect(other.cotech("people", "rename", "jory", "jay", "--forget-old", "--yes").status == 0)
    }

    @Test func `somebody who is known only from an enquiry is forgotten as the help says`() throws {
        let network = try TestNetwork()
        let unknown = network.cotech("people", "erase", "perrin@osprey.example", "--dry-run")
        #expect(unknown.status == 64 && unknown.error.contains("cotech people add NAME email=ADDRESS"), "\(unknown)")
        #expect(network.cotech("people", "add", "Perrin", "email=perrin@osprey.example").status == 0)
        #expect(network.cotech("people", "erase", "perrin", "--also", "Perrin", "--yes").status == 0)
        #expect(try !network.objects(of: "network-private").lowercased().contains("perrin"))
    }

    @Test func `what was interrupted between two branches is finished by the same command, by every id`() throws {
        for options in [[], ["--keep-account"]] {
            let network = try TestNetwork()
            try network.git("branch", "other", in: "network-private")
            #expect(network.cotech("people", "rename", "jory", "joanna").status == 0)
            let lock = "network-private/.git/refs/heads/other.lock"
            try network.write(lock, "")
            let words = ["people", "erase", "joanna", "--yes"] + options
            let first = network.run(words)
            #expect(first.status == 75, "\(first)")
            try FileManager.default.removeItem(atPath: "\(network.root)/\(lock)")
            let second = network.run(words)
            #expect(second.status == 0, "\(second)")
            let objects = try network.objects(of: "network-private")
            #expect(!objects.contains("jory.yaml") && !objects.contains("joanna") && !objects.contains("someone-2"))
            #expect(objects.contains("someone-1.yaml") == !options.isEmpty)
            #expect(network.read("network-private/.git/cotech/notes/forgetting") == nil)
        }
    }

    @Test func `a signed tag of what did not change stays signed, and a branch's second name stays one`() throws {
        let network = try TestNetwork()
        let signature = "-----BEGIN PGP SIGNATURE-----\n\nabc\n-----END PGP SIGNATURE-----"
        try network.git("tag", "-a", "v0", "-m", "First\n\n\(signature)", in: "network-private")
        #expect(network.cotech("people", "add", "Zed", "email=zed@x.example").status == 0)
        try network.git("tag", "-a", "v1", "-m", "Second\n\n\(signature)", in: "network-private")
        try network.git("branch", "other", in: "network-private")
        try network.git("symbolic-ref", "refs/heads/alias", "refs/heads/other", in: "network-private")
        let before = try network.git("rev-parse", "v0", in: "network-private")
        #expect(network.cotech("people", "erase", "zed", "--yes").status == 0)
        #expect(try network.git("rev-parse", "v0", in: "network-private") == before)
        #expect(try !network.git("cat-file", "-p", "v1", in: "network-private").contains("PGP"))
        #expect(try network.git("symbolic-ref", "refs/heads/alias", in: "network-private") == "refs/heads/other")
        #expect(
            try network.git("rev-parse", "other", in: "network-private")
                == network.git("rev-parse", "main", in: "network-private"))
    }

    @Test func `a clone that left files out forgets once it has them all`() throws {
        let network = try TestNetwork()
        #expect(network.cotech("people", "set", "sian", "telephone=01970 555 0133").status == 0)
        try network.git("config", "uploadpack.allowFilter", "true", in: "network-private")
        try FileManager.default.moveItem(atPath: network.companion, toPath: "\(network.root)/whole")
        try network.git(
            "clone", "-q", "--filter=blob:none", "file://\(network.root)/whole", "network-private", in: ".")
        try network.git("config", "user.name", "Mair Owen", in: "network-private")
        try network.git("config", "user.email", "mair@ty-gwydr.example", in: "network-private")
        let refused = network.cotech("people", "erase", "sian", "--yes")
        #expect(refused.status == 69 && refused.error.contains(" fetch --refetch --no-filter\n"), "\(refused)")
        try network.git("fetch", "-q", "--refetch", "--no-filter", in: "network-private")
        let answer = network.cotech("people", "erase", "sian", "--yes")
        #expect(answer.status == 0, "\(answer)")
        #expect(try !network.objects(of: "network-private").contains("sian@ty-gwydr.example"))
    }
}
