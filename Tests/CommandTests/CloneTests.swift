import TestSupport
import Foundation
import Testing

/// Repositories that are not a plain, whole clone: each gives the right answer, or the right error with what mends it.
@Suite(.serialized) struct CloneTests {
    private static func clone(_ network: Network, _ options: String, _ name: String) throws -> String {
        try network.git("config", "uploadpack.allowFilter", "true")
        let place = "\(network.root)/\(name)"
        try network.shell("git clone -q \(options) 'file://\(network.path)' '\(place)'")
        return place
    }

    private func expectReadable(_ network: Network, _ folder: String, _ comment: Comment) throws {
        let list = try network.cotech("members", "list", "--format", "tsv", in: folder)
        #expect(list.status == 0 && list.lines.count == 31, comment)
        let shown = try network.cotech("members", "show", "ty-gwydr", in: folder)
        #expect(shown.status == 0 && shown.output.contains("Aberystwyth"), comment)
        #expect(try network.cotech("check", in: folder).status == 0, comment)
    }

    /// The states of every field that has a limit, by co-op and field.
    private func states(_ network: Network, _ folder: String) throws -> [String: String] {
        let answer = try network.cotech(
            "members", "stale", "--ages", "--format", "jsonl", in: folder)
        #expect(answer.status == 0, "\(answer.text)")
        var states: [String: String] = [:]
        for line in answer.lines {
            let object = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
            if let id = object["id"] as? String, let field = object["field"] as? String {
                states["\(id) \(field)"] = object["state"] as? String
            }
        }
        return states
    }

    @Test func `A clone without its whole history never calls anything fresh that may be stale`() throws {
        let network = try Network.sample()
        let whole = try states(network, network.path)
        #expect(whole.count > 200 && whole.values.contains("stale"))
        let clones = [
            ("--depth 1", "shallow-1", "git fetch --unshallow"), ("--depth 3", "shallow-3", "git fetch --unshallow"),
            ("--filter=blob:none", "blobless", "git fetch --refetch --no-filter"),
            ("--filter=tree:0", "treeless", "git fetch --refetch --no-filter"),
        ]
        for (options, name, fix) in clones {
            let folder = try CloneTests.clone(network, options, name)
            try expectReadable(network, folder, "\(name)")
            for (place, known) in try states(network, folder) {
                // Less may be known than in the whole history, and nothing else.
                #expect(known == "unknown" || known == whole[place], "\(name): \(place) is \(known)")
            }
            let answer = try network.cotech("members", "stale", "--exit-code", in: folder)
            #expect(answer.status == 69 || (answer.status == 1 && name == "blobless"), "\(name): \(answer.text)")
            #expect(answer.error.contains(fix), "\(name): \(answer.error)")
            let written = try network.cotech("members", "set", "ty-gwydr", "headcount=13", in: folder)
            #expect(written.status == 0, "\(name): \(written.text)")
            #expect(try network.git("status", "--porcelain", in: folder) == "", "\(name)")
        }
    }

    @Test
    func `The history of a record ends where a clone leaves it out, and nothing is made up about what is missing`()
        throws
    {
        let network = try Network.sample()
        let whole = try network.cotech("members", "history", "brackenfold")
        #expect(whole.status == 0 && whole.error == "" && whole.lines.count > 4, "\(whole.text)")
        let clones = [
            ("--depth 1", "shallow", "git fetch --unshallow"),
            ("--filter=blob:none", "blobless", "git fetch --refetch --no-filter"),
            ("--filter=tree:0", "treeless", "git fetch --refetch --no-filter"),
        ]
        for (options, name, fix) in clones {
            let folder = try CloneTests.clone(network, options, name)
            let answer = try network.cotech("members", "history", "brackenfold", in: folder)
            #expect(answer.status == 0 && answer.error.contains(fix), "\(name): \(answer.text)")
            #expect(!answer.text.contains("nothing was said"), "\(name): \(answer.text)")
            for line in answer.lines where !line.contains("is not in this clone") {
                #expect(whole.lines.contains(line), "\(name): \(line)")
            }
        }
    }

    @Test func `Bare cotech says that ages are unknown and how to mend that, and never that nothing is waiting`() throws
    {
        let network = try Network.usual()
        let today = try network.cotech()
        #expect(today.output.contains("Nothing is waiting.") && today.error == "", "\(today.text)")
        for (options, name) in [("--depth 1", "shallow"), ("--filter=tree:0", "treeless")] {
            try network.write("README.md", "One commit more, on \(name).\n")
            try network.commit("Say more")
            let folder = try CloneTests.clone(network, options, name)
            let answer = try network.cotech(in: folder)
            #expect(answer.status == 0 && answer.output.contains("3 profiles of unknown age"), "\(answer.text)")
            #expect(!answer.output.contains("Nothing is waiting"))
            #expect(answer.error.contains("so some ages are unknown"), "\(answer.error)")
        }
    }

