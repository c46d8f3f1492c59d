import Foundation
import Git
import Testing

@testable import RecordStore

@Suite("When files last changed")
struct LastChangesTests {
    @Test func `a folder that is missing on one side of a merge leaves the day unknown`() throws {
        let place = try TemporaryRepository()
        var history = SyntheticHistory()
        let root = history.commit {
            $0.coops["ab"] = SyntheticRecord(scalars: ["name": "ant"])
            $0.coops["cd"] = SyntheticRecord(scalars: ["name": "cow"])
        }
        let main = history.commit(on: [root]) { $0.coops["cd"]?.scalars["email"] = "c" }
        let other = history.commit(on: [root]) { $0.coops["ab"]?.scalars["email"] = "a" }
        history.commit(on: [main, other]) { $0.coops["ab"]?.scalars["email"] = "a" }
        let ids = try history.write(to: place.repository)
        let head = ids[3]
        let paths = try place.git("ls-tree", "-r", "--name-only", "\(head)").split(separator: "\n").map(String.init)
        let side = ids[other]
        let whole = try LastChanges.of(paths, in: place.repository, at: head)
        #expect(whole.values.contains { $0.setter == side })
        let tree = try place.git("rev-parse", "\(side)^{tree}")
        let folder = place.repository.gitDirectory
        try FileManager.default.removeItem(atPath: "\(folder)/objects/\(tree.prefix(2))/\(tree.dropFirst(2))")
        let repository = try Repository.open(place.path)
        let rest = try LastChanges.of(paths, in: repository, at: head)
        for (path, answer) in rest where whole[path]?.setter == side { #expect(!answer.isKnown, "\(path)") }
        #expect(rest.values.contains { $0.isKnown })
    }
}
