import Git
import Interchange
import RecordModel
import RecordStore
import RecordText

/// What stands in the way of a sync, and how a person gets on from there.
extension HomeSync {
    /// What would be sent must have no error that the others do not have.
    func refuseErrors(in intake: Intake) throws(StoreError) {
        guard !intake.errorsToSend.isEmpty else { return }
        throw StoreError(
            .badData,
            "what would be sent has \(counted(intake.errorsToSend.count, "error")) that \(shared.title) does not have, so it was not sent",
            help: "mend it, and then: cotech sync", diagnostics: intake.errorsToSend)
    }

    /// What others have must not bring back whom this clone has forgotten.
    func refuseForgotten(_ theirs: ObjectID?) throws {
        try transport.refuseForgotten(theirs, by: repository.head.id, in: home, of: store, again: "cotech sync")
    }

    /// Both sides have something new, and nothing may be merged.
    var readOnlyRefusal: StoreError {
        StoreError(
            .tryAgain,
            "changes were made on both sides, and --read-only merges nothing, so what is new at \(shared.title) is not here",
            help: "bring the two together: cotech sync")
    }

    /// Why what was worked out is not taken in; nil where it can be.
    func refusal(of intake: Intake) -> StoreError? {
        if !intake.conflicts.isEmpty { return conflict(intake.conflicts, beside: intake.clashes) }
        guard !intake.clashes.isEmpty else { return nil }
        return StoreError(
            .badData,
            "together, what is here and what \(shared.title) has would have \(counted(intake.clashes.count, "error")) that neither has, so nothing was taken in or sent",
            help: "mend it here, so that both fit, and then: cotech sync",
            "or merge and mend it there: \(gitCommand) merge \(shared.title)", diagnostics: intake.clashes)
    }

    /// - Parameter clashes: what else would be wrong together.
    private func conflict(_ conflicts: [MergeFinding], beside clashes: [Diagnostic]) -> StoreError {
        var help: [String] = []
        for conflict in conflicts {
            if let command = conflict.takingTheirs(kinds: store.kinds) { help.append("if theirs is right: \(command)") }
            if case .joined(_, let heir) = conflict.matter,
                let kind = store.kinds.first(where: { $0.path.id(at: conflict.path) != nil })
            {
                help.append("what it says belongs to \(heir) now: cotech \(kind.name) set \(heir) FIELD=VALUE")
            }
        }
        help = Array(help.prefix(5))
        if !help.isEmpty { help.append("then again: cotech sync") }
        help += conflicts.compactMap { $0.settlingRename(kinds: store.kinds) }.prefix(5)
        let hasRecord = conflicts.contains { conflict in
            store.kinds.contains { $0.path.id(at: conflict.path) != nil }
        }
        if hasRecord, MergeDriver.isWanted(in: repository, for: store.mergedKinds(in: home)) {
            help.append("so that git merges field by field here: cotech doctor --fix")
        }
        let choices = choices(conflicts)
        let steps =
            ["\(gitCommand) merge \(shared.title.shellWord)"]
            + (choices.isEmpty ? [] : choices + ["\(gitCommand) commit -a"]) + ["cotech sync"]
        let purpose = choices.isEmpty ? "to have git merge it" : "to choose yourself"
        help.append("\(purpose): \(steps.joined(separator: ", "))")
        let things = "\(counted(conflicts.count, "thing")) \(conflicts.count == 1 ? "was" : "were")"
        // What became of the public store was told before.
        let outcome =
            home == .public
            ? ", so nothing was taken in or sent, and everything here is as it was"
            : " of the private companion, so nothing of it was taken in or sent, and everything there is as it was"
        return StoreError(
            .tryAgain, "\(things) changed on both sides\(outcome)",
            helpLines: help, diagnostics: clashes)
    }

    /// How one of two sides is chosen while git's merge is not finished, for each way in which it shows them.
    private func choices(_ conflicts: [MergeFinding]) -> [String] {
        var hasMarks = false
        var choices: [String] = []
        for conflict in conflicts {
            let path = conflict.path.shellWord
            switch conflict.matter {
            case .removed: choices.append("\(gitCommand) rm \(path) or \(gitCommand) add \(path)")
            case .joined: choices.append("\(gitCommand) rm \(path)")
            case .renamed(let entry, _): choices.append("say under \(entry.new) in \(path) what is new of \(entry.old)")
            case .notText, .keptApart(nil):
                choices.append(
                    "\(gitCommand) checkout --ours \(path) or \(gitCommand) checkout --theirs \(path)")
            case .movedTwice(let ours, let theirs):
                choices.append("\(gitCommand) rm \(ours.shellWord) or \(gitCommand) rm \(theirs.shellWord)")
            // Git merges it by itself.
            case .keptApart: break
            case .value, .lines, .otherKind, .unusableName, .wrong: hasMarks = true
            }
        }
        return (hasMarks ? ["keep one of the two between the marks"] : []) + choices.prefix(5)
    }

    /// Git, in this repository.
    var gitCommand: String {
        repository.gitCommand(for: home)
    }
}

extension MergeFinding {
    /// The command by which a person agrees with the other side; nil where it takes more than one.
    func takingTheirs(kinds: [Kind]) -> String? {
        guard case .value(let field, _, let theirs) = matter,
            let kind = kinds.first(where: { $0.path.id(at: path) != nil }), let id = kind.path.id(at: path),
            let declared = kind.field(named: field), case .scalar = declared.shape,
            theirs.value?.contains(where: \.isNewline) != true
        else { return nil }
        return "\(kind.command("set", id)) \("\(field)=\(theirs.value ?? "")".shellWord)"
    }
}

