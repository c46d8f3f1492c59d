import Foundation
import Testing

/// A Markdown page whose `console` blocks are commands with what they write, as a person would see it.
///
/// ````
/// ```console
/// $ cotech members show nobody
/// ? 64
/// error: there is no member "nobody"
/// ```
/// ````
///
/// `? 64` is the exit status where it is not 0. A command goes on over lines that begin with `> `. Output is compared
/// to the letter, with standard error where it came among standard output.
struct Transcript: Sendable, CustomTestStringConvertible {
    /// One command and what it is to write.
    struct Step: Sendable {
        /// The line it stands on, from 1.
        let line: Int
        /// The command, its further lines joined by newlines.
        var command: String
        /// The lines of the page, from 0, that say how it ends and what it writes.
        var answer: Range<Int>
    }

    /// How a command ended and what it wrote.
    struct Answer: Hashable, Sendable {
        var status: Int32
        var text: String

        /// As the page has it.
        var lines: [String] {
            var lines = text.components(separatedBy: "\n")
            while lines.last == "" { lines.removeLast() }
            return status == 0 ? lines : ["? \(status)"] + lines
        }
    }

    /// The page, by its path from the top of the checkout.
    let path: String
    let lines: [String]
    private(set) var steps: [Step] = []
    /// Lines with output that no command can have written.
    private(set) var strayLines: [Int] = []

    var testDescription: String { path }

    init(path: String, text: String) {
        self.path = path
        lines = text.components(separatedBy: "\n")
        var isInside = false
        var hasCommand = false
        for (index, line) in lines.enumerated() {
            if line.hasPrefix("```") {
                isInside = !isInside && line == "```console"
                hasCommand = false
            } else if isInside, line.hasPrefix("$ ") {
                steps.append(Step(line: index + 1, command: String(line.dropFirst(2)), answer: index + 1..<index + 1))
                hasCommand = true
            } else if isInside, !hasCommand {
                strayLines.append(index + 1)
            } else if isInside, let last = steps.indices.last {
                if line.hasPrefix("> "), steps[last].answer == index..<index {
                    steps[last].command += "\n" + line.dropFirst(2)
                    steps[last].answer = index + 1..<index + 1
                } else if line != "" {
                    // Blank lines count where more follows; at the end they only part two commands.
                    steps[last].answer = steps[last].answer.lowerBound..<index + 1
                }
            }
        }
    }

    /// What a step is to write.
    func expected(_ step: Step) -> [String] { Array(lines[step.answer]) }

    /// The page with what its commands really wrote.
    func updated(with answers: [Answer]) -> String {
        var lines = lines
        for (step, answer) in zip(steps, answers).reversed() { lines.replaceSubrange(step.answer, with: answer.lines) }
        return lines.joined(separator: "\n")
    }
}

extension Transcript {
    /// The top of the checkout.
    static let checkout = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().path

    /// Every page with commands: the README, the documentation, and the transcripts beside this file.
    static let all: [Transcript] = {
        let folders = ["docs", "Tests/TranscriptTests/Transcripts"]
        let pages = folders.flatMap { folder in
            (FileManager.default.subpaths(atPath: "\(checkout)/\(folder)") ?? []).filter { $0.hasSuffix(".md") }
                .map { "\(folder)/\($0)" }
        }
        return (["README.md"] + pages.sorted()).compactMap { page in
            guard let bytes = FileManager.default.contents(atPath: "\(checkout)/\(page)") else { return nil }
            let transcript = Transcript(path: page, text: String(decoding: bytes, as: UTF8.self))
            return transcript.steps.isEmpty && transcript.strayLines.isEmpty ? nil : transcript
        }
    }()
}
