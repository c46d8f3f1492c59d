import Git
public import RecordModel
public import RecordText

/// A file that a command makes from what the store says and somebody keeps in it, such as CODEOWNERS.
public struct GeneratedFile: Hashable, Sendable {
    /// Where it is.
    public let path: String
    /// Which repository keeps it.
    public let home: Kind.Home
    /// What it should say.
    public let text: String
    /// How bad it is where it says something else.
    public let severity: TextProblem.Severity
    /// What is said then.
    public let message: String
    /// Whether it is made anew only where somebody names it: where a store is shared it may be others' to change, and
    /// made in passing it would go out with somebody's next proposal.
    public let isMadeByName: Bool

    /// A file with what it should say.
    public init(
        path: String, home: Kind.Home = .public, text: String, severity: TextProblem.Severity = .error,
        message: String = "This file is made from the records, and they have changed since", isMadeByName: Bool = false
    ) {
        self.path = path
        self.home = home
        self.text = text
        self.severity = severity
        self.message = message
        self.isMadeByName = isMadeByName
    }
}

extension Snapshot {
    /// The text of a file, whatever it is; nil where there is none, or it is a link or too large.
    public func text(at path: String, in home: Kind.Home = .public) throws(StoreError) -> String? {
        guard let tree = tree(of: home) else { return nil }
        let repository = try repository(of: home)
        return try git { () throws(GitError) in
            guard let entry = try repository.lookup(path, in: tree), entry.mode.isFile,
                try repository.size(of: entry.id) <= 1 << 20
            else { return nil }
            return String(decoding: try repository.blob(entry.id), as: UTF8.self)
        }
    }

    /// The files that do not say what they should any more. Of one that is another's to make it is only a warning, unless
    /// a branch puts it out of date, whose author can have it made.
    public func outdated(among files: [GeneratedFile], byBranch: Bool = false) throws(StoreError) -> [Diagnostic] {
        var found: [Diagnostic] = []
        for file in files where try text(at: file.path, in: file.home) != file.text {
            let repository = try repository(of: file.home)
            let isOthers = file.isMadeByName && !byBranch
            let name = file.isMadeByName ? " \(repository.word(for: file.path, of: file.home))" : ""
            let way = "\(isOthers ? "A coordinator makes" : "Make") it anew: cotech check --fix\(name)"
            found.append(
                Diagnostic(
                    file: file.path, severity: isOthers ? .warning : file.severity,
                    code: "outdated-copy", message: file.message,
                    help: way))
        }
        return found
    }
}