extension MergeFinding {
    /// The commands that bring a renaming and a change of what names the renamed together, the one after the other; nil
    /// where it takes more than they can do.
    fileprivate func settlingRename(kinds: [Kind]) -> String? {
        guard case .renamed(let entry, let side) = matter,
            let kind = kinds.first(where: { $0.path.id(at: path) != nil }),
            let id = kind.path.id(at: path)
        else { return nil }
        if side == .ours {
            let (old, new) = (entry.old, entry.new)
            // Only whoever remembers an id may have it again.
            guard kinds.first(where: { $0.name == entry.kind })?.hasFormerIDs == true else { return nil }
            return
                "to have both, rename it back, and again after what is new there: cotech \(entry.kind) rename \(new) \(old), cotech sync, cotech \(entry.kind) rename \(old) \(new)"
        }
        guard !entry.takingBack.isEmpty, !entry.again.isEmpty else { return nil }
        func command(_ assignments: [String]) -> String {
            "cotech \(kind.name) set \(id) \(assignments.map(\.shellWord).joined(separator: " "))"
        }
        return
            "to have both, take the change back, and make it again after what is new there: \(command(entry.takingBack)), cotech sync, \(command(entry.again))"
    }
}

extension Transport {
    /// Refuses a repository that still has whom this clone has forgotten, before anything is fetched from there.
    func refuseForgotten(in home: Kind.Home, of store: Store, again: String) throws(StoreError) {
        let forgotten = try store.forgottenTips(in: home)
        guard !forgotten.isEmpty else { return }
        var there: [String] = []
        for (name, id) in try advertised() where forgotten.contains(id) {
            // An annotated tag stands there twice: by itself, and with this ending as what it names.
            let name = name.hasSuffix("^{}") ? String(name.dropLast(3)) : name
            let isFetched = ["refs/heads/", "refs/tags/"].contains { name.hasPrefix($0) }
            if isFetched, !there.contains(name) { there.append(name) }
        }
        guard let first = there.first else { return }
        let git = repository.gitCommand(for: home)
        let remote = shared.remote.shellWord
        var here: [String] = []
        for name in there {
            do throws(GitError) {
                if try repository.reference(name) != nil { here.append(name) }
            } catch {
                throw StoreError(error)
            }
        }
        let gone = there.filter { !here.contains($0) }.map(\.shellWord)
        var help: [String] = []
        if !gone.isEmpty {
            help.append("remove there what is not here: \(git) push \(remote) --delete \(gone.joined(separator: " "))")
        }
        if !here.isEmpty {
            let names = here.map(\.shellWord).joined(separator: " ")
            help.append("send it as it is here now: \(git) push --force \(remote) \(names)")
        }
        help.append("and then: \(again)")
        throw forgottenThere(there.contains(shared.name) ? shared.title : "\(shared.remote), in \(first),", help)
    }

    /// Refuses what others have where it would bring back whom this clone has forgotten.
    ///
    /// - Parameters:
    ///   - theirs: where their branch is; nil where it is not there.
    ///   - ours: what is here.
    func refuseForgotten(
        _ theirs: ObjectID?, by ours: ObjectID?, in home: Kind.Home, of store: Store, again: String
    ) throws(StoreError) {
        guard let theirs, let tip = try store.forgotten(behind: theirs, by: ours, in: home) else { return }
        let git = repository.gitCommand(for: home)
        var help = [
            "send it as it is here now: \(git) push --force --all \(shared.remote.shellWord), and then: \(again)"
        ]
        if tip != theirs {
            help.insert(
                "take over what others added since, which that would lose: \(git) cherry-pick \(tip.short)..\(shared.title.shellWord)",
                at: 0)
        }
        throw forgottenThere(shared.title, help)
    }

    private func forgottenThere(_ place: String, _ help: [String]) -> StoreError {
        StoreError(
            .tryAgain,
            "\(place) still has the history that was made again here to forget somebody, so nothing was taken in or sent",
            helpLines: help)
    }
}

extension Rewriting {
    /// Why nothing of it is sent, and how a person gets on from there.
    ///
    /// - Parameter git: the command that is git in this repository.
    func refusal(of shared: SharedBranch, git: String, again: String) -> StoreError {
        let title = shared.title.shellWord
        let count = removed.count
        var help = [
            "as the others have it, since nothing is here that they never had: \(git) reset --keep \(title), and then: \(again)"
        ]
        if !own.isEmpty {
            let names = own.prefix(5).map(\.short).joined(separator: ", ") + (own.count > 5 ? ", ..." : "")
            help = [
                "to keep what they never had (\(names)) without it: \(git) rebase --onto \(title) \(old.short), and then: \(again)"
            ]
        }
        help += [
            "see what they took out: \(git) log \(title)..\(old.short)",
            "perhaps somebody was forgotten there, who must not be sent back: see docs/forgetting.md, and ask who rewrote it",
        ]
        return StoreError(
            .tryAgain,
            "\(shared.title) was rewritten: \(counted(count, "change")) \(count == 1 ? "was" : "were") taken out of it and \(count == 1 ? "is" : "are") still here, so nothing was taken in or sent",
            helpLines: help)
    }
}
