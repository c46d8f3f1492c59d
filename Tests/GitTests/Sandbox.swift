import Foundation
import TestSupport
import Testing

@testable import Git

/// A temporary folder with a repository in it, and the real `git` to ask about it. Nothing of the machine's
/// settings reaches either.
final class Sandbox {
    let root: String
    let path: String

    /// Makes the folder; `path` is the repository's place in it.
    init(_ kind: Kind = .clone) throws {
        Sandbox.isolate()
        root = NSTemporaryDirectory() + "cotech-git-" + UUID().uuidString
        path = root + "/store"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        switch kind {
        case .none: break
        case .clone: try git("init", "-q", "-b", "main")
        case .bare: try git("init", "-q", "-b", "main", "--bare")
        }
    }

    enum Kind { case none, clone, bare }

    deinit { try? FileManager.default.removeItem(atPath: root) }

    static func isolate() { _ = Machine.settingsAreHidden }

    static let environment: [String: String] = [
        "PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin",
        "HOME": "/nonexistent", "GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_SYSTEM": "/dev/null",
        "GIT_AUTHOR_NAME": "Ada", "GIT_AUTHOR_EMAIL": "ada@example.org",
        "GIT_COMMITTER_NAME": "Ada", "GIT_COMMITTER_EMAIL": "ada@example.org",
        "GIT_AUTHOR_DATE": "1700000000 +0100", "GIT_COMMITTER_DATE": "1700000000 +0100",
        "GIT_CONFIG_COUNT": "2", "GIT_CONFIG_KEY_0": "protocol.file.allow", "GIT_CONFIG_VALUE_0": "always",
        "GIT_CONFIG_KEY_1": "gc.auto", "GIT_CONFIG_VALUE_1": "0",
        "LC_ALL": "C",
    ]

    /// Runs git in the store, and gives what it printed without the newlines at the end.
    @discardableResult
    func git(_ arguments: String..., input: [UInt8]? = nil, in folder: String? = nil, dated: Int? = nil) throws
        -> String
    {
        let (status, output) = try run("git", arguments, input: input, in: folder, dated: dated)
        guard status == 0 else { throw Program.Failure(description: "git \(arguments): \(status) \(output)") }
        return output
    }

    /// Whether git succeeds at that.
    func gitAgrees(_ arguments: String..., in folder: String? = nil) throws -> Bool {
        try run("git", arguments, input: nil, in: folder, dated: nil).status == 0
    }

    func run(
        _ program: String, _ arguments: [String], input: [UInt8]? = nil, in folder: String? = nil, dated: Int? = nil
    ) throws -> (status: Int32, output: String) {
        var environment = Sandbox.environment
        if let dated {
            environment["GIT_AUTHOR_DATE"] = "\(dated) +0000"
            environment["GIT_COMMITTER_DATE"] = "\(dated) +0000"
        }
        let answer = try Program.run(
            program, arguments, in: folder ?? path, environment: environment, input: input ?? [], isJoined: true)
        return (answer.status, answer.trimmed)
    }

    /// Writes a file into the working tree, and the folders that it is in.
    func write(_ name: String, _ text: String) throws {
        let file = path + "/" + name
        try FileManager.default.createDirectory(
            atPath: (file as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
        try Data(text.utf8).write(to: URL(fileURLWithPath: file))
    }

    func read(_ name: String) -> String? {
        FileManager.default.contents(atPath: path + "/" + name).map { String(decoding: $0, as: UTF8.self) }
    }

    func exists(_ name: String) -> Bool {
        (try? FileManager.default.attributesOfItem(atPath: path + "/" + name)) != nil
    }

    /// Commits what the working tree holds, by git.
    @discardableResult
    func commitAll(_ message: String = "A change", dated: Int? = nil) throws -> ObjectID {
        try git("add", "-A")
        try git("commit", "-q", "--allow-empty", "-m", message, dated: dated)
        return try id("HEAD")
    }

    func id(_ revision: String, in folder: String? = nil) throws -> ObjectID {
        try #require(ObjectID(try git("rev-parse", revision, in: folder)))
    }

    func open(_ folder: String? = nil) throws -> Repository { try Repository.open(folder ?? path) }

    /// What git finds wrong, which should be nothing.
    func complaints(in folder: String? = nil) throws -> String {
        let fsck = try run("git", ["fsck", "--strict", "--no-dangling", "--no-progress"], in: folder)
        let status = try run("git", ["status", "--porcelain"], in: folder)
        return (fsck.status == 0 ? "" : "fsck \(fsck.status)\n") + fsck.output + status.output
    }

    static let ada = Signature(name: "Ada", email: "ada@example.org", seconds: 1_700_000_000, offset: 60)
}

func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

/// The error that `body` throws, for a look at its parts.
func failure<Value>(_ body: () throws -> Value) -> GitError? {
    do {
        _ = try body()
        return nil
    } catch {
        return error as? GitError
    }
}

/// A generator that says the same every time.
struct Seeded: RandomNumberGenerator {
    private var state: UInt64

    init(_ seed: Int) { state = UInt64(seed) &* 0x9E37_79B9_7F4A_7C15 }

    mutating func next() -> UInt64 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return state ^ (state >> 31)
    }
}

extension ObjectID {
    /// The blob with no bytes.
    static let emptyBlob = ObjectID(high: 0xe69d_e29b_b2d1_d643, middle: 0x4b8b_29ae_775a_d8c2, low: 0xe48c_5391)
}
