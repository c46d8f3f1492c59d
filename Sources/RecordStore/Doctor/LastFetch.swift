import Foundation
public import Git
public import RecordModel

/// When a clone last heard from the others.
public struct LastFetch: Hashable, Sendable {
    /// The moment.
    public let moment: Instant
    /// Whether nothing was fetched since the clone was made: then it is the moment of that.
    public let isNever: Bool

    /// More days than this are said before anything else: what is told may be out of date.
    public static let limit = 3

    /// When a repository last heard from the others; nil where it knows of none, and was fetched into by nobody.
    public init?(of repository: Repository) {
        let folders = [repository.gitDirectory, repository.commonDirectory]
        // A fetch that fails leaves its file empty, with the moment of the failure.
        let files = folders.map { "\($0)/FETCH_HEAD" }
        let isFailed = files.contains { LastFetch.date(of: $0) != nil && !LastFetch.holdsSomething($0) }
        let evidence = files + (isFailed ? LastFetch.remoteLogs(of: repository) : [])
        if let date = evidence.filter(LastFetch.holdsSomething).compactMap(LastFetch.date).max() {
            moment = date
            isNever = false
            return
        }
        guard repository.hasRemote else { return nil }
        // Each is made with the clone; what is written again later is younger than the clone, and never older.
        let made = ["description", "info/exclude", "config", "HEAD", "refs/heads", "objects/info"]
        guard let date = made.compactMap({ LastFetch.date(of: "\(repository.commonDirectory)/\($0)") }).min() else {
            return nil
        }
        moment = date
        isNever = true
    }

    /// Whole days since then.
    public func days(on now: Instant) -> Int { max(0, now.seconds - moment.seconds) / 86_400 }

    /// Whether that must be said before anything else.
    public func isOld(on now: Instant) -> Bool { days(on: now) > LastFetch.limit }

    private static func holdsSomething(_ path: String) -> Bool {
        let size = try? FileManager.default.attributesOfItem(atPath: path)[.size] as? Int
        return (size ?? 0) > 0
    }

    /// The logs of the branches of others: each was written when it last moved.
    private static func remoteLogs(of repository: Repository) -> [String] {
        let folder = "\(repository.commonDirectory)/logs/refs/remotes"
        return (FileManager.default.enumerator(atPath: folder)?.allObjects as? [String] ?? [])
            .filter { !$0.hasSuffix("/HEAD") }.map { "\(folder)/\($0)" }
    }

    private static func date(of path: String) -> Instant? {
        let attributes = try? FileManager.default.attributesOfItem(atPath: path)
        return (attributes?[.modificationDate] as? Date).map { Instant(seconds: Int($0.timeIntervalSince1970)) }
    }
}
