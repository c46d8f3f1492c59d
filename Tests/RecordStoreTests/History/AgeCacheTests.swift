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
        for (id, record) in ages.records(of: SyntheticHistory.kind.name) {
            names[id.text] = record?.leaf("name")?.commit
        }
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

    @Test("what is laid over the kept ages is believed whole, and beside the ages that it was laid over, or not at all")
    func damagedLayer() throws {
        let place = try TemporaryRepository()
        var history = history()
        let change = history.commit { $0.coops["ab"]?.scalars["name"] = "bee" }
        let ids = try history.write(to: place.repository)
        let (base, since) = (place.path + "/cotech/ages", place.path + "/cotech/ages-since")
        func compute(at head: ObjectID) throws -> [String: ObjectID] {
            names(try Ages.compute(in: place.repository, at: head, kinds: [SyntheticHistory.kind]))
        }
        func bytes(_ file: String) throws -> [UInt8] { try [UInt8](Data(contentsOf: URL(fileURLWithPath: file))) }
        func write(_ bytes: [UInt8], to file: String) throws { try Data(bytes).write(to: URL(fileURLWithPath: file)) }

        #expect(try compute(at: ids[0]) == ["ab": ids[0]])
        let first = try bytes(base)
        let right = ["ab": ids[change], "cd": ids[1]]
        #expect(try compute(at: ids[change]) == right)
        #expect(try bytes(base) == first, "only what changed is written")
        let layer = try bytes(since)
        for length in stride(from: 0, to: layer.count, by: 7) {
            try write(Array(layer.prefix(length)), to: since)
            #expect(try compute(at: ids[change]) == right)
        }
        for place in stride(from: 0, to: layer.count, by: 3) {
            var bytes = layer
            bytes[place] ^= 0x41
            try write(bytes, to: since)
            #expect(try compute(at: ids[change]) == right)
        }
        // Another state of the store, and the layer of the one before.
        try FileManager.default.removeItem(atPath: base)
        #expect(try compute(at: ids[1]) == ["ab": ids[0], "cd": ids[1]])
        try write(layer, to: since)
        #expect(try compute(at: ids[1]) == ["ab": ids[0], "cd": ids[1]])
        #expect(try compute(at: ids[change]) == right)
    }

    @Test("a look into the past is kept beside what is kept of the present")
    func past() throws {
        let place = try TemporaryRepository()
        let ids = try history().write(to: place.repository)
        func compute(at head: ObjectID, isPast: Bool) throws -> [String: ObjectID] {
            names(try Ages.compute(in: place.repository, at: head, kinds: [SyntheticHistory.kind], isPast: isPast))
        }
        let present = try compute(at: ids[1], isPast: false)
        let past = try compute(at: ids[0], isPast: true)
        #expect(past == ["ab": ids[0]])
        // With no history to walk, only what was kept can answer.
        try FileManager.default.removeItem(atPath: place.path + "/objects")
        try FileManager.default.createDirectory(
            atPath: place.path + "/objects", withIntermediateDirectories: false)
        let empty = try Repository.open(place.path)
        for (head, isPast, right) in [(ids[1], false, present), (ids[0], true, past)] {
            let kept = try Ages.compute(in: empty, at: head, kinds: [SyntheticHistory.kind], isPast: isPast)
            #expect(names(kept) == right)
        }
    }

    @Test("a table with a wrong byte is refused, or read as far as it goes")
    func damagedTable() throws {
        let place = try TemporaryRepository()
        let ids = try history().write(to: place.repository)
        let computation = try AgeComputation(
            place.repository, head: ids[1], kinds: [SyntheticHistory.kind], options: AgeOptions(), base: nil)
        let table = try computation.run().table
        let whole = unsafe Array(table.base.bytes.bytes)
        var (accepted, walked) = (0, 0)
        for place in whole.indices {
            for flipped: UInt8 in [0x01, 0x41, 0x80, 0xFF] {
                var bytes = whole
                bytes[place] ^= flipped
                guard let layer = AgeLayer(MappedFile(holding: bytes)) else { continue }
                let table = AgeTable(layer)
                accepted += 1
                table.forEachHead { head, _ in
                    walked += table.creations(head).count
                    guard let answers = table.answers(head) else { return }
                    answers.forEachField { _, row in walked += row.leaves.count }
                    answers.forEachAnswer { _, _ in walked += 1 }
                }
            }
        }
        #expect(accepted > whole.count && accepted < whole.count * 4)
        #expect(walked > accepted)
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
