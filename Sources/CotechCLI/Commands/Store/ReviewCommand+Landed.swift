import CoopNetwork
import Git
import Interchange
import RecordModel
import RecordStore
import RecordText

/// `cotech review --landed SINCE`: what reached the branch without a word of those whose it is.
extension ReviewCommand {
    func review(landedSince since: String, _ context: Context) throws -> ExitStatus {
        let opened = try store.open(context)
        let home = opened.openedHome
        let repository = try opened.repository(of: home)
        let now = context.now()
        guard let head = try repository.head.id else { return .done }
        var landings: [(commit: Commit, objections: [Objection])] = []
        for (commit, parent) in try arrivals(behind: head, since: since, opened, context) {
            let difference = try opened.difference(from: parent, to: commit.id, in: home, now: now)
            let owners = Owners(in: difference.before.context)
            let objections = Landing.unowned(
                among: difference.entries.map(\.change), by: owners, words(of: commit, onto: parent, repository))
            if !objections.isEmpty { landings.append((commit, objections)) }
        }
        try write(landings, opened, to: context)
        return landings.isEmpty ? .done : .findings
    }

    /// The commits by which something reached the branch, newest first, each with what the branch was before it: of a merge
    /// that took in what others have, theirs; of any other, the first parent.
    private func arrivals(
        behind head: ObjectID, since: String, _ opened: Store, _ context: Context
    ) throws -> [(commit: Commit, parent: ObjectID)] {
        let repository = try opened.repository(of: opened.openedHome)
        let snapshot = try opened.snapshot(Moment(now: context.now()))
        let beginning = try beginning(since, in: repository, snapshot)
        var (first, end): (Int?, ObjectID?) = (nil, nil)
        switch beginning {
        case .day(let day): first = snapshot.local.end(of: day.advanced(byDays: -1)).seconds
        case .commit(let id): end = id
        }
        let recent = try end.map { Set(try repository.commits(of: head, since: $0)) }
        func isRecent(_ id: ObjectID) -> Bool { recent?.contains(id) ?? true }
        func leadsOn(_ id: ObjectID) -> Bool { id == end || isRecent(id) }
        var found: [(commit: Commit, parent: ObjectID)] = []
        var next: ObjectID? = head
        while let id = next, isRecent(id) {
            let commit = try repository.commit(id)
            if let first, Int(commit.committer.seconds) <= first { break }
            let isTaking = commit.parents.count == 2 && commit.trailers.contains(.sync)
            let ways = isTaking ? commit.parents.reversed() : commit.parents
            guard let parent = ways.first(where: leadsOn) ?? ways.first else { break }
            found.append((commit, parent))
            next = parent
        }
        return found
    }

    /// Where what is listed begins.
    private enum Beginning {
        case day(Day)
        case commit(ObjectID)
    }

    /// What was typed: a day as every option takes it, where it is written in full or no revision is called so.
    private func beginning(_ since: String, in repository: Repository, _ snapshot: Snapshot) throws -> Beginning {
        if let day = Day(iso: since) { return .day(day) }
        do throws(GitError) {
            return .commit(try repository.resolve(since))
        } catch {
            guard error.kind == .noSuchRevision else { throw error }
            if case .success(let day) = DayPhrase.read(since, today: snapshot.today) { return .day(day) }
            // Only figures with something between them are meant as a day, and not as a revision.
            let isFigures = since.allSatisfy { $0.isASCII && ($0.isNumber || "/.-".contains($0)) }
            guard isFigures, since.contains(where: { !$0.isNumber }) else { throw error }
            return .day(try snapshot.day(since, option: "--landed"))
        }
    }

    /// Who had a hand in it, by what commits say: no host vouches for an address, so that it spares reading and permits
    /// nothing.
    private func words(of commit: Commit, onto parent: ObjectID, _ repository: Repository) -> [Landing.Word] {
        var words: [Landing.Word] = [.address(commit.author.email), .address(commit.committer.email)]
        for merged in commit.parents where merged != parent {
            if let other = try? repository.commit(merged) { words.append(.address(other.author.email)) }
        }
        return words
    }

    private func write(
        _ landings: [(commit: Commit, objections: [Objection])], _ opened: Store, to context: Context
    ) throws {
        if format == .json {
            let rows = landings.flatMap { landing in
                landing.objections.map { objection -> JSONValue in
                    [
                        "commit": .string(landing.commit.id.description), "author": .string(landing.commit.author.name),
                        "subject": .string(landing.commit.subject), "path": .string(objection.path),
                        "code": .string(objection.problem.code), "why": .string(objection.problem.message),
                    ]
                }
            }
            context.standardOutput.write(JSONValue.array(rows).pretty + "\n")
            return
        }
        let local = try opened.snapshot(Moment(now: context.now())).local
        for (commit, objections) in landings {
            let day = local.day(of: Instant(seconds: Int(commit.committer.seconds)))
            context.say(
                "\(day.description, .strong)  \(commit.id.short)  \(Safe.oneLine(commit.author.name)): \(Safe.oneLine(commit.subject))"
            )
            for objection in objections {
                context.say(
                    StyledText("    \(Safe.oneLine(objection.path)): \(Safe.oneLine(objection.problem.message))"))
            }
        }
        guard !landings.isEmpty else { return context.note("everything since then came from those whose it is") }
        let speakers = Speakers(in: try opened.snapshot(Moment(now: context.now())).context)
        let coops = "cotech memberships set ID addresses+=ADDRESS"
        let coordinators = "cotech settings set addresses+=ADDRESS"
        switch (speakers.knowCoopsAddresses, speakers.knowCoordinatorsAddresses) {
        case (false, false):
            return context.note(
                "nobody's addresses are known, so that nobody can tell whose word a commit is: every change is listed",
                help: "name a co-op's, which counts for what comes after: \(coops)",
                "name the coordinators': \(coordinators)")
        case (false, true):
            context.note(
                "no membership says by which addresses its co-op writes, so what co-ops changed themselves is listed too",
                help: "name them, which counts for what comes after: \(coops)")
        case (true, false):
            context.note(
                "the settings do not say by which addresses the coordinators write, so their own changes are listed too",
                help: "name them, which counts for what comes after: \(coordinators)")
        case (true, true): break
        }
        context.note("addresses can be made up: they tell where a change came from, and permit nothing")
    }
}
