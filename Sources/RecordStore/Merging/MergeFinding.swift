public import RecordModel
public import RecordText

/// What a merge leaves to a person.
public struct MergeFinding: Hashable, Sendable {
    /// What it is.
    public enum Matter: Hashable, Sendable {
        /// A value that both sides changed: where it is, and what each says.
        case value(field: String, ours: Claim, theirs: Claim)
        /// Lines that both sides changed.
        case lines
        /// A file that both sides changed and that is not a text.
        case notText
        /// A file that one side changed and the other removed; `by` removed it.
        case removed(by: MergeSide)
        /// A record that one side changed and the other made part of another; `by` did that.
        case joined(by: MergeSide, into: RecordID)
        /// An entry that names a record which one side renamed, `by` it, while the other changed what the entry says.
        case renamed(RenamedEntry, by: MergeSide)
        /// A file that both sides changed, and that attributes (`.gitattributes`) keep from being merged here: by no means,
        /// or by a driver of that name.
        case keptApart(driver: String?)
        /// A file that both sides moved, to different places.
        case movedTwice(ours: String, theirs: String)
        /// A link, a submodule or a folder stands on one side where a file stands on the other.
        case otherKind
        /// The other side has it under a name that git writes into no working folder, such as `..`; it is left out.
        case unusableName
        /// Something that would be wrong with the merged record, though neither side has it.
        case wrong(String)
    }

    /// An entry of a record that names another, which has a new id.
    public struct RenamedEntry: Hashable, Sendable {
        /// What the entry names.
        public let kind: Kind.Name
        /// The id that it had.
        public let old: String
        /// The id that it has now.
        public let new: String
        /// The field that the entry is one of.
        public let field: String
        /// The assignments that take the change of the entry back; none where that takes more.
        public let takingBack: [String]
        /// Those that make it again under the new id.
        public let again: [String]
    }

    /// What one side says, and whose word it is.
    public struct Claim: Hashable, Sendable {
        /// The value; nil where the side has taken it away.
        public let value: String?
        /// Who said so; nil where that is not known.
        public let author: String?

        /// A claim.
        public init(value: String?, author: String? = nil) {
            self.value = value
            self.author = author
        }
    }

    /// The file.
    public let path: String
    /// The line in the merged file where the conflict begins; nil where it is about the whole file.
    public let line: Int?
    /// What it is.
    public let matter: Matter

    /// A finding.
    public init(path: String, line: Int?, matter: Matter) {
        self.path = path
        self.line = line
        self.matter = matter
    }

    /// One line that says it, with the file and line first, as compilers write it.
    public var sentence: String {
        let place = SafeText.escape(path) + (line.map { ":\($0)" } ?? "")
        return "\(place): \(words)"
    }

    private var words: String {
        switch matter {
        case .value(let field, let ours, let theirs):
            "both changed \(SafeText.escape(field)): ours \(ours.words), theirs \(theirs.words)"
        case .lines: "both changed these lines"
        case .notText: "both changed it, and it is not a text; ours was left as it is"
        case .removed(by: .ours): "we removed it, and they changed it"
        case .removed(by: .theirs): "they removed it, and we changed it"
        case .joined(by: .ours, let heir): "we made it part of \(heir), and they changed it"
        case .joined(by: .theirs, let heir): "they made it part of \(heir), and we changed it"
        case .renamed(let entry, by: .ours):
            "\(entry.old) was renamed to \(entry.new) here, and \(entry.field).\(entry.old) was changed there"
        case .renamed(let entry, by: .theirs):
            "\(entry.old) was renamed to \(entry.new) there, and \(entry.field).\(entry.old) was changed here"
        case .keptApart(nil): "both changed it, and .gitattributes says not to merge it; ours was left as it is"
        case .keptApart(let driver?):
            "both changed it, and .gitattributes has it merged by \(SafeText.escape(driver)); ours was left as it is"
        case .movedTwice(let ours, let theirs):
            "both moved it: we to \(SafeText.escape(ours)), they to \(SafeText.escape(theirs))"
        case .otherKind: "a file stands there on one side, and something else on the other"
        case .unusableName: "git writes no file of this name into a folder, so it was left out"
        case .wrong(let message): "\(SafeText.escape(message)); neither side had that"
        }
    }
}

extension MergeFinding.Claim {
    /// `says 9 (Mair Owen)`.
    var words: String {
        let said = value.map { $0.isEmpty ? "has it" : "says \(shortened($0))" } ?? "took it away"
        return said + (author.map { " (\(SafeText.escape($0)))" } ?? "")
    }

    /// The first line, and not all of a long one.
    private func shortened(_ value: String) -> String {
        let lines = value.split(whereSeparator: \.isNewline)
        let line = lines.first.map(String.init) ?? ""
        let cut = line.count > 60 || lines.count > 1
        return SafeText.escape(String(line.prefix(60))) + (cut ? "…" : "")
    }
}
