import Git
import RecordModel
import RecordStore

/// Files that were edited by hand or have something staged, are not saved, and would be overwritten.
struct EditsInTheWay {
    /// At least one.
    let paths: [String]
    let repository: Repository
    /// Which of the two repositories it is.
    let home: Kind.Home
    let kinds: [Kind]
    /// The folder that the person is in.
    let here: String

    /// Why nothing was done, and how a person gets on from there.
    ///
    /// - Parameter undone: what was not done: `nothing was proposed`.
    func refusal(_ undone: String) throws -> StoreError {
        let git = repository.gitCommand(for: home)
        let staged = try repository.stagedChanges(of: paths).filter { !$0.isInFile }
        if let refusal = repository.refusalOfStaged(staged, undone, git: git) { return refusal }
        if let refusal = try repository.refusalOfHidden(paths, undone, git: git) { return refusal }
        let first = paths[0]
        if isNew(first) {
            let folder = FilePlace.standing(repository.place)
            let path = FilePlace.relative(folder + "/" + first, from: FilePlace.standing(here))
            return StoreError(
                .tryAgain, "\(first) would be overwritten and was never saved here, so \(undone)",
                help: "move it away, and then again: mv \(path.shellWord) \("\(path).mine".shellWord)")
        }
        let isOne = paths.count == 1
        let more = isOne ? "" : " and \(counted(paths.count - 1, "other file"))"
        // Many records are found without being named; other files never are.
        let isLong = paths.count > 5
        let named = isLong ? paths.filter { !EditsInTheWay.isRecord($0, kinds) } : paths
        var saving = named.count < paths.count ? ["cotech save"] : []
        if !named.isEmpty {
            let words = named.prefix(20).map { repository.word(for: $0, of: home) }
            saving.append("cotech save \(words.joined(separator: " "))")
            if named.count > words.count { saving.append("the other \(named.count - words.count) in the same way") }
        }
        return StoreError(
            .tryAgain,
            "\(first)\(more) would change and \(isOne ? "has an edit" : "have edits") by hand that \(isOne ? "is" : "are") not saved, so \(undone)",
            helpLines: [
                "save first, and then again: \(saving.joined(separator: ", then "))",
                "or throw the edit away: \(try repository.wayToDiscard(first, git: git))",
            ])
    }

    /// Whether a file is one that `cotech save` commits.
    static func isRecord(_ path: String, _ kinds: [Kind]) -> Bool { kinds.contains { $0.path.id(at: path) != nil } }

    /// Whether a file is none of the branch's, so that git cannot bring back what it was.
    private func isNew(_ path: String) -> Bool {
        guard let head = try? repository.head.id, let tree = try? repository.commitHeader(head).tree else {
            return true
        }
        return (try? repository.lookup(path, in: tree)) == nil
    }
}
