import Foundation
import TestSupport
import Testing

/// Places that cannot be written, and locks that are in the way.
@Suite(.serialized) struct PlaceTests {
    private static let isRoot = geteuid() == 0

    /// Whether a script succeeds: some need rights that a person seldom has.
    private static func can(_ script: String) -> Bool {
        (try? Program.run("sh", ["-c", script]).status) == 0
    }

    private static let canMount = isRoot && can("d=$(mktemp -d) && mount -t tmpfs tmpfs $d && umount $d && rmdir $d")

    @Test(.enabled(if: isRoot, "only root can give a folder to somebody else"))
    func `Somebody else's repository is not trusted until git is told to`() throws {
        let network = try Network.usual()
        try network.shell("chown -R nobody '\(network.path)'")
        for arguments in [["members", "list"], ["members", "set", "ash", "headcount=5"], ["members", "stale"]] {
            let answer = try network.cotech(arguments)
            #expect(answer.status == 69 && answer.error.contains("belongs to another user"), "\(answer.text)")
            #expect(answer.error.contains("git config --global --add safe.directory '\(network.path)'"))
        }
        try network.shell("git config --global --add safe.directory '\(network.path)'")
        #expect(try network.cotech("members", "list").status == 0)
        // As the runners of hosts have it, for every folder at once.
        try network.shell("git config --global --replace-all safe.directory '*'")
        #expect(try network.cotech("members", "list").status == 0)
        try network.shell("git config --global --add safe.directory ''")
        #expect(try network.cotech("members", "list").status == 69)
    }

    @Test(.enabled(if: canMount, "a read-only mount needs root"))
    func `A folder that cannot be written is read, and says so when it is to be written`() throws {
        let network = try Network.usual()
        let mount = "\(network.root)/mount"
        try network.shell(
            "mkdir '\(mount)' && mount --bind '\(network.path)' '\(mount)' && mount -o remount,ro,bind '\(mount)'")
        defer { _ = PlaceTests.can("umount '\(mount)'") }
        for arguments in [["members", "list"], ["members", "show", "ash"], ["members", "stale"], ["check"], []] {
            #expect(try network.cotech(arguments, in: mount).status == 0)
        }
        let answer = try network.cotech("members", "set", "ash", "headcount=5", in: mount)
        #expect(answer.status == 73 && answer.error.contains("Read-only file system"), "\(answer.text)")
        #expect(answer.error.contains("help: make it writable"))
        #expect(try network.complaints() == "")
    }

    @Test(.enabled(if: canMount, "a small disk needs root"))
    func `A full disk loses nothing`() throws {
        let network = try Network.usual()
        let disk = "\(network.root)/disk"
        try network.shell("mkdir '\(disk)' && mount -t tmpfs -o size=2m tmpfs '\(disk)'")
        defer { _ = PlaceTests.can("umount '\(disk)'") }
        let store = "\(disk)/store"
        try network.shell(
            "git clone -q '\(network.path)' '\(store)'; dd if=/dev/zero of='\(disk)/filler' bs=1k 2>/dev/null || true")
        let answer = try network.cotech("members", "set", "ash", "headcount=5", in: store)
        #expect(answer.status == 73 && answer.error.contains("No space left"), "\(answer.text)")
        #expect(answer.error.contains("help: make room on that disk"))
        #expect(try network.cotech("members", "list", in: store).status == 0)
        try network.shell("rm '\(disk)/filler'")
        #expect(try network.complaints(in: store) == "")
        #expect(try network.cotech("members", "set", "ash", "headcount=5", in: store).status == 0)
        #expect(try network.complaints(in: store) == "")
    }

    @Test func `A lock that git left on the branch is named with its age`() throws {
        let network = try Network.usual()
        try network.shell("touch -d '3 hours ago' .git/refs/heads/main.lock")
        let before = try network.state()
        let answer = try network.cotech("members", "set", "ash", "headcount=5")
        #expect(answer.status == 75)
        #expect(answer.error.contains("/.git/refs/heads/main.lock is in the way; it is 3 hours old"), "\(answer.text)")
        #expect(answer.error.contains("help: try again; if no git process is running, remove it: rm '"))
        #expect(try network.state() == before)
        #expect(try network.cotech("members", "list").status == 0)
    }

