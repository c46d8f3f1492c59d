import Foundation
import TestSupport
import Testing
import Yams

/// The scripts of the files that `init --ci` writes, run as their hosts would.
@Suite(.serialized) struct ContinuousIntegrationTests {
    private static func slip(_ network: Network) throws {
        try network.shell("sed -i 's/^headcount: 4/headcont: 5/' members/ash.md")
    }

    private static func growth(_ network: Network) throws {
        try network.shell("sed -i 's/^headcount: 4/headcount: 5/' members/ash.md")
    }

    private static func others(_ network: Network) throws {
        try network.shell("sed -i 's/^town: York/town: Hull/' members/birch.md")
    }

    private static func login(_ network: Network) throws {
        try network.write("memberships/birch.yaml", "joined: 2020-01-01\nlogins:\n  - github:ann\n")
    }

    /// What a pull request of ann's from a fork says.
    private static let event = [
        "github.event.pull_request.user.login": "ann",
        "github.event.pull_request.head.repo.html_url": "https://github.com/ann/network",
    ]

    // MARK: - GitLab

    @Test func `GitLab's job passes a good branch, and says of a bad one what to put instead`() throws {
        let checked = try CheckedNetwork("gitlab")
        try checked.propose(Self.growth)
        let good = try checked.runGitLab("proposal", of: "proposal")
        #expect(good.answer.status == 0 && good.report == "[]\n", "\(good.answer.text)")
        try checked.propose(Self.slip)
        let bad = try checked.runGitLab("proposal", of: "proposal")
        #expect(bad.answer.status == 1, "\(bad.answer.text)")
        let end = try #require(bad.answer.text.range(of: "1 thing to mend in members/ash.md"))
        #expect(bad.answer.text[end.lowerBound...].contains("\n      headcount: 5\n"))
        #expect(bad.report.contains("\"check_name\": \"unknown-field\""))
    }

    @Test func `What was wrong already in the branch that it goes into fails nobody`() throws {
        let checked = try CheckedNetwork("gitlab")
        try checked.network.write("members/evil.md", "---\nname: Evil\ntwon: Leeds\n---\n")
        try checked.network.commit("A slip that landed")
        try checked.propose(Self.growth)
        #expect(try checked.runGitLab("proposal", of: "proposal").answer.status == 0)
        let landed = try checked.runGitLab("landed", of: "main")
        #expect(landed.answer.status == 1 && landed.answer.text.contains("[unknown-field]"), "\(landed.answer.text)")
        #expect(landed.report == "[]\n")
    }

    @Test func `GitLab's job knows who started it, and a run by an owner is a yes`() throws {
        let checked = try CheckedNetwork("gitlab")
        try checked.propose(Self.others)
        #expect(try checked.runGitLab("proposal", of: "proposal").answer.status == 1)
        for login in ["bob", "mair"] {
            let yes = try checked.runGitLab("proposal", of: "proposal", also: ["GITLAB_USER_LOGIN": login])
            #expect(yes.answer.status == 0, "\(yes.answer.text)")
        }
        try checked.propose { try $0.write(".gitlab-ci.yml", "proposal:\n  script: [\"true\"]\n") }
        try checked.network.git("switch", "-q", "proposal")
        let own = try checked.network.cotech("check", "--base", "main", "--actor", "gitlab:ann")
        #expect(own.status == 77, "\(own.text)")
    }

    @Test func `A fork's job asks the project that it was made from`() throws {
        let checked = try CheckedNetwork("gitlab")
        let fork = "\(checked.network.root)/fork.git"
        try checked.network.git("clone", "-q", "--bare", checked.origin, fork)
        // The project goes on; the fork's own main branch stays behind.
        try checked.network.write("skills/lua.yaml", "label: Lua\nkind: tech\n")
        try checked.network.commit("A term")
        try checked.network.git("push", "-q", "origin", "main")
        try checked.propose { try $0.shell("sed -i 's/- web-design$/- lua/' members/ash.md") }
        try checked.network.git("push", "-q", fork, "proposal")
        let answer = try checked.runGitLab(
            "proposal", of: "proposal", project: fork,
            also: ["CI_PROJECT_ID": "2", "CI_MERGE_REQUEST_PROJECT_URL": "file://\(checked.network.root)/origin"]
        ).answer
        #expect(answer.status == 0, "\(answer.text)")
        #expect(answer.error.contains("1 changed file, merged into upstream/main"))
    }

