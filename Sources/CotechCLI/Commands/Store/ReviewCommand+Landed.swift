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
        for id in try commits(behind: head, since: since, opened, context) {
            let commit = try repository.commit(id)
            guard let parent = commit.parents.first else { break }
            let difference = try opened.difference(from: parent, to: id, in: home, now: now)
            let owners = Owners(in: difference.before.context)
            let objections = Landing.unowned(
                among: difference.entries.map(\.change), by: owners, words(of: commit, repository))
            if !objections.isEmpty { landings.append((commit, objections)) }
        }
        try write(landings, opened, to: context)
        return landings.isEmpty ? .done : .findings
    }

    /// The commits that reached the branch itself, newest first.
    private func commits(
        behind head: ObjectID, since: String, _ opened: Store, _ context: Context
    ) throws -> [ObjectID] {
        let repository = try opened.repository(of: opened.openedHome)
        let local = try opened.snapshot(Moment(now: context.now())).local
        let first = Day(iso: since).map { local.end(of: $0.advanced(byDays: -1)).seconds }
        let end = first == nil ? try repository.resolve(since) : nil
        var found: [ObjectID] = []
        var next: ObjectID? = head
        while let id = next, id != end {
            let header = try repository.commitHeader(id)
            if let first, Int(header.committerSeconds) <= first { break }
            found.append(id)
            next = header.parents.first
        }
        return found
    }

    /// Who had a hand in it, by what commits say: no host vouches for an address, so that it spares reading and permits
    /// nothing.
    private func words(of commit: Commit, _ repository: Repository) -> [Landing.Word] {
        var words: [Landing.Word] = [.address(commit.author.email), .address(commit.committer.email)]
        for merged in commit.parents.dropFirst() {
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
