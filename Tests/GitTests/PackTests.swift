import Foundation
import Testing

@testable import Git

@Suite struct PackTests {
    /// How a pack may be made.
    enum Making: String, CaseIterable {
        case offsets, ids, longOffsets, severalPacks, firstIndexVersion
    }

    @Test(arguments: Making.allCases)
    func `Every object of a pack reads as it was written, however the pack was made`(_ making: Making) throws {
        let sandbox = try packed(seed: 7, revisions: 120)
        let pack = try #require(try files(sandbox, ".pack").first)
        switch making {
        case .offsets: break
        case .ids: try sandbox.git("-c", "repack.useDeltaBaseOffset=false", "repack", "-adfq")
        case .longOffsets: try reindex(sandbox, pack, "--index-version=2,0x40")
        case .severalPacks: try addPack(sandbox)
        case .firstIndexVersion: try reindex(sandbox, pack, "--index-version=1")
        }
        let repository = try sandbox.open()
        let copy = try Repository.initialise(sandbox.root + "/copy", bare: true)
        let ids = try repository.allObjects()
        #expect(ids.count > 300)
        var direct = 0
        for id in ids {
            let object = try repository.object(id)
            // The id is the hash of what was read.
            let bytes = unsafe [UInt8](object.bytes)
            #expect(try copy.write(bytes, object.type) == id)
            if repository.packs.object(id) != nil { direct += 1 }
        }
        // An index of the first version is libgit2's to read.
        #expect(direct == (making == .firstIndexVersion ? 0 : ids.count))
    }

    @Test func `From a damaged pack come the right bytes or none`() throws {
        let sandbox = try packed(seed: 3, revisions: 12)
        let whole = try sandbox.open()
        let objects = try whole.allObjects().map { id in (id, try whole.storedObject(id).bytes) }
        let pack = try #require(try files(sandbox, ".pack").first)
        let bytes = try Data(contentsOf: URL(fileURLWithPath: pack))
        // Where the objects stand: `id type size size-in-pack offset ...`.
        let listed = try sandbox.git("verify-pack", "-v", pack).split(separator: "\n")
        let places = listed.compactMap { line -> Range<Int>? in
            let words = line.split(separator: " ")
            guard words.count > 4, words[0].count == 40, let size = Int(words[3]), let start = Int(words[4]) else {
                return nil
            }
            // What is compressed has a checksum of its own; the few bytes before it have none.
            return start + 8..<start + size
        }
        let folder = sandbox.root + "/damaged"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try FileManager.default.copyItem(atPath: index(of: pack), toPath: folder + "/one.idx")
        var random = Seeded(11)
        var unread = 0
        for round in 0..<400 {
            var damaged = bytes
            if round % 8 == 0 {
                damaged.removeLast(Int.random(in: 1..<bytes.count, using: &random))
            } else {
                let place = try #require(places.randomElement(using: &random)?.randomElement(using: &random))
                damaged[place] ^= 1 << UInt8.random(in: 0...7, using: &random)
            }
            try damaged.write(to: URL(fileURLWithPath: folder + "/one.pack"))
            let packs = PackReader(folder)
            for (id, content) in objects {
                guard let found = packs.object(id) else {
                    unread += 1
                    continue
                }
                #expect(unsafe [UInt8](found.bytes) == content, "\(id)")
            }
        }
        #expect(unread > 400)
    }

    @Test func `A damaged index or one of another pack leads nowhere`() throws {
        let sandbox = try packed(seed: 5, revisions: 12)
        let ids = try sandbox.open().allObjects()
        let pack = try #require(try files(sandbox, ".pack").first)
        let bytes = try Data(contentsOf: URL(fileURLWithPath: index(of: pack)))
        let folder = sandbox.root + "/damaged"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try FileManager.default.copyItem(atPath: pack, toPath: folder + "/one.pack")
        var random = Seeded(12)
        for round in 0..<300 {
            var damaged = bytes
            if round % 4 == 0 {
                damaged.removeLast(Int.random(in: 1..<bytes.count, using: &random))
            } else {
                for _ in 0..<4 {
                    let place = Int.random(in: 0..<bytes.count, using: &random)
                    damaged[place] = .random(in: 0...255, using: &random)
                }
            }
            try damaged.write(to: URL(fileURLWithPath: folder + "/one.idx"))
            let packs = PackReader(folder)
            // That nothing outside the two files is read is what can be asked of a false index.
            for id in ids { _ = packs.object(id) }
        }
        try Data().write(to: URL(fileURLWithPath: folder + "/one.idx"))
        #expect(PackReader(folder).object(try #require(ids.first)) == nil)
        #expect(PackReader(sandbox.root + "/nowhere").object(try #require(ids.first)) == nil)
    }

