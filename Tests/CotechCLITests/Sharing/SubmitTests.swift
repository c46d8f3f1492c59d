import Foundation
import Testing

@Suite("submit")
struct SubmitTests {
    private let name = "mair-owen/ash-headcount-4-7"

    @Test("What is saved becomes a branch there, and main is as the others have it again, to be synced")
    func proposal() async throws {
        let network = try SharedNetwork("mair")
        let main = try network.git("rev-parse HEAD", in: "mair")
        try await network.done("members set ash headcount=7 -q", in: "mair")
        let change = try network.git("rev-parse HEAD", in: "mair")
        let rehearsal = try await network.done("submit --dry-run", in: "mair")
        #expect(rehearsal == "Would propose 1 change as \(name):\n  Ash: headcount 4 → 7\n")
        let answer = try await network.cotech("submit", in: "mair")
        #expect(
            answer.output == """
                Proposed 1 change to origin as \(name).
                main is as origin/main has it again; what is proposed comes back with cotech sync once it is merged.
                To change it: git switch \(name), and then again cotech submit

                """)
        #expect(answer.error == "note: origin named no page: ask for it to be merged on its web page\n")
        #expect(try network.git("rev-parse \(name)", in: "origin.git") == change)
        #expect(try network.git("rev-parse main", in: "origin.git") == main)
        #expect(try network.git("rev-parse main \(name)", in: "mair") == "\(main)\n\(change)")
        #expect(try network.git("status --porcelain", in: "mair") == "")
        #expect(network.read("mair", "members/ash.md")?.contains("headcount: 4") == true)
        // Merged there, it comes back.
        try network.git("update-ref refs/heads/main \(change)", in: "origin.git")
        try await network.done("sync", in: "mair")
        #expect(network.read("mair", "members/ash.md")?.contains("headcount: 7") == true)
        let nothing = try await network.cotech("submit", in: "mair")
        #expect(nothing.status == 0 && nothing.output == "" && nothing.error.contains("there is nothing to propose"))
    }

    @Test("What the private companion has that nobody else has is no part of a proposal, and that is said")
    func companion() async throws {
        let network = try SharedNetwork("mair")
        try await network.done("init --private -q", in: "mair")
        try await network.done("sync -q", in: "mair")
        try network.sandbox.run("git", "init", "-q", "--bare", "-b", "main", "private.git")
        try network.git("remote add origin ../private.git", in: "mair-private")
        try await network.done("sync -q", in: "mair")
        try await network.done("members set ash headcount=7 -q", in: "mair")
        #expect(try await network.cotech("submit --dry-run", in: "mair").error.contains("companion") == false)
        try await network.cotech(["members", "enquire", "Wheel", "--contact", "w@wheel.example", "-q"], in: "mair")
        let answer = try await network.cotech("submit", in: "mair")
        #expect(
            answer.status == 0
                && answer.error.contains(
                    "note: 1 change in the private companion is not part of it\nhelp: to share them: cotech sync\n"),
            "\(answer)")
    }

    @Test func `Where the settings' address is a pattern of editing pages, the remote is named to merge from`()
        async throws
    {
        let network = try SharedNetwork("mair", "sian")
        let pattern = "web=https://codeberg.example/m/net/_edit/{branch}/{path}"
        try await network.cotech(["settings", "set", pattern, "-q"], in: "sian")
        try await network.done("members set ash headcount=7 -q", in: "sian")
        try await network.done("sync -q", in: "sian")
        try await network.done("members set ash headcount=9 -q", in: "mair")
        let answer = try await network.cotech("submit", in: "mair")
        #expect(answer.status == 65 && answer.error.contains("save again: git pull origin main\n"), "\(answer.error)")
    }

    @Test("A store that is no clone has its proposals for the main branch as well")
    func noClone() async throws {
        let network = try SharedNetwork("mair")
        try network.git("update-ref --no-deref -d refs/remotes/origin/HEAD", in: "mair")
        try await network.done("members set ash headcount=7 -q", in: "mair")
        try await network.done("submit", in: "mair")
        try network.git("switch -q \(name)", in: "mair")
        try await network.done("members set ash town=Hull -q", in: "mair")
        let output = try await network.done("submit", in: "mair")
        #expect(output.hasPrefix("Proposed 2 changes to origin as \(name).\n"), "\(output)")
        #expect(try network.git("branch --format='%(refname:short)'", in: "origin.git") == "main\n\(name)")
    }

    @Test("Edits by hand are checked and saved first, and one that is wrong is not proposed")
    func handEdits() async throws {
        let network = try SharedNetwork("mair")
        try network.write("mair", "members/ash.md", "---\nname: Ash\nheadcont: 7\n---\n")
        let wrong = try await network.cotech("submit", in: "mair")
        #expect(wrong.status == 65 && wrong.error.contains("instead: headcount: 7"), "\(wrong.error)")
        #expect(try network.git("branch -r", in: "origin.git") == "")
        let right = "---\nname: Ash\ntown: Leeds\nheadcount: 7\n---\n\nA co-op.\n"
        try network.write("mair", "members/ash.md", right)
        try await network.cotech(["submit", "-m", "Seven of us", "--branch", "mair/seven"], in: "mair")
        #expect(try network.git("show mair/seven:members/ash.md", in: "origin.git") + "\n" == right)
        #expect(try network.git("log -1 --format=%s mair/seven", in: "origin.git") == "Seven of us")
        #expect(try network.git("status --porcelain", in: "mair") == "")
        // What is no record is not saved by itself, and would be lost.
        try network.commit(["notes.txt": "two\n"], in: "mair")
        try network.write("mair", "notes.txt", "three\n")
        let inTheWay = try await network.cotech("submit", in: "mair")
        #expect(inTheWay.status == 75, "\(inTheWay.error)")
        #expect(
            inTheWay.error.contains(
                "cotech save notes.txt\nhelp: or throw the edit away: git restore notes.txt"))
        #expect(network.read("mair", "notes.txt") == "three\n")
    }

    @Test("An error that was committed by hand, and a change that does not fit any more, are not sent")
    func refusedHere() async throws {
        let network = try SharedNetwork("mair", "sian")
        try network.commit(["members/birch.md": "---\nname: Birch\nnme: x\n---\n"], in: "mair")
        let wrong = try await network.cotech("submit", in: "mair")
        #expect(wrong.status == 65 && wrong.error.contains("what would be proposed has 1 error"), "\(wrong.error)")
        #expect(try network.git("branch --list", in: "mair") == "* main")
        try await network.done("members set ash headcount=9 -q", in: "sian")
        try await network.done("sync -q", in: "sian")
        try network.git("reset -q --hard HEAD~1", in: "mair")
        try await network.done("members set ash headcount=8 -q", in: "mair")
        let parted = try await network.cotech("submit", in: "mair")
        #expect(parted.status == 65 && parted.error.contains("take in what others changed first"), "\(parted.error)")
        // Beside each other, the two are merged field by field, which no host can do.
        try network.git("reset -q --hard HEAD~1", in: "mair")
        try await network.done("members set ash town=Hull -q", in: "mair")
        try await network.done("submit --branch town", in: "mair")
        #expect(
            try network.git("show town:members/ash.md", in: "origin.git")
                == "---\nname: Ash\ntown: Hull\nheadcount: 9\n---\n\nA co-op.")
        #expect(try network.git("rev-parse main", in: "mair") == network.git("rev-parse main", in: "origin.git"))
    }

    @Test("GitLab is asked by push options, Forgejo by where it is pushed, and what they answer is quoted")
    func hosts() async throws {
        let network = try SharedNetwork("mair")
        try network.git("config receive.advertisePushOptions true", in: "origin.git")
        try network.hook(
            "post-receive", of: "origin.git",
            """
            cat >> pushed; env | grep '^GIT_PUSH_OPTION_[0-9]' | sort >> pushed
            printf '\\nView merge request:\\n  https://git.example/n/-/merge_requests/12\\033[31m\\n'
            """)
        func pushed() throws -> [String] {
            defer { try? FileManager.default.removeItem(atPath: "\(network.sandbox.root)/origin.git/pushed") }
            return (network.read("origin.git", "pushed") ?? "").split(separator: "\n").map {
                String($0.drop { $0.isHexDigit || $0 == " " })
            }
        }
        try await network.done("members set ash headcount=7 -q", in: "mair")
        let gitlab = try await network.done("submit --host gitlab", in: "mair")
        #expect(
            gitlab.contains("\n  https://git.example/n/-/merge_requests/12\n") && !gitlab.contains("\u{1B}"),
            "\(gitlab)")
        #expect(
            try pushed() == [
                "refs/heads/\(name)", "GIT_PUSH_OPTION_0=merge_request.create",
                "GIT_PUSH_OPTION_1=merge_request.target=main",
                "GIT_PUSH_OPTION_2=merge_request.title=Ash: headcount 4 → 7",
            ])
        try network.git("config cotech.host forgejo", in: "mair")
        try await network.done("members set ash headcount=5 -q", in: "mair")
        try await network.done("submit", in: "mair")
        #expect(
            try pushed() == [
                "refs/for/main", "GIT_PUSH_OPTION_0=topic=mair-owen/ash-headcount-4-5",
                "GIT_PUSH_OPTION_1=title=Ash: headcount 4 → 5",
            ])
        // A host that takes no options gets the branch all the same.
        try network.git("config receive.advertisePushOptions false", in: "origin.git")
        try await network.done("members set ash headcount=6 -q", in: "mair")
        try await network.done("submit --host gitlab", in: "mair")
        #expect(try pushed() == ["refs/heads/mair-owen/ash-headcount-4-6"])
        #expect(try await network.cotech("submit --host sourcehut", in: "mair").status == 64)
    }

    @Test("Where the host names no page, the settings' address gives it")
    func page() async throws {
        var files = SharedNetwork.files
        files["cotech.yaml"] = "name: Marches Tech\nweb: https://git.example/network\n"
        let network = try SharedNetwork("mair", files: files)
        try await network.done("members set ash headcount=7 -q", in: "mair")
        let output = try await network.done("submit --host github", in: "mair")
        #expect(output.contains("\n  https://git.example/network/compare/main...\(name)\n"), "\(output)")
        try await network.done("members set ash headcount=6 -q", in: "mair")
        let other = try await network.done("submit --host gitlab --branch tŷ", in: "mair")
        #expect(
            other.contains(
                "\n  https://git.example/network/-/merge_requests/new?merge_request%5Bsource_branch%5D=t%C5%B7\n"),
            "\(other)")
    }

    @Test("Refused there, nothing of it stays here but the change")
    func refusedThere() async throws {
        let network = try SharedNetwork("mair")
        try network.hook("pre-receive", of: "origin.git", "echo 'No branches, please.'; exit 1")
        try await network.done("members set ash headcount=7 -q", in: "mair")
        let before = try network.state(of: "mair")
        let answer = try await network.cotech("submit", in: "mair")
        #expect(
            answer.status == 77 && answer.error.hasPrefix("origin: No branches, please.\nerror: "), "\(answer.error)")
        #expect(try network.state(of: "mair") == before)
        #expect(try network.git("branch --list", in: "mair") == "* main")
    }

    @Test("On a branch of its own, that branch is proposed as it is; killed half way, the same command goes on")
    func branches() async throws {
        let network = try SharedNetwork("mair")
        try network.git("switch -qc mair/page", in: "mair")
        try await network.done("members set ash headcount=7 -q", in: "mair")
        let first = try await network.done("submit", in: "mair")
        #expect(
            first.hasPrefix("Proposed 1 change to origin as mair/page.\n") && !first.contains("main is as"), "\(first)")
        try await network.done("members set ash town=Hull -q", in: "mair")
        #expect(try await network.done("submit", in: "mair").hasPrefix("Proposed 2 changes to origin as mair/page.\n"))
        #expect(
            try network.git("rev-parse mair/page", in: "origin.git") == network.git("rev-parse HEAD", in: "mair"))
        // A branch and a push that were made before the main branch went back.
        try network.git("switch -q main", in: "mair")
        try await network.done("members set birch town=Bath -q", in: "mair")
        try network.git("branch mair/birch && git push -q origin mair/birch", in: "mair")
        #expect(try await network.done("submit", in: "mair").hasPrefix("Proposed 1 change to origin as mair/birch.\n"))
        #expect(try network.git("rev-parse main", in: "mair") == network.git("rev-parse main", in: "origin.git"))
        // Another change of the same name gets another one.
        try await network.done("members set birch town=Hull -q", in: "mair")
        try await network.done("submit --branch taken", in: "mair")
        try await network.done("members set birch town=Hull -q", in: "mair")
        try network.commit(["notes.txt": "two\n"], in: "mair")
        #expect(try await network.cotech("submit --branch taken", in: "mair").status == 75)
    }

    @Test(
        "A name that git would take for something else is refused", arguments: ["-x", "refs/heads/q", "HEAD", "a..b"])
    func misread(branch: String) async throws {
        let network = try SharedNetwork("mair")
        try await network.done("members set ash headcount=7 -q", in: "mair")
        let answer = try await network.cotech("submit --branch=\(branch)", in: "mair")
        #expect(answer.status == 64, "\(answer.output)\(answer.error)")
        #expect(answer.error.contains("\"\(branch)\" cannot be the name of a proposal's branch"), "\(answer.error)")
        #expect(try network.git("for-each-ref --format='%(refname)'", in: "origin.git") == "refs/heads/main")
    }

    @Test("Whoever may not write there pushes elsewhere, as git is told")
    func elsewhere() async throws {
        let network = try SharedNetwork("mair")
        try network.sandbox.run("git", "init", "-q", "--bare", "fork.git")
        try network.git("remote add fork ../fork.git && git config remote.pushDefault fork", in: "mair")
        try await network.done("members set ash headcount=7 -q", in: "mair")
        let answer = try await network.cotech("submit", in: "mair")
        #expect(answer.output.hasPrefix("Proposed 1 change to fork as \(name).\n"), "\(answer.output)")
        #expect(answer.error.hasPrefix("note: fork named no page"), "\(answer.error)")
        #expect(try network.git("branch --format='%(refname:short)'", in: "fork.git") == name)
        #expect(try network.git("branch --format='%(refname:short)'", in: "origin.git") == "main")
    }

    @Test("A branch of one's own is proposed under the name that is asked for")
    func chosenNameOffMain() async throws {
        let network = try SharedNetwork("mair")
        try network.git("switch -qc mine", in: "mair")
        try await network.done("members set ash headcount=7 -q", in: "mair")
        let change = try network.git("rev-parse HEAD", in: "mair")
        #expect(try await network.done("submit --branch mair/seven", in: "mair").contains("origin as mair/seven."))
        #expect(try network.git("rev-parse mair/seven", in: "origin.git") == change)
        #expect(try network.git("branch --format='%(refname:short)'", in: "origin.git") == "main\nmair/seven")
        #expect(try network.git("rev-parse mine mair/seven", in: "mair") == "\(change)\n\(change)")
        // Said again, it adds what is new.
        try await network.done("members set ash town=Hull -q", in: "mair")
        #expect(try await network.done("submit --branch mair/seven", in: "mair").contains("origin as mair/seven."))
        let newer = try network.git("rev-parse HEAD", in: "mair")
        #expect(try network.git("rev-parse mair/seven", in: "origin.git") == newer)
        #expect(try network.git("rev-parse mair/seven", in: "mair") == newer)
        #expect(try await network.cotech("submit --branch main", in: "mair").status == 64)
        // Where nobody knows which branch there is the main one, it is said how to find out.
        try network.git("branch -m main trunk", in: "origin.git")
        try network.git("remote set-head origin -d && git fetch -q --prune", in: "mair")
        let unknown = try await network.cotech("submit --branch mair/seven", in: "mair")
        #expect(
            unknown.status == 64 && unknown.error.hasSuffix("git remote set-head origin --auto\n"), "\(unknown.error)")
        try network.git("remote set-head origin --auto", in: "mair")
        #expect(try await network.done("submit --branch mine", in: "mair").contains("origin as mine."))
    }

    @Test("For programs there is JSON, of what was proposed and of what was not")
    func json() async throws {
        struct Answer: Decodable {
            struct Change: Decodable { let subject: String, author: String }
            struct Failure: Decodable { let status: Int, message: String, help: [String] }
            struct Finding: Decodable { let file: String, code: String }
            let remote: String?, target: String?, branch: String?, commit: String?
            let changes: [Change], links: [String], diagnostics: [Finding], failure: Failure?
        }
        let network = try SharedNetwork("mair")
        func submit(_ words: String = "") async throws -> (answer: Answer, status: Int32, error: String) {
            let said = try await network.cotech("submit --format json \(words)", in: "mair")
            return (try JSONDecoder().decode(Answer.self, from: Data(said.output.utf8)), said.status, said.error)
        }
        let nothing = try await submit()
        #expect(nothing.status == 0 && nothing.answer.changes.isEmpty && nothing.answer.branch == nil)
        try await network.done("members set ash headcount=7 -q", in: "mair")
        let change = try network.git("rev-parse HEAD", in: "mair")
        let rehearsal = try await submit("--dry-run").answer
        #expect(rehearsal.branch == name && rehearsal.commit == nil)
        let done = try await submit()
        #expect(done.status == 0 && done.error == "", "\(done.error)")
        #expect([done.answer.remote, done.answer.target, done.answer.branch] == ["origin", "main", name])
        #expect(done.answer.commit == change && done.answer.changes.map(\.subject) == ["Ash: headcount 4 → 7"])
        try network.commit(["members/birch.md": "---\nname: Birch\nnme: x\n---\n"], in: "mair")
        let wrong = try await submit()
        #expect(wrong.status == 65 && wrong.error.contains("so it was not sent"), "\(wrong.error)")
        #expect(wrong.answer.failure?.status == 65 && wrong.answer.diagnostics.map(\.code) == ["unknown-field"])
    }

    @Test("A rehearsal minds no edit by hand that would be saved first")
    func rehearsalWithEdits() async throws {
        let network = try SharedNetwork("mair")
        try await network.done("members set ash headcount=7 -q", in: "mair")
        try network.write("mair", "members/ash.md", "---\nname: Ash\ntown: Hull\nheadcount: 7\n---\n\nA co-op.\n")
        let before = try network.state(of: "mair")
        let answer = try await network.cotech("submit --dry-run", in: "mair")
        #expect(answer.status == 0, "\(answer.error)")
        #expect(answer.error.contains("members/ash.md was edited by hand, and would be saved and proposed as well"))
        #expect(try network.state(of: "mair") == before)
    }

    @Test("A branch of one's own that began at the main one is pushed as it is")
    func ownBranch() async throws {
        let network = try SharedNetwork("mair")
        try network.git("switch -q -c fix origin/main", in: "mair")
        try await network.done("members set ash headcount=7 -q", in: "mair")
        let change = try network.git("rev-parse HEAD", in: "mair")
        #expect(try await network.done("submit", in: "mair").hasPrefix("Proposed 1 change to origin as fix.\n"))
        #expect(try network.git("rev-parse fix", in: "origin.git") == change)
        #expect(try network.git("rev-parse fix", in: "mair") == change)
    }

    @Test("A branch that happens to be at the same commit is nobody's proposal")
    func otherBranch() async throws {
        let network = try SharedNetwork("mair")
        try network.git("push -q origin main:live", in: "mair")
        try network.git("branch -q --track live origin/live", in: "mair")
        let live = try network.git("rev-parse live", in: "origin.git")
        try await network.done("members set ash headcount=7 -q", in: "mair")
        try network.git("branch -q -f live main", in: "mair")
        #expect(try await network.done("submit", in: "mair").hasPrefix("Proposed 1 change to origin as \(name).\n"))
        #expect(try network.git("rev-parse live", in: "origin.git") == live)
    }
}
