import Foundation
import Testing

/// What doctor says of a copy that is no ordinary clone, or is not on its branch.
@Suite(.onOwnThreads) struct DoctorCloneTests {
    @Test func `a bare copy is what others share through, and has nothing to share itself`() throws {
        let network = try TestNetwork()
        #expect(network.cotech("members", "set", "plain-sail", "town=Rye").status == 0)
        try network.git("clone", "-q", "--bare", ".", "../copy.git")
        let copy = "\(network.root)/copy.git"
        let doctor = network.cotech("doctor", "-C", copy, "--format", "tsv").output
        #expect(
            doctor.contains("ok\tstore\tsharing\tthis is a copy that others share their changes through\t\n"),
            "\(doctor)")
        #expect(!doctor.contains("\tpushed\t") && !doctor.contains("cotech sync"), "\(doctor)")
        #expect(!network.cotech("today", "-C", copy).output.contains("not shared"))
        #expect(!network.cotech("members", "stale", "-C", copy, "--as-of", "2027-11-23").output.contains("fetched"))
        // A clone with working files still has to.
        try network.git("clone", "-q", ".", "../clone")
        try network.git(
            "-C", "../clone", "-c", "user.name=M", "-c", "user.email=m@x.example", "commit", "-q", "--allow-empty",
            "-m", "Mine")
        #expect(network.cotech("doctor", "-C", "\(network.root)/clone").output.contains("only this copy has"))
    }

    @Test func `an id of the ignore list that a shallow clone leaves out is no mistake`() throws {
        let network = try TestNetwork()
        let begin = try network.git("rev-parse", "HEAD")
        try network.write("network/.git-blame-ignore-revs", "\(begin)\n")
        try network.commit("Set it aside", in: "network")
        try network.git("clone", "-q", "--depth", "1", "file://\(network.store)", "../shallow")
        let shallow = "\(network.root)/shallow"
        #expect(!network.cotech("doctor", "-C", shallow, "--format", "tsv").output.contains("ignore list"))
        // Where the whole history is here, one that is not is wrong.
        #expect(!network.cotech("doctor", "--format", "tsv").output.contains("ignore list"))
        try network.write("network/.git-blame-ignore-revs", "\(String(repeating: "ab", count: 20))\n")
        try network.commit("Set another aside", in: "network")
        let doctor = network.cotech("doctor", "--format", "tsv").output
        #expect(doctor.contains("ignore list\t1 commit in .git-blame-ignore-revs is not here: abababa\t"), "\(doctor)")
    }

    @Test func `the companion's ignore list is looked at as the public store's is`() throws {
        let network = try TestNetwork()
        try network.write(
            "network-private/.git-blame-ignore-revs", "\(String(repeating: "ab", count: 20))\nnonsense\n")
        try network.commit("Set another aside", in: "network-private")
        #expect(network.cotech("doctor", "--format", "tsv").output.contains("is not here: abababa\t"))
        let check = network.cotech("check")
        #expect(check.status == 1 && check.output.contains("[bad-revision]"), "\(check)")
    }

    @Test func `in a bisection the attributes of an old commit are not held against the store`() throws {
        let network = try TestNetwork()
        try network.write("network/.gitattributes", "members/** merge=cotech\n")
        try network.commit("Half of it", in: "network")
        try network.commit("Nothing", in: "network")
        let asks = ".gitattributes asks for cotech's merge"
        func said() -> String {
            network.cotech("doctor", "--format", "tsv").output.split(separator: "\n").filter {
                $0.contains("\tstore\t")
            }
            .joined(separator: "\n")
        }
        let before = said()
        #expect(
            before.contains("does not ask") && before.contains("\(asks) of members, which this clone's"), "\(before)")
        try network.git("bisect", "start", "HEAD", "HEAD~2")
        let during = said()
        #expect(
            during.contains("a git bisect is not finished") && during.contains("\(asks), which this clone's"),
            "\(during)")
        #expect(!during.contains("does not ask"), "\(during)")
    }

    @Test func `a clone that left texts out is told of them until it has fetched them, and will go on to fetch all`()
        throws
    {
        let network = try TestNetwork()
        #expect(network.cotech("members", "set", "plain-sail", "town=Rye").status == 0)
        try network.git("config", "uploadpack.allowFilter", "true")
        try network.git("clone", "-q", "--filter=blob:none", "file://\(network.store)", "../clone")
        func history() -> [String] {
            network.cotech("doctor", "-C", "../clone", "--format", "tsv").output.split(separator: "\n")
                .filter { $0.contains("\tstore\thistory\t") }.map(String.init)
        }
        func ways() -> [String] { history().map { $0.split(separator: "\t").last.map(String.init) ?? "" } }
        let store = "git -C \(network.root)/clone"
        #expect(ways().map { $0.replacing("git -C ../clone", with: store) } == ["\(store) fetch --refetch --no-filter"])
        try network.git("fetch", "-q", "--refetch", "--no-filter", in: "clone")
        #expect(history().first?.hasPrefix("warning\tstore\thistory\tevery text is here, but") == true, "\(history())")
        #expect(ways().first?.hasSuffix(" config --unset remote.origin.partialclonefilter") == true, "\(history())")
        try network.git("config", "--unset", "remote.origin.partialclonefilter", in: "clone")
        #expect(history() == ["ok\tstore\thistory\tcomplete\t"])
    }

    @Test func `on a branch without commits the way to one that has some is told, not that to another beginning`()
        throws
    {
        let network = try TestNetwork()
        try network.git("symbolic-ref", "HEAD", "refs/heads/mian")
        let git = "git -C \(network.store)"
        for words in [["members", "list"], ["members", "set", "plain-sail", "town=Rye"], ["diff"], []] {
            let answer = network.run(words)
            #expect(
                answer.status == 69
                    && answer.error
                        == "error: the repository has no commit yet on the branch that it is on\nhelp: go to a branch that has some: \(git) switch main\n",
                "\(words): \(answer)")
        }
        #expect(
            network.cotech("doctor", "--format", "tsv").output.contains("has no commit on mian yet\tgit switch main\n"))
    }
}
