import CoopNetwork
import Foundation
import RecordModel
import Testing

@testable import RecordStore

/// A new id is not a new word: whatever the network knows is as old after a renaming as it was before.
@Suite struct RenameAgesTests {
    /// A leaf, or a whole where it names none.
    private struct Place: Hashable {
        var kind: String
        var id: String
        var field = ""
        var entry = ""
        var column = ""
    }

    private func ages(_ sandbox: CommandSandbox) throws -> [Place: AgeAnswer] {
        let store = try Store.open("\(sandbox.root)/network", kinds: Network.kinds)
        var found: [Place: AgeAnswer] = [:]
        for home in [Kind.Home.public, .private] {
            let snapshot = try store.snapshot(Moment(now: Instant(seconds: 1_795_424_400)))
            let ages = try snapshot.ages(in: home)
            for kind in snapshot.kinds where kind.home == home {
                let name = kind.name.rawValue
                for (id, known) in ages.places(of: kind.name).compactMap({ ages.known(at: $0) }) {
                    guard case .ages(let record) = known else { continue }
                    found[Place(kind: name, id: id.text)] = record.record
                    record.forEachField { field, answer in
                        found[Place(kind: name, id: id.text, field: ages.fieldNames[field])] = answer
                    }
                    for leaf in record.leaves where !leaf.entry.isEmpty {
                        let place = Place(
                            kind: name, id: id.text, field: leaf.field, entry: leaf.entry, column: leaf.column)
                        found[place] = leaf.answer
                    }
                }
            }
        }
        return found
    }

    @Test func `Every leaf, field and record is as old after a member's renaming as before it`() async throws {
        let sandbox = try CommandSandbox()
        try await sandbox.makeSample()
        let before = try ages(sandbox)
        let renamed = try await sandbox.cotech("members", "rename", "ty-gwydr", "glass-house", in: "network")
        #expect(renamed.status == 0, "\(renamed.error)")
        var expected: [Place: AgeAnswer] = [:]
        var moved = 0
        for (place, answer) in before {
            var place = place
            if place.id == "ty-gwydr", ["members", "memberships"].contains(place.kind) { place.id = "glass-house" }
            if place.entry == "ty-gwydr" { place.entry = "glass-house" }
            if place.id == "glass-house" || place.entry == "glass-house" { moved += 1 }
            expected[place] = answer
        }
        #expect(moved > 20 && before.count > 1_000)
        var after = try ages(sandbox)
        // What the renaming itself says is new, and nothing else.
        for entry in ["", "ty-gwydr"] {
            let place = Place(kind: "members", id: "glass-house", field: "formerly", entry: entry)
            #expect(after.removeValue(forKey: place) != nil)
            expected[place] = nil
        }
        for (place, answer) in expected where after[place] != answer {
            Issue.record("\(place) was \(answer) and is \(String(describing: after[place]))")
        }
        #expect(Set(after.keys) == Set(expected.keys))
    }
}
