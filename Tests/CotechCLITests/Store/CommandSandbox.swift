import CotechCLI
import Foundation
import TestSupport
import Testing

@testable import Git

/// A temporary folder, and commands run in it with nothing of the machine's settings.
final class CommandSandbox {
    let root: String
    /// Added to the environment of every command.
    var environment: [String: String] = [:]

    init() throws {
        let temporary = URL(fileURLWithPath: NSTemporaryDirectory()).resolvingSymlinksInPath().path
        root = "\(temporary)/cotech-command-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: root, withIntermediateDirectories: true)
        _ = Machine.settingsAreHidden
    }

    deinit { try? FileManager.default.removeItem(atPath: root) }

    /// The top of the checkout.
    static let checkout = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().path

    static let identity = [
        "GIT_AUTHOR_NAME": "Mair Owen", "GIT_AUTHOR_EMAIL": "mair@ty-gwydr.example",
        "GIT_COMMITTER_NAME": "Mair Owen", "GIT_COMMITTER_EMAIL": "mair@ty-gwydr.example",
        "GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_SYSTEM": "/dev/null", "HOME": "/nonexistent",
        "PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin",
    ]

    /// How a command ended and what it wrote.
    struct Answer {
        let status: Int32
        let output: String
        let error: String
    }

    /// Runs `cotech` as a function.
    func cotech(
        _ arguments: String..., in folder: String = "", as person: [String: String] = CommandSandbox.identity
    ) async throws -> Answer {
        try await cotech(arguments, in: folder, as: person)
    }

    /// Runs `cotech` as a function.
    func cotech(
        _ arguments: [String], in folder: String = "", as person: [String: String] = CommandSandbox.identity
    ) async throws -> Answer {
        let test = TestContext(environment: person.merging(environment) { $1 })
        var context = test.context
        context.currentDirectory = folder.isEmpty ? root : "\(root)/\(folder)"
        let ready = context
        let status = try await blocking { CommandLineTool.run(arguments, in: ready) }
        return Answer(status: status, output: test.output.text, error: test.error.text)
    }

    /// Runs another program, and gives what it wrote to standard output.
    @discardableResult
    func run(_ program: String, _ arguments: String..., in folder: String = "") throws -> String {
        let place = folder.isEmpty ? root : "\(root)/\(folder)"
        let answer = try Program.run(program, arguments, in: place, environment: CommandSandbox.identity)
        try #require(answer.status == 0, "\(program) \(arguments): \(answer.text)")
        return answer.output
    }

    func write(_ path: String, _ text: String) throws {
        try Data(text.utf8).write(to: URL(fileURLWithPath: "\(root)/\(path)"))
    }

    func read(_ path: String) -> String? {
        FileManager.default.contents(atPath: "\(root)/\(path)").map { String(decoding: $0, as: UTF8.self) }
    }

    func names(in path: String = "") throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: "\(root)/\(path)").sorted()
    }

    /// The sample network and its companion, in `network` and `network-private`.
    func makeSample() async throws {
        for (store, stream) in [("network", "sample-network.fi"), ("network-private", "sample-private.fi")] {
            try run("git", "init", "-q", "-b", "main", store)
            try run(
                "sh", "-c", "git fast-import --quiet < \"$0\" && git checkout -q main",
                "\(CommandSandbox.checkout)/data/\(stream)", in: store)
        }
    }
}
