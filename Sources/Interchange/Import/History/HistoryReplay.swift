public import Git
import RecordModel
import RecordStore
import RecordText

/// Replays a source's history as records: one commit for each of its commits, in its shape.
public final class HistoryReplay {
    private let source: Repository
    private let target: Repository
    private let files: ImportMapping.Files
    private let translator: FileTranslator
    private let survey: SourceSurvey
    private var versions: [SourceSurvey.Claim: FileTranslator.Result] = [:]
    private var records: [[SourceSurvey.Claim]: Rendered] = [:]
    private var citations: MessageRewriting
    private var counted: Set<SourceSurvey.Claim> = []
    /// How elements were written in commits that were imported before.
    private var learnt: [String: String] = [:]
    /// What there is to say of it.
    public private(set) var report = HistoryReport()
    /// Source commit → the commit that replays it.
    public private(set) var replayed: [ObjectID: ObjectID]

    private enum Rendered {
        case file(TreeEntry)
        case unreadable
    }

    /// A commit whose records are known.
    private struct Known {
        let tree: ObjectID
        let claims: SourceSurvey.Claims
    }

    /// - Parameters:
    ///   - target: where the objects are written; no branch moves.
    ///   - imported: source commits that were imported before, and what replays each.
    public init?(
        from source: Repository, into target: Repository, mapping: ImportMapping, imported: [ObjectID: ObjectID]
    ) {
        guard case .files(let files) = mapping.source else { return nil }
        self.source = source
        self.target = target
        self.files = files
        replayed = imported
        translator = FileTranslator(mapping: mapping, files: files)
        survey = SourceSurvey(source, files: files)
        citations = MessageRewriting()
    }

    /// Replays everything behind a commit that was not imported before, and gives the commit that replays it.
    public func run(upTo tip: ObjectID, progress: (Int) -> Void = { _ in }) throws(GitError) -> ObjectID {
        let order = try commitsToReplay(upTo: tip)
        for id in order {
            try replay(id)
            progress(1)
        }
        report.skipped = survey.skipped
        report.changedIDs = survey.changedIDs
        guard let commit = replayed[tip] else {
            throw GitError(.missingObject(tip), "the commit \(tip.short) could not be replayed")
        }
        return commit
    }

    /// The labels that elements were written as, by the id that each became.
    public var spellings: [String: String] {
        Dictionary((report.elements.map { $0 } + learnt.map { $0 }).map { ($0.value, $0.key) }) { min($0, $1) }
    }

    /// Learns how elements were written in commits that are not replayed again, for a join that makes their terms anew.
    public func learnSpellings(upTo tip: ObjectID) throws(GitError) {
        var seen: Set<SourceSurvey.Claim> = []
        try source.ancestors(of: [tip]) { (step) throws(GitError) -> Bool in
            guard case .commit(_, let header) = step else { return true }
            for claim in try survey.claims(in: header.tree).values.joined() where seen.insert(claim).inserted {
                guard versions[claim] == nil, case .record(_, let notes) = try translation(of: claim) else { continue }
                learnt.merge(notes.elements) { first, _ in first }
            }
            return true
        }
    }

    /// Parents before children, the first parent's side first; the same each time.
    private func commitsToReplay(upTo tip: ObjectID) throws(GitError) -> [ObjectID] {
        guard try source.shallowBoundary.isEmpty else {
            throw GitError(
                .unsupported, "the source is a shallow clone, so its history is not all here",
                fix: "fetch the whole history in it: git fetch --unshallow")
        }
        var order: [ObjectID] = []
        var seen: Set<ObjectID> = []
        var stack: [(id: ObjectID, isDone: Bool)] = [(tip, false)]
        while let (id, isDone) = stack.popLast() {
            if isDone {
                order.append(id)
                continue
            }
            guard seen.insert(id).inserted else { continue }
            if replayed[id] != nil {
                report.known += 1
                continue
            }
            stack.append((id, true))
            for parent in try source.commitHeader(id).parents.reversed() { stack.append((parent, false)) }
        }
        return order
    }

    private func replay(_ id: ObjectID) throws(GitError) {
        let commit = try source.commit(id)
        var parents: [(commit: ObjectID, known: Known)] = []
        for parent in commit.parents {
            guard let made = replayed[parent] else { continue }
            let known = try Known(
                tree: target.commitHeader(made).tree,
                claims: survey.claims(in: source.commitHeader(parent).tree))
            parents.append((made, known))
        }
        let tree = try tree(of: commit, parents.map(\.known))
        let message = citations.message(of: commit, replayed)
        for unknown in message.unknown { report.unknownCitations[unknown] = commit.subject }
        // Nobody here stands behind what others wrote years ago, so it is not signed by whoever imports it.
        replayed[id] = try target.createCommit(
            tree: tree, parents: parents.map(\.commit), author: commit.author, committer: commit.committer,
            message: message.text, signing: .never)
        report.commits += 1
        if parents.count > 1 { report.merges += 1 }
        if let first = parents.first, first.known.tree == tree { report.empty += 1 }
    }

