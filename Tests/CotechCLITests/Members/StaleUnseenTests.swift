import Foundation
import TestSupport
import Testing

/// What cannot be seen in a clone that lacks a part of the history is never called fresh (`docs/ageing.md`, "Three
/// states").
@Suite(.onOwnThreads) struct StaleUnseenTests {
    private func network() throws -> TestNetwork {
        let network = try TestNetwork()
        try network.git("config", "uploadpack.allowFilter", "true", in: "network")
        try network.write("network/members/ash.md", "---\nname: Ash\ntelephone: 0114 496 0163\n---\n")
        try network.commit("Ash", in: "network")
        return network
    }

    /// The state of a field in a clone that is made so, years later.
    private func state(_ network: TestNetwork, _ options: String..., of field: String, in id: String) throws -> String {
        try network.git(["clone", "-q"] + options + ["file://\(network.store)", "clone"], in: ".")
        let rows = network.run([
            "-C", "../clone", "members", "stale", id, "--ages", "--format", "csv",
        ]).output.split(separator: "\n")
        return rows.first { $0.contains(",\(field),") }?.split(separator: ",").last.map(String.init) ?? "\(rows)"
    }

    @Test(arguments: [2, 3])
    func `a value that a revert brings back from where history is cut off is not new`(depth: Int) throws {
        let network = try network()
        try network.write("network/members/ash.md", "---\nname: Ash\ntelephone: 0114 496 0199\n---\n")
        try network.commit("A slip", in: "network")
        try network.write("network/README.md", "Something else\n")
        try network.commit("Something else", in: "network")
        try network.git("revert", "--no-edit", "HEAD~1", in: "network")
        #expect(try state(network, "--depth", "\(depth)", of: "telephone", in: "ash") == "unknown")
    }

    @Test func `a page that may only have been moved is not new where its earlier text is missing`() throws {
        let network = try network()
        try network.git("mv", "members/ash.md", "members/elm.md", in: "network")
        try network.write("network/members/elm.md", "---\nname: 'Ash'\ntelephone: 0114 496 0163\n---\n")
        try network.commit("Another name", in: "network")
        #expect(try state(network, "--filter=blob:none", of: "telephone", in: "elm") == "unknown")
    }

    @Test func `what may be a sweep is not new where the earlier texts are missing`() throws {
        let network = try network()
        for text in ["0114 496 0163", "0114 496 0164"] {
            for id in ["ash", "elm", "oak", "yew", "fir"] {
                try network.write(
                    "network/members/\(id).md", "---\nname: \(id.capitalized)\ntelephone: \(text)\n---\n")
            }
            try network.commit("Telephones: \(text)", in: "network")
        }
        try network.git(["clone", "-q", "--filter=blob:none", "file://\(network.store)", "clone"], in: ".")
        try network.git("log", "-p", "--format=", "--", "members/ash.md", in: "clone")
        let rows = network.run(["-C", "../clone", "members", "stale", "ash", "--ages", "--format", "csv"]).output
        #expect(rows.contains(",telephone,") && !rows.contains(",fresh"), "\(rows)")
    }

    /// The ages are kept of the very commit of which a text is lost then.
    @Test(arguments: [
        ["members", "stale", "--heartbeat", "--exit-code"], ["members", "stale", "ash"],
        ["members", "stale", "--ages"], ["members", "remind"], ["today"], ["today", "--format", "json"],
    ])
    func `what is lost of the records themselves is no answer, though their ages are kept`(command: [String]) throws {
        let network = try network()
        #expect(network.run(["members", "stale", "--heartbeat"]).status == 0)
        let ages = network.store + "/.git/cotech/ages"
        #expect(FileManager.default.fileExists(atPath: ages))
        let text = try network.git("rev-parse", "HEAD:members/ash.md")
        try network.shell("rm -f .git/objects/\(text.prefix(2))/\(text.dropFirst(2))")
        for _ in 1...2 {
            let run = network.run(command)
            #expect(run.status == 69 && run.output.isEmpty, "\(run)")
            #expect(run.error.contains("the object \(text.prefix(7)) is missing"), "\(run)")
            try network.shell("rm -rf .git/cotech")
        }
    }

    @Test func `a folder of records that is lost is no answer either`() throws {
        let network = try network()
        #expect(network.run(["members", "stale", "--heartbeat"]).status == 0)
        let folder = try network.git("rev-parse", "HEAD:members")
        try network.shell("rm -f .git/objects/\(folder.prefix(2))/\(folder.dropFirst(2))")
        let run = network.run(["members", "stale", "--heartbeat"])
        #expect(run.status == 69 && run.output.isEmpty, "\(run)")
    }

