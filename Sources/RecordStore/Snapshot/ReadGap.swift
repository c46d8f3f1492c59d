import Git
import RecordModel

/// Something that was to be read and cannot be, so that no answer is whole that goes by it.
public struct ReadGap: Hashable, Sendable {
    /// What is wrong, as one sentence without its full stop.
    public let message: String
    /// What to do about it.
    public let help: String
}

extension IgnoreRevisions {
    /// The first line that names no commit: what it is meant to set aside counts.
    func gap(in home: Kind.Home) -> ReadGap? {
        guard let first = problems.first else { return nil }
        let isPrivate = home == .private
        let file = (isPrivate ? "the private companion's " : "") + Snapshot.ignoredRevisionsPath
        return ReadGap(
            message:
                "\(file), line \(first.line), is not the full id of a commit (\(first.text)), so a commit may count that is meant to be set aside",
            help: "see what is wrong: cotech check" + (isPrivate ? "" : " \(Snapshot.ignoredRevisionsPath)"))
    }
}