    @Test func `Where history is missing nobody is named as the author, and nothing without a limit is called fresh`()
        throws
    {
        let network = try Network.usual()
        try network.write("cotech.yaml", (Network.files["cotech.yaml"] ?? "") + "limits:\n  town: never\n")
        try network.git("config", "user.name", "Somebody Else")
        try network.commit("Limits")
        let folder = try CloneTests.clone(network, "--depth 1", "shallow")
        let whole = try network.cotech("members", "stale", "--format", "csv")
        #expect(whole.lines.contains { $0.hasPrefix("cedar,") && $0.contains(",fresh,") }, "\(whole.text)")
        let rows = try network.cotech("members", "stale", "--format", "csv", in: folder)
        #expect(rows.lines.dropFirst().allSatisfy { $0.contains(",unknown,") }, "\(rows.text)")
        #expect(!rows.output.contains("Somebody Else"))
        let fields = try network.cotech("members", "stale", "--ages", "--format", "csv", in: folder)
        #expect(!fields.output.contains(",fresh"), "\(fields.text)")
        let explained = try network.cotech("members", "stale", "birch", "--explain", in: folder)
        #expect(!explained.output.contains("Somebody Else") && !explained.output.contains("fresh"), "\(explained.text)")
        let people = try network.cotech("members", "stale", in: folder)
        #expect(people.output.contains("Cedar"), "\(people.text)")
    }

    @Test func `A linked worktree of a shallow clone knows that history is missing, and is written by itself`() throws {
        let network = try Network.sample()
        let shallow = try CloneTests.clone(network, "--depth 3", "shallow")
        let side = "\(network.root)/side"
        try network.git("worktree", "add", "-q", "-b", "side", side, in: shallow)
        try expectReadable(network, side, "worktree")
        let answer = try network.cotech("members", "stale", "--exit-code", in: side)
        #expect(answer.status == 69 && answer.error.contains("--unshallow"), "\(answer.text)")
        #expect(try network.cotech("members", "set", "ty-gwydr", "headcount=13", in: side).status == 0)
        #expect(try network.git("status", "--porcelain", in: side) == "")
        #expect(try network.git("status", "--porcelain", in: shallow) == "")
        #expect(try network.git("show", "HEAD:members/ty-gwydr.md", in: shallow).contains("headcount: 9"))
    }

    @Test func `A sparse checkout is written without a word of files that it leaves out`() throws {
        let network = try Network.usual()
        try network.git("sparse-checkout", "set", "--no-cone", "/*", "!members/*")
        #expect(try network.shell("ls members 2>&1 || true").contains("ash.md") == false)
        let answer = try network.cotech("members", "set", "ash", "headcount=5")
        #expect(answer.status == 0 && answer.error == "", "\(answer.text)")
        #expect(try network.git("show", "HEAD:members/ash.md").contains("headcount: 5"))
        #expect(try network.git("status", "--porcelain") == "")
        #expect(try network.shell("ls members 2>&1 || true").contains("ash.md") == false)
        try network.git("sparse-checkout", "disable")
        #expect(try network.read("members/ash.md").contains("headcount: 5") && network.complaints() == "")
    }

