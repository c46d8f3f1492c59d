import Foundation

/// What a program did.
struct Answer {
    let status: Int32
    let output: String
    let error: String
    /// The signal that ended it, if one did.
    let signal: Int32?
    /// How long it ran: for timing what a test does, never for judging it.
    let seconds: Double

    /// Output and error together, for what must hold of both.
    var text: String { output + error }
    var lines: [String] { output.split(separator: "\n").map(String.init) }
}

/// Runs programs, with a limit to their time. Their output goes to files, so that no pipe can fill up.
enum Program {
    struct Failure: Error, CustomStringConvertible { let description: String }

    static func start(
        _ path: String, _ arguments: [String], in folder: String, environment: [String: String], scratch: String
    ) throws -> Running {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: path)
        process.arguments = arguments
        process.currentDirectoryURL = URL(fileURLWithPath: folder)
        process.environment = environment
        let name = "\(scratch)/\(UUID().uuidString)"
        let files = try [".out", ".err"].map { ending in
            guard FileManager.default.createFile(atPath: name + ending, contents: nil),
                let file = FileHandle(forWritingAtPath: name + ending)
            else { throw Failure(description: "cannot write in \(scratch)") }
            return file
        }
        process.standardOutput = files[0]
        process.standardError = files[1]
        process.standardInput = FileHandle.nullDevice
        let began = ContinuousClock.now
        try process.run()
        return Running(process: process, name: name, began: began)
    }
}

/// A program that was started.
struct Running {
    let process: Process
    let name: String
    let began: ContinuousClock.Instant

    /// Waits, and ends the program when it takes longer than `limit` seconds.
    func answer(within limit: Double = 60) throws -> Answer {
        while process.isRunning {
            if began.duration(to: .now) > .seconds(limit) {
                kill(process.processIdentifier, SIGKILL)
                process.waitUntilExit()
                throw Program.Failure(
                    description: "still running after \(limit) s: \((process.arguments ?? []).joined(separator: " "))")
            }
            usleep(2_000)
        }
        let spent = began.duration(to: .now)
        let texts = try [".out", ".err"].map { ending in
            let bytes = FileManager.default.contents(atPath: name + ending) ?? Data()
            try FileManager.default.removeItem(atPath: name + ending)
            return String(decoding: bytes, as: UTF8.self)
        }
        let isKilled = process.terminationReason == .uncaughtSignal
        return Answer(
            status: process.terminationStatus, output: texts[0], error: texts[1],
            signal: isKilled ? process.terminationStatus : nil,
            seconds: Double(spent.components.seconds) + Double(spent.components.attoseconds) / 1e18)
    }
}
