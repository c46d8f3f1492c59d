import CoopNetwork
import Foundation
import Git
import RecordModel
import RecordStore
import TestSupport
import Testing

/// The record merge as git calls it: the built program, in merges by the real git.
@Suite(.serialized) struct MergingTests {
    /// A store whose git merges records with the built program.
    static func network(_ files: [String: String] = Network.files) throws -> Network {
        var files = files
        files[".gitattributes"] =
            CoopNetwork.Network.kinds.mergeAttributes.joined(separator: "\n") + "\n"
        let network = try Network(files)
        _ = try network.cotech("doctor", "--fix")
        return network
    }

    /// Commits changes on a branch of its own, from where the branch `from` is.
    private static func branch(
        _ name: String, of network: Network, from: String = "main", by author: String = "Mair Owen",
        _ changes: [String: String?]
    ) throws {
        try network.git("switch", "-q", "-C", name, from)
        for (path, text) in changes {
            guard let text else {
                try network.git("rm", "-q", path)
                continue
            }
            try network.write(path, text)
        }
        try network.git("add", "-A")
        try network.git("-c", "user.name=\(author)", "commit", "-q", "--allow-empty", "-m", "A change")
    }

    /// What git did, whether or not it succeeded.
    private static func attempt(_ network: Network, _ command: String) throws -> (status: Int, text: String) {
        let text = try network.shell("\(command) 2>&1; echo \"status $?\"")
        let lines = text.split(separator: "\n")
        return (Int(lines.last?.split(separator: " ").last ?? "") ?? -1, lines.dropLast().joined(separator: "\n"))
    }

    private static func page(_ town: String, _ headcount: Int, also: String = "") -> String {
        "---\nname: Birch & Co.\ntown: \(town)\nheadcount: \(headcount)\n\(also)extra:\n  founded-in: 1999\n---\n"
    }

    private static let birch = "members/birch.md"

    @Test func `Git merges two changes to neighbouring lines, and the same field added twice, without a conflict`()
        throws
    {
        let network = try Self.network()
        try Self.branch("topic", of: network, [Self.birch: Self.page("Hull", 7, also: "note: new\n")])
        try Self.branch(
            "main", of: network,
            [
                Self.birch:
                    "---\nname: Birch & Co.\nnote: new\ntown: York\nheadcount: 8\nextra:\n  founded-in: 1999\n---\n"
            ])
        let merge = try Self.attempt(network, "git merge --no-edit topic")
        #expect(merge.status == 0, "\(merge.text)")
        let text = try network.read(Self.birch)
        #expect(text.contains("town: Hull\nheadcount: 8\n"))
        #expect(text.components(separatedBy: "note: new").count == 2)
        #expect(try network.cotech("check").status == 0)
        #expect(try network.complaints() == "")
    }

