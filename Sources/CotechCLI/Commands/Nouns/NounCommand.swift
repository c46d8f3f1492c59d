import ArgumentParser
import CoopNetwork
import Git
import RecordModel
import RecordStore

/// The command of a kind: its noun, with the verbs that every kind has. `NounCommand<Skills>` is `cotech skills`.
struct NounCommand<Declared: KindDeclaration>: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: Declared.kind.name.rawValue, abstract: Declared.kind.summary,
            // It does what its usual verb does.
            discussion: usual.endings.sentence, subcommands: verbs, defaultSubcommand: usual)
    }

    private static var usual: any CotechCommand.Type {
        Declared.kind.isSingle ? NounShow<Declared>.self : NounList<Declared>.self
    }

    /// The verbs that a kind has by its declaration; one of which there is a single record is not listed, added or removed,
    /// and one whose ids are made of others' alone is renamed with them.
    static var verbs: [any ParsableCommand.Type] {
        if Declared.kind.isSingle {
            return [
                NounShow<Declared>.self, SingleSet<Declared>.self, NounEdit<Declared>.self, NounHistory<Declared>.self,
                NounStale<Declared>.self,
            ]
        }
        let rename: [any ParsableCommand.Type] = Declared.kind.path.hasOwnIDs ? [NounRename<Declared>.self] : []
        return [
            NounList<Declared>.self, NounShow<Declared>.self, NounAdd<Declared>.self, NounSet<Declared>.self,
            NounEdit<Declared>.self,
        ] + rename + [NounRemove<Declared>.self, NounHistory<Declared>.self] + ageing
    }

    /// The verbs by which records are kept up to date.
    static var ageing: [any ParsableCommand.Type] {
        [NounStale<Declared>.self] + (Declared.kind.canBeConfirmed ? [NounConfirm<Declared>.self] : [])
    }
}

extension Snapshot {
    /// A kind as this store has it, with the network's own fields; refused where its home is not here.
    func seen(_ declared: Kind) throws -> Kind {
        let kind = kind(declared.name) ?? declared
        if !canSee(kind) { _ = try repository(of: kind.home) }
        return kind
    }

    /// A record by the id that a person typed, readable or not; an unknown one suggests those that are near, by id or
    /// by name.
    ///
    /// - Parameter other: a kind of which it may be a record as well, which has none of that id that can be seen.
    func found(_ kind: Kind, _ typed: String, or other: Kind? = nil) throws -> StoredRecord {
        if kind.isSingle {
            guard typed.isEmpty else {
                throw CommandFailure(
                    "\(kind.indefinite) are one record, which has no id: \"\(typed)\"",
                    help: "leave it out: cotech \(kind.name) show", status: .usage)
            }
            if let only = try stored(kind, .only) { return only }
            if kind.name == StoreSettings.kindName {
                throw CommandFailure(
                    "the store has no settings", help: try missingSettings().advice(), status: .unavailable)
            }
        }
        for guess in [typed, Folding.identifier(from: typed) ?? typed] {
            if let id = RecordID(guess), let stored = try stored(kind, id) { return stored }
        }
        if let blocked = try blockedFolder(of: kind) { throw StoreError(blocked) }
        if let id = RecordID(typed), let heir = try heir(of: id, kind) {
            throw CommandFailure(
                "there is no \(kind.singular) \"\(typed)\" any more",
                help: "it is called \(heir) now: cotech \(kind.name) show \(heir)", status: .usage)
        }
        for guess in [typed, Folding.identifier(from: typed) ?? typed] {
            guard let id = RecordID(guess), let path = try unsavedFile(of: kind, id) else { continue }
            throw CommandFailure(
                "there is no \(kind.singular) \"\(typed)\" yet", help: "\(path) is here, but not saved: cotech save",
                status: .usage)
        }
        if let failure = try isOfAnotherKind(than: kind, typed) {
            throw try wasRemoved(kind, typed, failure) ?? failure
        }
        var near = Suggestion.ranked(typed, among: try entries(of: kind).map(\.id.text))
        if near.isEmpty {
            let key = Folding.key(typed)
            near = try all(kind).filter { Folding.key($0.record.title).contains(key) }.map(\.entry.id.text)
        }
        if let other, let id = RecordID(typed) ?? Folding.identifier(from: typed).flatMap({ RecordID($0) }) {
            try refuseUnseen(
                id, among: [other],
                "there is no \(kind.singular) \"\(typed)\", and it may be \(other.indefinite), which is not here to be seen",
                near: near)
        }
        var help = Self.question(near)
        if near.isEmpty {
            help = try nearOfAnotherKind(than: kind, typed).map { [$0] } ?? []
            help.append("see them all: cotech \(kind.name) list")
        }
        throw CommandFailure("there is no \(kind.singular) \"\(typed)\"", helpLines: help, status: .usage)
    }

