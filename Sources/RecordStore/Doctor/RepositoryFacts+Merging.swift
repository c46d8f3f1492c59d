import Foundation
import RecordModel

/// Whether git merges records field by field here.
extension RepositoryFacts {
    /// - Parameter kinds: the kinds whose records this repository holds.
    func merging(_ kinds: [Kind]) -> [StoreFact] {
        let asking = MergeDriver.asking(kinds, in: repository).map(\.name)
        let others = kinds.filter { !asking.contains($0.name) }
        var facts: [StoreFact] = []
        if !others.isEmpty {
            let lines = others.flatMap { $0.path.mergeAttributes }.joined(separator: ", ")
            facts.append(
                StoreFact(
                    .warning, "merging",
                    "git merges \(others.map(\.name.rawValue).joined(separator: ", ")) as lines, so that two changes to one record may clash",
                    fix: "add to .gitattributes: \(lines)"))
        }
        guard !asking.isEmpty else { return facts }
        let command = "cotech doctor --fix"
        switch MergeDriver.registration(in: repository) {
        case .missing:
            facts.append(
                StoreFact(
                    .warning, "merging",
                    ".gitattributes asks for cotech's merge, which this clone's git does not know: it merges records as lines and does not say so",
                    fix: command, remedy: .registerMergeDriver))
        case .foreign: facts.append(.ok("merging", "records are merged by a command of this clone's own"))
        case .program(let path):
            facts.append(
                FileManager.default.isExecutableFile(atPath: path)
                    ? .ok("merging", "records are merged field by field, by \(path)")
                    : StoreFact(
                        .problem, "merging", "git is told to merge records with \(path), which is not there",
                        fix: command, remedy: .registerMergeDriver))
        }
        return facts
    }
}
