import TestSupport
import CotechCLI
import Foundation
import RecordModel

@testable import Git

/// A folder with the sample network in it, as of Monday 23 November 2026, and nothing of the machine's settings.
///
/// Each command is a minute after the one before it.
final class TranscriptSandbox {
    /// How `cotech` is run.
    enum Pass {
        /// As a function of this process.
        case inProcess
        /// As a program.
        case binary(String)
    }

    /// What the folder is called in what commands write.
    static let shownRoot = "/srv"
    private static let start = 1_795_424_400

    private let pass: Pass
    private let root: String
    private var folder: String
    private var minutes = 0

    init(_ pass: Pass) throws {
        self.pass = pass
        let temporary = URL(fileURLWithPath: NSTemporaryDirectory()).resolvingSymlinksInPath().path
        root = "\(temporary)/cotech-transcript-\(UUID().uuidString)"
        folder = "\(root)/network"
        _ = Machine.settingsAreHidden
        for path in ["home", "network", "network-private"] {
            try FileManager.default.createDirectory(atPath: "\(root)/\(path)", withIntermediateDirectories: true)
        }
        // Git starts the program by itself, to merge; it finds it where a person would.
        try FileManager.default.createDirectory(atPath: "\(root)/bin", withIntermediateDirectories: true)
        if let binary = Self.binary(pass) {
            try FileManager.default.createSymbolicLink(atPath: program, withDestinationPath: binary)
        }
        try make("network", from: "sample-network.fi")
        try make("network-private", from: "sample-private.fi")
    }

    deinit { try? FileManager.default.removeItem(atPath: root) }

    private var program: String { "\(root)/bin/cotech" }

    private static func binary(_ pass: Pass) -> String? {
        switch pass {
        case .binary(let path): path
        case .inProcess: Binary.path
        }
    }

    private func make(_ name: String, from stream: String) throws {
        let store = "\(root)/\(name)"
        let script = """
            git init -q -b main '\(store)' && cd '\(store)' && git fast-import --quiet < '\(Transcript.checkout)/data/\(stream)' \
            && git checkout -q main && git config user.name 'Mair Owen' && git config user.email mair@ty-gwydr.example
            """
        let made = try shell(script)
        guard made.status == 0 else { throw Failure(description: "the sample cannot be made: \(made.text)") }
    }

    struct Failure: Error, CustomStringConvertible { let description: String }

    private var environment: [String: String] {
        [
            "PATH": "\(root)/bin:" + (ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"),
            "HOME": "\(root)/home", "TMPDIR": root, "LC_ALL": "C.UTF-8", "TZ": "UTC",
            "GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_SYSTEM": "/dev/null",
            "GIT_AUTHOR_NAME": "Mair Owen", "GIT_AUTHOR_EMAIL": "mair@ty-gwydr.example",
            "GIT_COMMITTER_NAME": "Mair Owen", "GIT_COMMITTER_EMAIL": "mair@ty-gwydr.example",
            "GIT_AUTHOR_DATE": "\(now.seconds) +0000", "GIT_COMMITTER_DATE": "\(now.seconds) +0000",
            "COTECH_NOW": now.iso,
        ]
    }

    private var now: Instant { Instant(seconds: TranscriptSandbox.start + 60 * minutes) }

    /// Runs a command as the page has it.
    func run(_ command: String) throws -> Transcript.Answer {
        defer { minutes += 1 }
        let words = ShellWords.split(command)
        var answer: Transcript.Answer
        switch words?.first {
        case "cd":
            folder = URL(fileURLWithPath: folder).appendingPathComponent(words?.last ?? ".").standardizedFileURL.path
            answer = Transcript.Answer(status: 0, text: "")
        case "cotech": answer = try cotech(Array((words ?? []).dropFirst()))
        default: answer = try shell(command)
        }
        answer.text = answer.text.replacing(root, with: TranscriptSandbox.shownRoot)
        return answer
    }

    private func cotech(_ arguments: [String]) throws -> Transcript.Answer {
        switch pass {
        case .binary(let binary): return try start(binary, arguments)
        case .inProcess:
            let text = MemorySink()
            let (now, program) = (now, program)
            let context = Context(
                standardOutput: text, standardError: text, environment: environment, currentDirectory: folder,
                now: { now }, program: { program })
            let status = CommandLineTool.run(arguments, in: context)
            return Transcript.Answer(status: status, text: text.text)
        }
    }

    private func shell(_ script: String) throws -> Transcript.Answer { try start("/bin/sh", ["-c", script]) }

    private func start(_ program: String, _ arguments: [String]) throws -> Transcript.Answer {
        let answer = try Program.run(program, arguments, in: folder, environment: environment, isJoined: true)
        return Transcript.Answer(status: answer.status, text: answer.output)
    }
}
