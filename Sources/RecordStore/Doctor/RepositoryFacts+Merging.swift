import Foundation
import Git
import RecordModel

/// Whether git merges records field by field here.
extension RepositoryFacts {
    /// - Parameter kinds: the kinds whose records this repository holds.
    func merging(_ kinds: [Kind]) throws(StoreError) -> [StoreFact] {
        let asking = MergeDriver.asking(kinds, in: repository).map(\.name)
        // Off its branch, as in the middle of a bisection, the working tree has the .gitattributes of another commit.
        let isOnBranch = try git { () throws(GitError) in try repository.head }.branch != nil
        let silent = isOnBranch ? MergeDriver.unspecified(kinds, in: repository) : []
        let others = kinds.filter { kind in
            !asking.contains(kind.name)
                && !MergeDriver.unspecified([kind], in: repository).contains { $0.name == kind.name }
        }
        let command = "cotech doctor --fix"
        var facts: [StoreFact] = []
        let isLinked = try git { () throws(GitError) in try MergeDriver.hasLinkForAttributes(in: repository) }
        if isLinked {
            let refusal = MergeDriver.refusalOfLink
            facts.append(StoreFact(.warning, "merging", refusal.message, fix: refusal.help.first))
        }
        if !silent.isEmpty, !isLinked {
            let lines = silent.mergeAttributes.joined(separator: ", ")
            facts.append(
                StoreFact(
                    .warning, "merging",
                    ".gitattributes does not ask for cotech's merge, so that git merges \(names(silent)) as lines, and two changes to one record may clash",
                    fix: repository.remoteNames.isEmpty ? command : "a coordinator adds to .gitattributes: \(lines)"))
        }
        if !others.isEmpty {
            let lines = others.mergeAttributes.joined(separator: ", ")
            facts.append(
                StoreFact(
                    .warning, "merging",
                    ".gitattributes has git merge \(names(others)) otherwise than field by field",
                    fix: "if that is not meant, write there instead: \(lines)"))
        }
        guard !asking.isEmpty else { return facts }
        // Beside kinds that it leaves out, it is said for which it does ask.
        let asks =
            ".gitattributes asks for cotech's merge\(silent.isEmpty ? "" : " of \(asking.map(\.rawValue).joined(separator: ", "))")"
        switch MergeDriver.registration(in: repository) {
        case .missing:
            facts.append(
                StoreFact(
                    .warning, "merging",
                    "\(asks), which this clone's git does not know: it merges records as lines and does not say so",
                    fix: command))
        case .foreign: facts.append(.ok("merging", "records are merged by a command of this clone's own"))
        case .program(let path) where !FileManager.default.isExecutableFile(atPath: path):
            facts.append(
                StoreFact(
                    .problem, "merging", "git is told to merge records with \(path), which is not there",
                    fix: command))
        case .program(let path) where MergeDriver.isOutdated(in: repository):
            facts.append(
                StoreFact(
                    .warning, "merging",
                    "git merges records with \(path) as an older release told it to, without the size of conflicts' marks",
                    fix: command))
        case .program(let path): facts.append(.ok("merging", "records are merged field by field, by \(path)"))
        }
        return facts
    }

    private func names(_ kinds: [Kind]) -> String { kinds.map(\.name.rawValue).joined(separator: ", ") }
}
