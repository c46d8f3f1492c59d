import Git
import RecordModel
import RecordStore
import RecordText

/// `cotech check --fix`: what can be mended in one way only, as a commit. What is left is listed as always.
extension CheckCommand {
    func mend(_ context: Context) throws {
        var context = context
        if format.isDocument { context.standardOutput = context.standardError }
        let change = try RecordChange(store, writing, context)
        let changed = try base.map { try pathsChanged(since: $0, change.store, context) }
        for home in [Kind.Home.public, .private] where home == .public || change.store.companion != nil {
            if changed != nil, home != change.store.openedHome { continue }
            func plan(_ snapshot: Snapshot) throws -> Plan {
                let named = try store.paths(paths, in: snapshot, context)
                let isNamed = !named.isEverything && !named.names(in: home).contains("")
                // What the branch itself puts out of date goes with it.
                let made = try GeneratedFile.kept(in: snapshot).filter {
                    !$0.isMadeByName || isNamed || changed != nil
                }
                return try snapshot.planToMend(in: home, generated: made) { path in
                    named.cover(path, in: home) && changed?.contains(path) ?? true
                }
            }
            let planned = try plan(change.snapshot())
            guard !planned.isEmpty else {
                for remark in planned.remarks { context.note(remark.text, help: remark.help) }
                continue
            }
            try change.write(in: home) { try plan($0) }
        }
    }

    /// The files that the branch changes, and those made from records, which a change elsewhere puts out of date.
    private func pathsChanged(since base: String, _ opened: Store, _ context: Context) throws -> Set<String> {
        let repository = try opened.repository(of: opened.openedHome)
        let proposal = try opened.proposal(
            of: repository.resolve("HEAD"), onto: repository.resolve(base), in: opened.openedHome, now: context.now())
        return Set(try proposal.changes.map(\.path) + Judgement.newlyOutdated(proposal).map(\.file))
    }
}