    /// Says why nobody can tell what is called so, where it may be a record of one of some kinds that is not here to be
    /// seen (`docs/settings.md`, "The private companion").
    ///
    /// - Parameter what: what is known of it.
    func refuseUnseen(_ id: RecordID, among declared: [Kind], _ what: String, near: [String]) throws(StoreError) {
        let names = Set(declared.map(\.name))
        let hidden = hiddenKinds.first { names.contains($0.name) && !$0.isSingle && $0.path.takes(id) }
        guard let hidden else { return }
        do throws(StoreError) { _ = try repository(of: hidden.home) } catch {
            throw StoreError(
                error.kind, "\(what): \(error.message)", helpLines: Self.question(near) + error.help,
                diagnostics: error.diagnostics)
        }
    }

    /// The question whether another id was meant; none where none is near.
    private static func question(_ near: [String]) -> [String] {
        near.isEmpty ? [] : ["did you mean \(near.prefix(3).joined(separator: ", or "))?"]
    }

    /// What to say of a record that was removed while one of another kind has its id still, as a co-op's membership may;
    /// nil where the history tells of no removal.
    private func wasRemoved(_ kind: Kind, _ typed: String, _ failure: CommandFailure) throws -> CommandFailure? {
        guard let id = RecordID(typed), let gone = try departure(of: id, kind) else { return nil }
        return CommandFailure(
            "the \(kind.singular) \"\(id)\" was removed on \(gone.day.spoken), in \(gone.commit.short) \"\(gone.subject)\"",
            helpLines: ["as it was: cotech \(kind.name) show \(id) --at \(gone.before.short)"] + failure.help,
            status: .usage)
    }

    /// The question whether a record of another kind was meant: an enquiry where a member was asked for. Nil where none
    /// is near.
    private func nearOfAnotherKind(than kind: Kind, _ typed: String) throws -> String? {
        var owners: [String: Kind] = [:]
        for other in kinds where other.name != kind.name && !other.isSingle && canSee(other) {
            for entry in try entries(of: other) where owners[entry.id.text] == nil { owners[entry.id.text] = other }
        }
        guard let near = Suggestion.nearest(to: typed, among: owners.keys), let other = owners[near] else { return nil }
        return "did you mean the \(other.singular) \(near)? See it: cotech \(other.name) show \(near)"
    }

    /// What to say where another kind has a record of the very id that was typed, among those that can be seen here: an
    /// enquiry where a member was asked for. Nil where none has.
    func isOfAnotherKind(than kind: Kind, _ typed: String) throws -> CommandFailure? {
        let others = kinds.filter { $0.name != kind.name && !$0.isSingle && canSee($0) }
        guard let other = try others.first(where: { try has($0, typed) }) else { return nil }
        if kind.path.placeholders.map(\.reference) == [other.name] {
            return CommandFailure(
                "there is no \(kind.singular) of \(typed) yet",
                helpLines: ["begin one: cotech \(kind.name) add \(typed.shellWord) FIELD=VALUE"], status: .usage)
        }
        let under = kind.path.placeholders.first { $0.reference == other.name }?.name
        let list = under.map { "the \(kind.name) of it: cotech \(kind.name) list --where \($0)=\(typed.shellWord)" }
        let show = "its commands are those of \(other.name): cotech \(other.name) show \(typed.shellWord)"
        let join = "it becomes a member by: cotech members onboard \(typed.shellWord)"
        return CommandFailure(
            "there is no \(kind.singular) \"\(typed)\": that is \(other.indefinite)",
            helpLines: [list, show, other.name == Enquiries.kind.name ? join : nil].compactMap(\.self), status: .usage)
    }

    /// A record that can be read.
    func readable(_ kind: Kind, _ typed: String) throws -> StoredRecord {
        let stored = try found(kind, typed)
        guard stored.isReadable else {
            throw StoreError(
                .badData, "\(stored.entry.path) cannot be read",
                help: "mend it: \(kind.command("edit", stored.entry.id))",
                diagnostics: stored.errors)
        }
        return stored
    }
}

extension Kind {
    /// Whether help tells of an id: a single record has none.
    var idVisibility: ArgumentVisibility { isSingle ? .hidden : .default }
}
