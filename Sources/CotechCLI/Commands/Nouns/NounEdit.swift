import ArgumentParser
import Git
import RecordModel
import RecordStore
import RecordText

/// `cotech NOUN edit ID`: opens a record in the person's editor, and commits it once it can be read.
struct NounEdit<Declared: KindDeclaration>: WritingCommand {
    static var declaration: CommandConfiguration {
        CommandConfiguration(
            commandName: "edit", abstract: "Edit \(Declared.kind.indefinite) in your editor.",
            discussion: "What you write is checked before it is committed, and never thrown away.")
    }

    @Argument(
        help: ArgumentHelp("Its id.", visibility: Declared.kind.idVisibility), completion: .ids(of: Declared.kind.name))
    var id: String?

    @OptionGroup(title: "Writing") var writing: WriteOptions
    @OptionGroup(title: "Store") var store: StoreOptions

    func run(in context: Context) throws -> ExitStatus {
        let change = try RecordChange(store, writing, context)
        let snapshot = try change.snapshot()
        let kind = try snapshot.seen(Declared.kind)
        let stored = try found(kind, in: snapshot)
        guard let old = stored.document?.bytes else {
            throw StoreError(.badData, "\(stored.entry.path) is not a text", help: "", diagnostics: stored.errors)
        }
        let draft = try Draft(stored.entry.path, old, context)
        repeat {
            try draft.edit(noInput: writing.noInput)
            let new = try draft.read()
            guard new != old else {
                draft.discard()
                context.note("nothing was changed")
                return .done
            }
            do {
                try change.writeText(in: kind.home) { try $0.planToReplace(stored, old: old, with: new) }
                draft.discard()
                return .done
            } catch let failure as StoreError where failure.kind == .badData {
                context.report(failure)
                guard context.ask("Edit it again? [Y/n]").map({ !$0.lowercased().hasPrefix("n") }) ?? false else {
                    tellKept(draft, try change.store.repository(of: kind.home), stored, context)
                    return .badData
                }
            } catch {
                // Somebody else was quicker, say: what was written is not to be looked for.
                tellKept(draft, try change.store.repository(of: kind.home), stored, context)
                throw error
            }
        } while true
    }

    /// Says where the text is that was not committed, and how to go on with it.
    private func tellKept(_ draft: Draft, _ repository: Repository, _ stored: StoredRecord, _ context: Context) {
        let said = "your text is kept in \(draft.path)"
        guard let top = repository.workingDirectory else { return context.note(said) }
        let page = "\(top)/\(stored.entry.path)".shellWord
        context.note(
            said, help: "as an edit by hand: cp \(draft.path.shellWord) \(page)", "then: cotech check, and: cotech save"
        )
    }

    private func found(_ kind: Kind, in snapshot: Snapshot) throws -> StoredRecord {
        guard let id = id ?? (kind.isSingle ? "" : nil) else {
            throw CommandFailure(
                "name the \(kind.singular) to edit", help: "cotech \(kind.name) edit ID", status: .usage)
        }
        return try snapshot.found(kind, id)
    }
}
