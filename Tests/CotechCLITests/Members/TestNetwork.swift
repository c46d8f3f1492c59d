import CotechCLI
import Foundation
import RecordModel
import TestSupport
import Testing

@testable import Git

/// A small network in a temporary folder: a store with two members and three onboarding steps, and its companion with
/// one enquiry and two people. Nothing of the machine's settings reaches it. Each command is a minute after the one
/// before it, from Monday 23 November 2026, 09:00 UTC.
final class TestNetwork {
    let root: String
    var store: String { "\(root)/network" }
    var companion: String { "\(root)/network-private" }
    private var minutes = 0

    init() throws {
        _ = Machine.settingsAreHidden
        root = NSTemporaryDirectory() + "cotech-members-" + UUID().uuidString
        for folder in ["network", "network-private"] {
            try FileManager.default.createDirectory(atPath: "\(root)/\(folder)", withIntermediateDirectories: true)
            try git("init", "-q", "-b", "main", in: folder)
            try git("config", "user.name", "Mair Owen", in: folder)
            try git("config", "user.email", "mair@ty-gwydr.example", in: folder)
            for (path, text) in folder == "network" ? TestNetwork.publicFiles : TestNetwork.privateFiles {
                try write("\(folder)/\(path)", text)
            }
            try commit("Begin", in: folder)
        }
    }

    deinit { try? FileManager.default.removeItem(atPath: root) }

    // MARK: - Commands

    /// How a command ended and what it wrote.
    struct Answer: Equatable {
        let status: Int32
        let output: String
        let error: String
    }

    /// Runs a command in the store.
    @discardableResult
    func cotech(_ arguments: String..., input: String = "", environment: [String: String] = [:], asked: Bool = false)
        -> Answer
    { run(arguments, input: input, environment: environment, asked: asked) }

    /// Runs a command whose words are a list already, on a terminal of this many columns where one is given.
    ///
    /// - Parameter folder: the folder of the store that somebody is in.
    @discardableResult
    func run(
        _ arguments: [String], input: String = "", environment: [String: String] = [:], asked: Bool = false,
        columns: Int? = nil, below folder: String? = nil
    ) -> Answer {
        let (output, error) = (MemorySink(), MemorySink())
        minutes += 1
        let now = Instant(seconds: 1_795_424_400 + 60 * minutes)
        let context = Context(
            standardOutput: output, standardError: error, standardInput: MemorySource(input),
            terminal: columns.map { Terminal(isOutput: true, columns: $0) }
                ?? (asked ? Terminal(isInput: true, isError: true) : Terminal()), environment: environment,
            currentDirectory: folder.map { "\(store)/\($0)" } ?? store, now: { now })
        let status = CommandLineTool.run(arguments, in: context)
        return Answer(status: status, output: output.text, error: error.text)
    }

    // MARK: - Files and git

    func write(_ path: String, _ text: String) throws {
        let file = URL(fileURLWithPath: "\(root)/\(path)")
        try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: file)
    }

    func read(_ path: String) -> String? {
        FileManager.default.contents(atPath: "\(root)/\(path)").map { String(decoding: $0, as: UTF8.self) }
    }

    func commit(_ message: String, in folder: String, by author: String = "Mair Owen <mair@ty-gwydr.example>") throws {
        try git("add", "-A", in: folder)
        try git("commit", "-q", "--allow-empty", "-m", message, "--author", author, in: folder)
    }

    /// Runs git and gives what it printed, without the newlines at the end.
    @discardableResult
    func git(_ arguments: String..., in folder: String = "network") throws -> String {
        try git(arguments, in: folder)
    }

    /// Runs git, whose words are a list already.
    @discardableResult
    func git(_ arguments: [String], in folder: String = "network") throws -> String {
        let environment = [
            "PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin", "HOME": "/nonexistent",
            "GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_SYSTEM": "/dev/null", "LC_ALL": "C",
            "GIT_AUTHOR_DATE": "1795000000 +0000", "GIT_COMMITTER_DATE": "1795000000 +0000",
        ]
        let answer = try Program.run(
            "git", arguments, in: "\(root)/\(folder)", environment: environment, isJoined: true)
        guard answer.status == 0 else { throw Program.Failure(description: "git \(arguments): \(answer.output)") }
        return answer.trimmed
    }

    /// Runs a line in a shell, in the store.
    func shell(_ line: String) throws {
        let answer = try Program.run("sh", ["-c", line], in: store, isJoined: true)
        guard answer.status == 0 else { throw Program.Failure(description: "\(line): \(answer.output)") }
    }

    /// What git finds wrong with either repository, which should be nothing.
    func complaints() throws -> String {
        try ["network", "network-private"].map { folder in
            try git("fsck", "--strict", "--no-dangling", "--no-progress", in: folder)
                + (try git("status", "--porcelain", in: folder))
        }.joined()
    }

    /// Everything that a repository's objects hold, reachable or not.
    func objects(of folder: String) throws -> String {
        try git("cat-file", "--batch-all-objects", "--batch", in: folder)
    }

    // MARK: - The network

    private static let publicFiles = [
        "cotech.yaml": """
        name: Marches Tech
        time-zone: Europe/London
        private: ../network-private
        onboarding:
          worker-owned:
            label: Worker-owned
          introduced:
            label: Introduced by a member
          profile-complete:
            label: Profile complete
            needs: description, skills.offered

        """,
        "members/ty-gwydr.md": """
        ---
        name: Tŷ Gwydr
        telephone: 01970 555 0142  # the office
        contacts:
          Siân: sian@ty-gwydr.example
        skills:
          offered:
            - swift: expert
        ---

        Websites in two languages.

        """,
        "members/plain-sail.md": "---\nname: Plain Sail\nformerly:\n  - slow-boat\ntown: Falmouth\n---\n",
        "memberships/ty-gwydr.yaml": "joined: 2016-10-28\n",
        "memberships/plain-sail.yaml": "joined: 2019-10-14\nintroduced-by: ty-gwydr  # at the fair\n",
        "skills/swift.yaml": "label: Swift\n", "skills/gis.yaml": "label: Maps\n",
    ]

    private static let privateFiles = [
        "cotech.yaml": "name: Marches Tech, private\ncompanion-of: ../network\n",
        "enquiries/osprey.md": """
        ---
        name: Osprey & Reed
        stage: visiting
        contact: Perrin <perrin@osprey.example>
        town: Lincoln
        introduced-by: plain-sail
        ---

        Drainage boards and river levels.

        """,
        "people/sian.yaml":
            "name: Siân Rees\ncoops:\n  ty-gwydr:\n    from: 2016-10-28\nemail: sian@ty-gwydr.example\ntelephone: 01970 555 0199\n",
        "people/jory.yaml": "name: Jory\ncoops:\n  plain-sail:\n    role: writer\n  ty-gwydr:\n    role: guest\n",
    ]
}
