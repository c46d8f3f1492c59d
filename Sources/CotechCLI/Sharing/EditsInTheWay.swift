import Git
import RecordModel
import RecordStore

/// Files that were edited by hand or have something staged, are not saved, and would be overwritten.
struct EditsInTheWay {
    /// At least one.
    let paths: [String]
    let repository: Repository
    let kinds: [Kind]
    /// The command that is git in this repository.
    let git: String
    /// The folder that the person is in.
    let here: String

    /// Why nothing was done, and how a person gets on from there.
    ///
    /// - Parameter undone: what was not done: `nothing was proposed`.
    func refusal(_ undone: String) throws -> StoreError {
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
        let others = paths.filter { !EditsInTheWay.isRecord($0, kinds) }.prefix(5).map(\.shellWord)
        var help: [String] = []
        if others.count < paths.count { help.append("save first, and then again: cotech save") }
        // Only records are cotech's to save.
        if !others.isEmpty {
            help.append("save first, and then again: \(git) commit -m MESSAGE -- \(others.joined(separator: " "))")
        }
        return StoreError(
            .tryAgain,
            "\(first)\(more) would change and \(isOne ? "has an edit" : "have edits") by hand that \(isOne ? "is" : "are") not saved, so \(undone)",
            helpLines: help + ["or throw the edit away: \(try repository.wayToDiscard(first, git: git))"])
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
