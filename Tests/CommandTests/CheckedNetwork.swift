import Foundation
import TestSupport
import Testing
import Yams

/// A network with the files of `cotech init --ci`, a bare repository in the host's place, and a release to fetch, whose
/// program is the built one.
///
/// Jobs run as their files say, line by line. Two things are put in their way: packages are not installed, and the release
/// goes into a folder of the test's.
final class CheckedNetwork {
    let network: Network
    private let host: String
    var origin: String { "\(network.root)/origin.git" }
    private var tools: String { "\(network.root)/tools" }

    init(_ host: String) throws {
        self.host = host
        let files: [String: String] = Network.files.merging([
            "cotech.yaml":
                "name: Marches Tech\ncoordinators:\n  - \(host):mair\nextra:\n  members.founded-in: number\n",
            "memberships/ash.yaml": "joined: 2020-01-01\nlogins:\n  - \(host):ann\n",
            "memberships/birch.yaml": "joined: 2020-01-01\nlogins:\n  - \(host):bob\n",
        ]) { $1 }
        network = try Network(files)
        let made = try network.cotech("init", "--ci", host)
        guard made.status == 0 else { throw Program.Failure(description: made.text) }
        let binary = try #require(Binary.path, "build cotech first, or name it in COTECH_BINARY")
        try network.shell(
            """
            mkdir -p ../tools ../release ../tree/cotech-0.1.0/bin
            printf '#!/bin/sh\\nexit 0\\n' > ../tools/apt-get
            printf '#!/bin/sh\\nexec "%s" "$@"\\n' '\(binary)' > ../tree/cotech-0.1.0/bin/cotech
            chmod +x ../tools/apt-get ../tree/cotech-0.1.0/bin/cotech
            tar -C ../tree -czf ../release/cotech-0.1.0-amd64.tar.gz cotech-0.1.0
            """)
        try name(
            address: "file://\(network.root)/release",
            sum: String(network.shell("sha256sum ../release/*.tar.gz").prefix(64)))
        try network.git("commit", "-qam", "Run this release")
        try network.git("clone", "-q", "--bare", ".", origin)
        try network.git("remote", "add", "origin", origin)
    }

    /// Says which release is run.
    func name(address: String, sum: String) throws {
        try network.shell(
            """
            sed -i 's|^version=.*|version=0.1.0|; s|^address=.*|address=\(address)|; s|^sha256=.*|sha256=\(sum)|' \
              .cotech/ci/release
            """)
    }

    /// The branch `proposal` with a change, which the host has: as a branch, and as the pull request 1 with its merge.
    ///
    /// - Returns: the commit, and what the host makes of it.
    @discardableResult
    func propose(_ change: (Network) throws -> Void) throws -> (head: String, merge: String) {
        try network.git("switch", "-q", "-C", "proposal", "main")
        try change(network)
        let head = try network.commit("A change")
        try network.git("switch", "-q", "--detach", "main")
        try network.git("merge", "-q", "--no-ff", "-m", "Merge", "proposal")
        let merge = try network.git("rev-parse", "HEAD")
        try network.git(
            "push", "-q", "-f", "origin", "main", "proposal", "proposal:refs/pull/1/head", "HEAD:refs/pull/1/merge")
        try network.git("switch", "-q", "main")
        return (head, merge)
    }

    // MARK: - Running

    /// Runs a script as a runner does: the first line that fails ends it.
    func run(_ script: String, in folder: String, also variables: [String: String] = [:]) throws -> Answer {
        var environment = network.environment
        environment["PATH"] = "\(tools):" + (environment["PATH"] ?? "")
        environment["COTECH_BIN"] = tools
        // What an earlier job fetched is not there any more.
        try? FileManager.default.removeItem(atPath: "\(tools)/cotech")
        return try Program.run(
            "sh", ["-e", "-c", script], in: folder, environment: environment.merging(variables) { $1 })
    }

    /// Runs a job of `.gitlab-ci.yml`, as `branch` has it, in a clone of a project.
    func runGitLab(
        _ job: String, of branch: String, project: String? = nil, also variables: [String: String] = [:]
    ) throws -> (answer: Answer, report: String) {
        let folder = "\(network.root)/\(UUID().uuidString)"
        try network.git("clone", "-q", "-b", branch, project ?? origin, folder)
        let file = try #require(FileManager.default.contents(atPath: "\(folder)/.gitlab-ci.yml"))
        let document = try #require(try Yams.load(yaml: String(decoding: file, as: UTF8.self)) as? [String: Any])
        let common = try #require((document["default"] as? [String: Any])?["before_script"] as? [String])
        let script = try #require((document[job] as? [String: Any])?["script"] as? [String])
        let known = [
            "CI_PROJECT_ID": "1", "CI_MERGE_REQUEST_PROJECT_ID": "1", "CI_MERGE_REQUEST_TARGET_BRANCH_NAME": "main",
            "CI_MERGE_REQUEST_SOURCE_BRANCH_NAME": branch, "GITLAB_USER_LOGIN": "ann",
        ]
        let answer = try run(
            (common + script).joined(separator: "\n"), in: folder, also: known.merging(variables) { $1 })
        let report = FileManager.default.contents(atPath: "\(folder)/gl-code-quality-report.json") ?? Data()
        return (answer, String(decoding: report, as: UTF8.self))
    }

    /// Runs the one job of a workflow, as a commit has its file, for an event.
    ///
    /// - Parameter event: what stands between `${{` and `}}`.
    func runWorkflow(
        _ name: String, of commit: String, event: [String: String] = [:], also variables: [String: String] = [:]
    ) throws -> Answer {
        let text = try network.git("show", "\(commit):.\(host)/workflows/\(name).yml", in: origin)
        let document = try #require(try Yams.load(yaml: text) as? [AnyHashable: Any])
        let jobs = try #require(document["jobs"] as? [String: Any])
        let job = try #require(jobs.values.first as? [String: Any])
        let steps = try #require(job["steps"] as? [[String: Any]])
        let known = [
            "GITHUB_SERVER_URL": "file://\(network.root)", "GITHUB_REPOSITORY": "origin.git", "GITHUB_SHA": commit,
            "GITHUB_BASE_REF": "main", "GITHUB_API_URL": "file://\(network.root)/api",
        ]
        var last: Answer?
        for step in steps {
            var environment = known.merging(variables) { $1 }
            for (key, value) in step["env"] as? [String: String] ?? [:] {
                environment[key] = try filled(value, event.merging(["github.token": "secret"]) { $1 })
            }
            let answer = try run(try #require(step["run"] as? String), in: network.root, also: environment)
            last = answer
            if answer.status != 0 { break }
        }
        return try #require(last)
    }

    /// A value with what the event says, for each `${{ name }}` in it.
    private func filled(_ value: String, _ event: [String: String]) throws -> String {
        var filled = value
        for name in value.matches(of: /\$\{\{ (\S+) \}\}/).map({ String($0.1) }) {
            filled = filled.replacing("${{ \(name) }}", with: try #require(event[name], "\(name)"))
        }
        return filled
    }

    /// Puts reviews where the host's programs find them: who, what they say, and of which commit.
    func review(_ reviews: [(login: String, state: String, commit: String)]) throws {
        let listed = reviews.map {
            "{\"user\": {\"login\": \"\($0.login)\", \"type\": \"User\"}, \"state\": \"\($0.state)\", \"commit_id\": \"\($0.commit)\"}"
        }
        try network.write(
            "../api/repos/origin.git/pulls/1/reviews", "[\(listed.joined(separator: ", "))]")
    }
}
