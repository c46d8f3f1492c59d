import CotechCLI
import Foundation
import TestSupport
import RecordModel

@testable import Git

/// A temporary folder with a store of two files in it, and the real `git` to make sources and to ask about results.
/// Nothing of the machine's settings reaches either.
final class ImportSandbox {
    let root: String
    var store: String { root + "/store" }
    private let clock = Context.steppingClock()

    struct Outcome {
        let status: Int32
        let output: String
        let error: String
    }

    struct Failure: Error, CustomStringConvertible { let description: String }

    init(files: [String: String] = [:]) throws {
        _ = Machine.settingsAreHidden
        root = NSTemporaryDirectory() + "cotech-import-test-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: store, withIntermediateDirectories: true)
        try git("init", "-q", "-b", "main")
        try git("config", "user.name", "Mair Owen")
        try git("config", "user.email", "mair@network.example")
        try write("store/cotech.yaml", "name: Trial\ntime-zone: Europe/London\n")
        for (path, text) in files { try write("store/" + path, text) }
        try git("add", "-A")
        try git("commit", "-q", "-m", "Begin")
    }

    deinit { try? FileManager.default.removeItem(atPath: root) }

    func write(_ path: String, _ text: String) throws { try write(path, Array(text.utf8)) }

    func write(_ path: String, _ bytes: [UInt8]) throws {
        let place = URL(fileURLWithPath: root + "/" + path)
        try FileManager.default.createDirectory(
            at: place.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(bytes).write(to: place)
    }

    func read(_ path: String) throws -> String {
        String(decoding: try Data(contentsOf: URL(fileURLWithPath: store + "/" + path)), as: UTF8.self)
    }

    func exists(_ path: String) -> Bool { FileManager.default.fileExists(atPath: store + "/" + path) }

    /// Runs a command in the store, on Monday 23 November 2026.
    func cotech(_ arguments: String...) -> Outcome {
        let output = MemorySink()
        let error = MemorySink()
        let context = Context(
            standardOutput: output, standardError: error, environment: ["TMPDIR": root], currentDirectory: store,
            now: clock)
        let status = CommandLineTool.run(arguments, in: context)
        return Outcome(status: status, output: output.text, error: error.text)
    }

    @discardableResult
    func git(_ arguments: String..., in folder: String? = nil, input: [UInt8]? = nil) throws -> String {
        let environment = [
            "PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin", "HOME": "/nonexistent",
            "GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_SYSTEM": "/dev/null", "LC_ALL": "C.UTF-8",
            "GIT_AUTHOR_DATE": "1790000000 +0000", "GIT_COMMITTER_DATE": "1790000000 +0000",
        ]
        let answer = try Program.run(
            "git", arguments, in: folder ?? store, environment: environment, input: input ?? [], isJoined: true)
        guard answer.status == 0 else { throw Program.Failure(description: "git \(arguments): \(answer.output)") }
        return answer.trimmed
    }

    /// Makes, or adds to, a bare repository from a stream.
    func source(_ stream: SourceStream) throws -> String {
        let path = root + "/source.git"
        if !FileManager.default.fileExists(atPath: path) {
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
            try git("init", "-q", "--bare", "-b", "main", in: path)
        }
        try git("fast-import", "--quiet", "--force", in: path, input: stream.bytes)
        return path
    }

    /// The hash of a revision.
    func id(_ revision: String, in folder: String? = nil) throws -> String {
        try git("rev-parse", revision, in: folder)
    }
}

/// A source's history as `git fast-import` reads it: the same each time.
struct SourceStream {
    private(set) var bytes: [UInt8] = []
    private var marks = 0

    /// A change of one path.
    enum Change {
        case file(String, String)
        case bytes(String, [UInt8])
        case remove(String)
        case link(String, String)
        case submodule(String)
        /// A file under a name that is already quoted as git quotes it.
        case quoted(String, String)
    }

    /// Adds a commit.
    ///
    /// - Returns: its mark.
    @discardableResult
    mutating func commit(
        _ message: String, from parents: [Int] = [], on branch: String = "main", seconds: Int? = nil,
        _ changes: Change...
    ) -> Int {
        marks += 1
        let time = seconds ?? 1_500_000_000 + marks * 86_400
        text("commit refs/heads/\(branch)\nmark :\(marks)\n")
        text("author Ann Author <ann@source.example> \(time) +0100\n")
        text("committer Con Committer <con@source.example> \(time + 60) -0230\n")
        data(Array(message.utf8))
        for (index, parent) in parents.enumerated() { text("\(index == 0 ? "from" : "merge") :\(parent)\n") }
        for change in changes { add(change) }
        text("\n")
        return marks
    }

    private mutating func add(_ change: Change) {
        switch change {
        case .file(let path, let text): blob("100644", path, Array(text.utf8))
        case .bytes(let path, let bytes): blob("100644", path, bytes)
        case .link(let path, let target): blob("120000", path, Array(target.utf8))
        case .quoted(let path, let text): blob("100644", "\"\(path)\"", Array(text.utf8))
        case .submodule(let path): text("M 160000 1234567890123456789012345678901234567890 \(path)\n")
        case .remove(let path): text("D \(path)\n")
        }
    }

    private mutating func blob(_ mode: String, _ path: String, _ bytes: [UInt8]) {
        text("M \(mode) inline \(path)\n")
        data(bytes)
    }

    private mutating func data(_ content: [UInt8]) {
        text("data \(content.count)\n")
        bytes += content
        text("\n")
    }

    private mutating func text(_ text: String) { bytes += Array(text.utf8) }
}