    // MARK: - GitHub

    @Test func `GitHub's job marks lines without a token that may write`() throws {
        let checked = try CheckedNetwork("github")
        let good = try checked.propose(Self.growth)
        let fine = try checked.runWorkflow("cotech-check", of: good.merge, event: Self.event)
        #expect(fine.status == 0, "\(fine.text)")
        let bad = try checked.propose(Self.slip)
        let answer = try checked.runWorkflow(
            "cotech-check", of: bad.merge, event: Self.event, also: ["GITHUB_HEAD_REF": "patch-1"])
        #expect(answer.status == 1, "\(answer.text)")
        #expect(answer.output.contains("::error file=members/ash.md,line="))
        #expect(answer.output.contains("Edit: https://github.com/ann/network/edit/patch-1/members/ash.md#L"))
        #expect(answer.output.contains("\n      headcount: 5\n"))
    }

    private func gate(_ checked: CheckedNetwork, _ head: String) throws -> Answer {
        try checked.runWorkflow(
            "cotech-gate", of: checked.network.git("rev-parse", "main"),
            event: Self.event.merging([
                "github.event.pull_request.base.ref": "main", "github.event.pull_request.head.sha": head,
                "github.event.pull_request.number": "1",
            ]) { $1 }, also: ["GITHUB_HEAD_REF": "patch-1"])
    }

    @Test(.enabled(if: Oracle.hasJQ, "jq is not here"))
    func `The gate keeps to the base's rules, and counts who has said yes to just these commits`() throws {
        let checked = try CheckedNetwork("github")
        try checked.review([])
        #expect(try gate(checked, checked.propose(Self.growth).head).status == 0)
        #expect(try gate(checked, checked.propose(Self.slip).head).status == 1)
        #expect(try gate(checked, checked.propose(Self.login).head).status == 77)
        let head = try checked.propose(Self.others).head
        let earlier = try checked.network.git("rev-parse", "main")
        let cases: [(reviews: [(String, String, String)], status: Int32)] = [
            ([], 1), ([("bob", "APPROVED", head)], 0), ([("mair", "APPROVED", head)], 0),
            ([("ann", "APPROVED", head)], 1), ([("bob", "APPROVED", earlier)], 1),
            ([("bob", "APPROVED", head), ("bob", "COMMENTED", head)], 0),
            ([("bob", "APPROVED", head), ("bob", "CHANGES_REQUESTED", head)], 1),
            ([("bob", "CHANGES_REQUESTED", head), ("bob", "APPROVED", head)], 0),
            ([("bob", "APPROVED", head), ("bob", "DISMISSED", head)], 1),
            (Array(repeating: ("bob", "APPROVED", head), count: 100), 1),
        ]
        for (reviews, status) in cases {
            try checked.review(reviews)
            let answer = try gate(checked, head)
            #expect(answer.status == status, "\(reviews.prefix(2)): \(answer.text)")
        }
    }

    @Test(.enabled(if: Oracle.hasJQ, "jq is not here"))
    func `Nothing of a pull request is run by the gate`() throws {
        let checked = try CheckedNetwork("github")
        try checked.review([])
        let mark = "\(checked.network.root)/was-run"
        let head = try checked.propose { network in
            try network.write(".cotech/ci/fetch", "touch '\(mark)'\nexit 0\n")
            try network.write(".cotech/ci/release", "touch '\(mark)'\n")
            try network.shell("sed -i 's|sh .cotech/ci/fetch|touch \(mark)|' .github/workflows/*.yml")
            try network.write(".gitattributes", "* filter=evil\n")
        }.head
        let answer = try gate(checked, head)
        #expect(answer.status == 77 && answer.text.contains(".cotech/ci/fetch"), "\(answer.text)")
        #expect(!FileManager.default.fileExists(atPath: mark))
    }

    // MARK: - Forgejo

