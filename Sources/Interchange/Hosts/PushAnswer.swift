import Foundation

/// What `git push --porcelain` said, read so that it can be acted on and shown. All of it may be a stranger's words.
public struct PushAnswer: Hashable, Sendable {
    /// What became of one reference there.
    public enum Fate: Hashable, Sendable {
        /// It is there now, or was already.
        case taken
        /// Somebody else was first: fetch, and try again.
        case overtaken
        /// The other side does not want it, and says why in a few words.
        case refused(String)
    }

    /// What became of each reference, by its full name there.
    public let fates: [String: Fate]
    /// What the other side said besides, line by line, safe to be shown.
    public let said: [String]
    /// The web addresses in it, in their order, each once.
    public let links: [String]
    /// What git itself complained about, safe to be shown: `fatal: Could not read from remote repository.`
    public let complaints: [String]
    /// What a `pre-push` hook of this clone said, safe to be shown, where it let nothing be sent; nil where none did.
    public let hookRefusal: [String]?

    /// Reads the two outputs of `git push --porcelain` in the C locale.
    public init(output: String, error: String) {
        var fates: [String: Fate] = [:]
        for line in output.split(separator: "\n") {
            let parts = line.split(separator: "\t", maxSplits: 2, omittingEmptySubsequences: false)
            guard parts.count == 3, parts[0].count == 1, let colon = parts[1].lastIndex(of: ":") else { continue }
            let name = String(parts[1][parts[1].index(after: colon)...])
            fates[name] = parts[0] == "!" ? Self.fate(String(parts[2])) : .taken
        }
        self.fates = fates
        let lines = Self.lines(error)
        let prefix = "remote: "
        said = lines.filter { $0.hasPrefix("remote:") }.map { line in
            let text = line.hasPrefix(prefix) ? line.dropFirst(prefix.count) : line.dropFirst(prefix.count - 1)
            return Safe.workflowLog(Safe.oneLine(text))
        }
        let hostLines = lines.filter { $0.hasPrefix("remote:") }
        links = hostLines.flatMap(Self.addresses).reduce(into: []) { all, link in
            if !all.contains(link) { all.append(link) }
        }
        complaints = Self.complaints(in: error)
        // Git says no more of it than that nothing was sent; of a connection that failed it says that as well.
        let summary = "error: failed to push some refs"
        let isOwn =
            fates.isEmpty && lines.contains { $0.hasPrefix(summary) }
            && !lines.contains { line in ["fatal: ", "ssh: ", "remote:"].contains { line.hasPrefix($0) } }
        hookRefusal =
            isOwn
            ? lines.filter { !$0.hasPrefix(summary) && !$0.hasPrefix("hint: ") }.map {
                Safe.workflowLog(Safe.oneLine($0))
            } : nil
    }

    /// What git complained about, without what the other side said and without advice.
    public static func complaints(in error: String) -> [String] {
        let lines = lines(error)
        let marked = lines.filter { line in
            ["fatal: ", "error: ", "ssh: "].contains { line.hasPrefix($0) } || line.contains("Permission denied")
        }
        let chosen = marked.isEmpty ? lines.filter { !$0.hasPrefix("remote:") } : marked
        return chosen.map { Safe.workflowLog(Safe.oneLine($0)) }
    }

    /// Whether the other side takes no push options: then git sends nothing at all.
    public var lacksOptions: Bool { complaints.contains { $0.contains("does not support push options") } }

    /// The parts of a terminal's line that were written over each other are one line each.
    private static func lines(_ text: String) -> [Substring] {
        text.split { $0 == "\n" || $0 == "\r" || $0 == "\r\n" }.compactMap { line in
            var line = line
            for ending in ["\u{1B}[K", " "] {
                while line.hasSuffix(ending) { line = line.dropLast(ending.count) }
            }
            return line.isEmpty ? nil : line
        }
    }

    /// Reads `[remote rejected] (pre-receive hook declined)`.
    private static func fate(_ summary: String) -> Fate {
        let reason = summary.firstIndex(of: "(").map { summary[summary.index(after: $0)...].dropLast() }
        let words = reason.map(String.init) ?? summary
        let isOurs = summary.hasPrefix("[rejected]")
        // Of two pushes at once, the second finds the branch moved, locked, or there already.
        let races = [
            "failed to update ref", "cannot lock ref", "incorrect old value", "already exists", "failed to lock",
        ]
        if isOurs || races.contains(where: { words.contains($0) }) { return .overtaken }
        return .refused(Safe.workflowLog(Safe.oneLine(words)))
    }

    /// The web addresses in a line. Only letters that an address is written with: whatever else stands there ends it.
    private static func addresses(in line: Substring) -> [String] {
        var found: [String] = []
        var rest = line[...]
        while let start = rest.firstRange(of: "http") {
            let candidate = rest[start.lowerBound...].prefix {
                $0.isASCII && ($0.isLetter || $0.isNumber || "-._~:/?#[]@!$&*+,;=%".contains($0))
            }
            rest = rest[start.upperBound...]
            guard candidate.hasPrefix("https://") || candidate.hasPrefix("http://"),
                let host = URL(string: String(candidate))?.host, !host.isEmpty
            else { continue }
            found.append(String(candidate.reversed().drop { ".,;:!".contains($0) }.reversed()))
            rest = rest.dropFirst(candidate.count - "http".count)
        }
        return found
    }
}
