import Foundation
import Git
import RecordModel
import Testing

@testable import RecordStore

@Suite("Kept ages")
struct AgeCacheTests {
    private func history() -> SyntheticHistory {
        var history = SyntheticHistory()
        history.commit { $0.coops["ab"] = SyntheticRecord(scalars: ["name": "ant"]) }
        history.commit { $0.coops["cd"] = SyntheticRecord(scalars: ["name": "cow"]) }
        return history
    }

    private func names(_ ages: Ages) -> [String: ObjectID] {
        var names: [String: ObjectID] = [:]
        ages.forEachRecord { _, id, record in names[id.text] = record.leaf("name")?.commit }
        return names
    }

    @Test("a file that is cut short, damaged, foreign or empty is rebuilt and never an error")
    func damaged() throws {
        let place = try TemporaryRepository()
        let ids = try history().write(to: place.repository)
        let file = place.path + "/cotech/ages"
        func compute() throws -> [String: ObjectID] {
            names(try Ages.compute(in: place.repository, at: ids[1], kinds: [SyntheticHistory.kind]))
        }
        let right = try compute()
        #expect(right == ["ab": ids[0], "cd": ids[1]])
        let whole = try [UInt8](Data(contentsOf: URL(fileURLWithPath: file)))
        for length in stride(from: 0, to: whole.count, by: 7) {
            try Data(whole.prefix(length)).write(to: URL(fileURLWithPath: file))
            #expect(try compute() == right)
        }
        for place in stride(from: 0, to: whole.count, by: 5) {
            var bytes = whole
            bytes[place] ^= 0x41
            try Data(bytes).write(to: URL(fileURLWithPath: file))
            #expect(try compute() == right)
        }
        try Data("something else\n".utf8).write(to: URL(fileURLWithPath: file))
        #expect(try compute() == right)
        #expect(try [UInt8](Data(contentsOf: URL(fileURLWithPath: file))) == whole)
    }

    @Test("a table whose bytes are nonsense is refused, not followed")
    func nonsense() {
        var state: UInt64 = 88
        for length in 0..<300 {
            var bytes: [UInt8] = []
            for _ in 0..<length {
                state = state &* 6_364_136_223_846_793_005 &+ 1
                bytes.append(UInt8(truncatingIfNeeded: state >> 33))
            }
            guard let table = AgeTable(bytes) else { continue }
            table.forEachRecord { _, _, answers in answers.forEachField { _, _ in } }
        }
    }

    @Test("another schema, setting or list of ignored commits is another question")
    func circumstances() throws {
        let place = try TemporaryRepository()
        var history = history()
        let change = history.commit { $0.coops["ab"]?.scalars["name"] = "bee" }
        let ids = try history.write(to: place.repository)
        func compute(_ options: AgeOptions) throws -> ObjectID? {
            names(
                try Ages.compute(
                    in: place.repository, at: ids[change], kinds: [SyntheticHistory.kind], options: options))["ab"]
        }
        #expect(try compute(AgeOptions()) == ids[2])
        #expect(try compute(AgeOptions(ignored: [ids[2]])) == ids[0])
        #expect(try compute(AgeOptions()) == ids[2])
        #expect(try compute(AgeOptions(setsSweepsAside: false)) == ids[2])
    }

    @Test("asking about an older commit does not lose what is kept of the newest")
    func older() throws {
        let place = try TemporaryRepository()
        let ids = try history().write(to: place.repository)
        _ = try Ages.compute(in: place.repository, at: ids[1], kinds: [SyntheticHistory.kind])
        let older = try Ages.compute(in: place.repository, at: ids[0], kinds: [SyntheticHistory.kind])
        #expect(names(older) == ["ab": ids[0]])
        let cache = try AgeCache(place.repository, kinds: [SyntheticHistory.kind], options: AgeOptions())
        #expect(cache.read()?.commit == ids[1])
    }
}
