import ArgumentParser
import Foundation
import Interchange
import RecordText

/// Who is to read findings.
enum FindingFormat: String, ExpressibleByArgument, CaseIterable {
    case text, json, github, gitlab, sarif

    /// Whether standard output is one document, in which nothing may stand for people.
    var isDocument: Bool { self == .json || self == .gitlab || self == .sarif }
}

/// Findings on their way out: for programs on standard output, and for people on whichever stream is left.
struct FindingOutput {
    let format: FindingFormat
    let findings: [Diagnostic]
    /// What is wrong besides, and is not the change's doing; nil where nobody asked.
    var standing: [Diagnostic]?
    /// The document for `json`.
    let document: [JSONValue.Member]

    /// - Parameter tell: says it to people. A build's log ends with what it says.
    func write(to context: Context, _ tell: (any TextSink) -> Void) throws {
        switch format {
        case .text: tell(context.standardOutput)
        case .json: try write(.object(document), to: context, tell)
        case .gitlab: try write(CodeQuality.report(findings, standing: standing ?? []), to: context, tell)
        case .sarif:
            let log = SARIF.log(
                findings, standing: standing, version: Cotech.configuration.version, explanations: Self.explanations)
            try write(log, to: context, tell)
        case .github:
            // The runner looks for its commands in everything that a step prints; people read the same log.
            for line in WorkflowCommands.lines(findings, standing: standing ?? []) {
                context.standardOutput.write(line + "\n")
            }
            let hidden = WorkflowCommands.hidden(findings, standing: standing ?? [])
            if hidden > 0 {
                let more =
                    hidden == 1
                    ? "1 more is not marked beside its line" : "\(hidden) more are not marked beside their lines"
                context.standardOutput.write("\(more); all of them follow.\n")
            }
            try appendSummary(context)
            tell(context.standardOutput)
        }
    }

    /// What the codes of the reader of record text mean. The other codes are explained in `docs/diagnostics.md` alone.
    private static var explanations: [String: String] {
        Dictionary(uniqueKeysWithValues: TextProblem.Code.allCases.map { ($0.rawValue, $0.explanation) })
    }

    private func write(_ value: JSONValue, to context: Context, _ tell: (any TextSink) -> Void) throws {
        context.standardOutput.write(value.pretty + "\n")
        if format != .json { tell(context.standardError) }
    }

    /// The page of the run, where the host names a file for it: nothing is left out there.
    private func appendSummary(_ context: Context) throws {
        guard let path = context.environment["GITHUB_STEP_SUMMARY"], !path.isEmpty else { return }
        if !FileManager.default.fileExists(atPath: path) {
            _ = FileManager.default.createFile(atPath: path, contents: nil)
        }
        guard let file = FileHandle(forWritingAtPath: path) else {
            return context.warning("the summary of the run cannot be written to \(path)")
        }
        try file.seekToEnd()
        try file.write(contentsOf: Data(WorkflowCommands.summary(findings, standing: standing ?? []).utf8))
        try file.close()
    }
}