    @Test func `A commit is by whom git's settings in the environment name`() throws {
        let network = try Network.usual()
        try network.write("../mine", "[user]\n\tname = From A File\n\temail = file@example.org\n")
        let file = ["GIT_CONFIG_GLOBAL": "\(network.root)/mine"]
        #expect(try network.cotech(["members", "set", "ash", "headcount=5"], also: file).status == 0)
        #expect(try network.git("log", "-1", "--format=%an <%ae>") == "From A File <file@example.org>")
        let pairs = [
            "GIT_CONFIG_COUNT": "2", "GIT_CONFIG_KEY_0": "User.Name", "GIT_CONFIG_VALUE_0": "From Pairs",
            "GIT_CONFIG_KEY_1": "user.email", "GIT_CONFIG_VALUE_1": "pairs@example.org",
        ]
        #expect(
            try network.cotech(["members", "set", "ash", "headcount=6"], also: file.merging(pairs) { $1 }).status == 0)
        #expect(try network.git("log", "-1", "--format=%an <%ae>") == "From Pairs <pairs@example.org>")
        let nobody = try network.cotech(
            ["members", "set", "ash", "headcount=7"], also: ["GIT_CONFIG_GLOBAL": "/dev/null"])
        #expect(nobody.status != 0 && nobody.error.contains("git does not know who you are"), "\(nobody.text)")
        #expect(nobody.error.contains("help: git config --global user.name"), "\(nobody.text)")
        // A service's user has no folder for settings of its own.
        let homeless = try network.cotech(
            ["members", "set", "ash", "headcount=7"],
            also: ["GIT_CONFIG_GLOBAL": "/dev/null", "HOME": "/nonexistent"])
        let advice = try #require(homeless.error.split(separator: "\n").last { $0.hasPrefix("help: ") })
        #expect(advice.contains("git -C "), "\(homeless.text)")
        try network.shell("HOME=/nonexistent; \(advice.trimmingPrefix("help: "))")
        #expect(try network.git("config", "--local", "user.email") == "you@example.org")
        let beginning = try network.cotech(
            ["init", "\(network.root)/anew", "--name", "M"],
            also: ["GIT_CONFIG_GLOBAL": "/dev/null", "HOME": "/nonexistent"])
        #expect(beginning.error.contains("help: export GIT_COMMITTER_NAME="), "\(beginning.text)")
    }

    @Test func `Output that nobody reads ends a command quietly`() throws {
        let network = try Network.usual()
        let binary = try #require(Binary.path)
        let closed = try network.shell("'\(binary)' members list >&- 2>errors; echo $?; cat errors; rm errors")
        #expect(closed == "0\n", "\(closed)")
        let early = try network.shell("'\(binary)' schema --format json 2>errors | head -c 1; cat errors; rm errors")
        #expect(early.count == 1, "\(early)")
    }

    @Test func `Whether an id was used before is known in a whole clone only, and said elsewhere`() throws {
        let network = try Network.usual()
        try network.cotech("skills", "add", "Rust")
        try network.cotech("skills", "remove", "rust")
        try network.cotech("members", "set", "ash", "headcount=5")
        let whole = try network.cotech("skills", "add", "Go", "--dry-run")
        #expect(whole.status == 0 && !whole.error.contains("cannot be known"), "\(whole.text)")
        for (options, name, fix) in [
            ("--depth 1", "shallow", "git fetch --unshallow"),
            ("--filter=tree:0", "treeless", "git fetch --refetch --no-filter"),
        ] {
            let folder = try CloneTests.clone(network, options, name)
            let answer = try network.cotech("skills", "add", "Rust", in: folder)
            #expect(answer.status == 0, "\(name): \(answer.text)")
            #expect(answer.error.contains("note: whether \"rust\" was used before cannot be known"), "\(answer.text)")
            #expect(answer.error.contains("help: \(fix)\n"), "\(answer.text)")
        }
    }

    @Test func `A bare repository is read, asked for ages and written`() throws {
        let network = try Network.sample()
        let bare = try CloneTests.clone(network, "--bare", "bare.git")
        try expectReadable(network, bare, "bare")
        #expect(try states(network, bare) == states(network, network.path))
        let set = try network.cotech("-C", bare, "members", "set", "ty-gwydr", "headcount=13", in: network.root)
        #expect(set.status == 0, "\(set.text)")
        #expect(try network.git("show", "main:members/ty-gwydr.md", in: bare).contains("headcount: 13"))
        #expect(try network.git("fsck", "--strict", "--no-dangling", in: bare) == "")
        #expect(try network.cotech("undo", in: bare).status == 0)
        #expect(try network.git("show", "main:members/ty-gwydr.md", in: bare).contains("headcount: 9"))
    }

    @Test func `On no branch everything is read and nothing is written`() throws {
        let network = try Network.usual()
        try network.git("checkout", "-q", "--detach")
        let before = try network.state()
        #expect(try network.cotech("members", "list").status == 0)
        #expect(try network.cotech("members", "stale").status == 0)
        let answer = try network.cotech("members", "set", "ash", "headcount=5")
        #expect(
            answer.status == 73 && answer.error.contains("help: go to a branch first: git switch main"),
            "\(answer.text)")
        #expect(try network.state() == before)
    }

    @Test func `An empty repository, one of other things and no repository each say how to begin`() throws {
        let network = try Network()
        for arguments in [["members", "list"], ["members", "stale"], ["check"], ["members", "add", "Ash"], []] {
            let none = try network.cotech(arguments)
            #expect(none.status == 69 && none.error.contains("is not in a git repository"), "\(none.text)")
            #expect(
                none.error.contains("help: go to a clone")
                    && none.error.contains("help: or begin a store here: cotech init") && none.output == "",
                "\(none.text)")
        }
        try network.git("init", "-q", network.path)
        for arguments in [["members", "list"], ["members", "stale"], ["check"], ["members", "add", "Ash"], []] {
            let empty = try network.cotech(arguments)
            #expect(empty.status == 69 && empty.error.contains("cotech init") && empty.output == "", "\(empty.text)")
        }
        try network.write("main.c", "int main(void) { return 0; }\n")
        try network.git("add", "main.c")
        try network.git("commit", "-q", "-m", "A program")
        for arguments in [["members", "list"], ["members", "stale"], ["check"], ["members", "add", "Ash"], []] {
            let other = try network.cotech(arguments)
            #expect(other.status == 69 && other.error.contains("but no store: it has no cotech.yaml"), "\(other.text)")
            #expect(other.error.contains("cotech init") && other.output == "")
        }
        #expect(try network.git("status", "--porcelain") == "" && network.git("rev-list", "--count", "HEAD") == "1")
    }
}