    @Test func `An offset that no pack reaches leads nowhere`() throws {
        let sandbox = try packed(seed: 6, revisions: 3)
        let ids = try sandbox.open().allObjects()
        try addPack(sandbox)
        let folder = sandbox.path + "/.git/objects/pack"
        for pack in try files(sandbox, ".pack") { try reindex(sandbox, pack, "--index-version=2,0x1") }
        for offset in [UInt64(Int.max), .max, 1 << 40, 0] {
            for path in try files(sandbox, ".idx") {
                var bytes = try Data(contentsOf: URL(fileURLWithPath: path))
                // The long offsets stand before the two checksums at the end.
                let long = bytes.count - 40 - 8
                for place in 0..<8 { bytes[long + place] = UInt8(truncatingIfNeeded: offset >> UInt64(56 - 8 * place)) }
                try FileManager.default.removeItem(atPath: path)
                try bytes.write(to: URL(fileURLWithPath: path))
            }
            let packs = PackReader(folder)
            #expect(ids.contains { packs.object($0) == nil })
            guard offset > 0 else { continue }
            // Libgit2 would read wherever the index says.
            #expect(packs.isDamaged)
            let repository = try sandbox.open()
            let failures = ids.compactMap { id in failure { try repository.blob(id) } }
            #expect(failures.contains { $0.kind == .corrupt && $0.message.contains("objects/pack is damaged") })
        }
    }

    @Test func `Nothing larger than was asked for is unpacked, nor made from it`() throws {
        let sandbox = try packed(seed: 8, revisions: 4)
        let repository = try sandbox.open()
        let large = try sandbox.id("HEAD:large")
        let older = try sandbox.id("HEAD~3:large")
        let size = try repository.blob(large).count
        let packs = PackReader(sandbox.path + "/.git/objects/pack")
        for id in [large, older] {
            #expect(packs.object(id, maximumSize: 1_000) == nil)
            #expect(
                failure { try sandbox.open().blob(id, maximumSize: 1_000) }?.message.contains("at most 1000") == true)
        }
        #expect(packs.object(large, maximumSize: size * 2)?.count == size)
        #expect(packs.object(try sandbox.id("HEAD:folder/small"), maximumSize: 1_000) != nil)
    }

    @Test func `What is written or packed after a repository was opened is read as well`() throws {
        let sandbox = try packed(seed: 9, revisions: 3)
        let repository = try sandbox.open()
        let head = try sandbox.id("HEAD")
        _ = try repository.commit(head)
        try sandbox.write("new", "a new file")
        let loose = try sandbox.commitAll()
        #expect(try repository.commit(loose).parents == [head])
        try sandbox.git("repack", "-adfq")
        let packed = try sandbox.id("HEAD:new")
        #expect(try repository.blob(packed) == Array("a new file".utf8))
        #expect(try repository.commit(head).tree == sandbox.id("\(head)^{tree}"))
    }

    // MARK: - Packs

    /// A repository in one pack: two files that change a little at a time, one of them large; a tag; and an empty file.
    private func packed(seed: Int, revisions: Int) throws -> Sandbox {
        let sandbox = try Sandbox()
        var random = Seeded(seed)
        var lines = (0..<6_000).map { _ in "\(random.next()) \(random.next())" }
        var small = ["name: A"]
        var stream = ""
        for number in 1...revisions {
            for _ in 0..<3 { lines[Int.random(in: 0..<lines.count, using: &random)] = "\(random.next())" }
            small.insert("key\(number): \(random.next())", at: Int.random(in: 0...small.count, using: &random))
            stream += """
                commit refs/heads/main
                committer Ada <ada@example.org> \(1_700_000_000 + number) +0000
                data 8
                A change

                """
            for (name, text) in [("large", lines), ("folder/small", small), ("empty", [])] {
                let content = text.joined(separator: "\n")
                stream += "M 100644 inline \(name)\ndata \(content.utf8.count)\n\(content)\n"
            }
        }
        stream += "tag v1\nfrom refs/heads/main\ntagger Ada <ada@example.org> 1700000000 +0000\ndata 3\nOne\n"
        try sandbox.git("fast-import", "--quiet", input: Array(stream.utf8))
        try sandbox.git("repack", "-adfq", "--depth=40", "--window=20")
        try sandbox.git("read-tree", "HEAD")
        return sandbox
    }

    private func files(_ sandbox: Sandbox, _ ending: String) throws -> [String] {
        let folder = sandbox.path + "/.git/objects/pack"
        return try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix(ending) }
            .map { "\(folder)/\($0)" }
    }

    private func index(of pack: String) -> String { pack.replacingOccurrences(of: ".pack", with: ".idx") }

    private func reindex(_ sandbox: Sandbox, _ pack: String, _ option: String) throws {
        try FileManager.default.removeItem(atPath: index(of: pack))
        try sandbox.git("index-pack", option, "-o", index(of: pack), pack)
    }

    private func addPack(_ sandbox: Sandbox) throws {
        for number in 0..<3 {
            try sandbox.write("more", "more of it: \(number)")
            try sandbox.commitAll()
            try sandbox.git("repack", "-dq")
        }
        #expect(try files(sandbox, ".pack").count == 4)
    }
}
