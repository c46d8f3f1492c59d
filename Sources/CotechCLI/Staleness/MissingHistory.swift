import Git
import RecordModel
import RecordStore
import RecordText

/// What a person is told where ages or histories are not known, since silence would be taken for "all is well".
extension Context {
    /// Says what a report on staleness cannot tell, and the command that mends it.
    ///
    /// - Returns: how the command ends.
    func tellLimits(of report: StaleReport, in snapshot: Snapshot, _ kind: Kind) throws -> ExitStatus {
        for stored in report.unreadable {
            warning(
                "\(stored.entry.path) cannot be read, so nobody can tell how old it is",
                help: "see what is wrong: cotech check")
        }
        tellUnreadExcuses(report.unreadExcuses)
        let areSettingsRight = try tellSettings(of: snapshot)
        try tellMissingHistory(of: report, in: snapshot, kind)
        return report.unreadable.isEmpty && report.unreadExcuses.isEmpty && areSettingsRight ? .done : .badData
    }

    /// Says what cannot be read of what would excuse somebody.
    func tellUnreadExcuses(_ gaps: [String]) {
        for gap in gaps {
            warning("\(gap), so nobody can tell who is excused", help: "see what is wrong: cotech check")
        }
    }

    /// Says that the settings, and with them the limits, are not what somebody meant them to be.
    ///
    /// - Returns: whether they are.
    func tellSettings(of snapshot: Snapshot) throws -> Bool {
        guard let stored = snapshot.storedSettings else {
            try warning(
                "there are no settings here, so limits and days of grace are not those that are meant",
                help: snapshot.missingSettings().advice())
            return false
        }
        guard let first = snapshot.settingsErrors.first else { return true }
        let path = stored.entry.path
        let place = first.line.map { "\(path), line \($0)" } ?? path
        warning(
            stored.isReadable
                ? "limits and days of grace may not be those that are meant: \(place): \(first.message)"
                : "\(place), cannot be read, so limits and days of grace are not those that are meant",
            help: "see what is wrong: cotech check \(path)")
        return false
    }

    /// Says that the data may be out of date, where this clone has not heard from the others for days.
    func tellOldData(of snapshot: Snapshot, in home: Kind.Home = .public) throws {
        guard let last = try LastFetch(of: snapshot.repository(of: home)), last.isOld(on: now()) else { return }
        let data = home == .public ? "the data" : "the private companion's data"
        warning("\(data) are those of \(last.days(on: now())) days ago", help: "fetch what is new: cotech sync")
    }

    /// Says that ages are unknown where history is missing.
    func tellMissingHistory(of report: StaleReport, in snapshot: Snapshot, _ kind: Kind) throws {
        guard report.lacksHistory else { return }
        tellMissingHistory("some ages are unknown", in: try snapshot.repository(of: kind.home), kind.home)
    }

    /// Says that history is missing in a repository, with the command that fetches it.
    ///
    /// - Parameter consequence: what follows from it.
    func tellMissingHistory(_ consequence: String, in repository: Repository, _ home: Kind.Home) {
        // The companion is fetched where it is.
        let git = repository.gitCommand(for: home)
        let gap = repository.historyGap
        switch gap {
        case .shallow:
            warning(
                "history is missing here, so \(consequence)",
                help: "\(git) \(gap.fetching), or fetch-depth: 0 in CI")
        case .partial:
            warning(
                "parts of the history were left out of this clone, so \(consequence)",
                help: "fetch them: \(git) \(gap.fetching)")
        case .lost where (try? repository.regraftedCommits)?.isEmpty == false:
            warning(
                "git gives commits other parents than they have, which cotech does not follow, so \(consequence)",
                help: "see which: cotech doctor")
        case .lost:
            warning(
                "parts of the history are lost from this repository, so \(consequence)",
                help: "see which: \(git) fsck", "fetch them from where they are still: \(git) \(gap.fetching)")
        }
    }
}
