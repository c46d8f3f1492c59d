public import RecordText

/// GitLab's code quality report: an array of findings, shown beside the lines of a merge request.
///
/// GitLab documents five members and reads no others: `description`, `check_name`, `fingerprint`, `severity`, and
/// `location` with a path and a line.
public enum CodeQuality {
    /// The report.
    ///
    /// - Parameter standing: what is wrong besides, and is not the change's doing: it is there for information.
    public static func report(_ findings: [Diagnostic], standing: [Diagnostic] = []) -> JSONValue {
        let all = findings + standing
        return .array(
            zip(all, all.identities).enumerated().map { place, told in
                let (finding, identity) = told
                let isStanding = place >= findings.count
                return [
                    "description": .string(finding.sentence),
                    "check_name": .string(finding.code),
                    "fingerprint": .string(identity),
                    "severity": .string(isStanding ? "info" : finding.severity.forCodeQuality),
                    "location": [
                        "path": .string(finding.file),
                        // What concerns the whole file is shown at its top.
                        "lines": ["begin": .integer(finding.line ?? 1)],
                    ],
                ]
            })
    }
}

extension TextProblem.Severity {
    fileprivate var forCodeQuality: String {
        switch self {
        case .error: "major"
        case .warning: "minor"
        case .note: "info"
        }
    }
}

extension Diagnostic {
    /// What is wrong and what to do about it, in one line.
    var sentence: String {
        var text = message.hasSuffix("?") ? message : message + "."
        if let replacement, !replacement.contains(where: \.isNewline) {
            text += " Put this instead: \(replacement)"
        } else if let help {
            text += " \(help)"
        }
        return text
    }
}
