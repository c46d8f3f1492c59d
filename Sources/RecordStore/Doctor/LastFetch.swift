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
        let dates =
            files.filter(LastFetch.holdsSomething).compactMap(LastFetch.date)
            + (isFailed
                ? LastFetch.loggedFetches(in: repository)
                    + [LastFetch.date(of: LastFetch.note(in: repository))]
                    .compactMap(\.self) : [])
        if let date = dates.max() {
            moment = date
            isNever = false
            return
        }
        // What nobody fetches into is a clone, or, without working files, what others fetch from.
        guard repository.hasRemote, !repository.isBare else { return nil }
        // Each is made with the clone; what is written again later is younger than the clone, and never older.
        let made = ["description", "info/exclude", "config", "HEAD", "refs/heads", "objects/info"]
        guard let date = made.compactMap({ LastFetch.date(of: "\(repository.commonDirectory)/\($0)") }).min() else {
            return nil
        }
        moment = date
        isNever = true
    }

    /// Whole days since then, as they are said.
    public func days(on now: Instant) -> Int { max(0, now.seconds - moment.seconds) / 86_400 }

    /// Whether that must be said before anything else.
    public func isOld(on now: Instant) -> Bool { now.seconds - moment.seconds > LastFetch.limit * 86_400 }

    /// Remembers that others were heard now. Git's own file says it until a fetch fails, and its logs only where a branch
    /// moved.
    public static func remember(in repository: Repository) {
        let path = note(in: repository)
        // Who may not write here is told nothing wrong: only less is known after a failure.
        try? FileManager.default.createDirectory(
            atPath: URL(fileURLWithPath: path).deletingLastPathComponent().path, withIntermediateDirectories: true)
        try? Data().write(to: URL(fileURLWithPath: path))
    }

    private static func note(in repository: Repository) -> String { "\(repository.commonDirectory)/cotech/fetched" }

    private static func holdsSomething(_ path: String) -> Bool {
        let size = try? FileManager.default.attributesOfItem(atPath: path)[.size] as? Int
        return (size ?? 0) > 0
    }

    /// When branches of others last moved by a fetch, as their logs tell: a push moves them too, and hears nothing.
    private static func loggedFetches(in repository: Repository) -> [Instant] {
        let names = (try? repository.referenceNames(matching: "refs/remotes/*")) ?? []
        return names.compactMap { name in
            repository.lastMove(of: name) { $0.hasPrefix("fetch") || $0.hasPrefix("pull") }
        }
    }

    private static func date(of path: String) -> Instant? {
        let attributes = try? FileManager.default.attributesOfItem(atPath: path)
        return (attributes?[.modificationDate] as? Date).map { Instant(seconds: Int($0.timeIntervalSince1970)) }
    }
}

extension Repository {
    /// When a reference was last moved by what its log calls so; nil where no log tells.
    func lastMove(of name: String, _ isMeant: (_ message: String) -> Bool) -> Instant? {
        guard var log = (try? log(of: name)) ?? nil else { return nil }
        while let move = (try? log.next()) ?? nil {
            if isMeant(move.message) { return Instant(seconds: Int(move.seconds)) }
        }
        return nil
    }
}