    @Test func `A conflict is git's conflict, round the lines of the field, with both values and both authors`() throws
    {
        let network = try Self.network()
        try Self.branch(
            "sian/headcount", of: network, by: "Siân Rees", [Self.birch: Self.page("York", 9, also: "note: x\n")])
        try Self.branch("main", of: network, [Self.birch: Self.page("Hull", 8)])
        let merge = try Self.attempt(network, "git merge --no-edit sian/headcount")
        #expect(merge.status == 1)
        #expect(
            merge.text.contains(
                "members/birch.md:4: both changed headcount: ours says 8 (Mair Owen), theirs says 9 (Siân Rees)"),
            "\(merge.text)")
        #expect(merge.text.contains("CONFLICT (content): Merge conflict in members/birch.md"))
        #expect(
            try network.read(Self.birch) == """
                ---
                name: Birch & Co.
                town: Hull
                <<<<<<< HEAD (Mair Owen)
                headcount: 8
                =======
                headcount: 9
                >>>>>>> sian/headcount (Siân Rees)
                note: x
                extra:
                  founded-in: 1999
                ---

                """)
        // Committed as it is, it is one finding.
        try network.commit("Not looked at")
        let check = try network.cotech("check")
        #expect(check.status == 1)
        #expect(check.output.contains("members/birch.md:4:1: error: a merge left two versions here"))
        #expect(check.output.contains("[conflict-marker]"))
        #expect(check.text.contains("1 error, 0 warnings"), "\(check.text)")
    }

    @Test func `A record that one side removed and the other changed is git's to report`() throws {
        let network = try Self.network()
        try Self.branch("topic", of: network, [Self.birch: nil])
        try Self.branch("main", of: network, [Self.birch: Self.page("Hull", 8)])
        let merge = try Self.attempt(network, "git merge --no-edit topic")
        #expect(merge.status == 1)
        #expect(merge.text.contains("CONFLICT (modify/delete)"))
    }

    @Test(arguments: [
        "git rebase main", "git checkout -q --detach && git cherry-pick main",
        "git -c core.worktree=. revert --no-edit HEAD~1",
    ])
    func `It works where git names nobody: in a rebase, a cherry-pick and a revert`(_ command: String) throws {
        let network = try Self.network()
        try Self.branch("main", of: network, [Self.birch: Self.page("Hull", 7)])
        try Self.branch("topic", of: network, from: "main~1", [Self.birch: Self.page("York", 8, also: "note: x\n")])
        try Self.branch("topic", of: network, from: "topic", [Self.birch: Self.page("York", 8, also: "note: y\n")])
        let done = try Self.attempt(network, command)
        #expect(done.status == (command.contains("revert") ? 1 : 0), "\(done.text)")
        let text = try network.read(Self.birch)
        if command.contains("revert") {
            #expect(
                done.text.contains("both changed note: ours says y (Mair Owen), theirs took it away"), "\(done.text)")
            #expect(text.contains("headcount: 7\n"))
        } else {
            #expect(text.contains("town: Hull\nheadcount: 8\nnote: y\n"), "\(text)")
        }
    }

    @Test func `It works in a linked worktree, in a bare repository, and from a folder below`() throws {
        let network = try Self.network()
        try Self.branch("topic", of: network, [Self.birch: Self.page("York", 8)])
        try Self.branch("main", of: network, [Self.birch: Self.page("Hull", 7)])
        try network.git("worktree", "add", "-q", "\(network.root)/beside", "-b", "beside")
        try network.shell(
            "mkdir -p deep/er && cd deep/er && git merge -q --no-edit topic", in: "\(network.root)/beside")
        let merged = Self.page("Hull", 8)
        #expect(try network.git("show", "beside:\(Self.birch)") + "\n" == merged)
        try network.git("clone", "-q", "--bare", network.path, "\(network.root)/bare")
        let driver = try network.git("config", "merge.cotech.driver")
        try network.git("config", "merge.cotech.driver", driver, in: "\(network.root)/bare")
        // A bare repository reads attributes from where it is told.
        try network.shell("cp .gitattributes '\(network.root)/bare/info/attributes'")
        let tree = try network.git("merge-tree", "--write-tree", "main", "topic", in: "\(network.root)/bare")
        #expect(try network.git("show", "\(tree):\(Self.birch)", in: "\(network.root)/bare") + "\n" == merged)
    }

    @Test func `Without a repository, or with broken settings, a record is merged all the same`() throws {
        let network = try Self.network()
        for (name, town, headcount) in [("base", "York", 7), ("ours", "Hull", 7), ("theirs", "York", 8)] {
            try network.write("../elsewhere/\(name)", Self.page(town, headcount))
        }
        for folder in ["\(network.root)/elsewhere", network.path] {
            if folder == network.path {
                try network.write("cotech.yaml", "name: 'Unclosed\n")
                try network.commit("Broken settings")
                try network.shell("cp '\(network.root)'/elsewhere/* .")
            }
            let answer = try network.cotech("merge-driver", "--", "base", "ours", "theirs", Self.birch, in: folder)
            #expect(answer.status == 0, "\(answer.text)")
            #expect(try network.shell("cat ours", in: folder) == Self.page("Hull", 8))
        }
        // What cannot be read or written is no merge, and says so.
        let missing = try network.cotech("merge-driver", "--", "base", "nothing", "theirs", Self.birch)
        #expect(missing.status == 64 && missing.error.contains("there is no file nothing"), "\(missing.text)")
    }

    @Test func `A clone whose git does not know the driver is told by doctor, and doctor mends it`() throws {
        let network = try Self.network()
        #expect(
            try network.cotech("doctor", "--format", "tsv").output.contains(
                "ok\tstore\tmerging\trecords are merged field by field"))
        try network.git("clone", "-q", network.path, "\(network.root)/clone")
        let clone = "\(network.root)/clone"
        let before = try network.cotech("doctor", "--format", "tsv", in: clone)
        #expect(
            before.output.contains("warning\tstore\tmerging\t.gitattributes asks for cotech's merge"), "\(before.text)")
        #expect(before.output.contains("cotech doctor --fix"))
        let fixed = try network.cotech("doctor", "--fix", "--format", "tsv", in: clone)
        #expect(fixed.output.contains("ok\tstore\tmerging"), "\(fixed.text)")
        #expect(fixed.error.contains("git merges records in"))
        // A program that has gone is said, and git merges as lines, which it says too.
        let gone = try network.git("config", "merge.cotech.driver", in: clone)
            .replacing(/if test -x \S+;/, with: "if test -x /nowhere/cotech;")
        try network.git("config", "merge.cotech.driver", gone, in: clone)
        let lost = try network.cotech("doctor", "--format", "tsv", in: clone)
        #expect(lost.status == 1 && lost.output.contains("problem\tstore\tmerging"), "\(lost.text)")
        try network.git("config", "merge.cotech.driver", gone)
        try Self.branch("topic", of: network, [Self.birch: Self.page("York", 8)])
        try Self.branch("main", of: network, [Self.birch: Self.page("Hull", 7)])
        let merge = try Self.attempt(network, "git merge --no-edit topic")
        #expect(
            merge.status == 1 && merge.text.contains("cotech is not there any more, merged as lines: members/birch.md"),
            "\(merge.text)")
        let text = try network.read(Self.birch)
        #expect(text.contains("<<<<<<<") && text.contains("town: Hull") && text.contains("headcount: 8"))
        // A store whose attributes ask for nothing is told what mends that.
        let plain = try Network.usual()
        let told = try plain.cotech("doctor", "--format", "tsv").output
        #expect(told.contains(".gitattributes does not ask for cotech's merge, so that git merges settings"), "\(told)")
    }

    @Test func `The program is found at a path with spaces, quotes and signs that mean something to git`() throws {
        let network = try Self.network()
        let odd = "\(network.root)/it's %O and $HOME"
        try FileManager.default.createDirectory(atPath: odd, withIntermediateDirectories: true)
        let binary = try #require(Binary.path)
        try FileManager.default.createSymbolicLink(atPath: "\(odd)/cotech", withDestinationPath: binary)
        try network.git("config", "--unset", "merge.cotech.driver")
        let path = "\(odd):\(network.environment["PATH"] ?? "")"
        let fixed = try network.cotech(["doctor", "--fix", "--format", "tsv"], also: ["PATH": path])
        #expect(fixed.output.contains("by \(odd)/cotech"), "\(fixed.text)")
        try Self.branch("topic", of: network, [Self.birch: Self.page("York", 8)])
        try Self.branch("main", of: network, [Self.birch: Self.page("Hull", 7)])
        let merge = try Self.attempt(network, "git merge --no-edit topic")
        #expect(merge.status == 0, "\(merge.text)")
        #expect(try network.read(Self.birch) == Self.page("Hull", 8))
    }

    @Test func `A new store merges records from its first day`() throws {
        let network = try Network()
        let answer = try network.cotech("init", "young", "--name", "Young", in: network.root)
        #expect(answer.status == 0, "\(answer.text)")
        for folder in ["young", "young-private"] {
            let driver = try network.git("config", "merge.cotech.driver", in: "\(network.root)/\(folder)")
            #expect(driver.contains("/cotech merge-driver -- %O %A %B %P %L"), "\(driver)")
        }
        let asked = try network.git("check-attr", "merge", "people/ada.yaml", in: "\(network.root)/young-private")
        #expect(asked == "people/ada.yaml: merge: cotech")
    }
}