    @Test func `A lock that git left on the index is named with its age, and nothing is written meanwhile`() throws {
        let network = try Network.usual()
        try network.shell("touch -d '3 hours ago' .git/index.lock")
        let before = try network.state()
        let answer = try network.cotech("members", "set", "ash", "headcount=5")
        #expect(answer.status == 75)
        #expect(answer.error.contains("/.git/index.lock is in the way; it is 3 hours old"), "\(answer.text)")
        #expect(answer.error.contains("remove it: rm '"))
        #expect(try network.state() == before)
        #expect(try network.cotech("members", "list").error == "")
        try network.shell("rm .git/index.lock")
        #expect(try network.cotech("members", "set", "ash", "headcount=5").status == 0)
        #expect(try network.read("members/ash.md").contains("headcount: 5"))
        #expect(try network.complaints() == "")
    }

    @Test func `A writer that was stopped keeps nobody from reading, and others are told`() throws {
        let network = try Network.usual()
        // A change is committed, and a note that never became whole waits for the next command.
        try network.cotech("members", "set", "ash", "headcount=5")
        try network.shell("touch .git/cotech/pending/new")
        let before = try network.state()
        // The holder ends when it is told to, and by itself if nobody does.
        let hold = "touch ../held; for turn in $(seq 6000); do test -e ../release && exit; sleep 0.05; done"
        let holding = try Program.start(
            "flock", ["\(network.path)/.git/cotech/lock", "sh", "-c", hold], in: network.path,
            environment: network.environment)
        defer { _ = try? network.shell("touch ../release") }
        while !FileManager.default.fileExists(atPath: "\(network.root)/held") {
            try #require(holding.isRunning, "flock could not take the lock")
            usleep(2_000)
        }
        for arguments in [["members", "show", "ash", "--format", "json"], ["check"], ["members", "stale"]] {
            let answer = try network.cotech(arguments)
            #expect(answer.status == 0 && answer.error == "", "\(answer.text)")
        }
        #expect(try network.cotech("members", "show", "ash", "--plain").output.contains("headcount: 5"))
        let refused = try network.cotech("members", "set", "ash", "headcount=6")
        #expect(refused.status == 75, "\(refused.text)")
        #expect(refused.error.contains("another process is writing to this repository"), "\(refused.text)")
        #expect(refused.error.contains("help: try again; if it never ends, look for a stopped process: fuser '"))
        #expect(try network.state() == before)
        try network.shell("touch ../release")
        #expect(try holding.answer().status == 0)
        #expect(try network.cotech("members", "set", "ash", "headcount=6").status == 0)
        #expect(try network.read("members/ash.md").contains("headcount: 6"))
        #expect(try network.complaints() == "")
    }

    @Test(.enabled(if: isRoot, "only root can become somebody else"))
    func `Files in a folder that may be listed and not entered are not taken for removed`() throws {
        let network = try Network.usual()
        let binary = try #require(Binary.path)
        try network.shell("chmod -R a+rwX '\(network.root)' && chown -R nobody '\(network.root)'")
        for mode in ["444", "311", "000"] {
            try network.shell("chmod \(mode) skills")
            let head = try network.shell("git -c safe.directory='*' rev-parse HEAD")
            for words in ["save", "check", "skills set swift label=Fast"] {
                let answer = try Program.run(
                    "setpriv",
                    ["--reuid=nobody", "--clear-groups", binary] + words.split(separator: " ").map(String.init),
                    in: network.path, environment: network.environment)
                #expect(answer.status == 69, "\(mode) \(words): \(answer.text)")
                #expect(
                    answer.error.contains("help: make it readable for this user: chmod u+rX '\(network.path)/skills'"),
                    "\(mode) \(words): \(answer.text)")
            }
            #expect(try network.shell("git -c safe.directory='*' rev-parse HEAD") == head)
        }
        try network.shell("chmod 755 skills")
    }
}
