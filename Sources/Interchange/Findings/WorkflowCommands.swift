public import RecordText

/// Findings as the commands by which a step of GitHub Actions (and Forgejo's, which reads the same) marks lines of a
/// pull request. They need no token, so that they work for a fork's pull request as well.
public enum WorkflowCommands {
    /// How many errors, how many warnings and how many notices of one step the host shows.
    public static let limit = 10

    /// The lines to print: the worst findings as commands, as many as the host shows.
    ///
    /// - Parameter standing: what is wrong besides, and is not the change's doing: it is marked as a notice.
    public static func lines(_ findings: [Diagnostic], standing: [Diagnostic] = []) -> [String] {
        shown(findings).map { line($0, as: $0.severity == .note ? "notice" : $0.severity.rawValue) }
            + standing.prefix(placesLeft(by: findings)).map { line($0, as: "notice") }
    }

    private static func line(_ finding: Diagnostic, as command: String) -> String {
        var properties = ["file=\(Safe.workflowProperty(finding.file))"]
        if let line = finding.line {
            properties += ["line=\(line)", "col=\(finding.column)", "endColumn=\(finding.column + finding.length)"]
        }
        properties.append("title=\(Safe.workflowProperty(finding.code))")
        let message = ([finding.message] + finding.advice).joined(separator: "\n")
        return "::\(command) \(properties.joined(separator: ","))::\(Safe.workflowData(message))"
    }

    /// How many findings the host would not show.
    public static func hidden(_ findings: [Diagnostic], standing: [Diagnostic] = []) -> Int {
        findings.count - shown(findings).count + max(standing.count - placesLeft(by: findings), 0)
    }

    /// Everything that was found, for the page of the run (`GITHUB_STEP_SUMMARY`), where nothing is left out.
    public static func summary(_ findings: [Diagnostic], standing: [Diagnostic] = []) -> String {
        var text = findings.isEmpty ? "Nothing has to be mended.\n" : table(findings)
        if !standing.isEmpty { text += "\nWrong already, whatever this change does:\n\n\(table(standing))" }
        return text
    }

    private static func table(_ findings: [Diagnostic]) -> String {
        var lines = ["| Where | What | Instead | Code |", "|---|---|---|---|"]
        for finding in worstFirst(findings) {
            let place = finding.file + (finding.line.map { ":\($0)" } ?? "")
            let cells = [place, finding.message, finding.replacement ?? finding.help ?? "", finding.code]
            lines.append("| \(cells.map { Safe.markdown($0) }.joined(separator: " | ")) |")
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func shown(_ findings: [Diagnostic]) -> [Diagnostic] {
        TextProblem.Severity.allCases.flatMap { severity in findings.filter { $0.severity == severity }.prefix(limit) }
    }

    /// How many notices the host shows besides those among the findings.
    private static func placesLeft(by findings: [Diagnostic]) -> Int {
        limit - shown(findings).count { $0.severity == .note }
    }

    private static func worstFirst(_ findings: [Diagnostic]) -> [Diagnostic] {
        TextProblem.Severity.allCases.flatMap { severity in findings.filter { $0.severity == severity } }
    }
}

extension Diagnostic {
    /// What to do, a line each.
    fileprivate var advice: [String] {
        if let replacement { return ["Put this instead:", replacement] }
        return [help].compactMap(\.self)
    }
}
