public import Git
internal import RecordModel

/// What a commit's message claims about its changes. A claim is believed only as far as the changes bear it out.
public struct CommitClaims: Sendable {
    /// The commits that it says it reverts or undoes.
    public internal(set) var undoes: [ObjectID] = []
    /// The first digits of others, as `git revert --reference` names them.
    private var begun: [String] = []
    /// The headline of the commit that it says it undoes, as git and `undo` quote it in their own.
    var quoted: Substring?
    /// The terms and ids that it says it only renamed.
    var renames: [Rename] = []

    static let none = CommitClaims()

    private static let mechanical: StaticString = "Cotech-Mechanical:"
    private static let undo: StaticString = "Cotech-Undo:"
    private static let revert: StaticString = "This reverts commit "
    /// How the lines that claim something begin.
    static let beginnings = [mechanical, undo, revert]

    private static let redoing = "Redo \""

    /// The headline of a commit that undoes another. What undoes an undo does again what that one took back, which is
    /// quoted once.
    static func headline(undoing commit: Commit) -> String {
        let subject = commit.subject
        let isUndo = commit.trailers.contains { $0.key == Trailer.undoes } && subject.hasPrefix("Undo \"")
        return isUndo ? redoing + subject.dropFirst("Undo \"".count) : "Undo \"\(subject)\""
    }

    /// `Cotech-Mechanical: rename KIND/OLD KIND/NEW`.
    struct Rename: Hashable, Sendable {
        let kind: String
        let old: String
        let new: String
    }

    /// Reads a commit's message.
    ///
    /// - Parameter repository: where ids are found of which only the first digits are written.
    public init(parsing message: String, in repository: Repository) {
        self.init(parsing: message)
        // Several that begin alike name none.
        for digits in begun { if let id = (try? repository.expand(digits)) ?? nil { undoes.append(id) } }
    }

    private init(parsing message: String) {
        let headline = message.prefix { !$0.isNewline }
        if headline.last == "\"", let start = ["Undo \"", "Revert \""].first(where: { headline.hasPrefix($0) }) {
            quoted = headline.dropFirst(start.count).dropLast()
        } else if headline.last == "\"", headline.hasPrefix(Self.redoing) {
            quoted = "Undo \"" + headline.dropFirst(Self.redoing.count)
        }
        for line in message.split(whereSeparator: \.isNewline) {
            if let text = line.after(Self.mechanical) {
                if let rename = CommitClaims.rename(text) { renames.append(rename) }
            } else if let text = line.after(Self.undo) {
                undoes += CommitClaims.commits(text)
            } else if let text = line.after(Self.revert) {
                // Git wraps `This reverts commit X, reversing changes made to Y.`: only the first id is reverted.
                let first = text.prefix { $0.isHexDigit }
                if (7..<40).contains(first.utf8.count) {
                    begun.append(String(first))
                } else {
                    undoes += CommitClaims.commits(text).prefix(1)
                }
            }
        }
    }

    private init() {}

    private static func commits(_ text: Substring) -> [ObjectID] {
        text.split { !$0.isHexDigit }.compactMap { ObjectID($0) }
    }

    private static func rename(_ text: Substring) -> Rename? {
        let words = text.split(separator: " ")
        guard words.count == 3, words[0] == "rename" else { return nil }
        let old = words[1].split(separator: "/", maxSplits: 1)
        let new = words[2].split(separator: "/", maxSplits: 1)
        guard old.count == 2, new.count == 2, old[0] == new[0], old[1] != new[1] else { return nil }
        return Rename(kind: String(old[0]), old: String(old[1]), new: String(new[1]))
    }
}

extension Substring {
    /// What follows a beginning; nil where the text does not begin so.
    fileprivate func after(_ beginning: StaticString) -> Substring? {
        hasPrefix(beginning.description) ? dropFirst(beginning.utf8CodeUnitCount) : nil
    }
}

extension CommitClaims.Rename {
    /// The text with the new name for the old: the whole of it, or an item of a list.
    func applied(to text: String) -> String {
        if text == old { return new }
        guard text.utf8.contains(UInt8(ascii: "\n")) else { return text }
        return text.split(separator: "\n", omittingEmptySubsequences: false)
            .map { $0 == old ? new : String($0) }.joined(separator: "\n")
    }
}