    @Test func `a text that is lost from an ordinary repository is said to be, with what brings it back`() throws {
        let network = try network()
        let first = try network.git("rev-parse", "HEAD:members/ash.md")
        try network.write("network/members/ash.md", "---\nname: Ash\ntelephone: 0114 496 0199\n---\n")
        try network.commit("A new number", in: "network")
        try network.git("clone", "-q", "--no-local", ".", "../clone")
        try network.shell("rm .git/objects/\(first.prefix(2))/\(first.dropFirst(2))")
        let told = """
            warning: parts of the history are lost from this repository, so some ages are unknown
            help: see which: git fsck
            help: fetch them from where they are still: git fetch --refetch

            """
        for words in [
            ["members", "stale"], ["members", "show", "ash", "--ages"], ["members", "list", "--ages"],
            ["members", "stale", "--exit-code"], [],
        ] {
            let answer = network.run(words)
            #expect(answer.status == (words.contains("--exit-code") ? 69 : 0) && answer.error == told, "\(answer)")
        }
        #expect(network.cotech("members", "stale", "ash", "--ages").output.contains("unknown"))
        // What is asked of another record needs nothing of it.
        #expect(network.cotech("members", "show", "plain-sail", "--ages").error == "")
        try network.git("fetch", "-q", "--refetch", "../clone")
        let answer = network.cotech("members", "stale", "ash", "--ages")
        #expect(answer.error == "" && !answer.output.contains("unknown"), "\(answer)")
    }

    /// The state of a field in the store.
    private func state(_ network: TestNetwork, of field: String, in id: String) -> (state: String, error: String) {
        let answer = network.cotech("members", "stale", id, "--ages", "--format", "csv")
        let row = answer.output.split(separator: "\n").first { $0.contains(",\(field),") }
        return (row?.split(separator: ",").last.map(String.init) ?? answer.output, answer.error)
    }

    @Test func `nothing is fresh behind a commit to which git gives parents of an older history`() throws {
        let network = try network()
        let old = try network.git("rev-parse", "HEAD")
        try network.git("checkout", "-q", "--orphan", "anew")
        try network.commit("Begin anew", in: "network")
        let begin = try network.git("rev-parse", "HEAD")
        #expect(state(network, of: "telephone", in: "ash") == ("fresh", ""))
        func expectUnknown() throws {
            let (state, error) = state(network, of: "telephone", in: "ash")
            #expect(state == "unknown", "\(error)")
            #expect(
                error.contains(
                    "git gives commits other parents than they have, which cotech does not follow, so some ages")
                    && error.contains("help: see which: cotech doctor\n"), "\(error)")
            let doctor = network.cotech("doctor", "--format", "tsv").output
            #expect(doctor.contains(", so some ages are unknown\t"), "\(doctor)")
        }
        try network.git("replace", "--graft", begin, old)
        try expectUnknown()
        try network.git("pack-refs", "--all")
        try expectUnknown()
        try network.git("replace", "-d", begin)
        #expect(state(network, of: "telephone", in: "ash") == ("fresh", ""))
        try network.write("network/.git/info/grafts", "# Joined.\n\(begin) \(old)\n")
        try expectUnknown()
        try network.shell("rm .git/info/grafts")
        #expect(state(network, of: "telephone", in: "ash") == ("fresh", ""))
    }

    @Test func `what git replaces without giving other parents is read as it was written`() throws {
        let network = try network()
        let text = try network.git("rev-parse", "HEAD:members/ash.md")
        try network.write("network/README.md", "Something else\n")
        try network.commit("Something else", in: "network")
        let usual = network.cotech("members", "show", "ash", "--ages", "--format", "json")
        try network.git("replace", text, try network.git("hash-object", "-w", "README.md"))
        // History that git leaves out is no less here.
        try network.git("replace", "--graft", "HEAD")
        let answer = network.cotech("members", "show", "ash", "--ages", "--format", "json")
        #expect(answer.status == 0 && answer.error == "" && answer.output == usual.output, "\(answer)")
        let doctor = network.cotech("doctor", "--format", "tsv").output
        #expect(doctor.contains("git shows 2 objects replaced by others (git replace), cotech does not\t"), "\(doctor)")
    }

    @Test func `whether an id was used is not known behind such a commit either`() throws {
        let network = try network()
        try network.git("rm", "-q", "members/ash.md")
        try network.commit("Without Ash", in: "network")
        let old = try network.git("rev-parse", "HEAD")
        try network.git("checkout", "-q", "--orphan", "anew")
        try network.commit("Begin anew", in: "network")
        try network.git("replace", "--graft", "HEAD", old)
        let answer = network.cotech("members", "add", "Ash")
        #expect(
            answer.status == 0
                && answer.error.contains(
                    "whether \"ash\" was used before cannot be known: git gives commits other parents than they have, which cotech does not follow\nhelp: see which: cotech doctor\n"
                ), "\(answer)")
    }
}
