import TestSupport
import Foundation
import Testing

/// A network's store in a temporary folder, the built `cotech` to use on it, and the real git to ask about it.
final class Network {
    let root: String
    let path: String
    /// The moment at which commands run, where it matters.
    var now: String?

    /// A store with these files in one commit.
    convenience init(_ files: [String: String]) throws {
        try self.init()
        try git("init", "-q", "-b", "main", path)
        for (name, text) in files { try write(name, text) }
        try commit("Begin")
    }

    /// An empty folder, and a place for a store in it.
    init() throws {
        let temporary = URL(fileURLWithPath: NSTemporaryDirectory()).resolvingSymlinksInPath().path
        root = "\(temporary)/cotech-command-\(UUID().uuidString)"
        path = "\(root)/network"
        for folder in ["home", "scratch", "network"] {
            try FileManager.default.createDirectory(atPath: "\(root)/\(folder)", withIntermediateDirectories: true)
        }
        let settings = """
            [user]
            \tname = Mair Owen
            \temail = mair@ty-gwydr.example
            [protocol "file"]
            \tallow = always
            [gc]
            \tauto = 0
            [init]
            \tdefaultBranch = main

            """
        try Data(settings.utf8).write(to: URL(fileURLWithPath: "\(root)/home/.gitconfig"))
    }

    deinit { try? FileManager.default.removeItem(atPath: root) }

    /// The sample network with its ten years of history, and its companion.
    static func sample() throws -> Network {
        let network = try Network()
        for (stream, name) in [("sample-network", "network"), ("sample-private", "network-private")] {
            try network.shell(
                "git init -q -b main '\(name)' && cd '\(name)' && git fast-import --quiet < '\(checkout)/data/\(stream).fi' && git checkout -q main",
                in: network.root)
        }
        network.now = "2026-11-23T09:00:00Z"
        return network
    }

    static let checkout: String = {
        var folder = URL(fileURLWithPath: #filePath)
        while folder.path != "/",
            !FileManager.default.fileExists(atPath: folder.appendingPathComponent("Package.swift").path)
        {
            folder.deleteLastPathComponent()
        }
        return folder.path
    }()

    /// Three co-ops with something in every shape, of which two have skills.
    static let files: [String: String] = [
        "cotech.yaml": "# Ours.\nname: Marches Tech\ntime-zone: Europe/London\nextra:\n  members.founded-in: number\n",
        "members/ash.md": """
        ---
        name: Ash
        # Ring before ten.
        telephone: 0114 496 0163
        town: Leeds # the new office
        headcount: 4
        contacts:
          Bea: bea@ash.example
        skills:
          offered:
            - swift: expert
            # Learnt last year.
            - web-design
        services:
          - web-design
        ---

        A co-op.

        """,
        "members/birch.md": "---\nname: Birch & Co.\ntown: York\nheadcount: 7\nextra:\n  founded-in: 1999\n---\n",
        "members/cedar.md": "---\nname: Cedar\n---\n",
        "memberships/ash.yaml": "joined: 2020-01-01\n",
        "skills/swift.yaml": "label: Swift\nkind: tech\n",
        "skills/web-design.yaml": "label: Web design\nkind: service\n",
    ]

    static func usual() throws -> Network { try Network(files) }

    var environment: [String: String] {
        var environment = [
            "PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin", "HOME": "\(root)/home",
            "TMPDIR": "\(root)/scratch", "LC_ALL": "C.UTF-8", "TZ": "UTC", "GIT_CONFIG_NOSYSTEM": "1",
        ]
        environment["COTECH_NOW"] = now
        return environment
    }

    // MARK: - Running

    /// Runs `cotech` on the store.
    @discardableResult
    func cotech(
        _ arguments: String..., in folder: String? = nil, also: [String: String] = [:], within limit: Double = 60
    ) throws -> Answer {
        try cotech(arguments, in: folder, also: also, within: limit)
    }

    func cotech(
        _ arguments: [String], in folder: String? = nil, also: [String: String] = [:], within limit: Double = 60
    ) throws -> Answer {
        try startCotech(arguments, in: folder, also: also).answer(within: limit)
    }

    func startCotech(_ arguments: [String], in folder: String? = nil, also: [String: String] = [:]) throws -> Running {
        let binary = try #require(Binary.path, "build cotech first, or name it in COTECH_BINARY")
        return try Program.start(
            binary, arguments, in: folder ?? path, environment: environment.merging(also) { $1 })
    }

    /// Runs git, and gives its output without the newlines at its end.
    @discardableResult
    func git(_ arguments: String..., in folder: String? = nil) throws -> String {
        try git(arguments, in: folder)
    }

    @discardableResult
    func git(_ arguments: [String], in folder: String? = nil) throws -> String {
        let answer = try Program.run("git", arguments, in: folder ?? path, environment: environment)
        guard answer.status == 0 else {
            throw Program.Failure(description: "git \(arguments.joined(separator: " ")): \(answer.text)")
        }
        return answer.trimmed
    }

    @discardableResult
    func shell(_ script: String, in folder: String? = nil) throws -> String {
        let answer = try Program.run("sh", ["-c", script], in: folder ?? path, environment: environment)
        guard answer.status == 0 else { throw Program.Failure(description: "\(script): \(answer.text)") }
        return answer.output
    }

    // MARK: - Files

    func write(_ name: String, _ text: String) throws { try write(name, Array(text.utf8)) }

    func write(_ name: String, _ bytes: [UInt8]) throws {
        let file = URL(fileURLWithPath: "\(path)/\(name)")
        try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(bytes).write(to: file)
    }

    func bytes(_ name: String) throws -> [UInt8] {
        try Array(#require(FileManager.default.contents(atPath: "\(path)/\(name)"), "\(name) is missing"))
    }

    func read(_ name: String) throws -> String { String(decoding: try bytes(name), as: UTF8.self) }

    @discardableResult
    func commit(_ message: String) throws -> String {
        try git("add", "-A")
        try git("commit", "-q", "--allow-empty", "-m", message)
        return try git("rev-parse", "HEAD")
    }

    /// What git finds wrong with the store or its working tree, which should be nothing.
    func complaints(in folder: String? = nil) throws -> String {
        try git("fsck", "--strict", "--no-dangling", "--no-progress", in: folder)
            + git("status", "--porcelain", in: folder)
    }

    /// HEAD, the index, and every file, to see that nothing changed.
    func state() throws -> String {
        try git("rev-parse", "HEAD") + git("ls-files", "-s")
            + shell("find . -path ./.git -prune -o -type f -print | sort | xargs -d '\\n' cksum")
    }
}

/// How much the tests that take long do: everything where the environment asks for it, a tenth otherwise.
enum Effort {
    static let isFull = ProcessInfo.processInfo.environment["COTECH_STRESS"] == "full"
}
