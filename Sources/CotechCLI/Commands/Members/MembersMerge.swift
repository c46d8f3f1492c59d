import ArgumentParser
import CoopNetwork
import Interchange
import RecordModel
import RecordStore
import RecordText

/// `cotech members merge A --into B`: two records of one co-op, or two co-ops that became one.
struct MembersMerge: WritingCommand {
    static let declaration = CommandConfiguration(
        commandName: "merge", abstract: "Merge a member into another, and rewrite every reference to it.",
        discussion: """
            What goes is its profile, its membership, and whatever else is kept under its id alone where the other has \
            one as well. What they say that the other lacks, or says otherwise, is listed, and taken over only where \
            --take names the field; so is what people who belonged to both say of theirs (--take coops). A belonging \
            that is over never takes the place of one that lasts.
            """)

    @Argument(help: "The id of the one that goes.", completion: .ids(of: Members.kind.name))
    var old: String

    @Option(
        help: ArgumentHelp("The id of the one that stays.", valueName: "id"), completion: .ids(of: Members.kind.name))
    var into: String

    @Option(
        help: ArgumentHelp("Take over what it says in this field. May be repeated.", valueName: "field"),
        completion: .fieldNames(of: Members.kind.name))
    var take: [String] = []

    @OptionGroup(title: "Writing") var writing: WriteOptions
    @OptionGroup(title: "Store") var store: StoreOptions

    func run(in context: Context) throws -> ExitStatus {
        let change = try RecordChange(store, writing, context)
        var left: [Merging.Loss] = []
        var unread: [String] = []
        var ended: String?
        func tellWhatIsLeft() { tell(left, unread, ended, in: change.context) }
        try change.write(in: Members.kind.home, details: tellWhatIsLeft) { snapshot in
            let kind = try snapshot.seen(Members.kind)
            let kept = try snapshot.readable(kind, into)
            // Repeated to finish a merge whose second half failed, it has nothing left to take but of people.
            if let id = RecordID(old), try snapshot.entry(of: kind, id) == nil,
                try snapshot.heir(of: id, kind) == kept.entry.id
            {
                let meetings = Merging.meetings(of: id, in: kept.entry.id, snapshot.context)
                let losses = meetings.compactMap(\.loss)
                left = losses.filter { !isTaken($0) }
                return try snapshot.planToMerge(kind, id, into: kept.entry.id, taking: edits(losses, meetings))
            }
            let gone = try snapshot.readable(kind, old)
            guard gone.entry.id != kept.entry.id else {
                throw CommandFailure("\(kept.entry.id) cannot be merged into itself", status: .usage)
            }
            let memberships = try snapshot.seen(Memberships.kind)
            let standings = Merging.standings(of: gone.entry.id, in: kept.entry.id, snapshot.context)
            try refuseLeaver(kept.entry.id, keeping: gone.entry.id, standings)
            let meetings = Merging.meetings(of: gone.entry.id, in: kept.entry.id, snapshot.context)
            let pairs = try snapshot.recordsInTheWay(ofMerging: kind, gone.entry.id, into: kept.entry.id)
            unread = pairs.flatMap { $0.gone.unread(besides: $0.kept) }
            var losses = try pairs.flatMap { pair in
                let kind = pair.gone.record.kind
                return try Merging.losses(
                    of: snapshot.readable(kind, pair.gone.entry.id.text).record,
                    into: snapshot.readable(kind, pair.kept.entry.id.text).record)
            }
            losses += meetings.compactMap(\.loss)
            var seen: Set<String> = []
            let names = losses.filter { !$0.edits.isEmpty }.map(\.field.name).filter { seen.insert($0).inserted }
            if let unknown = take.first(where: { !names.contains($0) }) {
                throw CommandFailure(
                    "\(gone.entry.id) says nothing in \"\(unknown)\" that \(kept.entry.id) lacks",
                    help: names.isEmpty
                        ? "there is nothing to take over" : "it does in \(names.joined(separator: ", "))",
                    status: .usage)
            }
            left = losses.filter { !isTaken($0) }
            ended =
                standings.isOver
                ? "\(gone.record.title) was \(standings.gone.words): that went with it, and \(kept.entry.id) stays as it is."
                : nil
            var plan = try snapshot.planToMerge(
                kind, gone.entry.id, into: kept.entry.id, taking: edits(losses, meetings),
                without: standings.isOver ? [memberships.name] : [])
            plan.said = "Merged \(gone.record.title) into \(kept.record.title)"
            return plan
        }
        // Nobody decides what to take over by the lines that a rehearsal shows.
        if writing.dryRun, !writing.quiet { tellWhatIsLeft() }
        return .done
    }

    private func isTaken(_ loss: Merging.Loss) -> Bool { take.contains(loss.field.name) && !loss.edits.isEmpty }

    /// What people's entries become by themselves, and what was asked for.
    private func edits(
        _ losses: [Merging.Loss], _ meetings: [Merging.Meeting]
    ) -> [Kind.Name: [RecordID: [FieldEdit]]] {
        var edits: [Kind.Name: [RecordID: [FieldEdit]]] = [:]
        for meeting in meetings { edits[People.kind.name, default: [:]][meeting.person] = meeting.edits }
        for loss in losses where isTaken(loss) {
            edits[loss.kind, default: [:]][loss.id, default: []] += loss.edits
        }
        return edits
    }

    private func refuseLeaver(_ kept: RecordID, keeping gone: RecordID, _ standings: Merging.Standings) throws {
        guard standings.leavesNoMember else { return }
        throw CommandFailure(
            "\(kept) is \(standings.kept.words) and \(gone) is \(standings.gone.words): merged so, no member would be left",
            help: "let it come back first: cotech members rejoin \(kept)",
            "or merge the other way: cotech members merge \(kept) --into \(gone)", status: .usage)
    }

    private func tell(_ losses: [Merging.Loss], _ unread: [String], _ ended: String?, in context: Context) {
        if let ended { context.say(StyledText(ended)) }
        guard !losses.isEmpty || !unread.isEmpty else { return }
        context.say("Not taken over:")
        for words in losses.map(\.words) + unread { context.say(StyledText("  \(words)")) }
        guard losses.contains(where: { !$0.edits.isEmpty }) else { return }
        let again = writing.dryRun ? "merge with --take FIELD" : "cotech undo, then merge again with --take FIELD"
        context.say(advice: "To take some of it: \(again)")
    }
}

extension StoredRecord {
    /// What stands under keys that commands keep and do not read, such as `x-mine`, and another record does not say.
    fileprivate func unread(besides other: StoredRecord) -> [String] {
        guard let document, let others = other.document else { return [] }
        return document.topKeys(differingFrom: others).filter(SharedField.isExtension).compactMap { key in
            document.child(of: document.root, named: key).map { node in
                let text = Safe.oneLine(document.source(of: node))
                return "\(key): \(text.count > 60 ? text.prefix(59) + "…" : text)"
            }
        }
    }
}