    @Test func `Forgejo's job passes a good branch and fails a bad one`() throws {
        let checked = try CheckedNetwork("forgejo")
        let good = try checked.runWorkflow("cotech-check", of: checked.propose(Self.growth).head, event: Self.event)
        #expect(good.status == 0 && good.output.contains("all is well"), "\(good.text)")
        let bad = try checked.runWorkflow(
            "cotech-check", of: checked.propose(Self.slip).head, event: Self.event,
            also: ["GITHUB_HEAD_REF": "patch-1"])
        #expect(bad.output.contains("Edit: https://github.com/ann/network/_edit/patch-1/members/ash.md\n"))
        #expect(bad.status == 1 && bad.output.contains("\n      headcount: 5\n"), "\(bad.text)")
    }

    // MARK: - All of them

    @Test(arguments: ["gitlab", "github", "forgejo"])
    func `The weekly job is red when something is stale, and not before`(host: String) throws {
        let checked = try CheckedNetwork(host)
        for (moment, status) in [(nil, 0), ("2099-01-01T09:00:00Z", 1)] as [(String?, Int32)] {
            let variables = moment.map { ["COTECH_NOW": $0] } ?? [:]
            let answer =
                try host == "gitlab"
                ? checked.runGitLab("weekly", of: "main", also: variables).answer
                : checked.runWorkflow("cotech-weekly", of: checked.network.git("rev-parse", "main"), also: variables)
            #expect(answer.status == status && !answer.output.isEmpty, "\(answer.text)")
        }
    }

    @Test func `Only the release whose sum is named is run`() throws {
        let checked = try CheckedNetwork("gitlab")
        let there = "file://\(checked.network.root)/release"
        let wrong = String(repeating: "0", count: 64)
        for (address, sum, words) in [
            ("", wrong, "no release of cotech is named"), (there, "", "no release of cotech is named"),
            (there, wrong, "is not the file whose checksum"), ("\(there)/gone", wrong, "cannot be fetched"),
        ] {
            try checked.name(address: address, sum: sum)
            let answer = try checked.run("sh .cotech/ci/fetch\ntouch went-on", in: checked.network.path)
            #expect(answer.status == 69 && answer.error.contains(words), "\(answer.text)")
            #expect(!FileManager.default.fileExists(atPath: "\(checked.network.root)/tools/cotech"))
            #expect(!FileManager.default.fileExists(atPath: "\(checked.network.path)/went-on"))
        }
    }

    @Test(
        .enabled(if: Oracle.hasPyYAML, "python3 with PyYAML is not here"), arguments: ["gitlab", "github", "forgejo"])
    func `Two readers of YAML find the same scripts in the files`(host: String) throws {
        let checked = try CheckedNetwork(host)
        let files = try checked.network.git("ls-files", "*.yml").split(separator: "\n").map(String.init)
        #expect(files.count == ["gitlab": 1, "github": 3, "forgejo": 2][host])
        for file in files {
            let answer = try Program.run("python3", ["-c", Oracle.scripts, file], in: checked.network.path)
            let theirs = try #require(
                try JSONSerialization.jsonObject(with: Data(answer.output.utf8)) as? [String], "\(answer.text)")
            let ours = Self.scripts(in: try #require(try Yams.load(yaml: checked.network.read(file))))
            #expect(!ours.isEmpty && ours.sorted() == theirs.sorted(), "\(file)")
        }
    }

    /// The lines and scripts anywhere in a document.
    private static func scripts(in value: Any) -> [String] {
        if let list = value as? [Any] { return list.flatMap(scripts) }
        guard let members = value as? [AnyHashable: Any] else { return [] }
        return members.flatMap { key, value -> [String] in
            guard ["run", "script", "before_script"].contains(key) else { return scripts(in: value) }
            return value as? [String] ?? (value as? String).map { [$0] } ?? []
        }
    }
}

/// Other programs that the tests ask.
private enum Oracle {
    static let hasJQ = (try? Program.run("jq", ["--version"]).status) == 0
    static let hasPyYAML = (try? Program.run("python3", ["-c", "import yaml"]).status) == 0

    static let scripts = """
        import json, sys, yaml
        def scripts(value):
            if isinstance(value, list):
                return [text for item in value for text in scripts(item)]
            if not isinstance(value, dict):
                return []
            found = []
            for key, item in value.items():
                if key in ("run", "script", "before_script"):
                    found += item if isinstance(item, list) else [item]
                else:
                    found += scripts(item)
            return found
        with open(sys.argv[1], encoding="utf-8") as file:
            print(json.dumps(scripts(yaml.safe_load(file))))
        """
}
