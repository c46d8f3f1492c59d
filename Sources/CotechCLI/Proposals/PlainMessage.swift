import CoopNetwork
import Interchange
import RecordModel
import RecordStore
import RecordText

/// What a check says at its very end, to somebody who has nothing installed and reads a web page: what is wrong, what to
/// put instead, where, what is fine already, and who can help. The codes, which help whoever helps, come last.
struct PlainMessage {
    /// The findings that are told.
    let findings: [Diagnostic]
    /// What was changed, for what is fine already.
    var changes: [ProposedChange] = []
    /// Files that read otherwise in the branch alone, since the base changed them too.
    var mergedTexts: Set<String> = []
    /// The address of a line's editing page, where there is one.
    var address: (Diagnostic) -> String? = { _ in nil }
    /// How a person has what was mended checked again.
    var again: String?
    /// What became of the change, and what can be done with it as it is.
    var closing: String?
    /// Who can help, as a sentence.
    let help: String

    /// As many as somebody reads; the rest is listed above.
    private static let mostTold = 20

    /// The message; nil where nothing has to be mended.
    var text: String? {
        let errors = findings.filter { $0.severity == .error }
        guard !errors.isEmpty else { return nil }
        var lines: [String] = []
        let groups = groups(Array(errors.prefix(Self.mostTold)))
        for (index, group) in groups.enumerated() {
            lines += [group.heading, ""]
            for finding in group.findings { lines += told(finding).map { $0.isEmpty ? "" : "  " + $0 } }
            // What can be mended comes first, and then how to have it looked at again.
            let isLast = index + 1 == groups.count || !groups[index + 1].isToMend
            if let again, group.isToMend, isLast {
                if lines.last?.isEmpty == true { lines.removeLast() }
                lines += ["  \(again)", ""]
            }
        }
        if errors.count > Self.mostTold { lines += ["And \(errors.count - Self.mostTold) more.", ""] }
        if lines.last?.isEmpty == true { lines.removeLast() }
        if let closing { lines.append(closing) }
        if let fine { lines.append("Fine already: \(fine).") }
        let codes = Set(errors.map(\.code)).sorted().map { "[\($0)]" }.joined(separator: " ")
        lines.append("Stuck? \(help)   \(codes)")
        // A line of somebody's file must not be a command for the machine that shows it.
        return Safe.workflowLog(lines.map { Safe.terminal($0) }.joined(separator: "\n")) + "\n"
    }

    /// Who reads a comment on a change.
    static func help(of coordinators: [HostIdentity]) -> String {
        let names = names(of: coordinators)
        return names.isEmpty
            ? "Write a comment on your change."
            : "Write a comment on your change: \(names) \(coordinators.count == 1 ? "reads" : "read") it."
    }

    /// Whom to ask, where there is no place for a comment.
    static func contact(of coordinators: [HostIdentity]) -> String {
        let names = names(of: coordinators)
        return names.isEmpty ? "Ask whoever keeps this repository." : "Ask a coordinator: \(names)."
    }

    private static func names(of coordinators: [HostIdentity]) -> String {
        coordinators.prefix(3).map(\.description).joined(separator: ", ")
    }

    private struct Group {
        let file: String
        let code: String
        var findings: [Diagnostic]

        var isToMend: Bool { code.isEmpty }

        var heading: String {
            switch code {
            case Objection.refused: "Not yours to change: \(file)"
            case Objection.needsYes: "Waiting for a yes: \(file)"
            case PushedReference.rewriting: "Not taken in: \(file)"
            default: "\(counted(findings.count, "thing")) to mend in \(file)"
            }
        }
    }

    /// The findings of each file, under what is to be done about them; what can be mended first.
    private func groups(_ errors: [Diagnostic]) -> [Group] {
        var groups: [Group] = []
        for finding in errors {
            let isForOthers = [Objection.refused, Objection.needsYes, PushedReference.rewriting].contains(finding.code)
            let code = isForOthers ? finding.code : ""
            if let place = groups.firstIndex(where: { $0.file == finding.file && $0.code == code }) {
                groups[place].findings.append(finding)
            } else {
                groups.append(Group(file: finding.file, code: code, findings: [finding]))
            }
        }
        return groups.filter(\.isToMend) + groups.filter { !$0.isToMend }
    }

    private func told(_ finding: Diagnostic) -> [String] {
        var lines: [String] = []
        if let line = finding.line, let excerpt = finding.excerpt { lines.append("Line \(line):   \(excerpt)") }
        lines.append(sentence(finding.message))
        if mergedTexts.contains(finding.file) {
            lines.append("So it reads once both are merged: others have changed this file since your change began.")
        }
        if let replacement = finding.replacement {
            lines += ["Put this instead:", ""]
            lines += replacement.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).map {
                "    \($0)"
            }
            lines.append("")
        } else if let help = finding.help {
            lines.append(advice(help))
        }
        if let address = address(finding) { lines.append("Edit: \(address)") }
        return lines + [""]
    }

    /// Compilers begin their messages small and end them without a stop; people do not.
    private func sentence(_ text: String) -> String {
        let isWhole = [".", "?", ":"].contains { text.hasSuffix($0) }
        return text.withCapital + (isWhole ? "" : ".")
    }

    /// What ends in a command or an address is to be copied, and gets no stop.
    private func advice(_ text: String) -> String {
        text.contains(": ") ? text.withCapital : sentence(text)
    }

    /// What the change says besides, in the words of its history.
    private var fine: String? {
        let told = changes.compactMap { change -> String? in
            guard let after = change.after else { return nil }
            let mine = findings.filter { $0.file == change.path && $0.severity == .error }
            guard !mine.contains(where: { $0.line == nil }) else { return nil }
            guard let before = change.before else { return mine.isEmpty ? after.title : nil }
            let parts = ChangeSentence.parts(before, after).filter { part in
                let field = part.prefix { $0 != " " && $0 != "." }
                return !mine.contains { finding in
                    (finding.excerpt ?? "").contains(field) || finding.message.contains(field)
                        || Self.quoted(in: finding.message).contains { part.contains($0) }
                }
            }
            guard !parts.isEmpty else { return nil }
            return (changes.count == 1 ? "" : "\(after.title): ") + some(of: parts, parted: ", ")
        }
        guard !told.isEmpty else { return nil }
        return some(of: told, parted: "; ")
    }

    /// What a message quotes of the file.
    private static func quoted(in message: String) -> [Substring] {
        let parts = message.split(separator: "\"", omittingEmptySubsequences: false)
        return parts.indices.filter { $0 % 2 == 1 && !parts[$0].isEmpty }.map { parts[$0] }
    }

    /// The first few, and how many more there are.
    private func some(of texts: [String], parted separator: String) -> String {
        texts.prefix(3).joined(separator: separator) + (texts.count > 3 ? "\(separator)\(texts.count - 3) more" : "")
    }
}
