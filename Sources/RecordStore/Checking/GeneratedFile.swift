import Git
public import RecordText

/// A file that a command makes from records and somebody keeps in the store, such as CODEOWNERS.
public struct GeneratedFile: Hashable, Sendable {
    /// Where it is.
    public let path: String
    /// What it should say.
    public let text: String

    /// A file with what it should say.
    public init(path: String, text: String) {
        self.path = path
        self.text = text
    }
}

extension Snapshot {
    /// The text of a file of the public store, whatever it is; nil where there is none, or it is a link or too large.
    public func text(at path: String) throws(StoreError) -> String? {
        try git { () throws(GitError) in
            guard let entry = try store.repository.lookup(path, in: state.tree), entry.mode.isFile,
                try store.repository.size(of: entry.id) <= 1 << 20
            else { return nil }
            return String(decoding: try store.repository.blob(entry.id), as: UTF8.self)
        }
    }

    /// The files that do not say what they should any more.
    public func outdated(among files: [GeneratedFile]) throws(StoreError) -> [Diagnostic] {
        var found: [Diagnostic] = []
        for file in files where try text(at: file.path) != file.text {
            found.append(
                Diagnostic(
                    file: file.path, severity: .error, code: "outdated-copy",
                    message: "This file is made from the records, and they have changed since",
                    help: "Make it anew: cotech check --fix"))
        }
        return found
    }
}
