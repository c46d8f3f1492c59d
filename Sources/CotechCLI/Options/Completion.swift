import ArgumentParser
import CoopNetwork
import Git
import RecordModel
import RecordStore

extension CompletionKind {
    /// The ids of a kind, from the store that the shell is in.
    static func ids(of kind: Kind.Name) -> CompletionKind {
        .custom { words, _, _ in
            guard let snapshot = snapshot(words), let kind = snapshot.kind(kind),
                let entries = try? snapshot.entries(of: kind)
            else { return [] }
            return entries.map(\.id.text)
        }
    }

    /// The ids that a new record of a kind can have, where it is kept under those of others: a membership under a
    /// member's.
    static func newIDs(of name: Kind.Name) -> CompletionKind {
        .custom { words, _, _ in
            guard let snapshot = snapshot(words), let kind = snapshot.kind(name) else { return [] }
            let targets = kind.path.placeholders.map(\.reference)
            let segments = targets.map { $0.map { snapshot.ids($0).map(\.text) } ?? [] }
            guard let first = segments.first else { return [] }
            let ids = segments.dropFirst().reduce(first) { all, next in all.flatMap { id in next.map { "\(id)/\($0)" } }
            }
            return Set(ids).subtracting(snapshot.ids(name).map(\.text)).sorted()
        }
    }

    /// The ids of every kind's records; behind a kind and a stroke, of that one: `memberships/ty-gwydr`.
    static var everyID: CompletionKind {
        .custom { words, _, prefix in
            guard let snapshot = snapshot(words) else { return [] }
            let kinds = snapshot.kinds.filter { snapshot.canSee($0) && !$0.isSingle }
            if let kind = kinds.first(where: { prefix.hasPrefix("\($0.name)/") }) {
                return snapshot.ids(kind.name).map { "\(kind.name)/\($0)" }
            }
            return Set(kinds.flatMap { snapshot.ids($0.name) }.map(\.text)).sorted()
        }
    }

    /// The commands, and behind a noun its verbs.
    static var commandWords: CompletionKind {
        .custom { words, index, _ in
            let before = words.prefix(index).drop { $0 != "help" }.dropFirst()
            // Git calls the merge driver, and nobody else.
            let commands = WordFinder.commands.subtracting([MergeDriverCommand.configuration.commandName ?? ""])
            return before.last.map { WordFinder.verbs(of: $0) ?? [] } ?? commands.sorted()
        }
    }

    /// The newest commits of the branch, newest first, by their short ids.
    static var recentCommits: CompletionKind {
        .custom { words, _, _ in
            guard let repository = try? snapshot(words)?.repository(of: .public), let head = try? repository.head.id
            else {
                return []
            }
            var ids: [String] = []
            try? repository.firstParentChain(from: head) { (step) throws(GitError) -> Bool in
                if case .commit(let id, _) = step { ids.append(id.short) }
                return ids.count < 20
            }
            return ids
        }
    }

    /// The steps of the network's checklist.
    static var onboardingSteps: CompletionKind {
        .custom { words, _, _ in
            snapshot(words).map { Onboarding.steps(in: $0.settings).map(\.id) } ?? []
        }
    }

    /// The kind whose records a command line is about: that of its noun, or of the verb behind it where that lists
    /// another, as `members enquiries` does. A folder may be named before both.
    private static func kind(of words: [String]) -> Kind? {
        let words = words.dropFirst(words.dropFirst().first == "-C" ? 3 : 1).prefix(2).prefix { !$0.hasPrefix("-") }
        return words.reversed().lazy.compactMap { word in Network.kinds.first { $0.name.rawValue == word } }.first
    }

    /// What can be asked of the records of the kind whose noun the command line has: fields and what is worked out.
    ///
    /// - Parameters:
    ///   - before: what may stand before a name, such as `-` to order backwards.
    ///   - after: what follows it.
    static func askedNames(before: [String] = [""], after: [String] = [""]) -> CompletionKind {
        .custom { words, _, prefix in
            guard let kind = kind(of: words) else { return [] }
            if after != [""], let sign = prefix.firstIndex(where: { "=!<>~".contains($0) }) {
                let typed = prefix[..<(prefix[sign...].firstIndex { !"=!<>~".contains($0) } ?? prefix.endIndex)]
                return values(of: String(prefix[..<sign]), kind.name, words).map { typed + $0 }
            }
            // Of several, parted by commas, the last is being typed.
            let start = prefix.lastIndex(of: ",").map { String(prefix[...$0]) } ?? ""
            let names = RecordColumn.all(of: snapshot(words)?.kind(kind.name) ?? kind).map(\.name)
            return before.flatMap { sign in names.flatMap { name in after.map { start + sign + name + $0 } } }
        }
    }

    /// The names of a kind's fields.
    static func fieldNames(of name: Kind.Name) -> CompletionKind {
        .custom { words, _, _ in kind(name, words)?.fields.map(\.name) ?? [] }
    }

    /// A kind with the network's own fields, and where no store is to be seen, as it is declared.
    private static func kind(_ name: Kind.Name, _ words: [String]) -> Kind? {
        snapshot(words)?.kind(name) ?? Network.kinds.first { $0.name == name }
    }

    /// `FIELD=` for each field of a kind and, behind the sign, the values that the field can take.
    static func fields(of name: Kind.Name) -> CompletionKind {
        .custom { words, _, prefix in
            guard let kind = kind(name, words) else { return [] }
            guard let sign = prefix.firstIndex(of: "=") else {
                return kind.fields.flatMap {
                    $0.shape.isCollection ? ["\($0.name)+=", "\($0.name)-="] : ["\($0.name)="]
                }
            }
            let field = prefix[..<sign].trimmingSuffix { "+-".contains($0) }
            return values(of: String(field), name, words).map { prefix[...sign] + $0 }
        }
    }

    /// The values that a field or a derived value can take: its choices, what it may refer to, or else what records say.
    private static func values(of name: String, _ kind: Kind.Name, _ words: [String]) -> [String] {
        guard let snapshot = snapshot(words), let kind = snapshot.kind(kind),
            let column = RecordColumn.named([name], of: kind).first
        else { return [] }
        if let choices = column.form?.choices { return choices }
        if let target = column.form?.reference.flatMap({ snapshot.kind($0) }) {
            return ((try? snapshot.entries(of: target)) ?? []).map(\.id.text)
        }
        let records = ((try? snapshot.all(kind)) ?? []).filter(\.isReadable)
        let texts = records.flatMap { column.texts(of: $0.record, snapshot.context) }
        return Set(texts.filter { !$0.contains("\n") }).sorted()
    }

    /// The store of a command line that is being typed. Completion never complains: it offers nothing.
    private static func snapshot(_ words: [String]) -> Snapshot? {
        let context = Context.live()
        let folder =
            words.firstIndex(of: "-C").flatMap { words.indices.contains($0 + 1) ? words[$0 + 1] : nil }
            ?? context.environment["COTECH_COMPLETING_IN"]
        guard let store = try? Store.open(folder ?? context.currentDirectory, kinds: Network.kinds) else { return nil }
        return try? store.snapshot(Moment(now: context.now()))
    }
}

extension Substring {
    fileprivate func trimmingSuffix(while predicate: (Character) -> Bool) -> Substring {
        var text = self
        while let last = text.last, predicate(last) { text.removeLast() }
        return text
    }
}