    private func tree(of commit: Commit, _ parents: [Known]) throws(GitError) -> ObjectID {
        let claims = try survey.claims(in: commit.tree)
        let before = parents.first?.claims ?? [:]
        var changes: [String: TreeEntry?] = [:]
        for (key, files) in claims where before[key] != files {
            guard let kind = kind(key.kind) else { continue }
            changes[kind.path.path(of: key.id)] = try entry(of: key, kind, files, in: commit, parents)
        }
        for key in before.keys where claims[key] == nil {
            if let kind = kind(key.kind) { changes[kind.path.path(of: key.id)] = .some(nil) }
        }
        let base = parents.first?.tree
        if let base, changes.isEmpty { return base }
        return try target.updatingTree(base, changes: changes)
    }

    private func kind(_ name: Kind.Name) -> Kind? {
        files.folders.lazy.map(\.table.kind).first { $0.name == name }
    }

    // MARK: - One record

    private func entry(
        of key: SourceSurvey.RecordKey, _ kind: Kind, _ claims: [SourceSurvey.Claim], in commit: Commit,
        _ parents: [Known]
    ) throws(GitError) -> TreeEntry? {
        let path = kind.path.path(of: key.id)
        // What another parent brings unchanged is taken over as it was rendered there.
        for parent in parents.dropFirst() where parent.claims[key] == claims {
            if let entry = try target.lookup(path, in: parent.tree) { return entry }
        }
        switch try render(claims, kind, commit) {
        case .file(let entry): return entry
        case .unreadable:
            let old = try parents.first.flatMap { (parent) throws(GitError) in try target.lookup(path, in: parent.tree)
            }
            return try keep(claims[0], old, kind, commit) ?? old
        }
    }

    private func render(_ claims: [SourceSurvey.Claim], _ kind: Kind, _ commit: Commit) throws(GitError) -> Rendered {
        if let known = records[claims] { return known }
        let rendered: Rendered
        switch try version(claims[0], commit) {
        case .unreadable: rendered = .unreadable
        case .record(var text, _):
            for other in claims.dropFirst() {
                if case .record(_, let notes) = try version(other, commit), let label = notes.title {
                    text = addingAlias(label, to: text, kind)
                }
            }
            rendered = .file(.file(try target.writeBlob(text)))
        }
        records[claims] = rendered
        return rendered
    }

    private func addingAlias(_ label: String, to text: [UInt8], _ kind: Kind) -> [UInt8] {
        let document = Document(parsing: text, form: kind.path.fileExtension == "md" ? .markdown : .yaml)
        guard let aliases = kind.field(named: SharedField.aliases), KeyTranslation.title(of: document, kind) != label,
            let longer = try? document.applying([.addElement(path: aliases.path, .text(label))], order: kind.keyOrder)
        else { return text }
        return longer
    }

    private func version(_ claim: SourceSurvey.Claim, _ commit: Commit) throws(GitError) -> FileTranslator.Result {
        if let known = versions[claim] { return known }
        let result = try translation(of: claim)
        versions[claim] = result
        if case .record(_, let notes) = result { note(notes, claim, files.folders[claim.folder], commit) }
        return result
    }

    private func translation(of claim: SourceSurvey.Claim) throws(GitError) -> FileTranslator.Result {
        let size = try source.size(of: claim.blob)
        guard size <= Document.maximumSize else {
            let reason = "the file has \(size) bytes; a record has at most \(Document.maximumSize)"
            return .unreadable([Diagnostic(file: claim.path, severity: .error, code: "too-large", message: reason)])
        }
        return translator.translate(try source.blob(claim.blob), in: files.folders[claim.folder], path: claim.path)
    }

    private func note(
        _ notes: FileTranslator.Notes, _ claim: SourceSurvey.Claim, _ folder: ImportMapping.Folder, _ commit: Commit
    ) {
        for (key, name) in notes.kept {
            report.kept[HistoryReport.KeyUse(folder: folder.path, key: key, fate: name), default: 0] += 1
        }
        for key in notes.ignored {
            let reason = folder.table.ignore.first { $0.source == key }?.reason ?? ""
            report.ignored[HistoryReport.KeyUse(folder: folder.path, key: key, fate: reason), default: 0] += 1
        }
        report.elements.merge(notes.elements) { first, _ in first }
        if let first = notes.mended.first {
            let reason = notes.mended.map { mended in
                // Several lines are told on one.
                "\(mended.code), read as: \(mended.replacement.split(separator: "\n").joined(separator: " ⏎ "))"
            }.joined(separator: "; ")
            report.mended.append(
                HistoryReport.Version(
                    commit: commit.id, path: claim.path, line: first.line, reason: reason, keptUnder: nil))
        }
    }

    /// The record as it was, with the text that could not be read beside it; nil where that cannot be written.
    private func keep(
        _ claim: SourceSurvey.Claim, _ old: TreeEntry?, _ kind: Kind, _ commit: Commit
    ) throws(GitError) -> TreeEntry? {
        guard case .unreadable(let faults) = try version(claim, commit) else { return nil }
        var kept: TreeEntry?
        if try source.size(of: claim.blob) <= Document.maximumSize {
            let before = try old.map { (entry) throws(GitError) in try target.blob(entry.id) }
            if let text = translator.keeping(try source.blob(claim.blob), in: before, kind) {
                kept = .file(try target.writeBlob(text))
            }
        }
        if counted.insert(claim).inserted {
            report.unread.append(
                HistoryReport.Version(
                    commit: commit.id, path: claim.path, line: faults.first?.line ?? 1,
                    reason: faults.first.map { "\($0.message) [\($0.code)]" } ?? "it cannot be read",
                    keptUnder: kept == nil ? nil : "x-unparsed"))
        }
        return kept
    }
}
